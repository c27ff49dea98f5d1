//! When each limit of the platform is reached.

use super::{
    AnalysisError,
    quantity::{Quantity, Reached},
    runs::Runs,
};
use crate::{engine::Limit, stats::Estimate};

/// One limit under one alternative.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct LimitFact {
    /// The alternative.
    pub alternative: String,
    /// `connections`, or the name of the metered resource.
    pub resource: String,
    /// What a unit is called, in the plural.
    pub unit: String,
    /// What is available: connections at a time with headroom taken off, or units a month; its mean.
    pub available: f64,
    /// Mean demand in the first month.
    pub demand_at_start: f64,
    /// Mean demand in the last month.
    pub demand_at_end: f64,
    /// Share of runs in which demand exceeds the limit within the horizon.
    pub probability_reached: Estimate,
    /// First month in which it does, 1 is the first: 5th percentile; none when not within the horizon.
    pub p5_month: Option<u32>,
    /// Median.
    pub p50_month: Option<u32>,
    /// 95th percentile.
    pub p95_month: Option<u32>,
}

/// Every limit of the alternative at `position`; empty without a horizon.
pub(super) fn facts(runs: &Runs, position: usize) -> Result<Vec<LimitFact>, AnalysisError> {
    if runs.plan.years() == 0 {
        return Ok(Vec::new());
    }
    let of_alternative = |limit: &Limit| limit.alternative.is_none_or(|alternative| alternative == position);
    let limits = runs.plan.limits().iter().enumerate().filter(|(_, limit)| of_alternative(limit));
    limits.map(|(index, limit)| fact(runs, position, index, limit)).collect()
}

/// What a month counted backwards exceeds where it lies within a horizon of so many years.
pub(super) fn within(years: usize) -> f64 {
    -((12 * years) as f64 + 0.5)
}

fn fact(runs: &Runs, position: usize, index: usize, limit: &Limit) -> Result<LimitFact, AnalysisError> {
    let plan = runs.plan;
    let of = |figure| runs.of_all(Quantity::Limit { limit: index, figure });
    let reached = of(Reached::Month)?;
    let month = |level: f64| {
        let month = reached.quantile(level) as u32;
        (month as usize <= 12 * plan.years()).then_some(month)
    };
    Ok(LimitFact {
        alternative: plan.model().alternatives[position].name.clone(),
        resource: limit.resource.clone(),
        unit: limit.unit.clone(),
        available: plan.available(limit),
        demand_at_start: of(Reached::DemandAtStart)?.mean().value,
        demand_at_end: of(Reached::DemandAtEnd)?.mean().value,
        probability_reached: of(Reached::Backwards)?.probability_above(within(plan.years())),
        p5_month: month(0.05),
        p50_month: month(0.5),
        p95_month: month(0.95),
    })
}
