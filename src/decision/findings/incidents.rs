//! What happens: incidents, losses by severity model, connections.

use crate::stats::Estimate;

/// One incident class under one alternative, undiscounted means per year.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct IncidentFact {
    /// Name of the alternative.
    pub alternative: String,
    /// Stable name of the class.
    pub class: String,
    /// The words to show people.
    pub label: String,
    /// How grave one event is, in the company's own scale.
    pub severity: Option<String>,
    /// What to do when it happens.
    pub hint: Option<String>,
    /// Events a year that reach a tenant.
    pub events_per_year: Estimate,
    /// Provider's loss a year, USD.
    pub loss_per_year_usd: Estimate,
    /// The same per event, USD; none without events.
    pub loss_per_event_usd: Option<f64>,
    /// What customers lose a year, USD.
    pub customer_impact_per_year_usd: f64,
    /// Revenue opportunity a year, USD; no part of the loss.
    pub opportunity_per_year_usd: f64,
}

/// Undiscounted loss over the horizon in the runs in which one severity model holds, USD.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct ModelLoss {
    /// Name of the alternative.
    pub alternative: String,
    /// The severity model.
    pub model: String,
    /// Share of the runs in which it holds.
    pub share: f64,
    /// Mean.
    pub mean: Estimate,
    /// Median.
    pub median: Estimate,
    /// 95th percentile.
    pub p95: Estimate,
    /// 99th percentile.
    pub p99: Estimate,
}

/// Database connections of one alternative in one month, on the expected path of tenants.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct CapacityMonth {
    /// The alternative.
    pub alternative: String,
    /// 1 is the first month.
    pub month: u32,
    /// Connections that the tenants demand after pooling.
    pub connections_demanded: f64,
    /// Connections that the instances offer, headroom taken off.
    pub connections_available: f64,
    /// Instances in place, or needed where their number is not given.
    pub instances: f64,
    /// Demanded over all connections of the instances, without taking headroom off.
    pub utilisation: f64,
    /// Chance that a request finds no connection (Erlang B).
    pub blocking: f64,
}
