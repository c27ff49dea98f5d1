//! What nested draws tell: how much of a variance is ignorance and how much is chance.

use super::{Estimate, Sample, SampleError, sum};

/// The variance of an outcome in two parts: `Var Y = Var E[Y | x] + E Var[Y | x]`, where `x` is what nobody knows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VarianceSplit {
    /// The variance of the outcome: the sum of the parts.
    pub total: Estimate,
    /// The variance of the mean given what is not known (epistemic): what knowing all of it would take away.
    pub unknown: Estimate,
    /// The mean of the variance given what is not known (aleatory): what is left then.
    pub chance: Estimate,
    /// The first part over the total; `None` where the outcome does not vary.
    pub unknown_share: Option<Estimate>,
}

/// Splits a variance by a one-way analysis of variance. Each of `draws` holds the outcomes, independent of each other, of
/// the runs that share one draw of what is not known; draws are independent and count the same.
///
/// The variance between the means of the draws holds some chance too, which is taken off: `unknown` is the mean over draws
/// of `M/(M-1) (m - mean)² - se(m)²`, with the standard error of the mean of each; a value below zero says that it cannot be
/// told from zero. Both parts are unbiased where weights are equal. Where they differ, dividing by the sum of few weights
/// brings a bias of the order of 1 over the runs of a draw: the jackknife takes it off the chance; of `unknown` it stays.
/// Standard errors come from the spread over the draws.
///
/// `None` with fewer than two draws.
///
/// # Errors
/// [`SampleError::Empty`] where a draw has a single run, which says nothing about chance.
pub fn variance_split(draws: &[Sample]) -> Result<Option<VarianceSplit>, SampleError> {
    if draws.len() < 2 {
        return Ok(None);
    }
    let mut means = Vec::with_capacity(draws.len());
    let (mut within, mut squared_errors) = (Vec::with_capacity(draws.len()), Vec::with_capacity(draws.len()));
    for draw in draws {
        let mean = draw.mean();
        let Some(error) = mean.std_error else { return Err(SampleError::Empty) };
        means.push(mean.value);
        within.push(variance(draw));
        squared_errors.push(error * error);
    }
    let count = draws.len() as f64;
    let mean = sum(means.iter().copied()) / count;
    let bessel = count / (count - 1.0);
    let between: Vec<f64> = (means.iter().zip(&squared_errors))
        .map(|(draw, error)| bessel * (draw - mean) * (draw - mean) - error)
        .collect();
    let both: Vec<f64> = between.iter().zip(&within).map(|(between, within)| between + within).collect();
    let total = mean_of(&both);
    let unknown = mean_of(&between);
    let unknown_share = (total.value > 0.0).then(|| {
        let share = unknown.value / total.value;
        let influence: Vec<f64> = (between.iter().zip(&both))
            .map(|(between, both)| share + (between - share * both) / total.value)
            .collect();
        Estimate { value: share, ..mean_of(&influence) }
    });
    Ok(Some(VarianceSplit { total, unknown, chance: mean_of(&within), unknown_share }))
}

/// The variance of the outcome in one draw.
fn variance(draw: &Sample) -> f64 {
    let deviation = draw.sd().value;
    let plain = deviation * deviation;
    let is_weighted = !draw.is_equally_weighted() && plain > 0.0;
    if is_weighted { jackknifed_variance(draw).unwrap_or(plain) } else { plain }
}

/// The variance by what it is without each of the runs in turn (Quenouille 1956); `None` where one run has all the weight.
fn jackknifed_variance(draw: &Sample) -> Option<f64> {
    let centre = sum(draw.shares().map(|(value, share)| share * value));
    let all = sum(draw.shares().map(|(value, share)| share * (value - centre).powi(2)));
    let without = |(value, share): (f64, f64)| {
        let (distance, rest) = (value - centre, 1.0 - share);
        let mean = -share * distance / rest;
        (all - share * distance * distance) / rest - mean * mean
    };
    let count = draw.count();
    let variance = count * all - (count - 1.0) * sum(draw.shares().map(without)) / count;
    variance.is_finite().then_some(variance)
}

