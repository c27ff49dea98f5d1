//! What is billed by quantity: months of tenants and instances, by year, as they are and discounted. It follows
//! from the tenants' paths alone, so where these are fixed it is summed up once for all runs.

use std::ops::Range;

use super::{
    costs::Money,
    paths::Paths,
    phases::{Group, Phase},
    plan::Plan,
};

/// Quantities of a run.
#[derive(Debug)]
pub(super) struct Bill {
    /// `[alternative][group of a phase]`.
    billed: Vec<Vec<Billed>>,
    /// `[tier][year]`.
    tiers: Vec<Vec<TierYear>>,
}

/// What the isolation model of a tier group is billed for.
#[derive(Debug)]
pub(super) struct Billed {
    pub isolation: usize,
    pub tiers: Vec<usize>,
    /// `[year]`.
    pub years: Vec<Quantity>,
    /// `[year][position among the tiers]`: months of tenants.
    by_tier: Vec<Money>,
}

/// Quantities of a year; [`Money`] without a price: a count of months, discounted and not.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quantity {
    /// Tenants times months.
    pub tenant_months: Money,
    /// Months.
    pub months: Money,
    /// Instances times months.
    pub instance_months: Money,
}

/// Tenants of a tier in a year.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TierYear {
    /// Tenants times months.
    pub months: Money,
    /// The same with the discount factors squared.
    pub squares: Money,
}

impl Bill {
    /// An empty bill.
    pub fn new(plan: &Plan) -> Self {
        let years = plan.years();
        let billed = |group: &Group| Billed {
            isolation: group.isolation,
            tiers: group.tiers.clone(),
            years: vec![Quantity::default(); years],
            by_tier: vec![Money::default(); years * group.tiers.len()],
        };
        let of_alternative = plan.alternatives.iter().map(|alternative| {
            let groups = alternative.phases.iter().flat_map(|phase| &phase.groups);
            groups.map(billed).collect()
        });
        Bill {
            billed: of_alternative.collect(),
            tiers: vec![vec![TierYear::default(); years]; plan.model.tiers.len()],
        }
    }

    /// What an alternative's tier groups are billed for.
    pub fn of_alternative(&self, alternative: usize) -> &[Billed] {
        &self.billed[alternative]
    }

    /// Tenants of a tier, by year.
    pub fn of_tier(&self, tier: usize) -> &[TierYear] {
        &self.tiers[tier]
    }

    /// Sums up the paths of a run.
    pub fn fill(&mut self, plan: &Plan, paths: &Paths) {
        for (alternative, billed) in plan.alternatives.iter().zip(&mut self.billed) {
            let phases = alternative.phases.iter();
            let groups = phases.flat_map(|phase| phase.groups.iter().map(move |group| (phase, group)));
            for ((phase, group), billed) in groups.zip(billed) {
                billed.fill(plan, paths, phase, group);
            }
        }
        for (tier, years) in self.tiers.iter_mut().enumerate() {
            years.fill(TierYear::default());
            for month in 0..plan.months {
                let (tenants, factor) = (paths.tier_tenants(month, tier), plan.flow_factors[month]);
                let year = &mut years[month / 12];
                year.months.add_money(Money::at(tenants, factor), 1.0);
                year.squares.add_money(Money::at(tenants, factor * factor), 1.0);
            }
        }
    }
}

impl Billed {
    /// Months of tenants in a year, in the order of the tiers.
    pub fn by_tier(&self, year: usize) -> &[Money] {
        let tiers = self.tiers.len();
        &self.by_tier[year * tiers..][..tiers]
    }

    fn fill(&mut self, plan: &Plan, paths: &Paths, phase: &Phase, group: &Group) {
        self.years.fill(Quantity::default());
        self.by_tier.fill(Money::default());
        let ahead = phase.paid_from..phase.months.start;
        self.add(plan, paths, &group.tiers, phase.months.clone(), 1.0);
        self.add(plan, paths, &group.tiers, ahead.clone(), 1.0);
        // While a move runs old and new, what does not move is paid only once.
        self.add(plan, paths, &group.staying, ahead, -1.0);
    }

    /// Adds `sign` times the months of some of the tiers; nothing without tiers.
    fn add(&mut self, plan: &Plan, paths: &Paths, tiers: &[usize], months: Range<usize>, sign: f64) {
        if tiers.is_empty() {
            return;
        }
        let per_instance = plan.model.isolation[self.isolation].tenants_per_instance as f64;
        for month in months {
            let flow = |count: f64| Money::at(count, plan.flow_factors[month]);
            let mut tenants = 0.0;
            for (position, tier) in self.tiers.iter().enumerate().filter(|(_, tier)| tiers.contains(tier)) {
                let of_tier = paths.tier_tenants(month, *tier);
                tenants += of_tier;
                self.by_tier[month / 12 * self.tiers.len() + position].add_money(flow(of_tier), sign);
            }
            let year = &mut self.years[month / 12];
            year.tenant_months.add_money(flow(tenants), sign);
            year.months.add_money(flow(1.0), sign);
            year.instance_months.add_money(flow((tenants / per_instance).ceil()), sign);
        }
    }
}
