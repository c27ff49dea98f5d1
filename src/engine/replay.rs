//! One run again, event by event: what was paid for what, and when.

use super::{
    billing::Bill,
    breaches::BreachScratch,
    costs::{CostComponent, CostTable, Money},
    credits::DowntimeLog,
    events::Events,
    plan::Plan,
    row::{Charged, Row},
    runner::join,
    services::{ServiceClass, ServiceScratch},
    simulate::Simulator,
    world::World,
};
use crate::model::{EventCosts, metrics::Component};

/// One run under every alternative.
#[derive(Debug)]
pub struct Replay {
    /// The run.
    pub run: u64,
    /// How much it counts.
    pub weight: f64,
    /// Position of the severity model that holds.
    pub severity_model: usize,
    /// Every uncertain parameter with its value in this run, in the order of the registry.
    pub drawn: Vec<(String, f64)>,
    /// What happened, in the order of time for each alternative.
    pub entries: Vec<Entry>,
    /// Total cost of every alternative as the run's row has it.
    pub tco: Vec<Money>,
}

/// One thing that was paid for.
#[derive(Debug)]
pub struct Entry {
    /// Position of the alternative.
    pub alternative: usize,
    /// Years from the start.
    pub time_years: f64,
    /// What it was.
    pub what: Paid,
    /// Total, USD.
    pub money: Money,
}

/// What was paid for.
#[derive(Debug)]
pub enum Paid {
    /// A cost of the year that begins at the time.
    Cost(CostComponent),
    /// An incident.
    Incident(Incident),
    /// Service level credits of a month, for the downtime that a class brought.
    Credits {
        /// Position of the class.
        class: usize,
    },
    /// What the policy pays for an incident; it lowers the cost.
    Recovery {
        /// Position of the class.
        class: usize,
    },
}

/// An incident under one alternative.
#[derive(Debug)]
pub struct Incident {
    /// Position of the class.
    pub class: usize,
    /// Number of the event among those of its class in this run: the same event has the same number under every
    /// alternative.
    pub number: usize,
    /// How long it lasts; `None` for a breach.
    pub minutes: Option<f64>,
    /// Tenants exposed or affected.
    pub tenants: f64,
    /// Records exposed.
    pub records: f64,
    /// What customers lose, USD undiscounted; no cost of the provider.
    pub customer_impact_usd: f64,
    /// Losses by component, without credits, where there are any.
    pub losses: Vec<(Component, Money)>,
}

/// Plays `run` of the plan again. Together the entries of an alternative are its total cost.
pub fn replay(plan: &Plan, run: u64) -> Replay {
    let mut world = World::new(plan);
    world.enter(run);
    let mut entries = costs(plan, &world);
    let mut row = Row::new(plan);
    let mut downtime = DowntimeLog::new(plan.groups().count(), plan.months);
    let mut events = Events::new();
    let (mut breach, mut service) = (BreachScratch::default(), ServiceScratch::default());
    for class in &plan.classes {
        world.generate(class, &mut events);
        for (position, level) in events.all.silence().into_iter().enumerate() {
            events.all.set_level(position, level);
            match &class.costs {
                EventCosts::Breach => world.breaches(class, &mut events, &mut breach, &mut row),
                EventCosts::Service(costs) => {
                    let class = ServiceClass { class, costs };
                    world.services(class, &mut events, &mut service, &mut downtime, &mut row);
                }
            }
            events.all.set_level(position, f64::INFINITY);
            let charges = row.take_charges();
            let Some(event) = events.all.iter(class).nth(position).filter(|_| !charges.is_empty()) else {
                continue;
            };
            let minutes = match &class.costs {
                EventCosts::Breach => None,
                EventCosts::Service(_) => Some(service.incidents.minutes.of(position)),
            };
            entries
                .extend(charges.iter().map(|charged| incident(charged, event.time_years, position, minutes)));
        }
    }
    for month in 0..plan.months {
        downtime.settle_months(&world, &mut row, |due| due == month);
        let time_years = (month + 1) as f64 / 12.0;
        entries.extend(row.take_charges().iter().map(|charged| Entry {
            alternative: charged.alternative,
            time_years,
            what: Paid::Credits { class: charged.class },
            money: sum(&charged.losses),
        }));
    }
    for alternative in 0..plan.alternatives.len() {
        let Some(policy) = row.policy(alternative) else { continue };
        policy.settle(&world, alternative, |claim, nominal| {
            entries.push(Entry {
                alternative,
                time_years: claim.time_years,
                what: Paid::Recovery { class: claim.class },
                money: Money::at(-nominal, plan.event_factor(claim.time_years)),
            });
        });
    }
    entries.sort_by(|a, b| a.alternative.cmp(&b.alternative).then(a.time_years.total_cmp(&b.time_years)));
    let outcomes = join(plan, vec![Simulator::new(plan).play(run..run + 1)]);
    let of_run =
        |alternative, metric| outcomes.metric(alternative, metric).first().copied().unwrap_or(f64::NAN);
    let tco = (0..plan.alternatives.len()).map(|alternative| Money {
        present_value: of_run(alternative, plan.layout.tco),
        nominal: of_run(alternative, plan.layout.tco + 1),
    });
    Replay {
        run,
        weight: world.weight,
        severity_model: world.severity,
        drawn: plan
            .epistemic
            .iter()
            .map(|draw| (plan.model.registry.get(draw.parameter).path.clone(), world.value(draw.parameter)))
            .collect(),
        entries,
        tco: tco.collect(),
    }
}

fn costs(plan: &Plan, world: &World) -> Vec<Entry> {
    let (mut bill, mut table) = (Bill::new(plan), CostTable::new(plan));
    bill.fill(plan, &world.paths);
    table.fill(world, &bill);
    let mut entries = Vec::new();
    for alternative in 0..plan.alternatives.len() {
        for component in &CostComponent::ALL[..CostComponent::OF_TCO] {
            let years = table.years(alternative, *component).iter().enumerate();
            entries.extend(years.filter(|(_, money)| money.nominal != 0.0).map(|(year, money)| Entry {
                alternative,
                time_years: year as f64,
                what: Paid::Cost(*component),
                money: *money,
            }));
        }
    }
    entries
}

fn incident(charged: &Charged, time_years: f64, number: usize, minutes: Option<f64>) -> Entry {
    let losses = Component::ALL.into_iter().zip(charged.losses).filter(|(_, money)| money.nominal != 0.0);
    let incident = Incident {
        class: charged.class,
        number,
        minutes,
        tenants: charged.tenants,
        records: charged.records,
        customer_impact_usd: charged.customer_impact.nominal,
        losses: losses.collect(),
    };
    Entry {
        alternative: charged.alternative,
        time_years,
        what: Paid::Incident(incident),
        money: sum(&charged.losses),
    }
}

fn sum(losses: &[Money]) -> Money {
    losses.iter().fold(Money::default(), |mut total, money| {
        total.add_money(*money, 1.0);
        total
    })
}
