//! The random draws that one run of a scenario needs at least, derived from its model and its outcomes.
//!
//! Counted for one run, once for all alternatives, because they share their draws:
//!
//! - one uniform for every stream of uncertain parameters that play a part, and one quantile for every different distribution on
//!   it; one uniform and one quantile for every year (or run) of a mixing factor; one uniform for the choice of
//!   the severity model, where there are several;
//! - for every incident class, the events that the alternative with most of them has on average (read from the
//!   outcomes), each with a gap to the one before (a uniform and its logarithm) and a time (a uniform); and one
//!   more gap, the one that ends the horizon;
//! - for every event its marks: where it starts, if that matters; which pool; the share of tenants, one quantile
//!   for every different distribution among the isolation models that alternatives use throughout, in as many
//!   events as these have; duration, degradation and amounts of a service incident, as far as they are
//!   distributions; of a breach the normal scores of its direct loss, its records, the common noise and each
//!   further component, the quantile of a fine in the share of breaches that are fined, and the quantile of
//!   response hours. What a severity model already contains is left out in the share of runs that its weight
//!   says.
//!
//! Not counted, so that the floor stays below any way of simulating: numbers of tenants given a share
//! (binomial, hypergeometric) and of customers who leave, the copula's arithmetic, points that no alternative
//! keeps, discounting, every price, and all reading and writing of memory beyond a sum.

use tenantrisk::{
    dist::{Distribution, DistributionError, Family, Limits},
    engine::{Outcomes, Plan, streams::Stream},
    model::{
        Contains, EventCosts, IncidentClass, Mixing, MixingLaw, Model, ParameterId, Process, Reach, Role,
        Scope, ServiceCosts,
        severity::{SeverityFormula, SeverityModel},
    },
};

/// The draws of one run.
#[derive(Debug)]
pub struct Needs {
    /// Drawn once a run or year.
    pub per_run: Vec<RunDraws>,
    /// Classes that have events.
    pub classes: Vec<ClassDraws>,
}

/// Draws from one stream that are made in every run.
#[derive(Debug)]
pub struct RunDraws {
    /// The stream.
    pub stream: Stream,
    /// Number of uniforms.
    pub uniforms: u64,
    /// Distributions whose quantile each uniform gives.
    pub laws: Vec<Distribution>,
}

/// The events of one class.
#[derive(Debug)]
pub struct ClassDraws {
    /// The stream.
    pub stream: Stream,
    /// Mean number of events in a run.
    pub events: f64,
    /// What each event draws.
    pub marks: Vec<Mark>,
}

/// One draw of an event.
#[derive(Debug)]
pub struct Mark {
    /// From what.
    pub law: Law,
    /// Share of the events of the class that need it.
    pub share: f64,
}

/// What a mark is drawn from.
#[derive(Debug)]
pub enum Law {
    /// A uniform as it is.
    Uniform,
    /// A standard normal.
    Normal,
    /// A distribution of the scenario.
    Of(Distribution),
}

/// How many draws of each kind a run needs on average.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Events.
    pub events: f64,
    /// Uniforms.
    pub uniforms: f64,
    /// Logarithms of gaps.
    pub logarithms: f64,
    /// Quantiles drawn once a run or year.
    pub quantiles_per_run: f64,
    /// Quantiles of marks, those of normal scores included.
    pub quantiles_of_events: f64,
    /// Quantiles among both that solve an equation: gamma, beta, PERT.
    pub solved: f64,
}

impl Needs {
    /// Of a plan and what came out of it.
    ///
    /// # Errors
    ///
    /// A mixing factor or a reach that is no distribution, which a plan would have refused.
    pub fn of(plan: &Plan, outcomes: &Outcomes) -> Result<Self, DistributionError> {
        let model = plan.model();
        let seed = model.simulation.seed;
        let mut per_run = epistemic(model);
        if model.severity.models.len() > 1 {
            per_run.push(RunDraws {
                stream: Stream::new(seed, "severity/model"),
                uniforms: 1,
                laws: Vec::new(),
            });
        }
        let mut classes = Vec::new();
        for class in &model.classes {
            let by_alternative = events(plan, outcomes, &class.name);
            let most = by_alternative.iter().copied().fold(0.0, f64::max);
            if most <= 0.0 {
                continue;
            }
            if let Some(mixing) = class.mixing {
                per_run.push(RunDraws {
                    stream: Stream::new(seed, &format!("mixing/{}", class.name)),
                    uniforms: if mixing.every_year { plan.years() as u64 } else { 1 },
                    laws: vec![factor(mixing)?],
                });
            }
            let mut marks = of_place(model, class, &by_alternative)?;
            match &class.costs {
                EventCosts::Breach => marks.extend(of_breach(model)),
                EventCosts::Service(costs) => marks.extend(of_service(model, costs)),
            }
            let stream = Stream::new(seed, &format!("incident/{}", class.name));
            classes.push(ClassDraws { stream, events: most, marks });
        }
        Ok(Needs { per_run, classes })
    }

