//! What the service incidents of a class are in one run, whatever the alternative: a column for every figure.

use super::{
    events::Happened,
    marks::Purpose,
    services::ServiceClass,
    world::{Law, World},
};
use crate::model::{
    ServiceChurn,
    service::{churn_of_degradation, engineer_hours},
};

/// A figure of all events of a class.
#[derive(Default)]
pub(super) struct Figure {
    /// What it is of all events, unless of each.
    same: f64,
    /// `[event]`.
    each: Vec<f64>,
}

impl Figure {
    /// What it is of the event at a position.
    #[inline]
    pub fn of(&self, event: usize) -> f64 {
        self.each.get(event).copied().unwrap_or(self.same)
    }

    /// Whether it is zero of all events.
    pub fn is_zero(&self) -> bool {
        self.each.is_empty() && self.same == 0.0
    }

    fn set(&mut self, same: f64) {
        self.same = same;
        self.each.clear();
    }

    /// Draws it, of each event by its number where the law is a distribution.
    fn draw(&mut self, law: Law, numbers: impl Iterator<Item = f64>) {
        match law {
            Law::Value(value) => self.set(value),
            Law::Table(table) => {
                self.each.clear();
                self.each.extend(numbers.map(|number| table.quantile(number)));
            }
        }
    }

    /// Computes it from another.
    fn follow(&mut self, other: &Figure, follows: impl Fn(f64) -> f64) {
        self.set(follows(other.same));
        self.each.extend(other.each.iter().map(|&value| follows(value)));
    }

    /// Adds a product of two others, all of so many events.
    fn add_product(&mut self, left: &Figure, right: &Figure, events: usize) {
        if left.is_zero() || right.is_zero() {
            return;
        }
        if self.each.is_empty() {
            self.each.resize(events, self.same);
        }
        for (event, sum) in self.each.iter_mut().enumerate() {
            *sum += left.of(event) * right.of(event);
        }
    }
}

/// What the service incidents of a class are; reused from class to class.
#[derive(Default)]
pub(super) struct Incidents {
    pub minutes: Figure,
    pub degradation: Figure,
    /// Whatever it reaches, USD.
    pub per_event_usd: Figure,
    pub per_tenant_usd: Figure,
    pub per_record_usd: Figure,
    pub response_usd: Figure,
    /// Share of the affected tenants that leave.
    pub leaving: Figure,
    pub opportunity_usd: Figure,
    /// `[event]`: discount factor of what is paid at once.
    pub factors: Vec<f64>,
    /// Discount factor of what tenants that leave would have brought; 0 where none leave.
    pub worth_factors: Figure,
    per_minute_usd: Figure,
}

impl World<'_> {
    /// Fills in what the events of a class are.
    pub fn describe(&self, service: ServiceClass, events: &Happened, incidents: &mut Incidents) {
        let ServiceClass { costs, .. } = service;
        let severity = || events.draws(Purpose::SeverityAndUnit, 0);
        for (figure, id) in [
            (&mut incidents.per_event_usd, costs.per_event_usd),
            (&mut incidents.per_minute_usd, costs.per_minute_usd),
            (&mut incidents.per_tenant_usd, costs.per_tenant_usd),
            (&mut incidents.per_record_usd, costs.per_record_usd),
            (&mut incidents.opportunity_usd, costs.opportunity_usd),
        ] {
            figure.draw(self.law(id), severity());
        }
        let duration = costs.duration_minutes.map_or(Law::Value(0.0), |id| self.law(id));
        incidents.minutes.draw(duration, events.draws(Purpose::DurationAndDegradation, 0));
        let degradation = self.law(costs.degradation);
        incidents.degradation.draw(degradation, events.draws(Purpose::DurationAndDegradation, 1));
        incidents.per_event_usd.add_product(&incidents.minutes, &incidents.per_minute_usd, events.len());

        let (engineers, least_hours) = (self.value(costs.engineers), self.value(costs.least_engineer_hours));
        let engineer_cost_per_hour = self.value(costs.engineer_cost_per_hour);
        incidents.response_usd.follow(&incidents.minutes, |minutes| {
            engineer_hours(engineers, minutes, least_hours) * engineer_cost_per_hour
        });
        match costs.churn {
            ServiceChurn::Share(id) => incidents.leaving.set(self.value(id)),
            ServiceChurn::OfDegradation => {
                incidents.leaving.follow(&incidents.degradation, churn_of_degradation);
            }
        }
        incidents.factors.clear();
        incidents.factors.extend(events.times_years.iter().map(|&years| self.plan.event_factor(years)));
        incidents.worth_factors.set(0.0);
        if !incidents.leaving.is_zero() {
            let paid = events.times_years.iter().zip(&incidents.factors);
            let factors = paid.map(|(&time_years, &factor)| self.worth_factor(time_years, factor));
            incidents.worth_factors.each.extend(factors);
        }
    }
}
