//! When enough runs have been played: rules that stop a simulation.
//!
//! What exact figures alone decide needs no runs; as few are played as tell their errors. Any other
//! rule looks only after 32, 64, 128, … blocks of runs, so that it can rarely stop by luck, and corrects for the luck
//! that is left: a relative error is judged by the standard error times `1 + 1 / sqrt(2 (blocks - 1))`, one standard
//! error of the standard error itself; a decision is judged at look `k` with the share `1 / (k (k + 1))` of the chance
//! of error that the confidence leaves, divided by the number of comparisons, so that all looks together keep it
//! (Bonferroni).

use std::str::FromStr;

use super::{
    AnalysisError,
    comparison::Pair,
    exact_beside::Marginals,
    figures::{QUANTILES, TAILS},
    quantity::{Quantity, baseline_of},
    runs::{Distribution, Runs},
};
use crate::{
    dist::normal_quantile,
    engine::{BLOCK_RUNS, Plan},
    exact::Exact,
    stats::Estimate,
    units::format_percent,
};

/// Confidence at which a decision counts as settled unless the user says otherwise.
const CONFIDENCE: f64 = 0.95;

/// What a simulation must know before it may stop.
#[derive(Debug, Clone, PartialEq)]
pub enum Precision {
    /// A statistic of a metric with a standard error of at most this share of its value, under every alternative.
    Relative {
        /// The metric, `tco` by default.
        metric: String,
        /// `mean`, `p50` … `p99.9`, `tvar95`, `tvar99`.
        statistic: &'static str,
        /// Standard error over value.
        share: f64,
    },
    /// Which of each alternative and its baseline is cheaper on average, and in most runs, at this confidence.
    Decision {
        /// Between 0 and 1.
        confidence: f64,
    },
}

/// How far a rule is from being met.
#[derive(Debug, Clone, PartialEq)]
pub struct HowFar {
    /// Whether it is.
    pub is_met: bool,
    /// What is known now, for people: `tvar99 of tco ± 1.4 %, 1 % wanted`.
    pub words: String,
}

impl FromStr for Precision {
    type Err = String;

    /// `tvar99=1%`, `loss:p99.9=0.5%`, `decision`, `decision=99%`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            let statistics: Vec<&str> = names().collect();
            format!(
                "expected STATISTIC=SHARE, such as tvar99=1% or loss:p99.9=0.5%, with one of {}; or decision, or \
                 decision=99%",
                statistics.join(", ")
            )
        };
        let share = |text: &str| -> Option<f64> {
            let number: f64 = text.trim().strip_suffix('%')?.trim().parse().ok()?;
            (number > 0.0 && number < 100.0).then_some(number / 100.0)
        };
        match text.split_once('=') {
            None if text == "decision" => Ok(Precision::Decision { confidence: CONFIDENCE }),
            Some(("decision", confidence)) => {
                Ok(Precision::Decision { confidence: share(confidence).ok_or_else(wrong)? })
            }
            Some((what, amount)) => {
                let (metric, statistic) = what.split_once(':').unwrap_or(("tco", what));
                let statistic = names().find(|name| *name == statistic.trim()).ok_or_else(wrong)?;
                let share = share(amount).ok_or_else(wrong)?;
                Ok(Precision::Relative { metric: metric.trim().to_owned(), statistic, share })
            }
            None => Err(wrong()),
        }
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    ["mean"].into_iter().chain(QUANTILES.iter().chain(&TAILS).map(|(name, _)| *name))
}

/// A statistic of a distribution by its name.
pub(super) fn statistic(distribution: &Distribution, name: &str) -> Option<Estimate> {
    let level =
        |known: &[(&str, f64)]| known.iter().find(|(known, _)| *known == name).map(|(_, level)| *level);
    match (name, level(&QUANTILES), level(&TAILS)) {
        ("mean", ..) => Some(distribution.mean()),
        (_, Some(level), _) => Some(distribution.value_at_risk(level)),
        (_, _, Some(level)) => Some(distribution.tail_value_at_risk(level)),
        _ => None,
    }
}

/// Checks a rule at a look, numbered from 1. What is exact within the share that is wanted counts as known; `marginals`
/// gives it where there is some.
pub(super) fn check<'m>(
    runs: &Runs,
    precision: &Precision,
    look: u32,
    marginals: impl Fn() -> Option<&'m Marginals>,
) -> Result<HowFar, AnalysisError> {
    match precision {
        Precision::Relative { metric, statistic, share } => {
            relative(runs, metric, statistic, *share, marginals())
        }
        Precision::Decision { confidence } => decision(runs, *confidence, look),
    }
}

/// Whether exact figures alone meet a rule.
pub(super) fn is_exact(plan: &Plan, precision: &Precision, marginals: &Marginals) -> bool {
    let Precision::Relative { metric, statistic, share } = precision else { return false };
    let mut alternatives = 0..plan.model().alternatives.len();
    alternatives.all(|alternative| exact_within(marginals, alternative, metric, statistic, *share).is_some())
}

