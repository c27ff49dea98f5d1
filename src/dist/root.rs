//! Where a rising function crosses zero, to the last digit.

/// Position of a number among all floating-point numbers, in ascending order; its own inverse on the bits.
fn position(x: f64) -> i64 {
    flip(x.to_bits() as i64)
}

fn at(position: i64) -> f64 {
    f64::from_bits(flip(position) as u64)
}

fn flip(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// The smallest floating-point number in `[low, high]` at which the non-decreasing `f` is zero or more, which
/// it is taken to be at `high`; jumps of `f` are found exactly.
///
/// False position with Illinois weights on the positions of the numbers (so that magnitude does not matter);
/// a step that does not halve the bracket is followed by a bisection: at most about 130 evaluations, some
/// 20 for a smooth `f`.
pub(crate) fn smallest(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let mut at_low = f(low);
    if at_low >= 0.0 || low >= high {
        return low;
    }
    let mut at_high = f(high);
    let (mut a, mut b) = (position(low), position(high));
    let (mut bisect, mut last) = (false, 0);
    while b.abs_diff(a) > 1 {
        let width = b.abs_diff(a);
        let share = at_low / (at_low - at_high);
        let smooth = !bisect && at_low.is_finite() && at_high.is_finite();
        let step = if smooth { (share * width as f64) as u64 } else { width / 2 };
        let middle = a.wrapping_add_unsigned(step.clamp(1, width - 1));
        let value = f(at(middle));
        if value < 0.0 {
            (a, at_low) = (middle, value);
            if last < 0 {
                at_high *= 0.5;
            }
            last = -1;
        } else {
            (b, at_high) = (middle, value);
            if last > 0 {
                at_low *= 0.5;
            }
            last = 1;
        }
        bisect = smooth && b.abs_diff(a) > width / 2;
    }
    at(b)
}
