//! The scenario compiled for simulation: streams keyed, distributions ready, no strings left.

use rayon::prelude::*;

use super::{
    billing::Bill,
    classes::ClassPlan,
    costs::CostTable,
    dependence::Dependence,
    design::Design,
    layout::Layout,
    limits::{Limit, limits},
    metering::UsagePlan,
    outer::{FEWEST_RUNS_PER_DRAW, Outer},
    phases::{AlternativePlan, Group, alternatives, slots},
    sampling::Sampling,
    shocks::ShockPlan,
    streams::Stream,
    world::World,
};
use crate::{
    dist::{DistributionError, QuantileTable},
    model::{
        ChurnAccounting, Model, Parameter, ParameterId, Role,
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
        class: String,
        /// Expected events per run.
        events: f64,
    },
    /// Runs cannot be shared out among draws of what is uncertain.
    #[error(
        "nested uncertainty: {runs} runs cannot be shared out among {outer} draws of what is uncertain: every draw needs as \
         many runs as the others, at least {FEWEST_RUNS_PER_DRAW}. For example {example} runs would do"
    )]
    Outer {
        /// Runs.
        runs: u64,
        /// Draws.
        outer: u64,
        /// A number of runs that would do.
        example: u64,
    },
    /// A reach or mixing factor cannot be drawn.
    #[error("a distribution of an incident cannot be drawn: {0}")]
    Distribution(#[from] DistributionError),
}

/// Everything a run needs.
#[derive(Debug)]
pub struct Plan {
    pub(super) model: Model,
    pub(super) months: usize,
    pub(super) discount: Discount,
    /// Discount factor of a flow of each month.
    pub(super) flow_factors: Vec<f64>,
    /// Discount factor of an event of each year, where the convention has one; else empty.
    year_factors: Vec<f64>,
    /// Minutes in the calendar month of each month.
    pub(super) minutes: Vec<f64>,
    /// Factor that discounts by one month.
    pub(super) monthly_discount: f64,
    /// Value of every parameter; those drawn once per run or for every event are NaN.
    pub(super) values: Vec<f64>,
    /// Quantiles of the parameters that are drawn for every event.
    pub(super) tables: Vec<Option<QuantileTable>>,
    pub(super) epistemic: Vec<EpistemicDraw>,
    /// How the draws of these hang together.
    pub(super) dependence: Option<Dependence>,
    pub(super) severity_choice: Stream,
    pub(super) classes: Vec<ClassPlan>,
    /// What strikes several classes at once.
    pub(super) shocks: Vec<ShockPlan>,
    pub(super) alternatives: Vec<AlternativePlan>,
    /// Alternative, phase and position of the tier group of each slot.
    slots: Vec<(usize, usize, usize)>,
    /// Metered usage of each tier.
    pub(super) usage: Vec<UsagePlan>,
    /// What can run out.
    pub(super) limits: Vec<Limit>,
    /// Stream of each tier's churn and arrivals.
    pub(super) tenant_streams: Vec<Stream>,
    pub(super) metrics: Vec<Metric>,
    pub(super) layout: Layout,
    /// Loading of the one-factor Gaussian copula of a breach's components.
    pub(super) copula_loading: f64,
    /// Mean factor over the year after a moment relative to that moment, where the convention discounts every
    /// moment by itself.
    year_after: Option<f64>,
    /// Longest lifetime of a tenant in months and how the worth of one that leaves is booked; `None` where
    /// nothing makes tenants leave.
    pub(super) churn: Option<(u32, ChurnAccounting)>,
    /// Whether a minute of downtime costs the customers of some tier.
    pub(super) customers_lose: bool,
    /// Whether the tenants' path is the same in every run.
    pub(super) fixed_tenants: bool,
    /// Whether costs before incidents are the same in every run.
    pub(super) fixed_costs: bool,
    /// Which runs share what is drawn once per run.
    pub(super) outer: Outer,
    /// How runs are drawn when not plainly.
    pub(super) sampling: Option<Sampling>,
}

/// A parameter that is drawn once per run.
#[derive(Debug)]
pub(super) struct EpistemicDraw {
    pub parameter: ParameterId,
    pub table: QuantileTable,
    pub stream: Stream,
}

