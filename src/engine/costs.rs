//! What each alternative costs before any incident, by component and year.

use super::{
    billing::{Bill, Billed},
    phases::Group,
    plan::Plan,
    world::World,
};
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

    pub(super) fn times(self, factor: f64) -> Self {
        Money { present_value: self.present_value * factor, nominal: self.nominal * factor }
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
    /// Premiums of the policy; no metric where no alternative is insured.
    Premium,
    /// Subscriptions and what tenants pay beyond them.
    Revenue,
    /// What tenants pay beyond the price of their plan: overage, and months billed as a dearer plan.
    Overage,
    /// Everything that serving tenants costs.
    CostToServe,
}

impl CostComponent {
    /// All components; the first seven make the cost of an alternative.
    pub const ALL: [CostComponent; 10] = [
        CostComponent::Infrastructure,
        CostComponent::Build,
        CostComponent::Operations,
        CostComponent::ComputeOverhead,
        CostComponent::Controls,
        CostComponent::Migration,
        CostComponent::Premium,
        CostComponent::Revenue,
        CostComponent::Overage,
        CostComponent::CostToServe,
    ];
    /// How many of [`CostComponent::ALL`] are costs of an alternative.
    pub(super) const OF_TCO: usize = 7;

    /// Whether it is part of what an alternative costs.
    pub fn is_of_tco(self) -> bool {
        (self as usize) < Self::OF_TCO
    }

