//! Whether the decision survives other readings of the scenario.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::decision::{CellResult, RobustnessCell};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let matrix = page.findings.robustness.as_ref()?;
    let columns =
        ["Severity, reading, churn", "Cheapest", "Mean cost (TCO)", "Next", "Saves against it", "Flips"];
    let caption = "The cheapest alternative under every reading, the base case first; not available where a reason stands";
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for (place, cell) in matrix.cells.iter().enumerate() {
        let cells = match &cell.result {
            CellResult::NotAvailable(because) => {
                vec![Cell::text(format!("not available, because {because}"))]
            }
            CellResult::Decision(decision) => vec![
                Cell::text(label_of(page.findings, &decision.cheapest)),
                Cell::usd(decision.tco_usd.value),
                Cell::text(label_of(page.findings, &decision.next.alternative)),
                Cell::usd(decision.next.saving_usd.value),
                Cell::text(if decision.flips { "flips" } else { "–" }),
            ],
        };
        table.push(Row::new(if place == 0 { "Base case".to_owned() } else { words(cell) }, cells));
    }
    Some(html! { (page.chart("robustness").unwrap_or_default()) (table.markup()) })
}

/// What a cell reads otherwise.
fn words(cell: &RobustnessCell) -> String {
    [&cell.severity, &cell.reading, &cell.churn].map(|word| word.replace('_', " ")).join(", ")
}
