//! `variance.csv`: variances split into what is not known and what varies, one figure of an alternative per row.
//!
//! Variances are in the square of the unit; `unknown` and `chance` add up to `total`. Every `…_std_error` comes from the
//! spread over the draws of what is uncertain.

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "variance.csv";

/// The whole file; only headers unless uncertainty is nested.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let rows = findings.nested.iter().flat_map(|nested| &nested.variance);
    csv_table::render(
        NAME,
        rows,
        &[
            ("alternative", |fact| Text(&fact.alternative)),
            ("metric", |fact| Text(&fact.metric)),
            ("total_variance", |fact| Number(fact.total.value)),
            ("total_variance_std_error", |fact| Maybe(fact.total.std_error)),
            ("unknown_variance", |fact| Number(fact.unknown.value)),
            ("unknown_variance_std_error", |fact| Maybe(fact.unknown.std_error)),
            ("chance_variance", |fact| Number(fact.chance.value)),
            ("chance_variance_std_error", |fact| Maybe(fact.chance.std_error)),
            ("unknown_share", |fact| Maybe(fact.unknown_share.map(|share| share.value))),
            ("unknown_share_std_error", |fact| Maybe(fact.unknown_share.and_then(|share| share.std_error))),
            ("unit", |fact| Text(fact.unit)),
        ],
        decimal,
    )
}
