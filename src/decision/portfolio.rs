//! Which controls to buy together: portfolios of controls of one alternative, played on the same runs.
//!
//! A control draws nothing, so a portfolio and the alternative without controls see the same events, and what it saves
//! is exact in every run. Up to a number of controls every portfolio within the budget is played; beyond, controls are
//! added one at a time, and [`Searched`] says so.

mod contributions;
mod frontier;
mod played;
mod search;
mod words;

use super::{Setting, versions};
use crate::{
    engine::Plan,
    model::Model,
    stats::{Estimate, SampleError},
};

pub use contributions::Contribution;
use played::Portfolios;
pub use search::Searched;
pub use versions::{VersionsError, Watch};

/// Most controls that are weighed.
const MOST_CONTROLS: usize = 63;
/// Columns of portfolios may take so many bytes.
const MOST_BYTES: u64 = 2 << 30;
/// Level of the tail.
const TAIL: f64 = 0.99;

/// What to weigh, and how.
#[derive(Debug, Clone)]
pub struct PortfolioOptions {
    /// Position of the alternative that may buy controls; the cheapest if `None`.
    pub alternative: Option<usize>,
    /// Positions of the controls to weigh; all of the scenario if `None`.
    pub controls: Option<Vec<usize>>,
    /// Most that building and running them over the horizon may cost in present value, USD; no limit if `None`.
    pub budget_usd: Option<f64>,
    /// Up to so many controls every portfolio is played.
    pub exhaustive_up_to: usize,
}

/// Why portfolios are not weighed.
#[derive(Debug, thiserror::Error)]
pub enum PortfolioError {
    /// There is nothing to weigh.
    #[error("the scenario has no controls; describe some in [control.…]")]
    NoControls,
    /// There is too much to weigh.
    #[error(
        "{0} controls are too many to weigh at once; at most {MOST_CONTROLS} are possible. Name some (--controls)"
    )]
    TooManyControls(usize),
    /// More runs than fit into memory.
    #[error(
        "{portfolios} portfolios of {runs} runs take more memory than the 2 GiB allowed; use fewer runs (--runs), \
         fewer controls (--controls) or a lower --exhaustive"
    )]
    TooLarge {
        /// Portfolios wanted.
        portfolios: usize,
        /// Runs of each.
        runs: u64,
    },
    /// A portfolio is not played.
    #[error(transparent)]
    Versions(#[from] VersionsError),
}

impl From<SampleError> for PortfolioError {
    fn from(error: SampleError) -> Self {
        PortfolioError::Versions(error.into())
    }
}

/// A control that was weighed.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ControlFact {
    /// Name in the scenario.
    pub name: String,
    /// Mean cost of building it, USD, not discounted.
    pub build_usd: f64,
    /// Mean present value of building and running it over the horizon, USD.
    pub cost_usd: f64,
    /// Whether it fits into the budget by itself.
    pub is_affordable: bool,
}

/// One portfolio against the alternative without controls. Present values over the horizon, USD.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PortfolioResult {
    /// Its controls, positions among [`PortfolioFindings::controls`].
    pub controls: Vec<usize>,
    /// Mean cost of building it, not discounted.
    pub build_usd: f64,
    /// Mean cost of building and running it.
    pub cost: Estimate,
    /// Mean of what it saves before its cost.
    pub saving: Estimate,
    /// Mean of what it saves less its cost.
    pub npv: Estimate,
    /// Mean of saving over cost, less 1; `None` where it costs nothing in some run.
    pub roi: Option<Estimate>,
    /// Share of the runs in which it saves more than it costs.
    pub prob_npv_positive: Estimate,
    /// Mean of the worst hundredth of the losses, before insurance.
    pub tvar99_loss: Estimate,
    /// What that is more than without controls (below zero: less), paired by run.
    pub tvar99_change: Estimate,
    /// Whether no portfolio that costs as much or less saves more.
    pub saves_most: bool,
    /// Whether no portfolio that costs as much or less leaves a smaller tail.
    pub cuts_tail_most: bool,
    /// What the best portfolio brings more, net, paired by run.
    pub behind_best: Estimate,
}

impl PortfolioResult {
    /// Whether chance could explain that the best is better: the difference is within two standard errors.
    pub fn is_as_good(&self) -> bool {
        self.behind_best.std_error.is_some_and(|error| self.behind_best.value <= 2.0 * error)
    }
}

