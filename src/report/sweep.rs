//! A sweep for people and scripts: text, `sweep.csv`, `frontier.csv`, `sweep.json`; the chart is drawn by
//! [`chart::sweep`](super::chart::sweep).

mod csv;
mod text;

use super::{NamedFile, ReportError, csv_text::Decimal};
use crate::{decision::Sweep, units::format_percent};

pub use text::render;

/// The folder below the directory of the scenario's results.
pub const FOLDER: &str = "sweep";

/// Every data file of a sweep.
pub fn data_files(sweep: &Sweep, decimal: Decimal) -> Result<Vec<NamedFile>, ReportError> {
    Ok(vec![
        (csv::POINTS.to_owned(), csv::points(sweep, decimal)?),
        (csv::FRONTIER.to_owned(), csv::frontier(sweep, decimal)?),
        (JSON.to_owned(), json(sweep)?),
    ])
}

/// What the costs of a sweep are over and discounted at, as far as that is not varied itself.
pub(super) fn basis(sweep: &Sweep) -> String {
    let setting = &sweep.setting;
    let is_varied = |path: &str| sweep.axes.iter().any(|axis| axis.path == path);
    let period = match setting.horizon_years {
        _ if is_varied("horizon.years") => "the horizon".to_owned(),
        1 => "1 year".to_owned(),
        years => format!("{years} years"),
    };
    match is_varied("horizon.discount_rate") {
        true => format!("over {period}, present value"),
        false => format!("over {period}, present value at {} a year", format_percent(setting.discount_rate)),
    }
}

/// The name of the document.
const JSON: &str = "sweep.json";

/// The sweep as one document, indented; a number that is not finite is `null`.
pub fn json(sweep: &Sweep) -> Result<Vec<u8>, ReportError> {
    let mut text = serde_json::to_vec_pretty(sweep).map_err(|error| ReportError::new(JSON, error))?;
    text.push(b'\n');
    Ok(text)
}
