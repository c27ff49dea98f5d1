//! Functions of the inputs that a fit adds up.

use super::Regressor;

/// Shares of the runs below the outermost knots of a spline.
const OUTER: [f64; 2] = [0.025, 0.975];
/// Runs from which knots are taken, evenly over the runs.
const KNOT_RUNS: usize = 4_096;

/// A constant, functions of one input each, and products of pairs of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Basis {
    parts: Vec<Part>,
    /// Pairs of positions of terms that are multiplied.
    products: Vec<(usize, usize)>,
}

/// The terms of one input.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// A natural cubic spline of `(x - origin) / scale` whose knots run from 0 to 1; two knots are a straight line.
    Spline { origin: f64, scale: f64, knots: Vec<f64> },
    /// A step for every class but the first.
    Steps { classes: usize },
}

impl Basis {
    /// A spline with so many knots, at most, of each number and a step for each class; the knots are quantiles of the
    /// runs of `part`.
    pub fn additive(regressors: &[Regressor], knots: usize, part: &[usize]) -> Basis {
        let parts = regressors.iter().map(|regressor| match regressor {
            Regressor::Number(values) => spline(values, knots, part),
            Regressor::Class(_, classes) => Part::Steps { classes: (*classes).max(1) },
        });
        Basis { parts: parts.collect(), products: Vec::new() }
    }

    /// With the products of what leads in two inputs: their straight lines, the steps of classes.
    pub fn with_products(mut self) -> Basis {
        let mut first = 1;
        let mut leading: Vec<Vec<usize>> = Vec::new();
        for part in &self.parts {
            let count = match part {
                Part::Spline { .. } => 1,
                Part::Steps { .. } => part.terms(),
            };
            leading.push((first..first + count).collect());
            first += part.terms();
        }
        for (position, left) in leading.iter().enumerate() {
            for right in &leading[position + 1..] {
                for &left in left {
                    self.products.extend(right.iter().map(|&right| (left, right)));
                }
            }
        }
        self
    }

    /// Number of terms, the constant included.
    pub fn terms(&self) -> usize {
        1 + self.parts.iter().map(Part::terms).sum::<usize>() + self.products.len()
    }

    /// The terms of a run.
    pub fn fill(&self, regressors: &[Regressor], run: usize, row: &mut [f64]) {
        row[0] = 1.0;
        let mut first = 1;
        for (part, regressor) in self.parts.iter().zip(regressors) {
            let terms = part.terms();
            part.fill(regressor.values()[run], &mut row[first..first + terms]);
            first += terms;
        }
        for (offset, &(left, right)) in self.products.iter().enumerate() {
            row[first + offset] = row[left] * row[right];
        }
    }
}

/// Knots at evenly spread shares of the runs, those that coincide once.
fn spline(values: &[f64], knots: usize, part: &[usize]) -> Part {
    let step = part.len().div_ceil(KNOT_RUNS).max(1);
    let mut sorted: Vec<f64> = part.iter().step_by(step).map(|&run| values[run]).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let [low, high] = OUTER;
    let last = knots.max(2) - 1;
    let mut at: Vec<f64> = (0..=last)
        .map(|knot| low + (high - low) * knot as f64 / last as f64)
        .map(|share| sorted[((share * sorted.len() as f64) as usize).min(sorted.len() - 1)])
        .collect();
    let (origin, end) = (at[0], at[last]);
    let scale = if end > origin { end - origin } else { 1.0 };
    at.iter_mut().for_each(|knot| *knot = (*knot - origin) / scale);
    at.dedup_by(|next, knot| *next - *knot < 1e-6);
    Part::Spline { origin, scale, knots: at }
}

impl Part {
    fn terms(&self) -> usize {
        match self {
            Part::Spline { knots, .. } => knots.len().saturating_sub(1).max(1),
            Part::Steps { classes } => classes - 1,
        }
    }

    fn fill(&self, value: f64, terms: &mut [f64]) {
        match self {
            Part::Spline { origin, scale, knots } => {
                let x = (value - origin) / scale;
                terms[0] = x;
                let [inner @ .., before, last] = knots.as_slice() else { return };
                let cube = |x: f64| {
                    let x = x.max(0.0);
                    x * x * x
                };
                // Restricted to straight lines beyond the outer knots.
                let bend = |knot: f64| (cube(x - knot) - cube(x - last)) / (last - knot);
                let of_last = bend(*before);
                for (term, &knot) in terms[1..].iter_mut().zip(inner) {
                    *term = bend(knot) - of_last;
                }
            }
            Part::Steps { .. } => {
                for (class, term) in (1..).zip(terms) {
                    *term = f64::from(u8::from(value as usize == class));
                }
            }
        }
    }
}
