use super::*;
use rand::{SeedableRng, rngs::ChaCha8Rng};
use rand_distr::{Distribution as _, Gamma, LogNormal, Pareto, Weibull};

const SAMPLE: [f64; 8] = [0.7, 1.1, 1.9, 2.0, 3.2, 4.4, 7.1, 12.5];

fn sum(of: impl Fn(f64) -> f64) -> f64 {
    SAMPLE.iter().map(|x| of(*x)).sum()
}

/// The scores of every family are zero at its estimates, in formulas other than those that find them.
#[test]
fn estimates_solve_the_likelihood_equations() {
    let sample = Sample::new(&SAMPLE);
    let Family::Lognormal { mu, sigma } = sample.fit(Kind::Lognormal) else { panic!() };
    assert!(sum(|x| x.ln() - mu).abs() < 1e-12);
    assert!((sum(|x| (x.ln() - mu).powi(2)) / (8.0 * sigma * sigma) - 1.0).abs() < 1e-12);
    let Family::Gamma { shape, scale } = sample.fit(Kind::Gamma) else { panic!() };
    assert!((shape * scale - sum(|x| x) / 8.0).abs() < 1e-12);
    assert!((sum(f64::ln) / 8.0 - scale.ln() - digamma(shape)).abs() < 1e-12);
    let Family::Weibull { shape, scale } = sample.fit(Kind::Weibull) else { panic!() };
    assert!((sum(|x| (x / scale).powf(shape)) / 8.0 - 1.0).abs() < 1e-12);
    let score = 8.0 / shape + sum(|x| (x / scale).ln()) - sum(|x| (x / scale).powf(shape) * (x / scale).ln());
    assert!(score.abs() < 1e-10, "{score}");
    let Family::Pareto { alpha, min } = sample.fit(Kind::Pareto) else { panic!() };
    assert!(min == 0.7 && (8.0 / alpha - sum(|x| (x / 0.7).ln())).abs() < 1e-12);
}

/// Log-likelihoods in closed form at the estimates.
#[test]
fn likelihoods_by_hand() {
    let sample = Sample::new(&SAMPLE);
    let logs = sum(f64::ln);
    for kind in Kind::WHOLE {
        let family = sample.fit(kind);
        let expected = match family {
            Family::Lognormal { sigma, .. } => -logs - 8.0 * sigma.ln() - 4.0 * (LN_TWO_PI + 1.0),
            Family::Gamma { shape, scale } => {
                (shape - 1.0) * logs - 8.0 * (shape + shape * scale.ln() + libm::lgamma(shape))
            }
            Family::Weibull { shape, scale } => {
                8.0 * (shape.ln() - shape * scale.ln() - 1.0) + (shape - 1.0) * logs
            }
            Family::Pareto { alpha, min } => 8.0 * (alpha.ln() + alpha * min.ln()) - (alpha + 1.0) * logs,
            _ => unreachable!(),
        };
        let found = sample.log_likelihood(&family);
        assert!((found - expected).abs() < 1e-11, "{kind:?}: {found} {expected}");
    }
}

/// The standard errors of the Weibull parameters against the expected information: var(shape) = 0.608 shape² / n,
/// var(ln scale) = 1.109 / (n shape²) (Cohen 1965), on quantiles in place of a sample.
#[test]
fn observed_information_of_a_weibull() {
    let (n, shape, scale) = (4_000, 1.7, 30.0_f64);
    let values: Vec<f64> =
        (0..n).map(|i| scale * (-((n - i) as f64 - 0.5).ln() + (n as f64).ln()).powf(1.0 / shape)).collect();
    let sample = Sample::new(&values);
    let parameters = sample.parameters(&sample.fit(Kind::Weibull));
    let n = n as f64;
    for ((_, estimate), theory) in
        parameters.iter().zip([(0.607_93 / n).sqrt() * shape, (1.108_67 / n).sqrt() / shape * scale])
    {
        assert!((estimate.std_error.unwrap() / theory - 1.0).abs() < 0.01, "{estimate:?} {theory}");
    }
}

/// Known parameters from 40 simulated samples of each family, each within four standard errors, and their mean too.
#[test]
fn simulated_samples_give_their_parameters_back() {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let n = 400;
    for kind in Kind::WHOLE {
        let truth = match kind {
            Kind::Lognormal => [8.0, 1.4],
            Kind::Gamma => [0.6, 5_000.0],
            Kind::Weibull => [0.8, 45.0],
            Kind::Pareto | Kind::Gpd => [1.6, 1_000.0],
        };
        let mut sums = [0.0; 2];
        for _ in 0..40 {
            let draw = || -> f64 {
                match kind {
                    Kind::Lognormal => LogNormal::new(truth[0], truth[1]).unwrap().sample(&mut random),
                    Kind::Gamma => Gamma::new(truth[0], truth[1] / truth[0]).unwrap().sample(&mut random),
                    Kind::Weibull => Weibull::new(truth[1], truth[0]).unwrap().sample(&mut random),
                    Kind::Pareto | Kind::Gpd => Pareto::new(truth[1], truth[0]).unwrap().sample(&mut random),
                }
            };
            let mut values: Vec<f64> = std::iter::repeat_with(draw).take(n).collect();
            values.sort_by(f64::total_cmp);
            let sample = Sample::new(&values);
            for (place, (name, estimate)) in sample.parameters(&sample.fit(kind)).iter().enumerate() {
                let Some(error) = estimate.std_error else {
                    assert!(*name == "min" && estimate.value / truth[1] - 1.0 < 0.05);
                    continue;
                };
                let z = (estimate.value - truth[place]) / error;
                assert!(z.abs() < 4.0, "{kind:?} {name}: {z}");
                sums[place] += z;
            }
        }
        // Estimates of shapes are biased by a term of 1 / n, here a twentieth to a tenth of their standard error.
        assert!(sums.iter().all(|sum| sum.abs() / 40.0 < 4.0 / 40_f64.sqrt()), "{kind:?} {sums:?}");
    }
}
