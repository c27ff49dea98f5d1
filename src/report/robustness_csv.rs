//! `robustness.csv`: who is cheapest under other readings of the scenario, one cell of the matrix per row, the base case
//! first.
//!
//! | column | unit |
//! |---|---|
//! | `severity`, `reading`, `churn` | words of the scenario file, or `as given` |
//! | `cheapest` | the alternative with the lowest mean total cost; empty where the cell is not available |
//! | `flips` | `yes` where another alternative is cheapest than in the base case, else `no` |
//! | `tco_usd`, `tco_std_error_usd` | its mean total cost, present value |
//! | `baseline`, `saving_baseline_usd`, … | what it saves against the baseline run by run, and the share of runs in which it costs less, 0 to 1; empty where it is the baseline |
//! | `base_winner`, … | the same against the cheapest of the base case; empty where it is that one |
//! | `next`, … | the same against the second cheapest |
//! | `runs` | runs of the cell |
//! | `not_available_because` | why there is no decision |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Text, Whole},
};
use super::csv_text::Decimal;
use crate::decision::{CellDecision, CellResult, Findings, Rival, RobustnessCell};

/// The file's name.
pub const NAME: &str = "robustness.csv";

type Row<'a> = (&'a RobustnessCell, u64);

fn decision<'a>(row: &Row<'a>) -> Option<&'a CellDecision> {
    match &row.0.result {
        CellResult::Decision(decision) => Some(decision),
        CellResult::NotAvailable(_) => None,
    }
}

fn because<'a>(row: &Row<'a>) -> &'a str {
    match &row.0.result {
        CellResult::Decision(_) => "",
        CellResult::NotAvailable(because) => because,
    }
}

fn baseline<'a>(row: &Row<'a>) -> Option<&'a Rival> {
    decision(row)?.baseline.as_ref()
}

fn winner<'a>(row: &Row<'a>) -> Option<&'a Rival> {
    decision(row)?.base_winner.as_ref()
}

fn next<'a>(row: &Row<'a>) -> Option<&'a Rival> {
    decision(row).map(|decision| &decision.next)
}

fn name(rival: Option<&Rival>) -> &str {
    rival.map_or("", |rival| &rival.alternative)
}

fn saving(rival: Option<&Rival>) -> Option<f64> {
    rival.map(|rival| rival.saving_usd.value)
}

fn error(rival: Option<&Rival>) -> Option<f64> {
    rival?.saving_usd.std_error
}

fn share(rival: Option<&Rival>) -> Option<f64> {
    rival.map(|rival| rival.prob_cheaper.value)
}

/// The whole file; only headers where there is no matrix.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let matrix = findings.robustness.as_ref();
    let rows = matrix.into_iter().flat_map(|matrix| matrix.cells.iter().map(|cell| (cell, matrix.runs)));
    csv_table::render(
        NAME,
        rows,
        &[
            ("severity", |row: &Row| Text(&row.0.severity)),
            ("reading", |row| Text(&row.0.reading)),
            ("churn", |row| Text(&row.0.churn)),
            ("cheapest", |row| Text(decision(row).map_or("", |decision| &decision.cheapest))),
            ("flips", |row| {
                Text(decision(row).map_or("", |decision| if decision.flips { "yes" } else { "no" }))
            }),
            ("tco_usd", |row| Maybe(decision(row).map(|decision| decision.tco_usd.value))),
            ("tco_std_error_usd", |row| Maybe(decision(row).and_then(|decision| decision.tco_usd.std_error))),
            ("baseline", |row| Text(name(baseline(row)))),
            ("saving_baseline_usd", |row| Maybe(saving(baseline(row)))),
            ("saving_baseline_std_error_usd", |row| Maybe(error(baseline(row)))),
            ("prob_cheaper_baseline", |row| Maybe(share(baseline(row)))),
            ("base_winner", |row| Text(name(winner(row)))),
            ("saving_base_winner_usd", |row| Maybe(saving(winner(row)))),
            ("saving_base_winner_std_error_usd", |row| Maybe(error(winner(row)))),
            ("prob_cheaper_base_winner", |row| Maybe(share(winner(row)))),
            ("next", |row| Text(name(next(row)))),
            ("saving_next_usd", |row| Maybe(saving(next(row)))),
            ("saving_next_std_error_usd", |row| Maybe(error(next(row)))),
            ("prob_cheaper_next", |row| Maybe(share(next(row)))),
            ("runs", |row| Whole(row.1)),
            ("not_available_because", |row| Text(because(row))),
        ],
        decimal,
    )
}
