//! The points of a QQ plot.

use super::{
    laws::beta_quantile,
    severity::{FamilyFit, SizeFit},
};

/// Points of one plot at most: more would cover one another. The largest values are always among them.
const MOST_POINTS: usize = 400;
/// As many of the largest are shown one by one.
const TOP: usize = 60;

/// A value beside what the law gives the same rank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QqPoint {
    /// The law's quantile at (rank - 1/2) / n.
    pub law: f64,
    /// The value.
    pub observed: f64,
    /// The value of this rank is at least this with probability 97.5 %, if the law holds.
    pub low: f64,
    /// And at most this.
    pub high: f64,
}

/// The values of a sample beside the quantiles of a law fitted to it, ascending; some of the lower ones where there are many.
pub fn qq_points(size: &SizeFit, family: &FamilyFit) -> Vec<QqPoint> {
    let n = size.sample.len();
    let below_top = n.saturating_sub(TOP);
    let every = below_top.div_ceil(MOST_POINTS - TOP).max(1);
    let is_shown = |place: &usize| *place >= below_top || place.is_multiple_of(every);
    let point = |place: usize| {
        let rank = place as f64 + 1.0;
        // The probability that the law gives the value of this rank is beta-distributed.
        let end = |p: f64| family.law.quantile(beta_quantile(rank, n as f64 - rank + 1.0, p));
        QqPoint {
            law: family.law.quantile((rank - 0.5) / n as f64),
            observed: size.sample[place],
            low: end(0.025),
            high: end(0.975),
        }
    };
    (0..n).filter(is_shown).map(point).collect()
}
