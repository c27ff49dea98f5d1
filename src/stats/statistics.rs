//! Statistics of a sample.

use super::binomial::quantile_bounds;
use super::estimate::NORMAL_95;
use super::spread::Spread;
use super::{Estimate, Interval, Sample};

impl Sample {
    /// The mean. Its standard error is `sqrt(Σ w²(x − m)²) / Σw × sqrt(n / (n − 1))`, for equal weights the
    /// usual `s / sqrt(n)`.
    ///
    /// The interval is the normal one. For a very heavy tail (a rare loss many times the mean) it covers the
    /// true mean less often than 95 %, because a sample without the rare loss shows neither the loss nor the
    /// spread it causes.
    pub fn mean(&self) -> Estimate {
        if self.sorted().len() == 1 {
            return Estimate::of_unknown_error(self.min());
        }
        if self.is_constant() {
            return Estimate::exact(self.min());
        }
        let mean = self.plain_mean();
        if let Some(spread) = self.spread(|x| x - mean) {
            return spread.estimate(mean);
        }
        let squares = self.square_sum(0..self.sorted().len(), |x| (x - mean) * (x - mean));
        Estimate::normal(mean, (squares * self.bessel()).sqrt())
    }

    /// The standard deviation, with the divisor `n − 1` for equal weights. Its standard error comes from the
    /// fourth moment (delta method) and is missing for fewer than three runs; the interval is the normal one,
    /// cut off at zero, and under-covers for heavy tails even more than that of the mean. The value for a
    /// single run is 0.
    pub fn sd(&self) -> Estimate {
        if self.sorted().len() == 1 {
            return Estimate::of_unknown_error(0.0);
        }
        if self.is_constant() {
            return Estimate::exact(0.0);
        }
        let all = 0..self.sorted().len();
        let mean = self.plain_mean();
        let variance = self.weighted_sum(all.clone(), |x| (x - mean) * (x - mean));
        let deviation = (variance * self.bessel()).sqrt();
        if self.sorted().len() == 2 || variance <= 0.0 {
            return Estimate::of_unknown_error(deviation);
        }
        // Relative to the deviation, so that fourth powers stay in range.
        let scale = variance.sqrt();
        let excess = |x: f64| {
            let distance = (x - mean) / scale;
            distance * distance - 1.0
        };
        let mut estimate = match self.spread(|x| excess(x) * scale / 2.0) {
            Some(spread) => spread.estimate(deviation),
            None => {
                let squares = self.square_sum(all, |x| excess(x) * excess(x));
                Estimate::normal(deviation, scale * squares.sqrt() / 2.0)
            }
        };
        if let Some(interval) = &mut estimate.interval {
            interval.low = interval.low.map(|low| low.max(0.0));
        }
        estimate
    }

    /// Value-at-risk: the smallest value whose cumulative weight reaches `level` (for equal weights the order
    /// statistic `ceil(level × n)`). Level 0 gives the smallest value, level 1 the largest.
    ///
    /// The interval is made of order statistics chosen by the binomial distribution, so it holds whatever the
    /// distribution of the values; a side beyond the ends of the sample is `None`. With unequal weights the
    /// size of the binomial is that of an equally weighted sample which would locate this quantile as well.
    /// The standard error is the half width over 1.96, where both sides exist.
    ///
    /// Where runs come in replicates, the interval is the values at the levels `level ± t × standard error` of the
    /// share of values up to the quantile (Woodruff).
    pub fn value_at_risk(&self, level: f64) -> Estimate {
        let level = as_level(level);
        let position = self.position(level);
        let value = self.sorted()[position];
        if self.sorted().len() == 1 {
            return Estimate::of_unknown_error(value);
        }
        let spread = self.spread_at(position, level);
        let (low, high) = match spread {
            Some(spread) => spread.bounds(level),
            None => quantile_bounds(self.size_at(position), level),
        };
        let low = low.map(|level| self.sorted()[self.position(level)].min(value));
        let high = high.map(|level| self.sorted()[self.position(level)].max(value));
        let reach = spread.map_or(NORMAL_95, |spread| spread.reach);
        let std_error = low.zip(high).map(|(low, high)| (high - low) / (2.0 * reach));
        Estimate { value, std_error, interval: Some(Interval { low, high }) }
    }

    /// [`Sample::value_at_risk`] without its error.
    pub fn quantile(&self, level: f64) -> f64 {
        self.sorted()[self.position(as_level(level))]
    }

