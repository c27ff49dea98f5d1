//! What one run adds up under every alternative before it is written into the columns.

use super::{
    columns::{Block, Kept},
    costs::Money,
    insurance::{Claim, Policy},
    plan::Plan,
    world::World,
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
    /// `[alternative]`.
    policies: Vec<Option<Policy>>,
    /// `[alternative][class]`: what the policy pays.
    recovered: Vec<Money>,
    /// `[alternative][year]`: the same.
    recovered_in_year: Vec<Money>,
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
    policy: Option<&'a mut Policy>,
    class: usize,
    covered: f64,
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
        if self.policy.as_ref().is_some_and(|policy| policy.covers(self.class, component)) {
            self.covered += money.nominal;
        }
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

    /// Counts the event, whose costs are all booked, and claims what is covered.
    pub fn close_event(self, time_years: f64) {
        *self.events += 1.0;
        self.year.largest = self.year.largest.max(self.total);
        if let Some(policy) = self.policy.filter(|_| self.covered > 0.0) {
            policy.claims.push(Claim { class: self.class, time_years, covered_usd: self.covered });
        }
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
            policies: (0..alternatives).map(|alternative| Policy::of(plan, alternative)).collect(),
            recovered: vec![Money::default(); alternatives * classes],
            recovered_in_year: vec![Money::default(); alternatives * years],
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
            policy: self.policies[alternative].as_mut(),
            class,
            covered: 0.0,
            weight: self.weight,
            total: 0.0,
        }
    }

    /// Settles the claims of the run on the policies; all its events are booked.
    pub fn settle_claims(&mut self, world: &World) {
        for (alternative, policy) in self.policies.iter_mut().enumerate() {
            let Some(policy) = policy else { continue };
            policy.settle(world, alternative, |claim, nominal| {
                let money = Money::at(nominal, world.plan.event_factor(claim.time_years));
                let annual = alternative * self.years + claim.time_years as usize;
                self.recovered[alternative * self.classes + claim.class].add_money(money, 1.0);
                self.recovered_in_year[annual].add_money(money, 1.0);
                let kept = (annual * self.classes + claim.class) * KEPT + Kept::Recovery.position();
                self.of_block[kept].add_money(money, self.weight);
            });
        }
    }

    /// The policy of an alternative with the claims that are not settled.
    pub fn policy(&mut self, alternative: usize) -> Option<&mut Policy> {
        self.policies.get_mut(alternative)?.as_mut()
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
            if let Some(recovery) = &layout.recovery {
                let mut paid = Money::default();
                let of_class = &self.recovered[alternative * self.classes..][..self.classes];
                for (metric, money) in recovery.of_class.iter().zip(of_class) {
                    put(*metric, *money);
                    paid.add_money(*money, 1.0);
                }
                put(recovery.all, paid);
                put(layout.tco, paid.times(-1.0));
            }
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
                if layout.recovery.is_some() {
                    let paid = self.recovered_in_year[alternative * self.years + year];
                    columns.add_annual_recovery(alternative, year, run, paid);
                }
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
        self.recovered.fill(Money::default());
        self.recovered_in_year.fill(Money::default());
        self.events.fill(0.0);
        self.others.fill(Others::default());
    }

    /// Sums over the runs of the block, `[alternative][year][class][what is kept]`; the next block begins.
    pub fn take_block_sums(&mut self) -> Vec<Money> {
        let fresh = vec![Money::default(); self.of_block.len()];
        std::mem::replace(&mut self.of_block, fresh)
    }
}
