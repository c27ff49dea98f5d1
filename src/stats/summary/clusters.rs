//! What groups of runs tell about the errors of a summary: sums over groups of products of their sums.

use crate::stats::ExactSum;
use crate::stats::spread::Spread;
use crate::stats::student::reach_95;

/// Where a summary counts exactly, chosen once before the first run.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Layout {
    /// Deviations are taken from here; any number near the mean.
    pub(super) centre: f64,
    /// Thresholds above which weight is counted, ascending.
    pub(super) thresholds: Vec<f64>,
    /// Each level of interest with the position of the threshold near its quantile.
    pub(super) levels: Vec<(f64, usize)>,
    /// Each level of interest for tails, with some numbers near its quantile.
    pub(super) tails: Vec<(f64, f64)>,
}

/// Sums over independent groups of runs.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Clusters {
    /// Number of groups.
    pub count: usize,
    /// Sum of the weights, and of their squares run by run.
    weight: ExactSum,
    squares: ExactSum,
    deviation: ExactSum,
    square_deviation: ExactSum,
    /// Products of the sums of a group: weight, deviation and squared deviation, each with each.
    products: [ExactSum; 6],
    above: Vec<Linear>,
    excess: Vec<Linear>,
}

/// A sum over runs: total, and sums over groups of its square and its product with the weight.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
struct Linear {
    total: ExactSum,
    square: ExactSum,
    with_weight: ExactSum,
}

impl Linear {
    fn add(&mut self, sum: f64, weight: f64) {
        self.total.add(sum);
        self.square.add(sum * sum);
        self.with_weight.add(sum * weight);
    }

    fn merge(&mut self, other: &Linear) {
        self.total.merge(&other.total);
        self.square.merge(&other.square);
        self.with_weight.merge(&other.with_weight);
    }
}

impl Clusters {
    pub fn new(layout: &Layout) -> Self {
        Clusters {
            count: 0,
            weight: ExactSum::default(),
            squares: ExactSum::default(),
            deviation: ExactSum::default(),
            square_deviation: ExactSum::default(),
            products: std::array::from_fn(|_| ExactSum::default()),
            above: vec![Linear::default(); layout.thresholds.len()],
            excess: vec![Linear::default(); layout.tails.len()],
        }
    }

    /// Adds a group of runs, given as pairs of value and weight.
    pub fn add(&mut self, layout: &Layout, runs: impl Iterator<Item = (f64, f64)>) {
        // Weight between one threshold and the next.
        let mut between = vec![0.0; layout.thresholds.len() + 1];
        let mut excess = vec![0.0; layout.tails.len()];
        let (mut weight, mut squares, mut deviation, mut square_deviation) = (0.0, 0.0, 0.0, 0.0);
        runs.for_each(|(value, w)| {
            between[layout.thresholds.partition_point(|&threshold| threshold < value)] += w;
            let distance = value - layout.centre;
            weight += w;
            squares += w * w;
            deviation += w * distance;
            square_deviation += w * distance * distance;
            for (excess, (_, threshold)) in excess.iter_mut().zip(&layout.tails) {
                *excess += w * (value - threshold).max(0.0);
            }
        });
        if weight <= 0.0 {
            return;
        }
        self.count += 1;
        self.weight.add(weight);
        self.squares.add(squares);
        self.deviation.add(deviation);
        self.square_deviation.add(square_deviation);
        let (w, t, q) = (weight, deviation, square_deviation);
        for (product, term) in self.products.iter_mut().zip([w * w, w * t, t * t, w * q, t * q, q * q]) {
            product.add(term);
        }
        let mut beyond = 0.0;
        for (above, between) in self.above.iter_mut().zip(&between[1..]).rev() {
            beyond += between;
            above.add(beyond, weight);
        }
        for (sum, excess) in self.excess.iter_mut().zip(excess) {
            sum.add(excess, weight);
        }
    }

    /// Adds the groups of `other`, which has the same layout.
    pub fn merge(&mut self, other: &Clusters) {
        self.count += other.count;
        self.weight.merge(&other.weight);
        self.squares.merge(&other.squares);
        self.deviation.merge(&other.deviation);
        self.square_deviation.merge(&other.square_deviation);
        self.products.iter_mut().zip(&other.products).for_each(|(sum, other)| sum.merge(other));
        self.above.iter_mut().zip(&other.above).for_each(|(sum, other)| sum.merge(other));
        self.excess.iter_mut().zip(&other.excess).for_each(|(sum, other)| sum.merge(other));
    }

    /// Whether these can be sums of a layout, as those that were read from somewhere might not be.
    pub fn fit(&self, layout: &Layout) -> bool {
        let linear = self.above.iter().chain(&self.excess).flat_map(|linear| {
            let Linear { total, square, with_weight } = linear;
            [total, square, with_weight]
        });
        let single = [&self.weight, &self.squares, &self.deviation, &self.square_deviation];
        let thresholds = layout.thresholds.len();
        self.above.len() == thresholds
            && self.excess.len() == layout.tails.len()
            && layout.levels.iter().all(|(_, threshold)| *threshold < thresholds)
            && single.into_iter().chain(&self.products).chain(linear).all(ExactSum::is_finite)
    }

    fn weight(&self) -> f64 {
        self.weight.value()
    }

    /// Kish's effective size.
    pub fn effective_size(&self) -> f64 {
        self.weight() * self.weight() / self.squares.value()
    }

    /// Mean deviation from the centre and its mean square.
    pub fn moments(&self) -> (f64, f64) {
        (self.deviation.value() / self.weight(), self.square_deviation.value() / self.weight())
    }

    /// The spread of the mean of `a + b d + c d²`, which is zero, `d` being the deviation from the centre.
    pub fn spread(&self, [a, b, c]: [f64; 3]) -> Spread {
        let [ww, wt, tt, wq, tq, qq] = self.products.each_ref().map(ExactSum::value);
        let squares = a * a * ww + b * b * tt + c * c * qq + 2.0 * (a * b * wt + a * c * wq + b * c * tq);
        self.between(squares)
    }

    /// The share above a threshold, and the spread of it.
    pub fn share_above(&self, threshold: usize) -> (f64, Spread) {
        self.mean_of(&self.above[threshold])
    }

    /// The mean excess over a tail's threshold, and the spread of it.
    pub fn mean_excess(&self, tail: usize) -> (f64, Spread) {
        self.mean_of(&self.excess[tail])
    }

    fn mean_of(&self, sums: &Linear) -> (f64, Spread) {
        let mean = sums.total.value() / self.weight();
        let products = sums.square.value() - 2.0 * mean * sums.with_weight.value();
        (mean, self.between(products + mean * mean * self.products[0].value()))
    }

    /// From `Σ (sum of a group)²`, the sums being zero on average.
    fn between(&self, squares: f64) -> Spread {
        if self.count < 2 {
            return Spread { std_error: None, reach: f64::INFINITY };
        }
        let groups = self.count as f64;
        let variance = squares.max(0.0) * groups / (groups - 1.0);
        Spread { std_error: Some(variance.sqrt() / self.weight()), reach: reach_95(self.count - 1) }
    }
}
