//! Adaptive numerical integration, for the moments without a closed form.

/// Abscissae of the 15-point Kronrod rule on [-1, 1] with its weights and those of the 7-point Gauss rule
/// (zero where Gauss has no point); QUADPACK, routine QK15.
const RULE: [(f64, f64, f64); 8] = [
    (0.991_455_371_120_812_6, 0.022_935_322_010_529_224, 0.0),
    (0.949_107_912_342_758_5, 0.063_092_092_629_978_55, 0.129_484_966_168_869_7),
    (0.864_864_423_359_769_1, 0.104_790_010_322_250_18, 0.0),
    (0.741_531_185_599_394_4, 0.140_653_259_715_525_92, 0.279_705_391_489_276_64),
    (0.586_087_235_467_691_1, 0.169_004_726_639_267_9, 0.0),
    (0.405_845_151_377_397_2, 0.190_350_578_064_785_4, 0.381_830_050_505_118_9),
    (0.207_784_955_007_898_47, 0.204_432_940_075_298_9, 0.0),
    (0.0, 0.104_741_070_542_363_91, 0.208_979_591_836_734_7),
];
const MAX_DEPTH: u32 = 16;

/// Integral of `f` over `[breaks.first, breaks.last]`, started on the panels between the (ascending) breaks.
///
/// A panel is halved until its Gauss and Kronrod estimates differ by less than 1e-11 of the whole integral,
/// or 16 times; for the smooth integrands of this module the error of the sum is then below 1e-12 relative.
pub(crate) fn integrate(f: &impl Fn(f64) -> f64, breaks: &[f64]) -> f64 {
    let panels = || breaks.windows(2).map(|pair| (pair[0], pair[1])).filter(|(from, to)| from < to);
    let scale: f64 = panels().map(|(from, to)| panel(f, from, to).0.abs()).sum();
    panels().map(|(from, to)| refine(f, from, to, 1e-11 * scale, MAX_DEPTH)).sum()
}

fn refine(f: &impl Fn(f64) -> f64, from: f64, to: f64, tolerance: f64, depth: u32) -> f64 {
    let (kronrod, gauss) = panel(f, from, to);
    if depth == 0 || (kronrod - gauss).abs() <= tolerance {
        return kronrod;
    }
    let middle = 0.5 * (from + to);
    refine(f, from, middle, tolerance, depth - 1) + refine(f, middle, to, tolerance, depth - 1)
}

/// Kronrod's and Gauss's estimates on one panel.
fn panel(f: &impl Fn(f64) -> f64, from: f64, to: f64) -> (f64, f64) {
    let (centre, half) = (0.5 * (from + to), 0.5 * (to - from));
    let (kronrod, gauss) = RULE.iter().fold((0.0, 0.0), |(k, g), &(x, wk, wg)| {
        let pair = f(centre - half * x) + f(centre + half * x);
        (k + wk * pair, g + wg * pair)
    });
    (kronrod * half, gauss * half)
}
