//! Which alternative is preferred whatever, or by whom.

use super::FigureResult;
use crate::stats::Estimate;

/// How the alternatives stand to each other for people who dislike risk. Costs are total costs in present value.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Dominance {
    /// What it means, most important first.
    pub sentences: Vec<String>,
    /// The risk tolerance of the file, USD, or why there is none.
    pub risk_tolerance: FigureResult,
    /// Regret and certainty equivalent of every alternative, in the order of the scenario.
    pub alternatives: Vec<RiskFact>,
    /// Every ordered pair of alternatives.
    pub pairs: Vec<OrderedPair>,
}

/// What choosing an alternative means to those who look back, and to those who dislike risk.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct RiskFact {
    /// The alternative.
    pub alternative: String,
    /// Mean of what it costs more than the cheapest alternative of the same run, USD.
    pub expected_regret_usd: Estimate,
    /// The same in the run at 95 %.
    pub p95_regret_usd: Estimate,
    /// The same in the run at 99 %.
    pub p99_regret_usd: Estimate,
    /// The largest regret of any run played, USD.
    pub largest_regret_usd: f64,
    /// The certain cost that is as unwelcome at the risk tolerance of the file, USD.
    pub certainty_equivalent_usd: FigureResult,
}

/// Whether one alternative is preferred to another.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct OrderedPair {
    /// The alternative that would be preferred.
    pub alternative: String,
    /// The other.
    pub other: String,
    /// By everybody who likes to pay less: it exceeds no amount more often. Violations are probabilities.
    pub first_order: OrderFact,
    /// By everybody who also dislikes risk: its expected excess over no amount is larger. Violations are USD. `None` where
    /// the variance of an input is infinite.
    pub second_order: Option<OrderFact>,
    /// Share of the runs in which it is the cheaper of the two.
    pub prob_cheaper: Estimate,
    /// The risk tolerance, USD, below which the one with the higher mean cost is preferred; `None` for pairs without the
    /// alternative of the lowest mean cost.
    pub flip_risk_tolerance_usd: Option<FigureResult>,
}

/// Whether an order holds between two alternatives.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct OrderFact {
    /// The judgement.
    pub verdict: OrderVerdict,
    /// The largest violation in the runs; 0 where there is none.
    pub largest_violation: Estimate,
    /// The cost at which it is, USD.
    pub at_usd: Option<f64>,
}

/// Whether an order holds, as far as the runs tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderVerdict {
    /// No violation in any run, and the reverse order is violated beyond chance.
    Holds,
    /// Violated by more than chance explains.
    Violated,
    /// Neither.
    NotDistinguishable,
}

impl OrderVerdict {
    /// The word in files and tables.
    pub fn word(self) -> &'static str {
        match self {
            OrderVerdict::Holds => "holds",
            OrderVerdict::Violated => "violated",
            OrderVerdict::NotDistinguishable => "not distinguishable",
        }
    }
}
