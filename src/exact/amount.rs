//! The law of one amount of money: point masses and distributions.

use super::span::Span;
use crate::dist::{Distribution, DistributionError, Family, Limits};

/// An amount before the factor of its moment, USD: one of finitely many values or a scaled and shifted
/// distribution without point masses, each with its probability. The probabilities sum to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Amount {
    /// Values with their probabilities.
    pub atoms: Vec<(f64, f64)>,
    spreads: Vec<Spread>,
}

/// `shift + scale × X` where X follows `law` apart from its point masses.
#[derive(Debug, Clone, PartialEq)]
struct Spread {
    /// Probability of this part were X to have no point masses.
    weight: f64,
    shift: f64,
    scale: f64,
    law: Distribution,
    /// Point masses of the law, which stand among the atoms instead: value and probability.
    without: Vec<(f64, f64)>,
}

impl Amount {
    /// Always this value.
    pub fn constant(value: f64) -> Self {
        Amount { atoms: vec![(value, 1.0)], spreads: Vec::new() }
    }

    /// `shift + scale × X`, with a scale of zero or more.
    pub fn of(law: &Distribution, scale: f64, shift: f64) -> Self {
        match law.as_constant() {
            Some(value) => return Amount::constant(shift + scale * value),
            None if scale == 0.0 => return Amount::constant(shift),
            None => {}
        }
        let (points, is_all) = point_masses(law);
        let atoms = points.iter().map(|(value, weight)| (shift + scale * value, *weight)).collect();
        let spread = Spread { weight: 1.0, shift, scale, law: law.clone(), without: points };
        Amount { atoms, spreads: if is_all { Vec::new() } else { vec![spread] } }
    }

    /// The amount where X is at least `floor`.
    pub fn with_floor(law: &Distribution, floor: f64) -> Result<Distribution, DistributionError> {
        let limits = *law.limits();
        let floor = limits.floor.map_or(floor, |own| own.max(floor));
        match law.as_constant() {
            Some(value) => Ok(Distribution::constant(value.max(floor))),
            None => Distribution::new(law.family().clone(), Limits { floor: Some(floor), ..limits }),
        }
    }

    /// One of several amounts, by weights that sum to 1.
    pub fn mixture(parts: impl IntoIterator<Item = (f64, Amount)>) -> Self {
        let mut all = Amount::default();
        for (weight, part) in parts {
            all.atoms.extend(part.atoms.into_iter().map(|(value, mass)| (value, weight * mass)));
            let scaled = part.spreads.into_iter().map(|mut spread| {
                spread.weight *= weight;
                spread
            });
            all.spreads.extend(scaled);
        }
        all
    }

    /// The same amount and this much more.
    pub fn plus(mut self, more: f64) -> Self {
        self.atoms.iter_mut().for_each(|(value, _)| *value += more);
        self.spreads.iter_mut().for_each(|spread| spread.shift += more);
        self
    }

    /// Number of continuous parts.
    pub fn spreads(&self) -> usize {
        self.spreads.len()
    }

    /// Whether it has no continuous part.
    pub fn is_discrete(&self) -> bool {
        self.spreads.is_empty()
    }

    /// Whether distributions inside mixtures may have point masses that stand nowhere else.
    pub fn has_hidden_points(&self) -> bool {
        let hides =
            |spread: &Spread| matches!(spread.law.family(), Family::Mixture { .. } | Family::Spliced { .. });
        self.spreads.iter().any(hides)
    }

    /// Smallest possible value.
    pub fn least(&self) -> f64 {
        let atoms = self.atoms.iter().map(|(value, _)| *value);
        let spreads = self.spreads.iter().map(|spread| spread.shift + spread.scale * spread.law.support().0);
        atoms.chain(spreads).fold(f64::INFINITY, f64::min)
    }

    /// Mean; infinity where there is none.
    pub fn mean(&self) -> f64 {
        let atoms: f64 = self.atoms.iter().map(|(value, weight)| value * weight).sum();
        atoms + self.spreads.iter().map(|spread| spread.weight * spread.moments().0).sum::<f64>()
    }

