//! Maxima of likelihoods: along one number, and the curvature around them.

/// Points that are looked at before the best is refined.
const GRID: usize = 40;
/// Golden section: the share of an interval that stays.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// Where `f` is largest between `low` and `high`, and its value there.
///
/// A grid finds the hill, golden section its top, to 1e-9 of the range: a likelihood may have a maximum at an end,
/// which is then the answer.
pub(super) fn along(low: f64, high: f64, f: impl Fn(f64) -> f64) -> (f64, f64) {
    let step = (high - low) / GRID as f64;
    let at = |index: usize| if index == GRID { high } else { low + index as f64 * step };
    let mut best = (0, f64::NEG_INFINITY);
    for index in 0..=GRID {
        let value = f(at(index));
        if value > best.1 {
            best = (index, value);
        }
    }
    let (mut from, mut to) = (at(best.0.saturating_sub(1)), at((best.0 + 1).min(GRID)));
    let mut inner = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
    let mut values = inner.map(&f);
    while to - from > 1e-9 * (high - low) {
        if values[0] >= values[1] {
            to = inner[1];
            inner = [to - GOLDEN * (to - from), inner[0]];
            values = [f(inner[0]), values[0]];
        } else {
            from = inner[0];
            inner = [inner[1], from + GOLDEN * (to - from)];
            values = [values[1], f(inner[1])];
        }
    }
    let middle = 0.5 * (from + to);
    let found = [(middle, f(middle)), (at(best.0), best.1)];
    if found[0].1 >= found[1].1 { found[0] } else { found[1] }
}

/// Standard errors of two parameters at the maximum of a log-likelihood: the inverse of its negative second
/// derivatives, by central differences over a thousandth of `scales`, once extrapolated. `None` where the
/// log-likelihood does not fall in every direction.
pub(super) fn standard_errors(
    at: [f64; 2],
    scales: [f64; 2],
    f: impl Fn([f64; 2]) -> f64,
) -> Option<[f64; 2]> {
    let second = |h: f64| {
        let [x, y] = [h * scales[0], h * scales[1]];
        let f = |i: f64, j: f64| f([at[0] + i * x, at[1] + j * y]);
        let middle = f(0.0, 0.0);
        [
            (f(1.0, 0.0) - 2.0 * middle + f(-1.0, 0.0)) / (x * x),
            (f(0.0, 1.0) - 2.0 * middle + f(0.0, -1.0)) / (y * y),
            (f(1.0, 1.0) - f(1.0, -1.0) - f(-1.0, 1.0) + f(-1.0, -1.0)) / (4.0 * x * y),
        ]
    };
    let (coarse, fine) = (second(2e-3), second(1e-3));
    let [xx, yy, xy] = [0, 1, 2].map(|place| -(4.0 * fine[place] - coarse[place]) / 3.0);
    let determinant = xx * yy - xy * xy;
    let errors = [(yy / determinant).sqrt(), (xx / determinant).sqrt()];
    (xx > 0.0 && determinant > 0.0 && errors.iter().all(|error| error.is_finite())).then_some(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_tops_inside_and_at_ends() {
        let (x, value) = along(-10.0, 10.0, |x| 3.0 - (x - 1.234_567).powi(2));
        assert!((x - 1.234_567).abs() < 1e-6 && (value - 3.0).abs() < 1e-12, "{x}");
        assert_eq!(along(0.0, 1.0, |x| x).0, 1.0);
        assert_eq!(along(0.0, 1.0, |x| -x).0, 0.0);
        // Two hills; the lower one is nearer to the middle.
        let hills = |x: f64| (-(x - 0.5).powi(2)).exp() + 2.0 * (-(x + 8.0).powi(2)).exp();
        assert!((along(-10.0, 10.0, hills).0 + 8.0).abs() < 1e-6);
    }

    #[test]
    fn curvature_of_a_normal_log_density() {
        // Variances 4 and 9, correlation 0.5.
        let quadratic =
            |[x, y]: [f64; 2]| -(x * x / 4.0 - 2.0 * 0.5 * x * y / 6.0 + y * y / 9.0) / (2.0 * 0.75);
        let errors = standard_errors([0.0, 0.0], [2.0, 3.0], quadratic).unwrap();
        assert!((errors[0] - 2.0).abs() < 1e-7 && (errors[1] - 3.0).abs() < 1e-7, "{errors:?}");
        assert!(standard_errors([0.0, 0.0], [1.0, 1.0], |[x, y]| x * x - y * y).is_none());
    }
}
