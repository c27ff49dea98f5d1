//! Simulated losses beside exact ones, as far as that costs little.

use super::{AlternativeFindings, ExactCheck, figures::find};
use crate::{
    engine::Plan,
    exact::{Exact, Law, Reason, alternative_laws},
    stats::Estimate,
};

/// Relative error bound of exact quantiles to aim at: small beside the error of any simulation.
const TOLERANCE: f64 = 1e-4;
const QUANTILES: [(&str, f64); 2] = [("p95", 0.95), ("p99", 0.99)];
const TAIL: &str = "tvar99";

/// Fewer runs than this with an event, or in a tail, say nothing about their distance.
const LEAST_RUNS: f64 = 30.0;

/// Loss and events of an alternative beside their exact laws, from the figures of so many runs.
pub(super) fn exact_check(
    plan: &Plan,
    position: usize,
    findings: &AlternativeFindings,
    runs: u64,
) -> Vec<ExactCheck> {
    let laws = alternative_laws(plan.model(), position);
    let line = |metric: &str, unit, any: f64, (statistic, exact): (&'static str, Result<Exact, Reason>)| {
        let enough = any <= 0.0 || runs as f64 * share(statistic, any) >= LEAST_RUNS;
        let simulated = find(&findings.figures, metric, statistic).copied();
        let value = exact.as_ref().ok();
        ExactCheck {
            alternative: findings.name.clone(),
            metric: metric.to_owned(),
            statistic,
            unit: if statistic == "prob_any" { "fraction" } else { unit },
            standard_errors: simulated
                .zip(value)
                .filter(|_| enough)
                .and_then(|(simulated, exact)| apart(&simulated, *exact)),
            simulated,
            exact: value.map(|exact| exact.value),
            error_bound: value.map(|exact| exact.error_bound),
            because: exact.as_ref().err().map(Reason::to_string),
        }
    };
    let mut lines = Vec::new();
    for (metric, unit, law) in [("loss", "usd", &laws.loss), ("events", "events", &laws.events)] {
        match law {
            Err(reason) => lines.push(line(metric, unit, 0.0, ("all", Err(reason.clone())))),
            Ok(law) => {
                let any = law.probability_of_any();
                let figures = of_law(law, metric == "loss").into_iter();
                lines.extend(figures.map(|one| line(metric, unit, any, one)));
            }
        }
    }
    lines
}

/// The share of the runs that a statistic rests on, where so many have an event.
fn share(statistic: &str, any: f64) -> f64 {
    match statistic {
        "p95" => 0.05,
        "p99" | TAIL => 0.01,
        _ => any,
    }
}

fn of_law(law: &Law, with_tails: bool) -> Vec<(&'static str, Result<Exact, Reason>)> {
    let any = law.probability_of_any();
    let mut lines =
        vec![("mean", Ok(Exact::closed(law.moments().mean))), ("prob_any", Ok(Exact::closed(any)))];
    if !with_tails || any <= 0.0 {
        return lines;
    }
    match law.tails(&QUANTILES.map(|(_, level)| level), TOLERANCE) {
        Err(reason) => lines.push(("p99", Err(reason))),
        Ok(tails) => {
            let each = QUANTILES.iter().zip(&tails);
            lines.extend(each.map(|((statistic, _), tail)| (*statistic, Ok(tail.quantile))));
            let beyond = tails.last().and_then(|tail| tail.mean_beyond);
            lines.push((TAIL, beyond.ok_or(Reason::InfiniteMean)));
        }
    }
    lines
}

/// How far a simulated figure is from the exact one, in its standard errors; `None` where it has none.
fn apart(simulated: &Estimate, exact: Exact) -> Option<f64> {
    let distance = simulated.value - exact.value;
    // Sums of many runs round; what is certain agrees to nine digits.
    let rounding = 1e-9 * exact.value.abs() + exact.error_bound;
    if distance.abs() <= rounding {
        return Some(0.0);
    }
    let error = simulated.std_error.filter(|error| *error > 0.0)?;
    Some((distance.abs() - rounding).copysign(distance) / error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_leave_out_what_the_exact_value_may_be_off() {
        let exact = Exact { value: 100.0, error_bound: 0.5 };
        assert_eq!(apart(&Estimate::normal(100.4, 2.0), exact), Some(0.0));
        let two = apart(&Estimate::normal(95.5, 2.0), exact).unwrap();
        assert!((two + 2.0).abs() < 1e-6, "{two}");
        assert_eq!(apart(&Estimate::of_unknown_error(95.5), exact), None);
    }
}
