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
    /// `[alternative][class][year]`.
    booked: Vec<Booked>,
    /// `[alternative][year]`: largest loss of one event, USD.
    largest: Vec<f64>,
    /// `[alternative][class]`.
    events: Vec<f64>,
    /// `[alternative][class]`: whether anything is booked.
    is_booked: Vec<bool>,
    /// `[alternative]`.
    reached: Vec<Reached>,
    /// `[class]` and `[year]`: losses of the alternative at hand.
    of_class: Vec<Money>,
    of_year: Vec<Money>,
    /// `[alternative]`.
    policies: Vec<Option<Policy>>,
    /// `[alternative][class]`: what the policy pays.
    recovered: Vec<Money>,
    /// `[alternative][year]`: the same.
    recovered_in_year: Vec<Money>,
    /// `[alternative][year][class][what is kept]`, over all runs of the block, each by its weight.
    of_block: Vec<Money>,
}

/// What one class brings in one year.
#[derive(Debug, Clone, Copy, Default)]
struct Booked {
    /// In the order of [`Component::ALL`].
    losses: [Money; COMPONENTS],
    customer_impact: Money,
    opportunity: Money,
}

/// Whom the events of one alternative reach, every event counted.
#[derive(Debug, Clone, Copy, Default)]
struct Reached {
    tenants_exposed: f64,
    records_exposed: f64,
    /// By service incidents.
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

/// Where the costs of the events of one class under one alternative are booked.
pub(super) struct Accounts<'a> {
    /// `[year]`, each.
    booked: &'a mut [Booked],
    largest: &'a mut [f64],
    events: &'a mut f64,
    reached: &'a mut Reached,
    policy: Option<&'a mut Policy>,
    class: usize,
}

impl Accounts<'_> {
    /// That of an event in a year.
    #[inline]
    pub fn of_year(&mut self, year: usize) -> Account<'_> {
        Account {
            booked: &mut self.booked[year],
            largest: &mut self.largest[year],
            events: self.events,
            reached: self.reached,
            policy: self.policy.as_deref_mut(),
            class: self.class,
            covered: 0.0,
            total: 0.0,
        }
    }
}

/// Where the costs of one event under one alternative are booked.
pub(super) struct Account<'a> {
    booked: &'a mut Booked,
    largest: &'a mut f64,
    events: &'a mut f64,
    reached: &'a mut Reached,
    policy: Option<&'a mut Policy>,
    class: usize,
    covered: f64,
    total: f64,
}