    /// Name of the metric.
    pub fn name(self) -> &'static str {
        match self {
            CostComponent::Infrastructure => "infrastructure",
            CostComponent::Build => "build",
            CostComponent::Operations => "operations",
            CostComponent::ComputeOverhead => "compute_overhead",
            CostComponent::Controls => "controls",
            CostComponent::Migration => "migration",
            CostComponent::Premium => "premium",
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
    /// `[year]`: what does not depend on the alternative.
    earned: Vec<Earned>,
}

/// What tenants bring and cost in a year under every alternative.
#[derive(Debug, Clone, Copy, Default)]
struct Earned {
    /// From subscriptions.
    revenue: Money,
    /// Beyond the price of the plan.
    overage: Money,
    /// Cost to serve without isolation.
    serving: Money,
}

impl CostTable {
    pub fn new(plan: &Plan) -> Self {
        // A horizon of zero years still pays its build costs.
        let years = plan.years().max(1);
        CostTable {
            years,
            cells: vec![Money::default(); plan.alternatives.len() * CostComponent::ALL.len() * years],
            at_start: vec![0.0; plan.alternatives.len()],
            earned: vec![Earned::default(); years],
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

    fn of_year(&mut self, alternative: usize, component: CostComponent, year: usize) -> &mut Money {
        let start = self.start(alternative, component);
        &mut self.cells[start + year]
    }

    fn cell(&mut self, alternative: usize, component: CostComponent, month: usize) -> &mut Money {
        self.of_year(alternative, component, (month / 12).min(self.years - 1))
    }

    /// Whether a number in it follows from one that was not known.
    pub fn is_open(&self) -> bool {
        let cells = self.cells.iter().any(|cell| cell.nominal.is_nan() || cell.present_value.is_nan());
        cells || self.at_start.iter().any(|built| built.is_nan())
    }

    /// Prices the bill of a run.
    pub fn fill(&mut self, world: &World, bill: &Bill) {
        self.cells.fill(Money::default());
        self.at_start.fill(0.0);
        for alternative in 0..world.plan.alternatives.len() {
            self.add_isolation(world, bill, alternative);
            self.add_controls(world, alternative);
            self.add_migration(world, alternative);
            self.add_premiums(world, alternative);
        }
        self.add_tiers(world, bill);
    }

    fn add_isolation(&mut self, world: &World, bill: &Bill, alternative: usize) {
        let plan = world.plan;
        let compiled = &plan.alternatives[alternative];
        let facts = &plan.model.alternatives[alternative];
        for billed in bill.of_alternative(alternative) {
            self.add_billed(world, alternative, billed);
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

    /// Prices what an isolation model is billed for.
    fn add_billed(&mut self, world: &World, alternative: usize, billed: &Billed) {
        let plan = world.plan;
        let value = |id: ParameterId| world.value(id);
        let isolation = &plan.model.isolation[billed.isolation];
        let (cost, fixed) = (value(isolation.cost_per_tenant_month), value(isolation.fixed_cost_per_month));
        let instance = value(isolation.instance_cost_per_month);
        let labour =
            value(isolation.operations_hours_per_tenant_month) * value(isolation.engineer_cost_per_hour);
        let overhead = value(isolation.compute_overhead) - 1.0;
        for (year, quantity) in billed.years.iter().enumerate() {
            let infrastructure = self.of_year(alternative, CostComponent::Infrastructure, year);
            infrastructure.add_money(quantity.tenant_months, cost);
            infrastructure.add_money(quantity.months, fixed);
            if is_paid(instance) {
                infrastructure.add_money(quantity.instance_months, instance);
            }
            if is_paid(labour) {
                let operations = self.of_year(alternative, CostComponent::Operations, year);
                operations.add_money(quantity.tenant_months, labour);
            }
            if is_paid(overhead) {
                let compute = self.of_year(alternative, CostComponent::ComputeOverhead, year);
                for (&tier, &tenant_months) in billed.tiers.iter().zip(billed.by_tier(year)) {
                    let each = value(plan.model.tiers[tier].compute_cost_per_month);
                    compute.add_money(tenant_months, overhead * each);
                }
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
            if is_paid(monthly) {
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

    fn add_premiums(&mut self, world: &World, alternative: usize) {
        let plan = world.plan;
        let Some(policy) = plan.model.policy_of(alternative) else { return };
        let premium = world.value(policy.premium_per_year);
        for month in (0..plan.months).step_by(12) {
            let factor = plan.discount.event_at_start_of(month);
            self.cell(alternative, CostComponent::Premium, month).add(premium, factor);
        }
    }

    /// Revenue and cost to serve, the same for every alternative but for its isolation.
    fn add_tiers(&mut self, world: &World, bill: &Bill) {
        let plan = world.plan;
        let years = self.years;
        self.earned.fill(Earned::default());
        for (tier, facts) in plan.model.tiers.iter().enumerate() {
            let price = world.value(facts.price_per_month);
            let cost = cost_per_tenant(plan, tier, &world.values);
            let usage = &plan.usage[tier];
            for (year, tenants) in bill.of_tier(tier).iter().enumerate() {
                let earned = &mut self.earned[year];
                earned.revenue.add_money(tenants.months, price);
                earned.serving.add_money(tenants.months, cost);
                if usage.brings_revenue() {
                    let beyond = usage.revenue(world, tier, year, tenants.months, tenants.squares);
                    earned.overage.add_money(beyond, 1.0);
                }
            }
        }
        for alternative in 0..plan.alternatives.len() {
            for year in 0..years {
                let Earned { mut revenue, overage, mut serving } = self.earned[year];
                for component in
                    [CostComponent::Infrastructure, CostComponent::Operations, CostComponent::ComputeOverhead]
                {
                    serving.add_money(self.years(alternative, component)[year], 1.0);
                }
                self.of_year(alternative, CostComponent::CostToServe, year).add_money(serving, 1.0);
                revenue.add_money(overage, 1.0);
                self.of_year(alternative, CostComponent::Revenue, year).add_money(revenue, 1.0);
                self.of_year(alternative, CostComponent::Overage, year).add_money(overage, 1.0);
            }
        }
    }
}

/// Whether a price is paid: what is not known (NaN) may be, and shows in the sum.
fn is_paid(price_usd: f64) -> bool {
    price_usd.is_nan() || price_usd > 0.0
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
