//! What the total cost is made of over the whole horizon, alternatives side by side.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    cash_flow::{CashFlow, costs, loss_heading},
    sheet::{Kind, Place, Sheet},
    summary::label,
};
use crate::decision::Findings;

/// The sheet; every cell is the total of its line in the cash flow.
pub(super) fn sheet(findings: &Findings, flow: &CashFlow) -> Result<Worksheet, XlsxError> {
    let mut widths = vec![38.0];
    widths.extend(std::iter::repeat_n(22.0, findings.alternatives.len()));
    let mut sheet = Sheet::new("Components", &widths)?;
    let labels: Vec<String> = findings.alternatives.iter().map(|one| label(one) + ", USD").collect();
    sheet.header(
        ["Mean over all runs, present value"].into_iter().chain(labels.iter().map(String::as_str)),
        1,
    )?;
    let mut columns: Vec<Vec<Place>> = vec![Vec::new(); flow.totals.len()];
    for (component, heading) in lines(flow, findings) {
        sheet.text(0, &heading)?;
        for ((column, totals), cells) in (1..).zip(&flow.totals).zip(&mut columns) {
            let line = totals.lines.iter().find(|(name, _)| *name == component);
            cells.push(match line {
                Some((_, total)) => sheet.link(column, flow.name, *total)?,
                None => sheet.number(column, 0.0, Kind::Money)?,
            });
        }
        sheet.row += 1;
    }
    sheet.set_total(true);
    sheet.text(0, "Total cost of ownership")?;
    for (column, cells) in (1..).zip(&columns) {
        sheet.sum(column, cells)?;
    }
    Ok(sheet.finish())
}

/// Every line that any alternative has: component and heading, costs first.
fn lines(flow: &CashFlow, findings: &Findings) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = costs(findings)
        .iter()
        .map(|(component, heading)| ((*component).to_owned(), (*heading).to_owned()))
        .collect();
    let losses = flow.totals.iter().flat_map(|totals| &totals.lines[costs(findings).len()..]);
    for (component, _) in losses {
        if lines.iter().all(|(known, _)| known != component) {
            lines.push((component.clone(), loss_heading(component)));
        }
    }
    lines
}
