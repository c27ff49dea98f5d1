//! Weights and sums by bins of equal relative width.

use super::SummaryError;

/// Bins per doubling, as a power of two. A bin holds the numbers that agree in sign, exponent and so many leading
/// bits, so two numbers of a bin differ by at most this part of the smaller one.
const LEADING_BITS: u32 = 10;

/// How far a number may be from another one of its bin, relative to it: 1/1024.
pub const RELATIVE_ERROR: f64 = 1.0 / (1_u32 << LEADING_BITS) as f64;

/// The largest weight.
const LARGEST_WEIGHT: f64 = 8_192.0;

/// Weights are whole multiples of 2^-32.
const UNITS: f64 = 4_294_967_296.0;

/// Units of weight that a summary holds at most: times a mantissa below 2^53 they fit an integer. Enough for
/// 8.8e12 values of weight 1.
pub(super) const MOST_UNITS: u128 = 1 << 75;

pub(super) const BINS: usize = 1 << LEADING_BITS;
pub(super) const EXPONENTS: usize = 2_048;
const MANTISSA_BITS: u32 = 52;

/// Integers only, so that neither the order of the runs nor that of a merge matters.
#[derive(Debug, Clone, Default)]
pub(super) struct Bins {
    pub(super) zero: u128,
    pub(super) negative: Side,
    pub(super) positive: Side,
}

/// The numbers of one sign: `[exponent][leading bits]`, an exponent being there once it is met.
#[derive(Debug, Clone, Default)]
pub(super) struct Side(pub(super) Vec<Option<Box<[Cell]>>>);

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    /// Units of weight.
    pub weight: u128,
    /// Units of weight times mantissas, each a whole number below 2^53.
    pub sum: u128,
}

/// A bin with something in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bin {
    /// Where it begins and ends, the smaller number first.
    pub ends: [f64; 2],
    /// Mean of what is in it.
    pub mean: f64,
    /// Units of weight in it.
    pub weight: u128,
}

/// A weight in units.
pub(super) fn units(index: usize, weight: f64) -> Result<u64, SummaryError> {
    if (0.0..=LARGEST_WEIGHT).contains(&weight) {
        return Ok((weight * UNITS).round() as u64);
    }
    Err(SummaryError::BadWeight { index, weight, largest: LARGEST_WEIGHT })
}

/// Units of weight as a weight.
pub(super) fn weight_of(units: u128) -> f64 {
    units as f64 / UNITS
}

impl Bins {
    /// Adds so many units of weight of a finite number. Numbers below 2.3e-308 in size count as zero.
    pub fn add(&mut self, value: f64, units: u128) {
        let bits = value.to_bits();
        let exponent = (bits >> MANTISSA_BITS) as usize & (EXPONENTS - 1);
        if exponent == 0 {
            self.zero += units;
            return;
        }
        let mantissa = (bits & ((1 << MANTISSA_BITS) - 1)) | (1 << MANTISSA_BITS);
        let leading = (bits >> (MANTISSA_BITS - LEADING_BITS)) as usize & (BINS - 1);
        let side = if value < 0.0 { &mut self.negative } else { &mut self.positive };
        let cell = &mut side.page(exponent)[leading];
        cell.weight += units;
        cell.sum += units * u128::from(mantissa);
    }

    /// Adds what is in the bins of `other`.
    pub fn merge(&mut self, other: &Bins) {
        self.zero += other.zero;
        for (side, other) in [(&mut self.negative, &other.negative), (&mut self.positive, &other.positive)] {
            for (exponent, page) in other.0.iter().enumerate() {
                let Some(page) = page else { continue };
                for (cell, other) in side.page(exponent).iter_mut().zip(page) {
                    cell.weight += other.weight;
                    cell.sum += other.sum;
                }
            }
        }
    }

    /// What is in the bins, in ascending order of the numbers.
    pub fn ascending(&self) -> Vec<Bin> {
        let mut bins = self.negative.ascending();
        bins.iter_mut().for_each(|bin| (bin.ends, bin.mean) = ([-bin.ends[1], -bin.ends[0]], -bin.mean));
        bins.reverse();
        bins.extend((self.zero > 0).then_some(Bin { ends: [0.0; 2], mean: 0.0, weight: self.zero }));
        bins.extend(self.positive.ascending());
        bins
    }

    /// Memory taken, bytes.
    pub fn bytes(&self) -> usize {
        [&self.negative, &self.positive].into_iter().map(Side::bytes).sum()
    }
}

impl Side {
    pub(super) fn page(&mut self, exponent: usize) -> &mut [Cell] {
        if self.0.is_empty() {
            self.0.resize(EXPONENTS, None);
        }
        self.0[exponent].get_or_insert_with(|| vec![Cell::default(); BINS].into_boxed_slice())
    }

    fn ascending(&self) -> Vec<Bin> {
        let mut bins = Vec::new();
        for (exponent, page) in self.0.iter().enumerate() {
            let filled =
                page.iter().flat_map(|page| page.iter().enumerate()).filter(|(_, cell)| cell.weight > 0);
            // The size of the mantissa's last bit, and of the last of the leading bits.
            let last = libm::ldexp(1.0, exponent as i32 - 1_075);
            let step = libm::ldexp(1.0, exponent as i32 - 1_023 - LEADING_BITS as i32);
            bins.extend(filled.map(|(leading, cell)| {
                let ends = [leading, leading + 1].map(|leading| (BINS + leading) as f64 * step);
                let mean = cell.sum as f64 / cell.weight as f64 * last;
                Bin { ends, mean: mean.clamp(ends[0], ends[1]), weight: cell.weight }
            }));
        }
        bins
    }

    fn bytes(&self) -> usize {
        let pages = self.0.iter().flatten().count();
        self.0.len() * size_of::<Option<Box<[Cell]>>>() + pages * BINS * size_of::<Cell>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_in_its_bin() {
        for value in [1.0, 1.999, 1e-3, 12_345_678.9, 5e59, 3e-300, -7.0, -1e9 - 0.5, 0.0, -0.0, 1e-310] {
            let mut bins = Bins::default();
            bins.add(value, u128::from(units(0, 1.0).unwrap()));
            let [bin] = bins.ascending()[..] else { panic!("one bin") };
            let value = if value.abs() < 1e-300 { 0.0 } else { value };
            assert!(bin.ends[0] <= value && value <= bin.ends[1], "{value} in {:?}", bin.ends);
            assert!(bin.ends[1] - bin.ends[0] <= RELATIVE_ERROR * value.abs(), "{value} in {:?}", bin.ends);
            assert!((bin.mean - value).abs() <= 1e-15 * value.abs(), "{value} against {}", bin.mean);
        }
    }

    #[test]
    fn bins_ascend() {
        let mut bins = Bins::default();
        for value in [3.0, -2.0, 0.0, 1e6, -5e6, 3.000_000_1, -2.5] {
            bins.add(value, 1);
        }
        let means: Vec<f64> = bins.ascending().iter().map(|bin| bin.mean).collect();
        assert_eq!(means.len(), 6);
        assert!(means.is_sorted(), "{means:?}");
        assert_eq!(bins.bytes(), 2 * EXPONENTS * 16 + 4 * BINS * 32);
    }

    #[test]
    fn weights_beyond_the_range_are_refused() {
        assert_eq!(units(0, 0.5).unwrap(), 1 << 31);
        for weight in [-1.0, 8_193.0, f64::NAN] {
            assert!(units(0, weight).is_err());
        }
    }
}
