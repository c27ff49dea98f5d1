//! What each alternative costs before any incident, by component and year.

use std::ops::Range;

use super::{phases::Group, plan::Plan, world::World};
use crate::model::{CostBasis, ParameterId};

/// Money of one year, discounted and not, USD.
#[derive(Debug, Clone, Copy, Default)]
pub struct Money {
    /// Discounted to the start.
    pub present_value: f64,
    /// As paid.
    pub nominal: f64,
}

impl Money {
    /// An amount that is paid when the discount factor is `factor`.
    pub(super) fn at(nominal: f64, factor: f64) -> Self {
        Money { present_value: nominal * factor, nominal }
    }

    fn add(&mut self, amount: f64, factor: f64) {
        self.present_value += amount * factor;
        self.nominal += amount;
    }

    pub(super) fn add_money(&mut self, other: Money, factor: f64) {
        self.present_value += other.present_value * factor;
        self.nominal += other.nominal * factor;
    }
}

/// What a company pays and earns whatever happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostComponent {
    /// Isolation models: per tenant, fixed, per instance.
    Infrastructure,
    /// One-off cost of building.
    Build,
    /// Operations hours.
    Operations,
    /// Extra compute.
    ComputeOverhead,
    /// Controls.
    Controls,
    /// Moving tenants.
    Migration,
    /// Subscriptions and what tenants pay beyond them.
    Revenue,
    /// What tenants pay beyond the price of their plan: overage, and months billed as a dearer plan.
    Overage,
    /// Everything that serving tenants costs.
    CostToServe,
}

impl CostComponent {
    /// All components; the first six make the cost of an alternative.
    pub const ALL: [CostComponent; 9] = [
        CostComponent::Infrastructure,
        CostComponent::Build,
        CostComponent::Operations,
        CostComponent::ComputeOverhead,
        CostComponent::Controls,
        CostComponent::Migration,
        CostComponent::Revenue,
        CostComponent::Overage,
        CostComponent::CostToServe,
    ];
    /// How many of [`CostComponent::ALL`] are costs of an alternative.
    pub(super) const OF_TCO: usize = 6;

    /// Name of the metric.
    pub fn name(self) -> &'static str {
        match self {
            CostComponent::Infrastructure => "infrastructure",
            CostComponent::Build => "build",
            CostComponent::Operations => "operations",
            CostComponent::ComputeOverhead => "compute_overhead",
            CostComponent::Controls => "controls",
            CostComponent::Migration => "migration",
            CostComponent::Revenue => "revenue",
            CostComponent::Overage => "overage",
            CostComponent::CostToServe => "cost_to_serve",
        }
    }
}

/// Money by alternative, component and year.
#[derive(Debug)]
pub(super) struct CostTable {
    years: usize,
    cells: Vec<Money>,
    /// `[alternative]`: what is built at the very start, USD.
    at_start: Vec<f64>,
}

impl CostTable {
    pub fn new(plan: &Plan) -> Self {
        // A horizon of zero years still pays its build costs.
        let years = plan.years().max(1);
        CostTable {
            years,
            cells: vec![Money::default(); plan.alternatives.len() * CostComponent::ALL.len() * years],
            at_start: vec![0.0; plan.alternatives.len()],
        }
    }

    /// One component of one alternative, a cell per year.
    pub fn years(&self, alternative: usize, component: CostComponent) -> &[Money] {
        &self.cells[self.start(alternative, component)..][..self.years]
    }

    /// What an alternative builds at the very start, USD: isolation models and controls.
    pub fn at_start(&self, alternative: usize) -> f64 {
        self.at_start[alternative]
    }

    pub fn total(&self, alternative: usize, component: CostComponent) -> Money {
        let mut total = Money::default();
        for year in self.years(alternative, component) {
            total.add_money(*year, 1.0);
        }
        total
    }

    fn start(&self, alternative: usize, component: CostComponent) -> usize {
        (alternative * CostComponent::ALL.len() + component as usize) * self.years
    }

    fn cell(&mut self, alternative: usize, component: CostComponent, month: usize) -> &mut Money {
        let start = self.start(alternative, component);
        let year = (month / 12).min(self.years - 1);
        &mut self.cells[start + year]
    }

