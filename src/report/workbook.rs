//! `workbook.xlsx`: a result for people who calculate in spreadsheets.
//!
//! Means by year are written as numbers; every total above them is a formula over those cells, down to the total cost
//! of the summary, with the value that it has written beside it for programs that do not recalculate. Text is always
//! text: a name that begins with `=`, `+`, `-` or `@` is marked so that no program takes it for a formula, even
//! when the cell is edited. Equal findings give equal bytes.
//!
//! ```text
//! sheet.rs         one sheet in the making: cells, formulas with their values, widths, frozen headers
//! cash_flow.rs     each line by year: present value and nominal
//! components.rs    lines over the horizon, alternatives side by side
//! summary.rs, comparison.rs, percentiles.rs, assumptions.rs, read_me.rs
//! ```

mod assumptions;
mod cash_flow;
mod comparison;
mod components;
mod percentiles;
mod read_me;
mod sheet;
mod summary;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::ReportError;
use crate::decision::Findings;
use crate::units::StartDate;
use cash_flow::CashFlow;

/// The file's name.
pub const NAME: &str = "workbook.xlsx";

/// The whole file.
pub fn render(findings: &Findings) -> Result<Vec<u8>, ReportError> {
    workbook(findings).map_err(|error| ReportError::new(NAME, error))
}

fn workbook(findings: &Findings) -> Result<Vec<u8>, XlsxError> {
    let present_value = CashFlow::new(findings, cash_flow::Basis::PresentValue)?;
    let nominal = CashFlow::new(findings, cash_flow::Basis::Nominal)?;
    let mut workbook = Workbook::new();
    // The file would say when it was made, and differ from the next.
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&findings.setting.title)
            .set_creation_datetime(&date(findings.setting.start)?),
    );
    workbook.push_worksheet(read_me::sheet(findings)?);
    workbook.push_worksheet(summary::sheet(findings, &present_value, &nominal)?);
    workbook.push_worksheet(components::sheet(findings, &present_value)?);
    workbook.push_worksheet(comparison::sheet(findings, &present_value, &nominal)?);
    workbook.push_worksheet(percentiles::sheet(findings)?);
    workbook.push_worksheet(present_value.into_sheet());
    workbook.push_worksheet(nominal.into_sheet());
    workbook.push_worksheet(assumptions::sheet(findings)?);
    workbook.save_to_buffer()
}

fn date(date: StartDate) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(date.year, date.month, date.day)
}
