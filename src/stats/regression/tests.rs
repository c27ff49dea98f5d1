use super::*;
use crate::stats::{foresight, information, nested_information, normal_information, sum};

/// Uniforms that need no generator: the fractional parts of multiples of irrational numbers, scrambled by sine.
pub(in crate::stats) fn uniform(run: usize, stream: u32) -> f64 {
    let factors = [12.989_8, 78.233, 37.719, 94.673, 53.117, 29.411, 61.907, 83.749];
    let phase = (run as f64 + 1.0) * factors[stream as usize % factors.len()];
    let value = libm::sin(phase + f64::from(stream)) * 43_758.545_3;
    (value - value.floor()).clamp(1e-12, 1.0 - 1e-12)
}

/// A standard normal by Box and Muller.
fn normal(run: usize, stream: u32) -> f64 {
    let (u, v) = (uniform(run, 2 * stream), uniform(run, 2 * stream + 1));
    (-2.0 * libm::log(u)).sqrt() * libm::cos(2.0 * std::f64::consts::PI * v)
}

fn column(runs: usize, of: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..runs).map(of).collect()
}

fn within(estimate: Estimate, expected: f64, errors: f64) {
    let error = estimate.std_error.unwrap();
    assert!((estimate.value - expected).abs() < errors * error, "{estimate:?} against {expected}");
}

fn value_of(sampling: &Sampling, regressors: &[Regressor], savings: &[&[f64]]) -> Estimate {
    information(sampling, &regress(sampling, regressors, savings).unwrap()).unwrap().value
}

/// Saving = -1 + 2 x + y + noise for standard normal x and y: knowing x is worth that of N(-1, 2²), both that of
/// N(-1, 5), and everything, noise included, that of N(-1, 14).
#[test]
fn two_normal_inputs() {
    let runs = 20_000;
    let (x, y) = (column(runs, |run| normal(run, 0)), column(runs, |run| normal(run, 1)));
    let saving = column(runs, |run| -1.0 + 2.0 * x[run] + y[run] + 3.0 * normal(run, 2));
    let sampling = Sampling::independent(runs);
    let (of_x, of_y) = (Regressor::Number(&x), Regressor::Number(&y));
    let savings: [&[f64]; 1] = [&saving];
    let value = |regressors: &[Regressor]| value_of(&sampling, regressors, &savings);
    let (alone, other, both) = (
        value(std::slice::from_ref(&of_x)),
        value(std::slice::from_ref(&of_y)),
        value(&[of_x.clone(), of_y.clone()]),
    );
    within(alone, normal_information(1.0, 2.0), 4.0);
    within(other, normal_information(1.0, 1.0), 4.0);
    within(both, normal_information(1.0, 5.0_f64.sqrt()), 4.0);
    assert!(other.value < alone.value && alone.value < both.value);
    within(foresight(&sampling, &savings).unwrap(), normal_information(1.0, 14.0_f64.sqrt()), 4.0);
}

/// What has nothing to do with the saving is worth nothing, and does not lessen the worth of the rest.
#[test]
fn an_irrelevant_input_is_worth_nothing() {
    let runs = 10_000;
    let (x, y) = (column(runs, |run| normal(run, 0)), column(runs, |run| normal(run, 1)));
    let saving = column(runs, |run| -0.5 + x[run] + normal(run, 2));
    let sampling = Sampling::independent(runs);
    let nothing = value_of(&sampling, &[Regressor::Number(&y)], &[&saving]);
    assert!(nothing.value < 0.002, "{nothing:?}");
    let alone = value_of(&sampling, &[Regressor::Number(&x)], &[&saving]);
    let both = value_of(&sampling, &[Regressor::Number(&x), Regressor::Number(&y)], &[&saving]);
    assert!((both.value - alone.value).abs() < 2.0 * alone.std_error.unwrap(), "{alone:?} {both:?}");
}

/// The stated standard error is the spread of the estimate over repetitions, within the error of 60 of them; and with
/// weights and replicates the value is the same.
#[test]
fn the_error_is_that_of_repetitions() {
    let runs = 2_000;
    let mut values = Vec::new();
    let mut errors = Vec::new();
    for repetition in 0..60 {
        let at = |run: usize| repetition * runs + run;
        let x = column(runs, |run| normal(at(run), 0));
        let saving = column(runs, |run| -1.0 + x[run] + 2.0 * normal(at(run), 1));
        // Likelier runs counted less: the law of x and the noise stays as it was.
        let weights = column(runs, |run| if uniform(at(run), 7) < 0.5 { 0.5 } else { 1.5 });
        let sampling = Sampling::new(runs, Some(weights), Some(50)).unwrap();
        let estimate = value_of(&sampling, &[Regressor::Number(&x)], &[&saving]);
        values.push(estimate.value);
        errors.push(estimate.std_error.unwrap());
    }
    let count = values.len() as f64;
    let mean = sum(values.iter().copied()) / count;
    let spread = (sum(values.iter().map(|value| (value - mean).powi(2))) / (count - 1.0)).sqrt();
    let stated = sum(errors) / count;
    assert!((stated / spread - 1.0).abs() < 4.0 / (2.0 * count).sqrt(), "{stated} against {spread}");
    let expected = normal_information(1.0, 1.0);
    assert!((mean - expected).abs() < 4.0 * spread / count.sqrt(), "{mean} against {expected}");
}

