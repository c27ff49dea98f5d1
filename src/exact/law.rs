//! The exact law of a total: quantiles and tails with their error bounds.

use rustfft::FftPlanner;

use super::{
    Reason,
    compound::{Worlds, compound},
    measure::{Grid, TILT, merged},
    part::{Count, Moments, Part, Stretch},
    points::Points,
};
use crate::model::MixingLaw;

/// Points of the first grid, and of the finest in the ordinary case and where that leaves an error of more than
/// 1e-4.
const FIRST_POINTS: usize = 1 << 16;
const MANY_POINTS: usize = 1 << 20;
pub(super) const MOST_POINTS: usize = 1 << 22;
/// Points times transforms: a second or two.
const MOST_WORK: usize = 1 << 24;
/// A lognormal factor takes as long as so many transforms.
const LOGNORMAL_WORK: usize = 24;
/// Points of the grid that finds the range.
const SEARCH_POINTS: usize = 1 << 12;
/// Relative error bound that is worth [`MOST_POINTS`].
const ROUGH: f64 = 1e-4;

/// A number with a bound on its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exact {
    /// The number.
    pub value: f64,
    /// It is off by at most so much.
    pub error_bound: f64,
}

impl Exact {
    /// The value of a closed form, right to rounding.
    pub fn closed(value: f64) -> Self {
        Exact { value, error_bound: 1e-12 * value.abs() }
    }
}

/// A quantile and what lies beyond it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tail {
    /// The level of the quantile.
    pub level: f64,
    /// The smallest value that is not exceeded with this probability.
    pub quantile: Exact,
    /// Mean of the worst `1 - level`; none where the mean is infinite.
    pub mean_beyond: Option<Exact>,
    /// Standard deviation of `(X - quantile)+ / (1 - level)`: times 1/√n the standard error of the mean beyond of
    /// n runs. Infinite where the variance is.
    pub spread_beyond: f64,
}

/// The exact law of a total that is never negative.
#[derive(Debug, Clone)]
pub struct Law {
    worlds: Worlds,
    moments: Moments,
    zero: f64,
    points: Points,
    /// Points for which there is time, a power of two.
    most_points: usize,
    /// Why only the moments are exact; none where everything is.
    only_moments: Option<Reason>,
}

impl Law {
    /// The law of independent parts in each of several possible worlds.
    pub(super) fn new(worlds: Worlds) -> Self {
        let mut moments = (0.0, 0.0);
        for (weight, parts) in &worlds {
            let of_world = parts.iter().map(Part::moments).fold(Moments::default(), Moments::plus);
            moments = (moments.0 + weight * of_world.mean, moments.1 + weight * of_world.mean_square());
        }
        let zero = |parts: &[Part]| parts.iter().map(Part::at_zero).product::<f64>();
        let moments = match &worlds[..] {
            [(_, parts)] => parts.iter().map(Part::moments).fold(Moments::default(), Moments::plus),
            _ => Moments { mean: moments.0, variance: moments.1 - moments.0 * moments.0 },
        };
        let variance = if moments.variance.is_nan() { f64::INFINITY } else { moments.variance };
        Law {
            moments: Moments { variance, ..moments },
            zero: worlds.iter().map(|(weight, parts)| weight * zero(parts)).sum(),
            points: Points::new(&worlds),
            most_points: most_points(&worlds),
            only_moments: too_many(&worlds),
            worlds,
        }
    }

    /// The same law, of which only the moments and the probability of nothing are exact.
    pub(super) fn only_moments(self, reason: Reason) -> Self {
        Law { only_moments: Some(reason), ..self }
    }

    /// Mean and variance, in closed form.
    pub fn moments(&self) -> Moments {
        self.moments
    }

    /// How long quantiles and tails take, about: values of a distribution to compute on the first grid.
    pub fn work(&self) -> usize {
        let Moments { mean, variance } = self.moments;
        let range = if variance.is_finite() { mean + 8.0 * variance.max(0.0).sqrt() } else { 4.0 * mean };
        let points = if range > 0.0 { self.points.grid(range, FIRST_POINTS).points } else { 0 };
        points.saturating_mul(values_per_point(&self.worlds))
    }

    /// Whether quantiles and tails are exact, too.
    pub fn is_whole(&self) -> bool {
        self.only_moments.is_none()
    }

