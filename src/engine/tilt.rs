//! Levels that are drawn where they matter, and how much less a run counts for it.

/// Cells of a density.
const CELLS: usize = 64;
/// Share of the density that stays even, so that no run counts more than its reciprocal.
const EVEN: f64 = 0.1;
/// Relative difference below which a density is even.
const FLAT: f64 = 1e-9;

/// A density of levels between 0 and 1, even within each of [`CELLS`] cells that become narrower towards 1, where a rate
/// that few runs have may be far above the others.
#[derive(Debug, Clone)]
pub(super) struct Tilt {
    /// Ends of the cells.
    edges: Vec<f64>,
    /// Probability up to each end.
    cumulative: Vec<f64>,
}

impl Tilt {
    /// The levels at which [`Tilt::new`] wants to know what to follow.
    pub fn middles() -> impl Iterator<Item = f64> {
        edges()
            .collect::<Vec<_>>()
            .windows(2)
            .map(|ends| 0.5 * (ends[0] + ends[1]))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The density that follows `values`, one for each of the [`Tilt::middles`], none negative, but for a tenth that stays
    /// even; `None` where there is nothing to follow.
    pub fn new(values: &[f64]) -> Option<Tilt> {
        let edges: Vec<f64> = edges().collect();
        let weighed = || values.iter().zip(edges.windows(2)).map(|(value, ends)| value * (ends[1] - ends[0]));
        let mean: f64 = weighed().sum();
        let is_flat = values.iter().all(|value| (value - mean).abs() <= FLAT * mean);
        if is_flat || mean.is_nan() || mean <= 0.0 || mean.is_infinite() {
            return None;
        }
        let mut sum = 0.0;
        let mut cumulative = vec![0.0];
        for (value, ends) in weighed().zip(edges.windows(2)) {
            sum += EVEN * (ends[1] - ends[0]) + (1.0 - EVEN) * value / mean;
            cumulative.push(sum);
        }
        cumulative.iter_mut().for_each(|upto| *upto /= sum);
        Some(Tilt { edges, cumulative })
    }

    /// The level at which a uniform `v` lies, and the ratio of the uniform's density to this one there.
    pub fn at(&self, v: f64) -> (f64, f64) {
        let cell = self.cumulative.partition_point(|upto| *upto <= v).clamp(1, CELLS) - 1;
        let [low, high] = [self.edges[cell], self.edges[cell + 1]];
        let [before, upto] = [self.cumulative[cell], self.cumulative[cell + 1]];
        let ratio = (high - low) / (upto - before);
        let level = low + (v - before) * ratio;
        (level.clamp(low.max(f64::MIN_POSITIVE), high.min(1.0_f64.next_down())), ratio)
    }
}

/// `1 - (1 - x)³` at even steps of x.
fn edges() -> impl Iterator<Item = f64> {
    (0..=CELLS).map(|step| {
        let left = (CELLS - step) as f64 / CELLS as f64;
        1.0 - left * left * left
    })
}

/// A level that is likelier to be high, `1 - (1 - v)^power` for a uniform `v`, and the ratio of the uniform's density to its
/// own, `power (1 - v)^(power - 1)`.
pub(super) fn towards_the_top(v: f64, power: f64) -> (f64, f64) {
    let left = 1.0 - v;
    let remaining = libm::pow(left, power);
    let ratio = if left > 0.0 { power * remaining / left } else { 0.0 };
    ((1.0 - remaining).clamp(f64::MIN_POSITIVE, 1.0_f64.next_down()), ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Midpoints of a fine even grid of uniforms.
    fn uniforms() -> impl Iterator<Item = f64> {
        (0..200_000).map(|step| (f64::from(step) + 0.5) / 200_000.0)
    }

    fn mean(of: impl Fn(f64) -> f64) -> f64 {
        uniforms().map(of).sum::<f64>() / 200_000.0
    }

    /// Weighted moments of the level are those of a uniform: 1, 1/2, 1/3.
    #[test]
    fn ratios_undo_the_tilt() {
        let values: Vec<f64> = Tilt::middles().map(|level| -(1.0 - level).ln()).collect();
        let tilt = Tilt::new(&values).unwrap();
        for power in 0..3 {
            let exact = 1.0 / f64::from(power + 1);
            let tilted = mean(|v| {
                let (level, ratio) = tilt.at(v);
                ratio * level.powi(power)
            });
            assert!((tilted - exact).abs() < 1e-5, "{power}: {tilted}");
            let top = mean(|v| {
                let (level, ratio) = towards_the_top(v, 1.4);
                ratio * level.powi(power)
            });
            assert!((top - exact).abs() < 1e-4, "{power}: {top}");
        }
    }

    /// The share of levels in the upper half is what the density says: 0.1 / 2 + 0.9 x 3/4 for one that rises in
    /// proportion to the level.
    #[test]
    fn levels_follow_what_they_are_told() {
        let values: Vec<f64> = Tilt::middles().collect();
        let tilt = Tilt::new(&values).unwrap();
        let upper = mean(|v| f64::from(u8::from(tilt.at(v).0 >= 0.5)));
        assert!((upper - 0.725).abs() < 2e-3, "{upper}");
        assert!(uniforms().all(|v| tilt.at(v).1 <= 10.0 + 1e-9));
        assert!(
            [0.0, 1.0_f64.next_down()].map(|v| tilt.at(v).0).iter().all(|level| (0.0..1.0).contains(level))
        );
    }

    #[test]
    fn nothing_to_follow() {
        for value in [0.0, 0.3, f64::NAN, f64::INFINITY] {
            assert!(Tilt::new(&[value; CELLS]).is_none(), "{value}");
        }
    }
}
