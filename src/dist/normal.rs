//! The standard normal distribution: probabilities and quantiles.

/// Probability that a standard normal variable is at most `x`.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// Density of the standard normal at `x`.
pub(super) fn normal_density(x: f64) -> f64 {
    const ONE_OVER_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;
    ONE_OVER_ROOT_TWO_PI * libm::exp(-0.5 * x * x)
}

/// The `x` with `normal_cdf(x) == p`; minus infinity at 0, infinity at 1, NaN outside `[0, 1]`.
///
/// Algorithm AS 241 (PPND16) of M. J. Wichura, "The Percentage Points of the Normal Distribution",
/// Applied Statistics 37 (1988) 477-484; relative accuracy about 1e-16 by its author's account.
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 { -lower_half(p - 0.5, 1.0 - p) } else { lower_half(0.5 - p, p) }
}

/// Quantile from both tails (`lower + upper == 1`): keeps full precision when `upper` is tiny.
pub(super) fn normal_quantile_of_tails(lower: f64, upper: f64) -> f64 {
    if upper < lower { -normal_quantile(upper) } else { normal_quantile(lower) }
}

/// The quantile at `tail <= 1/2`, where `distance = 1/2 - tail`.
fn lower_half(distance: f64, tail: f64) -> f64 {
    if distance <= 0.425 {
        return -distance * ratio(&CENTRAL, 0.180_625 - distance * distance);
    }
    if tail <= 0.0 {
        return if tail == 0.0 { f64::NEG_INFINITY } else { f64::NAN };
    }
    let r = (-libm::log(tail)).sqrt();
    if r <= 5.0 { -ratio(&MIDDLE, r - 1.6) } else { -ratio(&FAR, r - 5.0) }
}

fn ratio(coefficients: &[[f64; 8]; 2], r: f64) -> f64 {
    let [numerator, denominator] = coefficients;
    let polynomial = |c: &[f64; 8]| c[1..].iter().fold(c[0], |sum, next| sum * r + next);
    polynomial(numerator) / polynomial(denominator)
}

/// Numerator and denominator of AS 241 in the central region, highest power first.
const CENTRAL: [[f64; 8]; 2] = [
    [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    [
        5_226.495_278_852_854,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
];

/// Numerator and denominator of AS 241 in the middle region, highest power first.
const MIDDLE: [[f64; 8]; 2] = [
    [
        0.000_774_545_014_278_341_4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-09,
        0.000_547_593_808_499_534_5,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
];

/// Numerator and denominator of AS 241 in the far region, highest power first.
const FAR: [[f64; 8]; 2] = [
    [
        2.010_334_399_292_288_1e-07,
        2.711_555_568_743_487_6e-05,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_7e-15,
        1.421_511_758_316_446e-07,
        1.846_318_317_510_054_8e-05,
        0.000_786_869_131_145_613_3,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_888,
        1.0,
    ],
];