    /// Probability that the total is above zero, in closed form.
    pub fn probability_of_any(&self) -> f64 {
        1.0 - self.zero
    }

    /// The expected square of what lies beyond a quantile, as a share of the whole expected square; none where that is
    /// infinite, or where only moments are exact.
    pub fn square_beyond(&self, level: f64) -> Option<f64> {
        let whole = self.moments.mean_square();
        if whole == 0.0 || !whole.is_finite() || self.only_moments.is_some() {
            return None;
        }
        if level <= self.zero {
            return Some(1.0);
        }
        let mut planner = FftPlanner::new();
        let range = self.range(level, &mut planner);
        let table = Table::new(self, self.points.grid(range, 4 * SEARCH_POINTS), false, &mut planner).0;
        let quantile = table.quantile(level);
        Some((1.0 - table.squares_up_to(quantile) / whole).clamp(0.0, 1.0))
    }

    /// Quantiles and tails at these levels, in their order, each on the grid that suits it: grids become finer until
    /// the quantile's error bound is this share of it, or there is no time for more.
    ///
    /// # Errors
    ///
    /// Only the moments of this law are exact.
    pub fn tails(&self, levels: &[f64], tolerance: f64) -> Result<Vec<Tail>, Reason> {
        match &self.only_moments {
            Some(reason) => Err(reason.clone()),
            None => Ok(self.all_tails(levels, tolerance)),
        }
    }

    fn all_tails(&self, levels: &[f64], tolerance: f64) -> Vec<Tail> {
        let mut found: Vec<Option<Tail>> = levels.iter().map(|level| self.within_zero(*level)).collect();
        let open = |found: &[Option<Tail>]| -> Vec<usize> {
            let is_open = |tail: &Option<Tail>| {
                tail.is_none_or(|tail| tail.quantile.error_bound > tolerance * tail.quantile.value.abs())
            };
            (0..found.len()).filter(|position| is_open(&found[*position])).collect()
        };
        let highest = levels.iter().copied().fold(0.0, f64::max);
        if open(&found).is_empty() {
            return found.into_iter().flatten().collect();
        }
        let mut planner = FftPlanner::new();
        let mut range = self.range(highest, &mut planner);
        let mut points = FIRST_POINTS;
        loop {
            let (table, check) =
                Table::new(self, self.points.grid(range, points), !self.points.all_on_grid, &mut planner);
            for position in open(&found) {
                let tail = self.tail(levels[position], &table, check.as_ref());
                let better =
                    found[position].is_none_or(|old| tail.quantile.error_bound < old.quantile.error_bound);
                if better {
                    found[position] = Some(tail);
                }
            }
            let left: Vec<Tail> = open(&found).iter().filter_map(|position| found[*position]).collect();
            let farthest = left.iter().map(|tail| tail.quantile.value).fold(0.0, f64::max);
            let error = |tail: &Tail| tail.quantile.error_bound / tail.quantile.value.abs();
            let rough = left.iter().map(error).fold(0.0, f64::max) > ROUGH.max(10.0 * tolerance);
            let most = if rough { MOST_POINTS } else { MANY_POINTS }.min(self.most_points);
            if left.is_empty() || self.points.all_on_grid {
                break;
            } else if 2.6 * farthest < range {
                range = 1.3 * farthest;
            } else if points < most {
                // The error falls at least in proportion to the step.
                let worst = left.iter().map(error).fold(0.0, f64::max);
                points = most.min(if worst > 256.0 * tolerance { 16 } else { 4 } * points);
            } else {
                break;
            }
        }
        found.into_iter().flatten().collect()
    }

    /// The tail at a level at which the quantile is zero.
    fn within_zero(&self, level: f64) -> Option<Tail> {
        // The sum of the closed forms may round to either side of a level that equals the probability of nothing.
        (level <= self.zero * (1.0 + 1e-12)).then(|| {
            let beyond = 1.0 - level;
            let Moments { mean, variance } = self.moments;
            Tail {
                level,
                quantile: Exact { value: 0.0, error_bound: 0.0 },
                mean_beyond: mean.is_finite().then(|| Exact::closed(mean / beyond)),
                spread_beyond: variance.sqrt() / beyond,
            }
        })
    }