/// An exact statistic of a metric of an alternative, if its error bound is at most this share of it.
fn exact_within(
    marginals: &Marginals,
    alternative: usize,
    metric: &str,
    name: &str,
    share: f64,
) -> Option<Exact> {
    let law = marginals.find(alternative, metric, name)?;
    (law.error_bound <= share * law.value.abs()).then_some(law)
}

fn relative(
    runs: &Runs,
    metric: &str,
    name: &str,
    share: f64,
    marginals: Option<&Marginals>,
) -> Result<HowFar, AnalysisError> {
    let Some(position) = runs.plan.metric(metric) else {
        return Err(AnalysisError::UnknownMetric(metric.to_owned()));
    };
    let mut worst = 0.0_f64;
    let (mut exact, mut bound) = (0, 0.0_f64);
    let alternatives = runs.plan.model().alternatives.len();
    for alternative in 0..alternatives {
        let law = marginals.and_then(|marginals| exact_within(marginals, alternative, metric, name, share));
        if let Some(law) = law {
            exact += 1;
            bound = bound.max(if law.value == 0.0 { 0.0 } else { law.error_bound / law.value.abs() });
            continue;
        }
        let distribution = runs.of_all(Quantity::Metric { alternative, metric: position })?;
        let Some(estimate) = statistic(&distribution, name) else { continue };
        let error = match estimate.std_error {
            Some(0.0) => 0.0,
            Some(error) => error / estimate.value.abs(),
            None => f64::INFINITY,
        };
        worst = worst.max(if error.is_nan() { f64::INFINITY } else { error });
    }
    if exact == alternatives {
        let words = format!(
            "{name} of {metric} is exact, with an error bound of {bound:.0e} of it, {} wanted",
            format_percent(share)
        );
        return Ok(HowFar { is_met: true, words });
    }
    let cautious = worst * (1.0 + 1.0 / (2.0 * (blocks(runs) - 1.0).max(1.0)).sqrt());
    let known = if worst.is_finite() { format_percent(cautious) } else { "unknown".to_owned() };
    let of = if exact == 0 {
        String::new()
    } else {
        format!(" where it is simulated ({exact} of {alternatives} exact)")
    };
    let words = format!("{name} of {metric}{of} ± {known}, {} wanted", format_percent(share));
    Ok(HowFar { is_met: cautious <= share, words })
}

fn decision(runs: &Runs, confidence: f64, look: u32) -> Result<HowFar, AnalysisError> {
    let alternatives = 0..runs.plan.model().alternatives.len();
    let compared: Vec<usize> =
        alternatives.filter(|&alternative| alternative != baseline_of(runs.plan, alternative)).collect();
    let look = f64::from(look);
    let chance = (1.0 - confidence) / (look * (look + 1.0)) / (2 * compared.len().max(1)) as f64;
    let wanted = -normal_quantile(0.5 * chance);
    let mut least = f64::INFINITY;
    for alternative in compared {
        let saving = runs.of_all(Quantity::Pair { alternative, pair: Pair::Saving })?;
        let cheaper = saving.probability_above(0.0);
        for (estimate, even) in [(saving.mean(), 0.0), (cheaper, 0.5)] {
            let error = estimate.std_error.unwrap_or(f64::INFINITY);
            let distance = (estimate.value - even).abs();
            // Where nothing varies there is nothing to find out.
            least = least.min(if error == 0.0 { f64::INFINITY } else { distance / error });
        }
    }
    let words = format!(
        "the least certain sign is {least:.1} standard errors from a tie, {wanted:.1} wanted for {} confidence",
        format_percent(confidence)
    );
    Ok(HowFar { is_met: least >= wanted, words })
}

fn blocks(runs: &Runs) -> f64 {
    runs.outcomes.runs() as f64 / BLOCK_RUNS as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read() {
        let relative =
            |metric: &str, statistic, share| Precision::Relative { metric: metric.into(), statistic, share };
        assert_eq!("tvar99=1%".parse(), Ok(relative("tco", "tvar99", 0.01)));
        assert_eq!("loss:p99.9 = 0.5 %".parse(), Ok(relative("loss", "p99.9", 0.005)));
        assert_eq!("decision".parse(), Ok(Precision::Decision { confidence: 0.95 }));
        assert_eq!("decision=99%".parse(), Ok(Precision::Decision { confidence: 0.99 }));
        for wrong in
            ["", "tvar99", "tvar99=1", "tvar99=0%", "p98=1%", "tvar99=-1%", "decision=100%", "mean=nan%"]
        {
            assert!(wrong.parse::<Precision>().is_err(), "{wrong}");
        }
    }
}
