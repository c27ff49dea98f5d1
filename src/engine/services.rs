//! What a service incident costs: outage, pool exhaustion, noisy neighbour, classes of the user's own.

use super::{
    classes::ClassPlan,
    costs::Money,
    credits::{Downtime, DowntimeLog},
    events::{Event, Events, Happened, Left},
    hits::{Hit, Whole},
    phases::{Group, Phase},
    row::{Account, Row},
    world::{Law, World},
};
use crate::model::{
    Accounting, ServiceChurn, ServiceCosts,
    metrics::Component,
    service::{churn_of_degradation, engineer_hours},
};

/// A class of service incidents.
#[derive(Clone, Copy)]
pub(super) struct ServiceClass<'c> {
    pub class: &'c ClassPlan,
    pub costs: &'c ServiceCosts,
}

/// What one incident is, whatever the alternative.
pub(super) struct Incident {
    pub minutes: f64,
    pub degradation: f64,
    per_event_usd: f64,
    per_tenant_usd: f64,
    per_record_usd: f64,
    response_usd: f64,
    support_per_tenant_usd: f64,
    /// Share of the affected tenants that leave.
    leaving: f64,
    opportunity_usd: f64,
    /// Discount factor of what is paid at once.
    pub factor: f64,
    /// Discount factor of what tenants that leave would have brought; 0 where none leave.
    worth_factor: f64,
}

/// Scratch space of service incidents.
#[derive(Default)]
pub(super) struct ServiceScratch {
    /// `[event]`: what it is.
    pub incidents: Vec<Incident>,
    /// `[event]`: what the alternative's controls leave of it.
    left: Vec<Left>,
    /// `[event]`: whom it hits under the alternative.
    hits: Vec<Hit>,
    /// `[event][tier]`: tenants affected; only for the founding brief's accounting.
    by_tier: Vec<f64>,
}

