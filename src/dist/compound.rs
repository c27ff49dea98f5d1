//! Mixtures and spliced distributions, as weighted parts.

use super::DistributionError as E;
use super::base::{Pair, between};
use super::distribution::Distribution;
use super::family::{Family, Limits};
use super::root::smallest;
use super::validate::splice_point;

/// Weighted parts, each with the limits of the whole built in, in ascending order of their smallest values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compound {
    parts: Vec<Part>,
    /// No part reaches beyond the start of the next.
    apart: bool,
}

/// One part: `shift` plus a value of `inner`.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    weight: f64,
    shift: f64,
    inner: Distribution,
    /// The ends of the support, free of the rounding of the shift.
    min: f64,
    max: f64,
}

impl Part {
    /// Nothing when the truncation leaves nothing. `weight` is scaled by what it leaves.
    fn new(weight: f64, (shift, start): (f64, f64), whole: &Distribution, limits: &Limits) -> Option<Self> {
        let mut moved = Limits {
            floor: limits.floor.map(|floor| floor - shift),
            cap: limits.cap.map(|cap| cap - shift),
            truncate: None,
        };
        let mut left = 1.0;
        if let Some((from, to)) = limits.truncate {
            // What lies at `from` itself is kept.
            left = between(whole.tails((from - shift).next_down()), whole.tails(to - shift));
            moved.truncate = Some((from - shift, to - shift));
        }
        let inner = whole.limited(&moved).ok().filter(|_| left > 0.0)?;
        // An end that a limit makes is that limit itself, free of the rounding of the shift.
        let (from, to) = limits.truncate.unzip();
        let made = [limits.floor, limits.cap, from, to];
        let place = |end: f64| {
            made.iter().flatten().copied().find(|limit| limit - shift == end).unwrap_or(shift + end)
        };
        let (min, max) = inner.support();
        let start = limits.cap.map_or(start, |cap| start.min(cap));
        let (min, max) = (place(min).max(start), place(max).max(start));
        Some(Part { weight: weight * left, shift, inner, min, max })
    }

    fn tails(&self, x: f64) -> Pair {
        if x < self.min {
            return (0.0, 1.0);
        }
        if x >= self.max {
            return (1.0, 0.0);
        }
        self.inner.tails(x - self.shift)
    }

    fn quantile(&self, lower: f64, upper: f64) -> f64 {
        let value = self.inner.quantile_of_tails(lower, upper);
        let (min, max) = self.inner.support();
        if value >= max {
            return self.max;
        }
        if value <= min { self.min } else { (self.shift + value).max(self.min).min(self.max) }
    }

    fn limited_expected_value(&self, limit: f64) -> f64 {
        self.shift + self.inner.limited_expected_value(limit - self.shift)
    }
}

impl Compound {
    /// The parts of a mixture or a spliced family that has been checked; nothing for another family.
    ///
    /// # Errors
    ///
    /// The truncation leaves nothing.
    pub(super) fn new(family: &Family, limits: &Limits) -> Result<Option<Self>, E> {
        const AS_IT_IS: (f64, f64) = (0.0, f64::NEG_INFINITY);
        let mut parts: Vec<Part> = match family {
            Family::Mixture { components } => components
                .iter()
                .filter_map(|(weight, component)| Part::new(*weight, AS_IT_IS, component, limits))
                .collect(),
            Family::Spliced { body, at_probability, tail } => {
                let (point, shift) = splice_point(body, *at_probability, tail)?;
                let below = Limits { truncate: Some((f64::NEG_INFINITY, point)), ..Limits::default() };
                let body = body.limited(&below)?;
                let body = Part::new(*at_probability, AS_IT_IS, &body, limits);
                let tail = Part::new(1.0 - at_probability, (shift, point), tail, limits);
                body.into_iter().chain(tail).collect()
            }
            _ => return Ok(None),
        };
        let total: f64 = parts.iter().map(|part| part.weight).sum();
        if let (Some((from, to)), true) = (limits.truncate, total <= 0.0) {
            return Err(E::EmptyTruncation { parameter: "truncate", from, to });
        }
        for part in &mut parts {
            part.weight /= total;
        }
        parts.sort_by(|left, right| left.min.total_cmp(&right.min).then(left.max.total_cmp(&right.max)));
        let apart = parts.windows(2).all(|pair| pair[0].max <= pair[1].min);
        Ok(Some(Compound { parts, apart }))
    }

    /// The first part, in ascending order, that has no finite mean.
    pub(super) fn with_infinite_mean(&self) -> Option<&Distribution> {
        self.parts.iter().map(|part| &part.inner).find(|inner| !inner.mean().is_finite())
    }

    pub(super) fn support(&self) -> (f64, f64) {
        let ends = |(min, max): (f64, f64), part: &Part| (min.min(part.min), max.max(part.max));
        self.parts.iter().fold((f64::INFINITY, f64::NEG_INFINITY), ends)
    }

    pub(super) fn tails(&self, x: f64) -> Pair {
        self.parts.iter().fold((0.0, 0.0), |(lower, upper), part| {
            let tails = part.tails(x);
            (lower + part.weight * tails.0, upper + part.weight * tails.1)
        })
    }

    pub(super) fn limited_expected_value(&self, limit: f64) -> f64 {
        self.parts.iter().map(|part| part.weight * part.limited_expected_value(limit)).sum()
    }

    /// Variance within the parts plus variance between them.
    pub(super) fn variance(&self) -> f64 {
        let mean = self.limited_expected_value(f64::INFINITY);
        if mean.is_infinite() {
            return f64::INFINITY;
        }
        let about = |part: &Part| {
            let distance = part.limited_expected_value(f64::INFINITY) - mean;
            part.weight * (part.inner.variance() + distance * distance)
        };
        self.parts.iter().map(about).sum()
    }

    /// The smallest value with at least the probability `lower` at or below it (`lower + upper == 1`).
    pub(super) fn quantile(&self, lower: f64, upper: f64) -> f64 {
        let (min, max) = self.support();
        if lower <= 0.0 || upper <= 0.0 {
            return if lower <= 0.0 { min } else { max };
        }
        if self.apart {
            return self.quantile_apart(lower, upper);
        }
        let ends = |(low, high): (f64, f64), part: &Part| {
            let value = part.quantile(lower, upper);
            (low.min(value), high.max(value))
        };
        let (low, high) = self.parts.iter().fold((f64::INFINITY, f64::NEG_INFINITY), ends);
        if lower <= upper {
            smallest(low, high, |x| libm::log(self.tails(x).0 / lower))
        } else {
            smallest(low, high, |x| -libm::log(self.tails(x).1 / upper))
        }
    }

    /// Of parts that do not overlap: the quantile of the part in which the probability falls.
    fn quantile_apart(&self, lower: f64, upper: f64) -> f64 {
        let mut before = 0.0;
        for (index, part) in self.parts.iter().enumerate() {
            let last = index + 1 == self.parts.len();
            if last {
                let upper = (upper / part.weight).min(1.0);
                return part.quantile(1.0 - upper, upper);
            }
            if lower <= before + part.weight {
                let lower = ((lower - before) / part.weight).min(1.0);
                return part.quantile(lower, 1.0 - lower);
            }
            before += part.weight;
        }
        f64::NAN
    }
}