    /// Mean of the square; infinity where there is none.
    pub fn mean_square(&self) -> f64 {
        let atoms: f64 = self.atoms.iter().map(|(value, weight)| value * value * weight).sum();
        atoms + self.spreads.iter().map(|spread| spread.weight * spread.moments().1).sum::<f64>()
    }

    /// Probability that the amount is exactly zero.
    pub fn at_zero(&self) -> f64 {
        self.atoms.iter().filter(|(value, _)| *value == 0.0).map(|(_, weight)| weight).sum()
    }

    /// Probability that the continuous part, times the factor of a stretch of time, exceeds `limit`.
    pub fn spread_above(&self, nodes: &[(f64, f64)], limit: f64) -> f64 {
        self.over(nodes, |spread, factor| spread.above(limit / factor))
    }

    /// `E[min(factor × X, limit)]` of the continuous part.
    pub fn spread_limited_mean(&self, nodes: &[(f64, f64)], limit: f64) -> f64 {
        self.over(nodes, |spread, factor| factor * spread.limited_mean(limit / factor))
    }

    fn over(&self, nodes: &[(f64, f64)], f: impl Fn(&Spread, f64) -> f64) -> f64 {
        let positive = || nodes.iter().filter(|(factor, _)| *factor > 0.0);
        let of_spread = |spread: &Spread| -> f64 {
            spread.weight * positive().map(|(factor, weight)| weight * f(spread, *factor)).sum::<f64>()
        };
        self.spreads.iter().map(of_spread).sum()
    }

    /// Probability that the amount times the factor of a stretch of time exceeds `limit` (zero or more).
    pub fn above(&self, span: Span, limit: f64) -> f64 {
        let atoms: f64 =
            self.atoms.iter().map(|(value, weight)| weight * atom_above(span, *value, limit)).sum();
        atoms + self.spread_above(&span.nodes(), limit)
    }
}

impl Spread {
    /// Mean and mean square without the point masses, given the weight.
    fn moments(&self) -> (f64, f64) {
        let mean = self.law.mean();
        let square = if mean.is_finite() { self.law.variance() + mean * mean } else { f64::INFINITY };
        let (shift, scale) = (self.shift, self.scale);
        let moved = shift + scale * mean;
        let moved_square = shift * shift + 2.0 * shift * scale * mean + scale * scale * square;
        self.without.iter().fold((moved, moved_square), |(first, second), (value, weight)| {
            let value = shift + scale * value;
            (first - weight * value, second - weight * value * value)
        })
    }

    fn above(&self, limit: f64) -> f64 {
        let x = (limit - self.shift) / self.scale;
        let points = self.without.iter().filter(|(value, _)| *value > x).map(|(_, weight)| weight);
        1.0 - self.law.cdf(x) - points.sum::<f64>()
    }

    fn limited_mean(&self, limit: f64) -> f64 {
        let x = (limit - self.shift) / self.scale;
        let points = self.without.iter().map(|(value, weight)| {
            let value = self.shift + self.scale * value;
            weight * value.min(limit)
        });
        self.shift + self.scale * self.law.limited_expected_value(x) - points.sum::<f64>()
    }
}

/// Values of a law that have a probability of their own, and whether there are no others.
fn point_masses(law: &Distribution) -> (Vec<(f64, f64)>, bool) {
    let Limits { floor, cap, truncate } = *law.limits();
    let censored =
        |value: f64| value.max(floor.unwrap_or(f64::NEG_INFINITY)).min(cap.unwrap_or(f64::INFINITY));
    let kept = |value: &f64| truncate.is_none_or(|(from, to)| (from..=to).contains(value));
    let listed: Option<Vec<(f64, f64)>> = match law.family() {
        Family::Constant(value) => Some(vec![(*value, 1.0)]),
        Family::Discrete { values, weights } => Some(
            values.iter().copied().zip(weights.iter().copied()).filter(|(value, _)| kept(value)).collect(),
        ),
        Family::Empirical { values } => {
            Some(values.iter().copied().filter(kept).map(|value| (value, 1.0)).collect())
        }
        _ => None,
    };
    if let Some(listed) = listed {
        let total: f64 = listed.iter().map(|(_, weight)| weight).sum();
        return (listed.into_iter().map(|(value, weight)| (censored(value), weight / total)).collect(), true);
    }
    let low = floor.map(|floor| (floor, law.cdf(floor)));
    let high = cap.map(|cap| (cap, 1.0 - law.cdf(cap.next_down())));
    (low.into_iter().chain(high).filter(|(_, weight)| *weight > 0.0).collect(), false)
}

