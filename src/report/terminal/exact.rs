//! Exact losses beside the simulated ones.

use super::{Page, add_cells, of_alternatives, section};
use crate::{
    decision::{ExactLine, Findings},
    units::{format_percent, format_usd},
};

/// Columns of the table: label, metric, statistic.
const SHOWN: [(&str, &str, &str); 7] = [
    ("Mean TCO", "tco", "mean"),
    ("Mean loss", "loss", "mean"),
    ("P95 loss", "loss", "p95"),
    ("P99 loss", "loss", "p99"),
    ("P99.9 loss", "loss", "p99.9"),
    ("TVaR99 loss", "loss", "tvar99"),
    ("P(loss)", "loss", "prob_any"),
];

/// The table; empty where nothing is exact.
pub(super) fn table(findings: &Findings, page: Page) -> String {
    let Some(exact) = &findings.exact else { return String::new() };
    let known: Vec<_> = findings
        .alternatives
        .iter()
        .filter(|one| exact.lines.iter().any(|line| line.alternative == one.name))
        .cloned()
        .collect();
    if known.is_empty() {
        return String::new();
    }
    let mut grid = of_alternatives(&known);
    for (label, metric, statistic) in SHOWN {
        let cells = known.iter().map(|alternative| {
            let line = exact.find(&alternative.name, metric, statistic)?;
            Some(cell(line))
        });
        let cells = cells.collect();
        add_cells(&mut grid, label, cells);
    }
    let years = super::plural(u64::from(findings.setting.horizon_years), "year");
    let title =
        format!("Exact over {years}, present value, and how many standard errors the simulation is off (z)");
    section(&title, &grid, page)
}

fn cell(line: &ExactLine) -> String {
    let value = match line.unit {
        "usd" => format_usd(line.exact),
        _ => format_percent(line.exact),
    };
    match line.z {
        Some(z) => format!("{value} (z {z:+.1})"),
        None => value,
    }
}
