//! A block of runs: draw what is uncertain, price the paths, strike with events, write the columns.

use std::ops::Range;

use super::{
    columns::Columns,
    events::{self, Taken},
    exposure::{Months, Paths},
    plan::{AlternativePlan, Plan},
};
use crate::model::{Alternative, ParameterId};

/// Plays the runs of `runs` and writes run `runs.start + i` into row `i` of `columns`.
pub fn simulate(plan: &Plan, runs: Range<u64>, columns: &mut Columns) {
    let mut values = plan.values.clone();
    let mut paths = Paths::new(plan, &values);
    let mut costs = costs_of_all(plan, &paths, &values);
    let mut taken = Taken::default();
    for (row, run) in runs.enumerate() {
        if !plan.epistemic.is_empty() {
            for draw in &plan.epistemic {
                let distribution = &plan.model.registry.get(draw.parameter).distribution;
                values[draw.parameter.index()] = distribution.quantile(draw.stream.uniform(run, 0));
            }
            if !plan.fixed_tenants {
                paths = Paths::new(plan, &values);
            }
            costs = costs_of_all(plan, &paths, &values);
        }
        for (alternative, costs) in costs.iter().enumerate() {
            costs.write(plan, columns, alternative, row);
        }
        let severity = plan.model.severity.draw(&values, plan.severity_choice.uniform(run, 0));
        let severity = &plan.model.severity.models[severity];
        let layout = &plan.layout;
        for (position, class) in plan.classes.iter().enumerate() {
            events::strike(plan, &paths, class, &values, run, &mut taken, |impact| {
                let loss = severity.loss_usd(
                    &plan.model.registry,
                    &values,
                    impact.records,
                    impact.severity_quantile,
                );
                let present_value = loss * plan.discount.event(impact.time_years);
                let alternative = impact.alternative;
                for metric in [layout.loss, layout.loss_direct, layout.loss_of_class[position], layout.tco] {
                    columns.add(alternative, metric, row, present_value);
                    columns.add(alternative, metric + 1, row, loss);
                }
                for (metric, quantity) in [
                    (layout.events, 1.0),
                    (layout.events_of_class[position], 1.0),
                    (layout.tenants_exposed, impact.tenants),
                    (layout.records_exposed, impact.records),
                ] {
                    columns.add(alternative, metric, row, quantity);
                }
                columns.add_annual(alternative, impact.time_years as usize, row, loss);
            });
        }
    }
}

/// What an alternative costs in a run before any incident.
struct Costs {
    infrastructure: Months,
    operations: Months,
    compute_overhead: Months,
    revenue: Months,
    cost_to_serve: Months,
    build: f64,
}

fn costs_of_all(plan: &Plan, paths: &Paths, values: &[f64]) -> Vec<Costs> {
    let alternatives = plan.alternatives.iter().zip(&plan.model.alternatives).enumerate();
    alternatives
        .map(|(position, (compiled, alternative))| {
            Costs::new(plan, paths, values, position, compiled, alternative)
        })
        .collect()
}

impl Costs {
    fn new(
        plan: &Plan,
        paths: &Paths,
        values: &[f64],
        position: usize,
        compiled: &AlternativePlan,
        alternative: &Alternative,
    ) -> Self {
        let value = |id: ParameterId| values[id.index()];
        let mut costs = Costs {
            infrastructure: Months::default(),
            operations: Months::default(),
            compute_overhead: Months::default(),
            revenue: Months::default(),
            cost_to_serve: Months::default(),
            build: 0.0,
        };
        for (group, months) in compiled.groups.iter().zip(&paths.groups[position]) {
            let isolation = &plan.model.isolation[group.isolation];
            costs.infrastructure.add_scaled(months.tenants, value(isolation.cost_per_tenant_month));
            costs.infrastructure.add_scaled(months.calendar, value(isolation.fixed_cost_per_month));
            costs.infrastructure.add_scaled(months.instances, value(isolation.instance_cost_per_month));
            let hours = value(isolation.operations_hours_per_tenant_month);
            costs.operations.add_scaled(months.tenants, hours * value(isolation.engineer_cost_per_hour));
            costs.build += value(isolation.build_cost);
            for &tier in &group.tiers {
                let facts = &plan.model.tiers[tier];
                let extra = (value(isolation.compute_overhead) - 1.0) * value(facts.compute_cost_per_month);
                costs.compute_overhead.add_scaled(paths.tier_months[tier], extra);
            }
        }
        for (tier, months) in plan.model.tiers.iter().zip(&paths.tier_months) {
            costs.revenue.add_scaled(*months, value(tier.price_per_month));
            costs.cost_to_serve.add_scaled(*months, value(tier.cost_per_month));
        }
        for part in [costs.infrastructure, costs.operations, costs.compute_overhead] {
            costs.cost_to_serve.add_scaled(part, 1.0);
        }
        if let Some(build_cost) = alternative.build_cost {
            costs.build = value(build_cost);
        }
        costs
    }

    fn write(&self, plan: &Plan, columns: &mut Columns, alternative: usize, row: usize) {
        let layout = &plan.layout;
        let mut tco = Months { present_value: self.build, undiscounted: self.build };
        for part in [self.infrastructure, self.operations, self.compute_overhead] {
            tco.add_scaled(part, 1.0);
        }
        let mut margin = self.revenue;
        margin.add_scaled(self.cost_to_serve, -1.0);
        for (metric, months) in [
            (layout.tco, tco),
            (layout.infrastructure, self.infrastructure),
            (layout.operations, self.operations),
            (layout.compute_overhead, self.compute_overhead),
            (layout.revenue, self.revenue),
            (layout.cost_to_serve, self.cost_to_serve),
            (layout.gross_margin, margin),
        ] {
            columns.add(alternative, metric, row, months.present_value);
            columns.add(alternative, metric + 1, row, months.undiscounted);
        }
        columns.add(alternative, layout.build, row, self.build);
        if self.revenue.undiscounted != 0.0 {
            let percent = margin.undiscounted / self.revenue.undiscounted;
            columns.add(alternative, layout.gross_margin_percent, row, percent);
        }
    }
}
