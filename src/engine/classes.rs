//! Incident classes compiled for simulation.

use super::streams::Stream;
use crate::{
    dist::{Distribution, DistributionError, Family, Limits, QuantileTable},
    model::{
        EventCosts, Frequency, IncidentClass, Mixing, MixingLaw, Model, Parameter, ParameterId, Process,
        Ramp, Reach, Scope,
    },
};

/// An incident class that occurs in at least one isolation model.
#[derive(Debug)]
pub(super) struct ClassPlan {
    pub name: String,
    pub stream: Stream,
    pub scope: Scope,
    /// One per isolation model of the [`Model`].
    pub processes: Vec<Option<ProcessPlan>>,
    pub mixing: Option<MixingPlan>,
    /// Whether events of some isolation model are at most one per period.
    pub has_probability: bool,
    pub costs: EventCosts,
    pub utilisation_exponent: Option<ParameterId>,
    /// Months with a scheduled event under some isolation model.
    pub scheduled: Vec<u32>,
    /// Effects of each alternative's controls.
    pub effects: Vec<Vec<EffectPlan>>,
}

/// A mixing factor ready to be drawn.
#[derive(Debug)]
pub(super) struct MixingPlan {
    pub every_year: bool,
    pub table: QuantileTable,
    pub stream: Stream,
}

/// Effect of a control that an alternative has on a class.
#[derive(Debug)]
pub(super) struct EffectPlan {
    pub start_years: f64,
    pub ramp: Ramp,
    pub frequency: Option<ParameterId>,
    pub severity: Option<ParameterId>,
}

#[derive(Debug)]
pub(super) struct ProcessPlan {
    pub process: Process,
    pub reach: ReachPlan,
}

/// A reach whose random share is ready to be drawn.
#[derive(Debug)]
pub(super) enum ReachPlan {
    One,
    All,
    Pool,
    Share(QuantileTable),
    Beta(QuantileTable),
}

impl ClassPlan {
    /// Compiles a class of the model.
    pub fn new(class: &IncidentClass, model: &Model) -> Result<Self, DistributionError> {
        let parameters = model.registry.parameters();
        let seed = model.simulation.seed;
        let processes: Vec<Option<ProcessPlan>> = class
            .processes
            .iter()
            .map(|process| process.as_ref().map(|process| ProcessPlan::new(process, parameters)).transpose())
            .collect::<Result<_, _>>()?;
        let mut scheduled: Vec<u32> = Vec::new();
        for process in processes.iter().flatten() {
            if let Frequency::AtMonths(months) = &process.process.frequency {
                scheduled.extend(months);
            }
        }
        scheduled.sort_unstable();
        scheduled.dedup();
        let mixing = class.mixing.map(|mixing| MixingPlan::new(mixing, &class.name, seed)).transpose()?;
        let effects = model.alternatives.iter().map(|alternative| {
            let controls = alternative.controls.iter().map(|&control| &model.controls[control]);
            let of_class = controls.flat_map(|control| {
                let covering = control.effects.iter().filter(|effect| effect.covers(&class.name));
                covering.map(|effect| EffectPlan {
                    start_years: f64::from(control.start_month) / 12.0,
                    ramp: control.ramp,
                    frequency: effect.frequency,
                    severity: effect.severity,
                })
            });
            of_class.collect()
        });
        Ok(ClassPlan {
            name: class.name.clone(),
            stream: Stream::new(seed, &format!("incident/{}", class.name)),
            scope: class.scope,
            has_probability: processes
                .iter()
                .flatten()
                .any(|process| matches!(process.process.frequency, Frequency::Probability(_))),
            processes,
            mixing,
            costs: class.costs.clone(),
            utilisation_exponent: match &class.costs {
                EventCosts::Service(costs) => costs.utilisation_exponent,
                EventCosts::Breach => None,
            },
            scheduled,
            effects: effects.collect(),
        })
    }
}

impl ProcessPlan {
    fn new(process: &Process, parameters: &[Parameter]) -> Result<Self, DistributionError> {
        let reach = match process.reach {
            Reach::One => ReachPlan::One,
            Reach::All => ReachPlan::All,
            Reach::Pool => ReachPlan::Pool,
            Reach::Share(id) => ReachPlan::Share(QuantileTable::new(&parameters[id.index()].distribution)),
            Reach::Beta { a, b } => {
                let share = Distribution::new(Family::Beta { a, b }, Limits::default())?;
                ReachPlan::Beta(QuantileTable::new(&share))
            }
        };
        Ok(ProcessPlan { process: process.clone(), reach })
    }
}

impl MixingPlan {
    fn new(mixing: Mixing, class: &str, seed: u64) -> Result<Self, DistributionError> {
        // The mean of the factor is 1.
        let family = match mixing.law {
            MixingLaw::Gamma(shape) => Family::Gamma { shape, scale: 1.0 / shape },
            MixingLaw::Lognormal(sigma) => Family::Lognormal { mu: -0.5 * sigma * sigma, sigma },
        };
        let factor = Distribution::new(family, Limits::default())?;
        Ok(MixingPlan {
            every_year: mixing.every_year,
            table: QuantileTable::new(&factor),
            stream: Stream::new(seed, &format!("mixing/{class}")),
        })
    }
}
