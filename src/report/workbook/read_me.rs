//! The answer in words, how it was computed, and what the words mean.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::Sheet;
use crate::{decision::Findings, report::accounting, units::format_percent};

const SHEETS: [(&str, &str); 7] = [
    ("Summary", "the alternatives in one table"),
    ("Components", "what the total cost is made of over the whole horizon"),
    ("Comparison", "every alternative against its baseline, run by run"),
    ("Percentiles", "every metric with all its statistics, as in summary.csv"),
    ("Cash flow PV", "means by year, discounted to the start"),
    ("Cash flow nominal", "means by year, not discounted"),
    ("Assumptions", "every input with its source"),
];

const FORMULAS: &str = "Totals are formulas over the means by year in the two cash flow sheets: change a mean there and \
                        Summary, Components and Comparison follow. Percentiles come from the runs and do not follow; \
                        neither do standard errors. Money is in US dollars.";

/// The sheet.
pub(super) fn sheet(findings: &Findings) -> Result<Worksheet, XlsxError> {
    let setting = &findings.setting;
    let mut sheet = Sheet::new("Read me", &[30.0, 110.0])?;
    sheet.header(["Scenario", &setting.scenario], 0)?;
    let mut row = |name: &str, text: &str| -> Result<(), XlsxError> {
        sheet.text(0, name)?;
        sheet.wrapped(1, text)?;
        sheet.row += 1;
        Ok(())
    };
    row("Title", &setting.title)?;
    if let Some(label) = accounting::label(setting) {
        row("Accounting", &label)?;
    }
    for (index, sentence) in findings.verdict.iter().enumerate() {
        row(if index == 0 { "Answer" } else { "" }, sentence)?;
    }
    for excluded in &findings.excluded {
        row("Ruled out", &format!("{}, because {}", excluded.label, excluded.reason))?;
    }
    for (index, notice) in findings.notices.iter().enumerate() {
        row(if index == 0 { "Before you use these numbers" } else { "" }, notice)?;
    }
    row("Runs", &format!("{}, seed {}.{}", setting.drawn(), setting.seed, setting.drawn_from()))?;
    let rate = format_percent(setting.discount_rate);
    row("Present value", &format!("{}; discount rate {rate} a year", setting.convention))?;
    row("Computed by", &format!("tenantrisk {}", setting.version))?;
    row("SHA-256 of the scenario", &setting.scenario_sha256)?;
    row("", "")?;
    row("Totals", FORMULAS)?;
    for (name, text) in SHEETS {
        row(name, text)?;
    }
    row("", "")?;
    row("Metric", "Definition")?;
    for metric in &findings.metrics {
        row(&metric.name, &metric.definition)?;
    }
    Ok(sheet.finish())
}
