//! What knowing something before a decision is worth.
//!
//! Outcomes are savings of each option against the one that is best on average, one value per run, so that the best has
//! zero. Knowing `x` lets one take the option with the largest mean saving given `x`: the value of the information is
//! `E[max(0, max_d E[S_d | x])]`, for all inputs together that of perfect information. It can't be negative, and knowing
//! more is never worth less.

use super::{Estimate, Fit, SampleError, Sampling, regression::around, sum};

/// More events than this are not counted one by one.
const MOST_COUNTED: f64 = 1_000.0;

/// What some knowledge is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Information {
    /// Expected gain of deciding with the knowledge instead of without it.
    pub value: Estimate,
    /// Share of the runs in which one would take another option.
    pub changes: f64,
}

/// The value of knowing the inputs of `fits`, one for every option but the best.
///
/// The standard error comes from the influence of every run on the fitted means (where options tie does not matter to
/// first order) and from the spread between replicates. Taking the largest of fitted means exaggerates by about the
/// error of their difference where options are close.
///
/// # Errors
/// [`SampleError`] where influences are too large to be added up.
pub fn information(sampling: &Sampling, fits: &[Fit]) -> Result<Information, SampleError> {
    let best = |run: usize| {
        let means = fits.iter().map(|fit| fit.fitted()[run]).enumerate();
        means.filter(|(_, mean)| *mean > 0.0).max_by(|a, b| a.1.total_cmp(&b.1))
    };
    let choices: Vec<Option<usize>> = (0..sampling.runs()).map(|run| Some(best(run)?.0)).collect();
    let taken =
        |option: usize| choices.iter().map(|choice| f64::from(u8::from(*choice == Some(option)))).collect();
    let shares: Vec<Vec<f64>> = (0..fits.len()).map(taken).collect();
    of_shares(sampling, fits, &shares)
}

/// The value of an observation with a few possible results. `results` gives for each of them its probability given the
/// inputs of every run, by which the runs are weighted; what these probabilities leave open brings nothing. `fits` as in
/// [`information`], of the inputs that the observation is about.
///
/// # Errors
/// As [`information`].
pub fn sample_information(
    sampling: &Sampling,
    fits: &[Fit],
    results: impl Iterator<Item = Vec<f64>>,
) -> Result<Information, SampleError> {
    let mut shares = vec![vec![0.0; sampling.runs()]; fits.len()];
    for likelihood in results {
        let mean = |fit: &Fit| {
            sampling.weighted_sum(likelihood.iter().zip(fit.fitted()).map(|(share, mean)| share * mean))
        };
        let means = fits.iter().map(mean).enumerate();
        let best = means.filter(|(_, mean)| *mean > 0.0).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((option, _)) = best {
            shares[option].iter_mut().zip(&likelihood).for_each(|(sum, share)| *sum += share);
        }
    }
    of_shares(sampling, fits, &shares)
}

/// Each option taken in a share of every run.
fn of_shares(sampling: &Sampling, fits: &[Fit], shares: &[Vec<f64>]) -> Result<Information, SampleError> {
    let taken = |run: usize| sum(shares.iter().map(|of_option| of_option[run]));
    let changes = sampling.weighted_sum((0..sampling.runs()).map(taken)) / sampling.total_weight();
    if changes == 0.0 {
        return Ok(Information { value: Estimate::exact(0.0), changes });
    }
    let mut gain = vec![0.0; sampling.runs()];
    for (fit, of_option) in fits.iter().zip(shares) {
        let gains = of_option.iter().zip(fit.fitted()).map(|(share, mean)| share * mean);
        gain.iter_mut().zip(gains).for_each(|(sum, gain)| *sum += gain);
    }
    let value = sampling.mean(&gain);
    let mut influence = gain;
    for (fit, of_option) in fits.iter().zip(shares) {
        let through_fit = fit.influence(|run| of_option[run]);
        influence.iter_mut().zip(through_fit).for_each(|(sum, influence)| *sum += influence);
    }
    Ok(Information { value: around(value, sampling.sample(influence)?.mean()), changes })
}

