//! Quantiles by table, for loops that draw from the same distribution millions of times.

use std::sync::{Arc, OnceLock};

use super::distribution::Distribution;
use super::family::Family;
use super::fitter::{Fitter, cubic};

/// Octaves of the smaller tail probability: from 1/2 down to 2^-20, about one in a million.
const OCTAVES: usize = 19;
/// Biased exponent of the numbers from 1/4 to 1/2: the first octave.
const FIRST: u64 = 1021;

/// A distribution compiled for fast quantiles.
///
/// The probability that the distribution assigns to the answer is right within 1e-8 of `min(p, 1 - p)`;
/// the answer never falls as `p` rises, up to rounding, and stays within the support.
///
/// The range `2^-20 < p < 1 - 2^-20` is cut, on either side of the median, into octaves of the smaller tail
/// probability and these into equal cells, as many as the accuracy needs; in a cell the quantile is a cubic
/// through the exact quantiles at both ends and at the thirds. Where that fails (around a kink, such as the
/// probability at which a cap begins, a splice point or a jump) and beyond the range the answer is that of
/// [`Distribution::quantile`], as it is for families whose own quantile is fast, discrete ones and samples:
/// point masses and caps are exact. Up to about 100 kilobytes.
#[derive(Debug, Clone)]
pub struct QuantileTable {
    exact: Distribution,
    min: f64,
    max: f64,
    /// First cell and binary logarithm of the number of cells; the lower tail's octaves, then the upper's.
    /// None for a distribution whose own quantile is fast.
    octaves: Arc<[(u32, u32)]>,
    /// Coefficients of 1, t, t^2 and t^3.
    cells: Arc<[[f64; 4]]>,
}

/// The octaves and cells of a distribution's table, made when first asked for. Clones of the distribution share them, so
/// that a scenario played again under another reading has its tables at once.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedCells(Arc<OnceLock<Cells>>);

/// They follow from the rest of the distribution.
impl PartialEq for SharedCells {
    fn eq(&self, _: &SharedCells) -> bool {
        true
    }
}

#[derive(Debug)]
struct Cells {
    octaves: Arc<[(u32, u32)]>,
    cells: Arc<[[f64; 4]]>,
}

impl QuantileTable {
    /// Compiles: a few thousand exact quantiles, typically a few milliseconds, up to two tenths of a second for
    /// a mixture; next to nothing for a clone of a distribution that has a table.
    pub fn new(distribution: &Distribution) -> Self {
        let Cells { octaves, cells } = distribution.cells.0.get_or_init(|| Cells::of(distribution));
        let (octaves, cells) = (octaves.clone(), cells.clone());
        let (min, max) = distribution.support();
        QuantileTable { exact: distribution.clone(), min, max, octaves, cells }
    }

    /// As [`Distribution::quantile`], within the error stated above.
    #[inline]
    pub fn quantile(&self, p: f64) -> f64 {
        // Which side of the median is a coin toss: no branch hangs on it.
        let upper = usize::from(p > 0.5);
        let bits = p.min(1.0 - p).to_bits();
        // Wraps to something large for one half, a negative number or a NaN.
        let octave = FIRST.wrapping_sub(bits >> 52) as usize;
        let place = if octave < OCTAVES { octave + upper * OCTAVES } else { usize::MAX };
        let Some(&(first, logarithm)) = self.octaves.get(place) else {
            return self.exact.quantile(p);
        };
        let fraction = bits << 12;
        let index = first as usize + (fraction >> (64 - logarithm)) as usize;
        let t = f64::from_bits(1.0_f64.to_bits() | ((fraction << logarithm) >> 12)) - 1.0;
        let value = self.cells.get(index).map_or(f64::NAN, |cell| cubic(cell, t));
        if value.is_nan() {
            return self.exact.quantile(p);
        }
        let value = if value < self.min { self.min } else { value };
        if value > self.max { self.max } else { value }
    }
}

impl Cells {
    fn of(distribution: &Distribution) -> Cells {
        let direct = matches!(
            distribution.family(),
            Family::Constant(_)
                | Family::Uniform { .. }
                | Family::Triangular { .. }
                | Family::Exponential { .. }
                | Family::Pareto { .. }
                | Family::Discrete { .. }
                | Family::Empirical { .. }
        );
        let (mut octaves, mut cells) = (Vec::new(), Vec::new());
        if !direct {
            for upper in [false, true] {
                let fitter = Fitter::new(distribution, upper);
                for octave in 0..OCTAVES {
                    let logarithm = fitter.octave(octave, &mut cells);
                    octaves.push(((cells.len() - (1 << logarithm)) as u32, logarithm));
                }
            }
        }
        Cells { octaves: octaves.into(), cells: cells.into() }
    }
}
