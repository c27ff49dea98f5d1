//! What a service incident costs: outage, pool exhaustion, noisy neighbour, classes of the user's own.

use super::{
    brief::BriefIncident,
    classes::ClassPlan,
    costs::Money,
    credits::{Downtime, DowntimeLog},
    events::{Events, Happened},
    hits::{Hit, Whole},
    incidents::Incidents,
    kept::Left,
    phases::{Group, Phase},
    row::{Account, Row},
    world::World,
};
use crate::model::{Accounting, Scope, ServiceCosts, metrics::Component};

/// A class of service incidents.
#[derive(Clone, Copy)]
pub(super) struct ServiceClass<'c> {
    pub class: &'c ClassPlan,
    pub costs: &'c ServiceCosts,
}

/// Scratch space of service incidents.
#[derive(Default)]
pub(super) struct ServiceScratch {
    /// What the events are.
    pub incidents: Incidents,
    /// `[event]`: what the alternative's controls leave of it; empty where it has none on the class.
    left: Vec<Left>,
    /// Events that strike a tier group, in order.
    kept: Vec<u32>,
    /// Events that strike under the alternative and whom they hit, in order.
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
        if events.all.len() == 0 {
            return;
        }
        self.describe(service, &events.all, &mut own.incidents);
        for (position, alternative) in self.plan.alternatives.iter().enumerate() {
            own.left.clear();
            if !service.class.effects[position].is_empty() {
                let times = events.all.times_years.iter();
                own.left.extend(times.map(|&time| self.left_by_controls(service.class, time, position)));
            }
            own.struck.clear();
            if self.plan.model.accounting == Accounting::Brief {
                own.by_tier.clear();
                own.by_tier.resize(events.all.len() * self.plan.model.tiers.len(), 0.0);
            }
            let mut groups = 0;
            for phase in &alternative.phases {
                for group in &phase.groups {
                    self.select(service.class, events, phase, group, own);
                    self.strike(service, &events.all, group, own, downtime);
                    groups += 1;
                }
            }
            if groups > 1 {
                join_hits(&mut own.struck);
            }
            self.book_services(service, position, &events.all, own, row);
        }
    }

    /// Selects the events that strike a tier group in the months of its phase.
    fn select(
        &self,
        class: &ClassPlan,
        events: &mut Events,
        phase: &Phase,
        group: &Group,
        own: &mut ServiceScratch,
    ) {
        own.kept.clear();
        let Events { all, taken, .. } = events;
        if class.processes[group.isolation].is_none() {
            return;
        }
        let is_always = phase.months == (0..self.plan.months);
        // Where a class strikes by its rate alone, an event is decided without a look at more than its level.
        let by_rate = !class.has_probability
            && class.scheduled.is_empty()
            && !self.plan.shocks.iter().any(|shock| shock.strikes(class.position))
            && (class.scope == Scope::Platform || phase.groups.len() == 1);
        if !by_rate {
            for index in 0..all.len() {
                let event = all.get(class, index);
                let is_due = is_always || phase.months.contains(&event.month);
                if is_due && self.is_struck(&event, phase, group, own.left(index), taken) {
                    own.kept.push(index as u32);
                }
            }
            return;
        }
        // No branch hangs on which of the events are kept.
        own.kept.resize(all.len(), 0);
        let mut count = 0;
        let mut keep = |index: usize, is_kept: bool| {
            own.kept[count] = index as u32;
            count += usize::from(is_kept);
        };
        match self.steady_threshold(class.position, group) {
            Some(threshold) if is_always && own.left.is_empty() => {
                all.levels.iter().enumerate().for_each(|(index, level)| keep(index, *level < threshold));
            }
            steady => {
                for (index, level) in all.levels.iter().enumerate() {
                    let month = all.months[index] as usize;
                    let is_due = is_always || phase.months.contains(&month);
                    let left = own.left.get(index).map_or(1.0, |left| left.frequency);
                    let threshold = steady.unwrap_or_else(|| self.threshold(class.position, group, month));
                    keep(index, is_due && *level < left * threshold);
                }
            }
        }
        own.kept.truncate(count);
    }

    /// Finds whom the selected events hit in a tier group.
    fn strike(
        &self,
        service: ServiceClass,
        events: &Happened,
        group: &Group,
        own: &mut ServiceScratch,
        downtime: &mut DowntimeLog,
    ) {
        let ServiceClass { class, costs } = service;
        let brief = self.plan.model.accounting == Accounting::Brief;
        let counts_for_sla = costs.counts_for_sla && !brief;
        let tiers = self.plan.model.tiers.len();
        let Some(reach) = self.reach(class, group).filter(|_| !own.kept.is_empty()) else { return };
        let mut whole = Whole::new(self, costs, group);
        for position in 0..own.kept.len() {
            let index = own.kept[position] as usize;
            let month = events.months[index] as usize;
            let share = self.affected(reach, class, events, index, group);
            if share <= 0.0 {
                continue;
            }
            let mut hit = Hit::default();
            hit.add(whole.in_month(month), share, own.incidents.worth_factors.of(index));
            own.struck.push(Struck { event: index, hit });
            let minutes = own.incidents.minutes.of(index);
            if counts_for_sla && minutes > 0.0 {
                downtime.add(Downtime {
                    slot: group.slot as u32,
                    month: month as u32,
                    class: class.position as u32,
                    share,
                    minutes,
                    severity_left: own.left(index).severity,
                });
            }
            for &tier in group.tiers.iter().filter(|_| brief) {
                own.by_tier[index * tiers + tier] += share * self.paths.tier_tenants(month, tier);
            }
        }
    }

    /// Books the incidents that strike under the alternative at a position.
    fn book_services(
        &self,
        service: ServiceClass,
        position: usize,
        events: &Happened,
        own: &ServiceScratch,
        row: &mut Row,
    ) {
        if own.struck.is_empty() {
            return;
        }
        let ServiceClass { class, costs } = service;
        let brief = self.plan.model.accounting == Accounting::Brief;
        let support_usd = self.support_per_tenant_usd(costs);
        let mut accounts = row.accounts(position, class.position);
        for Struck { event: index, hit } in own.struck.iter().filter(|struck| struck.hit.tenants > 0.0) {
            let (index, incidents, left) = (*index, &own.incidents, own.left(*index));
            let mut account = accounts.of_year(events.months[index] as usize / 12);
            let (minutes, degradation) = (incidents.minutes.of(index), incidents.degradation.of(index));
            let factor = incidents.factors[index];
            let priced = brief
                .then(|| {
                    let tiers = self.plan.model.tiers.len();
                    let by_tier = &own.by_tier[index * tiers..(index + 1) * tiers];
                    let incident = BriefIncident { minutes, degradation, factor };
                    self.book_brief_service(costs, &incident, by_tier, left.severity, &mut account)
                })
                .flatten();
            let customers_usd = priced.unwrap_or_else(|| {
                let records = || self.records(&events.get(class, index), hit.records, hit.stored);
                book_service(incidents, index, hit, support_usd, left.severity, records, &mut account);
                hit.customer_impact_usd_per_minute * minutes * degradation
            });
            account.count_service(
                hit.tenants,
                Money::at(customers_usd, factor),
                Money::at(incidents.opportunity_usd.of(index), factor),
            );
            account.close_event(events.times_years[index]);
        }
    }

    fn support_per_tenant_usd(&self, costs: &ServiceCosts) -> f64 {
        let ticket_usd = self.value(costs.hours_per_ticket) * self.value(costs.support_cost_per_hour);
        self.value(costs.tickets_per_tenant) * ticket_usd
    }
}

/// Books the incident at a position, of the provider's; `records` gives the records that it exposes.
#[inline]
fn book_service(
    incidents: &Incidents,
    index: usize,
    hit: &Hit,
    support_per_tenant_usd: f64,
    severity_left: f64,
    records: impl FnOnce() -> f64,
    account: &mut Account,
) {
    let factor = incidents.factors[index];
    let mut book = |component: Component, nominal: f64| {
        if nominal != 0.0 {
            account.book(component, Money::at(nominal * severity_left, factor));
        }
    };
    let mut direct = incidents.per_event_usd.of(index) + hit.tenants * incidents.per_tenant_usd.of(index);
    let per_record_usd = incidents.per_record_usd.of(index);
    if per_record_usd > 0.0 {
        direct += per_record_usd * records();
    }
    book(Component::Direct, direct);
    book(Component::Response, incidents.response_usd.of(index));
    book(Component::Support, hit.tenants * support_per_tenant_usd);
    let leaving = incidents.leaving.of(index);
    if leaving > 0.0 {
        account.book(Component::Churn, hit.worth.times(leaving * severity_left));
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
