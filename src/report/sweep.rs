//! A sweep for people and scripts: text, `sweep.csv`, `frontier.csv`, `sweep.json`; the chart is drawn by
//! [`chart::sweep`](super::chart::sweep).

mod csv;
mod text;

use super::{NamedFile, ReportError};
use crate::decision::Sweep;

pub use text::render;

/// The folder below the directory of the scenario's results.
pub const FOLDER: &str = "sweep";

/// Every data file of a sweep.
pub fn data_files(sweep: &Sweep) -> Result<Vec<NamedFile>, ReportError> {
    Ok(vec![
        (csv::POINTS.to_owned(), csv::points(sweep)?),
        (csv::FRONTIER.to_owned(), csv::frontier(sweep)?),
        (JSON.to_owned(), json(sweep)?),
    ])
}

/// The name of the document.
const JSON: &str = "sweep.json";

/// The sweep as one document, indented; a number that is not finite is `null`.
pub fn json(sweep: &Sweep) -> Result<Vec<u8>, ReportError> {
    let mut text = serde_json::to_vec_pretty(sweep).map_err(|error| ReportError::new(JSON, error))?;
    text.push(b'\n');
    Ok(text)
}
