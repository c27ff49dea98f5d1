//! One cell of the matrix as it was played, before it is known who is cheapest in the whole result.

use std::sync::atomic::AtomicBool;

use super::{CellDecision, CellResult, Rival, RobustnessError};
use crate::{
    decision::{
        AnalysisError,
        analyse::{cheapest, trusted},
        quantity::baseline_of,
        runs::sampling_of,
    },
    engine::{self, Plan, RunOptions},
    stats::{Estimate, Sampling, paired_difference},
};

/// What was found in a cell.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub enum PlayedCell {
    /// It was played.
    Played(Box<CellFigures>),
    /// The text completes "not available, because …".
    NotAvailable(String),
}

/// Everything that a decision may ask of a cell.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CellFigures {
    /// Position of the alternative with the lowest mean total cost.
    best: usize,
    /// Position of the second cheapest, where there is one.
    next: Option<usize>,
    /// Mean total cost of each alternative, present value, USD.
    tco: Vec<Estimate>,
    /// What the cheapest saves against each alternative, USD, and the share of runs in which it costs less; `None`
    /// against itself.
    rivals: Vec<Option<(Estimate, Estimate)>>,
}

impl PlayedCell {
    /// Whether this can be a cell of a plan: a cell that was read from somewhere is used only then.
    pub fn fits(&self, plan: &Plan) -> bool {
        let PlayedCell::Played(figures) = self else { return true };
        let count = plan.model().alternatives.len();
        let in_range = |position: usize| position < count;
        let CellFigures { best, next, tco, rivals } = &**figures;
        in_range(*best)
            && next.is_none_or(|next| in_range(next) && next != *best)
            && tco.len() == count
            && rivals.len() == count
            && rivals.iter().enumerate().all(|(position, rival)| rival.is_none() == (position == *best))
    }
}

/// Plays a cell's plan.
pub(super) fn play(plan: &Plan, interrupted: &AtomicBool) -> Result<CellFigures, RobustnessError> {
    let options = RunOptions { progress: &|_| {}, interrupted };
    let outcomes = engine::run(plan, &options).ok_or(RobustnessError::Interrupted)?;
    let sampling = sampling_of(&outcomes).map_err(AnalysisError::from)?;
    let metric = plan.metric("tco").unwrap_or(0);
    let columns: Vec<Vec<f64>> =
        (0..plan.model().alternatives.len()).map(|position| outcomes.metric(position, metric)).collect();
    Ok(figures(plan, &sampling, &columns)?)
}

fn figures(plan: &Plan, sampling: &Sampling, columns: &[Vec<f64>]) -> Result<CellFigures, AnalysisError> {
    let means: Vec<f64> = columns.iter().map(|column| sampling.mean(column)).collect();
    let best = cheapest(&means, None).unwrap_or(0);
    let against = |(other, column): (usize, &Vec<f64>)| {
        if other == best {
            return Ok(None);
        }
        let saving = sampling.sample(paired_difference(column, &columns[best]))?;
        Ok(Some((trusted(plan, saving.mean()), saving.probability_above(0.0))))
    };
    let of = |(position, column): (usize, &Vec<f64>)| {
        if position == best {
            return Ok(trusted(plan, sampling.sample(column.clone())?.mean()));
        }
        Ok(Estimate::of_unknown_error(means[position]))
    };
    Ok(CellFigures {
        best,
        next: cheapest(&means, Some(best)),
        tco: columns.iter().enumerate().map(of).collect::<Result<_, AnalysisError>>()?,
        rivals: columns.iter().enumerate().map(against).collect::<Result<_, AnalysisError>>()?,
    })
}

impl CellFigures {
    /// Mean total cost of each alternative.
    pub fn means(&self) -> Vec<f64> {
        self.tco.iter().map(|tco| tco.value).collect()
    }

    /// Who is cheapest, when `winner` is in the base case.
    pub fn decide(&self, plan: &Plan, winner: usize) -> CellResult {
        let name = |position: usize| plan.model().alternatives[position].name.clone();
        let against = |other: usize| {
            let (saving_usd, prob_cheaper) = self.rivals[other]?;
            Some(Rival { alternative: name(other), saving_usd, prob_cheaper })
        };
        let base_winner = against(winner);
        let Some(next) = self.next.and_then(against) else {
            return CellResult::NotAvailable("there is one alternative".to_owned());
        };
        CellResult::Decision(Box::new(CellDecision {
            cheapest: name(self.best),
            tco_usd: self.tco[self.best],
            baseline: against(baseline_of(plan, self.best)),
            flips: base_winner.as_ref().is_some_and(Rival::is_settled),
            base_winner,
            next,
        }))
    }
}
