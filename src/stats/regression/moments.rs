//! Weighted least squares by the normal equations, fold by fold.

use rayon::prelude::*;

use super::{Regressor, basis::Basis, dot};
use crate::stats::Sampling;

/// A term whose square is explained by the terms before it up to this share adds nothing and is left out.
const REDUNDANT: f64 = 1e-10;

/// Sums over the runs of each fold and over all of them.
#[derive(Debug)]
pub(super) struct Moments {
    folds: Vec<Sums>,
    all: Sums,
}

/// Sums over some runs of `w z z'`, `w z y` and `w y²` for terms `z` and outcomes `y` less their means.
#[derive(Debug, Clone)]
struct Sums {
    terms: usize,
    /// Lower triangle by rows.
    squares: Vec<f64>,
    /// `[outcome][term]`.
    products: Vec<Vec<f64>>,
    /// `[outcome]`.
    outcomes: Vec<f64>,
}

/// The normal equations, in Cholesky factors.
#[derive(Debug, Clone, Default)]
pub(super) struct Normal {
    terms: usize,
    /// Lower triangle by rows; a redundant term has a diagonal of zero.
    factor: Vec<f64>,
}

impl Moments {
    /// Of the runs of each fold.
    pub fn new(
        sampling: &Sampling,
        folds: &[&[usize]],
        basis: &Basis,
        regressors: &[Regressor],
        outcomes: &[&[f64]],
        means: &[f64],
    ) -> Moments {
        let of_fold = |runs: &&[usize]| {
            let mut sums = Sums::new(basis.terms(), outcomes.len());
            let mut row = vec![0.0; basis.terms()];
            for &run in *runs {
                basis.fill(regressors, run, &mut row);
                let outcomes = outcomes.iter().zip(means).map(|(of, mean)| of[run] - mean);
                sums.add(&row, sampling.weight(run), outcomes);
            }
            sums
        };
        let folds: Vec<Sums> = folds.par_iter().map(of_fold).collect();
        let mut all = Sums::new(basis.terms(), outcomes.len());
        folds.iter().for_each(|fold| all.combine(fold, 1.0));
        Moments { folds, all }
    }

    /// Squared error of predicting an outcome in each fold from the others, summed over the folds.
    pub fn error(&self, outcome: usize) -> f64 {
        if self.folds.len() < 2 {
            return self.all.outcomes[outcome];
        }
        let errors = self.folds.iter().map(|fold| {
            let mut others = self.all.clone();
            others.combine(fold, -1.0);
            let coefficients = Normal::new(&others).solve(&others.products[outcome]);
            fold.outcomes[outcome] - 2.0 * dot(&coefficients, &fold.products[outcome])
                + fold.square(&coefficients)
        });
        errors.fold(0.0, |sum, error| sum + error)
    }

    /// The fit to all runs.
    pub fn solve(&self, outcome: usize) -> (Normal, Vec<f64>) {
        let normal = Normal::new(&self.all);
        let coefficients = normal.solve(&self.all.products[outcome]);
        (normal, coefficients)
    }
}

impl Sums {
    fn new(terms: usize, outcomes: usize) -> Sums {
        Sums {
            terms,
            squares: vec![0.0; terms * (terms + 1) / 2],
            products: vec![vec![0.0; terms]; outcomes],
            outcomes: vec![0.0; outcomes],
        }
    }

    fn add(&mut self, row: &[f64], weight: f64, outcomes: impl Iterator<Item = f64>) {
        let mut first = 0;
        for (position, &term) in row.iter().enumerate() {
            let scaled = weight * term;
            let squares = &mut self.squares[first..=first + position];
            squares.iter_mut().zip(row).for_each(|(sum, other)| *sum += scaled * other);
            first += position + 1;
        }
        for ((products, square), outcome) in self.products.iter_mut().zip(&mut self.outcomes).zip(outcomes) {
            let scaled = weight * outcome;
            products.iter_mut().zip(row).for_each(|(sum, term)| *sum += scaled * term);
            *square += scaled * outcome;
        }
    }

    /// Adds `sign` times other sums.
    fn combine(&mut self, other: &Sums, sign: f64) {
        let add = |sums: &mut [f64], others: &[f64]| {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += sign * other);
        };
        add(&mut self.squares, &other.squares);
        add(&mut self.outcomes, &other.outcomes);
        self.products.iter_mut().zip(&other.products).for_each(|(sums, others)| add(sums, others));
    }

    /// `c' (Σ w z z') c`.
    fn square(&self, coefficients: &[f64]) -> f64 {
        let mut first = 0;
        let mut total = 0.0;
        for (position, coefficient) in coefficients.iter().enumerate() {
            let row = &self.squares[first..=first + position];
            total += coefficient * (2.0 * dot(&row[..position], coefficients) + row[position] * coefficient);
            first += position + 1;
        }
        total
    }
}

impl Normal {
    fn new(sums: &Sums) -> Normal {
        let terms = sums.terms;
        let mut factor = sums.squares.clone();
        let start = |row: usize| row * (row + 1) / 2;
        for row in 0..terms {
            for column in 0..=row {
                let explained = dot(
                    &factor[start(row)..start(row) + column],
                    &factor[start(column)..start(column) + column],
                );
                let square = factor[start(row) + column];
                let left = square - explained;
                factor[start(row) + column] = if column < row {
                    let diagonal = factor[start(column) + column];
                    if diagonal > 0.0 { left / diagonal } else { 0.0 }
                } else if left > REDUNDANT * square {
                    left.sqrt()
                } else {
                    0.0
                };
            }
        }
        Normal { terms, factor }
    }

    /// The solution for a right-hand side; 0 for redundant terms.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let start = |row: usize| row * (row + 1) / 2;
        let mut solution = right.to_vec();
        for row in 0..self.terms {
            let diagonal = self.factor[start(row) + row];
            let known = dot(&self.factor[start(row)..start(row) + row], &solution);
            solution[row] = if diagonal > 0.0 { (solution[row] - known) / diagonal } else { 0.0 };
        }
        for row in (0..self.terms).rev() {
            let diagonal = self.factor[start(row) + row];
            if diagonal > 0.0 {
                solution[row] /= diagonal;
                for column in 0..row {
                    solution[column] -= self.factor[start(row) + column] * solution[row];
                }
            } else {
                solution[row] = 0.0;
            }
        }
        solution
    }
}