/// The value of knowing everything that happens, chance included: the mean of the largest saving run by run. No study
/// can be worth more.
///
/// # Errors
/// [`SampleError`] where a saving is no finite number.
pub fn foresight(sampling: &Sampling, savings: &[&[f64]]) -> Result<Estimate, SampleError> {
    let best = |run: usize| savings.iter().fold(0.0_f64, |best, saving| best.max(saving[run]));
    Ok(sampling.sample((0..sampling.runs()).map(best).collect())?.mean())
}

/// The value of information by a nested loop: `means[draw][option]` are mean savings given each draw of what one would
/// know, each from runs of its own. Exaggerates by as much as those means are rough: a check for small problems. `None`
/// with fewer than two draws.
pub fn nested_information(means: &[Vec<f64>]) -> Option<Estimate> {
    if means.len() < 2 {
        return None;
    }
    let gain = |means: &Vec<f64>| means.iter().fold(0.0_f64, |best, &mean| best.max(mean));
    let count = means.len() as f64;
    let options = means[0].len();
    let overall = (0..options).map(|option| sum(means.iter().map(|draw| draw[option])) / count);
    let without = overall.fold(0.0_f64, f64::max);
    let value = sum(means.iter().map(gain)) / count;
    let square = sum(means.iter().map(|draw| (gain(draw) - value) * (gain(draw) - value)));
    Some(Estimate::normal(value - without, (square / (count - 1.0) / count).sqrt()))
}

