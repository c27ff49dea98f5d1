//! Every default of the model with its source. `docs/model.md` explains each.

use super::Separation;
use crate::dist::{DistributionError, Family, lognormal_p50_p95};

#[cfg(test)]
mod tests;

/// A default number and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Default {
    /// The value, in the unit of the parameter.
    pub value: f64,
    /// Its source.
    pub source: &'static str,
}

const fn of(value: f64, source: &'static str) -> Default {
    Default { value, source }
}

const BRIEF: &str = "founding brief of the project (business case of 10 November 2025)";
const JUDGEMENT: &str = "judgement, no published figure; see docs/model.md";
const NOT_COUNTED: &str = "zero: not counted unless given";

/// Tenants at the start.
pub const INITIAL_TENANTS: Default = of(10_000.0, BRIEF);
/// Net growth of the number of tenants a year.
pub const GROWTH_PER_YEAR: Default = of(0.0, "no growth unless given");
/// Yearly discount rate.
pub const DISCOUNT_RATE: Default = of(0.10, BRIEF);
/// Horizon in years.
pub const HORIZON_YEARS: i64 = 5;
/// Runs.
pub const RUNS: i64 = 100_000;
/// Seed.
pub const SEED: i64 = 20_261_123;
/// Price of an engineer's hour, USD.
pub const ENGINEER_COST_PER_HOUR: Default =
    of(150.0, "founding brief; the loaded mean wage is $99 (US BLS, 2024 wages, 2025 compensation)");

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

/// A reach without parameters of its own, or the two shapes of a beta share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReachDefault {
    /// One tenant.
    One,
    /// Every tenant.
    All,
    /// One pool or instance.
    Pool,
    /// 1 + BetaBin(N - 1; a, b).
    Beta(f64, f64),
}

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
            "founding brief: 1 %; 9 PostgreSQL row-security CVEs in 10.85 years x 1.35 % exploited gives 1.1 %",
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

/// Costs that the defaults leave at zero.
pub const ZERO_COST: Default = of(0.0, NOT_COUNTED);

/// `jacobs`: intercept, exponent, sigma of ln L = a + b ln R + s Z.
pub const JACOBS: [f64; 3] = [7.679_962_5, 0.758_357_6, 0.523];
/// Source of [`JACOBS`].
pub const JACOBS_SOURCE: &str =
    "Jacobs 2014, datadrivensecurity.info: 113 degrees of freedom, R2 0.51, 2,000 to 120,000 records";
/// `iris_records`: from two published points, P(L > $10M) = 6 % at 1,000 records and 50 % at 100 million,
/// with sigma 2.5 by judgement.
pub const IRIS_RECORDS: [f64; 3] = [9.899_001_272_570_906, 0.337_614_796_371_148_5, 2.5];
/// Source of [`IRIS_RECORDS`].
pub const IRIS_RECORDS_SOURCE: &str =
    "derived from Cyentia IRIS 20/20: P(L > $10M) 6 % at 1,000 records, 50 % at 100M; sigma by judgement";
/// Cap of `iris_records`, USD.
pub const IRIS_RECORDS_CAP: Default = of(5e8, "judgement: equity value or insurance tower of the company");
/// `iris_2022`: mu and sigma.
pub const IRIS_2022: [f64; 2] = [12.559_49, 3.068_723];
/// Source of [`IRIS_2022`].
pub const IRIS_2022_SOURCE: &str = "IRIS 2022 parameters in public analyses (median $285K, mean $31.6M)";
/// Source of [`iris_2025_band`].
pub const IRIS_2025_SOURCE: &str =
    "Cyentia IRIS 2025, table 1: lognormal through the median and the 95th percentile";
/// `per_record`: base, USD per record, fines as a fraction of both.
pub const PER_RECORD: [f64; 3] = [150_000.0, 165.0, 0.5];
/// Source of [`PER_RECORD`].
pub const PER_RECORD_SOURCE: &str =
    "founding brief; $165 a record is IBM/Ponemon 2023, whose sample ends near 100,000 records";

/// Median and 95th percentile of the loss by yearly revenue, USD.
pub const IRIS_2025_BANDS: [(&str, f64, f64); 5] = [
    ("lt100M", 357_000.0, 9_100_000.0),
    ("100M_1B", 466_700.0, 12_300_000.0),
    ("1B_10B", 1_800_000.0, 61_800_000.0),
    ("gt10B", 2_200_000.0, 266_200_000.0),
    ("all", 603_000.0, 32_000_000.0),
];

