//! Statistics of a summary.

use super::Summary;
use super::bins::{Bin, RELATIVE_ERROR, weight_of};
use super::clusters::{Clusters, Layout};
use crate::stats::spread::Spread;
use crate::stats::{Estimate, Interval, sum};

/// The distribution of a summarised quantity: the statistics of a [`Sample`](crate::stats::Sample), from bins.
///
/// Means, deviations, extremes and shares above the thresholds of the layout are exact up to rounding. A quantile is the mean
/// of the bin that holds it, and a tail mean counts the quantile's own bin by its mean: both are off by at most
/// [`Binned::RELATIVE_ERROR`] of themselves. Standard errors come from the groups in which the runs were added.
#[derive(Debug, Clone)]
pub struct Binned {
    bins: Vec<Bin>,
    /// Weight of each bin and all below, over that of all.
    reached: Vec<f64>,
    /// Sum of the weights.
    total: f64,
    layout: Layout,
    clusters: Clusters,
    count: f64,
    ends: [f64; 2],
}

impl Binned {
    /// How far a quantile or a tail mean may be off, relative to it.
    pub const RELATIVE_ERROR: f64 = RELATIVE_ERROR;

    pub(super) fn of(summary: &Summary) -> Option<Binned> {
        let bins = summary.bins.ascending();
        let total = weight_of(bins.iter().map(|bin| bin.weight).sum());
        let mut below = 0;
        let reached = bins
            .iter()
            .map(|bin| {
                below += bin.weight;
                weight_of(below) / total
            })
            .collect();
        (total > 0.0).then(|| Binned {
            bins,
            reached,
            total,
            layout: summary.layout.clone(),
            clusters: summary.clusters.clone(),
            count: summary.count as f64,
            ends: summary.ends,
        })
    }

    /// Sum of the weights.
    pub fn total_weight(&self) -> f64 {
        self.total
    }

    /// The smallest value.
    pub fn min(&self) -> f64 {
        self.ends[0]
    }

    /// The largest value.
    pub fn max(&self) -> f64 {
        self.ends[1]
    }

    /// The mean.
    pub fn mean(&self) -> Estimate {
        if self.is_constant() {
            return Estimate::exact(self.min());
        }
        let share = |(bin, share): (&Bin, f64)| bin.mean * share;
        let mean = sum(self.bins.iter().zip(self.shares_of_bins()).map(share));
        let (deviation, _) = self.clusters.moments();
        self.clusters.spread([-deviation, 1.0, 0.0]).estimate(mean)
    }

    /// The standard deviation.
    pub fn sd(&self) -> Estimate {
        if self.is_constant() {
            return Estimate::exact(0.0);
        }
        let (deviation, square) = self.clusters.moments();
        let variance = (square - deviation * deviation).max(0.0);
        let sd = (variance * self.count / (self.count - 1.0)).sqrt();
        if variance <= 0.0 {
            return Estimate::of_unknown_error(sd);
        }
        // (d - mean d)² - variance, over twice the deviation.
        let scale = 0.5 / variance.sqrt();
        let influence = [deviation * deviation - variance, -2.0 * deviation, 1.0].map(|one| one * scale);
        let mut estimate = self.clusters.spread(influence).estimate(sd);
        if let Some(interval) = &mut estimate.interval {
            interval.low = interval.low.map(|low| low.max(0.0));
        }
        estimate
    }

    /// Value-at-risk. The error is known for the levels of the layout: the size of the sample of independent runs that
    /// would fix the share above the layout's threshold near the quantile as well is read off there.
    pub fn value_at_risk(&self, level: f64) -> Estimate {
        let level = if level.is_nan() { 0.0 } else { level.clamp(0.0, 1.0) };
        let value = self.quantile(level);
        let Some(&(_, threshold)) = self.layout.levels.iter().find(|known| known.0 == level) else {
            return Estimate::of_unknown_error(value);
        };
        let (share, spread) = self.clusters.share_above(threshold);
        let spread = Spread::of_share(level, self.size(share, spread), self.clusters.count);
        let (low, high) = spread.bounds(level);
        let low = low.map(|level| self.quantile(level).min(value));
        let high = high.map(|level| self.quantile(level).max(value));
        let std_error = low.zip(high).map(|(low, high)| (high - low) / (2.0 * spread.reach));
        Estimate { value, std_error, interval: Some(Interval { low, high }) }
    }

