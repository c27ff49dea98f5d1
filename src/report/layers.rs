//! Layers of insurance for people and scripts: text, `layers.csv`, `layers.json`, and `layer.toml`, the best layer as a
//! scenario; the chart is drawn by [`chart::insurance_layers`](super::chart::insurance_layers).

mod csv;
mod paste;
mod text;

use super::{NamedFile, ReportError, csv_text::Decimal};
use crate::decision::LayerFindings;

pub use text::render;

/// The folder below the directory of the scenario's results.
pub const FOLDER: &str = "insurance";

/// The names of the documents.
const JSON: &str = "layers.json";
const PASTE: &str = "layer.toml";

/// Every data file of layers.
pub fn data_files(findings: &LayerFindings, decimal: Decimal) -> Result<Vec<NamedFile>, ReportError> {
    Ok(vec![
        (csv::LAYERS.to_owned(), csv::layers(findings, decimal)?),
        (JSON.to_owned(), json(findings)?),
        (PASTE.to_owned(), paste::render(findings).into_bytes()),
    ])
}

/// The layers as one document, indented; a number that is not finite is `null`.
pub fn json(findings: &LayerFindings) -> Result<Vec<u8>, ReportError> {
    let mut text = serde_json::to_vec_pretty(findings).map_err(|error| ReportError::new(JSON, error))?;
    text.push(b'\n');
    Ok(text)
}
