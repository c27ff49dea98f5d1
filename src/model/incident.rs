//! Incident classes: how often, in which reading, reaching how far, and what each event costs.

use super::{ParameterId, Posture};
use crate::units::Per;

/// Something that happens at random times.
#[derive(Debug, Clone)]
pub struct IncidentClass {
    /// Stable name: identity of the random stream, suffix of metrics, path in the file.
    pub name: String,
    /// What people read about it.
    pub facts: ClassFacts,
    /// Which part of the platform one event strikes.
    pub scope: Scope,
    /// The process under each isolation model of the [`super::Model`], `None` where the class does not occur.
    pub processes: Vec<Option<Process>>,
    /// A random factor on the rate, for counts that vary more than Poisson.
    pub mixing: Option<Mixing>,
    /// What an event costs.
    pub costs: EventCosts,
}

/// What people read about an incident class; nothing of it enters a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClassFacts {
    /// The words to show.
    pub label: String,
    /// How grave one event is, in the company's own scale.
    pub severity: Option<String>,
    /// What to do when it happens.
    pub hint: Option<String>,
}

/// The three processes by which tenant data gets out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreachClass {
    /// Stolen operator credentials, an application bug, the control plane: isolation does not stop it, it
    /// only limits the blast.
    CommonCause,
    /// The boundary between tenants fails: a row-security bypass, a pooler leak, a wrong connection string.
    Boundary,
    /// One isolation unit is taken: a weak tenant password, an exposed backup.
    Unit,
}

impl BreachClass {
    /// All classes.
    pub const ALL: [BreachClass; 3] = [BreachClass::CommonCause, BreachClass::Boundary, BreachClass::Unit];

    /// Stable name, and path in the file after the isolation model's.
    pub fn name(self) -> &'static str {
        match self {
            BreachClass::CommonCause => "breach.common_cause",
            BreachClass::Boundary => "breach.boundary",
            BreachClass::Unit => "breach.unit",
        }
    }

    /// The words to show.
    pub fn label(self) -> &'static str {
        match self {
            BreachClass::CommonCause => "breach by a common cause",
            BreachClass::Boundary => "breach through the boundary between tenants",
            BreachClass::Unit => "breach of one isolation unit",
        }
    }

    /// Which part of the platform one event strikes.
    pub fn scope(self) -> Scope {
        match self {
            BreachClass::CommonCause => Scope::Platform,
            BreachClass::Boundary | BreachClass::Unit => Scope::TierGroup,
        }
    }
}

/// Which part of the platform one event strikes when tiers use different isolation models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All tier groups at once, each exposed by its own isolation model.
    Platform,
    /// The group of tiers that shares the isolation model of the tenant where the event starts.
    TierGroup,
}

/// Frequency and reach of one class under one isolation model.
#[derive(Debug, Clone)]
pub struct Process {
    /// How often.
    pub frequency: Frequency,
    /// Per what.
    pub per: Per,
    /// How many tenants one event exposes.
    pub reach: Reach,
    /// Which part of the frequency this process has.
    pub part: Part,
    /// Whether row-level security is in force, on which rate and reach depend.
    pub posture: Option<Posture>,
}

/// Which part of a frequency a process has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// This share.
    Share(ParameterId),
    /// What this share leaves.
    Rest(ParameterId),
}

impl Process {
    /// A process of its own.
    pub fn new(frequency: Frequency, per: Per, reach: Reach) -> Process {
        Process { frequency, per, reach, part: Part::Whole, posture: None }
    }

    /// Intensity per year of the reading: that of the frequency, the part of it that this process has, and what row
    /// security that is not in force makes of it.
    pub fn intensity_per_year(&self, values: &[f64], horizon_years: f64) -> f64 {
        let whole = self.frequency.intensity_per_year(values, self.per, horizon_years);
        let part = match self.part {
            Part::Whole => whole,
            Part::Share(id) => whole * values[id.index()],
            Part::Rest(id) => whole * (1.0 - values[id.index()]),
        };
        self.posture.map_or(part, |posture| part * posture.factor(values))
    }

    /// How far one event reaches.
    pub fn reach_of(&self, values: &[f64]) -> Reach {
        match self.posture {
            Some(posture) if !posture.is_enforced(values) => posture.unenforced_reach,
            _ => self.reach,
        }
    }

    /// What the rate depends on besides the frequency.
    pub fn factors(&self) -> Vec<ParameterId> {
        let part = match self.part {
            Part::Whole => None,
            Part::Share(id) | Part::Rest(id) => Some(id),
        };
        part.into_iter().chain(self.posture.iter().flat_map(Posture::parameters)).collect()
    }

    /// Whether its rate is that of its frequency and nothing else.
    pub fn is_plain(&self) -> bool {
        self.part == Part::Whole && self.posture.is_none()
    }
}

/// A rate (Poisson, any number of events), a probability (Bernoulli, at most one event per period and
/// whatever the reading counts: platform or unit), or fixed months for what-ifs.
#[derive(Debug, Clone)]
pub enum Frequency {
    /// Events per year (or per horizon) of the reading.
    Rate(ParameterId),
    /// Probability per year (or per horizon) of the reading.
    Probability(ParameterId),
    /// Exactly one event at the end of each of these months (1 is the first).
    AtMonths(Vec<u32>),
}

