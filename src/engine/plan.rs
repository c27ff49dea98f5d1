//! The scenario compiled for simulation: streams keyed, distributions ready, no strings left.

use super::streams::Stream;
use crate::{
    dist::{Distribution, DistributionError, Family, Limits},
    model::{
        BreachClass, Model, Parameter, ParameterId, Process, Reach, Role, Scope,
        metrics::{Metric, catalogue},
    },
    units::Discount,
};

/// More expected events per run than this are refused: the run would not end.
const MOST_EVENTS_PER_RUN: f64 = 1e6;

/// Why a valid scenario cannot be simulated.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A reading multiplies a rate by so many units that a run would not end.
    #[error(
        "{class} would simulate about {events:.0} events in every run; at most {MOST_EVENTS_PER_RUN:.0} are \
         possible. Lower the rate, or choose another reading (`per`)"
    )]
    TooManyEvents {
        /// The incident class.
        class: &'static str,
        /// Expected events per run.
        events: f64,
    },
    /// A reach cannot be drawn.
    #[error("the reach of a breach cannot be drawn: {0}")]
    Reach(#[from] DistributionError),
}

/// Everything a run needs.
#[derive(Debug)]
pub struct Plan {
    pub(super) model: Model,
    pub(super) months: usize,
    pub(super) discount: Discount,
    /// Value of every parameter; epistemic ones are overwritten in each run.
    pub(super) values: Vec<f64>,
    pub(super) epistemic: Vec<EpistemicDraw>,
    pub(super) severity_choice: Stream,
    pub(super) classes: Vec<ClassPlan>,
    pub(super) alternatives: Vec<AlternativePlan>,
    pub(super) metrics: Vec<Metric>,
    pub(super) layout: Layout,
    /// Whether the tenants' path is the same in every run.
    pub(super) fixed_tenants: bool,
}

/// A parameter that is drawn once per run.
#[derive(Debug)]
pub(super) struct EpistemicDraw {
    pub parameter: ParameterId,
    pub stream: Stream,
}

/// An incident class that occurs in at least one isolation model.
#[derive(Debug)]
pub(super) struct ClassPlan {
    pub class: BreachClass,
    pub stream: Stream,
    pub scope: Scope,
    /// One per isolation model of the [`Model`].
    pub processes: Vec<Option<ProcessPlan>>,
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
    Share(Distribution),
    Beta(Distribution),
}

/// The tier groups of an alternative.
#[derive(Debug)]
pub(super) struct AlternativePlan {
    pub groups: Vec<Group>,
    /// Group of each tier.
    pub group_of_tier: Vec<usize>,
}

/// The tiers that share an isolation model.
#[derive(Debug)]
pub(super) struct Group {
    pub isolation: usize,
    pub tiers: Vec<usize>,
}

/// Positions of the metrics that the engine writes.
#[derive(Debug)]
pub(super) struct Layout {
    pub tco: usize,
    pub loss: usize,
    pub infrastructure: usize,
    pub operations: usize,
    pub compute_overhead: usize,
    pub revenue: usize,
    pub gross_margin: usize,
    pub cost_to_serve: usize,
    pub loss_direct: usize,
    pub loss_of_class: Vec<usize>,
    pub build: usize,
    pub gross_margin_percent: usize,
    pub events: usize,
    pub events_of_class: Vec<usize>,
    pub tenants_exposed: usize,
    pub records_exposed: usize,
}

impl Plan {
    /// Compiles a model.
    pub fn new(model: Model) -> Result<Plan, PlanError> {
        let seed = model.simulation.seed;
        let parameters = model.registry.parameters();
        let values = parameters.iter().map(fixed_value).collect();
        let epistemic: Vec<EpistemicDraw> = parameters
            .iter()
            .filter(|parameter| parameter.role == Role::Epistemic)
            .filter_map(|parameter| {
                let stream = Stream::new(seed, &format!("parameter/{}", parameter.stream));
                model.registry.find(&parameter.path).map(|parameter| EpistemicDraw { parameter, stream })
            })
            .collect();
        let mut classes = Vec::new();
        for (position, class) in BreachClass::ALL.into_iter().enumerate() {
            let mut processes = Vec::new();
            for isolation in &model.isolation {
                let process = isolation.breach[position].as_ref();
                processes.push(process.map(|process| ProcessPlan::new(process, parameters)).transpose()?);
            }
            if processes.iter().any(Option::is_some) {
                let stream = Stream::new(seed, &format!("incident/{}", class.name()));
                classes.push(ClassPlan { class, stream, scope: class.scope(), processes });
            }
        }
        let names: Vec<&str> = classes.iter().map(|class| class.class.name()).collect();
        let metrics = catalogue(&names);
        let layout = Layout::new(&metrics, &names);
        let fixed_tenants = model
            .tiers
            .iter()
            .flat_map(|tier| [tier.share, tier.growth_per_year])
            .chain([model.initial_tenants])
            .all(|id| model.registry.get(id).role == Role::Fixed);
        let plan = Plan {
            months: 12 * model.horizon.years as usize,
            discount: Discount::new(model.horizon.discount_rate, model.horizon.convention),
            values,
            epistemic,
            severity_choice: Stream::new(seed, "severity/model"),
            alternatives: alternatives(&model),
            classes,
            metrics,
            layout,
            fixed_tenants,
            model,
        };
        plan.refuse_endless_runs()?;
        Ok(plan)
    }

