//! Search over mixtures: every combination of an isolation model for each tier, played as an alternative on the same runs;
//! which of them nothing beats, and when a tier earns a more isolated model.

mod combinations;
mod frontier;
mod ladder;
mod played;
mod words;

use std::sync::atomic::AtomicBool;

pub use combinations::HybridSearchError;
pub use ladder::{LadderStep, LadderTarget, Pays};

use super::{AnalysisError, Setting};
use crate::{
    engine::{Plan, PlanError},
    model::{LossPeriod, Model},
    stats::{Estimate, SampleError},
};
use combinations::Combinations;
use played::Played;

/// Why a search is not made.
#[derive(Debug, thiserror::Error)]
pub enum HybridError {
    /// The combinations cannot be made.
    #[error(transparent)]
    Search(#[from] HybridSearchError),
    /// They are valid, but a run would not end.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Columns of all alternatives would take too much memory.
    #[error(
        "{alternatives} alternatives of {runs} runs take {needed_mib} MiB, more than {allowed_mib}; fewer runs (--runs) or \
         fewer models (--models) take less"
    )]
    TooLarge {
        /// Number of alternatives that are played.
        alternatives: usize,
        /// Number of runs.
        runs: u64,
        /// Memory needed, MiB.
        needed_mib: u64,
        /// Memory allowed, MiB.
        allowed_mib: u64,
    },
    /// A column of outcomes cannot be summed up.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// It was stopped.
    #[error("interrupted")]
    Interrupted,
}

impl From<SampleError> for HybridError {
    fn from(error: SampleError) -> Self {
        HybridError::Analysis(error.into())
    }
}

/// A search before it is played.
#[derive(Debug)]
pub struct HybridGrid {
    plan: Plan,
    combinations: Combinations,
}

/// A search that was played.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Hybrid {
    /// What was simulated and how.
    pub setting: Setting,
    /// What it comes to, in sentences.
    pub verdict: Vec<String>,
    /// What a reader must know before using the numbers.
    pub notices: Vec<String>,
    /// The tiers in the order of the scenario.
    pub tiers: Vec<String>,
    /// The isolation models, the least isolated first.
    pub models: Vec<HybridModel>,
    /// The loss that the company does not survive; `None` where the file gives none.
    pub survival: Option<SurvivalLimit>,
    /// Every combination, then the alternatives of the scenario that are none of them.
    pub points: Vec<HybridPoint>,
    /// Moving one tier at a time away from the least isolated model.
    pub ladder: Vec<LadderTarget>,
}

/// An isolation model of the search.
#[derive(Debug, Clone, serde::Serialize)]
pub struct HybridModel {
    /// Its name in the scenario.
    pub name: String,
    /// The words to show people.
    pub label: String,
}

/// A loss, not discounted and before insurance, that the company does not survive.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct SurvivalLimit {
    /// USD.
    pub loss_usd: f64,
    /// Over which period losses add up.
    pub within: LossPeriod,
}

impl SurvivalLimit {
    /// Over which period losses add up, in words.
    pub fn period(&self) -> &'static str {
        match self.within {
            LossPeriod::Year => "in some year",
            LossPeriod::Horizon => "over the horizon",
        }
    }
}

/// A combination, or an alternative of the scenario.
#[derive(Debug, Clone, serde::Serialize)]
pub struct HybridPoint {
    /// Isolation model of each tier: names for files and scripts.
    pub models: Vec<String>,
    /// Words for people.
    pub label: String,
    /// Whether it is one of the combinations searched.
    pub is_combination: bool,
    /// Alternatives of the scenario that are the same.
    pub alternatives: Vec<String>,
    /// Whether the baseline is among them.
    pub is_baseline: bool,
    /// Mean total cost, present value, USD.
    pub tco_usd: Estimate,
    /// Mean total cost of the worst hundredth of the runs, present value, USD.
    pub tvar99_usd: Estimate,
    /// Probability that losses exceed the survival limit; `None` without one.
    pub prob_ruin: Option<Estimate>,
    /// Against `tvar99_usd`: nothing is as good on both and better on one. `None` for what is no combination.
    pub by_tvar99: Option<Efficiency>,
    /// The same against `prob_ruin`.
    pub by_ruin: Option<Efficiency>,
}

/// Whether a combination is efficient on two criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Efficiency {
    /// On the frontier.
    Efficient,
    /// Another is as good on both and better on one.
    Dominated {
        /// Position of the cheapest of those among [`Hybrid::points`].
        by: usize,
        /// Whether both differences are more than two paired standard errors, or none.
        is_settled: bool,
    },
}

impl HybridGrid {
    /// The combinations of a model that was read for a search
    /// ([`Scenario::searching`](crate::scenario::Scenario::searching)), and the moves of its ladder.
    ///
    /// # Errors
    /// Too many combinations, none, or runs that would not end.
    pub fn new(model: Model) -> Result<HybridGrid, HybridError> {
        let (model, combinations) = Combinations::of(model)?;
        Ok(HybridGrid { plan: Plan::new(model)?, combinations })
    }

    /// The plan that is played: the alternatives of the scenario, the other combinations, the moves of the ladder.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Number of combinations.
    pub fn combinations(&self) -> usize {
        self.combinations.each.len()
    }

    /// Plays everything on the current rayon pool; `progress` hears of runs.
    ///
    /// # Errors
    /// Too little memory, or an interruption.
    pub fn play(
        &self,
        scenario_sha256: String,
        progress: &(dyn Fn(u64) + Sync),
        interrupted: &AtomicBool,
    ) -> Result<Hybrid, HybridError> {
        let played = Played::new(&self.plan, progress, interrupted)?;
        let model = self.plan.model();
        let points = frontier::points(&self.plan, &self.combinations, &played)?;
        let ladder = ladder::ladder(&self.plan, &self.combinations, &played)?;
        let runs = model.simulation.runs;
        let method = self.plan.method().to_owned();
        let mut hybrid = Hybrid {
            setting: Setting {
                replicates: played.sampling.replicates().map(|count| count as u64),
                ..Setting::of(model, scenario_sha256, method, runs)
            },
            verdict: Vec::new(),
            notices: words::notices(&self.plan, &self.combinations),
            tiers: model.tiers.iter().map(|tier| tier.name.clone()).collect(),
            models: self
                .combinations
                .models
                .iter()
                .map(|&position| &model.isolation[position])
                .map(|isolation| HybridModel { name: isolation.name.clone(), label: isolation.label.clone() })
                .collect(),
            survival: played::survival(&self.plan),
            points,
            ladder,
        };
        hybrid.verdict = words::verdict(&hybrid);
        Ok(hybrid)
    }
}
