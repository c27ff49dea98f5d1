//! How often: Poisson, negative binomial and Bernoulli frequencies of counts by period.
//!
//! The negative binomial is the Poisson whose rate is multiplied, in every period anew, by a gamma factor of mean 1 and
//! this shape: what `mixing = { gamma = shape, role = "aleatory" }` of a scenario is for years.

use serde::Serialize;

use super::{
    Estimated, Interval,
    exposure::{Exposure, Period},
    laws::{beta_quantile, gamma_quantile},
    maximum,
};
use crate::{dist::smallest_root, units::StartDate};

/// Whole years that a share of years needs.
const LEAST_YEARS: usize = 5;

/// Incidents of one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodCount {
    /// First day of the period.
    pub from: StartDate,
    /// Its length; the last may be cut short.
    pub years: f64,
    /// Incidents.
    pub count: u64,
}

/// A law of the counts, fitted by maximum likelihood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountFit {
    /// Events a year on the whole platform.
    pub rate: Estimated,
    /// Shape of the gamma factor by period; `None` for Poisson.
    pub shape: Option<Estimated>,
    /// Natural logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion: twice the number of parameters less twice the log-likelihood.
    pub aic: f64,
}

/// A chance a year, from whether whole years had an incident.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bernoulli {
    /// Whole years.
    pub years: usize,
    /// Those with an incident.
    pub with_incident: usize,
    /// Incidents in the fullest of them.
    pub most_in_a_year: u64,
    /// Share of years with an incident; the interval is Clopper and Pearson's.
    pub probability: Estimated,
    /// Akaike's criterion on whole years; `None` where a year had more than one incident, which this law excludes.
    pub aic: Option<f64>,
    /// That of the Poisson law on the same years.
    pub poisson_aic: f64,
}

/// Counts by period.
pub(super) fn by_period(exposure: &Exposure, period: Period, dates: &[StartDate]) -> Vec<PeriodCount> {
    let periods = exposure.periods(period);
    let mut counts: Vec<PeriodCount> =
        periods.into_iter().map(|(from, years)| PeriodCount { from, years, count: 0 }).collect();
    for date in dates {
        let place = counts.partition_point(|period| period.from <= *date);
        if let Some(period) = place.checked_sub(1).and_then(|place| counts.get_mut(place)) {
            period.count += 1;
        }
    }
    counts
}

/// The Poisson rate of `events` in `years`, with Garwood's exact 95 % interval.
pub(super) fn poisson_rate(events: u64, years: f64) -> Estimated {
    let n = events as f64;
    let low = if events == 0 { 0.0 } else { gamma_quantile(n, 1.0 / years, 0.025) };
    let high = gamma_quantile(n + 1.0, 1.0 / years, 0.975);
    Estimated {
        value: n / years,
        std_error: (events > 0).then(|| n.sqrt() / years),
        interval: Some(Interval { low, high }),
    }
}

/// The Poisson law of the counts.
pub(super) fn poisson(counts: &[PeriodCount]) -> CountFit {
    let (events, years) = totals(counts);
    let rate = poisson_rate(events, years);
    let log_likelihood = counts.iter().map(|period| ln_poisson(period, rate.value)).sum();
    CountFit { rate, shape: None, log_likelihood, aic: 2.0 - 2.0 * log_likelihood }
}

/// The negative binomial law of the counts; `None` where no spread beyond Poisson makes the counts likelier.
pub(super) fn negative_binomial(counts: &[PeriodCount]) -> Option<CountFit> {
    let (events, years) = totals(counts);
    if events == 0 {
        return None;
    }
    let rate_of = |shape: f64| {
        // The score falls in the rate; its root lies between those of the emptiest and the fullest period.
        let of_period = |period: &PeriodCount| period.count as f64 / period.years;
        let high = counts.iter().map(of_period).fold(events as f64 / years, f64::max) * 1.001;
        let falling = |rate: f64| -score(counts, rate, shape);
        smallest_root(high * 1e-9, high, falling)
    };
    // From a factor that is nearly certain to one of which nearly nothing is left in most periods.
    let profile = |log: f64| ln_likelihood(counts, rate_of(libm::exp(-log)), libm::exp(-log));
    let (low, high) = (libm::log(1e-4), libm::log(1e3));
    let (log, log_likelihood) = maximum::along(low, high, profile);
    if log_likelihood <= poisson(counts).log_likelihood + 1e-6 || log >= high {
        return None;
    }
    let shape = libm::exp(-log);
    let rate = rate_of(shape);
    let of_logs = |[rate, shape]: [f64; 2]| ln_likelihood(counts, libm::exp(rate), libm::exp(shape));
    let errors = maximum::standard_errors([libm::log(rate), libm::log(shape)], [1.0, 1.0], of_logs);
    Some(CountFit {
        rate: Estimated::of_logarithm(rate, errors.map(|errors| errors[0])),
        shape: Some(Estimated::of_logarithm(shape, errors.map(|errors| errors[1]))),
        log_likelihood,
        aic: 4.0 - 2.0 * log_likelihood,
    })
}