/// The value of knowing a saving that is normal with this mean and standard deviation, above 0, exactly:
/// `s φ(m/s) - m Φ(-m/s)` for a positive mean, the same for a negative one.
pub fn normal_information(mean: f64, sd: f64) -> f64 {
    let z = mean.abs() / sd;
    let density = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
    sd * density - mean.abs() * 0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

/// Probability of a clean record over `exposure` at a rate with this mean and variance, whose law is taken to be the gamma
/// distribution with these moments (the conjugate prior of a Poisson count): `(b / (b + exposure))^a` with `a = mean² /
/// variance` and `b = mean / variance`.
pub fn probability_of_none(mean: f64, variance: f64, exposure: f64) -> f64 {
    if variance <= 0.0 {
        return libm::exp(-mean * exposure);
    }
    let (shape, per) = (mean * mean / variance, mean / variance);
    libm::exp(-shape * libm::log1p(exposure / per))
}

/// Mean of the same rate after a clean record: `a / (b + exposure)`.
pub fn mean_after_none(mean: f64, variance: f64, exposure: f64) -> f64 {
    if mean <= 0.0 { 0.0 } else { mean / (1.0 + exposure * variance / mean) }
}

/// Probabilities of 0, 1, 2, … events over `exposure` given the rate of every run: the results of a Poisson count, until all
/// but a millionth of the probability is spent.
pub fn poisson_results(sampling: &Sampling, rates: &[f64], exposure: f64) -> impl Iterator<Item = Vec<f64>> {
    let expected: Vec<f64> = rates.iter().map(|rate| rate * exposure).collect();
    let mut likelihood: Vec<f64> = expected.iter().map(|events| libm::exp(-events)).collect();
    let (mut events, mut spent) = (0.0, 0.0);
    std::iter::from_fn(move || {
        if spent > 1.0 - 1e-6 || events > MOST_COUNTED {
            return None;
        }
        let result = likelihood.clone();
        spent += sampling.mean(&result);
        events += 1.0;
        likelihood.iter_mut().zip(&expected).for_each(|(share, expected)| *share *= expected / events);
        Some(result)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cases::{case, close, number},
        stats::{Regressor, regress},
    };

    #[test]
    fn n01_normal_saving() {
        let case = case("N01");
        let input = |name: &str| number(&case["inputs"][name]);
        close(normal_information(input("mean"), input("sd")), case["expected"]["evpi"].clone());
        close(normal_information(-input("mean"), input("sd")), case["expected"]["evpi"].clone());
    }

    /// N02, with severities at 20,000 evenly spread quantiles: the option saves 5.4M a year less 0.9 % of the severity, and
    /// knowing the severity is worth what the case says.
    #[test]
    fn n02_severity_alone() {
        let case = case("N02");
        let input = |name: &str| number(&case["inputs"][name]);
        let runs = 20_000;
        let severities: Vec<f64> = (0..runs)
            .map(|run| {
                let z = z_of((run as f64 + 0.5) / runs as f64);
                libm::exp(input("mu") + input("sigma") * z)
            })
            .collect();
        // Against the cheaper option, which has no such severity.
        let saving: Vec<f64> =
            severities.iter().map(|severity| input("dp") * severity - input("saving")).collect();
        let sampling = Sampling::independent(runs);
        let fits = regress(&sampling, &[Regressor::Number(&severities)], &[&saving]).unwrap();
        let found = information(&sampling, &fits).unwrap();
        let expected = |name: &str| number(&case["expected"][name]);
        let value = expected("evpi_year");
        // The midpoints of the last cell miss part of the tail.
        assert!((found.value.value - value).abs() < 0.01 * value, "{found:?}");
        assert!((found.changes - expected("p_switch")).abs() < 1e-4, "{found:?}");
    }

    /// The standard normal quantile by bisection.
    fn z_of(p: f64) -> f64 {
        let (mut low, mut high) = (-9.0, 9.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if 0.5 * libm::erfc(-middle / std::f64::consts::SQRT_2) < p {
                low = middle
            } else {
                high = middle
            }
        }
        low
    }

    /// A gamma rate with shape 1 and mean 0.05: a clean log of 10 years has probability 20 / 30, and leaves a mean of
    /// 1 / 30; runs at evenly spread quantiles say the same. With shape 2 the probability is (40 / 50)².
    #[test]
    fn clean_logs_of_a_gamma_rate() {
        let mean = 0.05;
        let clean = |shape: f64| probability_of_none(mean, mean * mean / shape, 10.0);
        assert!((clean(1.0) - 2.0 / 3.0).abs() < 1e-12 && (clean(2.0) - 0.64).abs() < 1e-12);
        assert!((mean_after_none(mean, mean * mean, 10.0) - 1.0 / 30.0).abs() < 1e-12);
        assert!((probability_of_none(mean, 0.0, 10.0) - libm::exp(-0.5)).abs() < 1e-15);
        let runs = 40_000;
        let rates: Vec<f64> =
            (0..runs).map(|run| -mean * libm::log1p(-((run as f64 + 0.5) / runs as f64))).collect();
        let sampling = Sampling::independent(rates.len());
        let results: Vec<Vec<f64>> = poisson_results(&sampling, &rates, 10.0).collect();
        assert!((sampling.mean(&results[0]) - 2.0 / 3.0).abs() < 1e-5);
        let all: f64 = results.iter().map(|result| sampling.mean(result)).sum();
        assert!((all - 1.0).abs() < 2e-6);

        // A saving that is linear in the rate: after k events its mean is that at (1 + k) / (20 + 10), and k has the
        // geometric distribution 2 / 3^(k + 1).
        let saving: Vec<f64> = rates.iter().map(|rate| rate - 0.07).collect();
        let fits = regress(&sampling, &[Regressor::Number(&rates)], &[&saving]).unwrap();
        let found = sample_information(&sampling, &fits, poisson_results(&sampling, &rates, 10.0)).unwrap();
        let gain = |k: i32| 2.0 / 3.0_f64.powi(k + 1) * ((1.0 + f64::from(k)) / 30.0 - 0.07).max(0.0);
        let expected: f64 = (0..40).map(gain).sum();
        assert!((found.value.value / expected - 1.0).abs() < 0.005, "{found:?} against {expected}");
        let perfect = information(&sampling, &fits).unwrap();
        assert!(found.value.value < perfect.value.value);
    }
}