    /// Tail value-at-risk (Acerbi and Tasche): the mean of the worst `1 − level` share of the sample, the
    /// quantile's own run counted by the part that belongs to the tail. Level 0 gives the mean; level 1 the
    /// largest value.
    ///
    /// The standard error is that of the mean excess over the quantile, divided by `1 − level`. It is missing
    /// where no run lies beyond the quantile's. The interval is normal and under-covers where the tail is
    /// very heavy or holds few runs: about a hundred is the least to rely on.
    pub fn tail_value_at_risk(&self, level: f64) -> Estimate {
        let level = as_level(level);
        let position = self.position(level);
        let quantile = self.sorted()[position];
        let count = self.sorted().len();
        if self.is_constant() && count > 1 {
            return Estimate::exact(quantile);
        }
        let beyond = position + 1..count;
        if beyond.is_empty() || level >= 1.0 {
            return Estimate::of_unknown_error(quantile);
        }
        // The textbook sum, rearranged as quantile plus mean excess: it cannot fall below the quantile.
        let excess = self.weighted_sum(beyond.clone(), |x| x - quantile);
        let value = quantile + excess / (1.0 - level);
        if let Some(spread) = self.spread(|x| ((x - quantile).max(0.0) - excess) / (1.0 - level)) {
            return spread.estimate(value);
        }
        let squares = self.square_sum(0..beyond.start, |_| excess * excess)
            + self.square_sum(beyond, |x| (x - quantile - excess) * (x - quantile - excess));
        Estimate::normal(value, (squares * self.bessel()).sqrt() / (1.0 - level))
    }

    /// What every run adds to the tail value-at-risk, in the order of the runs: the quantile at `level`, and beyond it
    /// the excess over `1 - level`. Their mean is [`Sample::tail_value_at_risk`]; the mean of a difference of two such
    /// columns is the difference of two tails, and its standard error is the paired one.
    pub fn tail_terms(&self, level: f64) -> Vec<f64> {
        let level = as_level(level);
        let quantile = self.sorted()[self.position(level)];
        let rest = 1.0 - level;
        let term = |value: &f64| match rest > 0.0 {
            true => quantile + (value - quantile).max(0.0) / rest,
            false => quantile,
        };
        self.values().iter().map(term).collect()
    }

    /// Probability that the quantity exceeds `threshold`: the weighted share of values above it. The interval
    /// is Wilson's, on the number of equally weighted runs that would tell as much about this share; it keeps
    /// a width where no run or every run exceeds the threshold, although the standard error is 0 there.
    pub fn probability_above(&self, threshold: f64) -> Estimate {
        let count = self.sorted().len();
        let below = self.sorted().partition_point(|&value| value <= threshold);
        let share = match below {
            0 => 1.0,
            _ => self.weighted_sum(below..count, |_| 1.0).min(1.0),
        };
        if count == 1 {
            return Estimate::of_unknown_error(share);
        }
        let is_split = below > 0 && below < count;
        if is_split && let Some(spread) = self.spread(|x| f64::from(u8::from(x > threshold)) - share) {
            // Strata can make a share exact: then the size has no end.
            let variance =
                spread.std_error.map_or(0.0, |error| error * error).max(1e-18 * share * (1.0 - share));
            return spread.share(share, share * (1.0 - share) / variance);
        }
        let size = if is_split { self.size_at(below - 1) } else { self.effective_size() };
        Estimate::share(share, (share * (1.0 - share) / size).sqrt(), size)
    }

    fn plain_mean(&self) -> f64 {
        self.weighted_sum(0..self.sorted().len(), |x| x)
    }

    /// What replicates say about the share of values up to the quantile at `level`, which stands at `position`. Of
    /// values equal to the quantile such a part counts as makes that share the level. `None` where every run is
    /// independent.
    fn spread_at(&self, position: usize, level: f64) -> Option<Spread> {
        if !self.is_replicated() {
            return None;
        }
        let value = self.sorted()[position];
        let share_of_first = |count: usize| self.share_of_first(count);
        let below = share_of_first(self.sorted().partition_point(|&x| x < value));
        let equal = share_of_first(self.sorted().partition_point(|&x| x <= value)) - below;
        let part = ((level - below) / equal).clamp(0.0, 1.0);
        let share = below + part * equal;
        self.spread(|x| {
            let counted = if x < value {
                1.0
            } else if x == value {
                part
            } else {
                0.0
            };
            counted - share
        })
    }

    /// The factor `n / (n − 1)` that makes a variance about the sample mean unbiased.
    fn bessel(&self) -> f64 {
        self.count() / (self.count() - 1.0)
    }

    /// The size of an equally weighted sample that would tell as much about the share of values up to
    /// `position`: `p(1 − p)` over the variance of the weighted share. It differs from Kish's size where
    /// weights and values are related, as they are by design when rare events are drawn more often. Needs two
    /// values; the last position is read as the one before it, whose share is not 1.
    fn size_at(&self, position: usize) -> f64 {
        let count = self.sorted().len();
        if self.is_equally_weighted() {
            return self.count();
        }
        let split = position.min(count - 2) + 1;
        let share = self.weighted_sum(0..split, |_| 1.0);
        let rest = self.weighted_sum(split..count, |_| 1.0);
        let variance = rest * rest * self.square_sum(0..split, |_| 1.0)
            + share * share * self.square_sum(split..count, |_| 1.0);
        let size = share * rest / variance;
        // Weights so small that their squares vanish leave nothing to divide.
        if size.is_finite() { size.max(1.0) } else { self.effective_size() }
    }
}

/// A level between 0 and 1; what is not a number counts as 0.
fn as_level(level: f64) -> f64 {
    if level.is_nan() { 0.0 } else { level.clamp(0.0, 1.0) }
}
