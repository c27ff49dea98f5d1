//! Properties that hold for every sample.

use super::super::Sample;
use super::close;
use proptest::prelude::*;

fn values() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![Just(0.0), -1e6..1e6_f64], 1..60)
}

fn weighted_rows() -> impl Strategy<Value = Vec<(f64, u32)>> {
    let rows = prop::collection::vec((-1e3..1e3_f64, 0..6_u32), 1..40);
    rows.prop_filter("a positive weight", |rows| rows.iter().any(|row| row.1 > 0))
}

fn build(values: Vec<f64>) -> Sample {
    Sample::new(values).expect("a valid sample")
}

proptest! {
    /// Integer weights mean the same as repeated rows.
    #[test]
    fn weights_repeat_rows(
        rows in weighted_rows(),
        level in prop_oneof![0.0..=1.0_f64, Just(0.5), Just(0.75)],
    ) {
        let weights: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
        let weighted = Sample::weighted(rows.iter().map(|row| row.0).collect(), &weights).expect("valid");
        let repeated = build(rows.iter().flat_map(|&(x, n)| std::iter::repeat_n(x, n as usize)).collect());
        close(weighted.mean().value, repeated.mean().value, 1e-12);
        prop_assert_eq!(weighted.value_at_risk(level).value, repeated.value_at_risk(level).value);
        prop_assert_eq!(weighted.max(), repeated.max());
        if level < 0.999 {
            let expected = repeated.tail_value_at_risk(level).value;
            close(weighted.tail_value_at_risk(level).value, expected, 1e-9);
        }
        let share = weighted.probability_above(rows[0].0).value;
        close(share, repeated.probability_above(rows[0].0).value, 1e-12);
    }

    #[test]
    fn tail_is_at_least_its_quantile(values in values(), level in 0.0..=1.0_f64) {
        let sample = build(values);
        let (quantile, tail) = (sample.value_at_risk(level).value, sample.tail_value_at_risk(level).value);
        prop_assert!(tail >= quantile);
        prop_assert!(tail <= sample.max() + 1e-6);
    }

    #[test]
    fn scaling_scales_everything(values in values(), level in 0.0..0.99_f64, c in 1e-3..1e3_f64) {
        let (plain, scaled) = (build(values.clone()), build(values.iter().map(|x| c * x).collect()));
        let statistics = |sample: &Sample| {
            [sample.mean(), sample.sd(), sample.value_at_risk(level), sample.tail_value_at_risk(level)]
        };
        for (before, after) in statistics(&plain).into_iter().zip(statistics(&scaled)) {
            let size = c * 1e6;
            close(after.value / size, c * before.value / size, 1e-11);
            prop_assert_eq!(before.std_error.is_some(), after.std_error.is_some());
            if let (Some(before), Some(after)) = (before.std_error, after.std_error) {
                close(after / size, c * before / size, 1e-6);
            }
        }
    }

    #[test]
    fn shifting_keeps_the_deviation(values in values(), shift in -1e6..1e6_f64) {
        let (plain, shifted) = (build(values.clone()), build(values.iter().map(|x| x + shift).collect()));
        close(shifted.sd().value, plain.sd().value, 1e-9);
        close(shifted.mean().value, plain.mean().value + shift, 1e-12);
    }

    /// The order of the runs does not matter, to the last bit.
    #[test]
    fn order_does_not_matter(rows in weighted_rows(), level in 0.0..=1.0_f64, turn in 0..40_usize) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.reverse();
        let sample = |rows: &[(f64, u32)]| {
            let weights: Vec<f64> = rows.iter().map(|row| 0.1 * f64::from(row.1)).collect();
            Sample::weighted(rows.iter().map(|row| row.0).collect(), &weights).expect("valid")
        };
        let (a, b) = (sample(&rows), sample(&turned));
        prop_assert_eq!(a.value_at_risk(level), b.value_at_risk(level));
        prop_assert_eq!(a.tail_value_at_risk(level), b.tail_value_at_risk(level));
        prop_assert_eq!(a.mean(), b.mean());
        prop_assert_eq!(a.sd(), b.sd());
    }

    /// Every estimate lies inside its interval and is a number.
    #[test]
    fn estimates_lie_in_their_intervals(rows in weighted_rows(), level in 0.0..=1.0_f64) {
        let weights: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
        let sample = Sample::weighted(rows.iter().map(|row| row.0).collect(), &weights).expect("valid");
        for estimate in [
            sample.mean(),
            sample.sd(),
            sample.value_at_risk(level),
            sample.tail_value_at_risk(level),
            sample.probability_above(rows[0].0),
        ] {
            prop_assert!(estimate.value.is_finite());
            prop_assert!(estimate.std_error.is_none_or(|error| error.is_finite() && error >= 0.0));
            if let Some(interval) = estimate.interval {
                prop_assert!(interval.low.is_none_or(|low| low <= estimate.value));
                prop_assert!(interval.high.is_none_or(|high| high >= estimate.value));
            }
        }
    }
}
