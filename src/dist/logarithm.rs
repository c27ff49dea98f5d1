//! Natural logarithms of several numbers at once.

/// High word of the square root of one half, above which numbers keep their exponent, and that of 1.
const ROOT_OF_HALF: u64 = 0x3FE6_A09E << 32;
const ONE: u64 = 0x3FF0_0000 << 32;
/// 2^52, whose last bit counts units; with the exponent's bias taken off.
const UNITS: u64 = 0x4330_0000_0000_0000;
const UNITS_AND_BIAS: f64 = 4_503_599_627_370_496.0 + 1_023.0;
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Coefficients of the even powers from the second on.
const SERIES: [f64; 7] = [
    6.666_666_666_666_735e-1,
    3.999_999_999_940_942e-1,
    2.857_142_874_366_239e-1,
    2.222_219_843_214_978_4e-1,
    1.818_357_216_161_805e-1,
    1.531_383_769_920_937_3e-1,
    1.479_819_860_511_658_6e-1,
];

/// Replaces every number by its natural logarithm: the same bits as [`libm::log`] gives (fdlibm's algorithm), without
/// branches, so that a compiler can take several at a time on any processor. For positive normal numbers only.
#[inline]
pub fn ln_all<const N: usize>(numbers: &mut [f64; N]) {
    for number in numbers {
        let shifted = number.to_bits().wrapping_add(ONE - ROOT_OF_HALF);
        let exponent = f64::from_bits(UNITS | (shifted >> 52)) - UNITS_AND_BIAS;
        let f = f64::from_bits((shifted & 0x000F_FFFF_FFFF_FFFF) + ROOT_OF_HALF) - 1.0;
        let half_square = 0.5 * f * f;
        let s = f / (2.0 + f);
        let z = s * s;
        let w = z * z;
        let even = w * (SERIES[1] + w * (SERIES[3] + w * SERIES[5]));
        let odd = z * (SERIES[0] + w * (SERIES[2] + w * (SERIES[4] + w * SERIES[6])));
        *number =
            s * (half_square + (odd + even)) + exponent * LN_2_LOW - half_square + f + exponent * LN_2_HIGH;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_bits_are_those_of_libm(u in f64::MIN_POSITIVE..1.0, exponent in -1_000_i32..1_000) {
            for number in [u, 1.0 + u, libm::ldexp(1.0 + u, exponent), 1.0 - u * 1e-12] {
                let mut all = [number; 2];
                ln_all(&mut all);
                prop_assert_eq!(all[0].to_bits(), libm::log(number).to_bits(), "ln {}", number);
            }
        }
    }

    #[test]
    fn the_ends_of_the_uniforms() {
        let mut all = [0.5_f64.powi(53), 1.0 - 0.5_f64.powi(53), 0.5, 0.5_f64.sqrt()];
        let expected = all.map(libm::log);
        ln_all(&mut all);
        assert_eq!(all.map(f64::to_bits), expected.map(f64::to_bits));
    }
}
