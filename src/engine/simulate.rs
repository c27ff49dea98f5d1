//! A block of runs: draw what is uncertain, price the paths, strike with events, write the columns.

use std::ops::Range;

use super::{
    breaches::BreachScratch,
    columns::Columns,
    costs::{CostComponent, CostTable, Money},
    credits::DowntimeLog,
    events::Scratch,
    plan::Plan,
    row::Row,
    services::ServiceScratch,
    world::World,
};
use crate::model::EventCosts;

/// Plays the runs of `runs` and writes run `runs.start + i` into row `i` of `columns`.
pub fn simulate(plan: &Plan, runs: Range<u64>, columns: &mut Columns) {
    let mut world = World::new(plan);
    let mut costs = CostTable::new(plan);
    let mut row = Row::new(plan);
    let mut downtime = DowntimeLog::new(plan.groups().count(), plan.months);
    let (mut scratch, mut breach_scratch) = (Scratch::default(), BreachScratch::default());
    let mut service_scratch = ServiceScratch::default();
    for (position, run) in runs.enumerate() {
        world.enter(run);
        if position == 0 || !plan.fixed_costs {
            costs.fill(&world);
        }
        for alternative in 0..plan.alternatives.len() {
            write_costs(plan, &costs, columns, alternative, position);
        }
        for (class, facts) in plan.classes.iter().enumerate() {
            world.for_each_event(class, &mut scratch, |event, scratch| match &facts.costs {
                EventCosts::Breach => world.breach(event, scratch, &mut breach_scratch, &mut row),
                EventCosts::Service(costs) => {
                    world.service(event, costs, scratch, &mut service_scratch, &mut downtime, &mut row);
                }
            });
        }
        downtime.settle(&world, &mut row);
        row.write(plan, columns, position);
    }
    columns.finish(row.into_block_sums());
}

fn write_costs(plan: &Plan, costs: &CostTable, columns: &mut Columns, alternative: usize, run: usize) {
    let layout = &plan.layout;
    let mut put = |metric: usize, money: Money| {
        columns.add(alternative, metric, run, money.present_value);
        columns.add(alternative, metric + 1, run, money.nominal);
    };
    let mut margin = Money::default();
    for (position, component) in CostComponent::ALL.into_iter().enumerate() {
        let total = costs.total(alternative, component);
        put(layout.costs[position], total);
        if position < CostComponent::OF_TCO {
            put(layout.tco, total);
        }
        match component {
            CostComponent::Revenue => margin.add_money(total, 1.0),
            CostComponent::CostToServe => margin.add_money(total, -1.0),
            _ => {}
        }
    }
    put(layout.gross_margin, margin);
    let revenue = costs.total(alternative, CostComponent::Revenue).nominal;
    if revenue != 0.0 {
        columns.add(alternative, layout.gross_margin_percent, run, margin.nominal / revenue);
    }
    for (position, component) in CostComponent::ALL.into_iter().enumerate() {
        for (year, money) in costs.years(alternative, component).iter().enumerate().take(plan.years()) {
            columns.add_annual_cost(alternative, position, year, run, *money);
        }
    }
}