/// Probability that `value` times the factor of a stretch of time exceeds `limit`.
pub(super) fn atom_above(span: Span, value: f64, limit: f64) -> f64 {
    let (low, high) = (value * span.from.min(span.to), value * span.from.max(span.to));
    if limit >= high {
        0.0
    } else if limit < low {
        1.0
    } else {
        libm::log(high / limit) / libm::log(high / low)
    }
}

/// `E[min(factor × value, limit)]` over a stretch of time.
pub(super) fn atom_limited_mean(span: Span, value: f64, limit: f64) -> f64 {
    let (low, high) = (value * span.from.min(span.to), value * span.from.max(span.to));
    if low == high {
        return low.min(limit);
    }
    if limit <= low {
        return limit;
    }
    let length = libm::log(high / low);
    if limit >= high {
        return (high - low) / length;
    }
    (limit * libm::log(high / limit) + limit - low) / length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() <= 1e-12 * expected.abs().max(1e-3), "{actual} against {expected}");
    }

    /// A capped exponential: the cap is an atom, the rest is continuous, and together they are the law.
    #[test]
    fn point_masses_stand_apart() {
        let limits = Limits { cap: Some(3.0), ..Limits::default() };
        let law = Distribution::new(Family::Exponential { mean: 2.0 }, limits).unwrap();
        let amount = Amount::of(&law, 10.0, 1.0);
        let [(value, weight)] = amount.atoms[..] else { panic!("one atom") };
        assert_eq!(value, 31.0);
        close(weight, (-1.5_f64).exp());
        close(amount.mean(), 1.0 + 10.0 * law.mean());
        close(amount.mean_square(), 100.0 * law.variance() + amount.mean().powi(2));
        let now = Span::at(0.5);
        close(amount.spread_above(&now.nodes(), 8.0), (-0.75_f64).exp() - weight);
        close(amount.above(now, 8.0), (-0.75_f64).exp());
        let limited = amount.spread_limited_mean(&now.nodes(), 8.0) + weight * 8.0;
        close(limited, 0.5 + 5.0 * law.limited_expected_value(1.5));
    }

    /// A constant that is discounted: its law over time against the sum over many moments.
    #[test]
    fn an_atom_glides() {
        let span = Span { from: 1.0, to: 0.6 };
        let n = 400_000;
        let factor = |i: i32| 0.6_f64.powf((f64::from(i) + 0.5) / f64::from(n));
        for limit in [30.0, 70.0, 120.0] {
            let above = (0..n).filter(|i| 100.0 * factor(*i) > limit).count() as f64 / f64::from(n);
            assert!((atom_above(span, 100.0, limit) - above).abs() < 1e-5);
            let mean = (0..n).map(|i| (100.0 * factor(i)).min(limit)).sum::<f64>() / f64::from(n);
            assert!((atom_limited_mean(span, 100.0, limit) - mean).abs() < 1e-6);
        }
    }

    #[test]
    fn discrete_laws_are_atoms() {
        let family = Family::Discrete { values: vec![1.0, 2.0, 5.0], weights: vec![0.5, 0.3, 0.2] };
        let amount = Amount::of(&Distribution::new(family, Limits::default()).unwrap(), 2.0, 0.0);
        assert!(amount.is_discrete());
        close(amount.mean(), 4.2);
        assert_eq!(Amount::of(&Distribution::constant(3.0), 2.0, 1.0), Amount::constant(7.0));
    }
}
