//! When the events of a class happen under an alternative, and which tier groups they strike.

use super::{
    Reason,
    conditions::{Conditions, Controls},
    part::Count,
};
use crate::{
    model::{
        EventCosts, Frequency, IncidentClass, Process, Scope,
        groups::{GroupMonth, readings, strain},
        phases::Phase,
    },
    units::Per,
};

/// Events during a part of a month that strike the same groups.
#[derive(Debug, Clone)]
pub(super) struct Occurrence {
    /// Position of the phase of the alternative.
    pub phase: usize,
    pub month: usize,
    /// From when to when, in years; equal for an event at a given moment.
    pub from: f64,
    pub to: f64,
    /// Expected number, or probability.
    pub events: f64,
    /// Positions of the groups struck.
    pub struck: Vec<usize>,
}

impl Occurrence {
    /// The year in which it counts.
    pub fn year(&self) -> usize {
        self.month / 12
    }
}

/// Events that are independent of the others.
#[derive(Debug, Clone)]
pub(super) struct Schedule {
    pub count: Count,
    pub occurrences: Vec<Occurrence>,
}

/// A group that events of the class strike during some months of a phase.
struct Strikes<'a> {
    process: &'a Process,
    /// Position in the phase.
    group: usize,
}

/// A group's exposure in a month.
#[derive(Debug, Clone, Copy)]
struct Exposure {
    month: usize,
    /// Share of the points of the class that fall to the group.
    share: f64,
    /// Level below which points are kept, a year.
    threshold: f64,
    /// Isolation units or tenants that have at most one event in a period.
    units: u64,
}

/// Everything that may happen of a class under an alternative.
pub(super) fn schedules(
    conditions: &Conditions,
    alternative: usize,
    class: &IncidentClass,
) -> Result<Vec<Schedule>, Reason> {
    let model = conditions.model;
    let is_struck = |position: &usize| model.classes.get(*position).is_some_and(|one| one.name == class.name);
    if let Some(shock) = model.shocks.iter().find(|shock| shock.classes.iter().any(is_struck)) {
        return Err(Reason::Shock(shock.name.clone()));
    }
    let controls = Controls::new(conditions, alternative, &class.name)?;
    let source = Source { conditions, class, controls };
    let (mut rated, mut schedules) = (Vec::new(), Vec::new());
    for (position, phase) in conditions.phases[alternative].iter().enumerate() {
        let strikes: Vec<Strikes> = (phase.groups.iter().enumerate())
            .filter_map(|(group, facts)| {
                class.processes[facts.isolation].as_ref().map(|process| Strikes { process, group })
            })
            .collect();
        if strikes.is_empty() {
            continue;
        }
        source.at_months(position, phase, &strikes, &mut schedules)?;
        let of = |wanted: fn(&Frequency) -> bool| -> Vec<&Strikes> {
            strikes.iter().filter(|one| wanted(&one.process.frequency)).collect()
        };
        let rates = of(|frequency| matches!(frequency, Frequency::Rate(_)));
        let chances = of(|frequency| matches!(frequency, Frequency::Probability(_)));
        let together = class.scope == Scope::Platform && phase.groups.len() > 1;
        if together && (!rates.is_empty() && !chances.is_empty() || chances.len() > 1) {
            return Err(Reason::SeveralGroups(class.name.clone()));
        }
        source.rates(position, phase, &rates, &mut rated)?;
        for one in chances {
            source.chances(position, phase, one, &mut schedules)?;
        }
    }
    schedules.extend(source.counted(rated));
    schedules.retain(|schedule| schedule.occurrences.iter().any(|one| one.events > 0.0));
    Ok(schedules)
}

struct Source<'a> {
    conditions: &'a Conditions<'a>,
    class: &'a IncidentClass,
    controls: Controls,
}

