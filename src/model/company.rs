//! The company of a scenario: tiers, isolation models, alternatives, horizon.

use super::{BreachClass, ParameterId, Process, Registry, severity::SeverityMixture};
use crate::units::Convention;

/// A validated scenario. Parameter values are in [`Model::registry`]; `runs` and `seed` in
/// [`Model::simulation`].
#[derive(Debug, Clone)]
pub struct Model {
    /// The scenario's name: the stem of its file.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// First day of the first month; never the clock.
    pub start: StartDate,
    /// Length, discounting.
    pub horizon: Horizon,
    /// Runs and seed.
    pub simulation: Simulation,
    /// Number of tenants at the start.
    pub initial_tenants: ParameterId,
    /// Price plans in the order of the file.
    pub tiers: Vec<Tier>,
    /// Isolation models in the order of the file, then those that alternatives use by default.
    pub isolation: Vec<IsolationModel>,
    /// What one could do, in the order of the file.
    pub alternatives: Vec<Alternative>,
    /// Index of the alternative that the others are compared with.
    pub baseline: usize,
    /// What a breach costs.
    pub severity: SeverityMixture,
    /// Every number.
    pub registry: Registry,
}

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartDate {
    /// Year, for example 2027.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// Length of a run and how money in the future is valued.
#[derive(Debug, Clone, Copy)]
pub struct Horizon {
    /// Whole years, 0 to 100.
    pub years: u32,
    /// Yearly discount rate, above -1.
    pub discount_rate: f64,
    /// When flows and losses count as paid.
    pub convention: Convention,
}

/// How much to simulate.
#[derive(Debug, Clone, Copy)]
pub struct Simulation {
    /// Number of five-year histories.
    pub runs: u64,
    /// Seed of every random stream.
    pub seed: u64,
}

/// A price plan.
#[derive(Debug, Clone)]
pub struct Tier {
    /// Name in the file.
    pub name: String,
    /// Share of the tenants at the start; the shares of all tiers sum to 1.
    pub share: ParameterId,
    /// Net growth of the number of tenants a year, a fraction of at least -1.
    pub growth_per_year: ParameterId,
    /// Price a month, USD.
    pub price_per_month: ParameterId,
    /// Cost to serve a month without isolation, USD.
    pub cost_per_month: ParameterId,
    /// The part of it that is database compute, on which isolation overhead is charged, USD a month.
    pub compute_cost_per_month: ParameterId,
    /// Records stored per tenant.
    pub records_per_tenant: ParameterId,
}

/// How tenants share infrastructure. Yearly figures in USD, tenants real-valued.
#[derive(Debug, Clone)]
pub struct IsolationModel {
    /// Name in the file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Cost per tenant and month, USD.
    pub cost_per_tenant_month: ParameterId,
    /// Fixed cost a month, USD.
    pub fixed_cost_per_month: ParameterId,
    /// Price of one instance a month, USD, for every started `tenants_per_instance`.
    pub instance_cost_per_month: ParameterId,
    /// Tenants that one instance carries.
    pub tenants_per_instance: u64,
    /// Operations hours per tenant and month.
    pub operations_hours_per_tenant_month: ParameterId,
    /// Price of an operations hour, USD.
    pub engineer_cost_per_hour: ParameterId,
    /// Factor on compute cost, 1 for none.
    pub compute_overhead: ParameterId,
    /// One-off cost at the start, USD.
    pub build_cost: ParameterId,
    /// Tenants per isolation unit: a pool, an instance, or 1 for a database each; `None` when the whole
    /// platform is one unit.
    pub pool_size: Option<u64>,
    /// The breach process of each class, `None` where the class does not occur.
    pub breach: [Option<Process>; BreachClass::ALL.len()],
}

impl IsolationModel {
    /// Number of isolation units for `tenants` tenants (real-valued paths count a started unit as whole,
    /// except that a database each means exactly one unit per tenant).
    pub fn units(&self, tenants: f64) -> f64 {
        match self.pool_size {
            None => f64::from(tenants > 0.0),
            Some(1) => tenants,
            Some(size) => (tenants / size as f64).ceil(),
        }
    }
}

/// One thing the company could do.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Name in the file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Index into [`Model::isolation`] for each tier, in the order of [`Model::tiers`].
    pub isolation_of_tier: Vec<usize>,
    /// Overrides the sum of the build costs of the isolation models used, USD.
    pub build_cost: Option<ParameterId>,
}

impl Alternative {
    /// The isolation models in use, each once, in the order of the tiers.
    pub fn isolation_models(&self) -> Vec<usize> {
        let mut used = Vec::new();
        for &isolation in &self.isolation_of_tier {
            if !used.contains(&isolation) {
                used.push(isolation);
            }
        }
        used
    }
}
