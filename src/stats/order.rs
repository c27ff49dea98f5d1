//! Sorting columns of runs.
//!
//! Many columns hold their smallest value in most runs (no loss, a cost without incidents): these values are set apart
//! before the others are sorted.

/// In ascending order. Adding zero turns -0 into 0, so that equal values have one representation.
pub(super) fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.map(|value| value + 0.0).collect();
    let least = least(&sorted);
    let mut others = 0;
    for place in 0..sorted.len() {
        let value = sorted[place];
        sorted[others] = value;
        others += usize::from(value != least);
    }
    let first = sorted.len() - others;
    sorted.copy_within(..others, first);
    sorted[..first].fill(least);
    let others = &mut sorted[first..];
    let leading = Leading::of(others.iter().map(|value| ordered_bits(*value)));
    let key = |value: &f64| leading.key(ordered_bits(*value));
    radsort::sort_by_key(others, key);
    if leading.left_out > 0 {
        let alike = others.chunk_by_mut(|a, b| key(a) == key(b)).filter(|alike| alike.len() > 1);
        alike.for_each(|alike| alike.sort_unstable_by(f64::total_cmp));
    }
    sorted
}

/// Positions in the ascending order of their values, of which none may be -0; those of equal values stay in their order.
pub(super) fn ascending(values: &[f64]) -> Vec<u64> {
    let least = least(values);
    let equal = values.iter().filter(|value| **value == least).count();
    let mut order = vec![0; values.len()];
    let (mut first, mut other) = (0, equal);
    for (position, &value) in values.iter().enumerate() {
        let is_least = value == least;
        order[if is_least { first } else { other }] = position as u64;
        first += usize::from(is_least);
        other += usize::from(!is_least);
    }
    sort_by_bits(&mut order[equal..], |position| ordered_bits(values[position as usize]));
    order
}

/// Sorts ascending positions from the largest of their positive values to the smallest; those of equal values stay in their
/// order.
pub(super) fn descending(positions: &mut [u64], value: impl Fn(u64) -> f64) {
    sort_by_bits(positions, |position| !value(position).to_bits());
}

fn sort_by_bits(positions: &mut [u64], bits: impl Fn(u64) -> u64) {
    match positions.last() {
        Some(&last) if last > u64::from(u32::MAX) => positions.sort_by_key(|&position| bits(position)),
        _ => sort_positions(positions, bits),
    }
}

/// Sorts ascending positions of at most 32 bits by the bits of their values, equal ones in their order: as words of the
/// leading bits of a value and its position.
fn sort_positions(words: &mut [u64], bits: impl Fn(u64) -> u64) {
    let leading = Leading::of(words.iter().map(|&position| bits(position)));
    let of_word = |word: u64| (word >> u32::BITS) as u32;
    words.iter_mut().for_each(|word| *word |= u64::from(leading.key(bits(*word))) << u32::BITS);
    radsort::sort_by_key(words, |word| of_word(*word));
    if leading.left_out > 0 {
        let alike = words.chunk_by_mut(|a, b| of_word(*a) == of_word(*b)).filter(|alike| alike.len() > 1);
        alike.for_each(|alike| alike.sort_unstable_by_key(|&word| (bits(position(word)), word)));
    }
    words.iter_mut().for_each(|word| *word = position(*word));
}

/// The 32 bits of values from the highest on in which they differ: half the work of all 64, and values that agree in them
/// are few.
#[derive(Clone, Copy)]
struct Leading {
    low: u64,
    /// Bits below those.
    left_out: u32,
}

impl Leading {
    fn of(bits: impl Iterator<Item = u64>) -> Self {
        let (low, high) = bits.fold((u64::MAX, 0), |(low, high), bits| (low.min(bits), high.max(bits)));
        let differ = u64::BITS - high.saturating_sub(low).leading_zeros();
        Leading { low, left_out: differ.saturating_sub(u32::BITS) }
    }

    fn key(self, bits: u64) -> u32 {
        ((bits - self.low) >> self.left_out) as u32
    }
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn position(word: u64) -> u64 {
    word & u64::from(u32::MAX)
}

/// Bits that rise with the value.
fn ordered_bits(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() { !bits } else { bits | 1 << (u64::BITS - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    /// Values with ties, of either sign, far apart and closer to each other than 32 bits can tell.
    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            Just(0.0),
            (0..4_i32).prop_map(f64::from),
            -1e9..1e9,
            (-9..9_i32).prop_map(|exponent| libm::ldexp(1.5, 30 * exponent)),
            (0..9_i32).prop_map(|step| 1.0 + f64::from(step) * f64::EPSILON),
        ]
    }

    proptest! {
        #[test]
        fn as_a_stable_sort(values in vec(value(), 0..300)) {
            let order = ascending(&values);
            let mut expected: Vec<u64> = (0..values.len() as u64).collect();
            expected.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
            prop_assert_eq!(&order, &expected);
            let in_order: Vec<f64> = order.iter().map(|&position| values[position as usize]).collect();
            prop_assert_eq!(sorted(values.iter().copied()), in_order);
        }

        #[test]
        fn from_the_largest(values in vec(value(), 0..300)) {
            let positive = (0..values.len() as u64).filter(|&position| values[position as usize] > 0.0);
            let mut positions: Vec<u64> = positive.collect();
            let mut expected = positions.clone();
            expected.sort_by(|&a, &b| values[b as usize].total_cmp(&values[a as usize]));
            descending(&mut positions, |position| values[position as usize]);
            prop_assert_eq!(positions, expected);
        }
    }

    #[test]
    fn zeros_are_one_value() {
        let bits =
            |values: &[f64]| sorted(values.iter().copied()).iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&[0.0, -0.0, -1.0]), [-1.0, 0.0, 0.0].map(f64::to_bits));
        assert_eq!(bits(&[-0.0]), [0]);
        assert!(bits(&[]).is_empty());
    }
}