/// Mu and sigma of `iris_2025` for a revenue band, `None` for an unknown word.
pub fn iris_2025_band(band: &str) -> Option<(f64, f64)> {
    let &(_, median, p95) = IRIS_2025_BANDS.iter().find(|(word, ..)| *word == band)?;
    match lognormal_p50_p95(median, p95) {
        Ok(Family::Lognormal { mu, sigma }) => Some((mu, sigma)),
        Ok(_) | Err::<Family, DistributionError>(_) => None,
    }
}

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
/// Factor by which transaction pooling divides connections.
pub const MULTIPLEX_POOLED: Default = of(10.0, JUDGEMENT);
/// Without pooling.
pub const MULTIPLEX_NONE: Default = of(1.0, "one connection each without pooling");
/// Connections of one instance.
pub const CONNECTIONS_PER_INSTANCE: i64 = 5_000;
/// Share of the included units from which a tenant comes close to its plan.
pub const SOFT_SHARE: f64 = 0.8;
/// Source of [`SOFT_SHARE`].
pub const SOFT_SOURCE: &str = "founding brief: 80 % of the hard limit";
/// What units are called unless the file names them.
pub const UNIT: &str = "units";
/// Share of an instance's connections that may be used.
pub const HEADROOM: f64 = 0.7;
/// Share of their limit that tenants use on average.
pub const UTILISATION: f64 = 0.5;

/// Service level: below each uptime, the share of the fee credited.
pub const SLA_SCHEDULE: [(f64, f64); 3] = [(0.999, 0.10), (0.99, 0.25), (0.95, 0.50)];
/// Source of [`SLA_SCHEDULE`].
pub const SLA_SOURCE: &str =
    "AWS RDS credits 10 % below 99.95 %, 25 % below 99 %; thresholds and 50 % by judgement";
/// Share of credits due that customers claim.
pub const SLA_CLAIM_RATE: Default = of(1.0, "every credit due is claimed unless given");

/// Sigma of the lognormal factor on the records of a breach.
pub const RECORDS_SIGMA: Default = of(0.5, JUDGEMENT);
/// Spearman correlation between the components of one breach.
pub const COMPONENT_CORRELATION: Default = of(0.3, JUDGEMENT);
/// Probability that a breach is fined.
pub const FINE_PROBABILITY: Default = of(1.0 / 3.0, "IBM 2024: about one third of breached firms are fined");
/// Mu and sigma of the lognormal fine.
pub const FINE: [f64; 2] = [11.729_938_218_381_983, 1.036_751_082_220_467];
/// Source of [`FINE`].
pub const FINE_SOURCE: &str =
    "IBM 2024: 56 % of fined firms pay $50-250K, 25 % more; lognormal through these bands";
/// Statutory ceiling of a fine, USD.
pub const FINE_CEILING: Default =
    of(10_000_000.0, "GDPR Art. 83(4): EUR 10M or 2 % of turnover, the higher; EUR = USD");
/// The same as a share of yearly revenue.
pub const FINE_CEILING_SHARE: Default = of(0.02, "GDPR Art. 83(4)");
/// The two ceilings of the GDPR, an amount in USD and a share of yearly turnover each: Art. 83(4) for failing to
/// secure data, Art. 83(5) for breaking the principles and rights; EUR = USD.
pub const FINE_CEILINGS: [(f64, f64); 2] =
    [(FINE_CEILING.value, FINE_CEILING_SHARE.value), (20_000_000.0, 0.04)];
/// Months from event to fine.
pub const FINE_LAG_MONTHS: Default = of(18.0, JUDGEMENT);
/// Beta shapes of the probability that an exposed tenant leaves.
pub const BREACH_CHURN_BETA: [f64; 2] = [4.0, 96.0];
/// Source of [`BREACH_CHURN_BETA`].
pub const BREACH_CHURN_SOURCE: &str =
    "Ponemon 2006-2019: abnormal churn 2.0-3.9 % after a breach (managers' estimates)";
/// Probability that another tenant leaves.
pub const OTHERS_CHURN: Default = of(0.005, JUDGEMENT);
/// Months of contribution that a leaving tenant would have brought at most.
pub const LIFETIME_MONTHS: i64 = 36;
/// People who handle a breach.
pub const RESPONDERS: Default = of(4.0, JUDGEMENT);
/// Median and sigma of the hours of each.
pub const RESPONSE_HOURS: [f64; 2] = [80.0, 0.8];

