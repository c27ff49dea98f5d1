//! Incident classes compiled for simulation.

use super::{marks::Purpose, mixing::MixingPlan, streams::Stream};
use crate::{
    dist::{Distribution, DistributionError, Family, Limits, QuantileTable},
    model::{
        ActiveEffect, EventCosts, Frequency, IncidentClass, Model, Parameter, ParameterId, Process, Reach,
        Role, Scope, effects_on,
    },
    units::Per,
};

/// An incident class that occurs in at least one isolation model.
#[derive(Debug)]
pub(super) struct ClassPlan {
    pub name: String,
    /// Position among the classes.
    pub position: usize,
    pub stream: Stream,
    pub scope: Scope,
    /// One per isolation model of the [`Model`].
    pub processes: Vec<Option<ProcessPlan>>,
    /// The different distributions of the share of tenants that an event reaches.
    pub shares: Vec<QuantileTable>,
    /// Draws that every event needs.
    pub purposes: Vec<Purpose>,
    /// Whether it matters at which tenant an event starts.
    pub starts_somewhere: bool,
    pub mixing: Option<MixingPlan>,
    /// Whether events of some isolation model are at most one per period.
    pub has_probability: bool,
    pub costs: EventCosts,
    pub utilisation_exponent: Option<ParameterId>,
    /// Months with a scheduled event under some isolation model.
    pub scheduled: Vec<u32>,
    /// Effects of each alternative's controls.
    pub effects: Vec<Vec<ActiveEffect>>,
}

#[derive(Debug)]
pub(super) struct ProcessPlan {
    pub process: Process,
    pub reach: ReachPlan,
    /// Reach where row security is not in force.
    pub unenforced: Option<ReachPlan>,
}

/// A reach; its random share is drawn once for all isolation models that have the same distribution.
#[derive(Debug)]
pub(super) enum ReachPlan {
    One,
    All,
    Pool,
    /// Position among [`ClassPlan::shares`].
    Share(usize),
    /// The same.
    Beta(usize),
}

impl ClassPlan {
    /// Compiles a class of the model.
    pub fn new(position: usize, class: &IncidentClass, model: &Model) -> Result<Self, DistributionError> {
        let parameters = model.registry.parameters();
        let seed = model.simulation.seed;
        let mut shares = Vec::new();
        let processes: Vec<Option<ProcessPlan>> = class
            .processes
            .iter()
            .map(|process| {
                process.as_ref().map(|it| ProcessPlan::new(it, parameters, &mut shares)).transpose()
            })
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
        let alternatives = 0..model.alternatives.len();
        let effects = alternatives.map(|alternative| effects_on(model, alternative, &class.name));
        let starts_somewhere = class.scope == Scope::TierGroup
            || matches!(class.costs, EventCosts::Breach)
            || processes
                .iter()
                .flatten()
                .flat_map(|process| [Some(&process.reach), process.unenforced.as_ref()])
                .any(|reach| matches!(reach, Some(ReachPlan::One | ReachPlan::Pool)));
        Ok(ClassPlan {
            starts_somewhere,
            purposes: purposes(&class.costs, starts_somewhere, !shares.is_empty(), parameters),
            shares: shares.iter().map(QuantileTable::new).collect(),
            name: class.name.clone(),
            position,
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

/// What is drawn for every event of a class; what only some events need is drawn when they do.
fn purposes(
    costs: &EventCosts,
    starts_somewhere: bool,
    shares: bool,
    parameters: &[Parameter],
) -> Vec<Purpose> {
    let EventCosts::Service(costs) = costs else { return Vec::new() };
    let varies = |id: ParameterId| parameters[id.index()].role == Role::Aleatory;
    let amounts = [
        costs.per_event_usd,
        costs.per_minute_usd,
        costs.per_tenant_usd,
        costs.per_record_usd,
        costs.opportunity_usd,
    ];
    let needed = [
        (Purpose::PlaceAndPool, starts_somewhere),
        (Purpose::ShareAndSpread, shares),
        (
            Purpose::DurationAndDegradation,
            costs.duration_minutes.is_some_and(varies) || varies(costs.degradation),
        ),
        (Purpose::SeverityAndUnit, amounts.into_iter().any(varies)),
    ];
    needed.into_iter().filter(|(_, needed)| *needed).map(|(purpose, _)| purpose).collect()
}

impl ProcessPlan {
    /// Whether its reading counts the platform once, however many tenants there are.
    pub fn is_of_platform(&self) -> bool {
        matches!(self.process.per, Per::PlatformYear | Per::PlatformHorizon)
    }

    /// Compiles a process; `shares` collects the different distributions.
    fn new(
        process: &Process,
        parameters: &[Parameter],
        shares: &mut Vec<Distribution>,
    ) -> Result<Self, DistributionError> {
        let mut position = |share: Distribution| {
            shares.iter().position(|known| *known == share).unwrap_or_else(|| {
                shares.push(share);
                shares.len() - 1
            })
        };
        let mut compiled = |reach: Reach| -> Result<ReachPlan, DistributionError> {
            Ok(match reach {
                Reach::One => ReachPlan::One,
                Reach::All => ReachPlan::All,
                Reach::Pool => ReachPlan::Pool,
                Reach::Share(id) => ReachPlan::Share(position(parameters[id.index()].distribution.clone())),
                Reach::Beta { a, b } => {
                    ReachPlan::Beta(position(Distribution::new(Family::Beta { a, b }, Limits::default())?))
                }
            })
        };
        let reach = compiled(process.reach)?;
        let unenforced = process.posture.map(|posture| compiled(posture.unenforced_reach)).transpose()?;
        Ok(ProcessPlan { process: process.clone(), reach, unenforced })
    }
}
