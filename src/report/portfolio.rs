//! Portfolios of controls for people and scripts: text, `controls.csv`, `contributions.csv`, `controls.json`; the chart
//! is drawn by [`chart::controls_frontier`](super::chart::controls_frontier).

mod csv;
mod text;

use super::{NamedFile, ReportError, csv_text::Decimal};
use crate::decision::PortfolioFindings;

pub use text::render;

/// The folder below the directory of the scenario's results.
pub const FOLDER: &str = "controls";

/// The name of the document.
const JSON: &str = "controls.json";

/// Every data file of portfolios.
pub fn data_files(findings: &PortfolioFindings, decimal: Decimal) -> Result<Vec<NamedFile>, ReportError> {
    Ok(vec![
        (csv::PORTFOLIOS.to_owned(), csv::portfolios(findings, decimal)?),
        (csv::CONTRIBUTIONS.to_owned(), csv::contributions(findings, decimal)?),
        (JSON.to_owned(), json(findings)?),
    ])
}

/// The portfolios as one document, indented; a number that is not finite is `null`.
pub fn json(findings: &PortfolioFindings) -> Result<Vec<u8>, ReportError> {
    let mut text = serde_json::to_vec_pretty(findings).map_err(|error| ReportError::new(JSON, error))?;
    text.push(b'\n');
    Ok(text)
}
