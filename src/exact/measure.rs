//! The losses of a part on a grid of equal steps, and their Fourier transform.

use std::sync::Arc;

use rustfft::{Fft, FftPlanner, num_complex::Complex};

use super::{
    amount::{Amount, atom_above, atom_limited_mean},
    averages::{Survival, averages},
    part::Stretch,
    span::Span,
};

/// Points 0, step, 2 step, … at which losses may lie; losses beyond are left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    /// USD.
    pub step: f64,
    /// Number of points, a power of two.
    pub points: usize,
}

/// Exponent by which the last point is damped, so that what lies beyond the grid and comes back at its start (the
/// transform is periodic) hardly counts: e^-18 = 1.5e-8 of it.
pub(super) const TILT: f64 = 18.0;

impl Grid {
    /// The same range with half the points.
    pub fn coarser(self) -> Grid {
        Grid { step: 2.0 * self.step, points: self.points / 2 }
    }
}

/// Transforms of one grid, planned once.
pub(super) struct Transforms {
    grid: Grid,
    /// Factor that damps each point.
    damping: Vec<f64>,
    forward: Arc<dyn Fft<f64>>,
    back: Arc<dyn Fft<f64>>,
}

impl Transforms {
    pub fn new(grid: Grid, planner: &mut FftPlanner<f64>) -> Self {
        let damp = |point: usize| libm::exp(-TILT * point as f64 / grid.points as f64);
        Transforms {
            grid,
            damping: (0..grid.points).map(damp).collect(),
            forward: planner.plan_fft_forward(grid.points),
            back: planner.plan_fft_inverse(grid.points),
        }
    }

    /// Number of frequencies that a transform has.
    pub fn frequencies(&self) -> usize {
        self.grid.points / 2 + 1
    }

    /// The damped transform of masses by point, at the first half of the frequencies (the others are its mirror).
    fn of(&self, masses: &[f64]) -> Vec<Complex<f64>> {
        let damped =
            masses.iter().zip(&self.damping).map(|(mass, damping)| Complex::new(mass * damping, 0.0));
        let mut values: Vec<Complex<f64>> = damped.collect();
        self.forward.process(&mut values);
        values.truncate(self.frequencies());
        values
    }

    /// Masses by point of the law whose damped transform is given at the first half of the frequencies.
    pub fn inverse(&self, mut half: Vec<Complex<f64>>) -> Vec<f64> {
        let points = self.grid.points;
        half.resize(points, Complex::new(0.0, 0.0));
        for point in 1..points / 2 {
            half[points - point] = half[point].conj();
        }
        self.back.process(&mut half);
        let count = points as f64;
        half.iter().zip(&self.damping).map(|(value, damping)| value.re / (count * damping)).collect()
    }
}

/// Expected numbers of losses at the points of a grid.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    /// Expected number of losses, those beyond the grid included.
    mass: f64,
    /// By point.
    single: Vec<f64>,
    /// Losses that are sums: how many, and the law of each summand by point.
    sums: Vec<(f64, Vec<Vec<f64>>)>,
}

impl Measure {
    /// The losses of these stretches, each moved to the two points around it in the proportion that keeps its mean.
    pub fn new(stretches: &[Stretch], grid: Grid) -> Self {
        let merged = merged(stretches);
        let mass = merged.iter().map(|stretch| stretch.events).sum();
        let (sums, single): (Vec<Stretch>, Vec<Stretch>) = merged.into_iter().partition(Stretch::is_sum);
        let sums = sums.iter().flat_map(|stretch| {
            stretch.span.nodes().into_iter().map(|(factor, weight)| {
                let summand = |amount: &Amount| single_masses(&[alone(amount, factor)], grid);
                (stretch.events * weight, stretch.amounts.iter().map(summand).collect())
            })
        });
        Measure { mass, single: single_masses(&single, grid), sums: sums.collect() }
    }

    /// The same measure on the coarser grid.
    pub fn coarser(&self) -> Measure {
        let sums = self.sums.iter().map(|(events, summands)| {
            let summands = summands.iter().map(|masses| coarser(masses)).collect();
            (*events, summands)
        });
        Measure { mass: self.mass, single: coarser(&self.single), sums: sums.collect() }
    }

    /// The damped transform less the mass, at the first half of the frequencies.
    pub fn transform(&self, transforms: &Transforms) -> Vec<Complex<f64>> {
        let mut total = transforms.of(&self.single);
        for (events, summands) in &self.sums {
            let mut product = vec![Complex::new(*events, 0.0); total.len()];
            for summand in summands {
                for (all, one) in product.iter_mut().zip(transforms.of(summand)) {
                    *all *= one;
                }
            }
            total.iter_mut().zip(product).for_each(|(sum, one)| *sum += one);
        }
        total.iter_mut().for_each(|value| *value -= self.mass);
        total
    }
}

fn alone(amount: &Amount, factor: f64) -> Stretch {
    Stretch { year: 0, events: 1.0, span: Span::at(factor), amounts: Arc::new([amount.clone()]) }
}

/// Stretches of the same law as one.
pub(super) fn merged(stretches: &[Stretch]) -> Vec<Stretch> {
    let mut kept: Vec<Stretch> = Vec::new();
    for stretch in stretches.iter().filter(|stretch| stretch.events > 0.0) {
        let alike = |other: &&mut Stretch| Arc::ptr_eq(&other.amounts, &stretch.amounts);
        let joined = kept.iter_mut().rev().filter(alike).find_map(|other| {
            let span = other.span.joined(other.events, stretch.span, stretch.events)?;
            Some((other, span))
        });
        match joined {
            Some((other, span)) => {
                other.span = span;
                other.events += stretch.events;
            }
            None => kept.push(stretch.clone()),
        }
    }
    kept
}

