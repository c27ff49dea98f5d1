//! Why a set of numbers is not a sample.

/// The largest magnitude accepted, small enough that squares and sums of squares stay finite.
const LARGEST: f64 = 1e150;

/// What is wrong with the numbers given for a sample or a curve.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum SampleError {
    /// There is no value.
    #[error("a sample needs at least one value")]
    Empty,
    /// A value is not a number, infinite or beyond 1e150 in size.
    #[error("value {index} is {value}; values must be finite and at most 1e150 in size")]
    BadValue {
        /// Its position, counted from 0.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A weight is not a number, infinite, negative or beyond 1e150.
    #[error("weight {index} is {weight}; weights must be between 0 and 1e150")]
    BadWeight {
        /// Its position, counted from 0.
        index: usize,
        /// The weight.
        weight: f64,
    },
    /// Every weight is zero.
    #[error("all weights are zero")]
    ZeroWeights,
    /// Two columns that belong together differ in length.
    #[error("expected {expected} numbers, found {found}")]
    LengthMismatch {
        /// Length of the first column.
        expected: usize,
        /// Length of the other.
        found: usize,
    },
    /// A loss on an exceedance curve is negative.
    #[error("loss {index} is {value}; losses on an exceedance curve cannot be negative")]
    NegativeLoss {
        /// Its position in its column, counted from 0.
        index: usize,
        /// The loss.
        value: f64,
    },
    /// An exceedance probability lies outside 0 to 1.
    #[error("{0} is not a probability")]
    BadProbability(f64),
}

/// Refuses an empty column and values that are not usable numbers.
pub(super) fn check_values(values: &[f64]) -> Result<(), SampleError> {
    if values.is_empty() {
        return Err(SampleError::Empty);
    }
    // NaN fails every comparison, so it fails this one too.
    match values.iter().position(|value| value.abs().partial_cmp(&LARGEST).is_none_or(|order| order.is_gt()))
    {
        Some(index) => Err(SampleError::BadValue { index, value: values[index] }),
        None => Ok(()),
    }
}

/// Refuses weights that do not match `length` values, are not usable, or are all zero.
pub(super) fn check_weights(weights: &[f64], length: usize) -> Result<(), SampleError> {
    if weights.len() != length {
        return Err(SampleError::LengthMismatch { expected: length, found: weights.len() });
    }
    if let Some(index) = weights.iter().position(|weight| !(0.0..=LARGEST).contains(weight)) {
        return Err(SampleError::BadWeight { index, weight: weights[index] });
    }
    if weights.iter().all(|&weight| weight == 0.0) {
        return Err(SampleError::ZeroWeights);
    }
    Ok(())
}

/// Weights scaled by a power of two so that the largest lies between a half and one: exact, and sums of
/// their squares neither overflow nor vanish. `None` if all positive weights are equal.
pub(super) fn scaled_weights(weights: &[f64]) -> Option<Vec<f64>> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if weights.iter().all(|&weight| weight == 0.0 || weight == largest) {
        return None;
    }
    let (_, exponent) = libm::frexp(largest);
    Some(weights.iter().map(|&weight| libm::ldexp(weight, -exponent)).collect())
}
