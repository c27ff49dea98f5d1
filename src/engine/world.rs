//! The world of one run: what holds for all its events and under every alternative.

use super::{
    classes::ClassPlan,
    costs::Money,
    inputs::Substitution,
    paths::{Paths, SlotMonth},
    phases::Group,
    plan::Plan,
    sampling::Point,
};
use crate::{
    dist::QuantileTable,
    model::{
        ChurnAccounting, Dynamics, ParameterId,
        groups::{readings, strain},
        lifetime,
        severity::SeverityModel,
    },
};

/// Everything about a run that its events need; reused from run to run.
pub(super) struct World<'a> {
    pub plan: &'a Plan,
    pub run: u64,
    /// One value per parameter; NaN for those that are drawn for every event.
    pub values: Vec<f64>,
    pub paths: Paths,
    /// The severity model that holds in this run.
    pub severity: usize,
    /// How much the run counts.
    pub weight: f64,
    /// The point of a design that it plays.
    pub(super) point: Point,
    /// An input that is not what runs draw.
    pub(super) substitution: Option<Substitution>,
    /// `[class][isolation model]`: events a year of one platform, unit or tenant, as the reading says.
    rates: Vec<f64>,
    /// `[class][slot]`: [`World::threshold`] where it is the same in all months, else NaN.
    steady: Vec<f64>,
    /// `[slot][tier]`: what a tenant that leaves would have brought, before what its leaving is discounted by.
    worth: Vec<Money>,
}

/// A parameter of an event.
#[derive(Clone, Copy)]
pub(super) enum Law<'a> {
    /// The same for all events of the run.
    Value(f64),
    /// Drawn for every event.
    Table(&'a QuantileTable),
}

impl Law<'_> {
    /// The value at the quantile that `u` draws.
    pub fn quantile(self, u: impl FnOnce() -> f64) -> f64 {
        match self {
            Law::Value(value) => value,
            Law::Table(table) => table.quantile(u()),
        }
    }
}

impl<'a> World<'a> {
    /// The world before its first run.
    pub fn new(plan: &'a Plan) -> Self {
        let values = plan.values.clone();
        let paths = Paths::expected(plan, &values);
        let (rates, steady, worth) = (Vec::new(), Vec::new(), Vec::new());
        World {
            plan,
            run: 0,
            paths,
            severity: 0,
            weight: 1.0,
            point: Point::default(),
            substitution: None,
            rates,
            steady,
            worth,
            values,
        }
    }

    /// Draws what is uncertain in `run`, and computes what follows from it.
    pub fn enter(&mut self, run: u64) {
        let plan = self.plan;
        self.draw(run);
        if !plan.fixed_tenants {
            self.paths = match plan.model.dynamics {
                Dynamics::Expected => Paths::expected(plan, &self.values),
                Dynamics::Stochastic => Paths::stochastic(plan, &self.values, run),
            };
        }
        self.settle();
        self.decide_fates();
    }

    /// Draws the parameters and the severity model of `run`, and nothing else.
    pub(super) fn draw(&mut self, run: u64) {
        let plan = self.plan;
        self.run = run;
        self.enter_point(run);
        for draw in &plan.epistemic {
            let level = match &plan.dependence {
                // An input that is held stays where it is held; those that hang together with it are as drawn.
                Some(dependence) => self
                    .substituted(draw.stream)
                    .unwrap_or_else(|| dependence.level(draw.stream, |stream| self.as_drawn(stream))),
                None => self.once(draw.stream),
            };
            self.values[draw.parameter.index()] = draw.table.quantile(level);
        }
        self.severity = plan.model.severity.draw(&self.values, self.once(plan.severity_choice));
    }

    /// A world in which every uncertain parameter has the value that `value` gives, on the expected path.
    pub fn at(plan: &'a Plan, value: impl Fn(&crate::dist::Distribution) -> f64) -> Self {
        let mut world = World::new(plan);
        for draw in &plan.epistemic {
            world.values[draw.parameter.index()] =
                value(&plan.model.registry.get(draw.parameter).distribution);
        }
        world.paths = Paths::expected(plan, &world.values);
        world.settle();
        world
    }

    /// Computes what follows from values and paths.
    fn settle(&mut self) {
        let (plan, horizon_years) = (self.plan, self.plan.years() as f64);
        self.rates.clear();
        for class in &plan.classes {
            self.rates.extend(class.processes.iter().map(|process| {
                process
                    .as_ref()
                    .map_or(0.0, |process| process.process.intensity_per_year(&self.values, horizon_years))
            }));
        }
        self.steady.clear();
        for (position, class) in plan.classes.iter().enumerate() {
            for group in plan.groups() {
                let of_platform =
                    class.processes[group.isolation].as_ref().is_none_or(|it| it.is_of_platform());
                // Then nothing of the group's plays a part.
                let steady = match of_platform && class.utilisation_exponent.is_none() {
                    true => Some(self.paths.highest(group.slot)),
                    false => self.paths.steady(group.slot),
                };
                self.steady.push(steady.map_or(f64::NAN, |slot| self.threshold_at(position, group, slot)));
            }
        }
        self.worth.clear();
        if let Some((months, accounting)) = plan.churn {
            self.worth.resize(plan.slots() * plan.model.tiers.len(), Money::default());
            for (tier, facts) in plan.model.tiers.iter().enumerate() {
                let churn = self.value(facts.churn_per_month);
                let of_one = |discount| lifetime::truncated_value(1.0, churn, discount, months);
                let present_value = of_one(plan.monthly_discount);
                let nominal = match accounting {
                    ChurnAccounting::Lump => present_value,
                    ChurnAccounting::Endogenous => of_one(1.0),
                };
                for group in plan.groups() {
                    let contribution = self.contribution(group.isolation, tier);
                    self.worth[group.slot * plan.model.tiers.len() + tier] =
                        Money { present_value, nominal }.times(contribution);
                }
            }
        }
    }

