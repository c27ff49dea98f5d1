//! Every input: its value or distribution, what it implies, and who answers for it.

use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};

use super::sheet::{Kind, Sheet};
use crate::decision::Findings;

/// Headings and widths.
const COLUMNS: [(&str, f64); 13] = [
    ("Parameter", 46.0),
    ("Value or distribution", 40.0),
    ("Unit", 22.0),
    ("Mean", 14.0),
    ("Median", 14.0),
    ("95th percentile", 14.0),
    ("99th percentile", 14.0),
    ("Known how", 12.0),
    ("Given or default", 12.0),
    ("Source", 60.0),
    ("Owner", 18.0),
    ("Reviewed", 12.0),
    ("Expires", 12.0),
];

/// The sheet.
pub(super) fn sheet(findings: &Findings) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new("Assumptions", &COLUMNS.map(|(_, width)| width))?;
    sheet.header(COLUMNS.map(|(heading, _)| heading), 1)?;
    for parameter in &findings.parameters {
        sheet.text(0, &parameter.path)?;
        sheet.wrapped(1, &parameter.value)?;
        sheet.text(2, parameter.unit)?;
        let figures = [parameter.mean, parameter.median, parameter.p95, parameter.p99];
        for (column, value) in (3..).zip(figures) {
            sheet.number(column, value, Kind::Plain)?;
        }
        sheet.text(7, parameter.role)?;
        sheet.text(8, parameter.origin)?;
        sheet.wrapped(9, parameter.source.as_deref().unwrap_or_default())?;
        sheet.wrapped(10, parameter.owner.as_deref().unwrap_or_default())?;
        for (column, text) in [(11, &parameter.reviewed), (12, &parameter.expires)] {
            let Some(text) = text else { continue };
            match ExcelDateTime::parse_from_str(text) {
                Ok(date) => sheet.date(column, &date)?,
                Err(_) => sheet.text(column, text)?,
            }
        }
        sheet.row += 1;
    }
    sheet.filter(COLUMNS.len() as u16)?;
    Ok(sheet.finish())
}
