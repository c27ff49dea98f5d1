//! What a service incident costs: outage, pool exhaustion, noisy neighbour, classes of the user's own.

use super::{
    costs::Money,
    credits::{Downtime, DowntimeLog},
    events::{Event, Scratch},
    row::Row,
    world::World,
};
use crate::model::{ServiceChurn, ServiceCosts, metrics::Component};

/// What one incident is, whatever the alternative.
struct Incident {
    minutes: f64,
    degradation: f64,
    per_event_usd: f64,
    per_tenant_usd: f64,
    per_record_usd: f64,
    response_usd: f64,
    support_per_tenant_usd: f64,
    /// Share of the affected tenants that leave.
    leaving: f64,
    opportunity_usd: f64,
    /// Discount factor of what is paid at once.
    factor: f64,
}

/// Scratch space of service incidents: groups struck with the tenants affected in each.
pub(super) type GroupsHit = Vec<(usize, f64)>;

impl World<'_> {
    /// Books a service incident under every alternative that it strikes.
    pub fn service(
        &self,
        event: &Event,
        costs: &ServiceCosts,
        scratch: &mut Scratch,
        hit: &mut GroupsHit,
        downtime: &mut DowntimeLog,
        row: &mut Row,
    ) {
        let plan = self.plan;
        let mut incident = None;
        for (position, alternative) in plan.alternatives.iter().enumerate() {
            let phase = alternative.phase(event.month);
            let left = self.left_by_controls(event, position);
            hit.clear();
            self.groups_struck(event, phase, left, scratch, |position, group| {
                let affected = self.affected(event, group);
                if affected > 0.0 {
                    hit.push((position, affected));
                }
            });
            let tenants: f64 = hit.iter().map(|(_, affected)| affected).sum();
            if tenants <= 0.0 {
                continue;
            }
            let incident = incident.get_or_insert_with(|| self.incident(event, costs));
            let mut account = row.account(position, event.position, event.month / 12);
            let mut book = |component: Component, nominal: f64, factor: f64| {
                if nominal != 0.0 {
                    let nominal = nominal * left.severity;
                    account.book(component, Money { present_value: nominal * factor, nominal });
                }
            };
            let mut direct = incident.per_event_usd + tenants * incident.per_tenant_usd;
            let (mut worth, mut impact_per_minute, mut records) = (0.0, 0.0, 0.0);
            for &(position, affected) in hit.iter() {
                let group = &phase.groups[position];
                let share = affected / self.paths.slot(group.slot, event.month).tenants;
                if costs.counts_for_sla && incident.minutes > 0.0 {
                    downtime.add(Downtime {
                        slot: group.slot as u32,
                        month: event.month as u32,
                        class: event.position as u32,
                        share,
                        minutes: incident.minutes,
                        severity_left: left.severity,
                    });
                }
                for &tier in &group.tiers {
                    let tenants = share * self.paths.tier_tenants(event.month, tier);
                    let facts = &plan.model.tiers[tier];
                    if incident.leaving > 0.0 {
                        worth += tenants * self.worth(group, tier, event.month);
                    }
                    impact_per_minute += tenants * self.value(facts.customer_impact_per_minute);
                    records += tenants * self.value(facts.records_per_tenant);
                }
            }
            if incident.per_record_usd > 0.0 {
                direct += incident.per_record_usd * self.records(event, records);
            }
            book(Component::Direct, direct, incident.factor);
            book(Component::Response, incident.response_usd, incident.factor);
            book(Component::Support, tenants * incident.support_per_tenant_usd, incident.factor);
            if incident.leaving > 0.0 {
                book(Component::Churn, incident.leaving * worth, plan.year_after(event.time_years));
            }
            let impact = impact_per_minute * incident.minutes * incident.degradation;
            account.count_service(
                Money { present_value: impact * incident.factor, nominal: impact },
                Money {
                    present_value: incident.opportunity_usd * incident.factor,
                    nominal: incident.opportunity_usd,
                },
            );
            account.close_event();
        }
    }

    fn incident(&self, event: &Event, costs: &ServiceCosts) -> Incident {
        let marks = &event.marks;
        let minutes = costs.duration_minutes.map_or(0.0, |id| self.drawn(id, || marks.service()[0]));
        let degradation = self.drawn(costs.degradation, || marks.service()[1]);
        let amount = |id| self.drawn(id, || marks.severity());
        let hours =
            (self.value(costs.engineers) * minutes / 60.0).max(self.value(costs.least_engineer_hours));
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
                ServiceChurn::OfDegradation => (100.0 * degradation / 2_000.0).min(0.05),
            },
            opportunity_usd: amount(costs.opportunity_usd),
            factor: self.plan.discount.event(event.time_years),
        }
    }
}