    /// Prices the paths of a run.
    pub fn fill(&mut self, world: &World) {
        self.cells.fill(Money::default());
        self.at_start.fill(0.0);
        for alternative in 0..world.plan.alternatives.len() {
            self.add_isolation(world, alternative);
            self.add_controls(world, alternative);
            self.add_migration(world, alternative);
        }
        self.add_tiers(world);
    }

    fn add_isolation(&mut self, world: &World, alternative: usize) {
        let plan = world.plan;
        let compiled = &plan.alternatives[alternative];
        let facts = &plan.model.alternatives[alternative];
        for phase in &compiled.phases {
            for group in &phase.groups {
                let (isolation, ahead) = (group.isolation, phase.paid_from..phase.months.start);
                self.add_group(world, alternative, isolation, &group.tiers, phase.months.clone(), 1.0);
                self.add_group(world, alternative, isolation, &group.tiers, ahead.clone(), 1.0);
                // While a move runs old and new, what does not move is paid only once.
                self.add_group(world, alternative, isolation, &group.staying, ahead, -1.0);
            }
        }
        // What a move leaves behind is built at the start, as for those who stay.
        if let Some(first) = compiled.phases.first().filter(|_| facts.migration.is_some()) {
            let build = first.groups.iter().map(|group| plan.model.isolation[group.isolation].build_cost);
            let build = build.map(|id| world.value(id)).sum();
            self.build(world, alternative, CostComponent::Build, 0, build);
        }
        let (begins, last) = match (&facts.migration, compiled.phases.last()) {
            (_, None) => return,
            (Some(migration), Some(phase)) => (migration.at_month as usize, phase),
            (None, Some(phase)) => (0, phase),
        };
        if is_beyond(plan, begins) {
            return;
        }
        let build = match facts.build_cost {
            Some(build) => world.value(build),
            None => {
                let built = |group: &&Group| !is_built(plan, alternative, group.isolation);
                let cost = |group: &Group| world.value(plan.model.isolation[group.isolation].build_cost);
                last.groups.iter().filter(built).map(cost).sum()
            }
        };
        self.build(world, alternative, CostComponent::Build, begins, build);
    }

    /// Books a one-off cost when month `begins` begins.
    fn build(
        &mut self,
        world: &World,
        alternative: usize,
        component: CostComponent,
        begins: usize,
        amount: f64,
    ) {
        let factor = world.plan.discount.event_at_start_of(begins);
        self.cell(alternative, component, begins).add(amount, factor);
        if begins == 0 {
            self.at_start[alternative] += amount;
        }
    }

    /// Adds `sign` times what an isolation model costs for some tiers; nothing without tiers.
    fn add_group(
        &mut self,
        world: &World,
        alternative: usize,
        isolation: usize,
        tiers: &[usize],
        months: Range<usize>,
        sign: f64,
    ) {
        if tiers.is_empty() {
            return;
        }
        let plan = world.plan;
        let value = |id: ParameterId| world.value(id);
        let isolation = &plan.model.isolation[isolation];
        let (cost, fixed) = (value(isolation.cost_per_tenant_month), value(isolation.fixed_cost_per_month));
        let instance = value(isolation.instance_cost_per_month);
        let per_instance = isolation.tenants_per_instance as f64;
        let labour =
            value(isolation.operations_hours_per_tenant_month) * value(isolation.engineer_cost_per_hour);
        let overhead = value(isolation.compute_overhead) - 1.0;
        for month in months {
            let factor = plan.flow_factors[month];
            let tenants: f64 = tiers.iter().map(|&tier| world.paths.tier_tenants(month, tier)).sum();
            let mut infrastructure = cost * tenants + fixed;
            if instance > 0.0 {
                infrastructure += (tenants / per_instance).ceil() * instance;
            }
            self.cell(alternative, CostComponent::Infrastructure, month).add(sign * infrastructure, factor);
            if labour > 0.0 {
                self.cell(alternative, CostComponent::Operations, month).add(sign * labour * tenants, factor);
            }
            if overhead > 0.0 {
                let compute = |tier: &usize| {
                    world.paths.tier_tenants(month, *tier)
                        * value(plan.model.tiers[*tier].compute_cost_per_month)
                };
                let extra = sign * overhead * tiers.iter().map(compute).sum::<f64>();
                self.cell(alternative, CostComponent::ComputeOverhead, month).add(extra, factor);
            }
        }
    }