    /// Tail value-at-risk. The error is known for the tails of the layout and is that of the mean excess over a number
    /// near the quantile.
    pub fn tail_value_at_risk(&self, level: f64) -> Estimate {
        let level = if level.is_nan() { 0.0 } else { level.clamp(0.0, 1.0) };
        let position = self.position(level);
        let quantile = self.value_at(position);
        if self.is_constant() {
            return Estimate::exact(quantile);
        }
        // As for a sample, nothing is known of a tail of one value.
        if level >= 1.0 || quantile >= self.max() {
            return Estimate::of_unknown_error(quantile);
        }
        let shares: Vec<f64> = self.shares_of_bins().collect();
        let beyond = self.bins.iter().zip(&shares).skip(position + 1);
        let excess = sum(beyond.map(|(bin, share)| (bin.mean - quantile) * share));
        let value = quantile + excess / (1.0 - level);
        let known = self.layout.tails.iter().enumerate().filter(|(_, known)| known.0 == level);
        let distance = |threshold: f64| (threshold - quantile).abs();
        match known.min_by(|a, b| distance(a.1.1).total_cmp(&distance(b.1.1))) {
            None => Estimate::of_unknown_error(value),
            Some((tail, _)) => {
                let spread = self.clusters.mean_excess(tail).1;
                let std_error = spread.std_error.map(|error| error / (1.0 - level));
                Spread { std_error, ..spread }.estimate(value)
            }
        }
    }

    /// Probability that the quantity exceeds `threshold`. At a threshold of the layout it is exact and its error known;
    /// elsewhere it is off by at most the share of one bin, and has no error.
    pub fn probability_above(&self, threshold: f64) -> Estimate {
        let Some(known) = self.layout.thresholds.iter().position(|&one| one == threshold) else {
            let at_most = self.bins.partition_point(|bin| bin.mean <= threshold);
            let below = at_most.checked_sub(1).map_or(0.0, |last| self.reached[last]);
            return Estimate::of_unknown_error(1.0 - below);
        };
        let (share, spread) = self.clusters.share_above(known);
        spread.share(share, self.size(share, spread))
    }

    /// The share of the quantity between each pair of neighbouring `edges`, which ascend; a bin that an edge cuts counts on
    /// both sides in proportion.
    pub fn shares_between(&self, edges: &[f64]) -> Vec<f64> {
        let mut shares = vec![0.0; edges.len().saturating_sub(1)];
        for (bin, share) in self.bins.iter().zip(self.shares_of_bins()) {
            let [low, high] = [bin.ends[0].max(self.min()), bin.ends[1].min(self.max())];
            let first = edges.partition_point(|&edge| edge <= low).saturating_sub(1);
            for (pair, sum) in edges.windows(2).zip(&mut shares).skip(first) {
                if pair[0] > high {
                    break;
                }
                let inside = if high > low {
                    ((high.min(pair[1]) - low.max(pair[0])) / (high - low)).max(0.0)
                } else {
                    f64::from(u8::from(low >= pair[0] && (low < pair[1] || Some(&pair[1]) == edges.last())))
                };
                *sum += share * inside;
            }
        }
        shares
    }

    /// Number of independent runs that would fix a share as well; Kish's where nothing or everything is in it.
    fn size(&self, share: f64, spread: Spread) -> f64 {
        let variance = spread.std_error.map_or(0.0, |error| error * error);
        if share <= 0.0 || 1.0 - share <= 1e-12 {
            return self.clusters.effective_size();
        }
        // Strata can make a share exact.
        share * (1.0 - share) / variance.max(1e-18 * share * (1.0 - share))
    }

    fn is_constant(&self) -> bool {
        self.min() == self.max()
    }

    fn shares_of_bins(&self) -> impl Iterator<Item = f64> {
        self.bins.iter().map(|bin| weight_of(bin.weight) / self.total)
    }

    fn position(&self, level: f64) -> usize {
        let slack = (1e-9 / self.count).max(1e-14);
        let position = self.reached.partition_point(|&reached| reached < level - slack);
        position.min(self.bins.len() - 1)
    }

    fn value_at(&self, position: usize) -> f64 {
        self.bins[position].mean.clamp(self.min(), self.max())
    }

    fn quantile(&self, level: f64) -> f64 {
        self.value_at(self.position(level))
    }
}
