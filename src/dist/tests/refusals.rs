//! Everything that is refused, and the words of the refusal.

use super::*;
use crate::dist::DistributionError as E;
use crate::dist::*;

fn refusal(family: Family) -> E {
    Distribution::new(family, NO_LIMITS).unwrap_err()
}

#[test]
fn parameters_out_of_range() {
    let nan = refusal(Family::Normal { mean: f64::NAN, sd: 1.0 });
    assert!(matches!(nan, E::NotFinite { parameter: "mean", .. }));
    let infinite = refusal(Family::Gamma { shape: 1.0, scale: f64::INFINITY });
    assert_eq!(infinite, E::NotFinite { parameter: "scale", value: f64::INFINITY });
    let sigma = Family::Lognormal { mu: 0.0, sigma: -1.0 };
    assert_eq!(refusal(sigma), E::Negative { parameter: "sigma", value: -1.0 });
    let sigma = Family::LogitNormal { mu: 0.0, sigma: -1.0 };
    assert_eq!(refusal(sigma).to_string(), "sigma must be zero or more, found -1");
    assert_eq!(refusal(Family::Normal { mean: 0.0, sd: -2.0 }), E::Negative { parameter: "sd", value: -2.0 });
    assert_eq!(refusal(Family::Beta { a: 0.0, b: 1.0 }), E::NotPositive { parameter: "a", value: 0.0 });
    assert_eq!(refusal(Family::Beta { a: 1.0, b: -1.0 }), E::NotPositive { parameter: "b", value: -1.0 });
    let weibull = Family::Weibull { shape: 0.0, scale: 1.0 };
    assert_eq!(refusal(weibull).to_string(), "shape must be more than zero, found 0");
    assert_eq!(refusal(Family::Exponential { mean: 0.0 }), E::NotPositive { parameter: "mean", value: 0.0 });
    let pareto = Family::Pareto { alpha: 2.0, min: 0.0 };
    assert_eq!(refusal(pareto), E::NotPositive { parameter: "min", value: 0.0 });
    let gpd = Family::Gpd { threshold: 0.0, xi: 0.1, beta: 0.0 };
    assert_eq!(refusal(gpd), E::NotPositive { parameter: "beta", value: 0.0 });
    let pert = Family::Pert { min: 0.0, mode: 1.0, max: 2.0, lambda: -1.0 };
    assert_eq!(refusal(pert), E::Negative { parameter: "lambda", value: -1.0 });
    assert!(matches!(refusal(Family::Constant(f64::NAN)), E::NotFinite { parameter: "value", .. }));
}

#[test]
fn parameters_out_of_order() {
    let uniform = refusal(Family::Uniform { min: 2.0, max: 1.0 });
    assert_eq!(uniform.to_string(), "min must be at most max, found min 2 and max 1");
    let mode = |mode| refusal(Family::Triangular { min: 1.0, mode, max: 3.0 });
    assert!(matches!(mode(0.5), E::OutOfOrder { parameter: "min", upper: "mode", .. }));
    assert!(matches!(mode(3.5), E::OutOfOrder { parameter: "mode", upper: "max", .. }));
    let limits = Limits { floor: Some(2.0), cap: Some(1.0), truncate: None };
    let error = Distribution::new(Family::Exponential { mean: 1.0 }, limits).unwrap_err();
    assert!(matches!(error, E::OutOfOrder { parameter: "floor", upper: "cap", .. }));
}

#[test]
fn discrete_weights() {
    let discrete = |values: &[f64], weights: &[f64]| {
        refusal(Family::Discrete { values: values.to_vec(), weights: weights.to_vec() })
    };
    let mismatch = E::LengthMismatch { parameter: "weights", values: 2, weights: 1 };
    assert_eq!(discrete(&[1.0, 2.0], &[1.0]), mismatch);
    assert!(matches!(discrete(&[], &[]), E::LengthMismatch { .. }));
    assert_eq!(discrete(&[1.0, 2.0], &[1.0, -1.0]), E::Negative { parameter: "weights", value: -1.0 });
    assert_eq!(discrete(&[1.0, 2.0], &[0.0, 0.0]), E::NoWeight { parameter: "weights", value: 0.0 });
    assert!(matches!(discrete(&[f64::NAN], &[1.0]), E::NotFinite { parameter: "values", .. }));
}