impl Account<'_> {
    /// Adds an amount.
    #[inline]
    pub fn book(&mut self, component: Component, money: Money) {
        self.booked.losses[component as usize].add_money(money, 1.0);
        self.total += money.nominal;
        if self.policy.as_ref().is_some_and(|policy| policy.covers(self.class, component)) {
            self.covered += money.nominal;
        }
    }

    /// Counts what a breach exposes.
    pub fn count_breach(&mut self, tenants: f64, records: f64) {
        self.reached.tenants_exposed += tenants;
        self.reached.records_exposed += records;
    }

    /// Counts what a service incident brings besides the provider's losses.
    #[inline]
    pub fn count_service(&mut self, tenants: f64, customer_impact: Money, opportunity: Money) {
        self.reached.tenants_affected += tenants;
        for (sum, money) in
            [(&mut self.booked.customer_impact, customer_impact), (&mut self.booked.opportunity, opportunity)]
        {
            if money.nominal != 0.0 {
                sum.add_money(money, 1.0);
            }
        }
    }

    /// Counts the event, whose costs are all booked, and claims what is covered.
    #[inline]
    pub fn close_event(self, time_years: f64) {
        *self.events += 1.0;
        *self.largest = self.largest.max(self.total);
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
            booked: vec![Booked::default(); alternatives * classes * years],
            largest: vec![0.0; alternatives * years],
            events: vec![0.0; alternatives * classes],
            is_booked: vec![false; alternatives * classes],
            reached: vec![Reached::default(); alternatives],
            of_class: vec![Money::default(); classes],
            of_year: vec![Money::default(); years],
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

    /// The accounts of events of a class under an alternative, at least one of which there is.
    #[inline]
    pub fn accounts(&mut self, alternative: usize, class: usize) -> Accounts<'_> {
        let cell = alternative * self.classes + class;
        self.is_booked[cell] = true;
        Accounts {
            booked: &mut self.booked[cell * self.years..][..self.years],
            largest: &mut self.largest[alternative * self.years..][..self.years],
            events: &mut self.events[cell],
            reached: &mut self.reached[alternative],
            policy: self.policies[alternative].as_mut(),
            class,
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
        for alternative in 0..self.reached.len() {
            let sums = self.sum(alternative);
            let mut put = |metric: usize, money: Money| {
                columns.add(alternative, metric, run, money.present_value);
                columns.add(alternative, metric + 1, run, money.nominal);
            };
            for (metric, money) in layout.loss_of_class.iter().zip(&self.of_class) {
                put(*metric, *money);
            }
            for (metric, money) in layout.components.iter().zip(sums.losses) {
                put(*metric, money);
            }
            let all = total(&self.of_class);
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
            put(layout.customer_impact, sums.customer_impact);
            put(layout.opportunity, sums.opportunity);
            let events = &self.events[alternative * self.classes..][..self.classes];
            for (metric, events) in layout.events_of_class.iter().zip(events) {
                columns.add(alternative, *metric, run, *events);
            }
            columns.add(alternative, layout.events, run, events.iter().sum());
            let reached = self.reached[alternative];
            columns.add(alternative, layout.tenants_exposed, run, reached.tenants_exposed);
            columns.add(alternative, layout.records_exposed, run, reached.records_exposed);
            for year in 0..self.years {
                let annual = alternative * self.years + year;
                columns.put_annual_loss(alternative, year, run, self.of_year[year], self.largest[annual]);
                if layout.recovery.is_some() {
                    columns.add_annual_recovery(alternative, year, run, self.recovered_in_year[annual]);
                }
            }
        }
        self.clear();
    }

    /// Sums what is booked for an alternative: the result over classes and years, `of_class` and `of_year` by
    /// these; adds it to the sums of the block.
    fn sum(&mut self, alternative: usize) -> Booked {
        let mut sums = Booked::default();
        self.of_class.fill(Money::default());
        self.of_year.fill(Money::default());
        for class in 0..self.classes {
            let cell = alternative * self.classes + class;
            if !self.is_booked[cell] {
                continue;
            }
            for (year, booked) in self.booked[cell * self.years..][..self.years].iter().enumerate() {
                let annual = alternative * self.years + year;
                let of_block = &mut self.of_block[(annual * self.classes + class) * KEPT..][..KEPT];
                let of_event = total(&booked.losses);
                self.of_class[class].add_money(of_event, 1.0);
                self.of_year[year].add_money(of_event, 1.0);
                for ((sum, kept), money) in sums.losses.iter_mut().zip(&mut *of_block).zip(&booked.losses) {
                    sum.add_money(*money, 1.0);
                    kept.add_money(*money, self.weight);
                }
                sums.customer_impact.add_money(booked.customer_impact, 1.0);
                sums.opportunity.add_money(booked.opportunity, 1.0);
                of_block[Kept::CustomerImpact.position()].add_money(booked.customer_impact, self.weight);
                of_block[Kept::Opportunity.position()].add_money(booked.opportunity, self.weight);
            }
        }
        sums
    }

    /// What was booked since the row began, where anything was; the next row begins. To be called between classes,
    /// because what is counted for an alternative as a whole is told with each of its classes.
    pub fn take_charges(&mut self) -> Vec<Charged> {
        let mut charges = Vec::new();
        for alternative in 0..self.reached.len() {
            for class in 0..self.classes {
                let cell = alternative * self.classes + class;
                let mut losses = [Money::default(); COMPONENTS];
                let mut customer_impact = Money::default();
                for booked in &self.booked[cell * self.years..][..self.years] {
                    losses.iter_mut().zip(booked.losses).for_each(|(sum, money)| sum.add_money(money, 1.0));
                    customer_impact.add_money(booked.customer_impact, 1.0);
                }
                let reached = self.reached[alternative];
                if self.events[cell] > 0.0 || losses.iter().any(|money| money.nominal != 0.0) {
                    charges.push(Charged {
                        alternative,
                        class,
                        losses,
                        tenants: reached.tenants_exposed + reached.tenants_affected,
                        records: reached.records_exposed,
                        customer_impact,
                    });
                }
            }
        }
        self.clear();
        charges
    }

    fn clear(&mut self) {
        for (cell, is_booked) in self.is_booked.iter_mut().enumerate().filter(|(_, is_booked)| **is_booked) {
            *is_booked = false;
            self.events[cell] = 0.0;
            self.booked[cell * self.years..][..self.years].fill(Booked::default());
        }
        self.largest.fill(0.0);
        self.recovered.fill(Money::default());
        self.recovered_in_year.fill(Money::default());
        self.reached.fill(Reached::default());
    }

    /// Sums over the runs of the block, `[alternative][year][class][what is kept]`; the next block begins.
    pub fn take_block_sums(&mut self) -> Vec<Money> {
        let fresh = vec![Money::default(); self.of_block.len()];
        std::mem::replace(&mut self.of_block, fresh)
    }
}

fn total(losses: &[Money]) -> Money {
    losses.iter().fold(Money::default(), |mut total, money| {
        total.add_money(*money, 1.0);
        total
    })
}