    fn add_controls(&mut self, world: &World, alternative: usize) {
        let plan = world.plan;
        for &control in &plan.model.alternatives[alternative].controls {
            let control = &plan.model.controls[control];
            let start = control.start_month as usize;
            if is_beyond(plan, start) {
                continue;
            }
            let build = world.value(control.build_cost);
            self.build(world, alternative, CostComponent::Controls, start, build);
            let monthly = world.value(control.cost_per_year) / 12.0;
            if monthly > 0.0 {
                for month in start..plan.months {
                    self.cell(alternative, CostComponent::Controls, month)
                        .add(monthly, plan.flow_factors[month]);
                }
            }
        }
    }

    fn add_migration(&mut self, world: &World, alternative: usize) {
        let plan = world.plan;
        let Some(migration) = &plan.model.alternatives[alternative].migration else { return };
        let (begins, months) = (migration.at_month as usize, migration.months.max(1) as usize);
        if begins >= plan.months {
            return;
        }
        let facts = &plan.model.alternatives[alternative];
        let moved: f64 = (0..plan.model.tiers.len())
            .filter(|&tier| facts.isolation_of_tier[tier] != migration.from_of_tier[tier])
            .map(|tier| world.paths.tier_tenants(begins, tier))
            .sum();
        let monthly = moved * world.value(migration.cost_per_tenant) / months as f64;
        for month in begins..(begins + months).min(plan.months) {
            self.cell(alternative, CostComponent::Migration, month).add(monthly, plan.flow_factors[month]);
        }
    }

    /// Revenue and cost to serve, the same for every alternative but for its isolation.
    fn add_tiers(&mut self, world: &World) {
        let plan = world.plan;
        let years = self.years;
        let mut revenue = vec![Money::default(); years];
        let mut overage = vec![Money::default(); years];
        let mut serving = vec![Money::default(); years];
        for (tier, facts) in plan.model.tiers.iter().enumerate() {
            let price = world.value(facts.price_per_month);
            let cost = cost_per_tenant(plan, tier, &world.values);
            let usage = &plan.usage[tier];
            for year in 0..plan.years() {
                let (mut months, mut squares) = (Money::default(), Money::default());
                for month in 12 * year..12 * (year + 1) {
                    let (tenants, factor) = (world.paths.tier_tenants(month, tier), plan.flow_factors[month]);
                    months.add(tenants, factor);
                    squares.add(tenants, factor * factor);
                }
                revenue[year].add_money(months, price);
                serving[year].add_money(months, cost);
                overage[year].add_money(usage.revenue(world, tier, year, months, squares), 1.0);
            }
        }
        for alternative in 0..plan.alternatives.len() {
            for year in 0..years {
                let mut all = serving[year];
                for component in
                    [CostComponent::Infrastructure, CostComponent::Operations, CostComponent::ComputeOverhead]
                {
                    all.add_money(self.years(alternative, component)[year], 1.0);
                }
                self.cell(alternative, CostComponent::CostToServe, 12 * year).add_money(all, 1.0);
                let mut earned = revenue[year];
                earned.add_money(overage[year], 1.0);
                self.cell(alternative, CostComponent::Revenue, 12 * year).add_money(earned, 1.0);
                self.cell(alternative, CostComponent::Overage, 12 * year).add_money(overage[year], 1.0);
            }
        }
    }
}

/// Whether what begins in a month begins after the horizon; an empty horizon still has its start.
fn is_beyond(plan: &Plan, month: usize) -> bool {
    month >= plan.months && month > 0
}

/// Whether an alternative that migrates has this isolation model from the start.
fn is_built(plan: &Plan, alternative: usize, isolation: usize) -> bool {
    let migration = &plan.model.alternatives[alternative].migration;
    migration.as_ref().is_some_and(|migration| migration.from_of_tier.contains(&isolation))
}

/// Cost to serve one tenant of a tier a month, without isolation, USD.
pub(super) fn cost_per_tenant(plan: &Plan, tier: usize, values: &[f64]) -> f64 {
    let facts = &plan.model.tiers[tier];
    match facts.cost_basis {
        CostBasis::Stated => values[facts.cost_per_month.index()],
        CostBasis::Computed => {
            values[facts.support_cost_per_month.index()] + plan.usage[tier].cost_per_month_usd
        }
    }
}
