//! Stochastic order of costs: which of two alternatives everybody, or everybody who dislikes risk, prefers.
//!
//! Costs are bad, so one cost is better than another of **first order** where it exceeds no amount more often, and of
//! **second order** (the increasing convex order) where its expected excess over no amount is larger. The first is
//! preferred by everybody who likes to pay less; the second by everybody who also dislikes risk.

use super::{Estimate, SampleError, Sampling, spread::Spread, sum};

/// Most groups of independent runs that errors are taken from.
const MOST_GROUPS: usize = 256;
/// Thresholds per alternative over the middle of its costs.
const STEPS: usize = 64;
/// Runs that a threshold in the tail leaves above it, at least.
const LEAST_BEYOND: f64 = 8.0;
/// What counts as nothing: rounding, relative to the whole.
const ROUNDING: f64 = 1e-9;

/// How costs are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StochasticOrder {
    /// By the probability of more than an amount.
    First,
    /// By the expected excess over an amount.
    Second,
}

/// How far an order between two costs is violated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Violation {
    /// The largest violation at any amount: a probability for the first order, money for the second; 0 without one. Its
    /// error holds at that amount.
    pub largest: Estimate,
    /// The amount; `None` where nothing is violated.
    pub at: Option<f64>,
    /// Whether chance does not explain it: at some threshold the violation is more than twice as large as its 95 %
    /// interval reaches (about 4 standard errors), which allows for having looked at many thresholds.
    pub is_significant: bool,
}

/// Costs of several alternatives over the same runs, ready to be compared.
pub struct CostOrders<'a> {
    sampling: &'a Sampling,
    costs: &'a [Vec<f64>],
    curves: Vec<Curve>,
    thresholds: Vec<f64>,
    groups: Vec<Groups>,
    group_runs: usize,
    group_weights: Vec<f64>,
    group_count: usize,
}

/// The survival function of a cost and its integral.
struct Curve {
    /// Ascending.
    values: Vec<f64>,
    /// Share of the weight from each position on, and after the last.
    share: Vec<f64>,
    /// Share times mean of what is from each position on, above `origin`.
    sum: Vec<f64>,
    origin: f64,
}

/// Sums over groups of runs of what is above each threshold, `[group × thresholds]`.
struct Groups {
    share: Vec<f64>,
    excess: Vec<f64>,
}

impl<'a> CostOrders<'a> {
    /// From one column of costs per alternative.
    ///
    /// # Errors
    /// [`SampleError`] where a cost is no usable number, or there are more or fewer than runs.
    pub fn new(sampling: &'a Sampling, costs: &'a [Vec<f64>]) -> Result<CostOrders<'a>, SampleError> {
        let curves: Vec<Curve> =
            costs.iter().map(|costs| Curve::of(sampling, costs)).collect::<Result<_, _>>()?;
        let mut thresholds: Vec<f64> = curves.iter().flat_map(Curve::thresholds).collect();
        thresholds.sort_by(f64::total_cmp);
        thresholds.dedup();
        let runs = sampling.runs();
        // Runs that never happen make no groups.
        let counted = (0..runs).filter(|&run| sampling.weight(run) > 0.0).count();
        let group_runs = sampling.runs_per_replicate().unwrap_or(counted.div_ceil(MOST_GROUPS)).max(1);
        let each = (0..runs).step_by(group_runs);
        let group_weights: Vec<f64> = each
            .map(|start| sum((start..runs.min(start + group_runs)).map(|run| sampling.weight(run))))
            .collect();
        let group_count = group_weights.iter().filter(|weight| **weight > 0.0).count();
        let groups = costs.iter().map(|costs| Groups::of(sampling, costs, group_runs, &thresholds)).collect();
        Ok(CostOrders { sampling, costs, curves, thresholds, groups, group_runs, group_weights, group_count })
    }

    /// How far it is from true that the alternative `better` is preferred to `worse`.
    pub fn violation(&self, order: StochasticOrder, better: usize, worse: usize) -> Violation {
        let rounding = match order {
            StochasticOrder::First => ROUNDING,
            StochasticOrder::Second => {
                let size =
                    |curve: &Curve| curve.values[0].abs().max(curve.values[curve.values.len() - 1].abs());
                ROUNDING * size(&self.curves[better]).max(size(&self.curves[worse]))
            }
        };
        let (value, at) = self.largest(order, better, worse);
        if value <= rounding {
            return Violation { largest: Estimate::exact(0.0), at: None, is_significant: false };
        }
        let spread = self.spread_at(order, better, worse, at, value);
        let exceeds = |value: f64, spread: Spread| {
            let error = spread.std_error.unwrap_or(f64::INFINITY);
            value > rounding && value > 2.0 * spread.reach * error
        };
        let is_significant = exceeds(value, spread)
            || (0..self.thresholds.len()).any(|place| {
                let (value, spread) = self.at_threshold(order, better, worse, place);
                exceeds(value, spread)
            });
        Violation { largest: spread.estimate(value), at: Some(at), is_significant }
    }

    /// The largest violation over all amounts, and where it is: at a cost of either alternative.
    fn largest(&self, order: StochasticOrder, better: usize, worse: usize) -> (f64, f64) {
        let (ours, theirs) = (&self.curves[better], &self.curves[worse]);
        let (mut i, mut j) = (0, 0);
        let mut largest = (0.0, 0.0);
        while i < ours.values.len() || j < theirs.values.len() {
            let next = |values: &[f64], place: usize| values.get(place).copied().unwrap_or(f64::INFINITY);
            let at = next(&ours.values, i).min(next(&theirs.values, j));
            let skip = |values: &[f64], place: &mut usize| {
                while values.get(*place).is_some_and(|value| *value <= at) {
                    *place += 1;
                }
            };
            skip(&ours.values, &mut i);
            skip(&theirs.values, &mut j);
            let value = match order {
                StochasticOrder::First => ours.share[i] - theirs.share[j],
                StochasticOrder::Second => ours.excess(i, at) - theirs.excess(j, at),
            };
            if value > largest.0 {
                largest = (value, at);
            }
        }
        largest
    }

    /// The violation at a threshold, and its spread.
    fn at_threshold(
        &self,
        order: StochasticOrder,
        better: usize,
        worse: usize,
        place: usize,
    ) -> (f64, Spread) {
        let width = self.thresholds.len();
        let of = |side: usize| match order {
            StochasticOrder::First => &self.groups[side].share,
            StochasticOrder::Second => &self.groups[side].excess,
        };
        let (ours, theirs) = (of(better), of(worse));
        let groups = (0..self.group_weights.len()).map(|group| group * width + place);
        let differences: Vec<f64> = groups.map(|cell| ours[cell] - theirs[cell]).collect();
        let value = sum(differences.iter().copied()) / self.sampling.total_weight();
        (value, self.spread(differences, value))
    }

    /// The spread of the violation at any amount.
    fn spread_at(&self, order: StochasticOrder, better: usize, worse: usize, at: f64, value: f64) -> Spread {
        let above = |cost: f64| match order {
            StochasticOrder::First => f64::from(u8::from(cost > at)),
            StochasticOrder::Second => (cost - at).max(0.0),
        };
        let (ours, theirs) = (&self.costs[better], &self.costs[worse]);
        let group = |start: usize| {
            let runs = start..ours.len().min(start + self.group_runs);
            sum(runs.map(|run| self.sampling.weight(run) * (above(ours[run]) - above(theirs[run]))))
        };
        self.spread((0..ours.len()).step_by(self.group_runs).map(group).collect(), value)
    }

    /// The spread of a mean whose sums over groups are these.
    fn spread(&self, sums: Vec<f64>, mean: f64) -> Spread {
        let influence = sums.iter().zip(&self.group_weights).map(|(sum, weight)| sum - mean * weight);
        Spread::between(influence.collect(), self.group_count, self.sampling.total_weight())
    }
}