impl Source<'_> {
    /// What is left of the rate between two moments, by Simpson's rule inside them.
    fn frequency_left(&self, from: f64, to: f64) -> f64 {
        let at = |place: f64| self.controls.left(self.conditions, from + place * (to - from)).frequency;
        (at(1e-9) + 4.0 * at(0.5) + at(1.0 - 1e-9)) / 6.0
    }

    fn exposure(&self, strikes: &Strikes, months: &[GroupMonth], month: usize) -> Result<Exposure, Reason> {
        let Strikes { process, group } = strikes;
        let facts = &months[*group];
        if let Frequency::Rate(id) | Frequency::Probability(id) = process.frequency {
            self.conditions.fixed(id)?;
        }
        for id in process.factors() {
            self.conditions.fixed(id)?;
        }
        let years = self.conditions.years() as f64;
        let rate = process.intensity_per_year(&self.conditions.values, years);
        let exponent = match &self.class.costs {
            EventCosts::Service(costs) => costs.utilisation_exponent.filter(|_| facts.utilisation > 0.0),
            EventCosts::Breach => None,
        };
        let strain = match exponent {
            Some(id) => strain(self.conditions.fixed(id)?, facts.utilisation),
            None => 1.0,
        };
        let units = match process.per {
            Per::PlatformYear | Per::PlatformHorizon => 1.0,
            Per::UnitYear | Per::PoolYear => facts.units.ceil(),
            Per::TenantYear => facts.tenants.ceil(),
        };
        Ok(Exposure {
            month,
            share: match self.class.scope {
                Scope::Platform => 1.0,
                Scope::TierGroup if facts.inverse_share > 0.0 => 1.0 / facts.inverse_share,
                Scope::TierGroup => 0.0,
            },
            threshold: rate * readings(self.class.scope, process.per, facts) * strain,
            units: units as u64,
        })
    }

    /// Events at any time: in bands of the level, between which more and more groups are struck where one event
    /// strikes all, and one band for each group otherwise.
    fn rates(
        &self,
        position: usize,
        phase: &Phase,
        strikes: &[&Strikes],
        rated: &mut Vec<Occurrence>,
    ) -> Result<(), Reason> {
        for month in phase.months.clone() {
            if self.conditions.tenants(month) <= 0.0 || strikes.is_empty() {
                continue;
            }
            let groups = self.conditions.groups(phase, month);
            let mut bands: Vec<(f64, usize)> = Vec::new();
            for one in strikes {
                let exposure = self.exposure(one, &groups, month)?;
                bands.push((exposure.share * exposure.threshold, one.group));
            }
            bands.sort_by(|one, other| one.0.total_cmp(&other.0));
            let moments = self.controls.moments(self.conditions, month);
            for pair in moments.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                let left = (to - from) * self.frequency_left(from, to);
                let mut below = 0.0;
                for (band, (rate, group)) in bands.iter().enumerate() {
                    let (events, struck) = match self.class.scope {
                        Scope::TierGroup => (left * rate, vec![*group]),
                        Scope::Platform => {
                            let struck = bands[band..].iter().map(|(_, group)| *group).collect();
                            (left * (rate - below), struck)
                        }
                    };
                    below = *rate;
                    if events > 0.0 {
                        rated.push(Occurrence { phase: position, month, from, to, events, struck });
                    }
                }
            }
        }
        Ok(())
    }

    /// How the number of events at any time varies.
    fn counted(&self, rated: Vec<Occurrence>) -> Vec<Schedule> {
        match self.class.mixing {
            None => vec![Schedule { count: Count::Poisson, occurrences: rated }],
            Some(mixing) if mixing.every_year => {
                let of_year = |year| {
                    let occurrences = rated.iter().filter(|one| one.year() == year).cloned().collect();
                    Schedule { count: Count::Mixed(mixing.law), occurrences }
                };
                (0..self.conditions.years()).map(of_year).collect()
            }
            Some(mixing) => vec![Schedule { count: Count::Mixed(mixing.law), occurrences: rated }],
        }
    }

    /// Events of which a period keeps only the one with the lowest level.
    fn chances(
        &self,
        position: usize,
        phase: &Phase,
        strikes: &Strikes,
        schedules: &mut Vec<Schedule>,
    ) -> Result<(), Reason> {
        let mut exposures = Vec::new();
        for month in phase.months.clone() {
            let groups = self.conditions.groups(phase, month);
            if groups[strikes.group].tenants > 0.0 {
                exposures.push(self.exposure(strikes, &groups, month)?);
            }
        }
        let periods: Vec<Vec<Exposure>> = match strikes.process.per {
            Per::PlatformHorizon => vec![exposures],
            _ => {
                let of_year = |year| exposures.iter().filter(|one| one.month / 12 == year).copied().collect();
                (0..self.conditions.years()).map(of_year).collect()
            }
        };
        for period in periods {
            // Units 0 to K - 1 exist in a month with K of them: those that exist in the same months are alike.
            let mut sizes: Vec<u64> = period.iter().map(|one| one.units).collect();
            sizes.sort_unstable();
            sizes.dedup();
            let mut before = 0;
            for size in sizes {
                let alike: Vec<Exposure> = period.iter().filter(|one| one.units >= size).copied().collect();
                let occurrences = self.of_unit(position, strikes.group, &alike);
                schedules.push(Schedule { count: Count::AtMostOne(size - before), occurrences });
                before = size;
            }
        }
        Ok(())
    }

    /// The event of one unit in a period. Points fall at a rate w (a year and unit of level) in months with the
    /// threshold T; the lowest below T is the unit's, and controls keep it below f T: with
    /// G(u) = Σ w min(u, T) / 12, it happens at a moment with the density w ∫ e^-G(u) du from 0 to f T.
    fn of_unit(&self, position: usize, group: usize, exposures: &[Exposure]) -> Vec<Occurrence> {
        let weight = |one: &Exposure| one.share / one.units as f64;
        let mut levels: Vec<f64> = exposures.iter().map(|one| one.threshold).collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        let chance_below = |limit: f64| {
            let (mut sum, mut at, mut exponent) = (0.0, 0.0, 0.0);
            for &level in &levels {
                let slope: f64 =
                    exposures.iter().filter(|one| one.threshold > at).map(weight).sum::<f64>() / 12.0;
                let width = level.min(limit) - at;
                if width <= 0.0 || slope <= 0.0 {
                    break;
                }
                sum += libm::exp(-exponent) * -libm::expm1(-slope * width) / slope;
                exponent += slope * width;
                at = level;
            }
            sum
        };
        let mut occurrences = Vec::new();
        for one in exposures {
            for pair in self.controls.moments(self.conditions, one.month).windows(2) {
                let (from, to) = (pair[0], pair[1]);
                let left = self.frequency_left(from, to);
                let events = (to - from) * weight(one) * chance_below(left * one.threshold);
                let struck = vec![group];
                occurrences.push(Occurrence { phase: position, month: one.month, from, to, events, struck });
            }
        }
        occurrences
    }

    /// Events that the file puts at the end of certain months.
    fn at_months(
        &self,
        position: usize,
        phase: &Phase,
        strikes: &[Strikes],
        schedules: &mut Vec<Schedule>,
    ) -> Result<(), Reason> {
        let listed = |one: &Strikes, month: usize| match &one.process.frequency {
            Frequency::AtMonths(months) => months.contains(&(month as u32 + 1)),
            Frequency::Rate(_) | Frequency::Probability(_) => false,
        };
        for month in phase.months.clone() {
            let struck: Vec<&Strikes> = strikes.iter().filter(|one| listed(one, month)).collect();
            if struck.is_empty() || self.conditions.tenants(month) <= 0.0 {
                continue;
            }
            // The last moment of the month still belongs to it.
            let moment = ((month + 1) as f64 / 12.0).next_down();
            let left = self.controls.left(self.conditions, moment).frequency;
            let groups = self.conditions.groups(phase, month);
            let occurrence = |events: f64, struck: Vec<usize>| Occurrence {
                phase: position,
                month,
                from: moment,
                to: moment,
                events,
                struck,
            };
            let occurrences = match self.class.scope {
                Scope::Platform => vec![occurrence(left, struck.iter().map(|one| one.group).collect())],
                Scope::TierGroup => {
                    let of_group = |one: &&Strikes| {
                        let share = groups[one.group].tenants / self.conditions.tenants(month);
                        occurrence(left * share, vec![one.group])
                    };
                    struck.iter().map(of_group).collect()
                }
            };
            schedules.push(Schedule { count: Count::AtMostOne(1), occurrences });
        }
        Ok(())
    }
}
