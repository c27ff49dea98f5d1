//! The dated ledger of one run: one row per component of everything that was paid for.
//!
//! | column | unit |
//! |---|---|
//! | `run`, `alternative` | number of the run as in `runs.csv`; name in the scenario file |
//! | `date`, `time_years` | day; years from the start. Costs stand at the first day of their year |
//! | `kind` | `cost`, `incident`, `credits` |
//! | `what`, `event` | cost component or incident class; number of the event within its class, the same under every alternative |
//! | `tenants`, `records`, `minutes` | whom it hit and for how long, told once per event |
//! | `component` | of the cost or loss |
//! | `nominal_usd`, `present_value_usd` | as paid, and discounted. An alternative's sum is `tco_usd` of the run |

use super::{
    ReportError,
    csv_table::{
        self,
        Cell::{Maybe, Number, Text, Whole},
    },
    csv_text::Decimal,
};
use crate::decision::{AlternativeLedger, LedgerLine, LedgerPart, RunLedger};

/// One row.
struct Row<'a> {
    run: u64,
    alternative: &'a AlternativeLedger,
    line: &'a LedgerLine,
    part: &'a LedgerPart,
    /// Whether it is the first of its line.
    is_first: bool,
}

/// The whole file.
pub fn render(ledger: &RunLedger, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let rows = ledger.alternatives.iter().flat_map(|alternative| {
        alternative.lines.iter().flat_map(move |line| {
            line.parts.iter().enumerate().map(move |(position, part)| Row {
                run: ledger.run,
                alternative,
                line,
                part,
                is_first: position == 0,
            })
        })
    });
    csv_table::render(
        "replay.csv",
        rows,
        &[
            ("run", |row: &Row| Whole(row.run)),
            ("alternative", |row| Text(&row.alternative.name)),
            ("date", |row| Text(&row.line.date)),
            ("time_years", |row| Number(row.line.time_years)),
            ("kind", |row| Text(row.line.kind)),
            ("what", |row| Text(&row.line.what)),
            ("event", |row| Maybe(row.line.event.map(|event| event as f64))),
            ("tenants", |row| Maybe(row.once(row.line.tenants))),
            ("records", |row| Maybe(row.once(row.line.records))),
            ("minutes", |row| Maybe(row.line.minutes.and_then(|minutes| row.once(minutes)))),
            ("component", |row| Text(row.part.component)),
            ("nominal_usd", |row| Number(row.part.nominal_usd)),
            ("present_value_usd", |row| Number(row.part.present_value_usd)),
        ],
        decimal,
    )
}

impl Row<'_> {
    /// What is told once per event.
    fn once(&self, value: f64) -> Option<f64> {
        (self.is_first && self.line.event.is_some()).then_some(value)
    }
}
