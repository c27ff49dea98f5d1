//! A search over mixtures for people and scripts: text, `hybrid.csv`, `ladder.csv`, `hybrid.json`; the charts are drawn by
//! [`chart::hybrid`](super::chart::hybrid).

mod csv;
mod text;

use super::{NamedFile, ReportError, csv_text::Decimal};
use crate::decision::Hybrid;

pub use text::render;

/// The folder below the directory of the scenario's results.
pub const FOLDER: &str = "hybrid";

/// The name of the document.
const JSON: &str = "hybrid.json";

/// Every data file of a search.
pub fn data_files(hybrid: &Hybrid, decimal: Decimal) -> Result<Vec<NamedFile>, ReportError> {
    Ok(vec![
        (csv::POINTS.to_owned(), csv::points(hybrid, decimal)?),
        (csv::LADDER.to_owned(), csv::ladder(hybrid, decimal)?),
        (JSON.to_owned(), json(hybrid)?),
    ])
}

/// The search as one document, indented; a number that is not finite is `null`.
pub fn json(hybrid: &Hybrid) -> Result<Vec<u8>, ReportError> {
    let mut text = serde_json::to_vec_pretty(hybrid).map_err(|error| ReportError::new(JSON, error))?;
    text.push(b'\n');
    Ok(text)
}
