//! What layers come to, in sentences.

use super::LayerFindings;
use crate::{
    decision::analyse::has_infinite_variance,
    engine::Plan,
    stats::Estimate,
    units::{format_count, format_number, format_usd},
};

/// The best, whether it is worth it, and how sure that is.
pub(super) fn verdict(findings: &LayerFindings) -> Vec<String> {
    let best = findings.best();
    if best.payments_per_year.value == 0.0 {
        return vec![
            "No layer that pays anything is worth its premium at this price of the tail: going without insurance is \
             better than every layer that was tried."
                .to_owned(),
        ];
    }
    let layer = format!(
        "{} above a retention of {} an event, for {} a year",
        format_usd(best.limit_usd),
        format_usd(best.retention_usd),
        format_usd(best.premium_per_year_usd)
    );
    let change = best.objective_change;
    let error = |estimate: &Estimate| {
        estimate.std_error.map_or(String::new(), |error| format!(" (standard error {})", format_usd(error)))
    };
    let mut verdict = vec![match findings.is_worth_it() {
        true => format!(
            "The best layer is {layer}: mean cost and price of the tail are together {} lower than without \
             insurance{}.",
            format_usd(-change.value),
            error(&change)
        ),
        false => format!(
            "No layer is worth its premium at this price of the tail. The least bad is {layer}: mean cost and price of \
             the tail are together {} higher than without insurance{}.",
            format_usd(change.value),
            error(&change)
        ),
    }];
    if change.std_error.is_some_and(|error| change.value.abs() <= 2.0 * error) {
        verdict.push("Chance could explain that difference: it is within two standard errors.".to_owned());
    }
    let words = |change: f64, up: &str, down: &str| match change >= 0.0 {
        true => format!("{up} by {}", format_usd(change)),
        false => format!("{down} by {}", format_usd(-change)),
    };
    verdict.push(format!(
        "The mean cost {}; the mean of the worst hundredth {}, from {} to {}.",
        words(best.tco_change.value, "rises", "falls"),
        words(best.tvar99.value - findings.uninsured.tvar99.value, "rises", "falls"),
        format_usd(findings.uninsured.tvar99.value),
        format_usd(best.tvar99.value)
    ));
    let layers = findings.layers.iter().enumerate();
    let close = layers.filter(|(place, layer)| *place != findings.best && layer.is_as_good()).count();
    verdict.push(match (findings.layers.len(), close) {
        (1, _) => "It is the only layer that was tried.".to_owned(),
        (_, 0) => "Every other layer is worse by more than two paired standard errors.".to_owned(),
        (all, close) => format!(
            "Of {} other layers {} are as good up to chance (within two paired standard errors).",
            format_count((all - 1) as f64),
            format_count(close as f64)
        ),
    });
    verdict
}

/// What a reader must know.
pub(super) fn notices(plan: &Plan, findings: &LayerFindings) -> Vec<String> {
    let best = findings.best();
    let mut notices = Vec::new();
    let ends = [best.retention_usd, best.limit_usd];
    for (axis, value) in findings.axes.iter().zip(ends) {
        if findings.is_worth_it() && axis.is_edge(value) {
            notices.push(format!(
                "The best {} is at the end of what was searched ({} to {}): a wider --{} may have a better one.",
                axis.name,
                format_usd(axis.values_usd[0]),
                format_usd(axis.values_usd[axis.values_usd.len() - 1]),
                axis.name
            ));
        }
    }
    if findings.layers.iter().all(|layer| layer.payments_per_year.value == 0.0) {
        notices.push(
            "No layer paid anything in any run: what is covered never costs more than the retention."
                .to_owned(),
        );
    }
    if has_infinite_variance(plan) {
        notices.push(
            "The variance of an input is infinite: means have no standard error that could be trusted."
                .to_owned(),
        );
    }
    let worst = findings.layers.iter().filter_map(|layer| {
        let (exact, error) = (layer.exact_payments_per_year_usd?, layer.payments_per_year.std_error?);
        (error > 0.0).then(|| ((layer.payments_per_year.value - exact) / error).abs())
    });
    let worst = worst.fold(0.0, f64::max);
    if worst > 4.0 {
        notices.push(format!(
            "Expected payments are up to {} standard errors from their exact value: too few runs saw a payment; more \
             runs (--runs) make them sharper.",
            format_number((10.0 * worst).round() / 10.0)
        ));
    }
    notices
}
