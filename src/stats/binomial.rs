//! Which order statistics bound a quantile.

/// Above this size the binomial is computed as if the sample had this size: the interval is then a little
/// wide, and the cost stays small.
const LARGEST_SIZE: f64 = 1e9;

/// Levels of the sample that bound the quantile at `level` with 95 % confidence, 2.5 % error a side, if the
/// sample counts as `size` independent draws. The lower bound is the order statistic `l` with
/// `P(B < l) <= 2.5 %`, the upper one the `u` with `P(B >= u) <= 2.5 %`, where `B` is binomial with `size`
/// trials of probability `level`; both are returned divided by the size. `None` where even the smallest or
/// largest draw is not far enough out.
pub(super) fn quantile_bounds(size: f64, level: f64) -> (Option<f64>, Option<f64>) {
    // The small allowance keeps a whole number whole after rounding.
    let size = (size * (1.0 + 1e-9)).floor().clamp(1.0, LARGEST_SIZE);
    let (low, high) = central_counts(size, level);
    let lower = (low >= 1.0).then(|| low / size);
    let upper = (high + 1.0 <= size).then(|| (high + 1.0) / size);
    (lower, upper)
}

/// The 2.5 % and 97.5 % quantiles of the binomial distribution. The probabilities are built from the mode
/// outwards by their ratios until they no longer matter, then added from the tails inwards. Nothing cancels,
/// and the cost grows with the standard deviation only. (The incomplete beta function of `statrs` stops
/// after 140 terms, which is too early for a million trials.)
fn central_counts(size: f64, level: f64) -> (f64, f64) {
    if level <= 0.0 {
        return (0.0, 0.0);
    }
    if level >= 1.0 {
        return (size, size);
    }
    const NEGLIGIBLE: f64 = 1e-20;
    let odds = level / (1.0 - level);
    let mode = ((size + 1.0) * level).floor().min(size);
    let (mut below, mut above) = (Vec::new(), Vec::new());
    let (mut count, mut term) = (mode, 1.0);
    while count > 0.0 && term > NEGLIGIBLE {
        term *= count / ((size - count + 1.0) * odds);
        count -= 1.0;
        below.push(term);
    }
    (count, term) = (mode, 1.0);
    while count < size && term > NEGLIGIBLE {
        term *= (size - count) * odds / (count + 1.0);
        count += 1.0;
        above.push(term);
    }
    let tail = 0.025 * (1.0 + super::sum(below.iter().copied()) + super::sum(above.iter().copied()));

    // Counts from the lowest kept upwards, and from the highest kept downwards.
    let first = mode - below.len() as f64;
    let upwards = below.iter().rev().copied().chain([1.0]).chain(above.iter().copied());
    let low = first + steps_within(upwards, tail, false);
    let last = mode + above.len() as f64;
    let downwards = above.iter().rev().copied().chain([1.0]).chain(below.iter().copied());
    let high = last - steps_within(downwards, tail, true);
    (low, high)
}

/// How many terms can be added before the sum reaches `limit` (`inclusive`: exceeds it).
fn steps_within(terms: impl Iterator<Item = f64>, limit: f64, inclusive: bool) -> f64 {
    let mut total = 0.0;
    let mut steps = 0.0;
    for term in terms {
        total += term;
        if total > limit || (!inclusive && total == limit) {
            break;
        }
        steps += 1.0;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Binomial, DiscreteCDF};

    #[test]
    fn counts_are_the_binomial_quantiles() {
        for size in [1_u64, 2, 5, 10, 59, 100, 500] {
            for level in [0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999] {
                let exact = Binomial::new(level, size).expect("valid parameters");
                let expected = [0.025, 0.975].map(|probability| {
                    (0..=size).find(|&count| exact.cdf(count) >= probability).expect("the cdf ends at 1")
                        as f64
                });
                let (low, high) = central_counts(size as f64, level);
                assert_eq!([low, high], expected, "size {size}, level {level}");
            }
        }
    }

    #[test]
    fn large_counts_are_close_to_normal() {
        for level in [0.05, 0.5, 0.99] {
            let size = 1e6_f64;
            let deviation = (size * level * (1.0 - level)).sqrt();
            let (low, high) = central_counts(size, level);
            assert!((low - (size * level - 1.96 * deviation)).abs() < 2.0, "{level} {low}");
            assert!((high - (size * level + 1.96 * deviation)).abs() < 2.0, "{level} {high}");
        }
    }

    /// The textbook sizes: 59 draws are needed before the largest bounds P95 at 95 % one-sided, 72 at 97.5 %.
    #[test]
    fn small_samples_leave_a_side_open() {
        assert_eq!(quantile_bounds(71.0, 0.95).1, None);
        assert_eq!(quantile_bounds(72.0, 0.95).1, Some(1.0));
        assert_eq!(quantile_bounds(10.0, 0.0), (None, Some(0.1)));
        assert_eq!(quantile_bounds(10.0, 1.0), (Some(1.0), None));
        assert_eq!(quantile_bounds(1.0, 0.5), (None, None));
    }
}
