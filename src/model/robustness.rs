//! Under which readings of a scenario the decision is made again.

use super::ChurnAccounting;
use crate::units::Per;

/// The readings of a scenario that the decision must survive; every combination is one cell of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobustnessChecks {
    /// Severity models that hold alone, as positions in the mixture; those of weight 0 too.
    pub severity: Vec<usize>,
    /// Readings of every breach frequency that the file gives; empty for those of the file.
    pub readings: Vec<Per>,
    /// How the worth of leaving tenants is booked; empty as in the file.
    pub churn: Vec<ChurnAccounting>,
    /// Runs of each cell; `None` for as many as [`RobustnessChecks::runs_of`] gives.
    pub runs: Option<u64>,
}

impl RobustnessChecks {
    /// Most runs of each cell where the file does not say.
    const MOST_RUNS: u64 = 10_000;
    /// Fewest of them, where the scenario has as many.
    const LEAST_RUNS: u64 = 1_000;

    /// Runs of each of so many cells of a scenario of so many runs. Where the file does not say, all cells together take
    /// a quarter of the scenario's runs, but each no more than 10,000 and no fewer than 1,000.
    pub fn runs_of(&self, cells: u64, scenario_runs: u64) -> u64 {
        let share = scenario_runs / (4 * cells.max(1));
        let affordable = share.clamp(Self::LEAST_RUNS, Self::MOST_RUNS).min(scenario_runs);
        self.runs.unwrap_or(affordable)
    }
}

impl ChurnAccounting {
    /// Every way with the word in the file.
    pub const ALL: [(&'static str, ChurnAccounting); 2] =
        [("lump", ChurnAccounting::Lump), ("endogenous", ChurnAccounting::Endogenous)];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        ChurnAccounting::ALL.iter().find(|(_, one)| *one == self).map_or("", |(word, _)| word)
    }
}
