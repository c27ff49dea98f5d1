//! Insurance: what a policy pays of the losses of a year.

use super::{IncidentClass, ParameterId, belongs_to, metrics::Component};
use crate::dist::Distribution;

/// A policy that alternatives may buy. Money in USD.
#[derive(Debug, Clone)]
pub struct Insurance {
    /// Name in the file.
    pub name: String,
    /// Premium, paid at the start of every year.
    pub premium_per_year: ParameterId,
    /// What the insured keeps of the covered loss of every event.
    pub retention: ParameterId,
    /// Width of the layer above the retention that the policy covers.
    pub limit: ParameterId,
    /// Share of the layer that the insurer pays.
    pub coinsurance: ParameterId,
    /// The most that the insurer pays in a policy year, `None` for no such limit.
    pub annual_limit: Option<ParameterId>,
    /// What the insured keeps besides, a policy year, of what the insurer would pay.
    pub annual_retention: ParameterId,
    /// What of a loss it covers.
    pub covers: Cover,
}

/// What of a loss a policy covers.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Incident classes, or `breach` for all three breach processes; `None` for all classes.
    pub classes: Option<Vec<String>>,
    /// Components of an event's loss.
    pub components: Vec<Component>,
}

impl Cover {
    /// Components that may be covered: credits belong to the downtime of a month, not to one event.
    pub const POSSIBLE: [Component; 5] =
        [Component::Direct, Component::Fines, Component::Churn, Component::Response, Component::Support];

    /// Which components of a class's losses are covered, in the order of [`Component::ALL`].
    pub fn of(&self, class: &IncidentClass) -> [bool; Component::ALL.len()] {
        let covered = self
            .classes
            .as_ref()
            .is_none_or(|classes| classes.iter().any(|covered| belongs_to(&class.name, covered)));
        Component::ALL.map(|component| covered && self.components.contains(&component))
    }
}

/// The figures of a policy in one run, USD.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Kept of every event.
    pub retention_usd: f64,
    /// Width of the layer above it.
    pub limit_usd: f64,
    /// Share of the layer that the insurer pays, 0 to 1.
    pub coinsurance: f64,
    /// Paid at most in a policy year; infinite for no limit.
    pub annual_limit_usd: f64,
    /// Kept besides in a policy year of what would be paid.
    pub annual_retention_usd: f64,
}

impl Insurance {
    /// The terms at these parameter values.
    pub fn terms(&self, value: impl Fn(ParameterId) -> f64) -> Terms {
        Terms {
            retention_usd: value(self.retention),
            limit_usd: value(self.limit),
            coinsurance: value(self.coinsurance),
            annual_limit_usd: self.annual_limit.map_or(f64::INFINITY, &value),
            annual_retention_usd: value(self.annual_retention),
        }
    }
}

impl Terms {
    /// Payment for one event before the year's retention and limit: `κ min(max(Y - D, 0), L)`, where `Y` is the
    /// covered loss, `D` the retention, `L` the limit and `κ` the insurer's share.
    pub fn of_event(&self, covered_usd: f64) -> f64 {
        self.coinsurance * (covered_usd - self.retention_usd).clamp(0.0, self.limit_usd)
    }

    /// Expected payment for one event with a covered loss of this law, before the year's retention and limit:
    /// `κ (E[min(Y, D + L)] - E[min(Y, D)])`.
    pub fn expected_of_event(&self, loss: &Distribution) -> f64 {
        let limited = |limit| loss.limited_expected_value(limit);
        self.coinsurance * (limited(self.retention_usd + self.limit_usd) - limited(self.retention_usd))
    }

    /// Paid in a policy year when the payments for its events so far come to this: `min(max(sum - B, 0), A)`.
    fn of_year(&self, of_events_usd: f64) -> f64 {
        (of_events_usd - self.annual_retention_usd).clamp(0.0, self.annual_limit_usd)
    }
}

/// A policy year as its events come in the order of time.
#[derive(Debug, Clone, Copy, Default)]
pub struct PolicyYear {
    of_events_usd: f64,
    paid_usd: f64,
}

impl PolicyYear {
    /// Payment for the next event, after what was paid before in the year.
    pub fn pay(&mut self, terms: &Terms, covered_usd: f64) -> f64 {
        self.of_events_usd += terms.of_event(covered_usd);
        let paid_usd = terms.of_year(self.of_events_usd);
        let payment = paid_usd - self.paid_usd;
        self.paid_usd = paid_usd;
        payment
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cases::{case, close, table},
        dist::{Family, Limits},
    };

    fn terms() -> Terms {
        Terms {
            retention_usd: 1e5,
            limit_usd: 2e6,
            coinsurance: 0.9,
            annual_limit_usd: f64::INFINITY,
            annual_retention_usd: 0.0,
        }
    }

    /// Case O01 of tests/data/cases.json.
    #[test]
    fn expected_payment() {
        let case = case("O01");
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        let of = |key: &str| inputs[key].as_f64().unwrap();
        let family = Family::Lognormal { mu: of("mu"), sigma: of("sigma") };
        let loss = Distribution::new(family, Limits::default()).unwrap();
        close(loss.mean(), expected["gross"].clone());
        close(terms().expected_of_event(&loss), expected["recovery"].clone());
        let layer = Terms { coinsurance: 1.0, ..terms() }.expected_of_event(&loss);
        close(layer, expected["layer"].clone());
        close(1.0 - loss.cdf(of("retention")), expected["p_attach"].clone());
        close(1.0 - loss.cdf(of("retention") + of("limit")), expected["p_exhaust"].clone());
    }

    /// Case O02 of tests/data/cases.json.
    #[test]
    fn payments() {
        for (loss, expected) in table(&case("O02")["expected"]) {
            close(terms().of_event(loss), expected.clone());
            close(PolicyYear::default().pay(&terms(), loss), expected.clone());
        }
    }

    /// By hand: 0.9 times 400k, 400k, 2M is 360k, 360k, 1.8M; 500k of their sum are kept and at most 1M is paid.
    #[test]
    fn a_year_has_a_retention_and_a_limit() {
        let terms = Terms { annual_limit_usd: 1e6, annual_retention_usd: 5e5, ..terms() };
        let mut year = PolicyYear::default();
        let paid = [5e5, 5e5, 9e6, 5e5].map(|loss| year.pay(&terms, loss));
        assert_eq!(paid, [0.0, 220_000.0, 780_000.0, 0.0]);
    }
}
