//! What one run adds up under every alternative before it is written into the columns.

use super::{
    columns::{Block, Kept},
    costs::Money,
    plan::Plan,
};
use crate::model::metrics::Component;

const COMPONENTS: usize = Component::ALL.len();
/// Components of losses, then what is kept apart from them.
const KEPT: usize = Kept::COUNT;

/// The sums of one run, and of the block so far by class, component and year.
pub(super) struct Row {
    classes: usize,
    years: usize,
    /// How much the run counts in sums over the runs.
    weight: f64,
    /// `[alternative][class][component]`.
    cells: Vec<Money>,
    /// `[alternative][year]`.
    annual: Vec<YearLoss>,
    /// `[alternative][class]`.
    events: Vec<f64>,
    /// `[alternative]`.
    others: Vec<Others>,
    /// `[alternative][year][class][what is kept]`, over all runs of the block, each by its weight.
    of_block: Vec<Money>,
}

#[derive(Debug, Clone, Copy, Default)]
struct YearLoss {
    loss: Money,
    largest: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Others {
    customer_impact: Money,
    opportunity: Money,
    tenants_exposed: f64,
    records_exposed: f64,
    /// By service incidents, every incident counted.
    tenants_affected: f64,
}

/// What one alternative was charged for a class since the row began.
pub(super) struct Charged {
    pub alternative: usize,
    pub class: usize,
    /// By component, in the order of [`Component::ALL`].
    pub losses: [Money; COMPONENTS],
    /// Tenants that a breach exposes or a service incident affects.
    pub tenants: f64,
    pub records: f64,
    pub customer_impact: Money,
}

/// Where the costs of one event under one alternative are booked.
pub(super) struct Account<'a> {
    cells: &'a mut [Money],
    of_block: &'a mut [Money],
    year: &'a mut YearLoss,
    events: &'a mut f64,
    others: &'a mut Others,
    weight: f64,
    total: f64,
}

impl Account<'_> {
    /// Adds an amount.
    pub fn book(&mut self, component: Component, money: Money) {
        self.cells[component as usize].add_money(money, 1.0);
        self.of_block[component as usize].add_money(money, self.weight);
        self.year.loss.add_money(money, 1.0);
        self.total += money.nominal;
    }

    /// Counts what a breach exposes.
    pub fn count_breach(&mut self, tenants: f64, records: f64) {
        self.others.tenants_exposed += tenants;
        self.others.records_exposed += records;
    }

    /// Counts what a service incident brings besides the provider's losses.
    pub fn count_service(&mut self, tenants: f64, customer_impact: Money, opportunity: Money) {
        self.others.tenants_affected += tenants;
        self.of_block[Kept::CustomerImpact.position()].add_money(customer_impact, self.weight);
        self.of_block[Kept::Opportunity.position()].add_money(opportunity, self.weight);
        self.others.customer_impact.add_money(customer_impact, 1.0);
        self.others.opportunity.add_money(opportunity, 1.0);
    }

    /// Counts the event, whose costs are all booked.
    pub fn close_event(self) {
        *self.events += 1.0;
        self.year.largest = self.year.largest.max(self.total);
    }
}

impl Row {
    /// An empty row.
    pub fn new(plan: &Plan) -> Self {
        let (alternatives, classes, years) = (plan.alternatives.len(), plan.classes.len(), plan.years());
        Row {
            classes,
            years,
            weight: 1.0,
            cells: vec![Money::default(); alternatives * classes * COMPONENTS],
            annual: vec![YearLoss::default(); alternatives * years],
            events: vec![0.0; alternatives * classes],
            others: vec![Others::default(); alternatives],
            of_block: vec![Money::default(); alternatives * years * classes * KEPT],
        }
    }

    /// Says how much the run counts whose events follow.
    pub fn weigh(&mut self, weight: f64) {
        self.weight = weight;
    }

