//! The promotion ladder: from which year on it pays to move one tier to a more isolated model.

use rayon::prelude::*;

use super::{
    HybridError,
    combinations::{Combinations, Move},
    played::Played,
};
use crate::{
    engine::Plan,
    stats::{Estimate, Sampling, paired_difference},
};

/// A tier and a more isolated model, year by year.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LadderTarget {
    /// The tier that moves.
    pub tier: String,
    /// The least isolated model, where all tiers start.
    pub from: String,
    /// The model that it moves to.
    pub to: String,
    /// One step for each year; in the first it starts there.
    pub steps: Vec<LadderStep>,
    /// The first year, counted from 1, in which moving pays beyond its 95 % interval; `None` where none does.
    pub first_year: Option<u32>,
}

/// Moving a tier at the start of a year, against staying to the end of the horizon.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LadderStep {
    /// The year, counted from 1.
    pub year: u32,
    /// Mean total cost of staying less that of moving, present value, USD.
    pub saving_usd: Estimate,
    /// Share of the runs in which moving is cheaper.
    pub prob_cheaper: Estimate,
    /// By how much the tail mean (99 %) of the total cost falls, USD.
    pub tvar99_relief_usd: Estimate,
    /// The factor on all losses at which moving costs as much as staying on average; `None` where it avoids none.
    pub loss_factor: Option<f64>,
    /// Whether it pays on average.
    pub pays: Pays,
}

/// Whether a move pays on average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pays {
    /// The 95 % interval of the saving lies above zero.
    Yes,
    /// It lies below.
    No,
    /// It holds zero, or is not known.
    Open,
}

impl Pays {
    /// The word in files and tables.
    pub fn word(self) -> &'static str {
        match self {
            Pays::Yes => "yes",
            Pays::No => "no",
            Pays::Open => "open",
        }
    }

    fn of(saving: &Estimate) -> Pays {
        let ends = saving.interval.map_or((None, None), |interval| (interval.low, interval.high));
        match ends {
            (Some(low), _) if low > 0.0 => Pays::Yes,
            (_, Some(high)) if high < 0.0 => Pays::No,
            _ => Pays::Open,
        }
    }
}

impl LadderTarget {
    /// The year in which moving saves most.
    pub fn best(&self) -> Option<&LadderStep> {
        self.steps.iter().max_by(|a, b| a.saving_usd.value.total_cmp(&b.saving_usd.value))
    }
}

/// Every tier and more isolated model.
pub(super) fn ladder(
    plan: &Plan,
    combinations: &Combinations,
    played: &Played,
) -> Result<Vec<LadderTarget>, HybridError> {
    let model = plan.model();
    let staying = combinations.least_isolated();
    let tail = |alternative: usize| -> Result<Vec<f64>, HybridError> {
        Ok(played.sampling.sample(played.tco[alternative].clone())?.tail_values(0.99))
    };
    let tail_of_staying = tail(staying)?;
    let step = |one: &Move| -> Result<LadderStep, HybridError> {
        let saved = difference(&played.sampling, &played.tco[staying], &played.tco[one.alternative])?;
        let relief = difference(&played.sampling, &tail_of_staying, &tail(one.alternative)?)?.mean();
        let saving_usd = played.trusted(saved.mean());
        let avoided = played.mean_loss[staying] - played.mean_loss[one.alternative];
        // Saving = avoided losses - what the move costs besides.
        let factor = (avoided - saving_usd.value) / avoided;
        Ok(LadderStep {
            year: one.year + 1,
            pays: Pays::of(&saving_usd),
            saving_usd,
            prob_cheaper: saved.probability_above(0.0),
            tvar99_relief_usd: played.trusted(relief),
            loss_factor: (avoided > 0.0).then_some(factor).filter(|factor| factor.is_finite()),
        })
    };
    let same_target = |a: &Move, b: &Move| a.tier == b.tier && a.model == b.model;
    combinations
        .moves
        .chunk_by(same_target)
        .map(|moves| {
            let steps: Vec<LadderStep> = moves.par_iter().map(step).collect::<Result<_, _>>()?;
            let name = |place: usize| model.isolation[combinations.models[place]].name.clone();
            Ok(LadderTarget {
                tier: model.tiers[moves[0].tier].name.clone(),
                from: name(0),
                to: name(moves[0].model),
                first_year: steps.iter().find(|step| step.pays == Pays::Yes).map(|step| step.year),
                steps,
            })
        })
        .collect()
}

fn difference(sampling: &Sampling, a: &[f64], b: &[f64]) -> Result<crate::stats::Sample, HybridError> {
    Ok(sampling.sample(paired_difference(a, b))?)
}