impl World<'_> {
    /// Books the service incidents of a class under every alternative that they strike.
    pub fn services(
        &self,
        service: ServiceClass,
        events: &mut Events,
        own: &mut ServiceScratch,
        downtime: &mut DowntimeLog,
        row: &mut Row,
    ) {
        let ServiceClass { class, costs } = service;
        let (brief, tiers) = (self.plan.model.accounting == Accounting::Brief, self.plan.model.tiers.len());
        own.incidents.clear();
        self.describe(service, &events.all, &mut own.incidents);
        for (position, alternative) in self.plan.alternatives.iter().enumerate() {
            own.left.clear();
            own.left.extend(events.all.iter(class).map(|event| self.left_by_controls(&event, position)));
            own.hits.clear();
            own.hits.resize(events.all.len(), Hit::default());
            own.by_tier.clear();
            own.by_tier.resize(if brief { events.all.len() * tiers } else { 0 }, 0.0);
            for phase in &alternative.phases {
                for group in &phase.groups {
                    self.strike(service, events, phase, group, own, downtime);
                }
            }
            let hits =
                own.hits.iter().zip(&own.left).zip(&own.incidents).zip(events.all.iter(class)).enumerate();
            for (index, (((hit, left), incident), event)) in hits.filter(|it| it.1.0.0.0.tenants > 0.0) {
                let mut account = row.account(position, class.position, event.month / 12);
                let by_tier = own.by_tier.get(index * tiers..(index + 1) * tiers).unwrap_or(&[]);
                let priced = brief
                    .then(|| self.book_brief_service(costs, incident, by_tier, left.severity, &mut account))
                    .flatten();
                let customers_usd = priced.unwrap_or_else(|| {
                    self.book_service(&event, incident, hit, left.severity, &mut account);
                    hit.customer_impact_usd_per_minute * incident.minutes * incident.degradation
                });
                account.count_service(
                    hit.tenants,
                    Money::at(customers_usd, incident.factor),
                    Money::at(incident.opportunity_usd, incident.factor),
                );
                account.close_event(event.time_years);
            }
        }
    }

    /// Lets the events strike a tier group in the months of its phase.
    fn strike(
        &self,
        service: ServiceClass,
        events: &mut Events,
        phase: &Phase,
        group: &Group,
        own: &mut ServiceScratch,
        downtime: &mut DowntimeLog,
    ) {
        let ServiceClass { class, costs } = service;
        let brief = self.plan.model.accounting == Accounting::Brief;
        let counts_for_sla = costs.counts_for_sla && !brief;
        let tiers = self.plan.model.tiers.len();
        let Events { all, taken, .. } = events;
        let mut whole = Whole::new(self, costs, group);
        for (index, event) in all.iter(class).enumerate() {
            if !phase.months.contains(&event.month)
                || !self.is_struck(&event, phase, group, own.left[index], taken)
            {
                continue;
            }
            let share = self.affected(&event, group);
            if share <= 0.0 {
                continue;
            }
            let incident = &own.incidents[index];
            own.hits[index].add(whole.in_month(event.month), share, incident.worth_factor);
            if counts_for_sla && incident.minutes > 0.0 {
                downtime.add(Downtime {
                    slot: group.slot as u32,
                    month: event.month as u32,
                    class: class.position as u32,
                    share,
                    minutes: incident.minutes,
                    severity_left: own.left[index].severity,
                });
            }
            for &tier in group.tiers.iter().filter(|_| brief) {
                own.by_tier[index * tiers + tier] += share * self.paths.tier_tenants(event.month, tier);
            }
        }
    }

    /// Books an incident of the provider's.
    fn book_service(
        &self,
        event: &Event,
        incident: &Incident,
        hit: &Hit,
        severity_left: f64,
        account: &mut Account,
    ) {
        let mut book = |component: Component, nominal: f64| {
            if nominal != 0.0 {
                account.book(component, Money::at(nominal * severity_left, incident.factor));
            }
        };
        let mut direct = incident.per_event_usd + hit.tenants * incident.per_tenant_usd;
        if incident.per_record_usd > 0.0 {
            direct += incident.per_record_usd * self.records(event, hit.records, hit.stored);
        }
        book(Component::Direct, direct);
        book(Component::Response, incident.response_usd);
        book(Component::Support, hit.tenants * incident.support_per_tenant_usd);
        if incident.leaving > 0.0 {
            account.book(Component::Churn, hit.worth.times(incident.leaving * severity_left));
        }
    }

    /// What the events are, whatever the alternative.
    fn describe(&self, service: ServiceClass, events: &Happened, incidents: &mut Vec<Incident>) {
        let ServiceClass { class, costs } = service;
        let amounts = [costs.per_event_usd, costs.per_minute_usd, costs.per_tenant_usd, costs.per_record_usd];
        let amounts = amounts.map(|id| self.law(id));
        let opportunity = self.law(costs.opportunity_usd);
        let duration = costs.duration_minutes.map_or(Law::Value(0.0), |id| self.law(id));
        let degradation = self.law(costs.degradation);
        let least_hours = self.value(costs.least_engineer_hours);
        let engineers = self.value(costs.engineers);
        let engineer_cost_per_hour = self.value(costs.engineer_cost_per_hour);
        let ticket_usd = self.value(costs.hours_per_ticket) * self.value(costs.support_cost_per_hour);
        let support_per_tenant_usd = self.value(costs.tickets_per_tenant) * ticket_usd;
        for event in events.iter(class) {
            let marks = &event.marks;
            let minutes = duration.quantile(|| marks.service()[0]);
            let degradation = degradation.quantile(|| marks.service()[1]);
            let amount = |law: Law| law.quantile(|| marks.severity());
            let [per_event_usd, per_minute_usd, per_tenant_usd, per_record_usd] = amounts.map(amount);
            let leaving = match costs.churn {
                ServiceChurn::Share(id) => self.value(id),
                ServiceChurn::OfDegradation => churn_of_degradation(degradation),
            };
            let factor = self.plan.event_factor(event.time_years);
            incidents.push(Incident {
                minutes,
                degradation,
                per_event_usd: per_event_usd + minutes * per_minute_usd,
                per_tenant_usd,
                per_record_usd,
                response_usd: engineer_hours(engineers, minutes, least_hours) * engineer_cost_per_hour,
                support_per_tenant_usd,
                leaving,
                worth_factor: if leaving > 0.0 { self.worth_factor(event.time_years, factor) } else { 0.0 },
                opportunity_usd: amount(opportunity),
                factor,
            });
        }
    }
}