    /// Means per run.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for draws in &self.per_run {
            let uniforms = draws.uniforms as f64;
            counts.uniforms += uniforms;
            counts.quantiles_per_run += uniforms * draws.laws.len() as f64;
            counts.solved += uniforms * draws.laws.iter().filter(|law| is_solved(law)).count() as f64;
        }
        for class in &self.classes {
            counts.events += class.events;
            counts.logarithms += class.events + 1.0;
            counts.uniforms += 2.0 * class.events + 1.0;
            for mark in &class.marks {
                let draws = class.events * mark.share;
                counts.uniforms += draws;
                if !matches!(mark.law, Law::Uniform) {
                    counts.quantiles_of_events += draws;
                }
                if matches!(&mark.law, Law::Of(law) if is_solved(law)) {
                    counts.solved += draws;
                }
            }
        }
        counts
    }
}

fn is_solved(law: &Distribution) -> bool {
    matches!(law.family(), Family::Gamma { .. } | Family::Beta { .. } | Family::Pert { .. })
}

/// Uncertain parameters by stream, each different distribution once.
fn epistemic(model: &Model) -> Vec<RunDraws> {
    let mut streams: Vec<(&str, Vec<Distribution>)> = Vec::new();
    let idle = idle(model);
    for (position, parameter) in model.registry.parameters().iter().enumerate() {
        if parameter.role != Role::Epistemic || idle.iter().any(|id| id.index() == position) {
            continue;
        }
        let law = parameter.distribution.clone();
        match streams.iter_mut().find(|(name, _)| *name == parameter.stream) {
            Some((_, laws)) if laws.contains(&law) => {}
            Some((_, laws)) => laws.push(law),
            None => streams.push((&parameter.stream, vec![law])),
        }
    }
    let draws = |(name, laws): (&str, Vec<Distribution>)| RunDraws {
        stream: Stream::new(model.simulation.seed, &format!("parameter/{name}")),
        uniforms: 1,
        laws,
    };
    streams.into_iter().map(draws).collect()
}

/// Parameters of breaches that play no part because every severity model already contains what they price.
fn idle(model: &Model) -> Vec<ParameterId> {
    let costs = &model.breach_costs;
    let mut idle = Vec::new();
    if let Some(fine) = costs.fine.as_ref().filter(|_| share_without(model, |it| it.fines) == 0.0) {
        idle.extend([fine.probability, fine.amount_usd]);
    }
    if let Some(churn) = costs.churn.as_ref().filter(|_| share_without(model, |it| it.churn) == 0.0) {
        idle.extend([churn.exposed, churn.others]);
    }
    if let Some(response) = costs.response.as_ref().filter(|_| share_without(model, |it| it.response) == 0.0)
    {
        idle.extend([response.responders, response.hours, response.cost_per_hour]);
    }
    idle
}

fn mean(model: &Model, id: ParameterId) -> f64 {
    model.registry.get(id).distribution.mean()
}

/// The severity models, each with its share of the runs.
fn severities(model: &Model) -> impl Iterator<Item = (&SeverityModel, f64)> {
    let models = &model.severity.models;
    let total: f64 = models.iter().map(|severity| mean(model, severity.weight)).sum();
    models.iter().map(move |severity| (severity, mean(model, severity.weight) / total))
}

/// Share of the runs whose severity model does not already contain a component.
fn share_without(model: &Model, component: fn(Contains) -> bool) -> f64 {
    severities(model)
        .filter(|(severity, _)| !component(severity.formula.contains()))
        .map(|(_, share)| share)
        .sum()
}

/// A mixing factor: mean 1.
fn factor(mixing: Mixing) -> Result<Distribution, DistributionError> {
    let family = match mixing.law {
        MixingLaw::Gamma(shape) => Family::Gamma { shape, scale: 1.0 / shape },
        MixingLaw::Lognormal(sigma) => Family::Lognormal { mu: -0.5 * sigma * sigma, sigma },
    };
    Distribution::new(family, Limits::default())
}

/// Mean number of events of a class under each alternative.
fn events(plan: &Plan, outcomes: &Outcomes, class: &str) -> Vec<f64> {
    let metric = plan.metric(&format!("events.{class}"));
    let of_alternative = |alternative: usize| {
        let runs = metric.map_or(Vec::new(), |metric| outcomes.metric(alternative, metric));
        runs.iter().sum::<f64>() / runs.len().max(1) as f64
    };
    (0..plan.model().alternatives.len()).map(of_alternative).collect()
}

