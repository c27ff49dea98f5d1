//! The number of tenants at which another alternative becomes the cheapest: the scenario is played again on the
//! same seed with another number of tenants at the start, everything else as it is.

use super::{CaseError, CaseOptions};
use crate::{
    decision::{
        analyse::{cheapest, trusted},
        runs::sampling_of,
        variation,
    },
    engine::{Plan, RunOptions, run},
    model::Simulation,
    scenario::Instead,
    stats::{Estimate, paired_difference},
};

/// Most runs of one step; the same runs at every step, so that chance moves all steps together.
const MOST_RUNS: u64 = 20_000;
/// Fewest runs of one step, where the scenario has as many.
const LEAST_RUNS: u64 = 2_000;
/// Events that one step may play; large numbers of tenants get fewer runs.
const MOST_EVENTS: f64 = 2e6;
/// Steps to either side, each by a factor of √10: from a hundredth to a hundredfold.
const STEPS: u32 = 4;
/// Halvings, in logarithms, of the step in which the choice changes.
const HALVINGS: u32 = 6;

/// Where the choice changes to either side of the scenario's number of tenants.
#[derive(Debug, Clone, serde::Serialize)]
pub struct TenantFlips {
    /// Tenants at the start of the scenario.
    pub tenants: f64,
    /// Most runs of one step.
    pub runs: u64,
    /// With fewer tenants.
    pub below: Flip,
    /// With more.
    pub above: Flip,
}

/// Where the choice changes.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flip {
    /// At this number of tenants.
    At {
        /// The number; the standard error is that of the paired saving there over its slope.
        tenants: Estimate,
        /// The alternative that is cheapest beyond it.
        alternative: String,
    },
    /// Nowhere up to this number.
    Nowhere {
        /// The last number tried.
        searched_to: f64,
    },
    /// Not looked for; the text completes "not looked for, because …".
    NotSearched(String),
}

/// What the choice is worth at one number of tenants.
#[derive(Debug, Clone)]
struct Point {
    tenants: f64,
    /// What the choice costs less than the cheapest other, paired by run.
    margin: Estimate,
    rival: usize,
    /// Mean TCO of every alternative.
    costs: Vec<f64>,
    /// Events per run, the most of any alternative.
    events: f64,
}

struct Search<'a> {
    plan: &'a Plan,
    best: usize,
    options: &'a CaseOptions<'a>,
}

/// Looks to both sides.
pub(super) fn search(plan: &Plan, best: usize, options: &CaseOptions) -> Result<TenantFlips, CaseError> {
    let model = plan.model();
    let runs = MOST_RUNS.min(model.simulation.runs);
    let given = &model.registry.get(model.initial_tenants).distribution;
    let not_searched = |tenants: f64, because: &str| {
        let flip = Flip::NotSearched(because.to_owned());
        Ok(TenantFlips { tenants, runs, below: flip.clone(), above: flip })
    };
    let Some(tenants) = given.as_constant() else {
        return not_searched(given.mean(), "the number of tenants is itself uncertain");
    };
    if model.horizon.years == 0 {
        return not_searched(tenants, "the horizon has no years");
    }
    if tenants < 1.0 {
        return not_searched(tenants, "the scenario has no tenants at the start");
    }
    let search = Search { plan, best, options };
    let Some(base) = search.at(tenants, runs)? else {
        return not_searched(tenants, "the scenario cannot be played again");
    };
    if base.margin.value <= 0.0 {
        let because = format!("{runs} runs do not settle which alternative is the cheapest");
        return not_searched(tenants, &because);
    }
    Ok(TenantFlips { tenants, runs, below: search.towards(&base, -1)?, above: search.towards(&base, 1)? })
}

