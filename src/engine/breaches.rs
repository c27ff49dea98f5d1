//! What a breach costs, by component.

use super::{
    classes::ClassPlan,
    costs::Money,
    events::{Event, Events},
    kept::{Left, Taken},
    phases::{Group, Phase},
    row::{Account, Row},
    world::World,
};
use crate::{
    dist::discrete::binomial_quantile,
    model::{Accounting, BreachChurn, Fine, fine_ceiling, metrics::Component},
};

/// Scratch space of breaches.
#[derive(Default)]
pub(super) struct BreachScratch {
    by_tier: Vec<f64>,
    counts: Vec<u64>,
}

/// A breach that reaches tenants of one alternative.
struct Breach<'a> {
    world: &'a World<'a>,
    event: &'a Event<'a>,
    phase: &'a Phase,
    by_tier: &'a [f64],
    /// Records stored by the tier groups that it strikes.
    stored: f64,
}

impl World<'_> {
    /// Books breaches under every alternative that they strike.
    pub fn breaches(&self, class: &ClassPlan, events: &mut Events, own: &mut BreachScratch, row: &mut Row) {
        let Events { all, taken, .. } = events;
        for event in all.iter(class) {
            self.breach(&event, taken, own, row);
        }
    }

    fn breach(&self, event: &Event, taken: &mut Taken, own: &mut BreachScratch, row: &mut Row) {
        let plan = self.plan;
        for (position, alternative) in plan.alternatives.iter().enumerate() {
            let phase = alternative.phase(event.month);
            let left = self.left_by_controls(event.class, event.time_years, position);
            let BreachScratch { by_tier, counts } = own;
            by_tier.clear();
            by_tier.resize(plan.model.tiers.len(), 0.0);
            let (mut tenants, mut stored) = (0.0, 0.0);
            for group in &phase.groups {
                if self.is_struck(event, phase, group, left, taken) {
                    tenants += self.exposed(event, group, counts, |tier, count| by_tier[tier] += count);
                    stored += self.stored_records(event, group);
                }
            }
            if tenants > 0.0 {
                let mut accounts = row.accounts(position, event.class.position);
                let account = accounts.of_year(event.month / 12);
                let breach = Breach { world: self, event, phase, by_tier, stored };
                breach.book(tenants, left, account);
            }
        }
    }

    /// Records that a group stores when an event happens.
    pub fn stored_records(&self, event: &Event, group: &Group) -> f64 {
        let of_tier = |&tier: &usize| {
            self.paths.tier_tenants(event.month, tier)
                * self.value(self.plan.model.tiers[tier].records_per_tenant)
        };
        group.tiers.iter().map(of_tier).sum()
    }

    /// Records that an event exposes: those of the tenants hit times one lognormal factor of mean 1, at most
    /// what the groups that it strikes have `stored`.
    pub fn records(&self, event: &Event, of_tenants_hit: f64, stored: f64) -> f64 {
        let sigma = self.plan.model.breach_costs.records_sigma;
        if sigma == 0.0 {
            return of_tenants_hit;
        }
        let factor = libm::exp(sigma * event.marks.records_score() - 0.5 * sigma * sigma);
        (of_tenants_hit * factor).min(stored.max(of_tenants_hit))
    }
}

impl Breach<'_> {
    fn book(&self, tenants: f64, left: Left, mut account: Account) {
        let (world, marks) = (self.world, &self.event.marks);
        let model = &world.plan.model;
        let tiers = model.tiers.iter().zip(self.by_tier);
        let records = tiers.map(|(tier, tenants)| tenants * world.value(tier.records_per_tenant)).sum();
        let records = world.records(self.event, records, self.stored);
        account.count_breach(tenants, records);
        if model.accounting == Accounting::Brief {
            world.book_brief_breach(self.event, tenants, records, left.severity, &mut account);
            return account.close_event(self.event.time_years);
        }
        let severity = world.severity();
        let contains = severity.formula.contains();
        let drawn = |id| world.drawn(id, || marks.severity());
        let (direct, fines) = severity.loss_usd(drawn, records, marks.severity());
        let mut at = |component: Component, nominal: f64, years: f64| {
            if nominal > 0.0 {
                let factor = world.plan.discount.event(self.event.time_years + years);
                account.book(component, Money::at(nominal * left.severity, factor));
            }
        };
        at(Component::Direct, direct, 0.0);
        at(Component::Fines, fines, 0.0);
        let fine = model.breach_costs.fine.as_ref().filter(|_| !contains.fines);
        let churn = model.breach_costs.churn.as_ref().filter(|_| !contains.churn);
        let response = model.breach_costs.response.as_ref().filter(|_| !contains.response);
        if fine.is_none() && churn.is_none() && response.is_none() {
            return account.close_event(self.event.time_years);
        }
        let quantiles = marks.components(world.plan.copula_loading);
        if let Some(fine) = fine {
            // One quantile decides whether and how much, so that fines keep their law and their mean however
            // they hang together with the rest.
            let probability = world.value(fine.probability);
            let among_fined = 1.0 - (1.0 - quantiles.fine) / probability;
            if among_fined > 0.0 {
                at(Component::Fines, self.fine_usd(fine, among_fined), fine.lag_years);
            }
        }
        if let Some(response) = response {
            let hours = world.value(response.responders) * world.drawn(response.hours, || quantiles.response);
            at(Component::Response, hours * world.value(response.cost_per_hour), 0.0);
        }
        if let Some(churn) = churn {
            let mut lost = Money::default();
            lost.add_money(self.lost(churn, quantiles.churn), left.severity);
            account.book(Component::Churn, lost);
        }
        account.close_event(self.event.time_years);
    }

    /// The fine, at most the statutory ceiling: an amount or a share of the revenue of a year, the higher.
    fn fine_usd(&self, fine: &Fine, quantile: f64) -> f64 {
        let turnover = 12.0 * self.world.monthly_revenue(self.event.month);
        let ceiling = fine_ceiling(fine.ceiling_usd, fine.ceiling_share_of_revenue, turnover);
        self.world.drawn(fine.amount_usd, || quantile).min(ceiling)
    }

    /// What the tenants that leave would have brought: a binomial number of those exposed and, independent of
    /// it, of the others, each spread over the tiers in proportion.
    fn lost(&self, churn: &BreachChurn, quantile: f64) -> Money {
        let world = self.world;
        let others = |tier: usize, exposed: f64| {
            (world.paths.tier_tenants(self.event.month, tier).round() - exposed).max(0.0)
        };
        let mut lost = Money::default();
        for (quantile, probability, is_exposed) in [
            (quantile, world.value(churn.exposed), true),
            (self.event.marks.churn_of_others(), world.value(churn.others), false),
        ] {
            let tenants =
                |(tier, &exposed): (usize, &f64)| if is_exposed { exposed } else { others(tier, exposed) };
            let all: f64 = self.by_tier.iter().enumerate().map(tenants).sum();
            let leavers = binomial_quantile(quantile, all as u64, probability) as f64;
            if leavers > 0.0 {
                let time_years = self.event.time_years;
                let factor = world.worth_factor(time_years, world.plan.discount.event(time_years));
                for (tier, exposed) in self.by_tier.iter().enumerate() {
                    let group = &self.phase.groups[self.phase.group_of_tier[tier]];
                    let worth = world.worth(group, tier, factor);
                    lost.add_money(worth, leavers * tenants((tier, exposed)) / all);
                }
            }
        }
        lost
    }
}