/// Where an event starts and how far it reaches.
fn of_place(
    model: &Model,
    class: &IncidentClass,
    by_alternative: &[f64],
) -> Result<Vec<Mark>, DistributionError> {
    let most = by_alternative.iter().copied().fold(0.0, f64::max);
    let in_use = |isolation: usize| {
        model.alternatives.iter().any(|alternative| alternative.isolation_of_tier.contains(&isolation))
    };
    let processes = || {
        let positions = (0..class.processes.len()).filter(|&isolation| in_use(isolation));
        positions.filter_map(|isolation| class.processes[isolation].as_ref().map(|it| (isolation, it)))
    };
    let any = |which: fn(&Process) -> bool| processes().any(|(_, process)| which(process));
    let mut marks = Vec::new();
    let in_one_place = any(|process| matches!(process.reach, Reach::One | Reach::Pool));
    if model.tiers.len() > 1 && (class.scope == Scope::TierGroup || in_one_place) {
        marks.push(Mark { law: Law::Uniform, share: 1.0 });
    }
    if any(|process| matches!(process.reach, Reach::Pool)) {
        marks.push(Mark { law: Law::Uniform, share: 1.0 });
    }
    let mut shares: Vec<(Distribution, f64)> = Vec::new();
    for (isolation, process) in processes() {
        let law = match process.reach {
            Reach::One | Reach::All | Reach::Pool => continue,
            Reach::Share(id) => model.registry.get(id).distribution.clone(),
            Reach::Beta { a, b } => Distribution::new(Family::Beta { a, b }, Limits::default())?,
        };
        let throughout = model.alternatives.iter().zip(by_alternative).filter(|(alternative, _)| {
            alternative.isolation_of_tier.iter().all(|&of_tier| of_tier == isolation)
        });
        let share = throughout.map(|(_, events)| events / most).fold(0.0, f64::max);
        match shares.iter_mut().find(|(known, _)| *known == law) {
            Some((_, known)) => *known = known.max(share),
            None => shares.push((law, share)),
        }
    }
    marks.extend(shares.into_iter().map(|(law, share)| Mark { law: Law::Of(law), share }));
    Ok(marks)
}

/// The distribution of a parameter that is drawn for every event.
fn aleatory(model: &Model, id: ParameterId) -> Option<Distribution> {
    let parameter = model.registry.get(id);
    (parameter.role == Role::Aleatory).then(|| parameter.distribution.clone())
}

fn of_service(model: &Model, costs: &ServiceCosts) -> Vec<Mark> {
    let ids = [
        costs.degradation,
        costs.per_event_usd,
        costs.per_tenant_usd,
        costs.per_record_usd,
        costs.per_minute_usd,
        costs.opportunity_usd,
    ];
    let laws = costs.duration_minutes.into_iter().chain(ids).filter_map(|id| aleatory(model, id));
    laws.map(|law| Mark { law: Law::Of(law), share: 1.0 }).collect()
}

fn of_breach(model: &Model) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut draw = |law: Law, share: f64| {
        if share > 0.0 {
            marks.push(Mark { law, share });
        }
    };
    if model.breach_costs.records_sigma > 0.0 {
        draw(Law::Normal, 1.0);
    }
    for (severity, share) in severities(model) {
        let amounts = match severity.formula {
            SeverityFormula::PowerLaw { .. } | SeverityFormula::Lognormal { .. } => {
                draw(Law::Normal, share);
                continue;
            }
            SeverityFormula::PerRecord { base_usd, per_record_usd, .. } => vec![base_usd, per_record_usd],
            SeverityFormula::Fixed { amount_usd } => vec![amount_usd],
        };
        for law in amounts.into_iter().filter_map(|id| aleatory(model, id)) {
            draw(Law::Of(law), share);
        }
    }
    let costs = &model.breach_costs;
    let mut components = 0.0_f64;
    if let Some(fine) = &costs.fine {
        let share = share_without(model, |it| it.fines);
        components = components.max(share);
        draw(Law::Normal, share);
        if let Some(law) = aleatory(model, fine.amount_usd) {
            draw(Law::Of(law), share * mean(model, fine.probability));
        }
    }
    if costs.churn.is_some() {
        let share = share_without(model, |it| it.churn);
        components = components.max(share);
        draw(Law::Normal, share);
    }
    if let Some(response) = &costs.response {
        let share = share_without(model, |it| it.response);
        components = components.max(share);
        if let Some(law) = aleatory(model, response.hours) {
            draw(Law::Of(law), share);
        }
    }
    // The noise that ties the components to the direct loss.
    draw(Law::Normal, components);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{floor::Floor, scenarios};

    /// Five years of 2.67 outages, 4 pool exhaustions, 6 noisy neighbours, 12 degradations and few breaches; with
    /// 2,000 runs the mean of about 124 events has a standard error below 0.3.
    #[test]
    fn evidence_needs_the_events_that_its_rates_say() {
        let plan = scenarios::EVIDENCE.plan(2_000).unwrap();
        let needs = Needs::of(&plan, &scenarios::simulate(&plan).unwrap()).unwrap();
        let counts = needs.counts();
        let expected = 5.0 * (2.67 + 4.0 + 6.0 + 12.0);
        assert!((counts.events - expected).abs() < 1.5, "{}", counts.events);
        assert!(counts.uniforms > 2.0 * counts.events && counts.solved < counts.quantiles_of_events);
        assert!(Floor::new(&needs).draw(0..100).is_finite());
    }

    /// A fixed severity contains fines, churn and response: no parameter is drawn, and a breach needs little.
    #[test]
    fn the_brief_needs_next_to_nothing() {
        let plan = scenarios::BRIEF.plan(2_000).unwrap();
        let needs = Needs::of(&plan, &scenarios::simulate(&plan).unwrap()).unwrap();
        assert!(needs.per_run.is_empty());
        assert!(needs.counts().uniforms < 3.0);
    }
}
