//! Simulated figures beside exact ones, where there are some.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::{
    decision::ExactCheck,
    report::explain::number,
    units::{format_percent, format_usd},
};

/// Statistics and their words.
const STATISTICS: [(&str, &str); 5] = [
    ("mean", "mean"),
    ("prob_any", "chance of any"),
    ("p95", "P95"),
    ("p99", "P99"),
    ("tvar99", "mean of the worst 1 %"),
];

pub(super) fn content(page: &Page) -> Option<Markup> {
    let checks = &page.findings.exact_check;
    if checks.is_empty() {
        return None;
    }
    let table = table(page, checks);
    let reasons = reasons(page, checks);
    Some(html! {
        p {
            "Losses in present value over the horizon and numbers of events have an exact law in simple scenarios, computed without \
             drawing a number. "
            @if checks.iter().any(|check| check.exact.is_some()) {
                "About one figure in twenty lies more than two standard errors away by chance. "
            }
            code { "tenantrisk verify FILE" } " judges every figure there is."
        }
        (table.markup())
        @if !reasons.is_empty() { ul { @for reason in &reasons { li { (reason) } } } }
    })
}

fn table(page: &Page, checks: &[ExactCheck]) -> Table {
    let caption = "Simulated and exact: distance in standard errors of the simulation; – where the runs are too few to judge by";
    let columns = ["Figure", "Simulated", "Standard error", "Exact", "Standard errors apart"];
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for check in checks {
        let (Some(exact), Some(simulated)) = (check.exact, &check.simulated) else { continue };
        let statistic = STATISTICS.iter().find(|(name, _)| *name == check.statistic);
        let words = format!(
            "{}: {}, {}",
            label_of(page.findings, &check.alternative),
            if check.metric == "events" { "events" } else { "losses" },
            statistic.map_or(check.statistic, |(_, words)| words)
        );
        let cells = vec![
            cell(check.unit, simulated.value),
            simulated.std_error.map_or(Cell::Nothing, |error| cell(check.unit, error)),
            cell(check.unit, exact),
            check
                .standard_errors
                .map_or(Cell::Nothing, |apart| Cell::number(format!("{:.1}", apart + 0.0), apart)),
        ];
        table.push(Row::new(words, cells));
    }
    table
}

fn cell(unit: &str, value: f64) -> Cell {
    match unit {
        "usd" => Cell::number(format_usd(value), value),
        "fraction" => Cell::number(format_percent(value), value),
        _ => Cell::number(number::text(value), value),
    }
}

/// Why some figures have no exact value, alternatives with the same reason together.
fn reasons(page: &Page, checks: &[ExactCheck]) -> Vec<String> {
    let mut reasons: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for check in checks {
        let Some(because) = &check.because else { continue };
        let label = label_of(page.findings, &check.alternative);
        match reasons.iter_mut().find(|(metric, why, _)| *metric == check.metric && why == because) {
            Some((_, _, labels)) => labels.push(label),
            None => reasons.push((&check.metric, because, vec![label])),
        }
    }
    let words = |(metric, why, labels): &(&str, &str, Vec<String>)| {
        let what = if *metric == "events" { "Numbers of events" } else { "Losses" };
        format!("{what} of {} have no exact value, because {why}.", labels.join(", "))
    };
    reasons.iter().map(words).collect()
}
