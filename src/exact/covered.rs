//! What a policy is expected to pay, from limited expected values.

use super::{
    Basis, Reason,
    amount::{Amount, atom_limited_mean},
    compound::Worlds,
    conditions::Conditions,
    part::{Count, Part, Stretch},
    pricing::parts,
    span::Span,
    worlds::worlds,
};
use crate::model::{Cover, EventCosts, IncidentClass, Model, ServiceChurn, Terms, metrics::Component};

/// Events of an alternative with the law of what a policy covers of each.
#[derive(Debug, Clone)]
pub struct CoveredLosses {
    worlds: Worlds,
}

/// What a policy with this cover covers of the losses of the alternative at a position.
///
/// # Errors
///
/// Why the law of the covered part of one event is not known.
pub fn covered_losses(model: &Model, alternative: usize, cover: &Cover) -> Result<CoveredLosses, Reason> {
    let of_class = |conditions: &Conditions, class: &IncidentClass| -> Result<Vec<Part>, Reason> {
        match is_covered(model, class, cover) {
            Some(true) => parts(conditions, alternative, class, Basis::Undiscounted),
            Some(false) => Ok(Vec::new()),
            None => Err(Reason::Covered(class.name.clone())),
        }
    };
    let (worlds, _) = worlds(model, &|conditions: &Conditions| {
        let classes = model.classes.iter().map(|class| of_class(conditions, class));
        Ok(classes.collect::<Result<Vec<_>, _>>()?.concat())
    })?;
    let is_sum = |part: &Part| part.stretches.iter().any(Stretch::is_sum);
    if worlds.iter().flat_map(|(_, parts)| parts).any(is_sum) {
        return Err(Reason::SumOfAmounts);
    }
    Ok(CoveredLosses { worlds })
}

/// Whether all of the loss of an event is covered or nothing; `None` for a part.
fn is_covered(model: &Model, class: &IncidentClass, cover: &Cover) -> Option<bool> {
    let covers = cover.of(class);
    let may_cost = |component: Component| match (&class.costs, component) {
        // The others of a breach stand against a law of its loss anyway.
        (EventCosts::Breach, component) => component == Component::Direct,
        (EventCosts::Service(_), Component::Direct | Component::Response | Component::Support) => true,
        (EventCosts::Service(costs), Component::Churn) => match costs.churn {
            ServiceChurn::OfDegradation => true,
            ServiceChurn::Share(id) => model.registry.get(id).distribution.as_constant() != Some(0.0),
        },
        // Credits have no law of their own and are never covered.
        (EventCosts::Service(_), _) => false,
    };
    let costing = || Component::ALL.into_iter().filter(|component| may_cost(*component));
    if costing().all(|component| covers[component as usize]) {
        return Some(true);
    }
    costing().all(|component| !covers[component as usize]).then_some(false)
}

impl CoveredLosses {
    /// Expected payments over the horizon, not discounted, USD: for every event
    /// `κ (E[min(Y, D + L)] - E[min(Y, D)])`.
    ///
    /// # Errors
    ///
    /// A limit or retention of a year.
    pub fn expected_payments(&self, terms: &Terms) -> Result<f64, Reason> {
        if terms.annual_limit_usd.is_finite() || terms.annual_retention_usd > 0.0 {
            return Err(Reason::Insurance);
        }
        let of_event = |stretch: &Stretch| -> f64 {
            let limited = |limit: f64| -> f64 {
                stretch.amounts.iter().map(|amount| limited_mean(amount, stretch.span, limit)).sum()
            };
            limited(terms.retention_usd + terms.limit_usd) - limited(terms.retention_usd)
        };
        let of_part = |part: &Part| -> f64 {
            let copies = if let Count::AtMostOne(periods) = part.count { periods as f64 } else { 1.0 };
            copies * part.stretches.iter().map(|stretch| stretch.events * of_event(stretch)).sum::<f64>()
        };
        let of_worlds =
            self.worlds.iter().map(|(weight, parts)| weight * parts.iter().map(of_part).sum::<f64>());
        Ok(terms.coinsurance * of_worlds.sum::<f64>())
    }
}

/// `E[min(X, limit)]` of an amount times the factor of its stretch of time.
fn limited_mean(amount: &Amount, span: Span, limit: f64) -> f64 {
    if limit <= 0.0 {
        return 0.0;
    }
    let atoms = amount.atoms.iter();
    let atoms: f64 = atoms.map(|(value, weight)| weight * atom_limited_mean(span, *value, limit)).sum();
    atoms + amount.spread_limited_mean(&span.nodes(), limit)
}
