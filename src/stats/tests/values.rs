//! Known values and edge cases.

use super::super::{Estimate, Interval, Sample, SampleError};
use super::close;
use crate::cases::case;

fn sample(values: &[f64]) -> Sample {
    Sample::new(values.to_vec()).expect("a valid sample")
}

/// Case I07 of tests/data/cases.json.
#[test]
fn quantiles_of_one_to_ten() {
    let case = case("I07");
    let values: Vec<f64> = case["inputs"]["sample"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(serde_json::Value::as_f64)
        .collect();
    let sample = sample(&values);
    let expected = case["expected"].as_object().expect("an object");
    assert_eq!(expected.len(), 8);
    for (name, value) in expected {
        let (statistic, percent) = name.split_once('R').expect("VaR or TVaR and a level");
        let level = percent.parse::<f64>().expect("a level") / 100.0;
        let estimate = match statistic {
            "Va" => sample.value_at_risk(level),
            _ => sample.tail_value_at_risk(level),
        };
        close(estimate.value, value.as_f64().expect("a number"), 1e-9);
    }
}

#[test]
fn classical_formulas() {
    let sample = sample(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    let mean = sample.mean();
    assert_eq!(mean.value, 5.0);
    let deviation = (32.0_f64 / 7.0).sqrt();
    close(mean.std_error.expect("a standard error"), deviation / 8.0_f64.sqrt(), 1e-15);
    close(sample.sd().value, deviation, 1e-15);
    // Fourth central moment 44.5, variance 4: sqrt((44.5 - 16) / 8) / (2 × 2).
    close(sample.sd().std_error.expect("a standard error"), (28.5_f64 / 8.0).sqrt() / 4.0, 1e-14);
    let share = sample.probability_above(4.0);
    assert_eq!(share.value, 0.5);
    close(share.std_error.expect("a standard error"), (0.25_f64 / 8.0).sqrt(), 1e-15);
    let wilson = share.interval.expect("an interval");
    close(wilson.low.expect("a low end"), 0.215_216, 1e-6);
    close(wilson.high.expect("a high end"), 0.784_784, 1e-6);
    // Excess over 5 at level 0.75: (2, 4) of 8, then over a quarter.
    let tail = sample.tail_value_at_risk(0.75);
    close(tail.value, 8.0, 1e-15);
    let squares: f64 = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 4.0].iter().map(|y| (y - 0.75_f64).powi(2)).sum();
    close(tail.std_error.expect("a standard error"), (squares / 7.0 / 8.0).sqrt() / 0.25, 1e-14);
}

#[test]
fn one_run_has_no_error() {
    let sample = sample(&[7.0]);
    for estimate in [sample.mean(), sample.value_at_risk(0.5), sample.tail_value_at_risk(0.9)] {
        assert_eq!(estimate, Estimate::of_unknown_error(7.0));
    }
    assert_eq!(sample.sd(), Estimate::of_unknown_error(0.0));
    assert_eq!(sample.probability_above(1.0), Estimate::of_unknown_error(1.0));
    assert_eq!(Sample::weighted(vec![7.0, 9.0], &[2.0, 0.0]).expect("valid").mean(), sample.mean());
}

#[test]
fn equal_values_have_no_spread() {
    let sample = sample(&[0.1; 1000]);
    assert!(sample.is_constant());
    assert_eq!(sample.mean(), Estimate::exact(0.1));
    assert_eq!(sample.sd(), Estimate::exact(0.0));
    assert_eq!(sample.tail_value_at_risk(0.95), Estimate::exact(0.1));
    assert_eq!(sample.value_at_risk(0.95), Estimate::exact(0.1));
    // A thousand runs cannot say that nothing happens once in a thousand.
    let open = Interval { low: Some(0.1), high: None };
    assert_eq!(sample.value_at_risk(0.999).interval, Some(open));
}

#[test]
fn levels_at_the_ends() {
    let sample = sample(&[3.0, 1.0, 2.0]);
    assert_eq!(sample.value_at_risk(0.0).value, 1.0);
    assert_eq!(sample.value_at_risk(0.0).interval, Some(Interval { low: None, high: Some(1.0) }));
    assert_eq!(sample.tail_value_at_risk(0.0).value, 2.0);
    assert_eq!(sample.tail_value_at_risk(0.0).std_error, sample.mean().std_error);
    assert_eq!(sample.value_at_risk(1.0).value, 3.0);
    assert_eq!(sample.tail_value_at_risk(1.0), Estimate::of_unknown_error(3.0));
    assert_eq!(sample.value_at_risk(f64::NAN).value, 1.0);
    assert_eq!(sample.value_at_risk(7.0).value, 3.0);
    assert_eq!(sample.values(), [3.0, 1.0, 2.0]);
}

#[test]
fn whole_ranks_survive_rounding() {
    let sample = sample(&(1..=100).map(f64::from).collect::<Vec<_>>());
    for percent in 1..=100 {
        let level = f64::from(percent) / 100.0;
        assert_eq!(sample.value_at_risk(level).value, f64::from(percent));
        assert_eq!(sample.value_at_risk(1.0 - (1.0 - level)).value, f64::from(percent));
    }
}

#[test]
fn probabilities_at_the_ends_keep_a_width() {
    let values: Vec<f64> = (1..=100).map(f64::from).collect();
    let weights: Vec<f64> = (1..=100).map(f64::from).collect();
    let weighted = Sample::weighted(values.clone(), &weights).expect("valid");
    for sample in [sample(&values), weighted] {
        let never = sample.probability_above(100.0);
        let interval = never.interval.expect("an interval");
        assert_eq!((never.value, interval.low), (0.0, Some(0.0)));
        assert!(interval.high.is_some_and(|high| high > 0.03 && high < 0.06));
        let always = sample.probability_above(0.0);
        let interval = always.interval.expect("an interval");
        assert_eq!((always.value, interval.high), (1.0, Some(1.0)));
        assert!(interval.low.is_some_and(|low| low < 0.97 && low > 0.94));
    }
}

#[test]
fn equal_weights_change_nothing() {
    let values = vec![0.3, -1.7, 22.1, 4.4, 0.3];
    let plain = sample(&values);
    let weighted = Sample::weighted(values.clone(), &[0.2; 5]).expect("valid");
    let mut padded_values = values;
    padded_values.push(1e9);
    let padded = Sample::weighted(padded_values, &[3.0, 3.0, 3.0, 3.0, 3.0, 0.0]).expect("valid");
    assert_eq!(padded.len(), 6);
    for other in [weighted, padded] {
        assert_eq!(other.effective_size(), 5.0);
        assert_eq!(other.max(), 22.1);
        assert_eq!(other.mean(), plain.mean());
        assert_eq!(other.sd(), plain.sd());
        assert_eq!(other.value_at_risk(0.7), plain.value_at_risk(0.7));
        assert_eq!(other.tail_value_at_risk(0.7), plain.tail_value_at_risk(0.7));
        assert_eq!(other.probability_above(0.3), plain.probability_above(0.3));
    }
}

#[test]
fn effective_size_is_kishs() {
    let sample = Sample::weighted(vec![1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]).expect("valid");
    close(sample.effective_size(), 36.0 / 14.0, 1e-15);
    let tiny = Sample::weighted(vec![1.0, 2.0], &[1e-200, 1e-250]).expect("valid");
    assert_eq!(tiny.effective_size(), 1.0);
    assert!(tiny.value_at_risk(0.5).interval.is_some());
}

#[test]
fn bad_numbers_are_refused() {
    assert_eq!(Sample::new(vec![]).err(), Some(SampleError::Empty));
    assert!(matches!(Sample::new(vec![1.0, f64::NAN]), Err(SampleError::BadValue { index: 1, .. })));
    assert!(matches!(Sample::new(vec![f64::INFINITY]), Err(SampleError::BadValue { index: 0, .. })));
    assert!(matches!(Sample::new(vec![1e160]), Err(SampleError::BadValue { .. })));
    let weighted = |weights: &[f64]| Sample::weighted(vec![1.0, 2.0], weights).err();
    assert_eq!(weighted(&[1.0]), Some(SampleError::LengthMismatch { expected: 2, found: 1 }));
    assert_eq!(weighted(&[0.0, 0.0]), Some(SampleError::ZeroWeights));
    assert_eq!(weighted(&[1.0, -1.0]), Some(SampleError::BadWeight { index: 1, weight: -1.0 }));
    assert!(matches!(weighted(&[f64::NAN, 1.0]), Some(SampleError::BadWeight { index: 0, .. })));
}