    fn tail(&self, level: f64, table: &Table, check: Option<&Table>) -> Tail {
        let value = table.quantile(level);
        let slack = table.slack(value);
        let between = |table: &Table| table.quantile(level + slack) - table.quantile(level - slack);
        let difference = |f: &dyn Fn(&Table) -> f64| check.map_or(0.0, |check| (f(table) - f(check)).abs());
        let quantile = Exact {
            value,
            error_bound: if self.points.all_on_grid {
                0.0
            } else {
                let moved = self.points.spread_steps * table.grid.step;
                difference(&|table| table.quantile(level)) + between(table) + moved
            },
        };
        let beyond = 1.0 - level;
        let Moments { mean, .. } = self.moments;
        let excess = |table: &Table| (mean - table.limited_mean(table.quantile(level))).max(0.0);
        let mean_beyond = mean.is_finite().then(|| {
            let beyond_of = |table: &Table| table.quantile(level) + excess(table) / beyond;
            let rounding = 1e-12 * mean / beyond + slack * value / beyond;
            // The mean beyond does not change to first order when the quantile is off.
            Exact { value: beyond_of(table), error_bound: difference(&beyond_of) + rounding }
        });
        let first = excess(table);
        let squares = table.squares_up_to(value) + value * value * (1.0 - table.at_most(value));
        let second = self.moments.mean_square() - squares - 2.0 * value * first;
        Tail {
            level,
            quantile,
            mean_beyond,
            spread_beyond: (second - first * first).max(0.0).sqrt() / beyond,
        }
    }

    /// A range that holds the quantile at a level and some of what lies beyond.
    fn range(&self, level: f64, planner: &mut FftPlanner<f64>) -> f64 {
        let target = 1.0 - 0.2 * (1.0 - level);
        let mut range = match self.moments.variance.is_finite() {
            true => self.moments.mean + 8.0 * self.moments.variance.max(0.0).sqrt(),
            false => 4.0 * self.moments.mean,
        };
        if !(range.is_finite() && range > 0.0) {
            range = 1.0;
        }
        for _ in 0..200 {
            let table = Table::new(self, self.points.grid(range, SEARCH_POINTS), false, planner).0;
            if table.total() < target {
                range *= 4.0;
                continue;
            }
            let quantile = table.quantile(target);
            if quantile > 0.0 && quantile < range / 32.0 && !self.points.all_on_grid {
                range = 4.0 * quantile;
                continue;
            }
            return if quantile > 0.0 { 1.3 * quantile } else { range };
        }
        range
    }
}

/// Laws of more continuous parts keep their moments only.
const MOST_PARTS: usize = 1_500;

fn too_many(worlds: &Worlds) -> Option<Reason> {
    let of_stretch = |stretch: Stretch| {
        let nodes = stretch.span.nodes().len();
        stretch.amounts.iter().map(|amount| nodes * amount.spreads()).sum::<usize>()
    };
    let of_part = |part: &Part| merged(&part.stretches).into_iter().map(of_stretch).sum::<usize>();
    let parts = worlds.iter().flat_map(|(_, parts)| parts).map(of_part).sum::<usize>();
    (parts > MOST_PARTS).then_some(Reason::ManyParts(parts))
}

/// Values of distributions and transforms that each point of a grid takes.
fn values_per_point(worlds: &Worlds) -> usize {
    let of_stretch = |stretch: &Stretch| {
        let nodes = stretch.span.nodes().len();
        let certain = usize::from(stretch.span.single().is_none());
        let values = stretch.amounts.iter().map(|amount| match amount.is_discrete() {
            true => certain * amount.atoms.len(),
            false => nodes * amount.spreads(),
        });
        values.sum::<usize>() + if stretch.is_sum() { nodes * stretch.amounts.len() } else { 0 }
    };
    let of_part = |part: &Part| -> usize {
        let factor = matches!(part.count, Count::Mixed(MixingLaw::Lognormal(_)));
        let own = if factor { LOGNORMAL_WORK } else { 1 };
        own + merged(&part.stretches).iter().map(of_stretch).sum::<usize>()
    };
    worlds.iter().flat_map(|(_, parts)| parts).map(of_part).sum()
}

