//! The isolation models and how often they are breached.

use super::{BRIEF, Default, JUDGEMENT, ReachDefault, of};
use crate::model::Separation;

/// An isolation model as it comes.
#[derive(Debug, Clone, Copy)]
pub struct IsolationDefaults {
    /// Name.
    pub name: &'static str,
    /// The words to show people.
    pub label: &'static str,
    /// Mean of the cost per tenant and month, USD; lognormal with [`COST_CV`].
    pub cost_per_tenant_month: Default,
    /// Build cost, USD.
    pub build_cost: Default,
    /// Tenants per unit, `None` for one unit in all.
    pub pool_size: Option<u64>,
    /// How far apart it keeps tenants.
    pub separation: Separation,
    /// Factor on compute cost.
    pub compute_overhead: Default,
    /// Mean boundary failures per platform and year; gamma with [`BOUNDARY_RATE_SHAPE`].
    pub boundary_rate: Default,
    /// Reach of a boundary failure.
    pub boundary_reach: ReachDefault,
    /// Reach of a common-cause event.
    pub common_cause_reach: ReachDefault,
    /// Break-ins into one unit, per unit and year; reach one pool.
    pub unit_rate: Default,
}

/// Coefficient of variation of an isolation cost that is not given.
pub const COST_CV: f64 = 0.2;
/// Shape of the gamma distribution of a boundary rate that is not given: Jeffreys-like, wide.
pub const BOUNDARY_RATE_SHAPE: f64 = 0.5;
/// Shape of the gamma distribution of the common-cause rate.
pub const COMMON_CAUSE_RATE_SHAPE: f64 = 2.0;
/// Common-cause breaches per platform and year.
pub const COMMON_CAUSE_RATE: Default = of(
    0.025,
    "0.084 incidents a firm-year (Cyentia IRIS 2025, information sector) x 0.3 that reach tenant data (judgement)",
);

const OVERHEAD_NONE: Default = of(1.0, "no row-security predicates to evaluate");
const UNIT_NONE: Default = of(0.0, "shared infrastructure has no separate units to break into");

/// The five isolation models.
pub const ISOLATION: [IsolationDefaults; 5] = [
    IsolationDefaults {
        name: "shared",
        label: "shared everything",
        cost_per_tenant_month: of(0.10, BRIEF),
        build_cost: of(500_000.0, BRIEF),
        pool_size: None,
        separation: Separation::Rows,
        compute_overhead: OVERHEAD_NONE,
        boundary_rate: of(0.0446, "founding brief: 20 % in five years, -ln(0.8)/5 a year"),
        boundary_reach: ReachDefault::All,
        common_cause_reach: ReachDefault::All,
        unit_rate: UNIT_NONE,
    },
    IsolationDefaults {
        name: "rls",
        label: "row-level security + pooling",
        cost_per_tenant_month: of(5.0, BRIEF),
        build_cost: of(1_000_000.0, BRIEF),
        pool_size: Some(300),
        separation: Separation::Rows,
        compute_overhead: of(1.05, "5-10 % often quoted without data; benchmarks near nothing with an index"),
        boundary_rate: of(
            0.01,
            "founding brief: 1 %; up to 9 PostgreSQL row-security CVEs in 10.85 years (six confirmed) x 1.35 % exploited \
             would give 1.1 %",
        ),
        boundary_reach: ReachDefault::Beta(0.3, 2.7),
        common_cause_reach: ReachDefault::Beta(0.3, 2.7),
        unit_rate: UNIT_NONE,
    },
    IsolationDefaults {
        name: "schema",
        label: "schema per tenant",
        cost_per_tenant_month: of(9.0, JUDGEMENT),
        build_cost: of(1_200_000.0, JUDGEMENT),
        pool_size: Some(2_000),
        separation: Separation::Logical,
        compute_overhead: OVERHEAD_NONE,
        boundary_rate: of(0.005, JUDGEMENT),
        boundary_reach: ReachDefault::Beta(0.3, 5.7),
        common_cause_reach: ReachDefault::Beta(0.3, 2.7),
        unit_rate: UNIT_NONE,
    },
    IsolationDefaults {
        name: "database_shared_instance",
        label: "database per tenant, shared instance",
        cost_per_tenant_month: of(8.0, JUDGEMENT),
        build_cost: of(1_600_000.0, JUDGEMENT),
        pool_size: Some(500),
        separation: Separation::Logical,
        compute_overhead: OVERHEAD_NONE,
        boundary_rate: of(0.002, JUDGEMENT),
        boundary_reach: ReachDefault::Pool,
        common_cause_reach: ReachDefault::Beta(0.3, 4.7),
        unit_rate: UNIT_NONE,
    },
    IsolationDefaults {
        name: "database",
        label: "database per tenant",
        cost_per_tenant_month: of(
            50.0,
            "founding brief; a small Multi-AZ instance costs $46.72 a month (2026 price pages)",
        ),
        build_cost: of(2_000_000.0, BRIEF),
        pool_size: Some(1),
        separation: Separation::Physical,
        compute_overhead: OVERHEAD_NONE,
        boundary_rate: of(0.001, BRIEF),
        boundary_reach: ReachDefault::One,
        common_cause_reach: ReachDefault::Beta(0.2, 7.8),
        unit_rate: of(1e-6, JUDGEMENT),
    },
];
