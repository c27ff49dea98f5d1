//! A block of runs: draw what is uncertain, price the paths, strike with events, write the columns.

use std::ops::Range;

use super::{
    billing::Bill,
    breaches::BreachScratch,
    columns::{Block, Columns},
    costs::{CostComponent, CostTable, Money},
    credits::DowntimeLog,
    events::Events,
    inputs::Substitution,
    plan::Plan,
    row::Row,
    services::{ServiceClass, ServiceScratch},
    world::World,
};
use crate::model::EventCosts;

/// Plays blocks of runs of a plan, one after the other.
pub struct Simulator<'a> {
    plan: &'a Plan,
    world: World<'a>,
    bill: Bill,
    costs: CostTable,
    row: Row,
    downtime: DowntimeLog,
    events: Events,
    breach_scratch: BreachScratch,
    service_scratch: ServiceScratch,
    /// Storage of [`Block`]s.
    rows: Vec<f64>,
}

impl<'a> Simulator<'a> {
    /// A simulator of `plan`.
    pub fn new(plan: &'a Plan) -> Self {
        Simulator {
            plan,
            world: World::new(plan),
            bill: Bill::new(plan),
            costs: CostTable::new(plan),
            row: Row::new(plan),
            downtime: DowntimeLog::new(plan.groups().count(), plan.months),
            events: Events::new(),
            breach_scratch: BreachScratch::default(),
            service_scratch: ServiceScratch::default(),
            rows: Vec::new(),
        }
    }

    /// The same where one input is not what the runs draw.
    pub fn substituting(mut self, substitution: Option<Substitution>) -> Self {
        self.world.substitution = substitution;
        self
    }

    /// Plays the runs of `runs`; run `runs.start + i` is row `i` of the columns.
    pub fn play(&mut self, runs: Range<u64>) -> Columns {
        self.play_weighted(runs, |_| 1.0)
    }

    /// The same where run `r` counts `weight(r)`, finite and not negative: for runs that are not drawn as often as
    /// they happen.
    pub fn play_weighted(&mut self, runs: Range<u64>, weight: impl Fn(u64) -> f64) -> Columns {
        let plan = self.plan;
        let count = (runs.end - runs.start) as usize;
        let mut block = Block::new(plan, count, std::mem::take(&mut self.rows));
        for (position, run) in runs.enumerate() {
            self.world.enter(run);
            let weight = weight(run) * self.world.weight;
            self.row.weigh(weight);
            if position == 0 || !plan.fixed_tenants {
                self.bill.fill(plan, &self.world.paths);
            }
            block.put_weight(position, if plan.fixed_costs { 1.0 } else { weight });
            if position == 0 || !plan.fixed_costs {
                self.costs.fill(&self.world, &self.bill);
                for alternative in 0..plan.alternatives.len() {
                    write_costs(plan, &self.costs, &mut block, alternative, position);
                }
            }
            if position == 0 && plan.fixed_costs {
                block.repeat_first();
            }
            block.put_weight(position, weight);
            for (limit, facts) in plan.limits().iter().enumerate() {
                block.put_limit(limit, position, self.world.reached(facts));
            }
            let Simulator { world, events, row, .. } = self;
            for class in &plan.classes {
                world.generate(class, events);
                match &class.costs {
                    EventCosts::Breach => world.breaches(class, events, &mut self.breach_scratch, row),
                    EventCosts::Service(costs) => {
                        let service = ServiceClass { class, costs };
                        world.services(service, events, &mut self.service_scratch, &mut self.downtime, row);
                    }
                }
            }
            self.downtime.settle(&self.world, &mut self.row);
            self.row.settle_claims(&self.world);
            block.put_severity_model(position, self.world.severity);
            self.row.write(plan, &mut block, position);
        }
        let (columns, rows) = block.into_columns(self.row.take_block_sums());
        self.rows = rows;
        columns
    }
}

fn write_costs(plan: &Plan, costs: &CostTable, columns: &mut Block, alternative: usize, run: usize) {
    let layout = &plan.layout;
    let mut put = |metric: usize, money: Money| {
        columns.add(alternative, metric, run, money.present_value);
        columns.add(alternative, metric + 1, run, money.nominal);
    };
    let mut margin = Money::default();
    for (position, component) in CostComponent::ALL.into_iter().enumerate() {
        let total = costs.total(alternative, component);
        if let Some(metric) = layout.costs[position] {
            put(metric, total);
        }
        if position < CostComponent::OF_TCO && layout.costs[position].is_some() {
            put(layout.tco, total);
        }
        match component {
            CostComponent::Revenue => margin.add_money(total, 1.0),
            CostComponent::CostToServe => margin.add_money(total, -1.0),
            _ => {}
        }
    }
    put(layout.gross_margin, margin);
    columns.put_at_start(alternative, run, costs.at_start(alternative));
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
