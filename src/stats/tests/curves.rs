//! Exceedance curves.

use super::super::{ExceedanceCurve, Sample, SampleError, Sampling, exceedance_curve};
use super::close;

/// The curve of independent runs that all count the same.
fn plain(periods: &[&[f64]], probabilities: &[f64]) -> Result<ExceedanceCurve, SampleError> {
    let runs = periods.first().map_or(0, |period| period.len());
    exceedance_curve(periods, &Sampling::independent(runs), probabilities)
}

/// A few dozen losses, half of them zero.
fn column(seed: u64, runs: u64) -> Vec<f64> {
    (0..runs).map(|run| ((run * 7919 + seed * 104_729) % 1009) as f64 - 500.0).map(|x| x.max(0.0)).collect()
}

#[test]
fn one_period_is_value_at_risk() {
    let losses = column(1, 1000);
    let weights: Vec<f64> = (0..1000).map(|run| f64::from(run % 4)).collect();
    for weights in [None, Some(weights)] {
        let sampling = Sampling::new(1000, weights.clone(), None).expect("valid");
        let curve = exceedance_curve(&[&losses], &sampling, &[0.5, 0.1, 0.05, 1.0, 0.0]).expect("valid");
        let sample = sampling.sample(losses.clone()).expect("valid");
        for point in &curve.points {
            let expected = sample.value_at_risk(1.0 - point.probability);
            assert_eq!(point.loss, expected.value, "{}", point.probability);
            if weights.is_none() {
                let interval = expected.interval.expect("an interval");
                assert_eq!((point.low, point.high), (interval.low, interval.high), "{}", point.probability);
            }
        }
        let any = sample.probability_above(0.0);
        close(curve.probability_of_any.value, any.value, 1e-12);
        let (found, expected) = (curve.probability_of_any.std_error, any.std_error);
        close(found.expect("an error"), expected.expect("an error"), 1e-10);
    }
}

#[test]
fn periods_are_pooled() {
    let columns: Vec<Vec<f64>> = (0..5).map(|seed| column(seed, 400)).collect();
    let periods: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let pooled = Sample::new(columns.concat()).expect("valid");
    let curve = plain(&periods, &[0.2, 0.01]).expect("valid");
    for point in curve.points {
        assert_eq!(point.loss, pooled.value_at_risk(1.0 - point.probability).value);
    }
    assert_eq!(curve.probability_of_any.value, pooled.probability_above(0.0).value);
}

/// Five copies of a period tell no more than one.
#[test]
fn copies_add_nothing() {
    let losses = column(3, 2000);
    let single = plain(&[&losses], &[0.3, 0.05, 0.02]).expect("valid");
    let copies = plain(&[losses.as_slice(); 5], &[0.3, 0.05, 0.02]).expect("valid");
    assert_eq!(single.points, copies.points);
    let (one, five) = (single.probability_of_any.std_error, copies.probability_of_any.std_error);
    close(five.expect("an error"), one.expect("an error"), 1e-12);
}

#[test]
fn no_losses_at_all() {
    let zeros = vec![0.0; 50];
    let curve = plain(&[&zeros, &zeros], &[0.5, 0.01]).expect("valid");
    assert_eq!(curve.points.iter().map(|point| point.loss).collect::<Vec<_>>(), [0.0, 0.0]);
    assert_eq!((curve.points[0].high, curve.points[1].high), (Some(0.0), None));
    let interval = curve.probability_of_any.interval.expect("an interval");
    assert!(interval.high.is_some_and(|high| high > 0.05));
    let one_run = plain(&[&[3.0], &[0.0]], &[0.4]).expect("valid");
    assert_eq!((one_run.points[0].loss, one_run.points[0].high), (3.0, None));
    assert_eq!(one_run.probability_of_any.std_error, None);
}

#[test]
fn bad_input_is_refused() {
    let refused = |periods: &[&[f64]], probability| plain(periods, &[probability]).err();
    assert_eq!(refused(&[], 0.1), Some(SampleError::Empty));
    let uneven = SampleError::LengthMismatch { expected: 1, found: 2 };
    assert_eq!(refused(&[&[1.0], &[1.0, 2.0]], 0.1), Some(uneven));
    assert_eq!(refused(&[&[-1.0]], 0.1), Some(SampleError::NegativeLoss { index: 0, value: -1.0 }));
    assert_eq!(refused(&[&[1.0]], 1.5), Some(SampleError::BadProbability(1.5)));
}