/// As many points as there is time for.
fn most_points(worlds: &Worlds) -> usize {
    let of_part = |part: &Part| -> usize {
        let sums = merged(&part.stretches).into_iter().filter(Stretch::is_sum);
        let factor = matches!(part.count, Count::Mixed(MixingLaw::Lognormal(_)));
        let own = if factor { LOGNORMAL_WORK } else { 1 };
        own + sums.map(|stretch| stretch.span.nodes().len() * stretch.amounts.len()).sum::<usize>()
    };
    let transforms = worlds.iter().flat_map(|(_, parts)| parts).map(of_part).sum::<usize>().max(1);
    1 << (MOST_WORK / transforms).max(FIRST_POINTS).ilog2()
}

/// The law on one grid.
struct Table {
    grid: Grid,
    zero: f64,
    on_lattice: bool,
    /// Probability of at most this point.
    cumulative: Vec<f64>,
    /// Sum of the masses above zero up to this point times the square of the point, USD².
    squares: Vec<f64>,
}

impl Table {
    /// On a grid, and where `check` asks on the coarser one.
    fn new(law: &Law, grid: Grid, check: bool, planner: &mut FftPlanner<f64>) -> (Table, Option<Table>) {
        let (fine, coarse) = compound(&law.worlds, grid, check, planner);
        let table = |masses: Vec<f64>, grid: Grid| {
            let (mut sum, mut square) = (0.0, 0.0);
            let mut cumulative = Vec::with_capacity(masses.len());
            let mut squares = Vec::with_capacity(masses.len());
            for (point, mass) in masses.into_iter().enumerate() {
                let place = grid.step * point as f64;
                // Rounding may leave a mass of -1e-20.
                sum += mass.max(0.0);
                square += mass.max(0.0) * place * place;
                cumulative.push(sum);
                squares.push(square);
            }
            Table { grid, zero: law.zero, on_lattice: law.points.all_on_grid, cumulative, squares }
        };
        (table(fine, grid), coarse.map(|masses| table(masses, grid.coarser())))
    }

    /// Probability of the whole grid.
    fn total(&self) -> f64 {
        self.cumulative.last().copied().unwrap_or(0.0)
    }

    /// How far a probability may be off: what comes back from beyond the grid, and rounding that the damping brings.
    fn slack(&self, value: f64) -> f64 {
        let place = value / (self.grid.step * self.grid.points as f64);
        let beyond = (1.0 - self.total()).max(0.0) * libm::exp(-TILT);
        beyond + 1e-15 * libm::exp(TILT * place.min(1.0))
    }

    /// Masses of the grid stand for the half steps around their points, but for what is exactly zero; on a
    /// lattice they stand for themselves.
    fn quantile(&self, level: f64) -> f64 {
        if level <= self.zero {
            return 0.0;
        }
        let step = self.grid.step;
        let level = if self.on_lattice { level - 1e-12 } else { level };
        let point = self.cumulative.partition_point(|probability| *probability < level);
        if point == self.cumulative.len() {
            return step * point as f64;
        }
        if self.on_lattice {
            return step * point as f64;
        }
        let ((left, before), right) = match point {
            0 => ((0.0, self.zero), 0.5 * step),
            _ => ((step * (point as f64 - 0.5), self.cumulative[point - 1]), step * (point as f64 + 0.5)),
        };
        let mass = self.cumulative[point] - before;
        if mass <= 0.0 { right } else { left + (right - left) * ((level - before) / mass).clamp(0.0, 1.0) }
    }

    fn at_most(&self, value: f64) -> f64 {
        let point = (value / self.grid.step + 0.5) as usize;
        self.cumulative.get(point).copied().unwrap_or_else(|| self.total())
    }

    /// `E[min(X, value)]`.
    fn limited_mean(&self, value: f64) -> f64 {
        let place = value / self.grid.step;
        let whole = (place + 1e-9).floor();
        let above = |point: usize| 1.0 - self.cumulative.get(point).copied().unwrap_or_else(|| self.total());
        let full: f64 = crate::stats::sum((0..whole as usize).map(above));
        self.grid.step * (full + (place - whole).max(0.0) * above(whole as usize))
    }

    fn squares_up_to(&self, value: f64) -> f64 {
        let point = (value / self.grid.step + 0.5) as usize;
        self.squares.get(point).or(self.squares.last()).copied().unwrap_or(0.0)
    }
}