    /// The account of an event of a class in a year under an alternative.
    pub fn account(&mut self, alternative: usize, class: usize, year: usize) -> Account<'_> {
        let cell = alternative * self.classes + class;
        let annual = alternative * self.years + year;
        Account {
            cells: &mut self.cells[cell * COMPONENTS..][..COMPONENTS],
            of_block: &mut self.of_block[(annual * self.classes + class) * KEPT..][..KEPT],
            year: &mut self.annual[annual],
            events: &mut self.events[cell],
            others: &mut self.others[alternative],
            weight: self.weight,
            total: 0.0,
        }
    }

    /// Writes the run into row `run` of the columns and begins the next.
    pub fn write(&mut self, plan: &Plan, columns: &mut Block, run: usize) {
        let layout = &plan.layout;
        for alternative in 0..self.others.len() {
            let mut put = |metric: usize, money: Money| {
                columns.add(alternative, metric, run, money.present_value);
                columns.add(alternative, metric + 1, run, money.nominal);
            };
            let mut components = [Money::default(); COMPONENTS];
            let mut all = Money::default();
            for class in 0..self.classes {
                let cell = (alternative * self.classes + class) * COMPONENTS;
                let mut of_class = Money::default();
                for (component, money) in components.iter_mut().zip(&self.cells[cell..cell + COMPONENTS]) {
                    component.add_money(*money, 1.0);
                    of_class.add_money(*money, 1.0);
                }
                put(layout.loss_of_class[class], of_class);
                all.add_money(of_class, 1.0);
            }
            for (metric, money) in layout.components.iter().zip(components) {
                put(*metric, money);
            }
            put(layout.loss, all);
            put(layout.tco, all);
            let others = self.others[alternative];
            put(layout.customer_impact, others.customer_impact);
            put(layout.opportunity, others.opportunity);
            let events = &self.events[alternative * self.classes..][..self.classes];
            for (metric, events) in layout.events_of_class.iter().zip(events) {
                columns.add(alternative, *metric, run, *events);
            }
            columns.add(alternative, layout.events, run, events.iter().sum());
            columns.add(alternative, layout.tenants_exposed, run, others.tenants_exposed);
            columns.add(alternative, layout.records_exposed, run, others.records_exposed);
            for year in 0..self.years {
                let YearLoss { loss, largest } = self.annual[alternative * self.years + year];
                columns.put_annual_loss(alternative, year, run, loss, largest);
            }
        }
        self.clear();
    }

    /// What was booked since the row began, where anything was; the next row begins. To be called between classes,
    /// because what is counted for an alternative as a whole is told with each of its classes.
    pub fn take_charges(&mut self) -> Vec<Charged> {
        let mut charges = Vec::new();
        for alternative in 0..self.others.len() {
            for class in 0..self.classes {
                let cell = alternative * self.classes + class;
                let mut losses = [Money::default(); COMPONENTS];
                losses.copy_from_slice(&self.cells[cell * COMPONENTS..][..COMPONENTS]);
                let events = self.events[cell];
                let others = self.others[alternative];
                if events > 0.0 || losses.iter().any(|money| money.nominal != 0.0) {
                    charges.push(Charged {
                        alternative,
                        class,
                        losses,
                        tenants: others.tenants_exposed + others.tenants_affected,
                        records: others.records_exposed,
                        customer_impact: others.customer_impact,
                    });
                }
            }
        }
        self.clear();
        charges
    }

    fn clear(&mut self) {
        self.cells.fill(Money::default());
        self.annual.fill(YearLoss::default());
        self.events.fill(0.0);
        self.others.fill(Others::default());
    }

    /// Sums over the runs of the block, `[alternative][year][class][what is kept]`; the next block begins.
    pub fn take_block_sums(&mut self) -> Vec<Money> {
        let fresh = vec![Money::default(); self.of_block.len()];
        std::mem::replace(&mut self.of_block, fresh)
    }
}
