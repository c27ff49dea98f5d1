//! Service level credits: downtime of each month, summed per tenant before the schedule is applied.

use super::{costs::Money, row::Row, world::World};
use crate::model::{metrics::Component, sla::Schedule};

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
    /// proportion to share times minutes times what controls leave, and is paid at the end of the month.
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
        let minutes = plan.minutes[month];
        let down: f64 = list(&self.entries, last).map(|downtime| downtime.minutes).sum();
        if plan.model.sla.credit_share(down, minutes) <= 0.0 {
            return;
        }
        let share = self.credit_left(&plan.model.sla, last, minutes);
        if share <= 0.0 {
            return;
        }
        let weight = |downtime: &Downtime| downtime.share * downtime.minutes * downtime.severity_left;
        let weights: f64 = list(&self.entries, last).map(weight).sum();
        let credit = share * fees_usd() * world.value(plan.model.sla_claim_rate);
        for downtime in list(&self.entries, last) {
            let nominal = credit * weight(downtime) / weights;
            let money = Money::at(nominal, plan.flow_factors[month]);
            row.account(alternative, downtime.class as usize, month / 12).book(Component::SlaCredits, money);
        }
    }

    /// Credit of a month, as a share of the fees, after what controls leave of each event's loss: the integral
    /// over a level from 0 to 1 of the credit for those events of which more than this level is left. An event
    /// more, or more left of one, never lowers it; where the same is left of all, that is left of their credit.
    fn credit_left(&mut self, schedule: &Schedule, last: u32, minutes: f64) -> f64 {
        let (mut credit, mut below) = (0.0, 0.0);
        loop {
            self.at_hand.clear();
            let mut level = f64::INFINITY;
            for downtime in list(&self.entries, last).filter(|downtime| downtime.severity_left > below) {
                self.at_hand.push((downtime.share, downtime.minutes));
                level = level.min(downtime.severity_left);
            }
            if self.at_hand.is_empty() {
                return credit;
            }
            credit += (level - below) * schedule.expected_credit_share(&self.at_hand, minutes);
            below = level;
        }
    }
}

/// The entries that are chained behind `last`.
fn list(entries: &[(Downtime, u32)], last: u32) -> impl Iterator<Item = &Downtime> {
    let entry = |next: u32| (next as usize).checked_sub(1).and_then(|index| entries.get(index));
    std::iter::successors(entry(last), move |(_, next)| entry(*next)).map(|(downtime, _)| downtime)
}
