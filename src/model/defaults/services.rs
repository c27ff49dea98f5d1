//! Service incidents.

use super::{BRIEF, Default, JUDGEMENT, ReachDefault, ZERO_COST, of};

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
    /// PERT of the share of service lost, [`DOWN`] if there is none; its source is [`DEGRADATION_SOURCE`].
    pub degradation: Option<[f64; 3]>,
    /// Only where tenants share instances.
    pub only_shared: bool,
    /// Strikes the platform as a whole.
    pub platform: bool,
    /// Whether downtime counts against the service level.
    pub counts_for_sla: bool,
    /// Engineers at work while it lasts.
    pub engineers: Default,
    /// Least engineer hours.
    pub least_engineer_hours: Default,
    /// Support tickets per tenant affected.
    pub tickets_per_tenant: Default,
    /// Churn by the brief's rule for degradation.
    pub churn_of_degradation: bool,
    /// Exponent of the utilisation on the rate.
    pub utilisation_exponent: Option<Default>,
}

/// Source of a [`ServiceDefaults::degradation`].
pub const DEGRADATION_SOURCE: &str =
    "founding brief: 40 %; up to 67 % in a controlled test (arXiv 2604.03145); 10 % by judgement";
/// Share of the service lost by what is down.
pub const DOWN: Default = of(1.0, "by definition: the whole service, unless given");

const DEMO: &str = "demo of the founding brief";

/// The service incidents with defaults.
pub const SERVICES: [ServiceDefaults; 4] = [
    ServiceDefaults {
        name: "outage",
        rate: of(2.67, "Gunawi et al. 2016: 597 public outages of 32 services in 7 years"),
        gamma_shape: Some(2.0),
        duration: [70.105_412_346_687_86, 1.25],
        duration_source: "Google SRE 2021, company B: observed median 67 and 95th percentile 528 minutes, near \
                          lognormal(4.25, 1.25) with 70 and 548",
        reach: ReachDefault::Beta(2.0, 2.0),
        degradation: None,
        only_shared: false,
        platform: true,
        counts_for_sla: true,
        engineers: of(2.0, JUDGEMENT),
        least_engineer_hours: ZERO_COST,
        tickets_per_tenant: ZERO_COST,
        churn_of_degradation: false,
        utilisation_exponent: None,
    },
    ServiceDefaults {
        name: "pool_exhaustion",
        rate: of(4.0, DEMO),
        gamma_shape: None,
        duration: [45.0, 0.8],
        duration_source: "demo of the founding brief; sigma by judgement",
        reach: ReachDefault::Pool,
        degradation: None,
        only_shared: true,
        platform: false,
        counts_for_sla: true,
        engineers: of(2.0, JUDGEMENT),
        least_engineer_hours: ZERO_COST,
        tickets_per_tenant: ZERO_COST,
        churn_of_degradation: false,
        utilisation_exponent: Some(of(10.0, JUDGEMENT)),
    },
    ServiceDefaults {
        name: "noisy_neighbour",
        rate: of(6.0, JUDGEMENT),
        gamma_shape: None,
        duration: [120.0, 0.7],
        duration_source: "founding brief: 2 hours; sigma by judgement",
        reach: ReachDefault::Pool,
        degradation: Some([0.10, 0.40, 0.67]),
        only_shared: true,
        platform: false,
        counts_for_sla: false,
        engineers: of(2.0, BRIEF),
        least_engineer_hours: of(1.0, BRIEF),
        tickets_per_tenant: of(0.3, BRIEF),
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
        engineers: ZERO_COST,
        least_engineer_hours: ZERO_COST,
        tickets_per_tenant: ZERO_COST,
        churn_of_degradation: false,
        utilisation_exponent: None,
    },
];

/// Hours per support ticket.
pub const HOURS_PER_TICKET: Default = of(0.5, BRIEF);
/// Price of a support hour, USD.
pub const SUPPORT_COST_PER_HOUR: Default = of(75.0, BRIEF);