/// Portfolios that were weighed.
#[derive(Debug, Clone, serde::Serialize)]
pub struct PortfolioFindings {
    /// What was simulated and how.
    pub setting: Setting,
    /// Name of the alternative.
    pub alternative: String,
    /// Words for it.
    pub label: String,
    /// Why this one.
    pub chosen: String,
    /// Mean of the share of what controls prevent that is the same, as the alternative has it.
    pub overlap: f64,
    /// The budget, USD in present value; `None` for no limit.
    pub budget_usd: Option<f64>,
    /// How portfolios were searched.
    pub searched: Searched,
    /// What it comes to, in sentences.
    pub verdict: Vec<String>,
    /// What a reader must know before using the numbers.
    pub notices: Vec<String>,
    /// The controls that were weighed, in the order of the scenario.
    pub controls: Vec<ControlFact>,
    /// Mean of the worst hundredth of the losses without controls, USD.
    pub tvar99_loss_without: Estimate,
    /// Every portfolio within the budget that was played, by cost; the first is none at all.
    pub portfolios: Vec<PortfolioResult>,
    /// Position of the one that brings most, net.
    pub best: usize,
    /// What each control of the best adds.
    pub contributions: Vec<Contribution>,
}

impl PortfolioFindings {
    /// The controls of a portfolio in words.
    pub fn name(&self, portfolio: &PortfolioResult) -> String {
        let names: Vec<&str> =
            portfolio.controls.iter().map(|control| self.controls[*control].name.as_str()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(" + ") }
    }

    /// The best portfolio.
    pub fn best(&self) -> &PortfolioResult {
        &self.portfolios[self.best]
    }
}

/// Weighs portfolios of controls; `plan` is that of the scenario as it is.
pub fn portfolios(
    plan: &Plan,
    scenario_sha256: String,
    options: &PortfolioOptions,
    watch: Watch,
) -> Result<PortfolioFindings, PortfolioError> {
    let model = plan.model();
    let weighed: Vec<usize> = match &options.controls {
        Some(controls) => controls.clone(),
        None => (0..model.controls.len()).collect(),
    };
    match weighed.len() {
        0 => return Err(PortfolioError::NoControls),
        count if count > MOST_CONTROLS => return Err(PortfolioError::TooManyControls(count)),
        _ => {}
    }
    // What cannot be held is refused before anything is played.
    played::hold(weighed.len().max(model.alternatives.len()) + 1, model.simulation.runs)?;
    let (alternative, chosen) = match options.alternative {
        Some(position) => (position, "as asked for".to_owned()),
        None => (cheapest(model, watch)?, "the cheapest of the scenario by mean cost".to_owned()),
    };
    let mut portfolios = Portfolios::new(model, alternative, weighed, watch);
    let singles: Vec<u64> = portfolios.singles().collect();
    portfolios.ensure(&singles)?;
    let controls = portfolios.control_facts(options.budget_usd);
    let searched = search::search(&mut portfolios, &controls, options)?;
    let mut results = portfolios.results(&controls, options.budget_usd);
    frontier::mark(&mut results);
    let best = best(&results);
    let contributions = contributions::of(&mut portfolios, &results[best].controls)?;
    portfolios.set_behind(&mut results, best)?;
    let facts = &model.alternatives[alternative];
    let mut findings = PortfolioFindings {
        setting: Setting::of(model, scenario_sha256, plan.method().to_owned(), model.simulation.runs),
        alternative: facts.name.clone(),
        label: facts.label.clone(),
        chosen,
        overlap: model.registry.get(facts.overlap).distribution.mean(),
        budget_usd: options.budget_usd,
        searched,
        verdict: Vec::new(),
        notices: words::notices(plan, &results),
        controls,
        tvar99_loss_without: results[0].tvar99_loss,
        portfolios: results,
        best,
        contributions,
    };
    findings.verdict = words::verdict(&findings);
    Ok(findings)
}

/// The one that brings most, net; of equal ones the cheapest.
fn best(results: &[PortfolioResult]) -> usize {
    let more = |a: &usize, b: &usize| results[*a].npv.value.total_cmp(&results[*b].npv.value);
    (0..results.len()).rev().max_by(more).unwrap_or(0)
}

/// The cheapest alternative of the scenario.
fn cheapest(model: &Model, watch: Watch) -> Result<usize, VersionsError> {
    if model.alternatives.len() < 2 {
        return Ok(0);
    }
    versions::cheapest(model, watch).map(|(position, _)| position)
}
