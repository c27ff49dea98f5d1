//! Cubics for the cells of a [`QuantileTable`](super::QuantileTable).

use super::distribution::Distribution;

/// Largest error of the probability reached, relative to the smaller tail probability, at the checked points.
const TOLERANCE: f64 = 2e-9;
/// Marks a cell that the cubic does not fit (a jump or a kink).
const NOT_FITTED: [f64; 4] = [f64::NAN; 4];

/// Fits one side of the median.
pub(super) struct Fitter<'a> {
    distribution: &'a Distribution,
    upper: bool,
    min: f64,
    max: f64,
    /// From this number of cells on, as a binary logarithm, an octave may keep two that no cubic fits: the
    /// slower the exact quantile, the smaller these have to be.
    enough: u32,
}

impl<'a> Fitter<'a> {
    pub(super) fn new(distribution: &'a Distribution, upper: bool) -> Self {
        let (min, max) = distribution.support();
        let enough = if distribution.compound.is_some() { 9 } else { 7 };
        Fitter { distribution, upper, min, max, enough }
    }

    /// Appends the cells of the octave below `2^-(octave + 1)`, as many as the tolerance asks or as are worth
    /// it for the probability of the octave; returns the binary logarithm of their number.
    pub(super) fn octave(&self, octave: usize, cells: &mut Vec<[f64; 4]>) -> u32 {
        let from = 0.25 / (1_u64 << octave) as f64;
        let most = 10_u32.saturating_sub(octave as u32 / 2).max(4);
        let start = cells.len();
        let mut logarithm = 3;
        loop {
            let width = from / f64::from(1_u32 << logarithm);
            let allowed = match logarithm {
                _ if logarithm >= most => usize::MAX,
                _ if logarithm >= self.enough => 2,
                _ => 0,
            };
            let mut missed = 0;
            let mut left = self.quantile(from);
            for index in 0..1_u32 << logarithm {
                let (cell, right) = self.fit(from + f64::from(index) * width, width, left);
                left = right;
                missed += usize::from(cell.is_none());
                if missed > allowed {
                    break;
                }
                cells.push(cell.unwrap_or(NOT_FITTED));
            }
            if missed <= allowed {
                return logarithm;
            }
            cells.truncate(start);
            logarithm += 1;
        }
    }

    fn quantile(&self, tail: f64) -> f64 {
        let (p, q) = if self.upper { (1.0 - tail, tail) } else { (tail, 1.0 - tail) };
        self.distribution.quantile_of_tails(p, q)
    }

    /// The cubic of the cell of tail probabilities `from` to `from + width`, if it is good enough, given the quantile at
    /// its left end; and the quantile at its right end.
    fn fit(&self, from: f64, width: f64, left: f64) -> (Option<[f64; 4]>, f64) {
        let [y1, y2, right] = [1.0 / 3.0, 2.0 / 3.0, 1.0].map(|t| self.quantile(from + t * width));
        let cell = through(left, y1, y2, right);
        let good = |t: f64| {
            let value = cubic(&cell, t).max(self.min).min(self.max);
            let (tail, tails) = (from + t * width, self.distribution.tails(value));
            let reached = if self.upper { tails.1 } else { tails.0 };
            if (reached - tail).abs() <= TOLERANCE * tail {
                return true;
            }
            // A flat stretch (a cap) or a value without digits to spare.
            let exact = self.quantile(tail);
            (value - exact).abs() <= 2.0 * f64::EPSILON * exact.abs()
        };
        // A jump or a bend anywhere in the cell shows at one of these, unless it is below the tolerance.
        let fits = monotone(&cell, !self.upper) && [0.125, 0.5, 0.875].into_iter().all(good);
        (fits.then_some(cell), right)
    }
}

/// Value of the cubic with these coefficients of 1, t, t^2 and t^3.
#[inline]
pub(super) fn cubic(&[a, b, c, d]: &[f64; 4], t: f64) -> f64 {
    a + t * (b + t * (c + t * d))
}

/// The cubic with these values at 0, 1/3, 2/3 and 1.
fn through(y0: f64, y1: f64, y2: f64, y3: f64) -> [f64; 4] {
    let (first, second) = (y1 - y0, (y2 - y1) - (y1 - y0));
    let third = (y3 - y2) - (y2 - y1) - second;
    [y0, 3.0 * (first - second / 2.0 + third / 3.0), 4.5 * (second - third), 4.5 * third]
}

/// Whether the cubic never runs against its direction between 0 and 1; false for one that is not a number.
fn monotone(&[a, b, c, d]: &[f64; 4], rising: bool) -> bool {
    let slope = |t: f64| (b + t * (2.0 * c + t * 3.0 * d)) * if rising { 1.0 } else { -1.0 };
    let vertex = -c / (3.0 * d);
    let inside = vertex > 0.0 && vertex < 1.0;
    a.is_finite() && slope(0.0) >= 0.0 && slope(1.0) >= 0.0 && !(inside && slope(vertex) < 0.0)
}
