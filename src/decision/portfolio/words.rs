//! What portfolios come to, in sentences.

use super::{PortfolioFindings, PortfolioResult, Searched};
use crate::{
    decision::analyse::has_infinite_variance,
    engine::Plan,
    units::{format_count, format_percent, format_usd},
};

/// The best, how sure it is, and what limits it.
pub(super) fn verdict(findings: &PortfolioFindings) -> Vec<String> {
    let best = findings.best();
    let budget = findings.budget_usd.map(|budget| format!(" within {}", format_usd(budget)));
    let budget = budget.unwrap_or_default();
    let years = match findings.setting.horizon_years {
        1 => "1 year".to_owned(),
        years => format!("{years} years"),
    };
    let first = match best.controls.is_empty() {
        true => format!("No portfolio of controls{budget} saves more than it costs on average."),
        false => format!(
            "The portfolio{budget} that brings most is {}: it costs {} over {years} in present value and saves {} on \
             average, a net present value of {}{}.",
            findings.name(best),
            format_usd(best.cost.value),
            format_usd(best.saving.value),
            format_usd(best.npv.value),
            best.npv
                .std_error
                .map_or(String::new(), |error| format!(" (standard error {})", format_usd(error)))
        ),
    };
    let mut verdict = vec![first];
    if !best.controls.is_empty() {
        let tail = best.tvar99_change.value;
        let moved = match tail {
            tail if tail < 0.0 => format!("falls by {}", format_usd(-tail)),
            tail if tail > 0.0 => format!("rises by {}", format_usd(tail)),
            _ => "stays as it is".to_owned(),
        };
        verdict.push(format!(
            "It saves more than it costs in {} of runs; the mean of the worst hundredth of the losses {moved}.",
            format_percent(best.prob_npv_positive.value)
        ));
    }
    let close = findings.portfolios.iter().enumerate();
    let close: Vec<String> = close
        .filter(|(position, other)| *position != findings.best && other.is_as_good())
        .map(|(_, other)| findings.name(other))
        .collect();
    verdict.push(match close.len() {
        0 if findings.portfolios.len() < 2 => "No other portfolio was within the budget.".to_owned(),
        0 => "Every other portfolio brings less by more than two paired standard errors.".to_owned(),
        1..=3 => format!("Chance could explain that it is better than {}.", close.join("; ")),
        count => format!(
            "Chance could explain that it is better than {} others, among them {}.",
            format_count(count as f64),
            close[..3].join("; ")
        ),
    });
    if findings.searched == Searched::Greedy {
        verdict.push(
            "Not every portfolio was played: controls were added one at a time, each time the one that adds most, so \
             that another portfolio may be better."
                .to_owned(),
        );
    }
    verdict
}

/// What a reader must know.
pub(super) fn notices(plan: &Plan, results: &[PortfolioResult]) -> Vec<String> {
    let mut notices = Vec::new();
    if has_infinite_variance(plan) {
        notices.push(
            "The variance of an input is infinite: means have no standard error that could be trusted."
                .to_owned(),
        );
    }
    let is_rough = |result: &PortfolioResult| {
        result.tvar99_loss.std_error.is_some_and(|error| error > 0.1 * result.tvar99_loss.value.abs())
    };
    if results.iter().any(is_rough) {
        notices.push(
            "The tail of some portfolios has a standard error of more than 10 % of its value; more runs (--runs) make \
             it sharper."
                .to_owned(),
        );
    }
    notices
}
