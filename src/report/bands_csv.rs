//! `bands.csv`: how far figures move with what is not known, one figure per row.
//!
//! `p5`, `p50` and `p95` are quantiles over the draws of what is uncertain, of the figure given the draw; the columns that
//! end in `_std_error` say what so many draws leave open.

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "bands.csv";

/// The whole file; only headers unless uncertainty is nested.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let rows = findings.nested.iter().flat_map(|nested| &nested.bands);
    csv_table::render(
        NAME,
        rows,
        &[
            ("alternative", |band| Text(&band.alternative)),
            ("metric", |band| Text(band.metric)),
            ("statistic", |band| Text(band.statistic)),
            ("p5", |band| Number(band.p5.value)),
            ("p50", |band| Number(band.p50.value)),
            ("p95", |band| Number(band.p95.value)),
            ("p5_std_error", |band| Maybe(band.p5.std_error)),
            ("p50_std_error", |band| Maybe(band.p50.std_error)),
            ("p95_std_error", |band| Maybe(band.p95.std_error)),
            ("unit", |band| Text(band.unit)),
        ],
        decimal,
    )
}
