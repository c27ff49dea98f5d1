//! The robustness matrix: who is cheapest under every combination of severity model, breach reading and churn
//! accounting, on common random numbers.

mod cells;
mod played;
#[cfg(test)]
mod tests;

use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use super::{AlternativeFindings, AnalysisError, Findings, analyse::cheapest, figures::find};
use crate::{
    engine::Plan,
    model::{Model, Nesting},
    stats::Estimate,
};
use cells::Cell;
pub use played::PlayedCell;

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

/// Plays some cells of the matrix, at once as far as there are threads.
pub fn play_cells(
    plan: &Plan,
    cells: impl IntoIterator<Item = usize>,
    interrupted: &AtomicBool,
) -> Result<Vec<PlayedCell>, RobustnessError> {
    let cells: Vec<usize> = cells.into_iter().collect();
    cells.into_par_iter().map(|cell| play_cell(plan, cell, interrupted)).collect()
}

/// Number of cells of a scenario's matrix, the base case included; 0 where there is no matrix.
pub fn robustness_cells(plan: &Plan) -> usize {
    let model = plan.model();
    let cells = cells::cells(model).len();
    if model.alternatives.len() < 2 || cells == 0 { 0 } else { cells + 1 }
}

/// Every cell, the base case first.
fn all_cells(model: &Model) -> impl Iterator<Item = Cell> {
    std::iter::once(Cell::AS_GIVEN).chain(cells::cells(model))
}

/// Plays one cell of the matrix, the base case being number 0. A cell is the same whichever others are played.
fn play_cell(plan: &Plan, number: usize, interrupted: &AtomicBool) -> Result<PlayedCell, RobustnessError> {
    let mut model = plan.model().clone();
    let runs = model.robustness.runs_of(robustness_cells(plan) as u64, model.simulation.runs);
    let cell = all_cells(plan.model()).nth(number).unwrap_or(Cell::AS_GIVEN);
    model.simulation.runs = runs;
    model.simulation.uncertainty = Nesting::Flat;
    if let Err(because) = cell.apply(&mut model) {
        return Ok(PlayedCell::NotAvailable(because));
    }
    match Plan::new(model) {
        Ok(plan) => played::play(&plan, interrupted).map(|figures| PlayedCell::Played(Box::new(figures))),
        Err(error) => Ok(PlayedCell::NotAvailable(error.to_string())),
    }
}

/// The matrix that all cells make, played by [`play_cells`] and in order. The base case's cheapest is that of the `findings`
/// of more runs, where there are some, so that a near tie does not turn around in the smaller matrix. `None` where there
/// is nothing to choose from or only one reading.
pub fn robustness_of(plan: &Plan, findings: Option<&Findings>, played: &[PlayedCell]) -> Option<Robustness> {
    let model = plan.model();
    let Some(PlayedCell::Played(base)) = played.first() else { return None };
    let winner = cheapest(&findings.map_or_else(|| base.means(), means), None)?;
    let cells = all_cells(model).zip(played).map(|(cell, played)| {
        let [severity, reading, churn] = cell.words(model);
        let result = match played {
            PlayedCell::Played(figures) => figures.decide(plan, winner),
            PlayedCell::NotAvailable(because) => CellResult::NotAvailable(because.clone()),
        };
        RobustnessCell { severity, reading, churn, result }
    });
    Some(Robustness {
        runs: model.robustness.runs_of(played.len() as u64, model.simulation.runs),
        base_winner: model.alternatives[winner].name.clone(),
        cells: cells.collect(),
    })
}

/// Mean total cost of every alternative of a result.
fn means(findings: &Findings) -> Vec<f64> {
    let mean = |one: &AlternativeFindings| {
        find(&one.figures, "tco", "mean").map_or(f64::INFINITY, |mean| mean.value)
    };
    findings.alternatives.iter().map(mean).collect()
}
