//! Loss exceedance curves over several dependent periods.

use super::binomial::quantile_bounds;
use super::error::check_values;
use super::order;
use super::sample::rank;
use super::spread::Spread;
use super::sum::{Accumulator, sum};
use super::{Estimate, SampleError, Sampling};

/// How many exceedances a threshold needs before they say how strongly the periods of a run cluster.
const ENOUGH_EXCEEDANCES: usize = 30;

/// One point of an exceedance curve.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct CurvePoint {
    /// Probability that a period's loss exceeds `loss`.
    pub probability: f64,
    /// The loss.
    pub loss: f64,
    /// Lower end of the 95 % interval of the loss, `None` where the sample is too small to bound it.
    pub low: Option<f64>,
    /// Upper end of that interval.
    pub high: Option<f64>,
}

/// A loss exceedance curve.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ExceedanceCurve {
    /// Probability that a period has any loss at all.
    pub probability_of_any: Estimate,
    /// One point per probability asked for, in the order asked.
    pub points: Vec<CurvePoint>,
}

/// The exceedance curve of an average period: each run contributes every period, and the loss at probability
/// `p` is the value-at-risk at level `1 − p` of all of them together.
///
/// `periods` holds one column per period, each with one loss (not negative) per run. Periods of one run may depend on each
/// other, so intervals count the sample as the number of independent periods that would fix the curve as well, found from
/// how the exceedances spread over the runs.
/// Where runs are independent, that number is never taken larger than if all periods were independent; where they come
/// in replicates, it is found from how the exceedances spread over the replicates. Where fewer than 30 losses exceed
/// the point's, the spread is read off at the 30th largest loss.
pub fn exceedance_curve(
    periods: &[&[f64]],
    sampling: &Sampling,
    probabilities: &[f64],
) -> Result<ExceedanceCurve, SampleError> {
    check(periods, sampling, probabilities)?;
    let pool = Pool::new(periods, sampling);
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    let ascending: Vec<f64> = order.iter().map(|&index| probabilities[index]).collect();
    let (sizes, any) = pool.sizes(&ascending);

    let mut points: Vec<(usize, CurvePoint)> = order
        .into_iter()
        .zip(sizes)
        .map(|(index, size)| (index, pool.point(probabilities[index], size)))
        .collect();
    points.sort_by_key(|&(index, _)| index);
    Ok(ExceedanceCurve {
        probability_of_any: any,
        points: points.into_iter().map(|(_, point)| point).collect(),
    })
}

fn check(periods: &[&[f64]], sampling: &Sampling, probabilities: &[f64]) -> Result<(), SampleError> {
    if periods.is_empty() {
        return Err(SampleError::Empty);
    }
    for period in periods {
        check_values(period)?;
        if period.len() != sampling.runs() {
            return Err(SampleError::LengthMismatch { expected: sampling.runs(), found: period.len() });
        }
        if let Some(index) = period.iter().position(|&loss| loss < 0.0) {
            return Err(SampleError::NegativeLoss { index, value: period[index] });
        }
    }
    match probabilities.iter().find(|probability| !(0.0..=1.0).contains(*probability)) {
        Some(&probability) => Err(SampleError::BadProbability(probability)),
        None => Ok(()),
    }
}

/// All positive losses of all runs and periods.
struct Pool<'p> {
    grid: Grid<'p>,
    /// Places of all losses, largest loss first.
    places: Vec<u64>,
    /// Weight of each run: 1, or 0 for runs left out, unless weights differ.
    weights: Vec<f64>,
    /// Weight of each of `losses` and all before it; absent if weights are equal.
    cumulative: Option<Vec<f64>>,
    /// Number of runs with a positive weight.
    runs: usize,
    /// Sum of the weights of the runs, and of their squares.
    total: f64,
    squares: f64,
    /// Replicates, where runs come in them.
    replicates: Option<Replicates>,
}

/// Losses by place: the number of the run, and in the lowest bits that of the period.
#[derive(Clone, Copy)]
struct Grid<'p> {
    periods: &'p [&'p [f64]],
    bits_of_period: u32,
}

