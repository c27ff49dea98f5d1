//! What a service incident costs: outage, pool exhaustion, noisy neighbour, classes of the user's own.

use super::{
    costs::Money,
    credits::{Downtime, DowntimeLog},
    events::{Event, Scratch},
    row::{Account, Row},
    world::World,
};
use crate::model::{
    Accounting, ParameterId, ServiceChurn, ServiceCosts, Tier,
    metrics::Component,
    service::{churn_of_degradation, engineer_hours},
};

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
}

/// Whom one incident hits under one alternative.
struct Hit<'a> {
    /// Tenants affected.
    tenants: f64,
    /// The same by tier; empty where nothing depends on it.
    by_tier: &'a [f64],
    /// Records stored by the groups struck; 0 where no record costs anything.
    stored: f64,
    /// What these tenants would have brought if all of them left.
    worth: Money,
}

/// Scratch space of service incidents.
#[derive(Default)]
pub(super) struct ServiceScratch {
    /// Position of each tier group struck and its tenants affected.
    groups: Vec<(usize, f64)>,
    /// Tenants affected of each tier.
    by_tier: Vec<f64>,
}

impl World<'_> {
    /// Books a service incident under every alternative that it strikes.
    pub fn service(
        &self,
        event: &Event,
        costs: &ServiceCosts,
        scratch: &mut Scratch,
        own: &mut ServiceScratch,
        downtime: &mut DowntimeLog,
        row: &mut Row,
    ) {
        let plan = self.plan;
        let brief = plan.model.accounting == Accounting::Brief;
        let mut incident = None;
        for (position, alternative) in plan.alternatives.iter().enumerate() {
            let phase = alternative.phase(event.month);
            let left = self.left_by_controls(event, position);
            own.groups.clear();
            self.groups_struck(event, phase, left, scratch, |position, group| {
                let affected = self.affected(event, group);
                if affected > 0.0 {
                    own.groups.push((position, affected));
                }
            });
            if own.groups.is_empty() {
                continue;
            }
            let incident = incident.get_or_insert_with(|| self.incident(event, costs));
            // Most incidents cost the same whichever tiers they hit.
            let by_tiers =
                brief || incident.leaving > 0.0 || incident.per_record_usd > 0.0 || plan.customers_lose;
            own.by_tier.clear();
            own.by_tier.resize(if by_tiers { plan.model.tiers.len() } else { 0 }, 0.0);
            let (mut tenants, mut stored, mut worth) = (0.0, 0.0, Money::default());
            for &(position, affected) in &own.groups {
                let group = &phase.groups[position];
                let share = affected / self.paths.slot(group.slot, event.month).tenants;
                tenants += affected;
                if incident.per_record_usd > 0.0 {
                    stored += self.stored_records(event, group);
                }
                for &tier in group.tiers.iter().filter(|_| by_tiers) {
                    let of_tier = share * self.paths.tier_tenants(event.month, tier);
                    own.by_tier[tier] += of_tier;
                    if incident.leaving > 0.0 {
                        let each = self.worth(group, tier, event.month, event.time_years);
                        worth.add_money(each, of_tier);
                    }
                }
                if costs.counts_for_sla && incident.minutes > 0.0 && !brief {
                    downtime.add(Downtime {
                        slot: group.slot as u32,
                        month: event.month as u32,
                        class: event.position as u32,
                        share,
                        minutes: incident.minutes,
                        severity_left: left.severity,
                    });
                }
            }
            let mut account = row.account(position, event.position, event.month / 12);
            let priced = brief
                .then(|| self.book_brief_service(costs, incident, &own.by_tier, left.severity, &mut account))
                .flatten();
            let customers_usd = priced.unwrap_or_else(|| {
                let hit = Hit { tenants, by_tier: &own.by_tier, stored, worth };
                self.book_service(event, incident, hit, left.severity, &mut account)
            });
            account.count_service(
                Money::at(customers_usd, incident.factor),
                Money::at(incident.opportunity_usd, incident.factor),
            );
            account.close_event();
        }
    }

    /// Books an incident; gives the customers' loss, USD.
    fn book_service(
        &self,
        event: &Event,
        incident: &Incident,
        Hit { tenants, by_tier, stored, worth }: Hit,
        severity_left: f64,
        account: &mut Account,
    ) -> f64 {
        let mut book = |component: Component, nominal: f64, factor: f64| {
            if nominal != 0.0 {
                account.book(component, Money::at(nominal * severity_left, factor));
            }
        };
        let tiers = &self.plan.model.tiers;
        let sum = |id: fn(&Tier) -> ParameterId| -> f64 {
            tiers.iter().zip(by_tier).map(|(facts, tenants)| tenants * self.value(id(facts))).sum()
        };
        let mut direct = incident.per_event_usd + tenants * incident.per_tenant_usd;
        if incident.per_record_usd > 0.0 {
            let records = sum(|tier| tier.records_per_tenant);
            direct += incident.per_record_usd * self.records(event, records, stored);
        }
        book(Component::Direct, direct, incident.factor);
        book(Component::Response, incident.response_usd, incident.factor);
        book(Component::Support, tenants * incident.support_per_tenant_usd, incident.factor);
        if incident.leaving > 0.0 {
            let mut lost = Money::default();
            lost.add_money(worth, incident.leaving * severity_left);
            account.book(Component::Churn, lost);
        }
        sum(|tier| tier.customer_impact_per_minute) * incident.minutes * incident.degradation
    }

    fn incident(&self, event: &Event, costs: &ServiceCosts) -> Incident {
        let marks = &event.marks;
        let minutes = costs.duration_minutes.map_or(0.0, |id| self.drawn(id, || marks.service()[0]));
        let degradation = self.drawn(costs.degradation, || marks.service()[1]);
        let amount = |id| self.drawn(id, || marks.severity());
        let least_hours = self.value(costs.least_engineer_hours);
        let hours = engineer_hours(self.value(costs.engineers), minutes, least_hours);
        let ticket_usd = self.value(costs.hours_per_ticket) * self.value(costs.support_cost_per_hour);
        Incident {
            minutes,
            degradation,
            per_event_usd: amount(costs.per_event_usd) + minutes * amount(costs.per_minute_usd),
            per_tenant_usd: amount(costs.per_tenant_usd),
            per_record_usd: amount(costs.per_record_usd),
            response_usd: hours * self.value(costs.engineer_cost_per_hour),
            support_per_tenant_usd: self.value(costs.tickets_per_tenant) * ticket_usd,
            leaving: match costs.churn {
                ServiceChurn::Share(id) => self.value(id),
                ServiceChurn::OfDegradation => churn_of_degradation(degradation),
            },
            opportunity_usd: amount(costs.opportunity_usd),
            factor: self.plan.discount.event(event.time_years),
        }
    }
}
