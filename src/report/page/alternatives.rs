//! Every alternative with its cost, its tail, and how it compares.

use maud::{Markup, html};

use super::{
    Page, find, shown,
    table::{Cell, Row, Table},
};
use crate::{decision::Comparison, report::words::clean, units::format_usd};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let findings = page.findings;
    if findings.alternatives.is_empty() {
        return None;
    }
    let caption = format!(
        "Cost over {} in present value, losses of the provider, and each alternative against its baseline; ± is one \
         standard error",
        page.period()
    );
    let columns = [
        "Alternative",
        "Mean cost (TCO)",
        "Mean loss",
        "P95 loss",
        "P99 loss",
        "Worst 1 % on average",
        "Any incident",
        "Saves",
        "P5 to P95",
        "Cheaper in",
    ];
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for alternative in &findings.alternatives {
        let figures = &alternative.figures;
        let against = findings.comparisons.iter().find(|one| one.alternative == alternative.name);
        let mut cells = Vec::new();
        for (metric, statistic, with_error) in [
            ("tco", "mean", true),
            ("loss", "mean", true),
            ("loss", "p95", false),
            ("loss", "p99", false),
            ("loss", "tvar99", false),
        ] {
            cells.push(table.figure(find(figures, metric, statistic), with_error));
        }
        let any = find(figures, "events", "prob_any").or_else(|| find(figures, "loss", "prob_any"));
        cells.push(table.figure(any, false));
        match against {
            Some(comparison) => {
                cells.push(table.figure(find(&comparison.figures, "saving", "mean"), true));
                cells.push(range(comparison));
                cells.push(table.figure(find(&comparison.figures, "prob_cheaper", "mean"), false));
            }
            None => cells.extend([Cell::Nothing, Cell::Nothing, Cell::Nothing]),
        }
        let role = if alternative.is_baseline { " (baseline)" } else { "" };
        table.push(Row::new(shown(alternative) + role, cells));
    }
    Some(html! {
        @for sentence in findings.verdict.iter().skip(1) { p { (clean(sentence)) } }
        (table.markup())
        @for excluded in &findings.excluded {
            p { "Ruled out: " (clean(&excluded.label)) ", because " (clean(&excluded.reason)) "." }
        }
    })
}

/// The middle nine tenths of what is saved.
fn range(comparison: &Comparison) -> Cell {
    let end = |statistic: &str| super::estimate(&comparison.figures, "saving", statistic);
    match (end("p5"), end("p95")) {
        (Some(low), Some(high)) => {
            let words = format!("{} to {}", format_usd(low.value), format_usd(high.value));
            Cell::number(words, f64::NAN)
        }
        _ => Cell::Nothing,
    }
}
