//! Claims of a run on the policies of the alternatives, settled in the order of time.

use super::{plan::Plan, world::World};
use crate::model::{PolicyYear, Terms, metrics::Component};

/// The covered loss of one event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// Position of the incident class.
    pub class: usize,
    /// Years from the start.
    pub time_years: f64,
    /// Nominal covered loss, USD.
    pub covered_usd: f64,
}

/// What one alternative's policy covers, and the claims of the run so far.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    /// `[class][component]`.
    covers: Vec<[bool; Component::ALL.len()]>,
    pub claims: Vec<Claim>,
}

impl Policy {
    /// The policy of an alternative, if it has one.
    pub fn of(plan: &Plan, alternative: usize) -> Option<Self> {
        let insurance = plan.model.policy_of(alternative)?;
        let covers = plan.model.classes.iter().map(|class| insurance.covers.of(class)).collect();
        Some(Policy { covers, claims: Vec::new() })
    }

    /// Whether a component of the losses of a class is covered.
    pub fn covers(&self, class: usize, component: Component) -> bool {
        self.covers[class][component as usize]
    }

    /// Settles the run's claims and forgets them: `pay` is told each claim and its payment, nominal USD.
    pub fn settle(&mut self, world: &World, alternative: usize, pay: impl FnMut(&Claim, f64)) {
        let Some(insurance) = world.plan.model.policy_of(alternative) else { return };
        sort(&mut self.claims);
        payments(&self.claims, &insurance.terms(|id| world.value(id)), pay);
        self.claims.clear();
    }
}

/// In the order of time; of what happens at once the class that comes first in the scenario.
pub(super) fn sort(claims: &mut [Claim]) {
    claims.sort_by(|a, b| a.time_years.total_cmp(&b.time_years).then(a.class.cmp(&b.class)));
}

/// Tells the payment for each claim, nominal USD; claims are in the order of time. Policy years begin with the horizon.
pub fn payments(claims: &[Claim], terms: &Terms, mut pay: impl FnMut(&Claim, f64)) {
    let (mut year, mut policy_year) = (0, PolicyYear::default());
    for claim in claims {
        if claim.time_years as usize != year {
            (year, policy_year) = (claim.time_years as usize, PolicyYear::default());
        }
        let payment = policy_year.pay(terms, claim.covered_usd);
        if payment > 0.0 {
            pay(claim, payment);
        }
    }
}
