//! The robustness matrix: who is cheapest under every combination of severity model, breach reading and churn
//! accounting, on common random numbers.

mod cells;
#[cfg(test)]
mod tests;

use std::sync::atomic::AtomicBool;

use super::{
    AlternativeFindings, AnalysisError, Findings,
    analyse::{cheapest, trusted},
    figures::find,
    quantity::baseline_of,
    runs::sampling_of,
};
use crate::{
    engine::{self, Plan, RunOptions},
    stats::{Estimate, Sampling, paired_difference},
};
use cells::Cell;

/// The decision under every reading of a scenario.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Robustness {
    /// Runs of each cell; all cells are played on the same random numbers.
    pub runs: u64,
    /// The alternative that is cheapest in the whole result of the scenario as it is.
    pub base_winner: String,
    /// The base case first, then every combination.
    pub cells: Vec<RobustnessCell>,
}

impl Robustness {
    /// The decisions of all cells that are available, the base case first.
    pub fn decisions(&self) -> impl Iterator<Item = &CellDecision> {
        self.cells.iter().filter_map(|cell| match &cell.result {
            CellResult::Decision(decision) => Some(&**decision),
            CellResult::NotAvailable(_) => None,
        })
    }
}

/// One reading of the scenario and what follows from it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct RobustnessCell {
    /// The severity model that holds alone, or `as given`.
    pub severity: String,
    /// The reading of every breach frequency given in the file, or `as given`.
    pub reading: String,
    /// How the worth of leaving tenants is booked, or `as given`.
    pub churn: String,
    /// Who is cheapest, or why that is not available.
    #[serde(flatten)]
    pub result: CellResult,
}

/// Who is cheapest in a cell, or why that is not available.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CellResult {
    /// The decision.
    Decision(Box<CellDecision>),
    /// The text completes "not available, because …".
    NotAvailable(String),
}

/// Who is cheapest in a cell and by how much; money in present value, USD.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct CellDecision {
    /// The alternative with the lowest mean total cost.
    pub cheapest: String,
    /// Its mean total cost.
    pub tco_usd: Estimate,
    /// Against the baseline; `None` where that is the cheapest itself.
    pub baseline: Option<Rival>,
    /// Against the cheapest of the base case; `None` where that is the cheapest here too.
    pub base_winner: Option<Rival>,
    /// Against the second cheapest.
    pub next: Rival,
    /// Whether another alternative is cheaper than the cheapest of the base case, beyond the 95 % interval.
    pub flips: bool,
}

/// What the cheapest saves against another alternative, run by run.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Rival {
    /// The other alternative.
    pub alternative: String,
    /// The mean saving.
    pub saving_usd: Estimate,
    /// The share of runs in which the cheapest costs less.
    pub prob_cheaper: Estimate,
}

impl Rival {
    /// Whether the 95 % interval of the saving lies above zero.
    pub fn is_settled(&self) -> bool {
        self.saving_usd.interval.and_then(|interval| interval.low).is_some_and(|low| low > 0.0)
    }
}

/// Why there is no matrix.
#[derive(Debug, thiserror::Error)]
pub enum RobustnessError {
    /// A column of outcomes cannot be summed up.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// It was stopped.
    #[error("interrupted")]
    Interrupted,
}

/// Plays the scenario again in every cell. The base case's cheapest is that of the `findings` of more runs, where there
/// are some, so that a near tie does not turn around in the smaller matrix. `None` where there is nothing to choose from or only one reading.
pub fn robustness(
    plan: &Plan,
    findings: Option<&Findings>,
    interrupted: &AtomicBool,
) -> Result<Option<Robustness>, RobustnessError> {
    let model = plan.model();
    let cells = cells::cells(model);
    if model.alternatives.len() < 2 || cells.is_empty() {
        return Ok(None);
    }
    let runs = model.robustness.runs_of(cells.len() as u64 + 1, model.simulation.runs);
    let play = |cell: &Cell| -> Result<Result<Played, String>, RobustnessError> {
        let mut changed = model.clone();
        changed.simulation.runs = runs;
        changed.simulation.uncertainty = crate::model::Nesting::Flat;
        if let Err(because) = cell.apply(&mut changed) {
            return Ok(Err(because));
        }
        match Plan::new(changed) {
            Ok(plan) => played(&plan, interrupted).map(Ok),
            Err(error) => Ok(Err(error.to_string())),
        }
    };
    let Ok(base) = play(&Cell::AS_GIVEN)? else { return Ok(None) };
    let Some(winner) = cheapest(&findings.map_or(base.means.clone(), means), None) else { return Ok(None) };
    let mut decided = vec![cell(plan, Cell::AS_GIVEN, base.decide(plan, winner)?)];
    for one in cells {
        let result = match play(&one)? {
            Ok(played) => played.decide(plan, winner)?,
            Err(because) => CellResult::NotAvailable(because),
        };
        decided.push(cell(plan, one, result));
    }
    Ok(Some(Robustness { runs, base_winner: model.alternatives[winner].name.clone(), cells: decided }))
}

/// Mean total cost of every alternative of a result.
fn means(findings: &Findings) -> Vec<f64> {
    let mean = |one: &AlternativeFindings| {
        find(&one.figures, "tco", "mean").map_or(f64::INFINITY, |mean| mean.value)
    };
    findings.alternatives.iter().map(mean).collect()
}

fn cell(plan: &Plan, cell: Cell, result: CellResult) -> RobustnessCell {
    let [severity, reading, churn] = cell.words(plan.model());
    RobustnessCell { severity, reading, churn, result }
}

/// Total cost of every alternative, run by run.
struct Played {
    sampling: Sampling,
    tco: Vec<Vec<f64>>,
    means: Vec<f64>,
}

fn played(plan: &Plan, interrupted: &AtomicBool) -> Result<Played, RobustnessError> {
    let options = RunOptions { progress: &|_| {}, interrupted };
    let outcomes = engine::run(plan, &options).ok_or(RobustnessError::Interrupted)?;
    let sampling = sampling_of(&outcomes).map_err(AnalysisError::from)?;
    let metric = plan.metric("tco").unwrap_or(0);
    let tco: Vec<Vec<f64>> =
        (0..plan.model().alternatives.len()).map(|position| outcomes.metric(position, metric)).collect();
    let means = tco.iter().map(|column| sampling.mean(column)).collect();
    Ok(Played { sampling, tco, means })
}

impl Played {
    /// Who is cheapest, when `winner` is in the base case.
    fn decide(&self, plan: &Plan, winner: usize) -> Result<CellResult, AnalysisError> {
        let name = |position: usize| plan.model().alternatives[position].name.clone();
        let best = cheapest(&self.means, None).unwrap_or(winner);
        let against = |other: usize| -> Result<Rival, AnalysisError> {
            let saving = self.sampling.sample(paired_difference(&self.tco[other], &self.tco[best]))?;
            Ok(Rival {
                alternative: name(other),
                saving_usd: trusted(plan, saving.mean()),
                prob_cheaper: saving.probability_above(0.0),
            })
        };
        let unless_best = |other: usize| if other == best { Ok(None) } else { against(other).map(Some) };
        let base_winner = unless_best(winner)?;
        let tco = self.sampling.sample(self.tco[best].clone())?;
        Ok(CellResult::Decision(Box::new(CellDecision {
            cheapest: name(best),
            tco_usd: trusted(plan, tco.mean()),
            baseline: unless_best(baseline_of(plan, best))?,
            flips: base_winner.as_ref().is_some_and(Rival::is_settled),
            base_winner,
            next: against(cheapest(&self.means, Some(best)).unwrap_or(winner))?,
        })))
    }
}
