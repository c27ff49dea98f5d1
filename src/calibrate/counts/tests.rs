use super::*;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};
use rand_distr::{Distribution as _, Gamma, Poisson};

fn counts_of(counts: &[u64], years: f64) -> Vec<PeriodCount> {
    let from = StartDate { year: 2000, month: 1, day: 1 };
    counts.iter().map(|count| PeriodCount { from, years, count: *count }).collect()
}

/// Garwood's interval for 10 events in 1 year, from the table of Ulm (1990): 4.795 to 18.390; none in 2 years: the upper
/// end is -ln(0.025) / 2.
#[test]
fn exact_poisson_intervals() {
    let ends = |events, years| poisson_rate(events, years).interval.unwrap();
    let ten = ends(10, 1.0);
    assert!((ten.low - 4.795).abs() < 5e-4 && (ten.high - 18.390).abs() < 5e-4, "{ten:?}");
    let none = ends(0, 2.0);
    assert!(none.low == 0.0 && (none.high + 0.025_f64.ln() / 2.0).abs() < 1e-9, "{none:?}");
}

/// Two counts, 2 and 0, at equal exposures: log-likelihood -2 + 2 ln 1 - ln 2.
#[test]
fn poisson_by_hand() {
    let fit = poisson(&counts_of(&[2, 0], 1.0));
    assert!((fit.log_likelihood + 2.0 + 2_f64.ln()).abs() < 1e-14 && fit.rate.value == 1.0);
    assert_eq!(fit.aic, 2.0 - 2.0 * fit.log_likelihood);
}

/// At equal exposures the rate of the negative binomial law is the mean; its shape is a zero of the score
/// sum over counts of (digamma(n + k) - digamma(k)) + m ln(k / (k + mean)), written with harmonic sums.
#[test]
fn negative_binomial_solves_the_score() {
    let numbers = [0, 3, 1, 9, 0, 2, 14, 1, 5, 0];
    let fit = negative_binomial(&counts_of(&numbers, 0.5)).unwrap();
    assert!((fit.rate.value - 7.0).abs() < 1e-6, "{:?}", fit.rate);
    let k = fit.shape.unwrap().value;
    let harmonic: f64 = numbers.iter().flat_map(|n| (0..*n).map(|i| 1.0 / (k + i as f64))).sum();
    let score = harmonic + 10.0 * (k / (k + 3.5)).ln();
    assert!(score.abs() < 1e-5, "{score}");
    // The variance of the rate is (mean + mean² / k) / m, in counts a half-year.
    let theory = ((3.5 + 3.5 * 3.5 / k) / 10.0).sqrt() / 0.5;
    assert!((fit.rate.std_error.unwrap() / theory - 1.0).abs() < 1e-5);
    assert!(fit.aic < poisson(&counts_of(&numbers, 0.5)).aic);
}

#[test]
fn even_counts_have_no_negative_binomial_law() {
    assert!(negative_binomial(&counts_of(&[4, 5, 4, 5, 4, 4], 1.0)).is_none());
    assert!(negative_binomial(&counts_of(&[0, 0, 0], 1.0)).is_none());
}

/// Known parameters from simulated counts, within four standard errors, over 60 logs of 40 quarters; the last quarter is
/// cut short.
#[test]
fn simulated_counts_give_their_parameters_back() {
    let mut random = ChaCha8Rng::seed_from_u64(20_261_127);
    let (rate, shape) = (24.0, 2.5);
    let factor = Gamma::new(shape, 1.0 / shape).unwrap();
    let mut sums = [0.0; 2];
    for _ in 0..60 {
        let mut counts = counts_of(&[0; 40], 0.25);
        counts[39].years = 0.1;
        for period in &mut counts {
            let mean: f64 = rate * period.years * factor.sample(&mut random);
            period.count = Poisson::new(mean.max(1e-12)).unwrap().sample(&mut random) as u64;
        }
        let fit = negative_binomial(&counts).unwrap();
        let found = fit.shape.unwrap();
        for (estimate, truth, place) in [(fit.rate, rate, 0), (found, shape, 1)] {
            // In logarithms, in which the estimates are nearly normal.
            let z = (estimate.value / truth).ln() * estimate.value / estimate.std_error.unwrap();
            assert!(z.abs() < 4.0, "{z} {estimate:?} {truth}");
            sums[place] += z;
        }
    }
    // Their mean has the standard error 1 / sqrt(60); the shape has a bias of about 1 / m, a tenth of its error.
    assert!(sums.iter().all(|sum| sum.abs() / 60.0 < 4.0 / 60_f64.sqrt() + 0.15), "{sums:?}");
}

