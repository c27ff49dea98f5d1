//! The company of a scenario: tiers, isolation models, alternatives, horizon.

use super::{
    BreachCosts, Control, IncidentClass, Migration, ParameterId, Registry, severity::SeverityMixture,
    sla::Schedule,
};
use crate::units::{Convention, StartDate};

/// A validated scenario. Parameter values are in [`Model::registry`]; `runs` and `seed` in
/// [`Model::simulation`].
#[derive(Debug, Clone)]
pub struct Model {
    /// The scenario's name: the stem of its file.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What the reader wants to know first.
    pub question: Question,
    /// Which formulas value an incident.
    pub accounting: Accounting,
    /// First day of the first month; never the clock.
    pub start: StartDate,
    /// Length, discounting.
    pub horizon: Horizon,
    /// Runs and seed.
    pub simulation: Simulation,
    /// Number of tenants at the start.
    pub initial_tenants: ParameterId,
    /// How the number of tenants moves.
    pub dynamics: Dynamics,
    /// Surges, in the order of the file.
    pub changes: Vec<Change>,
    /// Price plans in the order of the file.
    pub tiers: Vec<Tier>,
    /// Isolation models in the order of the file, then those that alternatives use by default.
    pub isolation: Vec<IsolationModel>,
    /// What can happen: the breach classes, then the incidents in the order of the file.
    pub classes: Vec<IncidentClass>,
    /// What a breach costs besides its severity.
    pub breach_costs: BreachCosts,
    /// Service level credits.
    pub sla: Schedule,
    /// Share of the credits due that customers claim.
    pub sla_claim_rate: ParameterId,
    /// Database connections, `None` when the scenario does not describe them.
    pub capacity: Option<Capacity>,
    /// Investments that alternatives may choose, in the order of the file.
    pub controls: Vec<Control>,
    /// What one could do, in the order of the file.
    pub alternatives: Vec<Alternative>,
    /// Alternatives that the constraints rule out, in the order of the file.
    pub excluded: Vec<Excluded>,
    /// Index of the alternative that the others are compared with.
    pub baseline: usize,
    /// What a breach costs.
    pub severity: SeverityMixture,
    /// Every number.
    pub registry: Registry,
}

/// Database connections that an isolation model's instances offer.
#[derive(Debug, Clone, Copy)]
pub struct Capacity {
    /// Connections of one instance.
    pub connections_per_instance: u64,
    /// Share of them that may be used.
    pub headroom: f64,
    /// Share of their connection limit that tenants use on average.
    pub utilisation: f64,
    /// Instances in place for each tier group, `None` for as many as are needed.
    pub provisioned_instances: Option<u64>,
}

/// Which formulas value an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accounting {
    /// Those of `docs/model.md`.
    Standard,
    /// The founding brief's own, for comparison only.
    Brief,
}

impl Accounting {
    /// The word in the file and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Accounting::Standard => "standard",
            Accounting::Brief => "brief",
        }
    }
}

/// What the reader wants to know first; every result is there whatever the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Which alternative?
    Compare,
    /// Does the investment pay?
    Roi,
    /// What does a breach cost?
    Breach,
    /// What breaks first when tenants come?
    Capacity,
    /// What do tenants pay beyond their plan?
    Overage,
    /// What do incidents cost?
    Incident,
}

impl Question {
    /// All questions by the word in the file.
    pub const ALL: [(&str, Question); 6] = [
        ("compare", Question::Compare),
        ("roi", Question::Roi),
        ("breach", Question::Breach),
        ("capacity", Question::Capacity),
        ("overage", Question::Overage),
        ("incident", Question::Incident),
    ];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        Question::ALL.iter().find(|(_, question)| *question == self).map_or("", |(word, _)| word)
    }
}

/// An alternative that the constraints rule out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// Name in the file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Why.
    pub reason: String,
}

/// How far apart the constraints want tenants to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Separation {
    /// Rows of one table.
    Rows,
    /// A schema or database each on shared instances.
    Logical,
    /// An instance each.
    Physical,
}

/// How the number of tenants moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dynamics {
    /// Along its expectation.
    Expected,
    /// Churn binomial, arrivals Poisson, each month.
    Stochastic,
}

/// Tenants who come (or leave, below zero) at once.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// From this month on (0 is the first).
    pub at_month: u32,
    /// Index of the tier.
    pub tier: usize,
    /// Tenants added, or the new number.
    pub tenants: ParameterId,
    /// Whether `tenants` replaces the number instead of adding to it.
    pub sets: bool,
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
    /// Churn a month without incidents, a fraction.
    pub churn_per_month: ParameterId,
    /// New tenants a month, whatever their number; replaces growth when given.
    pub arrivals_per_month: Option<ParameterId>,
    /// Cost to serve a month without isolation, USD: the stated one.
    pub cost_per_month: ParameterId,
    /// Whether the stated cost holds or the one computed from usage.
    pub cost_basis: CostBasis,
    /// Support and overhead a month, the part of the computed cost that usage does not move, USD.
    pub support_cost_per_month: ParameterId,
    /// Database connections that a tenant may open.
    pub connection_limit: ParameterId,
    /// Metered resources.
    pub resources: Vec<Resource>,
    /// What a minute of outage costs one customer, USD; never the provider's cost.
    pub customer_impact_per_minute: ParameterId,
    /// The part of it that is database compute, on which isolation overhead is charged, USD a month.
    pub compute_cost_per_month: ParameterId,
    /// Records stored per tenant.
    pub records_per_tenant: ParameterId,
}

/// Where the cost to serve a tier comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostBasis {
    /// The price list's figure.
    Stated,
    /// Unit costs times mean usage, plus support and overhead.
    Computed,
}

/// A metered resource of a tier.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Name in the file, for example `api_calls`.
    pub name: String,
    /// Units included a month.
    pub included: ParameterId,
    /// Price of a unit beyond, USD.
    pub overage_price: ParameterId,
    /// Cost of a unit to the provider, USD.
    pub unit_cost: ParameterId,
    /// Units that a tenant wants in a month (aleatory).
    pub usage: ParameterId,
    /// What happens at the limit.
    pub at_limit: ResourceLimit,
}

/// What happens when a tenant reaches the included units: never two things at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceLimit {
    /// Use goes on and is charged.
    Overage,
    /// Use stops.
    Block,
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
    /// How far apart it keeps tenants.
    pub separation: Separation,
    /// Tenants per isolation unit: a pool, an instance, or 1 for a database each; `None` when the whole
    /// platform is one unit.
    pub pool_size: Option<u64>,
    /// Factor by which pooling divides the connections demanded.
    pub multiplex: ParameterId,
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
    /// Controls in place, indices into [`Model::controls`].
    pub controls: Vec<usize>,
    /// Share of what several controls prevent that is the same, 0 to 1.
    pub overlap: ParameterId,
    /// A move during the horizon.
    pub migration: Option<Migration>,
    /// What this alternative is compared with instead of [`Model::baseline`].
    pub baseline: Option<usize>,
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