/// Shapes of the effect of a control: beta.
pub const CONTROL_EFFECT_BETA: [f64; 2] = [7.0, 3.0];
/// Source of defaults that are judgements.
pub const JUDGED: &str = JUDGEMENT;

/// A service incident as it comes.
#[derive(Debug, Clone, Copy)]
pub struct ServiceDefaults {
    /// Name.
    pub name: &'static str,
    /// Events per platform and year.
    pub rate: Default,
    /// Gamma shape of a yearly factor on the rate.
    pub gamma_shape: Option<f64>,
    /// Median duration in minutes and sigma.
    pub duration: [f64; 2],
    /// Source of the duration.
    pub duration_source: &'static str,
    /// Reach.
    pub reach: ReachDefault,
    /// PERT of the share of service lost.
    pub degradation: Option<[f64; 3]>,
    /// Only where tenants share instances.
    pub only_shared: bool,
    /// Strikes the platform as a whole.
    pub platform: bool,
    /// Whether downtime counts against the service level.
    pub counts_for_sla: bool,
    /// Engineers at work while it lasts.
    pub engineers: f64,
    /// Least engineer hours.
    pub least_engineer_hours: f64,
    /// Support tickets per tenant affected.
    pub tickets_per_tenant: f64,
    /// Churn by the brief's rule for degradation.
    pub churn_of_degradation: bool,
    /// Exponent of the utilisation on the rate.
    pub utilisation_exponent: Option<f64>,
}

const DEMO: &str = "demo of the founding brief";

/// The service incidents with defaults.
pub const SERVICES: [ServiceDefaults; 4] = [
    ServiceDefaults {
        name: "outage",
        rate: of(2.67, "Gunawi et al. 2016: 597 public outages of 32 services in 7 years"),
        gamma_shape: Some(2.0),
        duration: [70.105_412_346_687_86, 1.25],
        duration_source: "Google SRE 2021, company B: median 67, 95th percentile 528 minutes",
        reach: ReachDefault::Beta(2.0, 2.0),
        degradation: None,
        only_shared: false,
        platform: true,
        counts_for_sla: true,
        engineers: 2.0,
        least_engineer_hours: 0.0,
        tickets_per_tenant: 0.0,
        churn_of_degradation: false,
        utilisation_exponent: None,
    },
    ServiceDefaults {
        name: "pool_exhaustion",
        rate: of(4.0, DEMO),
        gamma_shape: None,
        duration: [45.0, 0.8],
        duration_source: DEMO,
        reach: ReachDefault::Pool,
        degradation: None,
        only_shared: true,
        platform: false,
        counts_for_sla: true,
        engineers: 2.0,
        least_engineer_hours: 0.0,
        tickets_per_tenant: 0.0,
        churn_of_degradation: false,
        utilisation_exponent: Some(10.0),
    },
    ServiceDefaults {
        name: "noisy_neighbour",
        rate: of(6.0, JUDGEMENT),
        gamma_shape: None,
        duration: [120.0, 0.7],
        duration_source: JUDGEMENT,
        reach: ReachDefault::Pool,
        degradation: Some([0.10, 0.40, 0.67]),
        only_shared: true,
        platform: false,
        counts_for_sla: false,
        engineers: 2.0,
        least_engineer_hours: 1.0,
        tickets_per_tenant: 0.3,
        churn_of_degradation: true,
        utilisation_exponent: None,
    },
    ServiceDefaults {
        name: "degradation",
        rate: of(12.0, JUDGEMENT),
        gamma_shape: None,
        duration: [15.0, 1.0],
        duration_source: JUDGEMENT,
        reach: ReachDefault::Pool,
        degradation: None,
        only_shared: true,
        platform: false,
        counts_for_sla: true,
        engineers: 0.0,
        least_engineer_hours: 0.0,
        tickets_per_tenant: 0.0,
        churn_of_degradation: false,
        utilisation_exponent: None,
    },
];

/// Hours per support ticket.
pub const HOURS_PER_TICKET: Default = of(0.5, BRIEF);
/// Price of a support hour, USD.
pub const SUPPORT_COST_PER_HOUR: Default = of(75.0, BRIEF);
/// Share of what several controls of an alternative prevent that is the same.
pub const NO_OVERLAP: Default = of(0.0, "controls work independently unless given");