    /// Value of a parameter in this run.
    pub fn value(&self, id: ParameterId) -> f64 {
        self.values[id.index()]
    }

    /// An aleatory parameter at the quantile that `u` draws, any other at its value.
    pub fn drawn(&self, id: ParameterId, u: impl FnOnce() -> f64) -> f64 {
        self.law(id).quantile(u)
    }

    /// What the parameter of an event is in this run.
    pub fn law(&self, id: ParameterId) -> Law<'a> {
        match &self.plan.tables[id.index()] {
            Some(table) => Law::Table(table),
            None => Law::Value(self.values[id.index()]),
        }
    }

    /// The severity model that holds in this run.
    pub fn severity(&self) -> &'a SeverityModel {
        &self.plan.model.severity.models[self.severity]
    }

    /// Margin of a tenant of `tier` a month under an isolation model, never below zero, USD.
    fn contribution(&self, isolation: usize, tier: usize) -> f64 {
        let model = &self.plan.model;
        let facts = &model.tiers[tier];
        let margin = self.value(facts.price_per_month)
            - self.cost_per_tenant(tier)
            - self.value(model.isolation[isolation].cost_per_tenant_month);
        margin.max(0.0)
    }

    /// Cost to serve one tenant of a tier a month, without isolation, USD.
    pub fn cost_per_tenant(&self, tier: usize) -> f64 {
        super::costs::cost_per_tenant(self.plan, tier, &self.values)
    }

    /// Discount factor of what tenants that leave at a time would have brought: see [`World::worth`]. `factor` is
    /// that of what is paid at this time.
    pub fn worth_factor(&self, time_years: f64, factor: f64) -> f64 {
        match self.plan.churn {
            None => 0.0,
            Some((_, ChurnAccounting::Lump)) => self.plan.year_after(time_years, factor),
            Some((_, ChurnAccounting::Endogenous)) => factor,
        }
    }

    /// What a tenant of `tier` in `group` that leaves would have brought, USD, whenever it leaves; nothing where no incident
    /// makes tenants leave. `factor` is the [`World::worth_factor`] of the moment.
    pub fn worth(&self, group: &Group, tier: usize, factor: f64) -> Money {
        let worth =
            self.worth.get(group.slot * self.plan.model.tiers.len() + tier).copied().unwrap_or_default();
        Money { present_value: worth.present_value * factor, nominal: worth.nominal }
    }

    /// Revenue of a month from subscriptions, USD.
    pub fn monthly_revenue(&self, month: usize) -> f64 {
        let tiers = self.plan.model.tiers.iter().enumerate();
        tiers
            .map(|(tier, facts)| self.paths.tier_tenants(month, tier) * self.value(facts.price_per_month))
            .sum()
    }

    /// Intensity per year below which a point of the class at `position` is kept by `group` in `month`, before
    /// controls, in operational time.
    ///
    /// A point of a class with [`Scope::TierGroup`] lies at one tenant, so a group sees only its share of
    /// the points: a platform reading keeps its threshold and is thereby scaled by the group's share of
    /// the tenants; a unit reading is multiplied by the units of the group and divided by that share.
    pub fn threshold(&self, position: usize, group: &Group, month: usize) -> f64 {
        let steady = self.steady_threshold(position, group);
        steady.unwrap_or_else(|| self.threshold_at(position, group, self.paths.slot(group.slot, month)))
    }

    /// [`World::threshold`] where it is the same in all months.
    pub fn steady_threshold(&self, position: usize, group: &Group) -> Option<f64> {
        let steady = self.steady[position * self.plan.slots() + group.slot];
        (!steady.is_nan()).then_some(steady)
    }

    fn threshold_at(&self, position: usize, group: &Group, slot: &SlotMonth) -> f64 {
        let class = &self.plan.classes[position];
        let Some(process) = &class.processes[group.isolation] else { return 0.0 };
        let rate = self.rates[position * class.processes.len() + group.isolation];
        rate * readings(class.scope, process.process.per, slot) * self.strain(class, slot.utilisation)
    }

    /// Factor by which utilisation raises the rate of a class.
    fn strain(&self, class: &ClassPlan, utilisation: f64) -> f64 {
        class.utilisation_exponent.map_or(1.0, |exponent| strain(self.value(exponent), utilisation))
    }

    /// The largest threshold of a class over alternatives, groups and months: no point above it is kept.
    pub fn highest_threshold(&self, position: usize) -> f64 {
        let mut highest = 0.0_f64;
        for group in self.plan.groups() {
            highest = highest.max(self.threshold_at(position, group, self.paths.highest(group.slot)));
        }
        highest
    }
}
