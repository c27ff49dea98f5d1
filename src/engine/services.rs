//! What a service incident costs: outage, pool exhaustion, noisy neighbour, classes of the user's own.

use super::{
    classes::{ClassPlan, ReachPlan},
    costs::Money,
    credits::{Downtime, DowntimeLog},
    events::{Events, Happened, Left},
    hits::{Hit, Whole},
    phases::{Group, Phase},
    row::{Account, Row},
    world::{Law, World},
};
use crate::model::{
    Accounting, Scope, ServiceChurn, ServiceCosts,
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
    /// `[event]`: what the alternative's controls leave of it; empty where it has none on the class.
    left: Vec<Left>,
    /// Events that strike under the alternative, in order.
    struck: Vec<Struck>,
    /// `[event][tier]`: tenants affected; only for the founding brief's accounting.
    by_tier: Vec<f64>,
}

/// An event that strikes under an alternative.
struct Struck {
    /// Position of the event.
    event: usize,
    hit: Hit,
}

impl ServiceScratch {
    /// What controls leave of the event at a position.
    #[inline]
    fn left(&self, event: usize) -> Left {
        self.left.get(event).copied().unwrap_or(Left::ALL)
    }
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
        own.incidents.clear();
        own.incidents.reserve(events.all.len());
        own.struck.reserve(events.all.len());
        self.describe(service, &events.all, &mut own.incidents);
        for (position, alternative) in self.plan.alternatives.iter().enumerate() {
            own.left.clear();
            if !class.effects[position].is_empty() {
                own.left.extend(events.all.iter(class).map(|event| self.left_by_controls(&event, position)));
            }
            own.struck.clear();
            if self.plan.model.accounting == Accounting::Brief {
                own.by_tier.clear();
                own.by_tier.resize(events.all.len() * self.plan.model.tiers.len(), 0.0);
            }
            let mut groups = 0;
            for phase in &alternative.phases {
                for group in &phase.groups {
                    self.strike(service, events, phase, group, own, downtime);
                    groups += 1;
                }
            }
            if groups > 1 {
                join_hits(&mut own.struck);
            }
            self.book_services(costs, position, &events.all, class, own, row);
        }
    }

    /// Books the incidents that strike under the alternative at a position.
    fn book_services(
        &self,
        costs: &ServiceCosts,
        position: usize,
        events: &Happened,
        class: &ClassPlan,
        own: &ServiceScratch,
        row: &mut Row,
    ) {
        let brief = self.plan.model.accounting == Accounting::Brief;
        let support_usd = self.support_per_tenant_usd(costs);
        for Struck { event: index, hit } in own.struck.iter().filter(|struck| struck.hit.tenants > 0.0) {
            let (index, incident, left) = (*index, &own.incidents[*index], own.left(*index));
            let mut account = row.account(position, class.position, events.months[index] as usize / 12);
            let priced = brief
                .then(|| {
                    let tiers = self.plan.model.tiers.len();
                    let by_tier = &own.by_tier[index * tiers..(index + 1) * tiers];
                    self.book_brief_service(costs, incident, by_tier, left.severity, &mut account)
                })
                .flatten();
            let customers_usd = priced.unwrap_or_else(|| {
                let records = || self.records(&events.get(class, index), hit.records, hit.stored);
                book_service(incident, hit, support_usd, left.severity, records, &mut account);
                hit.customer_impact_usd_per_minute * incident.minutes * incident.degradation
            });
            account.count_service(
                hit.tenants,
                Money::at(customers_usd, incident.factor),
                Money::at(incident.opportunity_usd, incident.factor),
            );
            account.close_event(events.times_years[index]);
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
        let is_always = phase.months == (0..self.plan.months);
        // Where a class strikes by its rate alone, most events are decided without a look at more than their level.
        let by_rate = !class.has_probability
            && class.scheduled.is_empty()
            && !self.plan.shocks.iter().any(|shock| shock.strikes(class.position))
            && (class.scope == Scope::Platform || phase.groups.len() == 1);
        let steady = self.steady_threshold(class.position, group);
        let process = class.processes[group.isolation].as_ref();
        let reaches_all = process.is_some_and(|process| matches!(process.reach, ReachPlan::All));
        for index in 0..all.len() {
            let month = all.months[index] as usize;
            if !is_always && !phase.months.contains(&month) {
                continue;
            }
            let left = own.left(index);
            let is_struck = if by_rate {
                let threshold = steady.unwrap_or_else(|| self.threshold(class.position, group, month));
                all.levels[index] < all.mixing(index) * left.frequency * threshold
            } else {
                self.is_struck(&all.get(class, index), phase, group, left, taken)
            };
            if !is_struck {
                continue;
            }
            let share = match reaches_all {
                true => f64::from(self.paths.slot(group.slot, month).tenants > 0.0),
                false => self.affected(&all.get(class, index), group),
            };
            if share <= 0.0 {
                continue;
            }
            let incident = &own.incidents[index];
            let mut hit = Hit::default();
            hit.add(whole.in_month(month), share, incident.worth_factor);
            own.struck.push(Struck { event: index, hit });
            if counts_for_sla && incident.minutes > 0.0 {
                downtime.add(Downtime {
                    slot: group.slot as u32,
                    month: month as u32,
                    class: class.position as u32,
                    share,
                    minutes: incident.minutes,
                    severity_left: left.severity,
                });
            }
            for &tier in group.tiers.iter().filter(|_| brief) {
                own.by_tier[index * tiers + tier] += share * self.paths.tier_tenants(month, tier);
            }
        }
    }

    fn support_per_tenant_usd(&self, costs: &ServiceCosts) -> f64 {
        let ticket_usd = self.value(costs.hours_per_ticket) * self.value(costs.support_cost_per_hour);
        self.value(costs.tickets_per_tenant) * ticket_usd
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
                leaving,
                worth_factor: if leaving > 0.0 { self.worth_factor(event.time_years, factor) } else { 0.0 },
                opportunity_usd: amount(opportunity),
                factor,
            });
        }
    }
}

/// Books an incident of the provider's; `records` gives the records that it exposes.
fn book_service(
    incident: &Incident,
    hit: &Hit,
    support_per_tenant_usd: f64,
    severity_left: f64,
    records: impl FnOnce() -> f64,
    account: &mut Account,
) {
    let mut book = |component: Component, nominal: f64| {
        if nominal != 0.0 {
            account.book(component, Money::at(nominal * severity_left, incident.factor));
        }
    };
    let mut direct = incident.per_event_usd + hit.tenants * incident.per_tenant_usd;
    if incident.per_record_usd > 0.0 {
        direct += incident.per_record_usd * records();
    }
    book(Component::Direct, direct);
    book(Component::Response, incident.response_usd);
    book(Component::Support, hit.tenants * support_per_tenant_usd);
    if incident.leaving > 0.0 {
        account.book(Component::Churn, hit.worth.times(incident.leaving * severity_left));
    }
}

/// Makes one of what strikes several groups of an alternative at once; in the order of the events.
fn join_hits(struck: &mut Vec<Struck>) {
    struck.sort_by_key(|struck| struck.event);
    struck.dedup_by(|next, kept| {
        let is_same = next.event == kept.event;
        if is_same {
            kept.hit.join(&next.hit);
        }
        is_same
    });
}
