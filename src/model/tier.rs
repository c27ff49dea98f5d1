//! Price plans and what they meter.

use super::ParameterId;

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
    /// The tier that a tenant moves to when this one is too small: the one named in the file, else the one with
    /// the next higher price; none above the dearest.
    pub upgrade_to: Option<usize>,
    /// Share of the price that should remain after the cost to serve, where the company has set itself one.
    pub target_margin: Option<ParameterId>,
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

impl CostBasis {
    /// All by the word in the file.
    pub const ALL: [(&str, CostBasis); 2] =
        [("stated", CostBasis::Stated), ("computed", CostBasis::Computed)];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            CostBasis::Stated => "stated",
            CostBasis::Computed => "computed",
        }
    }
}

/// A metered resource of a tier.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Name in the file, for example `api_calls`.
    pub name: String,
    /// What a unit is called, in the plural: for example `calls`.
    pub unit: String,
    /// Units included a month.
    pub included: ParameterId,
    /// Units from which a tenant comes close to its plan, at most the included ones.
    pub soft: ParameterId,
    /// Units up to which the platform bears a tenant's peak, at least the included ones.
    pub burst: Option<ParameterId>,
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
    /// Use goes on and the month is billed at the price of [`Tier::upgrade_to`].
    Upgrade,
}

impl ResourceLimit {
    /// All by the word in the file.
    pub const ALL: [(&str, ResourceLimit); 3] = [
        ("overage", ResourceLimit::Overage),
        ("block", ResourceLimit::Block),
        ("upgrade", ResourceLimit::Upgrade),
    ];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        ResourceLimit::ALL.iter().find(|(_, limit)| *limit == self).map_or("", |(word, _)| word)
    }
}
