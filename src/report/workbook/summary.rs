//! The alternatives in one table.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    cash_flow::CashFlow,
    sheet::{Kind, Sheet},
};
use crate::decision::{AlternativeFindings, Figure, FigureResult, Findings};

const HEADINGS: [&str; 13] = [
    "Alternative",
    "Total cost of ownership, mean, present value, USD",
    "Standard error, USD",
    "Total cost of ownership, mean, undiscounted, USD",
    "Saving against the baseline, mean, present value, USD",
    "Losses, mean, present value, USD",
    "Total cost, 5th percentile, USD",
    "Total cost, 95th percentile, USD",
    "Losses, 95th percentile, USD",
    "Losses, 99th percentile, USD",
    "Losses, mean of the worst one per cent, USD",
    "Chance of any incident",
    "Gross margin, mean, present value, USD",
];

/// The sheet.
pub(super) fn sheet(
    findings: &Findings,
    present_value: &CashFlow,
    nominal: &CashFlow,
) -> Result<Worksheet, XlsxError> {
    let mut widths = vec![30.0];
    widths.extend([17.0; HEADINGS.len() - 1]);
    let mut sheet = Sheet::new("Summary", &widths)?;
    sheet.header(HEADINGS, 1)?;
    let baseline = findings.alternatives.iter().position(|one| one.is_baseline);
    let both = present_value.totals.iter().zip(&nominal.totals);
    for (alternative, (discounted, paid)) in findings.alternatives.iter().zip(both) {
        let figure = |metric: &str, statistic: &str| find(&alternative.figures, metric, statistic);
        let suffix = if alternative.is_baseline { " (baseline)" } else { "" };
        sheet.text(0, &(label(alternative) + suffix))?;
        let tco = sheet.link(1, present_value.name, discounted.tco)?;
        sheet.std_error(2, figure("tco", "mean"))?;
        sheet.link(3, nominal.name, paid.tco)?;
        if let Some(baseline) = baseline {
            let base = present_value.totals[baseline].tco;
            let text = format!("{}-{}", base.name_from_elsewhere(present_value.name), tco.name());
            sheet.formula(4, &text, base.value - tco.value, Kind::Money)?;
        }
        sheet.link(5, present_value.name, discounted.loss)?;
        let statistics =
            [("tco", "p5"), ("tco", "p95"), ("loss", "p95"), ("loss", "p99"), ("loss", "tvar99")];
        for (column, (metric, statistic)) in (6..).zip(statistics) {
            sheet.figure(column, figure(metric, statistic))?;
        }
        sheet.figure(11, figure("events", "prob_any"))?;
        sheet.link(12, present_value.name, discounted.gross_margin)?;
        sheet.row += 1;
    }
    Ok(sheet.finish())
}

/// The words to show for an alternative.
pub(super) fn label(alternative: &AlternativeFindings) -> String {
    if alternative.label.is_empty() { alternative.name.clone() } else { alternative.label.clone() }
}

/// One statistic of one metric.
pub(super) fn find<'a>(figures: &'a [Figure], metric: &str, statistic: &str) -> Option<&'a Figure> {
    figures.iter().find(|figure| figure.metric == metric && figure.statistic == statistic)
}

/// What there is to say about figures, and why some do not exist; each remark once.
pub(super) fn remarks(figures: &[&Figure]) -> String {
    let mut remarks: Vec<String> = Vec::new();
    for figure in figures {
        let remark = match &figure.result {
            FigureResult::Estimate { note: None, .. } => continue,
            FigureResult::Estimate { note: Some(note), .. } => format!("{}: {note}", figure.metric),
            FigureResult::NotApplicable { because } => {
                format!("{} is not applicable, because {because}", figure.metric)
            }
        };
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    remarks.join("; ")
}
