//! Every alternative against its baseline.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    cash_flow::CashFlow,
    sheet::{Kind, Sheet},
    summary::{find, label, remarks},
};
use crate::decision::{Figure, Findings};

/// Figures beside the mean saving: heading, metric and statistic.
const FIGURES: [(&str, &str, &str); 14] = [
    ("Saving, 5th percentile, USD", "saving", "p5"),
    ("Saving, median, USD", "saving", "p50"),
    ("Saving, 95th percentile, USD", "saving", "p95"),
    ("Chance to be cheaper", "prob_cheaper", "mean"),
    ("Net present value, USD", "npv", "mean"),
    ("Chance of a positive net present value", "prob_npv_positive", "mean"),
    ("Return on investment, mean", "roi", "mean"),
    ("Return on investment, 5th percentile", "roi", "p5"),
    ("Return on investment, median", "roi", "p50"),
    ("Return on investment, 95th percentile", "roi", "p95"),
    ("Chance that the investment saves nothing", "prob_total_loss", "mean"),
    ("Payback, median, years", "payback_years", "p50"),
    ("Payback undiscounted, median, years", "payback_years_undiscounted", "p50"),
    ("Chance of payback within the horizon", "prob_payback", "mean"),
];

/// The sheet; mean savings are differences of the cash flows' totals.
pub(super) fn sheet(
    findings: &Findings,
    present_value: &CashFlow,
    nominal: &CashFlow,
) -> Result<Worksheet, XlsxError> {
    let mut widths = vec![26.0, 26.0];
    widths.extend([16.0; FIGURES.len() + 3]);
    widths.push(60.0);
    let mut sheet = Sheet::new("Comparison", &widths)?;
    let first = [
        "Alternative",
        "Baseline",
        "Saving, mean, present value, USD",
        "Standard error, USD",
        "Saving, mean, undiscounted, USD",
    ];
    let headings = FIGURES.iter().map(|(heading, _, _)| *heading);
    sheet.header(first.into_iter().chain(headings).chain(["Remarks"]), 1)?;
    let position = |name: &str| findings.alternatives.iter().position(|one| one.name == name);
    for comparison in &findings.comparisons {
        let places = position(&comparison.alternative).zip(position(&comparison.baseline));
        let Some((alternative, baseline)) = places else { continue };
        sheet.text(0, &label(&findings.alternatives[alternative]))?;
        sheet.text(1, &label(&findings.alternatives[baseline]))?;
        for (column, flow) in [(2, present_value), (4, nominal)] {
            let (base, own) = (flow.totals[baseline].tco, flow.totals[alternative].tco);
            let text =
                format!("{}-{}", base.name_from_elsewhere(flow.name), own.name_from_elsewhere(flow.name));
            sheet.formula(column, &text, base.value - own.value, Kind::Money)?;
        }
        sheet.std_error(3, find(&comparison.figures, "saving", "mean"))?;
        let shown: Vec<Option<&Figure>> = FIGURES
            .iter()
            .map(|(_, metric, statistic)| find(&comparison.figures, metric, statistic))
            .collect();
        for (column, figure) in (5..).zip(&shown) {
            sheet.figure(column, *figure)?;
        }
        let shown: Vec<&Figure> = shown.into_iter().flatten().collect();
        sheet.wrapped(5 + FIGURES.len() as u16, &remarks(&shown))?;
        sheet.row += 1;
    }
    Ok(sheet.finish())
}