impl Curve {
    fn of(sampling: &Sampling, costs: &[f64]) -> Result<Curve, SampleError> {
        super::error::check_values(costs)?;
        if costs.len() != sampling.runs() {
            return Err(SampleError::LengthMismatch { expected: sampling.runs(), found: costs.len() });
        }
        let pairs = costs.iter().enumerate().map(|(run, cost)| (cost + 0.0, sampling.weight(run)));
        let mut pairs: Vec<(f64, f64)> = pairs.filter(|pair| pair.1 > 0.0).collect();
        radsort::sort_by_key(&mut pairs, |pair| pair.0);
        let origin = pairs.first().map_or(0.0, |pair| pair.0);
        let total = sampling.total_weight();
        let (mut share, mut sums) = (vec![0.0; pairs.len() + 1], vec![0.0; pairs.len() + 1]);
        for (place, (value, weight)) in pairs.iter().enumerate().rev() {
            share[place] = share[place + 1] + weight / total;
            sums[place] = sums[place + 1] + weight / total * (value - origin);
        }
        Ok(Curve { values: pairs.into_iter().map(|pair| pair.0).collect(), share, sum: sums, origin })
    }

    /// The mean excess over `at`, which the values before `place` do not exceed.
    fn excess(&self, place: usize, at: f64) -> f64 {
        self.sum[place] - (at - self.origin) * self.share[place]
    }

    /// Quantiles at even steps, and further ones in the tail.
    fn thresholds(&self) -> Vec<f64> {
        let count = self.values.len() as f64;
        let middle = (0..STEPS).map(|step| step as f64 / STEPS as f64);
        let tail = (12..100).map(|half| libm::exp2(-0.5 * f64::from(half)));
        let tail = tail.take_while(|beyond| beyond * count >= LEAST_BEYOND).map(|beyond| 1.0 - beyond);
        let place = |level: f64| {
            let place = self.share.partition_point(|share| *share > 1.0 - level);
            place.min(self.values.len() - 1)
        };
        middle.chain(tail).map(|level| self.values[place(level)]).collect()
    }
}

impl Groups {
    /// Adds every run to the thresholds below its cost, then sums from above.
    fn of(sampling: &Sampling, costs: &[f64], group_runs: usize, thresholds: &[f64]) -> Groups {
        let (width, groups) = (thresholds.len(), costs.len().div_ceil(group_runs));
        let (mut share, mut excess) = (vec![0.0; groups * width], vec![0.0; groups * width]);
        for (run, cost) in costs.iter().enumerate() {
            let (weight, below) = (sampling.weight(run), thresholds.partition_point(|at| at < cost));
            if let Some(last) = below.checked_sub(1) {
                let cell = run / group_runs * width + last;
                share[cell] += weight;
                excess[cell] += weight * (cost - thresholds[last]);
            }
        }
        for group in 0..groups {
            let row = group * width..(group + 1) * width;
            let (share, excess) = (&mut share[row.clone()], &mut excess[row]);
            for place in (1..width).rev() {
                let step = thresholds[place] - thresholds[place - 1];
                excess[place - 1] += excess[place] + step * share[place];
                share[place - 1] += share[place];
            }
        }
        Groups { share, excess }
    }
}

#[cfg(test)]
mod tests;
