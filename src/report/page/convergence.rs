//! Whether more runs would say something else.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::{
    report::terminal::amount::grouped,
    stats,
    units::{format_percent, format_usd},
};

/// Statistics of the table, and their words.
const STATISTICS: [(&str, &str); 3] = [("mean", "mean"), ("p99", "P99"), ("tvar99", "mean of the worst 1 %")];

pub(super) fn content(page: &Page) -> Option<Markup> {
    let points = &page.findings.convergence;
    let last = points.iter().map(|point| point.runs).max()?;
    let columns =
        ["Total cost", "After all runs", "Standard error", "Relative to it", "95 % interval", "Runs for 1 %"];
    let mut table = Table::new("How well the total cost is known", columns.map(str::to_owned));
    for alternative in &page.findings.alternatives {
        for (statistic, words) in STATISTICS {
            let is_last = |point: &&crate::decision::ConvergencePoint| {
                point.runs == last && point.alternative == alternative.name && point.statistic == statistic
            };
            let Some(point) = points.iter().find(is_last) else { continue };
            let estimate = &point.estimate;
            let relative = estimate.std_error.map(|error| error / estimate.value.abs());
            let ends = estimate.interval.map(|interval| {
                let end = |end: Option<f64>| end.map_or_else(|| "not bounded".to_owned(), format_usd);
                format!("{} to {}", end(interval.low), end(interval.high))
            });
            let cells = vec![
                Cell::usd(estimate.value),
                estimate.std_error.map_or(Cell::Nothing, Cell::usd),
                relative
                    .filter(|relative| relative.is_finite())
                    .map_or(Cell::Nothing, |relative| Cell::number(format_percent(relative), relative)),
                ends.map_or(Cell::Nothing, |words| Cell::number(words, f64::NAN)),
                stats::runs_needed(estimate, last as usize, 0.01)
                    .filter(|needed| *needed > last)
                    .map_or(Cell::Nothing, |runs| Cell::number(grouped(runs as f64), runs as f64)),
            ];
            table.push(Row::new(format!("{}, {words}", label_of(page.findings, &alternative.name)), cells));
        }
    }
    Some(html! { (page.chart("convergence").unwrap_or_default()) (table.markup()) })
}
