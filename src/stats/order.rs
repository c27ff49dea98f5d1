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
    radsort::sort(&mut sorted[first..]);
    sorted
}

/// Positions in the ascending order of their values, of which none may be -0; those of equal values stay in their order.
///
/// What is sorted are words of 32 bits of a value, from the highest on in which values differ, and the 32 bits of its
/// position. Values that agree in these bits are then compared.
pub(super) fn ascending(values: &[f64]) -> Vec<usize> {
    if values.len() > u32::MAX as usize {
        return by_comparison(values);
    }
    let least = least(values);
    let (mut order, mut words) = (vec![0; values.len()], vec![0_u64; values.len()]);
    let (mut equal, mut others) = (0, 0);
    for (position, &value) in values.iter().enumerate() {
        order[equal] = position;
        words[others] = position as u64;
        equal += usize::from(value == least);
        others += usize::from(value != least);
    }
    order.truncate(equal);
    words.truncate(others);

    let value = |word: u64| values[position(word)];
    let ends = words.iter().map(|&word| ordered_bits(value(word)));
    let (low, high) = ends.fold((u64::MAX, 0), |(low, high), bits| (low.min(bits), high.max(bits)));
    let left_out = (u64::BITS - high.saturating_sub(low).leading_zeros()).saturating_sub(u32::BITS);
    words.iter_mut().for_each(|word| *word |= ((ordered_bits(value(*word)) - low) >> left_out) << u32::BITS);
    radsort::sort_by_key(&mut words, |word| leading(*word));
    if left_out > 0 {
        for alike in words.chunk_by_mut(|a, b| leading(*a) == leading(*b)) {
            if !alike.is_sorted_by(|&a, &b| value(a) <= value(b)) {
                alike.sort_unstable_by(|&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
            }
        }
    }
    order.extend(words.into_iter().map(position));
    order
}

fn by_comparison(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    order
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn position(word: u64) -> usize {
    word as u32 as usize
}

fn leading(word: u64) -> u32 {
    (word >> u32::BITS) as u32
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
            prop_assert_eq!(&order, &by_comparison(&values));
            let in_order: Vec<f64> = order.iter().map(|&position| values[position]).collect();
            prop_assert_eq!(sorted(values.iter().copied()), in_order);
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
