//! The founding brief's tables: its tiers, and its three architectures with their scores.

use crate::model::finance::roi;
use crate::model::usage::{margin_share, tier_unit_cost_usd};

/// Tenants of the business case.
pub const TENANTS: f64 = 10_000.0;
/// Years of the business case.
pub const YEARS: f64 = 5.0;
/// Share of every limit that the unit costs assume to be used.
const UTILISATION: f64 = 0.5;
/// Overhead per tenant and month, USD.
const OVERHEAD_USD: f64 = 2.0;
/// What a database per tenant adds to the cost of a tenant, USD a month: 50 instead of 5.
pub const DATABASE_SURCHARGE_USD: f64 = 45.0;

/// A price plan of the brief.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TierList {
    /// Name.
    pub name: &'static str,
    /// USD a month.
    pub price_usd: f64,
    /// What one tenant is said to lose in a minute of downtime, USD.
    pub customer_loss_usd_per_minute: f64,
    /// Hard limit and unit cost (USD) of each of [`RESOURCES`].
    pub resources: [(f64, f64); 5],
    /// Price of a unit beyond the limit, USD, of each of [`RESOURCES`]; none where more is not sold.
    pub overage_usd: [Option<f64>; 5],
    /// API calls a month that a burst may reach.
    pub burst_api_calls: f64,
    /// Support, USD a month.
    pub support_usd: f64,
    /// The cost that the brief states, USD a month.
    pub stated_cost_usd: f64,
    /// The margin aimed at, a share of the price.
    pub target_margin: f64,
    /// Promised uptime, a share of the month.
    pub uptime_target: f64,
}

/// What the tiers limit.
pub const RESOURCES: [&str; 5] = ["api_calls", "compute_seconds", "storage_gb", "connections", "predictions"];
/// Position of the database connections in [`RESOURCES`].
pub const CONNECTIONS: usize = 3;

impl TierList {
    /// The cost that follows from the brief's unit costs, USD a month.
    pub fn computed_cost_usd(&self) -> f64 {
        tier_unit_cost_usd(&self.resources, UTILISATION, self.support_usd, OVERHEAD_USD)
    }

    /// Margin (share of the price) at the computed cost.
    pub fn computed_margin(&self) -> Option<f64> {
        margin_share(self.price_usd, self.computed_cost_usd())
    }

    /// Margin (share of the price) at the stated cost, with shared tables.
    pub fn stated_margin(&self) -> Option<f64> {
        margin_share(self.price_usd, self.stated_cost_usd)
    }

    /// Margin (share of the price) at the stated cost, with a database per tenant.
    pub fn stated_margin_with_databases(&self) -> Option<f64> {
        margin_share(self.price_usd, self.stated_cost_usd + DATABASE_SURCHARGE_USD)
    }
}

/// Starter, Growth and Enterprise.
pub const TIERS: [TierList; 3] = [
    TierList {
        name: "starter",
        price_usd: 99.0,
        customer_loss_usd_per_minute: 50.0,
        resources: [(1e4, 1e-4), (100.0, 0.01), (1.0, 0.15), (2.0, 5.0), (1e3, 0.002)],
        overage_usd: [Some(1e-3), Some(0.02), Some(0.50), None, Some(0.01)],
        burst_api_calls: 12_000.0,
        support_usd: 5.0,
        stated_cost_usd: 30.0,
        target_margin: 0.7,
        uptime_target: 0.99,
    },
    TierList {
        name: "growth",
        price_usd: 499.0,
        customer_loss_usd_per_minute: 500.0,
        resources: [(1e5, 1e-4), (1e4, 0.01), (50.0, 0.15), (10.0, 5.0), (1e5, 0.002)],
        overage_usd: [Some(5e-4), Some(0.015), Some(0.30), None, Some(0.005)],
        burst_api_calls: 150_000.0,
        support_usd: 25.0,
        stated_cost_usd: 100.0,
        target_margin: 0.8,
        uptime_target: 0.999,
    },
    TierList {
        name: "enterprise",
        price_usd: 4_999.0,
        customer_loss_usd_per_minute: 9_000.0,
        resources: [(1e7, 1e-4), (1e5, 0.01), (1e3, 0.15), (50.0, 5.0), (1e7, 0.002)],
        overage_usd: [Some(2e-4), Some(0.012), Some(0.20), None, Some(0.003)],
        burst_api_calls: 15_000_000.0,
        support_usd: 100.0,
        stated_cost_usd: 500.0,
        target_margin: 0.9,
        uptime_target: 0.999_9,
    },
];