/// The mean of independent values with its standard error.
fn mean_of(values: &[f64]) -> Estimate {
    let count = values.len() as f64;
    let mean = sum(values.iter().copied()) / count;
    let squares = sum(values.iter().map(|value| (value - mean) * (value - mean)));
    Estimate::normal(mean, (squares / (count - 1.0) / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cases::{case, number},
        stats::regression::tests::uniform,
    };

    /// A sample for every draw, `of(draw)` giving the mean given it and `noise` what chance adds to a uniform.
    fn draws(count: usize, runs: usize, of: impl Fn(usize, f64) -> f64) -> Vec<Sample> {
        let one = |draw: usize| (0..runs).map(|run| of(draw, uniform(draw * runs + run, 1))).collect();
        (0..count).map(|draw| Sample::new(one(draw)).unwrap()).collect()
    }

    /// A Poisson count by inversion.
    fn poisson(mean: f64, u: f64) -> f64 {
        let (mut count, mut mass) = (0.0, libm::exp(-mean));
        let mut below = mass;
        while u > below && count < 1e3 {
            count += 1.0;
            mass *= mean / count;
            below += mass;
        }
        count
    }

    /// B05: Poisson counts at a rate that is gamma with shape 2 and mean 3 have the variance 7.5, of which 3 is chance.
    #[test]
    fn b05_gamma_poisson() {
        let case = case("B05");
        let mean = number(&case["inputs"]["mean"]);
        assert_eq!(number(&case["inputs"]["shape"]), 2.0);
        // Gamma with shape 2: the sum of two exponentials.
        let rate = |draw: usize| -0.5 * mean * (libm::log(uniform(draw, 2)) + libm::log(uniform(draw, 3)));
        let split = variance_split(&draws(4_000, 20, |draw, u| poisson(rate(draw), u))).unwrap().unwrap();
        for (name, found) in [("var", split.total), ("epistemic", split.unknown), ("aleatory", split.chance)]
        {
            let (expected, error) = (number(&case["expected"][name]), found.std_error.unwrap());
            assert!(error < 0.05 * expected, "{name}: {found:?}");
            assert!((found.value - expected).abs() < 4.0 * error, "{name}: {found:?}, not {expected}");
        }
        let (share, expected) = (split.unknown_share.unwrap(), 4.5 / 7.5);
        assert!((share.value - expected).abs() < 4.0 * share.std_error.unwrap(), "{share:?}");
    }

    /// Where nothing is unknown, the spread of the means is chance alone and the first part is zero within its error.
    #[test]
    fn nothing_unknown() {
        let split = variance_split(&draws(400, 10, |_, u| u)).unwrap().unwrap();
        let unknown = split.unknown;
        assert!(unknown.value.abs() < 4.0 * unknown.std_error.unwrap(), "{unknown:?}");
        assert!((split.chance.value - 1.0 / 12.0).abs() < 4.0 * split.chance.std_error.unwrap());
    }

    /// Where chance does nothing, all of it is unknown, exactly.
    #[test]
    fn nothing_by_chance() {
        let split = variance_split(&draws(3, 5, |draw, _| draw as f64)).unwrap().unwrap();
        assert_eq!((split.unknown.value, split.chance.value), (1.0, 0.0));
        assert_eq!(split.unknown_share.unwrap().value, 1.0);
    }

    /// Weights that put a rare value right that is drawn in half of the runs change neither part beyond its error, and
    /// not the chance however few runs share a draw.
    #[test]
    fn weights_are_put_right() {
        // Chance: 1 with probability 0.1, else 0, times a level of 1 or 3 that is not known; half of the runs play the rare case.
        let level = |draw: usize| if uniform(draw, 4) < 0.5 { 1.0 } else { 3.0 };
        for (count, runs) in [(1_000, 400), (20_000, 20)] {
            let samples: Vec<Sample> = (0..count)
                .map(|draw| {
                    let rare = |run: usize| uniform(draw * runs + run, 5) < 0.5;
                    let values = (0..runs).map(|run| if rare(run) { level(draw) } else { 0.0 }).collect();
                    let weights: Vec<f64> = (0..runs).map(|run| if rare(run) { 0.2 } else { 1.8 }).collect();
                    Sample::weighted(values, &weights).unwrap()
                })
                .collect();
            let split = variance_split(&samples).unwrap().unwrap();
            // E Var = 0.09 (1 + 9) / 2; Var E = 0.01 x 1, which the ratio estimator biases by the order of 1 / runs.
            let (chance, unknown) = (split.chance, split.unknown);
            assert!((chance.value - 0.45).abs() < 4.0 * chance.std_error.unwrap(), "{runs}: {chance:?}");
            let allowed = 4.0 * unknown.std_error.unwrap() + 0.01 / runs as f64;
            assert!(runs < 400 || (unknown.value - 0.01).abs() < allowed, "{runs}: {unknown:?}");
        }
    }

    /// With equal weights the jackknife is the divisor n - 1.
    #[test]
    fn the_jackknife_of_equal_weights() {
        let draw = Sample::new((0..30).map(|run| uniform(run, 6).powi(3)).collect()).unwrap();
        let found = jackknifed_variance(&draw).unwrap() / variance(&draw);
        assert!((found - 1.0).abs() < 1e-12, "{found}");
    }

    #[test]
    fn too_little_to_tell() {
        let one = || Sample::new(vec![1.0, 2.0]).unwrap();
        assert_eq!(variance_split(&[one()]).unwrap(), None);
        assert!(variance_split(&[one(), Sample::new(vec![1.0]).unwrap()]).is_err());
        let split = variance_split(&[Sample::new(vec![1.0; 3]).unwrap(), Sample::new(vec![1.0; 3]).unwrap()]);
        assert_eq!(split.unwrap().unwrap().unknown_share, None);
    }
}
