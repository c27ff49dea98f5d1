//! Bins as they are kept in files: those that something is in.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::bins::{BINS, Bins, Cell, EXPONENTS, MOST_UNITS, Side};

/// Bits of a mantissa.
const MANTISSA: u32 = 53;

/// Bins that something is in, in ascending order of the size of their numbers.
#[derive(Serialize, Deserialize)]
struct Sparse {
    zero: u128,
    negative: Vec<Filled>,
    positive: Vec<Filled>,
}

/// A bin: how many empty ones lie between the one before and this one, units of weight, and those times mantissas.
type Filled = (u32, u128, u128);

impl Serialize for Bins {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Bins { zero, negative, positive } = self;
        Sparse { zero: *zero, negative: filled(negative), positive: filled(positive) }.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Bins {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let sparse = Sparse::deserialize(from)?;
        let side = |filled| side(filled).ok_or_else(|| D::Error::custom("there are no such bins"));
        Ok(Bins { zero: sparse.zero, negative: side(sparse.negative)?, positive: side(sparse.positive)? })
    }
}

fn filled(side: &Side) -> Vec<Filled> {
    let mut filled = Vec::new();
    let mut next = 0;
    for (exponent, page) in side.0.iter().enumerate() {
        for (leading, cell) in page.iter().flat_map(|page| page.iter().enumerate()) {
            if cell.weight > 0 {
                let position = exponent * BINS + leading;
                // At most 2^21 bins.
                filled.push(((position - next) as u32, cell.weight, cell.sum));
                next = position + 1;
            }
        }
    }
    filled
}

/// `None` where there are no such bins.
fn side(filled: Vec<Filled>) -> Option<Side> {
    let mut side = Side::default();
    let mut next = 0;
    for (gap, weight, sum) in filled {
        let position = next + gap as usize;
        let (exponent, leading) = (position / BINS, position % BINS);
        // The last exponent is that of infinity, the first that of numbers that count as zero.
        let is_bin = (1..EXPONENTS - 1).contains(&exponent);
        if !is_bin || weight == 0 || weight > MOST_UNITS || sum >> MANTISSA >= weight {
            return None;
        }
        side.page(exponent)[leading] = Cell { weight, sum };
        next = position + 1;
    }
    Some(side)
}