/// The continuous parts of losses, and constant ones that a discount factor spreads.
struct Continuous<'a> {
    spreads: Vec<SpreadLoss<'a>>,
    /// Expected number, amount and factor.
    glides: Vec<(f64, f64, Span)>,
}

/// Losses of a random amount: their expected number, the amount, and factors with their weights.
type SpreadLoss<'a> = (f64, &'a Amount, Vec<(f64, f64)>);

impl Survival for Continuous<'_> {
    fn above(&self, limit: f64) -> f64 {
        let spread =
            self.spreads.iter().map(|(events, amount, nodes)| events * amount.spread_above(nodes, limit));
        let glides =
            self.glides.iter().map(|(events, value, span)| events * atom_above(*span, *value, limit));
        spread.sum::<f64>() + glides.sum::<f64>()
    }

    fn limited_mean(&self, limit: f64) -> f64 {
        let spread = self
            .spreads
            .iter()
            .map(|(events, amount, nodes)| events * amount.spread_limited_mean(nodes, limit));
        let glides =
            self.glides.iter().map(|(events, value, span)| events * atom_limited_mean(*span, *value, limit));
        spread.sum::<f64>() + glides.sum::<f64>()
    }
}

/// Expected numbers by point of losses that are no sums.
fn single_masses(stretches: &[Stretch], grid: Grid) -> Vec<f64> {
    let mut continuous = Continuous { spreads: Vec::new(), glides: Vec::new() };
    let mut points = vec![0.0; grid.points];
    for stretch in stretches {
        let [amount] = &stretch.amounts[..] else { continue };
        if !amount.is_discrete() {
            continuous.spreads.push((stretch.events, amount, stretch.span.nodes()));
        }
        for (value, weight) in &amount.atoms {
            let events = stretch.events * weight;
            match stretch.span.single() {
                Some(factor) => place(&mut points, value * factor / grid.step, events),
                None if *value == 0.0 => points[0] += events,
                None => continuous.glides.push((events, *value, stretch.span)),
            }
        }
    }
    if continuous.spreads.is_empty() && continuous.glides.is_empty() {
        return points;
    }
    let mass = continuous.above(-1.0);
    let mut before = mass;
    for (point, average) in points.iter_mut().zip(averages(&continuous, mass, grid.step, grid.points)) {
        *point += before - average;
        before = average;
    }
    points
}

/// Adds losses at a place between two points, so that their mean stays.
fn place(points: &mut [f64], place: f64, events: f64) {
    let whole = place.round();
    let (whole, part) =
        if (place - whole).abs() <= 1e-9 * place { (whole, 0.0) } else { (place.floor(), place.fract()) };
    for (offset, share) in [(0.0, 1.0 - part), (1.0, part)] {
        if let Some(point) = points.get_mut((whole + offset) as usize) {
            *point += share * events;
        }
    }
}

/// Half of each odd point goes to either neighbour.
fn coarser(masses: &[f64]) -> Vec<f64> {
    let at = |point: usize| masses.get(point).copied().unwrap_or(0.0);
    let before = |point: usize| point.checked_sub(1).map_or(0.0, at);
    (0..masses.len()).step_by(2).map(|point| at(point) + 0.5 * (before(point) + at(point + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::{Distribution, Family, Limits};

    fn exponential() -> Amount {
        let law = Distribution::new(Family::Exponential { mean: 50.0 }, Limits::default()).unwrap();
        Amount::of(&law, 1.0, 0.0)
    }

    fn stretch(events: f64, span: Span, amounts: Vec<Amount>) -> Stretch {
        Stretch { year: 0, events, span, amounts: amounts.into() }
    }

    fn mean(masses: &[f64], step: f64) -> f64 {
        masses.iter().enumerate().map(|(point, mass)| point as f64 * step * mass).sum()
    }

    #[test]
    fn masses_keep_the_mean() {
        let grid = Grid { step: 0.7, points: 1 << 13 };
        let glide = Span { from: 1.0, to: 0.6 };
        let amounts = [exponential(), Amount::constant(33.3), Amount::constant(0.0)];
        for amount in amounts {
            for span in [Span::at(0.9), glide] {
                let expected = 2.0 * span.moments().0 * amount.mean();
                let masses = single_masses(&[stretch(2.0, span, vec![amount.clone()])], grid);
                assert!((masses.iter().sum::<f64>() - 2.0).abs() < 1e-11);
                assert!((mean(&masses, grid.step) - expected).abs() < 1e-9, "{expected}");
                assert!((mean(&coarser(&masses), 2.0 * grid.step) - expected).abs() < 1e-9);
            }
        }
    }

    /// A constant and an exponential, as a sum and as one shifted amount.
    #[test]
    fn sums_are_convolutions() {
        let grid = Grid { step: 0.5, points: 1 << 12 };
        let transforms = Transforms::new(grid, &mut FftPlanner::new());
        let sum = stretch(0.5, Span::at(0.9), vec![exponential(), Amount::constant(20.0)]);
        let one = stretch(0.5, Span::at(0.9), vec![exponential().plus(20.0)]);
        let [sum, one] = [sum, one].map(|stretch| Measure::new(&[stretch], grid).transform(&transforms));
        for (sum, one) in sum.iter().zip(one) {
            assert!((sum - one).norm() < 1e-10, "{sum} against {one}");
        }
    }

    #[test]
    fn there_and_back() {
        let grid = Grid { step: 1.0, points: 64 };
        let transforms = Transforms::new(grid, &mut FftPlanner::new());
        let masses: Vec<f64> = (0..64).map(|point| f64::from(point % 7)).collect();
        let back = transforms.inverse(transforms.of(&masses));
        assert!(back.iter().zip(&masses).all(|(found, mass)| (found - mass).abs() < 1e-6));
    }
}