impl Frequency {
    /// Intensity per year of the Poisson process that has this frequency. A probability p becomes
    /// -ln(1 - p), and the engine keeps at most the first event of each period. p = 1 becomes
    /// 50, whose chance of no event, e^-50, is below rounding error.
    pub fn intensity_per_year(&self, values: &[f64], per: Per, horizon_years: f64) -> f64 {
        let intensity = match self {
            Frequency::Rate(id) => values[id.index()],
            Frequency::Probability(id) => (-libm::log1p(-values[id.index()])).min(CERTAIN_INTENSITY),
            Frequency::AtMonths(_) => 0.0,
        };
        match per {
            Per::PlatformHorizon if horizon_years > 0.0 => intensity / horizon_years,
            Per::PlatformHorizon => 0.0,
            Per::PlatformYear | Per::UnitYear | Per::PoolYear | Per::TenantYear => intensity,
        }
    }
}

/// Intensity that stands for "certain" per period.
const CERTAIN_INTENSITY: f64 = 50.0;

/// A random factor of mean 1 on a rate: the count is then negative binomial (gamma) or Poisson-lognormal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mixing {
    /// Law of the factor.
    pub law: MixingLaw,
    /// Whether each year draws its own factor (aleatory) or the run has one (epistemic).
    pub every_year: bool,
}

/// Law of a mixing factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MixingLaw {
    /// Gamma with this shape: yearly counts are negative binomial with this size.
    Gamma(f64),
    /// Lognormal with this sigma.
    Lognormal(f64),
}

/// How many tenants one event exposes.
#[derive(Debug, Clone, Copy)]
pub enum Reach {
    /// The tenant where it starts.
    One,
    /// Every tenant of the isolation model.
    All,
    /// The pool of the tenant where it starts.
    Pool,
    /// A share of the tenants (aleatory: drawn per event).
    Share(ParameterId),
    /// The tenant where it starts and a beta-binomial number of the others.
    Beta {
        /// First shape of the beta distribution of the share.
        a: f64,
        /// Second shape.
        b: f64,
    },
}

/// What an event of a class costs.
#[derive(Debug, Clone)]
pub enum EventCosts {
    /// A breach: severity model, fines, churn, response ([`super::BreachCosts`]).
    Breach,
    /// A service incident.
    Service(Box<ServiceCosts>),
}

/// What a service incident costs the provider, its customers, and what it is worth.
#[derive(Debug, Clone)]
pub struct ServiceCosts {
    /// Duration in minutes (aleatory), `None` for events without duration.
    pub duration_minutes: Option<ParameterId>,
    /// Share of service lost while it lasts (aleatory), 1 for an outage.
    pub degradation: ParameterId,
    /// USD per event; may be negative.
    pub per_event_usd: ParameterId,
    /// USD per tenant affected.
    pub per_tenant_usd: ParameterId,
    /// USD per record of the tenants affected.
    pub per_record_usd: ParameterId,
    /// USD per minute.
    pub per_minute_usd: ParameterId,
    /// Engineers at work while it lasts.
    pub engineers: ParameterId,
    /// Least engineer hours per event.
    pub least_engineer_hours: ParameterId,
    /// Price of an engineer's hour, USD.
    pub engineer_cost_per_hour: ParameterId,
    /// Support tickets per tenant affected.
    pub tickets_per_tenant: ParameterId,
    /// Hours per ticket.
    pub hours_per_ticket: ParameterId,
    /// Price of a support hour, USD.
    pub support_cost_per_hour: ParameterId,
    /// Whether downtime counts against the service level.
    pub counts_for_sla: bool,
    /// Share of the affected tenants that leave.
    pub churn: ServiceChurn,
    /// Revenue opportunity per event, USD; kept apart from losses.
    pub opportunity_usd: ParameterId,
    /// Exponent η of e^(η max(0, utilisation - 0.7)) on the rate, `None` where utilisation plays no part.
    pub utilisation_exponent: Option<ParameterId>,
}

/// Share of the affected tenants that leave after a service incident.
#[derive(Debug, Clone, Copy)]
pub enum ServiceChurn {
    /// This share.
    Share(ParameterId),
    /// min(5 %, degradation in percent / 2,000): the founding brief's rule for noisy neighbours.
    OfDegradation,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dist::Distribution, model::*};

    fn id() -> ParameterId {
        Registry::default().add(Parameter {
            path: "p".into(),
            distribution: Distribution::constant(0.0),
            role: Role::Fixed,
            origin: Origin::Given,
            provenance: Provenance::default(),
            unit: "fraction",
            stream: "p".into(),
        })
    }

    /// Case B02 of tests/data/cases.json: 1 % and 0.1 % over five years as yearly intensities.
    #[test]
    fn horizon_reading_is_spread_over_the_years() {
        for (p, expected) in [(0.01, 0.002_010_067_170_700_29), (0.001, 0.000_200_100_066_716_706_88)] {
            let actual = Frequency::Probability(id()).intensity_per_year(&[p], Per::PlatformHorizon, 5.0);
            assert!((actual / expected - 1.0).abs() < 1e-9, "{actual}");
        }
    }

    #[test]
    fn certain_is_finite() {
        let intensity = Frequency::Probability(id()).intensity_per_year(&[1.0], Per::PlatformYear, 5.0);
        assert_eq!(intensity, CERTAIN_INTENSITY);
        assert_eq!(Frequency::Rate(id()).intensity_per_year(&[2.5], Per::PlatformHorizon, 0.0), 0.0);
    }
}
