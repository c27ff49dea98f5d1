//! One or two numbers of a scenario over a range: what every alternative costs at each point, and who is cheapest.
//!
//! Every point is the scenario read again with other numbers and played on the same streams, drawn by the method of the
//! scenario. With `plain`, run `r` is the same world at all points. With `auto` every point is sharper by itself, and the
//! alternatives of a point are paired run by run just as well; where a number changes what is rare, neighbouring points
//! are drawn differently.

mod axis;
mod frontier;
mod point;
mod words;

use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

pub(super) use axis::is_whole;
pub use axis::{Over, SweepAxis, Vary};
pub use frontier::Crossing;
pub use point::{PointResult, SweepPoint};

use super::{Setting, VariationError, quantity::baseline_of, variation::drawn};
use crate::{
    engine::{Plan, RunOptions},
    model::Simulation,
    scenario::{Instead, InsteadError, Scenario},
    stats::SampleError,
};

/// Points of a range of which the number is not said.
const USUAL_POINTS: usize = 25;
/// Most points of a sweep.
const MOST_POINTS: usize = 1_000_000;

/// Why a sweep is not made.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// A path cannot be varied, or has a value that cannot be.
    #[error(transparent)]
    Instead(#[from] InsteadError),
    /// A range makes no sense.
    #[error("{path}: {why}")]
    Range {
        /// The path.
        path: String,
        /// Why.
        why: String,
    },
    /// A point cannot be simulated.
    #[error("{settings}: {error}")]
    Point {
        /// `path = value` of the point.
        settings: String,
        /// Why.
        error: VariationError,
    },
    /// A column of outcomes cannot be summed up.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// It was stopped.
    #[error("interrupted")]
    Interrupted,
}

/// An alternative as it appears in a sweep.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SweptAlternative {
    /// Name in the scenario.
    pub name: String,
    /// Words for people.
    pub label: String,
    /// Position of the baseline that it is compared with; its own for the baseline.
    pub baseline: usize,
}

/// The points of a sweep before any is played.
#[derive(Debug)]
pub struct SweepGrid {
    /// What is varied, one axis or two; the last one varies fastest.
    pub axes: Vec<SweepAxis>,
    scenario: Scenario,
    simulation: Simulation,
}

/// A sweep that was played.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Sweep {
    /// What was simulated and how; the runs are those of one point.
    pub setting: Setting,
    /// What was varied, one axis or two; the last one varies fastest.
    pub axes: Vec<SweepAxis>,
    /// The alternatives in the order of the scenario.
    pub alternatives: Vec<SweptAlternative>,
    /// What it comes to, in sentences.
    pub verdict: Vec<String>,
    /// What a reader must know before using the numbers.
    pub notices: Vec<String>,
    /// Where the cheapest alternative changes between two neighbouring points.
    pub crossings: Vec<Crossing>,
    /// With two axes, the lines that part the regions of the cheapest alternatives: from and to, each in the values of
    /// the axes.
    pub frontier: Vec<[[f64; 2]; 2]>,
    /// Every point.
    pub points: Vec<SweepPoint>,
}

impl Sweep {
    /// The values of the axes at a point.
    pub fn values_at(&self, point: usize) -> Vec<f64> {
        values_at(&self.axes, point)
    }
}

/// The last axis varies fastest.
fn values_at(axes: &[SweepAxis], point: usize) -> Vec<f64> {
    let mut rest = point;
    let mut values: Vec<f64> = Vec::with_capacity(axes.len());
    for axis in axes.iter().rev() {
        values.push(axis.values[rest % axis.values.len()]);
        rest /= axis.values.len();
    }
    values.reverse();
    values
}