#[test]
fn truncation_without_probability() {
    let refused = |family, from, to| {
        let limits = Limits { truncate: Some((from, to)), ..NO_LIMITS };
        matches!(Distribution::new(family, limits), Err(E::EmptyTruncation { parameter: "truncate", .. }))
    };
    let uniform = Family::Uniform { min: 0.0, max: 1.0 };
    assert!(refused(uniform.clone(), 2.0, 3.0));
    assert!(refused(uniform.clone(), 0.5, 0.5));
    assert!(refused(uniform.clone(), 0.7, 0.5));
    assert!(refused(uniform, f64::NAN, 0.5));
    assert!(refused(Family::Constant(1.0), 2.0, 3.0));
    let discrete = Family::Discrete { values: vec![1.0, 5.0], weights: vec![1.0, 1.0] };
    assert!(refused(discrete, 2.0, 3.0));
    assert!(refused(Family::Normal { mean: 0.0, sd: 1.0 }, 50.0, 60.0));
}

#[test]
fn infinite_means() {
    let pareto = Family::Pareto { alpha: 1.0, min: 2.0 };
    let expected = E::InfiniteMean { family: "Pareto", parameter: "alpha", value: 1.0 };
    assert_eq!(refusal(pareto.clone()), expected);
    assert!(expected.to_string().starts_with("alpha 1 gives the Pareto distribution an infinite mean"));
    let floor = Limits { floor: Some(5.0), ..NO_LIMITS };
    assert_eq!(Distribution::new(pareto.clone(), floor).unwrap_err(), expected);
    let open = Limits { truncate: Some((3.0, f64::INFINITY)), ..NO_LIMITS };
    assert_eq!(Distribution::new(pareto.clone(), open).unwrap_err(), expected);
    let closed = Limits { truncate: Some((3.0, 300.0)), ..NO_LIMITS };
    // Density proportional to x^-2 on 3 to 300: ln(300 / 3) / (1/3 - 1/300) = 3 * 100 ln 100 / 99.
    let mean = Distribution::new(pareto, closed).unwrap().mean();
    close(mean, 3.0 * 100.0 * 100.0_f64.ln() / 99.0, 1e-12);
    let spread = plain(Family::Pareto { alpha: 2.0, min: 1.0 });
    assert!(spread.mean() == 2.0 && spread.has_infinite_variance());
    let floored = Distribution::new(Family::Pareto { alpha: 1.5, min: 1.0 }, floor).unwrap();
    assert!(floored.has_infinite_variance());
}

#[test]
fn spellings() {
    assert_eq!(lognormal_p5_p95(0.0, 1.0).unwrap_err(), E::NotPositive { parameter: "p5", value: 0.0 });
    assert!(matches!(lognormal_p50_p95(2.0, 1.0), Err(E::OutOfOrder { parameter: "p50", upper: "p95", .. })));
    assert!(matches!(lognormal_median_sigma(-1.0, 1.0), Err(E::NotPositive { parameter: "median", .. })));
    assert!(matches!(lognormal_median_sigma(1.0, -1.0), Err(E::Negative { parameter: "sigma", .. })));
    assert!(matches!(lognormal_mean_cv(0.0, 1.0), Err(E::NotPositive { parameter: "mean", .. })));
    assert!(matches!(lognormal_mean_cv(1.0, -1.0), Err(E::Negative { parameter: "cv", .. })));
    assert!(matches!(logit_normal_p5_p95(0.0, 0.5), Err(E::NotAFraction { parameter: "p5", .. })));
    assert!(matches!(logit_normal_p50_p95(0.5, 1.0), Err(E::NotAFraction { parameter: "p95", .. })));
    assert!(matches!(logit_normal_p5_p95(0.6, 0.5), Err(E::OutOfOrder { .. })));
}