impl<'p> Grid<'p> {
    fn new(periods: &'p [&'p [f64]]) -> Self {
        Grid { periods, bits_of_period: periods.len().next_power_of_two().trailing_zeros() }
    }

    fn place(self, run: usize, period: usize) -> u64 {
        (run << self.bits_of_period | period) as u64
    }

    fn run(self, place: u64) -> usize {
        place as usize >> self.bits_of_period
    }

    fn loss(self, place: u64) -> f64 {
        let run = self.run(place);
        self.periods[place as usize - (run << self.bits_of_period)][run]
    }
}

/// Independent groups of runs.
struct Replicates {
    /// Runs of one replicate.
    runs: usize,
    /// Number of those with a positive weight.
    count: usize,
    /// Weight of each.
    weights: Vec<f64>,
}

impl<'p> Pool<'p> {
    fn new(periods: &'p [&'p [f64]], sampling: &Sampling) -> Self {
        let weights: Vec<f64> = (0..sampling.runs()).map(|run| sampling.weight(run)).collect();
        let equal = sampling.unequal_weights().is_none();
        // These are all runs and periods, the largest column of all: no loss is copied.
        let mut places = Vec::new();
        let grid = Grid::new(periods);
        for (run, _) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            let with_loss = (0..periods.len()).filter(|&period| periods[period][run] > 0.0);
            places.extend(with_loss.map(|period| grid.place(run, period)));
        }
        order::descending(&mut places, |place| grid.loss(place));
        let cumulative = (!equal).then(|| {
            let mut running = Accumulator::default();
            let add = |&place: &u64| {
                running.add(weights[grid.run(place)]);
                running.value()
            };
            places.iter().map(add).collect()
        });
        let squares = sum(weights.iter().map(|weight| weight * weight));
        let replicates = sampling.runs_per_replicate().zip(sampling.replicates()).map(|(runs, count)| {
            let weights = weights.chunks(runs).map(|replicate| sum(replicate.iter().copied())).collect();
            Replicates { runs, count, weights }
        });
        Pool {
            grid,
            places,
            weights,
            cumulative,
            runs: sampling.count(),
            total: sampling.total_weight(),
            squares,
            replicates,
        }
    }

    /// Weight of all runs and periods.
    fn mass(&self) -> f64 {
        self.total * self.grid.periods.len() as f64
    }

    /// Rounding allowance when comparing weights: the same as for a sample of all runs and periods.
    fn slack(&self) -> f64 {
        (1e-9 * self.total / self.runs as f64).max(1e-14 * self.mass())
    }

    /// The smallest loss whose cumulative weight reaches `level`.
    fn quantile(&self, level: f64) -> f64 {
        let cells = self.runs * self.grid.periods.len();
        let above = match &self.cumulative {
            None => cells - rank(level, cells),
            Some(cumulative) => {
                let allowed = (1.0 - level) * self.mass() + self.slack();
                cumulative.partition_point(|&weight| weight <= allowed).min(cells - 1)
            }
        };
        self.places.get(above).map_or(0.0, |&place| self.grid.loss(place))
    }

    fn point(&self, probability: f64, size: f64) -> CurvePoint {
        let level = 1.0 - probability;
        let loss = self.quantile(level);
        if self.runs == 1 {
            return CurvePoint { probability, loss, low: None, high: None };
        }
        let (low, high) = match &self.replicates {
            None => quantile_bounds(size, level),
            Some(replicates) => Spread::of_share(level, size, replicates.count).bounds(level),
        };
        let low = low.map(|level| self.quantile(level).min(loss));
        let high = high.map(|level| self.quantile(level).max(loss));
        CurvePoint { probability, loss, low, high }
    }

    /// In one pass from the largest loss down: the effective size for each probability (ascending), and the
    /// probability of any loss.
    fn sizes(&self, probabilities: &[f64]) -> (Vec<f64>, Estimate) {
        let mut sizes = Vec::with_capacity(probabilities.len());
        let mut counts = vec![0_u32; self.weights.len()];
        let mut tally = Tally::default();
        let (mass, slack) = (self.mass(), self.slack());
        let wanted = |found: usize| probabilities.get(found).map_or(f64::INFINITY, |p| p * mass);
        if let Some(replicates) = &self.replicates {
            tally.by_replicate = vec![0.0; replicates.weights.len()];
        }
        for (index, &place) in self.places.iter().enumerate() {
            let run = self.grid.run(place);
            tally.add(self.weights[run], counts[run]);
            counts[run] += 1;
            if let Some(replicates) = &self.replicates {
                tally.by_replicate[run / replicates.runs] += self.weights[run];
            }
            let reached = tally.weight.value() + slack;
            if index + 1 < ENOUGH_EXCEEDANCES || reached < wanted(sizes.len()) {
                continue;
            }
            let loss = self.grid.loss(place);
            if self.places.get(index + 1).is_some_and(|&next| self.grid.loss(next) == loss) {
                continue;
            }
            while reached >= wanted(sizes.len()) {
                sizes.push(self.size(&tally));
            }
        }
        let size = self.size(&tally);
        sizes.resize(probabilities.len(), size);
        let share = tally.weight.value() / self.mass();
        let any = match &self.replicates {
            _ if self.runs == 1 => Estimate::of_unknown_error(share),
            Some(replicates) => Spread::of_share(share, size, replicates.count).share(share, size),
            None => Estimate::share(share, (share * (1.0 - share).max(0.0) / size).sqrt(), size),
        };
        (sizes, any)
    }

    /// Number of independent periods that would give the exceedance probability as exactly: `p(1 − p)` over
    /// the variance of its estimate, by run or as if periods were independent, whichever is larger. Where
    /// nothing or everything exceeds, the effective number of runs.
    fn size(&self, tally: &Tally) -> f64 {
        let periods = self.grid.periods.len() as f64;
        let p = tally.weight.value() / self.mass();
        let (first, second) = (tally.first.value() / periods, tally.second.value() / (periods * periods));
        let by_run = second - 2.0 * p * first + p * p * self.squares;
        let as_independent = ((1.0 - 2.0 * p) * first + p * p * self.squares) / periods;
        let variance = match &self.replicates {
            None => by_run.max(as_independent),
            // Strata can make a share exact.
            Some(replicates) => replicates
                .variance(&tally.by_replicate, periods, p)
                .max(1e-18 * p * (1.0 - p) * self.total * self.total),
        };
        let size = p * (1.0 - p) * self.total * self.total / variance;
        let is_split = p > 0.0 && 1.0 - p > 1e-12 && size.is_finite();
        if is_split { size.max(1.0) } else { self.total * self.total / self.squares }
    }
}

impl Replicates {
    /// `R / (R - 1) Σ (s / periods - p w)²` over the replicates of weight `w` and weighted exceedances `s`.
    fn variance(&self, exceedances: &[f64], periods: f64, p: f64) -> f64 {
        let deviations =
            exceedances.iter().zip(&self.weights).map(|(sum, weight)| sum / periods - p * weight);
        let squares = sum(deviations.map(|deviation| deviation * deviation));
        squares * self.count as f64 / (self.count as f64 - 1.0)
    }
}

/// Sums over runs with weight `w` and `c` exceedances so far.
#[derive(Default)]
struct Tally {
    /// `Σ w c`.
    weight: Accumulator,
    /// `Σ w² c`.
    first: Accumulator,
    /// `Σ w² c²`.
    second: Accumulator,
    /// `Σ w c` of each replicate.
    by_replicate: Vec<f64>,
}

impl Tally {
    /// Counts one more exceedance of a run that had `count`.
    fn add(&mut self, weight: f64, count: u32) {
        let square = weight * weight;
        self.weight.add(weight);
        self.first.add(square);
        self.second.add(square * (2.0 * f64::from(count) + 1.0));
    }
}
