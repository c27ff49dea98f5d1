//! `curve_bands.csv`: how far loss exceedance curves move with what is not known, one point per row.

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "curve_bands.csv";

/// The whole file; only headers unless uncertainty is nested. `return_period_years` is empty for curves over the horizon.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let curves = findings.nested.iter().flat_map(|nested| &nested.curves);
    let rows = curves.flat_map(|curve| curve.points.iter().map(move |point| (curve, point)));
    csv_table::render(
        NAME,
        rows,
        &[
            ("alternative", |(curve, _)| Text(&curve.alternative)),
            ("kind", |(curve, _)| Text(curve.kind)),
            ("period", |(curve, _)| Text(curve.period)),
            ("probability", |(_, point)| Number(point.probability)),
            ("return_period_years", |(_, point)| Maybe(point.return_period_years)),
            ("p5_usd", |(_, point)| Number(point.p5_usd)),
            ("p50_usd", |(_, point)| Number(point.p50_usd)),
            ("p95_usd", |(_, point)| Number(point.p95_usd)),
        ],
        decimal,
    )
}
