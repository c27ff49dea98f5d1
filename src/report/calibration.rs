//! What an incident log says, for people and scripts: text, `fit.toml`, `fit.csv`, `rejected.csv`, `fit.json`; the
//! pictures are drawn by [`chart::qq`](super::chart::qq).

mod csv;
mod snippet;
mod text;

use serde::Serialize;

use super::{NamedFile, ReportError, csv_text::Decimal};
use crate::calibrate::{Calibration, Column};

pub use snippet::render as toml;
pub use text::{MOST_LISTED, render};

/// The name of the document.
const JSON: &str = "fit.json";

/// A calibration with what it was made from.
#[derive(Debug, Clone, Serialize)]
pub struct LogReport {
    /// Version of tenantrisk.
    pub version: &'static str,
    /// Name of the log's file.
    pub log: String,
    /// SHA-256 of the log.
    pub log_sha256: String,
    /// Seed of the random numbers behind p-values.
    pub seed: u64,
    /// What the log says.
    #[serde(flatten)]
    pub calibration: Calibration,
    /// Names that no class of a scenario may have.
    #[serde(skip)]
    pub reserved: Vec<&'static str>,
}

impl LogReport {
    /// Whether a scenario refuses a class of this name.
    fn is_reserved(&self, class: &str) -> bool {
        self.reserved.contains(&class) || class == "breach" || class.starts_with("breach.")
    }

    /// The window in words.
    fn window(&self) -> String {
        let exposure = &self.calibration.exposure;
        format!("{} to {}", exposure.from, exposure.to)
    }
}

/// Every data file.
pub fn data_files(report: &LogReport, decimal: Decimal) -> Result<Vec<NamedFile>, ReportError> {
    Ok(vec![
        ("fit.toml".to_owned(), toml(report).into_bytes()),
        (csv::FIT.to_owned(), csv::fit(report, decimal)?),
        (csv::REJECTED.to_owned(), csv::rejected(report, decimal)?),
        (JSON.to_owned(), json(report)?),
    ])
}

/// All of it as one document, indented; a number that is not finite is `null`.
pub fn json(report: &LogReport) -> Result<Vec<u8>, ReportError> {
    let mut text = serde_json::to_vec_pretty(report).map_err(|error| ReportError::new(JSON, error))?;
    text.push(b'\n');
    Ok(text)
}

/// What a size is called, and its unit.
pub(super) fn words(quantity: Column) -> (&'static str, &'static str) {
    match quantity {
        Column::Minutes => ("duration", "minutes"),
        _ => ("cost", "USD"),
    }
}