impl Plan {
    /// Compiles a model.
    pub fn new(model: Model) -> Result<Plan, PlanError> {
        let seed = model.simulation.seed;
        let parameters = model.registry.parameters();
        let values: Vec<f64> = parameters.iter().map(fixed_value).collect();
        let epistemic = parameters.par_iter().filter(|parameter| parameter.role == Role::Epistemic);
        let epistemic: Vec<EpistemicDraw> = epistemic
            .filter_map(|parameter| {
                let stream = Stream::new(seed, &format!("parameter/{}", parameter.stream));
                let table = QuantileTable::new(&parameter.distribution);
                model.registry.find(&parameter.path).map(|parameter| EpistemicDraw {
                    parameter,
                    table,
                    stream,
                })
            })
            .collect();
        let classes: Vec<ClassPlan> = (model.classes.par_iter().enumerate())
            .map(|(position, class)| ClassPlan::new(position, class, &model))
            .collect::<Result<_, _>>()?;
        let names: Vec<&str> = classes.iter().map(|class| class.name.as_str()).collect();
        let metrics = catalogue(&names, model.is_insured());
        let layout = Layout::new(&metrics, &names);
        let months = 12 * model.horizon.years as usize;
        let discount = Discount::new(model.horizon.discount_rate, model.horizon.convention);
        let tables = parameters.par_iter().map(|parameter| {
            (parameter.role == Role::Aleatory).then(|| QuantileTable::new(&parameter.distribution))
        });
        let tables = tables.collect();
        let tenant_streams =
            model.tiers.iter().map(|tier| Stream::new(seed, &format!("tenants/{}", tier.name)));
        let alternatives = alternatives(&model, months);
        let usage: Vec<UsagePlan> =
            model.tiers.iter().map(|tier| UsagePlan::new(&model, tier, &values)).collect();
        let limits = limits(&model, &values);
        let dependence = model.correlation.as_ref();
        let dependence = dependence.map(|given| Dependence::new(given, &model.registry, seed));
        let mut plan = Plan {
            months,
            discount,
            flow_factors: (0..months).map(|month| discount.monthly_flow(month)).collect(),
            year_factors: match discount.is_continuous() {
                true => Vec::new(),
                false => (0..=months / 12).map(|year| discount.event(year as f64)).collect(),
            },
            minutes: (0..months).map(|month| model.start.minutes_in_month(month)).collect(),
            tenant_streams: tenant_streams.collect(),
            severity_choice: Stream::new(seed, "severity/model"),
            monthly_discount: discount.at(1.0 / 12.0),
            copula_loading: copula_loading(model.breach_costs.correlation),
            year_after: discount.is_continuous().then(|| discount.mean_over_year_after(0.0)),
            churn: model.churn_terms(),
            slots: slots(&alternatives),
            alternatives,
            customers_lose: model.tiers.iter().any(|tier| {
                model.registry.get(tier.customer_impact_per_minute).distribution.as_constant() != Some(0.0)
            }),
            fixed_tenants: fixed_tenants(&model),
            fixed_costs: false,
            outer: Outer::new(&model.simulation)?,
            sampling: None,
            usage,
            limits,
            values,
            tables,
            epistemic,
            dependence,
            shocks: model.shocks.iter().map(|shock| ShockPlan::new(shock, seed)).collect(),
            classes,
            metrics,
            layout,
            model,
        };
        plan.fixed_costs = plan.has_fixed_costs();
        plan.refuse_endless_runs()?;
        plan.sampling = Sampling::new(&plan);
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

    /// Name of the incident class at a position among [`Model::classes`].
    pub fn class_name(&self, position: usize) -> &str {
        &self.classes[position].name
    }

    /// Tenants of each tier in the first month, every uncertain parameter at its mean.
    pub fn tenants_at_start(&self) -> Vec<f64> {
        let world = World::at(self, |distribution| distribution.mean());
        let tiers = self.model.tiers.iter().enumerate();
        let tenants = tiers.map(|(tier, facts)| match self.months {
            0 => world.value(self.model.initial_tenants) * world.value(facts.share),
            _ => world.paths.tier_tenants(0, tier),
        });
        tenants.collect()
    }

    /// How the runs hang together.
    pub(super) fn design(&self) -> Design {
        match (self.outer.runs_per_draw(), &self.sampling) {
            (Some(runs), _) => {
                Design::Replicated { runs_per_replicate: usize::try_from(runs).unwrap_or(usize::MAX) }
            }
            (None, Some(sampling)) => sampling.design(),
            (None, None) => Design::Independent,
        }
    }

    /// Number of runs that share each draw of what is uncertain; `None` where every run has its own.
    pub fn runs_per_draw(&self) -> Option<u64> {
        self.outer.runs_per_draw()
    }

    /// What the runs are drawn from, in one line; `None` for independent runs.
    pub fn describe_sampling(&self) -> Option<String> {
        let points = self.sampling.as_ref().map(|sampling| sampling.describe(self));
        match self.outer.describe(&self.model.simulation) {
            None => points,
            Some(draws) => Some(points.into_iter().fold(draws, |draws, points| format!("{draws}; {points}"))),
        }
    }

    /// `auto` or `plain`: the method in use, which is plain where the other has nothing to offer.
    pub fn method(&self) -> &'static str {
        if self.sampling.is_some() { "auto" } else { "plain" }
    }

