//! Price plans: tiers, their limits and service levels.

use super::{Default, JUDGEMENT, NOT_COUNTED, of};

/// A price plan of the default price list.
#[derive(Debug, Clone, Copy)]
pub struct TierDefaults {
    /// Name.
    pub name: &'static str,
    /// Share of the tenants.
    pub share: Default,
    /// Price a month, USD.
    pub price_per_month: Default,
    /// Stated cost to serve a month less the $5 for isolation, USD.
    pub cost_per_month: Default,
    /// Records stored per tenant.
    pub records_per_tenant: Default,
}

const PRICE_LIST: &str = "price list of the founding brief";
const STATED_COST: &str = "founding brief's stated cost less its $5 share for isolation; its unit costs give \
                           14 / 211 / 11,302, up to 22 times as much";

/// The default tiers.
pub const TIERS: [TierDefaults; 3] = [
    TierDefaults {
        name: "starter",
        share: of(0.70, JUDGEMENT),
        price_per_month: of(99.0, PRICE_LIST),
        cost_per_month: of(25.0, STATED_COST),
        records_per_tenant: of(1_000.0, JUDGEMENT),
    },
    TierDefaults {
        name: "growth",
        share: of(0.25, JUDGEMENT),
        price_per_month: of(499.0, PRICE_LIST),
        cost_per_month: of(95.0, STATED_COST),
        records_per_tenant: of(5_000.0, JUDGEMENT),
    },
    TierDefaults {
        name: "enterprise",
        share: of(0.05, JUDGEMENT),
        price_per_month: of(4_999.0, PRICE_LIST),
        cost_per_month: of(495.0, STATED_COST),
        records_per_tenant: of(50_000.0, JUDGEMENT),
    },
];

/// Compute part of a tier's cost on which isolation overhead is charged.
pub const COMPUTE_COST_PER_MONTH: Default = of(0.0, NOT_COUNTED);

/// Churn a month without incidents by the names of the default tiers; 0 for others.
pub const CHURN_PER_MONTH: [(&str, Default); 3] = [
    ("starter", of(0.03, CHURN_SOURCE)),
    ("growth", of(0.015, CHURN_SOURCE)),
    ("enterprise", of(0.008, CHURN_SOURCE)),
];
const CHURN_SOURCE: &str = "judgement from published ranges by segment: 3-5 %, 1.5-2.5 %, 0.5-1 % a month";
/// Churn a month of a tenant whose worth is calculated without a scenario.
pub const CHURN_OF_PRICE_LIST: Default =
    of(0.02, "middle of the published 1.5-2.5 % a month for mid-market customers");
/// Churn of any other tier.
pub const NO_CHURN: Default = of(0.0, NOT_COUNTED);
/// Connections that a tenant may open, by the names of the default tiers.
pub const CONNECTION_LIMIT: [(&str, Default); 3] = [
    ("starter", of(2.0, PRICE_LIST)),
    ("growth", of(10.0, PRICE_LIST)),
    ("enterprise", of(50.0, PRICE_LIST)),
];
/// Connection limit of any other tier.
pub const OTHER_CONNECTION_LIMIT: Default = of(10.0, JUDGEMENT);
/// Support and overhead a month, by the names of the default tiers, USD.
pub const SUPPORT_COST: [(&str, Default); 3] = [
    ("starter", of(7.0, PRICE_LIST)),
    ("growth", of(27.0, PRICE_LIST)),
    ("enterprise", of(102.0, PRICE_LIST)),
];
/// What a minute of outage costs a customer.
pub const CUSTOMER_IMPACT: Default = of(0.0, "no default: the file must say what a minute costs a customer");
/// Share of the included units from which a tenant comes close to its plan.
pub const SOFT_SHARE: f64 = 0.8;
/// Source of [`SOFT_SHARE`].
pub const SOFT_SOURCE: &str = "founding brief: 80 % of the hard limit";
/// What units are called unless the file names them.
pub const UNIT: &str = "units";
/// Service level: below each uptime, the share of the fee credited.
pub const SLA_SCHEDULE: [(f64, f64); 3] = [(0.999, 0.10), (0.99, 0.25), (0.95, 0.50)];
/// Source of [`SLA_SCHEDULE`].
pub const SLA_SOURCE: &str =
    "AWS RDS credits 10 % below 99.95 %, 25 % below 99 %; thresholds and 50 % by judgement";
/// Share of credits due that customers claim.
pub const SLA_CLAIM_RATE: Default = of(1.0, "every credit due is claimed unless given");
