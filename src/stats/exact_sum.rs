//! Sums without any rounding until they are read.

/// A running sum that is exact, so that neither the order of its summands nor that of merges changes what it comes to.
///
/// It is held as numbers of which none overlaps another (Shewchuk 1997, "Adaptive precision floating-point arithmetic and
/// fast robust geometric predicates"), seldom more than three. Exact as long as no partial sum overflows.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct ExactSum {
    /// In ascending order of size, none zero.
    parts: Vec<f64>,
}

impl ExactSum {
    /// Adds one number.
    pub fn add(&mut self, value: f64) {
        let mut sum = value;
        let mut kept = 0;
        for index in 0..self.parts.len() {
            let part = self.parts[index];
            // Knuth's error term: right whichever summand is larger.
            let total = sum + part;
            let added = total - sum;
            let lost = (sum - (total - added)) + (part - added);
            if lost != 0.0 {
                self.parts[kept] = lost;
                kept += 1;
            }
            sum = total;
        }
        self.parts.truncate(kept);
        if sum != 0.0 {
            self.parts.push(sum);
        }
    }

    /// Adds what another sum holds.
    pub fn merge(&mut self, other: &ExactSum) {
        other.parts.iter().for_each(|part| self.add(*part));
    }

    /// The sum so far, rounded once to the nearest number.
    pub fn value(&self) -> f64 {
        let mut parts = self.parts.iter().rev();
        let Some(&(mut sum)) = parts.next() else { return 0.0 };
        let mut lost = 0.0;
        for part in parts.by_ref() {
            let total = sum + part;
            lost = part - (total - sum);
            sum = total;
            if lost != 0.0 {
                break;
            }
        }
        // Halfway between two numbers, what follows decides.
        if let Some(next) = parts.next()
            && ((lost < 0.0 && *next < 0.0) || (lost > 0.0 && *next > 0.0))
        {
            let twice = lost * 2.0;
            let moved = sum + twice;
            if moved - sum == twice {
                sum = moved;
            }
        }
        sum
    }

    /// Whether all its parts are finite, as those of a sum that was read from somewhere might not be.
    pub fn is_finite(&self) -> bool {
        self.parts.iter().all(|part| part.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[f64]) -> ExactSum {
        let mut sum = ExactSum::default();
        values.iter().for_each(|value| sum.add(*value));
        sum
    }

    #[test]
    fn nothing_is_lost() {
        assert_eq!(of(&[]).value(), 0.0);
        assert_eq!(of(&[1e300, 1.0, -1e300]).value(), 1.0);
        assert_eq!(of(&[1.0, 1e100, 1.0, -1e100]).value(), 2.0);
        // Ten times the double nearest to 0.1 lies nearer to 1 than to its neighbours.
        assert_eq!(of(&[0.1; 10]).value(), 1.0);
        // 1 + 2^-53 is halfway between two numbers: a trifle decides, and without one the even number wins.
        let half = f64::EPSILON / 2.0;
        assert_eq!(of(&[1.0, half]).value(), 1.0);
        assert_eq!(of(&[1.0, half, 1e-300]).value(), 1.0 + f64::EPSILON);
        assert_eq!(of(&[1.0, half, -1e-300]).value(), 1.0);
        assert_eq!(of(&[-1.0, -half, -1e-300]).value(), -1.0 - f64::EPSILON);
    }

    proptest! {
        /// Whole numbers add up to what integers say, and any order and grouping gives the same bits.
        #[test]
        fn order_and_grouping_do_not_matter(
            numbers in prop::collection::vec((-(1_i64 << 52)..1 << 52, 0_u32..60), 0..40),
            cut in 0_usize..40,
        ) {
            let values: Vec<f64> =
                numbers.iter().map(|(mantissa, shift)| *mantissa as f64 * libm::ldexp(1.0, *shift as i32)).collect();
            let exact: i128 = numbers.iter().map(|(mantissa, shift)| i128::from(*mantissa) << shift).sum();
            let sum = of(&values);
            prop_assert_eq!(sum.value(), exact as f64);
            let (one, other) = values.split_at(cut.min(values.len()));
            let mut merged = of(other);
            merged.merge(&of(one));
            prop_assert_eq!(merged.value().to_bits(), sum.value().to_bits());
        }
    }
}
