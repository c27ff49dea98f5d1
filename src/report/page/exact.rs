//! Exact figures beside the simulated ones.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::decision::ExactLine;

/// Lines of the table: words, metric, statistic.
const SHOWN: [(&str, &str, &str); 8] = [
    ("mean total cost", "tco", "mean"),
    ("mean loss", "loss", "mean"),
    ("loss, standard deviation", "loss", "sd"),
    ("P95 of the loss", "loss", "p95"),
    ("P99 of the loss", "loss", "p99"),
    ("P99.9 of the loss", "loss", "p99.9"),
    ("loss, mean of the worst 1 %", "loss", "tvar99"),
    ("chance of any loss", "loss", "prob_any"),
];

pub(super) fn content(page: &Page) -> Option<Markup> {
    let exact = page.findings.exact.as_ref().filter(|exact| !exact.lines.is_empty())?;
    let columns = ["Figure", "Exact", "Simulated", "Difference in standard errors (z)"];
    let caption = "Figures of one alternative alone that have an exact law, present value";
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for alternative in &page.findings.alternatives {
        for (words, metric, statistic) in SHOWN {
            let Some(line) = exact.find(&alternative.name, metric, statistic) else { continue };
            let cells = vec![
                cell(line, Some(line.exact)),
                cell(line, line.simulated),
                line.z.map_or(Cell::Nothing, |z| Cell::number(format!("{z:+.2}"), z)),
            ];
            table.push(Row::new(format!("{}, {words}", label_of(page.findings, &alternative.name)), cells));
        }
    }
    Some(html! {
        p { (exact.words()) " Most differences are below 2; beyond 4 something would be wrong." }
        (table.markup())
    })
}

fn cell(line: &ExactLine, value: Option<f64>) -> Cell {
    match (value, line.unit) {
        (None, _) => Cell::Nothing,
        (Some(value), "usd") => Cell::usd(value),
        (Some(value), _) => Cell::percent(value),
    }
}
