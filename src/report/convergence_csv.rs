//! `convergence.csv`: how the figures of the total cost came to their values, one per row.
//!
//! | column | unit |
//! |---|---|
//! | `runs` | runs played until then: 4,096, twice as many, and so on, and all |
//! | `alternative` | its name in the scenario file |
//! | `metric`, `statistic` | `tco`; `mean`, `p99` or `tvar99` |
//! | `value_usd`, `std_error_usd` | as known then, present value |
//! | `ci_low_usd`, `ci_high_usd` | ends of the 95 % interval; empty where the runs do not tell |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "convergence.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        &findings.convergence,
        &[
            ("runs", |point| Number(point.runs as f64)),
            ("alternative", |point| Text(&point.alternative)),
            ("metric", |point| Text(point.metric)),
            ("statistic", |point| Text(point.statistic)),
            ("value_usd", |point| Number(point.estimate.value)),
            ("std_error_usd", |point| Maybe(point.estimate.std_error)),
            ("ci_low_usd", |point| Maybe(point.estimate.interval.and_then(|interval| interval.low))),
            ("ci_high_usd", |point| Maybe(point.estimate.interval.and_then(|interval| interval.high))),
        ],
        decimal,
    )
}
