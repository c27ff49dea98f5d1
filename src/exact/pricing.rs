//! What one event costs: the parts of a total loss.

use std::sync::Arc;

use super::{
    Basis, Reason,
    amount::Amount,
    breaches,
    conditions::{Conditions, Controls},
    frequency::{Occurrence, Schedule, schedules},
    part::{Part, Stretch},
    services,
    span::Span,
};
use crate::model::{EventCosts, IncidentClass, Reach, Scope, phases::Phase};

/// One occurrence seen from an event of its class.
pub(super) struct Event<'a> {
    pub conditions: &'a Conditions<'a>,
    pub class: &'a IncidentClass,
    pub phase: &'a Phase,
    pub occurrence: &'a Occurrence,
    pub basis: Basis,
}

impl Event<'_> {
    /// The reach under a group's isolation model.
    pub fn reach(&self, group: usize) -> Option<Reach> {
        let isolation = self.phase.groups[group].isolation;
        self.class.processes[isolation].as_ref().map(|process| process.reach_of(&self.conditions.values))
    }

    /// Factor of a payment made later, relative to that of the event: `factor` gives it for a moment.
    pub fn relative(&self, factor: impl Fn(f64) -> f64) -> f64 {
        let middle = 0.5 * (self.occurrence.from + self.occurrence.to);
        match self.basis {
            Basis::PresentValue => factor(middle) / self.conditions.discount.event(middle),
            Basis::Undiscounted => 1.0,
        }
    }

    /// Whether the event may strike groups in which it did not start.
    pub fn strikes_beyond_its_start(&self) -> bool {
        self.class.scope == Scope::Platform && self.phase.groups.len() > 1
    }
}

/// The parts of the loss from a class under an alternative.
pub(super) fn parts(
    conditions: &Conditions,
    alternative: usize,
    class: &IncidentClass,
    basis: Basis,
) -> Result<Vec<Part>, Reason> {
    let controls = Controls::new(conditions, alternative, &class.name)?;
    let mut known: Vec<Arc<[Amount]>> = Vec::new();
    let mut shared = |amounts: Vec<Amount>| -> Arc<[Amount]> {
        if let Some(same) = known.iter().rev().find(|other| other[..] == amounts[..]) {
            return Arc::clone(same);
        }
        let fresh: Arc<[Amount]> = amounts.into();
        known.push(Arc::clone(&fresh));
        fresh
    };
    let mut parts = Vec::new();
    for Schedule { count, occurrences } in schedules(conditions, alternative, class)? {
        let mut stretches = Vec::new();
        for occurrence in occurrences.iter().filter(|one| one.events > 0.0) {
            let phase = &conditions.phases[alternative][occurrence.phase];
            let event = Event { conditions, class, phase, occurrence, basis };
            let amounts = match &class.costs {
                EventCosts::Breach => breaches::amounts(&event)?,
                EventCosts::Service(costs) => services::amounts(&event, costs)?,
            };
            if amounts.iter().map(Amount::least).sum::<f64>() < 0.0 {
                return Err(Reason::Negative(class.name.clone()));
            }
            let span = span(conditions, &controls, occurrence, basis);
            let amounts = shared(amounts);
            stretches.push(Stretch { year: occurrence.year(), events: occurrence.events, span, amounts });
        }
        parts.push(Part { count, stretches });
    }
    Ok(parts)
}

/// The events of a class under an alternative that reach at least one tenant.
pub(super) fn counts(
    conditions: &Conditions,
    alternative: usize,
    class: &IncidentClass,
) -> Result<Vec<Part>, Reason> {
    let one: Arc<[Amount]> = Arc::new([Amount::constant(1.0)]);
    let mut parts = Vec::new();
    for Schedule { count, occurrences } in schedules(conditions, alternative, class)? {
        for occurrence in &occurrences {
            let phase = &conditions.phases[alternative][occurrence.phase];
            let basis = Basis::Undiscounted;
            surely_reaches(&Event { conditions, class, phase, occurrence, basis })?;
        }
        let stretches = occurrences.iter().map(|occurrence| Stretch {
            year: occurrence.year(),
            events: occurrence.events,
            span: Span::at(1.0),
            amounts: Arc::clone(&one),
        });
        parts.push(Part { count, stretches: stretches.collect() });
    }
    Ok(parts)
}

/// Passes an event that reaches at least one tenant wherever it starts.
pub(super) fn surely_reaches(event: &Event) -> Result<(), Reason> {
    let is_breach = matches!(event.class.costs, EventCosts::Breach);
    let sure = event.occurrence.struck.iter().any(|&group| match event.reach(group) {
        Some(Reach::All) => true,
        // A share of real-valued tenants is more than none.
        Some(Reach::Share(_) | Reach::Beta { .. }) => !is_breach,
        Some(Reach::One | Reach::Pool) | None => false,
    });
    if sure || !event.strikes_beyond_its_start() {
        Ok(())
    } else {
        Err(Reason::SeveralGroups(event.class.name.clone()))
    }
}

/// Discount factor times what controls leave of the loss.
fn span(conditions: &Conditions, controls: &Controls, occurrence: &Occurrence, basis: Basis) -> Span {
    let Occurrence { from, to, .. } = *occurrence;
    // Just inside, where a year and a control begin or end.
    let at = |place: f64| {
        let moment = from + place * (to - from);
        controls.left(conditions, moment).severity * conditions.factor(basis, moment)
    };
    let (from, to) = (at(1e-9), at(1.0 - 1e-9));
    if (from - to).abs() <= 1e-13 * from.abs() {
        return Span::at(from);
    }
    if from <= 0.0 || to <= 0.0 { Span::at(0.5 * (from + to)) } else { Span { from, to } }
}
