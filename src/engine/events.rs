//! The events of one class in one run, column by column, with what is drawn for each.

use super::{
    classes::ClassPlan,
    kept::Taken,
    marks::{Draws, Marks, Purpose},
    mixing::OperationalTime,
    streams::Stream,
};

/// One point of the measure of a class, with its draws.
#[derive(Clone, Copy)]
pub(super) struct Event<'e> {
    pub class: &'e ClassPlan,
    pub marks: Marks<'e>,
    /// Shares of tenants, one for each of the class's distributions.
    pub shares: &'e [f64],
    pub time_years: f64,
    pub month: usize,
    /// Tier of the tenant where the event starts.
    pub tier: usize,
    pub level: f64,
    /// Whether the file says when it happens.
    pub scheduled: bool,
    /// Rate a year of the common shock that it is part of; 0 for an event of the class alone.
    pub shock_rate: f64,
}

/// The events of one class in one run, and what the class remembers.
pub(super) struct Events {
    pub all: Happened,
    pub taken: Taken,
    /// Longer in years in which it strikes more often.
    pub time: OperationalTime,
}

/// The events of one class in one run, by increasing level.
pub(super) struct Happened {
    pub draws: Draws,
    /// `[event]`, each.
    pub times_years: Vec<f64>,
    pub months: Vec<u32>,
    /// Infinite for an event that no alternative keeps.
    pub levels: Vec<f64>,
    /// Tier of the tenant where it starts; empty where that does not matter.
    pub tiers: Vec<u32>,
    /// Events whose month the file gives; they come first.
    pub scheduled: usize,
    /// Rate a year of the common shock that each of the last events is part of.
    pub shock_rates: Vec<f64>,
    /// `[event][distribution of the class]`: share of tenants.
    shares: Vec<f64>,
}

impl Events {
    /// None yet.
    pub fn new() -> Self {
        let draws = Draws::new(Stream::new(0, ""), 0);
        let all = Happened {
            draws,
            times_years: Vec::new(),
            months: Vec::new(),
            levels: Vec::new(),
            tiers: Vec::new(),
            scheduled: 0,
            shock_rates: Vec::new(),
            shares: Vec::new(),
        };
        Events { all, taken: Taken::default(), time: OperationalTime::default() }
    }
}

impl Happened {
    pub fn len(&self) -> usize {
        self.levels.len()
    }

    /// One number of a purpose for each event: the first or the second of its pair.
    pub fn draws(&self, purpose: Purpose, place: usize) -> impl Iterator<Item = f64> {
        self.draws.each(purpose, place)
    }

    /// What is drawn for the event at a position.
    pub fn marks(&self, position: usize) -> Marks<'_> {
        self.draws.of(position)
    }

    /// Shares of tenants of the event at a position, one for each of the distributions of `class`.
    #[inline]
    pub fn shares(&self, class: &ClassPlan, position: usize) -> &[f64] {
        &self.shares[position * class.shares.len()..][..class.shares.len()]
    }

    /// The events, all of `class`.
    pub fn iter<'e>(&'e self, class: &'e ClassPlan) -> impl Iterator<Item = Event<'e>> {
        (0..self.len()).map(move |position| self.get(class, position))
    }

    /// The event at a position, of `class`.
    #[inline]
    pub fn get<'e>(&'e self, class: &'e ClassPlan, position: usize) -> Event<'e> {
        Event {
            class,
            marks: self.marks(position),
            shares: self.shares(class, position),
            time_years: self.times_years[position],
            month: self.months[position] as usize,
            tier: self.tier(position),
            level: self.levels[position],
            scheduled: position < self.scheduled,
            shock_rate: self.shock_rate(position),
        }
    }

    /// Tier of the tenant where the event at a position starts; the first where that does not matter.
    #[inline]
    pub fn tier(&self, position: usize) -> usize {
        self.tiers.get(position).map_or(0, |&tier| tier as usize)
    }

    /// Rate a year of the common shock that the event at a position is part of; 0 for an event of the class alone.
    fn shock_rate(&self, position: usize) -> f64 {
        let alone = self.len() - self.shock_rates.len();
        position.checked_sub(alone).map_or(0.0, |place| self.shock_rates[place])
    }

    /// Keeps every event from striking; gives their levels.
    pub fn silence(&mut self) -> Vec<f64> {
        self.levels.iter_mut().map(|level| std::mem::replace(level, f64::INFINITY)).collect()
    }

    /// Puts the event at a position on a level.
    pub fn set_level(&mut self, position: usize, level: f64) {
        self.levels[position] = level;
    }

    pub fn begin(&mut self, class: &ClassPlan, run: u64) {
        self.times_years.clear();
        self.months.clear();
        self.levels.clear();
        self.tiers.clear();
        self.shares.clear();
        self.scheduled = 0;
        self.shock_rates.clear();
        self.draws.enter(class.stream, run);
    }

    #[inline]
    pub fn push(&mut self, level: f64, time_years: f64, month: usize) {
        self.levels.push(level);
        self.times_years.push(time_years);
        self.months.push(month as u32);
    }

    /// Makes the draws that every event needs.
    pub fn draw(&mut self, class: &ClassPlan) {
        self.draws.draw(&class.purposes);
        if !class.shares.is_empty() {
            for position in 0..self.len() {
                let share = self.draws.of(position).share();
                self.shares.extend(class.shares.iter().map(|law| law.quantile(share)));
            }
        }
    }
}
