//! How far a fitted law is from its sample: Kolmogorov-Smirnov and Anderson-Darling distances, with p-values by
//! parametric bootstrap, because the tables of either hold only for laws that were not fitted to the sample.

use rayon::prelude::*;
use serde::Serialize;

use super::Uniform;
use crate::dist::Distribution;

/// Numbers drawn at most for one p-value, as far as the least replicates allow.
const MOST_DRAWS: u64 = 1_000_000;
/// Replicates at least, where any are wanted: p-values of a hundredth.
const LEAST_REPLICATES: u64 = 99;

/// Distances of a law from the sample that it was fitted to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goodness {
    /// Largest distance between the law's and the sample's share of values at or below a point.
    pub kolmogorov_smirnov: f64,
    /// Anderson and Darling's A², which weighs both tails more.
    pub anderson_darling: f64,
    /// Replicates behind the p-values.
    pub replicates: u64,
    /// Share of replicates, drawn from the law and fitted anew, that are as far or farther.
    pub kolmogorov_smirnov_p: Option<f64>,
    /// The same for A².
    pub anderson_darling_p: Option<f64>,
}

/// Both distances of ascending values from a continuous law.
pub(super) fn distances(law: &Distribution, values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let tails: Vec<(f64, f64)> = values.iter().map(|value| law.tails(*value)).collect();
    let (mut largest, mut sum) = (0.0_f64, 0.0);
    for (place, (lower, _)) in tails.iter().enumerate() {
        let place = place as f64;
        largest = largest.max(lower - place / n).max((place + 1.0) / n - lower);
    }
    for (place, (lower, _)) in tails.iter().enumerate() {
        let upper = tails[values.len() - 1 - place].1;
        // A value beyond what the law can tell from certainty counts as a tail of 1e-300.
        sum += (2.0 * place as f64 + 1.0) * (libm::log(lower.max(1e-300)) + libm::log(upper.max(1e-300)));
    }
    (largest, -n - sum / n)
}

/// Replicates for a sample of this size.
pub(super) fn replicates(wanted: u64, values: usize) -> u64 {
    wanted.min((MOST_DRAWS / values.max(1) as u64).max(LEAST_REPLICATES))
}

/// Distances and p-values. `refit` gives the law of another sample; the first `skipped` values of a sample are not
/// judged, which a law that begins at the smallest value needs. `uniform` gives random numbers by replicate and place.
pub(super) fn judge(
    law: &Distribution,
    values: &[f64],
    skipped: usize,
    wanted: u64,
    uniform: &Uniform,
    refit: impl Fn(&[f64]) -> Option<Distribution> + Sync,
) -> Goodness {
    let (kolmogorov_smirnov, anderson_darling) = distances(law, &values[skipped..]);
    let wanted = replicates(wanted, values.len());
    let farther = (0..wanted).into_par_iter().filter_map(|replicate| {
        let mut drawn: Vec<f64> =
            (0..values.len()).map(|place| law.quantile(uniform(replicate, place as u64))).collect();
        drawn.sort_by(f64::total_cmp);
        let (ks, ad) = distances(&refit(&drawn)?, &drawn[skipped..]);
        Some([ks >= kolmogorov_smirnov, ad >= anderson_darling])
    });
    let farther: Vec<[bool; 2]> = farther.collect();
    let share = |which: usize| {
        let count = farther.iter().filter(|one| one[which]).count();
        (!farther.is_empty()).then(|| (count + 1) as f64 / (farther.len() + 1) as f64)
    };
    Goodness {
        kolmogorov_smirnov,
        anderson_darling,
        replicates: farther.len() as u64,
        kolmogorov_smirnov_p: share(0),
        anderson_darling_p: share(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::{Family, Limits};

    #[test]
    fn distances_by_hand() {
        let uniform = Distribution::new(Family::Uniform { min: 0.0, max: 1.0 }, Limits::default()).unwrap();
        let values = [0.1, 0.4, 0.7];
        let (ks, ad) = distances(&uniform, &values);
        // Steps at thirds: the largest distance is 1 - 0.7.
        assert!((ks - 0.3).abs() < 1e-15, "{ks}");
        let sum = (0.1_f64.ln() + 0.3_f64.ln())
            + 3.0 * (0.4_f64.ln() + 0.6_f64.ln())
            + 5.0 * (0.7_f64.ln() + 0.9_f64.ln());
        assert!((ad - (-3.0 - sum / 3.0)).abs() < 1e-14, "{ad}");
    }

    #[test]
    fn large_samples_get_fewer_replicates() {
        assert_eq!([10, 2_000, 1_000_000].map(|values| replicates(499, values)), [499, 499, 99]);
        assert_eq!((replicates(499, 5_000), replicates(0, 5_000)), (200, 0));
    }
}
