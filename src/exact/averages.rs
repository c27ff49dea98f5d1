//! A survival function averaged over the cells of a grid, by interpolation where it is smooth.

use super::span::SHORT_GAUSS;

/// Cells that are always computed one by one.
const DIRECT: usize = 64;
/// Chebyshev points of a panel.
const NODES: usize = 14;
/// A measure on positive amounts.
pub(super) trait Survival {
    /// What lies above `limit`.
    fn above(&self, limit: f64) -> f64;
    /// The integral of [`Survival::above`] from 0 to `limit`.
    fn limited_mean(&self, limit: f64) -> f64;
}

/// Mean of the survival function over each of `cells` cells of width `step`, to about 1e-13 of `mass`.
///
/// Panels that double in length are halved until a polynomial of degree 13 reproduces the function at points
/// between its own; what does not become smooth ends as single cells.
pub(super) fn averages(survival: &impl Survival, mass: f64, step: f64, cells: usize) -> Vec<f64> {
    let filler = Filler { survival, step, tolerance: 1e-13 * mass, rule: Rule::new() };
    let mut filled = vec![0.0; cells];
    let first = cells.min(DIRECT);
    filler.one_by_one(0, &mut filled[..first]);
    let mut start = first;
    while start < cells {
        let end = cells.min(2 * start);
        filler.panel(start, &mut filled[start..end]);
        start = end;
    }
    filled
}

struct Filler<'a, S> {
    survival: &'a S,
    step: f64,
    tolerance: f64,
    rule: Rule,
}

impl<S: Survival> Filler<'_, S> {
    fn one_by_one(&self, start: usize, cells: &mut [f64]) {
        let mut before = self.survival.limited_mean(self.step * start as f64);
        for (position, cell) in cells.iter_mut().enumerate() {
            let after = self.survival.limited_mean(self.step * (start + position + 1) as f64);
            *cell = (after - before) / self.step;
            before = after;
        }
    }

    fn panel(&self, start: usize, cells: &mut [f64]) {
        if cells.len() <= DIRECT / 2 {
            return self.one_by_one(start, cells);
        }
        let last = (cells.len() - 1) as f64;
        let values = self.rule.points.map(|point| self.cell(start as f64 + point * last));
        let smooth = self.rule.between.iter().all(|place| {
            let found = self.rule.interpolate(&values, *place);
            (found - self.cell(start as f64 + place * last)).abs() <= self.tolerance
        });
        if smooth {
            for (position, cell) in cells.iter_mut().enumerate() {
                *cell = self.rule.interpolate(&values, position as f64 / last);
            }
        } else {
            let (left, right) = cells.split_at_mut(cells.len() / 2);
            self.panel(start, left);
            self.panel(start + left.len(), right);
        }
    }

    /// Mean over the cell that begins at `place` steps.
    fn cell(&self, place: f64) -> f64 {
        SHORT_GAUSS
            .iter()
            .map(|(node, weight)| weight * self.survival.above(self.step * (place + node)))
            .sum()
    }
}

/// Barycentric interpolation at Chebyshev points of (0, 1).
struct Rule {
    points: [f64; NODES],
    weights: [f64; NODES],
    /// Where an interpolation is tested.
    between: Vec<f64>,
}

impl Rule {
    fn new() -> Self {
        let angle = |node: f64| std::f64::consts::PI * (node + 0.5) / NODES as f64;
        let points = std::array::from_fn(|node| 0.5 - 0.5 * libm::cos(angle(node as f64)));
        let sign = |node: usize| if node.is_multiple_of(2) { 1.0 } else { -1.0 };
        let weights = std::array::from_fn(|node| sign(node) * libm::sin(angle(node as f64)));
        let middle = |node: f64| 0.5 - 0.5 * libm::cos(angle(node + 0.5));
        let between = [0.0, 1.0, 4.0, 7.0, 10.0, 12.0].map(middle).into_iter().chain([0.0, 1.0]).collect();
        Rule { points, weights, between }
    }

    fn interpolate(&self, values: &[f64; NODES], place: f64) -> f64 {
        let (mut above, mut below) = (0.0, 0.0);
        for ((point, weight), value) in self.points.iter().zip(&self.weights).zip(values) {
            if place == *point {
                return *value;
            }
            let share = weight / (place - point);
            above += share * value;
            below += share;
        }
        above / below
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// An exponential with a jump at 30,000.5 and a count of the questions asked.
    struct Jump(Cell<usize>);

    impl Survival for Jump {
        fn above(&self, limit: f64) -> f64 {
            self.0.set(self.0.get() + 1);
            (-limit / 1e4).exp() + if limit < 30_000.5 { 0.1 } else { 0.0 }
        }

        fn limited_mean(&self, limit: f64) -> f64 {
            1e4 * -(-limit / 1e4).exp_m1() + 0.1 * limit.min(30_000.5)
        }
    }

    #[test]
    fn averages_are_exact_around_a_jump_and_cheap_elsewhere() {
        let survival = Jump(Cell::new(0));
        let cells = averages(&survival, 1.1, 1.0, 1 << 17);
        assert!(survival.0.get() < 30_000, "{}", survival.0.get());
        for (position, cell) in cells.iter().enumerate() {
            let (from, to) = (position as f64, position as f64 + 1.0);
            let expected = survival.limited_mean(to) - survival.limited_mean(from);
            assert!((cell - expected).abs() < 1e-11, "{position}: {cell} against {expected}");
        }
    }
}