impl Search<'_> {
    /// Steps away from `base` until another alternative is the cheapest, then halves the last step.
    fn towards(&self, base: &Point, direction: i32) -> Result<Flip, CaseError> {
        let mut inner = base.clone();
        for step in 1..=STEPS {
            let factor = 10_f64.powf(0.5 * f64::from(direction) * f64::from(step));
            let tenants = (base.tenants * factor).round().max(1.0);
            if tenants == inner.tenants {
                break;
            }
            // Beyond what can be simulated.
            let Some(point) = self.at(tenants, self.runs_at(tenants, &inner))? else { break };
            if point.margin.value < 0.0 {
                return self.between(inner, point);
            }
            inner = point;
        }
        Ok(Flip::Nowhere { searched_to: inner.tenants })
    }

    fn between(&self, inner: Point, outer: Point) -> Result<Flip, CaseError> {
        let step = (inner.clone(), outer.clone());
        let runs = self.runs_at(outer.tenants.max(inner.tenants), &inner);
        let (mut inner, mut outer) = (inner, outer);
        for _ in 0..HALVINGS {
            let middle = (inner.tenants * outer.tenants).sqrt().round();
            if middle == inner.tenants || middle == outer.tenants {
                break;
            }
            let Some(point) = self.at(middle, runs)? else { break };
            let side = if point.margin.value < 0.0 { &mut outer } else { &mut inner };
            *side = point;
        }
        let margin = |point: &Point| point.costs[outer.rival] - point.costs[self.best];
        let (kept, lost) = (margin(&inner).max(0.0), -margin(&outer));
        let tenants = inner.tenants + (outer.tenants - inner.tenants) * kept / (kept + lost);
        // Over the whole step, where chance matters less than in a short piece of it.
        let slope = ((margin(&step.1) - margin(&step.0)) / (step.1.tenants - step.0.tenants)).abs();
        let tenants = match outer.margin.std_error {
            Some(error) if slope > 0.0 => Estimate::normal(tenants, error / slope),
            _ => Estimate::of_unknown_error(tenants),
        };
        let alternative = self.plan.model().alternatives[outer.rival].name.clone();
        Ok(Flip::At { tenants, alternative })
    }

    /// Runs for a number of tenants, if events grow with it from those at `near`.
    fn runs_at(&self, tenants: f64, near: &Point) -> u64 {
        let events = (near.events * (tenants / near.tenants).max(1.0)).max(1.0);
        let affordable = (MOST_EVENTS / events) as u64;
        affordable.clamp(LEAST_RUNS, MOST_RUNS).min(self.plan.model().simulation.runs)
    }

    /// Plays the scenario with another number of tenants; `None` where that cannot be simulated.
    fn at(&self, tenants: f64, runs: u64) -> Result<Option<Point>, CaseError> {
        let model = self.plan.model();
        let path = model.registry.get(model.initial_tenants).path.clone();
        let simulation = Simulation { runs, ..model.simulation };
        let instead = [Instead { path, value: tenants }];
        let Ok(plan) = variation(self.options.scenario, simulation, &instead) else { return Ok(None) };
        let options = RunOptions { progress: self.options.progress, interrupted: self.options.interrupted };
        let outcomes = run(&plan, &options).ok_or(CaseError::Interrupted)?;
        let alternatives = 0..plan.model().alternatives.len();
        let sampling = sampling_of(&outcomes)?;
        let columns = |name: &str| -> Vec<Vec<f64>> {
            let metric = plan.metric(name).unwrap_or(0);
            alternatives.clone().map(|position| outcomes.metric(position, metric)).collect()
        };
        let tco = columns("tco");
        let costs: Vec<f64> = tco.iter().map(|column| sampling.mean(column)).collect();
        let events = columns("events").iter().map(|column| sampling.mean(column)).fold(0.0, f64::max);
        let Some(rival) = cheapest(&costs, Some(self.best)) else { return Ok(None) };
        let margin = sampling.sample(paired_difference(&tco[rival], &tco[self.best]))?.mean();
        let margin = trusted(&plan, margin);
        Ok(Some(Point { tenants, margin, rival, costs, events }))
    }
}