/// Ten whole years, three of them with one incident: Clopper and Pearson's interval is 0.0667 to 0.6525.
#[test]
fn a_share_of_years() {
    let date = |text: &str| text.parse::<StartDate>().unwrap();
    let window = (Some(date("2010-01-01")), Some(date("2020-06-30")));
    let exposure =
        Exposure::new(window, &[], date("2026-01-01"), crate::units::Per::PlatformYear, 1.0).unwrap();
    let dates = ["2011-05-05", "2013-01-01", "2019-12-31", "2020-02-02"].map(date);
    let share = bernoulli(&exposure, &dates).unwrap();
    assert_eq!((share.years, share.with_incident, share.most_in_a_year), (10, 3, 1));
    let ends = share.probability.interval.unwrap();
    assert!((ends.low - 0.066_7).abs() < 5e-5 && (ends.high - 0.652_5).abs() < 5e-5, "{ends:?}");
    let likelihood = 3.0 * 0.3_f64.ln() + 7.0 * 0.7_f64.ln();
    assert!((share.aic.unwrap() - 2.0 + 2.0 * likelihood).abs() < 1e-12);
    let short = (Some(date("2018-01-01")), Some(date("2020-06-30")));
    let short = Exposure::new(short, &[], date("2026-01-01"), crate::units::Per::PlatformYear, 1.0).unwrap();
    assert!(bernoulli(&short, &dates).unwrap_err().starts_with("the window holds 2 whole years"));
}

/// Counts in the period in which they are, ends included.
#[test]
fn incidents_fall_into_their_period() {
    let date = |text: &str| text.parse::<StartDate>().unwrap();
    let window = (Some(date("2024-01-01")), Some(date("2024-12-31")));
    let exposure =
        Exposure::new(window, &[], date("2026-01-01"), crate::units::Per::PlatformYear, 1.0).unwrap();
    let dates = ["2024-01-01", "2024-03-31", "2024-04-01", "2024-12-31"].map(date);
    let counts = by_period(&exposure, Period::Quarter, &dates);
    assert_eq!(counts.iter().map(|one| one.count).collect::<Vec<_>>(), [2, 1, 0, 1]);
}

/// The chi-square of 6, 4, 5, 9 is 2.333 on 3 degrees of freedom, p 0.5062; sparse counts are judged by tables.
#[test]
fn dispersion_by_hand() {
    use crate::calibrate::dispersion;
    let uniform = |table: u64, event: u64| ChaCha8Rng::seed_from_u64(table * 1_000 + event).random::<f64>();
    let test = dispersion::test(&counts_of(&[6, 4, 5, 9], 1.0), &uniform).unwrap();
    assert!((test.chi_square - 7.0 / 3.0).abs() < 1e-12 && test.tables.is_none());
    assert!((test.p_value - 0.506_2).abs() < 1e-4, "{}", test.p_value);
    // 2 and 0 of two periods: half of the tables are as uneven.
    let sparse = dispersion::test(&counts_of(&[2, 0], 1.0), &uniform).unwrap();
    let error = (0.25 / dispersion::TABLES as f64).sqrt();
    assert!((sparse.p_value - 0.5).abs() < 4.0 * error, "{}", sparse.p_value);
    assert_eq!(sparse.tables, Some(dispersion::TABLES));
}