/// A chance a year from whole years; `Err` says why there is none.
pub(super) fn bernoulli(exposure: &Exposure, dates: &[StartDate]) -> Result<Bernoulli, String> {
    let whole = exposure.whole_periods(Period::Year);
    if whole < LEAST_YEARS {
        return Err(format!("the window holds {whole} whole years; {LEAST_YEARS} are needed"));
    }
    let mut counts = by_period(exposure, Period::Year, dates);
    counts.truncate(whole);
    let with_incident = counts.iter().filter(|year| year.count > 0).count();
    let most_in_a_year = counts.iter().map(|year| year.count).max().unwrap_or(0);
    let (k, m) = (with_incident as f64, whole as f64);
    let low = if with_incident == 0 { 0.0 } else { beta_quantile(k, m - k + 1.0, 0.025) };
    let high = if with_incident == whole { 1.0 } else { beta_quantile(k + 1.0, m - k, 0.975) };
    let share = k / m;
    let ln = |x: f64| if x > 0.0 { libm::log(x) } else { 0.0 };
    let log_likelihood = k * ln(share) + (m - k) * ln(1.0 - share);
    Ok(Bernoulli {
        years: whole,
        with_incident,
        most_in_a_year,
        probability: Estimated {
            value: share,
            std_error: Some((share * (1.0 - share) / m).sqrt()).filter(|error| *error > 0.0),
            interval: Some(Interval { low, high }),
        },
        aic: (most_in_a_year <= 1).then_some(2.0 - 2.0 * log_likelihood),
        poisson_aic: poisson(&counts).aic,
    })
}

fn totals(counts: &[PeriodCount]) -> (u64, f64) {
    (counts.iter().map(|period| period.count).sum(), counts.iter().map(|period| period.years).sum())
}

fn ln_poisson(period: &PeriodCount, rate: f64) -> f64 {
    let (n, mean) = (period.count as f64, rate * period.years);
    let power = if period.count == 0 { 0.0 } else { n * libm::log(mean) };
    power - mean - libm::lgamma(n + 1.0)
}

fn ln_likelihood(counts: &[PeriodCount], rate: f64, shape: f64) -> f64 {
    counts.iter().map(|period| ln_negative_binomial(period, rate, shape)).sum()
}

fn ln_negative_binomial(period: &PeriodCount, rate: f64, shape: f64) -> f64 {
    let (n, mean) = (period.count as f64, rate * period.years);
    // gamma(n + shape) / (gamma(shape) shape^n), without cancellation for a large shape.
    let rising: f64 = if period.count < 10_000 {
        (0..period.count).map(|i| libm::log1p(i as f64 / shape)).sum()
    } else {
        libm::lgamma(n + shape) - libm::lgamma(shape) - n * libm::log(shape)
    };
    let power = if period.count == 0 { 0.0 } else { n * libm::log(mean) };
    rising + power - (n + shape) * libm::log1p(mean / shape) - libm::lgamma(n + 1.0)
}

/// Derivative of the log-likelihood by the rate, times the rate.
fn score(counts: &[PeriodCount], rate: f64, shape: f64) -> f64 {
    let of = |period: &PeriodCount| {
        let mean = rate * period.years;
        (period.count as f64 - mean) / (1.0 + mean / shape)
    };
    counts.iter().map(of).sum()
}

#[cfg(test)]
mod tests;
