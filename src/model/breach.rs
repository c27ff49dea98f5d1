//! Breach processes: how often, in which reading, reaching how far.

use super::ParameterId;
use crate::units::Per;

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
    /// All classes; positions index [`super::IsolationModel::breach`].
    pub const ALL: [BreachClass; 3] = [BreachClass::CommonCause, BreachClass::Boundary, BreachClass::Unit];

    /// Stable name: identity of the random stream, suffix of metrics, key in the file after `breach.`.
    pub fn name(self) -> &'static str {
        match self {
            BreachClass::CommonCause => "breach.common_cause",
            BreachClass::Boundary => "breach.boundary",
            BreachClass::Unit => "breach.unit",
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

/// Frequency and reach of one breach process under one isolation model.
#[derive(Debug, Clone)]
pub struct Process {
    /// How often.
    pub frequency: Frequency,
    /// Per what.
    pub per: Per,
    /// How many tenants one event exposes.
    pub reach: Reach,
}

/// A rate (Poisson, any number of events) or a probability (Bernoulli, at most one event per period and
/// whatever the reading counts: platform or unit).
#[derive(Debug, Clone, Copy)]
pub enum Frequency {
    /// Events per year (or per horizon) of the reading.
    Rate(ParameterId),
    /// Probability per year (or per horizon) of the reading.
    Probability(ParameterId),
}

impl Frequency {
    /// The parameter behind it.
    pub fn parameter(self) -> ParameterId {
        match self {
            Frequency::Rate(id) | Frequency::Probability(id) => id,
        }
    }

    /// Intensity per year of the Poisson process that has this frequency. A probability p becomes
    /// -ln(1 - p), and the engine keeps at most the first event of each period. p = 1 becomes
    /// 50, whose chance of no event, e^-50, is below rounding error.
    pub fn intensity_per_year(self, value: f64, per: Per, horizon_years: f64) -> f64 {
        let intensity = match self {
            Frequency::Rate(_) => value,
            Frequency::Probability(_) => (-libm::log1p(-value)).min(CERTAIN_INTENSITY),
        };
        match per {
            Per::PlatformHorizon if horizon_years > 0.0 => intensity / horizon_years,
            Per::PlatformHorizon => 0.0,
            Per::PlatformYear | Per::UnitYear => intensity,
        }
    }
}

/// Intensity that stands for "certain" per period.
const CERTAIN_INTENSITY: f64 = 50.0;

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
            let actual = Frequency::Probability(id()).intensity_per_year(p, Per::PlatformHorizon, 5.0);
            assert!((actual / expected - 1.0).abs() < 1e-9, "{actual}");
        }
    }

    #[test]
    fn certain_is_finite() {
        let intensity = Frequency::Probability(id()).intensity_per_year(1.0, Per::PlatformYear, 5.0);
        assert_eq!(intensity, CERTAIN_INTENSITY);
        assert_eq!(Frequency::Rate(id()).intensity_per_year(2.5, Per::PlatformHorizon, 0.0), 0.0);
    }
}
