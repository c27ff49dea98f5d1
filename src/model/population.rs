//! Tenants from month to month: some leave, some arrive.

use crate::dist::discrete::{binomial_quantile, poisson_quantile};

/// Tenants after one month: each of `tenants` leaves with probability `churn`, then new ones arrive, a
/// Poisson number with mean `arrivals_mean`. The first uniform decides who leaves, the second who arrives.
///
/// Costs about a microsecond at most, also with 1e8 tenants.
pub fn step(tenants: u64, churn: f64, arrivals_mean: f64, uniforms: [f64; 2]) -> u64 {
    let left = binomial_quantile(uniforms[0], tenants, churn);
    let arrived = poisson_quantile(uniforms[1], arrivals_mean);
    (tenants - left).saturating_add(arrived)
}

/// Mean number of tenants after `months` of [`step`] at a constant churn and mean of arrivals a month:
/// `N q + a (1 - q) / c` with `q = (1 - c)^months`; `N + a months` without churn.
pub fn immigration_death_mean(initial: f64, churn: f64, arrivals: f64, months: u32) -> f64 {
    let (stay, arrived) = stay_and_arrived(churn, arrivals, months);
    initial * stay + arrived
}

/// Variance of that number: the survivors are binomial, the arrivals that stayed are Poisson, and the two are
/// independent: `N q (1 - q) + a (1 - q) / c`.
pub fn immigration_death_variance(initial: f64, churn: f64, arrivals: f64, months: u32) -> f64 {
    let (stay, arrived) = stay_and_arrived(churn, arrivals, months);
    initial * stay * (1.0 - stay) + arrived
}

/// Mean number of tenants after `months` when arrivals are the share `growth` of the tenants:
/// `N (1 + g - c)^months`.
pub fn proportional_growth_mean(initial: f64, growth: f64, churn: f64, months: u32) -> f64 {
    if months == 0 { initial } else { initial * libm::pow(1.0 + growth - churn, f64::from(months)) }
}

/// Probability of staying for all the months, and the mean of those who arrived and stayed to the end.
fn stay_and_arrived(churn: f64, arrivals: f64, months: u32) -> (f64, f64) {
    if months == 0 {
        return (1.0, 0.0);
    }
    let months = f64::from(months);
    if churn == 0.0 {
        return (1.0, arrivals * months);
    }
    let log = months * libm::log1p(-churn);
    (libm::exp(log), arrivals * -libm::expm1(log) / churn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, close, number};
    use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

    /// Cases E01, E02, E03 and E04 of tests/data/cases.json.
    #[test]
    fn immigration_and_death() {
        for id in ["E01", "E02", "E03", "E04"] {
            let case = case(id);
            let input = |name: &str| number(&case["inputs"][name]);
            let (initial, churn, arrivals) = (input("N0"), input("churn"), input("arrivals"));
            let months = input("months") as u32;
            let expected = &case["expected"];
            close(immigration_death_mean(initial, churn, arrivals, months), expected["mean"].clone());
            close(immigration_death_variance(initial, churn, arrivals, months), expected["var"].clone());
        }
        assert_eq!(immigration_death_mean(7.0, 1.0, 30.0, 0), 7.0);
        assert_eq!(immigration_death_variance(7.0, 1.0, 30.0, 0), 0.0);
    }

    /// Case E05 of tests/data/cases.json.
    #[test]
    fn proportional_growth() {
        let case = case("E05");
        let input = |name: &str| number(&case["inputs"][name]);
        let at = |months: u32| proportional_growth_mean(input("N0"), input("g"), input("c"), months);
        close(at(60), case["expected"]["mean"].clone());
        close((0..60).map(at).sum(), case["expected"]["tenant_months"].clone());
        assert_eq!(proportional_growth_mean(9.0, 0.0, 1.0, 0), 9.0);
    }

    /// Case E01 by simulation: mean and variance within four standard errors.
    #[test]
    fn steps_have_the_mean_and_variance_of_e01() {
        let mut rng = ChaCha8Rng::seed_from_u64(20_260_101);
        let (histories, months) = (20_000, 60);
        let (mean, variance) = (
            immigration_death_mean(1e3, 0.02, 30.0, months),
            immigration_death_variance(1e3, 0.02, 30.0, months),
        );
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..histories {
            let tenants =
                (0..months).fold(1_000, |tenants, _| step(tenants, 0.02, 30.0, [rng.random(), rng.random()]));
            let deviation = tenants as f64 - mean;
            (sum, squares) = (sum + deviation, squares + deviation * deviation);
        }
        let count = f64::from(histories);
        assert!((sum / count).abs() < 4.0 * (variance / count).sqrt(), "{}", sum / count);
        // The counts are close to normal, whose squared deviation has the variance 2 variance².
        let error = variance * (2.0 / count).sqrt();
        assert!((squares / count - variance).abs() < 4.0 * error, "{} {variance}", squares / count);
    }

    #[test]
    fn certain_steps() {
        assert_eq!(step(0, 0.5, 0.0, [0.5, 0.5]), 0);
        assert_eq!(step(100, 0.0, 0.0, [0.999, 0.999]), 100);
        assert_eq!(step(100, 1.0, 0.0, [0.001, 0.001]), 0);
        assert!(step(100_000_000, 0.02, 1e7, [0.5, 0.5]).abs_diff(108_000_000) <= 2);
    }
}