/// A criterion of the decision matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Criterion {
    /// Name.
    pub name: &'static str,
    /// Weight; the weights add up to 1.
    pub weight: f64,
}

/// The criteria of the decision matrix.
pub const CRITERIA: [Criterion; 5] = [
    Criterion { name: "cost efficiency", weight: 0.3 },
    Criterion { name: "security", weight: 0.3 },
    Criterion { name: "scalability", weight: 0.2 },
    Criterion { name: "customisation", weight: 0.1 },
    Criterion { name: "operations", weight: 0.1 },
];

/// An architecture of the business case: 10,000 tenants, five years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BusinessCase {
    /// Name.
    pub name: &'static str,
    /// Infrastructure per tenant, USD a month.
    pub tenant_month_usd: f64,
    /// Infrastructure as stated, USD.
    pub stated_infrastructure_usd: f64,
    /// Development, USD.
    pub development_usd: f64,
    /// The "amortised" breach row, USD.
    pub breach_usd: f64,
    /// The probability given with it.
    pub breach_probability: f64,
    /// Points out of ten by [`CRITERIA`].
    pub points: [f64; 5],
    /// The weighted score as stated.
    pub stated_score: f64,
}

impl BusinessCase {
    /// Infrastructure from the price per tenant and month, USD.
    pub fn infrastructure_usd(&self) -> f64 {
        self.tenant_month_usd * TENANTS * 12.0 * YEARS
    }

    /// Total cost of ownership from the stated rows, USD.
    pub fn stated_tco_usd(&self) -> f64 {
        self.stated_infrastructure_usd + self.development_usd + self.breach_usd
    }

    /// The same with the infrastructure recomputed, USD.
    pub fn recomputed_tco_usd(&self) -> f64 {
        self.infrastructure_usd() + self.development_usd + self.breach_usd
    }

    /// What one breach must cost for the amortised row to be right, USD.
    pub fn implied_severity_usd(&self) -> f64 {
        self.breach_usd / self.breach_probability
    }

    /// The weighted score, recomputed.
    pub fn score(&self) -> f64 {
        CRITERIA.iter().zip(self.points).map(|(criterion, points)| criterion.weight * points).sum()
    }

    /// Return (share) of an investment in USD that saves the infrastructure of `dearer`, undiscounted.
    pub fn roi_on_saving(&self, dearer: &BusinessCase, investment_usd: f64) -> Option<f64> {
        roi(dearer.infrastructure_usd() - self.infrastructure_usd(), investment_usd)
    }
}

/// Shared tables, row security with pooling, a database per tenant.
pub const BUSINESS_CASE: [BusinessCase; 3] = [
    BusinessCase {
        name: "shared",
        tenant_month_usd: 0.10,
        stated_infrastructure_usd: 6e5,
        development_usd: 5e5,
        breach_usd: 5e6,
        breach_probability: 0.2,
        points: [9.0, 3.0, 6.0, 4.0, 9.0],
        stated_score: 5.9,
    },
    BusinessCase {
        name: "rls",
        tenant_month_usd: 5.0,
        stated_infrastructure_usd: 3e6,
        development_usd: 1e6,
        breach_usd: 5e5,
        breach_probability: 0.01,
        points: [8.0, 7.0, 8.0, 7.0, 6.0],
        stated_score: 7.4,
    },
    BusinessCase {
        name: "db",
        tenant_month_usd: 50.0,
        stated_infrastructure_usd: 3e7,
        development_usd: 2e6,
        breach_usd: 1e5,
        breach_probability: 0.001,
        points: [2.0, 10.0, 9.0, 10.0, 3.0],
        stated_score: 6.1,
    },
];

/// The only price (USD a month) at which two costs per tenant (the first the lower) leave these two margins,
/// and the other costs that it takes, USD a month; none when the margins are equal.
pub fn price_for_margins(costs_usd: [f64; 2], margins: [f64; 2]) -> Option<(f64, f64)> {
    let difference = margins[0] - margins[1];
    (difference != 0.0).then(|| {
        let price = (costs_usd[1] - costs_usd[0]) / difference;
        (price, price * (1.0 - margins[0]) - costs_usd[0])
    })
}
