//! Compensated summation.

/// Adds numbers in the order given and keeps the rounding error of every addition (Neumaier's method), so
/// that the result is about as exact as if it had been computed in twice the precision.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut total = Accumulator::default();
    for value in values {
        total.add(value);
    }
    total.value()
}

/// A running compensated sum.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Accumulator {
    total: f64,
    lost: f64,
}

impl Accumulator {
    /// Adds one number.
    pub(super) fn add(&mut self, value: f64) {
        // Knuth's form of the error term: right whichever summand is larger, and free of branches.
        let total = self.total + value;
        let added = total - self.total;
        self.lost += (self.total - (total - added)) + (value - added);
        self.total = total;
    }

    /// The sum so far.
    pub(super) fn value(self) -> f64 {
        self.total + self.lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_summands_survive_large_ones() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(sum(std::iter::repeat_n(0.1, 1_000_000)), 100_000.0);
        assert_eq!(sum([]), 0.0);
    }
}
