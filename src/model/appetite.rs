//! What a company can bear, and how far it looks for mixtures of isolation models.

use super::{ParameterId, Separation};

/// What a company can bear, and among which alternatives it looks.
#[derive(Debug, Clone, Default)]
pub struct Appetite {
    /// Its attitude to risk, if the file states it.
    pub risk_tolerance: Option<RiskTolerance>,
    /// What would end it, if the file states it.
    pub survival: Option<Survival>,
    /// The separation that every tier must have.
    pub required: Option<Separation>,
    /// How mixtures are looked for.
    pub hybrid: HybridSearch,
}

/// The risk tolerance of exponential utility: the reciprocal of constant absolute risk aversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiskTolerance {
    /// USD.
    Usd(ParameterId),
    /// A share of a year's revenue.
    ShareOfRevenue(ParameterId),
}

/// The loss beyond which the company does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survival {
    /// USD, not discounted, before insurance.
    pub loss_usd: ParameterId,
    /// Over which period losses add up.
    pub within: LossPeriod,
}

/// Over which period losses add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LossPeriod {
    /// A year of the scenario: the limit is passed where the losses of at least one year are larger.
    #[default]
    Year,
    /// The whole horizon.
    Horizon,
}

impl LossPeriod {
    /// Every period with its word in the file.
    pub const ALL: [(&'static str, LossPeriod); 2] =
        [("year", LossPeriod::Year), ("horizon", LossPeriod::Horizon)];
}

/// How mixtures of isolation models are looked for: which model each tier may have, and what else holds for all of them.
#[derive(Debug, Clone, Default)]
pub struct HybridSearch {
    /// Indices into [`Model::isolation`](super::Model::isolation), each once.
    pub models: Vec<usize>,
    /// The alternative whose controls and policy every mixture has; none of either without it.
    pub like: Option<String>,
    /// What moving a tenant to another isolation model during the horizon costs, USD.
    pub migration_cost_per_tenant: Option<ParameterId>,
}