/// A product of a class and a number: the value of both needs their interaction. Saving = c x - 1 with c in {0, 2} and
/// normal x: half of E[max(0, 2 x - 1)].
#[test]
fn products_of_inputs_are_seen() {
    let runs = 20_000;
    let x = column(runs, |run| normal(run, 0));
    let class = column(runs, |run| f64::from(u8::from(uniform(run, 3) < 0.5)));
    let saving = column(runs, |run| 2.0 * class[run] * x[run] - 1.0 + normal(run, 1));
    let sampling = Sampling::independent(runs);
    let both = value_of(&sampling, &[Regressor::Number(&x), Regressor::Class(&class, 2)], &[&saving]);
    within(both, 0.5 * normal_information(1.0, 2.0), 4.0);
}

/// Three options, by a nested loop and by regression, agree: the savings are x - 1 and 1 / 2 - x.
#[test]
fn nested_and_regression_agree() {
    let draws: Vec<Vec<f64>> = (0..2_000)
        .map(|draw| {
            let x = normal(draw, 0);
            let noise = |option: usize| {
                sum((0..50).map(|run| normal(1_000_000 + draw * 100 + 50 * option + run, 1))) / 50.0
            };
            vec![x - 1.0 + noise(0), -0.5 - x + noise(1)]
        })
        .collect();
    let nested = nested_information(&draws).unwrap();
    let runs = 20_000;
    let x = column(runs, |run| normal(run, 0));
    let first = column(runs, |run| x[run] - 1.0 + normal(run, 1));
    let second = column(runs, |run| -0.5 - x[run] + normal(run, 2));
    let value = value_of(&Sampling::independent(runs), &[Regressor::Number(&x)], &[&first, &second]);
    let error = value.std_error.unwrap().hypot(nested.std_error.unwrap());
    // Means of 50 exaggerate a little: by less than their variance, 1 / 50, over the spread of 1.
    assert!((value.value - nested.value).abs() < 4.0 * error + 0.01, "{value:?} {nested:?}");
    let exact = normal_information(1.0, 1.0) + normal_information(0.5, 1.0);
    within(value, exact, 4.0);
}

/// Ishigami's function, a = 7 and b = 0.1: V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2, V1 = (1 + bπ⁴/5)²/2, V2 = a²/8, V3 = 0.
#[test]
fn first_order_indices_of_ishigami() {
    let runs = 20_000;
    let pi = std::f64::consts::PI;
    let inputs: Vec<Vec<f64>> =
        (0..3).map(|input| column(runs, |run| pi * (2.0 * uniform(run, input) - 1.0))).collect();
    let y = column(runs, |run| {
        let [x1, x2, x3] = [0, 1, 2].map(|input| inputs[input][run]);
        libm::sin(x1) + 7.0 * libm::sin(x2).powi(2) + 0.1 * x3.powi(4) * libm::sin(x1)
    });
    let p4 = pi.powi(4);
    let variance = 49.0 / 8.0 + 0.1 * p4 / 5.0 + 0.01 * p4 * p4 / 18.0 + 0.5;
    let expected = [0.5 * (1.0 + 0.1 * p4 / 5.0).powi(2) / variance, 49.0 / 8.0 / variance, 0.0];
    let sampling = Sampling::independent(runs);
    for (input, expected) in inputs.iter().zip(expected) {
        let fits = regress(&sampling, &[Regressor::Number(input)], &[&y]).unwrap();
        let index = fits[0].explained().unwrap();
        let error = index.std_error.unwrap().max(2e-4);
        assert!((index.value - expected).abs() < 4.0 * error, "{index:?} against {expected}");
    }
}

/// A spline of a parabola is the parabola where the data are, and columns that don't fit are refused.
#[test]
fn fits_and_refusals() {
    let x = column(4_000, |run| uniform(run, 0));
    let y = column(4_000, |run| (x[run] - 0.5).powi(2));
    let sampling = Sampling::independent(4_000);
    let fits = regress(&sampling, &[Regressor::Number(&x)], &[&y]).unwrap();
    assert!((fits[0].at(0.5)).abs() < 2e-3 && (fits[0].at(0.9) - 0.16).abs() < 2e-3);
    assert!(regress(&sampling, &[Regressor::Number(&x[1..])], &[&y]).is_err());
}