    /// The model that was compiled.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The columns of the outcomes, in order.
    pub fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    /// Position of a metric among [`Plan::metrics`].
    pub fn metric(&self, name: &str) -> Option<usize> {
        self.metrics.iter().position(|metric| metric.name == name)
    }

    /// Number of whole years of a run.
    pub fn years(&self) -> usize {
        self.months / 12
    }

    fn refuse_endless_runs(&self) -> Result<(), PlanError> {
        let mut values = self.values.clone();
        for draw in &self.epistemic {
            // A run far in the tail must end too.
            let distribution = &self.model.registry.get(draw.parameter).distribution;
            values[draw.parameter.index()] = distribution.quantile(0.999_9);
        }
        let paths = super::exposure::Paths::new(self, &values);
        for class in &self.classes {
            let events = self.years() as f64 * paths.highest_intensity(self, class, &values);
            if events > MOST_EVENTS_PER_RUN {
                return Err(PlanError::TooManyEvents { class: class.class.name(), events });
            }
        }
        Ok(())
    }
}

impl ProcessPlan {
    fn new(process: &Process, parameters: &[Parameter]) -> Result<Self, DistributionError> {
        let reach = match process.reach {
            Reach::One => ReachPlan::One,
            Reach::All => ReachPlan::All,
            Reach::Pool => ReachPlan::Pool,
            Reach::Share(id) => ReachPlan::Share(parameters[id.index()].distribution.clone()),
            Reach::Beta { a, b } => {
                ReachPlan::Beta(Distribution::new(Family::Beta { a, b }, Limits::default())?)
            }
        };
        Ok(ProcessPlan { process: process.clone(), reach })
    }
}

impl Layout {
    fn new(metrics: &[Metric], classes: &[&str]) -> Self {
        // The catalogue is made from the same names, so every position exists.
        let at = |name: &str| metrics.iter().position(|metric| metric.name == name).unwrap_or(0);
        Layout {
            tco: at("tco"),
            loss: at("loss"),
            infrastructure: at("infrastructure"),
            operations: at("operations"),
            compute_overhead: at("compute_overhead"),
            revenue: at("revenue"),
            gross_margin: at("gross_margin"),
            cost_to_serve: at("cost_to_serve"),
            loss_direct: at("loss.direct"),
            loss_of_class: classes.iter().map(|class| at(&format!("loss.{class}"))).collect(),
            build: at("build"),
            gross_margin_percent: at("gross_margin_percent"),
            events: at("events"),
            events_of_class: classes.iter().map(|class| at(&format!("events.{class}"))).collect(),
            tenants_exposed: at("tenants_exposed"),
            records_exposed: at("records_exposed"),
        }
    }
}

fn fixed_value(parameter: &Parameter) -> f64 {
    parameter.distribution.as_constant().unwrap_or(f64::NAN)
}

fn alternatives(model: &Model) -> Vec<AlternativePlan> {
    let mut plans = Vec::new();
    for alternative in &model.alternatives {
        let used = alternative.isolation_models();
        let groups = used
            .iter()
            .map(|&isolation| Group {
                isolation,
                tiers: (0..model.tiers.len())
                    .filter(|&tier| alternative.isolation_of_tier[tier] == isolation)
                    .collect(),
            })
            .collect();
        let group_of_tier = alternative
            .isolation_of_tier
            .iter()
            .map(|isolation| used.iter().position(|other| other == isolation).unwrap_or(0))
            .collect();
        plans.push(AlternativePlan { groups, group_of_tier });
    }
    plans
}