impl SweepGrid {
    /// The grid of one or two paths of a scenario, every point simulated as `simulation` says. Every value is checked.
    pub fn new(scenario: Scenario, simulation: Simulation, vary: &[Vary]) -> Result<SweepGrid, SweepError> {
        let numbers = scenario.numbers();
        let mut axes: Vec<SweepAxis> = Vec::new();
        for vary in vary {
            let number = numbers.iter().find(|number| number.path == vary.path);
            let Some(number) = number else { return Err(SweepGrid::unknown(&scenario, &vary.path)) };
            if axes.iter().any(|axis| axis.path == vary.path) {
                let why = "a path is varied once".to_owned();
                return Err(SweepError::Range { path: vary.path.clone(), why });
            }
            axes.push(SweepAxis::new(vary, number, USUAL_POINTS)?);
        }
        let grid = SweepGrid { axes, scenario, simulation };
        if grid.points() > MOST_POINTS {
            let (path, why) =
                (grid.axes[0].path.clone(), format!("a sweep has at most {MOST_POINTS} points"));
            return Err(SweepError::Range { path, why });
        }
        // What cannot be is found before an hour of simulation: every value, and the corners, where runs are longest.
        for axis in &grid.axes {
            (0..axis.values.len())
                .try_for_each(|value| grid.scenario.with(&[axis.instead(value)]).map(drop))?;
        }
        grid.corners().into_iter().try_for_each(|point| grid.plan(point).map(drop))?;
        Ok(grid)
    }

    /// Why a path that is not among the numbers of a scenario cannot be varied.
    pub(super) fn unknown(scenario: &Scenario, path: &str) -> SweepError {
        let why = "the path cannot be varied".to_owned();
        let unknown = scenario.with(&[Instead { path: path.to_owned(), value: 0.0 }]).err();
        unknown.map_or(SweepError::Range { path: path.to_owned(), why }, Into::into)
    }

    /// Number of points.
    pub fn points(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// Runs of one point.
    pub fn runs_per_point(&self) -> u64 {
        self.simulation.runs
    }

    fn corners(&self) -> Vec<usize> {
        let ends = |corners: Vec<usize>, axis: &SweepAxis| -> Vec<usize> {
            let count = axis.values.len();
            corners.iter().flat_map(|corner| [corner * count, corner * count + count - 1]).collect()
        };
        self.axes.iter().fold(vec![0], ends)
    }

    fn plan(&self, point: usize) -> Result<Plan, SweepError> {
        let values = values_at(&self.axes, point);
        let instead =
            self.axes.iter().zip(values).map(|(axis, value)| Instead { path: axis.path.clone(), value });
        self.plan_at(&instead.collect::<Vec<_>>())
    }

    fn plan_at(&self, instead: &[Instead]) -> Result<Plan, SweepError> {
        drawn(&self.scenario, self.simulation, instead).map_err(|error| match error {
            VariationError::Instead(error) => SweepError::Instead(error),
            error => {
                let settings: Vec<String> =
                    instead.iter().map(|Instead { path, value }| format!("{path} = {value}")).collect();
                SweepError::Point { settings: settings.join(", "), error }
            }
        })
    }

    /// Plays a point that need not be one of the grid.
    pub(super) fn play_at(
        &self,
        instead: &[Instead],
        progress: &(dyn Fn(u64) + Sync),
        interrupted: &AtomicBool,
    ) -> Result<SweepPoint, SweepError> {
        point::play(&self.plan_at(instead)?, &RunOptions { progress, interrupted })
    }

    /// Plays some points on the current rayon pool; `progress` hears of runs.
    pub fn play(
        &self,
        points: &[usize],
        progress: &(dyn Fn(u64) + Sync),
        interrupted: &AtomicBool,
    ) -> Result<Vec<SweepPoint>, SweepError> {
        let play = |&point: &usize| point::play(&self.plan(point)?, &RunOptions { progress, interrupted });
        points.par_iter().map(play).collect()
    }

    /// The sweep that all points make; `plan` is that of the scenario as it is.
    pub fn finish(&self, plan: &Plan, scenario_sha256: String, points: Vec<SweepPoint>) -> Sweep {
        let model = plan.model();
        let alternatives = model.alternatives.iter().enumerate();
        let alternatives = alternatives.map(|(position, facts)| SweptAlternative {
            name: facts.name.clone(),
            label: facts.label.clone(),
            baseline: baseline_of(plan, position),
        });
        let crossings = frontier::crossings(&self.axes, &points);
        let mut sweep = Sweep {
            setting: Setting::of(model, scenario_sha256, plan.method().to_owned(), self.simulation.runs),
            axes: self.axes.clone(),
            alternatives: alternatives.collect(),
            verdict: Vec::new(),
            notices: words::notices(plan, &points),
            frontier: frontier::lines(&self.axes, &crossings),
            crossings,
            points,
        };
        sweep.verdict = words::verdict(&sweep);
        sweep
    }
}
