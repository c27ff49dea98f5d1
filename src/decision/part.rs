//! A part of a simulation of which no runs are kept, as a shard holds it, and how parts make the whole.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    AnalysisError, convergence, extrapolation::Extrapolation, gathered::Gathered, quantity::Quantity,
    totals::Totals,
};
use crate::{
    engine::{self, BLOCK_RUNS, BlockError, Outcomes, Plan},
    stats::{Summary, SummaryError},
};

/// Some of the runs of a simulation, consecutive ones, summed up. All of it merges exactly: parts make the same whole as
/// their runs in one piece, to the last bit.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Part {
    summaries: BTreeMap<Quantity, Summary>,
    totals: Totals,
    extrapolation: Extrapolation,
    looks: Vec<Look>,
    /// Blocks of runs for the run table, as [`engine::encode`] writes them, each with its number of runs.
    blocks: Vec<(u64, Vec<u8>)>,
}

/// Where a simulation in one piece looks at its figures: what this part holds of the runs before.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Look {
    /// Runs of the simulation that have been played then.
    runs: u64,
    /// The total cost of each alternative in those of this part.
    tco: Vec<Summary>,
}

/// Why a part is none of a simulation.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// It has other quantities or another layout.
    #[error("its bins are laid out for other runs: {0}")]
    Layout(String),
    /// It does not hold together.
    #[error("its {0} cannot be those of the scenario")]
    Unsound(&'static str),
    /// Its runs are not those that follow.
    #[error("it holds {found} runs where {expected} are expected")]
    Runs {
        /// Runs that it has.
        found: u64,
        /// Runs that it should have.
        expected: u64,
    },
    /// A block of runs cannot be read.
    #[error(transparent)]
    Block(#[from] BlockError),
    /// All parts together cannot be held.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
}

/// Gathers the runs of a part.
pub struct PartOfRuns<'a> {
    gathered: Gathered<'a>,
    looks: Vec<Look>,
    /// Runs of the simulation before this part.
    before: u64,
}

/// The total cost of each alternative.
fn tco(plan: &Plan, summaries: &BTreeMap<Quantity, Summary>) -> Vec<Summary> {
    let metric = plan.metric("tco").unwrap_or(0);
    let of = |alternative| summaries.get(&Quantity::Metric { alternative, metric }).cloned();
    (0..plan.model().alternatives.len()).filter_map(of).collect()
}

impl<'a> PartOfRuns<'a> {
    /// No runs yet of the part that begins at a run. `gathered` holds none and was laid out by the pilot of the whole,
    /// which said that runs are summarised.
    pub fn new(mut gathered: Gathered<'a>, first_run: u64) -> Self {
        gathered.run_rows = gathered.run_rows.saturating_sub(first_run);
        PartOfRuns { gathered, looks: Vec::new(), before: first_run }
    }

    /// Adds the runs that follow.
    pub fn take(&mut self, batch: Outcomes) -> Result<(), AnalysisError> {
        self.gathered.take(batch)
    }

    /// Keeps what a look at the figures needs that is due after these runs.
    pub fn look(&mut self) {
        if let Some(summaries) = &self.gathered.summaries {
            let runs = self.before + self.gathered.totals.runs();
            self.looks.push(Look { runs, tco: tco(self.gathered.plan, summaries) });
        }
    }

    /// The part.
    pub fn finish(self) -> Part {
        let Gathered { outcomes, summaries, totals, extrapolation, .. } = self.gathered;
        let blocks = outcomes.iter().flat_map(|outcomes| outcomes.blocks());
        Part {
            summaries: summaries.unwrap_or_default(),
            totals,
            extrapolation,
            looks: self.looks,
            blocks: blocks.map(|block| (block.runs() as u64, engine::encode(block))).collect(),
        }
    }
}

impl Part {
    /// Refuses what cannot be a part of a plan that begins after `before` runs.
    fn check(&self, plan: &Plan, before: u64) -> Result<(), PartError> {
        let alternatives = plan.model().alternatives.len();
        if !self.summaries.par_iter().all(|(_, summary)| summary.is_sound()) {
            return Err(PartError::Unsound("bins"));
        }
        if !self.totals.fit(plan) || !self.extrapolation.fits(plan) {
            return Err(PartError::Unsound("sums"));
        }
        let after = before + self.totals.runs();
        let is_sound = |look: &Look| {
            (before + 1..=after).contains(&look.runs)
                && look.tco.len() == alternatives
                && look.tco.iter().all(Summary::is_sound)
        };
        if !self.looks.iter().all(is_sound) {
            return Err(PartError::Unsound("figures before the end"));
        }
        Ok(())
    }
}

impl Gathered<'_> {
    /// Adds a part of `runs` runs that follows on those here.
    pub fn join(&mut self, part: Part, runs: u64) -> Result<(), PartError> {
        let (plan, found) = (self.plan, part.totals.runs());
        if found != runs {
            return Err(PartError::Runs { found, expected: runs });
        }
        part.check(plan, self.totals.runs())?;
        let before = self.summaries.as_ref().map(|summaries| tco(plan, summaries));
        for mut look in part.looks {
            for (summary, before) in look.tco.iter_mut().zip(before.iter().flatten()) {
                summary.merge(before).map_err(layout)?;
            }
            self.looks.extend(convergence::of_summaries(plan, look.runs, &look.tco));
        }
        match &mut self.summaries {
            None => self.summaries = Some(part.summaries),
            Some(summaries) => merge(summaries, &part.summaries)?,
        }
        self.is_laid_out = true;
        self.totals.merge(&part.totals);
        self.extrapolation.merge(&part.extrapolation);
        let blocks = part.blocks.iter().map(|(runs, bytes)| {
            let runs = usize::try_from((*runs).min(BLOCK_RUNS)).unwrap_or_default();
            engine::decode(bytes, plan, runs)
        });
        let blocks = engine::join(plan, blocks.collect::<Result<_, _>>()?);
        match &mut self.outcomes {
            None => self.outcomes = Some(blocks),
            Some(outcomes) => outcomes.append(blocks, u64::MAX),
        }
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.put_sums(plan, self.totals.sums());
        }
        let bins: usize = self.summaries.iter().flat_map(BTreeMap::values).map(Summary::bytes).sum();
        let kept = self.outcomes.as_ref().map_or(0, Outcomes::bytes);
        Ok(self.check((bins + kept) as u64)?)
    }
}

fn layout(error: SummaryError) -> PartError {
    PartError::Layout(error.to_string())
}

fn merge(all: &mut BTreeMap<Quantity, Summary>, more: &BTreeMap<Quantity, Summary>) -> Result<(), PartError> {
    if !all.keys().eq(more.keys()) {
        return Err(PartError::Layout("they count other quantities".to_owned()));
    }
    let pairs: Vec<(&mut Summary, &Summary)> = all.values_mut().zip(more.values()).collect();
    pairs.into_par_iter().try_for_each(|(summary, more)| summary.merge(more)).map_err(layout)
}
