//! When each limit of the platform is reached.

use super::runs::Runs;
use crate::{
    engine::{Limit, LimitFigure, Plan},
    stats::{Estimate, SampleError},
};

/// One limit under one alternative.
#[derive(Debug, Clone, serde::Serialize)]
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
pub(super) fn facts(plan: &Plan, runs: &Runs, position: usize) -> Result<Vec<LimitFact>, SampleError> {
    if plan.years() == 0 {
        return Ok(Vec::new());
    }
    let of_alternative = |limit: &Limit| limit.alternative.is_none_or(|alternative| alternative == position);
    let limits = plan.limits().iter().enumerate().filter(|(_, limit)| of_alternative(limit));
    limits.map(|(index, limit)| fact(plan, runs, position, index, limit)).collect()
}

fn fact(
    plan: &Plan,
    runs: &Runs,
    position: usize,
    index: usize,
    limit: &Limit,
) -> Result<LimitFact, SampleError> {
    let months = 12 * plan.years();
    let (outcomes, sampling) = (runs.outcomes, &runs.sampling);
    // Counted backwards, so that what is above the horizon's end was reached within it.
    let backwards = outcomes.limit(index, LimitFigure::Month).into_iter().map(|month| -month).collect();
    let backwards = sampling.sample(backwards)?;
    let reached = sampling.sample(backwards.values().iter().map(|month| -month).collect())?;
    let within = |level: f64| {
        let month = reached.value_at_risk(level).value as u32;
        (month as usize <= months).then_some(month)
    };
    let demand = |figure: LimitFigure| Ok(sampling.sample(outcomes.limit(index, figure))?.mean().value);
    Ok(LimitFact {
        alternative: plan.model().alternatives[position].name.clone(),
        resource: limit.resource.clone(),
        unit: limit.unit.clone(),
        available: plan.available(limit),
        demand_at_start: demand(LimitFigure::AtStart)?,
        demand_at_end: demand(LimitFigure::AtEnd)?,
        probability_reached: backwards.probability_above(-(months as f64 + 0.5)),
        p5_month: within(0.05),
        p50_month: within(0.5),
        p95_month: within(0.95),
    })
}
