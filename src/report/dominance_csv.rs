//! `dominance.csv`: one row per ordered pair of alternatives, and `regret.csv`: one row per alternative. Costs are total
//! costs in present value.
//!
//! | column of `dominance.csv` | unit |
//! |---|---|
//! | `alternative`, `other` | whether the one is preferred to the other |
//! | `first_order`, `second_order` | `holds`, `violated` or `not distinguishable`; empty where it cannot be judged |
//! | `first_order_violation`, `…_std_error` | largest difference of the probabilities of more than an amount, fraction |
//! | `second_order_violation_usd`, `…_std_error_usd` | largest difference of the expected excesses over an amount |
//! | `first_order_at_usd`, `second_order_at_usd` | that amount; empty without a violation |
//! | `prob_cheaper`, `prob_cheaper_std_error` | share of runs in which `alternative` is the cheaper |
//! | `flip_risk_tolerance_usd`, `…_std_error_usd` | risk tolerance below which the dearer on average is preferred |
//!
//! | column of `regret.csv` | unit |
//! |---|---|
//! | `expected_regret_usd`, `…_std_error_usd` | mean cost above that of the cheapest in the same run |
//! | `p95_regret_usd`, `p99_regret_usd`, `largest_regret_usd` | the same at 95 % and 99 % of runs, and at most |
//! | `certainty_equivalent_usd`, `…_std_error_usd` | the certain cost that is as unwelcome |
//! | `risk_tolerance_usd` | at this risk tolerance; empty where the file gives none |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::{Dominance, FigureResult, OrderFact, OrderedPair, RiskFact};
use crate::stats::Estimate;

/// The file of the pairs.
pub const NAME: &str = "dominance.csv";
/// The file of the alternatives.
pub const REGRET: &str = "regret.csv";

/// `dominance.csv`.
pub fn render(dominance: &Dominance, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        &dominance.pairs,
        &[
            ("alternative", |pair| Text(&pair.alternative)),
            ("other", |pair| Text(&pair.other)),
            ("first_order", |pair| Text(pair.first_order.verdict.word())),
            ("first_order_violation", |pair| Number(pair.first_order.largest_violation.value)),
            ("first_order_violation_std_error", |pair| Maybe(pair.first_order.largest_violation.std_error)),
            ("first_order_at_usd", |pair| Maybe(pair.first_order.at_usd)),
            ("second_order", |pair| Text(second(pair).map_or("", |order| order.verdict.word()))),
            ("second_order_violation_usd", |pair| {
                Maybe(second(pair).map(|order| order.largest_violation.value))
            }),
            ("second_order_violation_std_error_usd", |pair| {
                Maybe(second(pair).and_then(|order| order.largest_violation.std_error))
            }),
            ("second_order_at_usd", |pair| Maybe(second(pair).and_then(|order| order.at_usd))),
            ("prob_cheaper", |pair| Number(pair.prob_cheaper.value)),
            ("prob_cheaper_std_error", |pair| Maybe(pair.prob_cheaper.std_error)),
            ("flip_risk_tolerance_usd", |pair| Maybe(flip(pair).map(|flip| flip.value))),
            ("flip_risk_tolerance_std_error_usd", |pair| Maybe(flip(pair).and_then(|flip| flip.std_error))),
        ],
        decimal,
    )
}

/// `regret.csv`.
pub fn regret(dominance: &Dominance, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let tolerance = estimate(&dominance.risk_tolerance).map(|tolerance| tolerance.value);
    csv_table::render(
        REGRET,
        dominance.alternatives.iter().map(|fact| (fact, tolerance)),
        &[
            ("alternative", |(fact, _)| Text(&fact.alternative)),
            ("expected_regret_usd", |(fact, _)| Number(fact.expected_regret_usd.value)),
            ("expected_regret_std_error_usd", |(fact, _)| Maybe(fact.expected_regret_usd.std_error)),
            ("p95_regret_usd", |(fact, _)| Number(fact.p95_regret_usd.value)),
            ("p99_regret_usd", |(fact, _)| Number(fact.p99_regret_usd.value)),
            ("largest_regret_usd", |(fact, _)| Number(fact.largest_regret_usd)),
            ("certainty_equivalent_usd", |(fact, _)| Maybe(equivalent(fact).map(|cost| cost.value))),
            ("certainty_equivalent_std_error_usd", |(fact, _)| {
                Maybe(equivalent(fact).and_then(|cost| cost.std_error))
            }),
            ("risk_tolerance_usd", |(_, tolerance)| Maybe(*tolerance)),
        ],
        decimal,
    )
}

fn second(pair: &OrderedPair) -> Option<&OrderFact> {
    pair.second_order.as_ref()
}

fn flip(pair: &OrderedPair) -> Option<&Estimate> {
    pair.flip_risk_tolerance_usd.as_ref().and_then(estimate)
}

fn equivalent(fact: &RiskFact) -> Option<&Estimate> {
    estimate(&fact.certainty_equivalent_usd)
}

fn estimate(result: &FigureResult) -> Option<&Estimate> {
    match result {
        FigureResult::Estimate { estimate, .. } => Some(estimate),
        FigureResult::NotApplicable { .. } => None,
    }
}
