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

/// Downtime of a group in a month.
#[derive(Debug, Clone, Copy, Default)]
struct MonthHit {
    /// Last entry plus one, 0 for none.
    last: u32,
    /// All minutes, however many tenants they hit.
    minutes: f64,
}

/// The downtime of a run under each alternative, listed by group and month.
#[derive(Debug)]
pub(super) struct DowntimeLog {
    months: usize,
    entries: Vec<(Downtime, u32)>,
    /// `[slot][month]`.
    months_hit: Vec<MonthHit>,
    /// Downtime of the group and month at hand: share and minutes.
    at_hand: Vec<(f64, f64)>,
}

impl DowntimeLog {
    pub fn new(slots: usize, months: usize) -> Self {
        let months_hit = vec![MonthHit::default(); slots * months];
        DowntimeLog { months, entries: Vec::new(), months_hit, at_hand: Vec::new() }
    }

    pub fn add(&mut self, downtime: Downtime) {
        let hit = &mut self.months_hit[downtime.slot as usize * self.months + downtime.month as usize];
        self.entries.push((downtime, hit.last));
        hit.last = self.entries.len() as u32;
        hit.minutes += downtime.minutes;
    }

    /// Books the credits of the run and forgets its downtime. Each month's total is split over its events in
    /// proportion to share times minutes times what controls leave, and is paid at the end of the month.
    pub fn settle(&mut self, world: &World, row: &mut Row) {
        self.settle_months(world, row, |_| true);
        self.entries.clear();
    }

    /// Books the credits of some months of the run and does not forget the others.
    pub fn settle_months(&mut self, world: &World, row: &mut Row, is_due: impl Fn(usize) -> bool) {
        let allowed_share = world.plan.model.sla.allowance_minutes(1.0);
        for entry in 0..self.entries.len() {
            let Downtime { slot, month, .. } = self.entries[entry].0;
            let (slot, month) = (slot as usize, month as usize);
            if !is_due(month) {
                continue;
            }
            // All events of the month are settled with its first.
            let hit = std::mem::take(&mut self.months_hit[slot * self.months + month]);
            if hit.minutes > allowed_share * world.plan.minutes[month] {
                self.settle_month(world, slot, month, hit.last, row);
            }
        }
    }

    fn settle_month(&mut self, world: &World, slot: usize, month: usize, last: u32, row: &mut Row) {
        let plan = world.plan;
        let share = self.credit_left(&plan.model.sla, last, plan.minutes[month]);
        if share <= 0.0 {
            return;
        }
        let (alternative, group) = plan.group_at(slot);
        let fee = |tier: usize| {
            world.paths.tier_tenants(month, tier) * world.value(plan.model.tiers[tier].price_per_month)
        };
        let fees: f64 = group.tiers.iter().map(|&tier| fee(tier)).sum();
        let weight = |downtime: &Downtime| downtime.share * downtime.minutes * downtime.severity_left;
        let weights: f64 = list(&self.entries, last).map(weight).sum();
        let credit = share * fees * world.value(plan.model.sla_claim_rate);
        for downtime in list(&self.entries, last) {
            let nominal = credit * weight(downtime) / weights;
            let money = Money::at(nominal, plan.flow_factors[month]);
            let mut accounts = row.accounts(alternative, downtime.class as usize);
            accounts.of_year(month / 12).book(Component::SlaCredits, money);
        }
    }

    /// Credit of a month, as a share of the fees, after what controls leave of each event's loss: the integral
    /// over a level from 0 to 1 of the credit for those events of which more than this level is left. An event
    /// more, or more left of one, never lowers it; where the same is left of all, that is left of their credit.
    fn credit_left(&mut self, schedule: &Schedule, last: u32, minutes: f64) -> f64 {
        if let Some(Downtime { share, minutes: length, severity_left, .. }) = only(&self.entries, last) {
            return severity_left * schedule.expected_credit_share(&[(*share, *length)], minutes);
        }
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

/// The entry that `last` stands for, if no other is chained behind it.
fn only(entries: &[(Downtime, u32)], last: u32) -> Option<&Downtime> {
    let (downtime, next) = entries.get((last as usize).checked_sub(1)?)?;
    (*next == 0).then_some(downtime)
}

/// The entries that are chained behind `last`.
fn list(entries: &[(Downtime, u32)], last: u32) -> impl Iterator<Item = &Downtime> {
    let entry = |next: u32| (next as usize).checked_sub(1).and_then(|index| entries.get(index));
    std::iter::successors(entry(last), move |(_, next)| entry(*next)).map(|(downtime, _)| downtime)
}