    /// Number of whole years of a run.
    pub fn years(&self) -> usize {
        self.months / 12
    }

    /// Discount factor of a loss at a time.
    pub(super) fn event_factor(&self, time_years: f64) -> f64 {
        let of_year = self.year_factors.get(time_years as u32 as usize);
        of_year.copied().unwrap_or_else(|| self.discount.event(time_years))
    }

    /// Factor of an amount that is paid month by month over the year after `time_years`; `factor` is that of
    /// what is paid at this time.
    pub(super) fn year_after(&self, time_years: f64, factor: f64) -> f64 {
        match self.year_after {
            Some(year) => factor * year,
            None => self.discount.mean_over_year_after(time_years),
        }
    }

    /// The position of the alternative that a slot belongs to, and its tier group.
    pub(super) fn group_at(&self, slot: usize) -> (usize, &Group) {
        let (alternative, phase, group) = self.slots[slot];
        (alternative, &self.alternatives[alternative].phases[phase].groups[group])
    }

    /// Number of tier groups of all alternatives and phases.
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// Every tier group of every alternative and phase, by slot.
    pub(super) fn groups(&self) -> impl Iterator<Item = &Group> {
        let phases = self.alternatives.iter().flat_map(|alternative| &alternative.phases);
        phases.flat_map(|phase| &phase.groups)
    }

    /// Whether no cost before incidents follows from what is drawn: priced with every draw unknown (NaN), all
    /// are known.
    fn has_fixed_costs(&self) -> bool {
        if !self.fixed_tenants || self.usage.iter().any(UsagePlan::brings_revenue) {
            return false;
        }
        let (world, mut bill, mut costs) = (World::new(self), Bill::new(self), CostTable::new(self));
        bill.fill(self, &world.paths);
        costs.fill(&world, &bill);
        !costs.is_open()
    }

    fn refuse_endless_runs(&self) -> Result<(), PlanError> {
        // A run far in the tail must end too.
        let world = World::at(self, |distribution| distribution.quantile(0.999_9));
        for (position, class) in self.classes.iter().enumerate() {
            let shocks = self.shocks.iter().filter(|shock| shock.strikes(position));
            let shocks: f64 = shocks.map(|shock| shock.per_year(&world)).sum();
            let events = self.years() as f64 * (world.highest_threshold(position) + shocks);
            if events > MOST_EVENTS_PER_RUN {
                return Err(PlanError::TooManyEvents { class: class.name.clone(), events });
            }
        }
        Ok(())
    }
}

/// Loading of the one-factor Gaussian copula whose components have this Spearman correlation.
fn copula_loading(spearman: f64) -> f64 {
    (2.0 * libm::sin(std::f64::consts::PI * spearman / 6.0)).max(0.0).sqrt()
}

fn fixed_value(parameter: &Parameter) -> f64 {
    parameter.distribution.as_constant().unwrap_or(f64::NAN)
}

fn fixed_tenants(model: &Model) -> bool {
    let of_tiers = model.tiers.iter().flat_map(|tier| {
        let own = [tier.share, tier.growth_per_year, tier.churn_per_month, tier.connection_limit];
        own.into_iter().chain(tier.arrivals_per_month)
    });
    let changes = model.changes.iter().map(|change| change.tenants);
    let exponents = model.isolation.iter().map(|isolation| isolation.multiplex);
    let mut all = of_tiers.chain(changes).chain(exponents).chain([model.initial_tenants]);
    model.dynamics == crate::model::Dynamics::Expected
        && all.all(|id| model.registry.get(id).role == Role::Fixed)
}
