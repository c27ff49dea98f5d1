//! Service level credits: downtime of each month, summed per tenant before the schedule is applied.

use super::{costs::Money, row::Row, world::World};
use crate::model::metrics::Component;

/// Downtime of part of a tier group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Downtime {
    pub slot: u32,
    pub month: u32,
    /// Position of the class.
    pub class: u32,
    /// Share of the group's tenants.
    pub share: f64,
    pub minutes: f64,
    /// Factor that controls leave of the loss.
    pub severity_left: f64,
}

/// The downtime of a run under each alternative, listed by group and month.
#[derive(Debug)]
pub(super) struct DowntimeLog {
    months: usize,
    entries: Vec<(Downtime, u32)>,
    /// `[slot][month]`: last entry plus one, 0 for none.
    last: Vec<u32>,
    /// Downtime of the group and month at hand: share and minutes.
    at_hand: Vec<(f64, f64)>,
}

impl DowntimeLog {
    pub fn new(slots: usize, months: usize) -> Self {
        DowntimeLog { months, entries: Vec::new(), last: vec![0; slots * months], at_hand: Vec::new() }
    }

    pub fn add(&mut self, downtime: Downtime) {
        let last = &mut self.last[downtime.slot as usize * self.months + downtime.month as usize];
        self.entries.push((downtime, *last));
        *last = self.entries.len() as u32;
    }

    /// Books the credits of the run and forgets its downtime. Each month's total is split over its events in
    /// proportion to share times minutes, and is paid at the end of the month.
    pub fn settle(&mut self, world: &World, row: &mut Row) {
        if self.entries.is_empty() {
            return;
        }
        for (position, alternative) in world.plan.alternatives.iter().enumerate() {
            for phase in &alternative.phases {
                for group in &phase.groups {
                    for month in phase.months.clone() {
                        let last = std::mem::take(&mut self.last[group.slot * self.months + month]);
                        if last > 0 {
                            let fees = |tier: &usize| {
                                let price = world.plan.model.tiers[*tier].price_per_month;
                                world.paths.tier_tenants(month, *tier) * world.value(price)
                            };
                            self.settle_month(
                                world,
                                position,
                                month,
                                last,
                                || group.tiers.iter().map(fees).sum(),
                                row,
                            );
                        }
                    }
                }
            }
        }
        self.entries.clear();
    }

    fn settle_month(
        &mut self,
        world: &World,
        alternative: usize,
        month: usize,
        last: u32,
        fees_usd: impl Fn() -> f64,
        row: &mut Row,
    ) {
        let plan = world.plan;
        let minutes: f64 = list(&self.entries, last).map(|downtime| downtime.minutes).sum();
        if plan.model.sla.credit_share(minutes, plan.minutes[month]) <= 0.0 {
            return;
        }
        self.at_hand.clear();
        let mut exposure = 0.0;
        for downtime in list(&self.entries, last) {
            self.at_hand.push((downtime.share, downtime.minutes));
            exposure += downtime.share * downtime.minutes;
        }
        let share = plan.model.sla.expected_credit_share(&self.at_hand, plan.minutes[month]);
        if share <= 0.0 {
            return;
        }
        let credit = share * fees_usd() * world.value(plan.model.sla_claim_rate);
        for downtime in list(&self.entries, last) {
            let part = downtime.share * downtime.minutes / exposure * downtime.severity_left;
            let nominal = credit * part;
            let money = Money::at(nominal, plan.flow_factors[month]);
            row.account(alternative, downtime.class as usize, month / 12).book(Component::SlaCredits, money);
        }
    }
}

/// The entries that are chained behind `last`.
fn list(entries: &[(Downtime, u32)], last: u32) -> impl Iterator<Item = &Downtime> {
    let entry = |next: u32| (next as usize).checked_sub(1).and_then(|index| entries.get(index));
    std::iter::successors(entry(last), move |(_, next)| entry(*next)).map(|(downtime, _)| downtime)
}
