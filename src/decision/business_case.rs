//! The business case of a scenario: what was found, said for those who decide.
//!
//! Everything is computed: the choice, where its saving comes from, the values at which it would be wrong, and
//! what is not known. The sentences and tables are data; how they look belongs to the report.

mod answer;
mod breach_price;
mod choice;
mod context;
mod decided;
mod document;
mod loss_factor;
mod method;
mod models;
mod risks;
mod saves;
mod tenant_flip;
mod unknown;
mod words;
mod wrong;

use std::sync::atomic::AtomicBool;

pub use breach_price::{BreachPrice, BreachPriceFinding};
pub use document::{Block, Cell, Section, Table};
pub use loss_factor::LossFactor;
pub use models::{ModelDecision, Standing};
pub use tenant_flip::{Flip, TenantFlips};
pub use unknown::{InfluentialDraw, Unknowns};

use super::{Findings, Setting, runs::sampling_of};
use crate::{
    engine::{Outcomes, Plan},
    scenario::Scenario,
    stats::SampleError,
};
use context::Context;

/// The business case of one scenario.
#[derive(Debug, Clone, serde::Serialize)]
pub struct BusinessCase {
    /// What was simulated and how.
    pub setting: Setting,
    /// Name of the alternative to choose.
    pub choice: String,
    /// Name of the alternative that it is weighed against: its baseline, or the next cheapest where the baseline
    /// itself is the choice; `None` with one alternative.
    pub reference: Option<String>,
    /// Whether the choice is cheaper than the next by more than chance can explain.
    pub settled: bool,
    /// At which values the choice would be wrong.
    pub break_evens: BreakEvens,
    /// What a reader must know before using the figures.
    pub notices: Vec<String>,
    /// What the figures leave open.
    pub unknowns: Unknowns,
    /// The document, section by section.
    pub sections: Vec<Section>,
}

/// At which values another alternative would be cheaper.
#[derive(Debug, Clone, serde::Serialize)]
pub struct BreakEvens {
    /// Factor on all losses, against every other alternative.
    pub loss_factors: Vec<LossFactor>,
    /// Price of a platform breach per tenant, against the reference; `None` with one alternative.
    pub breach_price: Option<BreachPriceFinding>,
    /// Number of tenants, against all other alternatives; `None` with one alternative.
    pub tenants: Option<TenantFlips>,
    /// The decision under each severity model; empty with one model or one alternative.
    pub by_severity_model: Vec<ModelDecision>,
}

/// How to look for the number of tenants at which the choice changes.
pub struct CaseOptions<'a> {
    /// What the plan was made from.
    pub scenario: &'a Scenario,
    /// Called with the number of runs that the search has just made, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Set it from elsewhere to stop.
    pub interrupted: &'a AtomicBool,
}

/// Why there is no business case.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// A column of outcomes cannot be summed up.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// It was stopped.
    #[error("interrupted")]
    Interrupted,
    /// The scenario has nothing to choose from.
    #[error("the scenario has no alternative")]
    NoAlternative,
}

/// The business case of a result.
pub fn business_case(
    plan: &Plan,
    outcomes: &Outcomes,
    findings: &Findings,
    options: &CaseOptions,
) -> Result<BusinessCase, CaseError> {
    let sampling = &sampling_of(outcomes)?;
    let choice = choice::choose(plan, outcomes, sampling)?;
    let context = Context { plan, outcomes, sampling, findings, choice: &choice };
    let break_evens = BreakEvens {
        loss_factors: loss_factor::against_all(&context),
        breach_price: choice.reference.map(|reference| breach_price::against(&context, reference)),
        tenants: match choice.runner_up {
            Some(_) => Some(tenant_flip::search(plan, choice.best, options)?),
            None => None,
        },
        by_severity_model: models::decisions(&context)?,
    };
    let unknowns = unknown::unknowns(&context);
    let sections = vec![
        decided::section(&context),
        saves::section(&context),
        risks::section(&context),
        wrong::section(&context, &break_evens),
        unknown::section(&context, &unknowns),
        answer::section(&context, &break_evens, &unknowns),
        method::section(&findings.setting),
    ];
    Ok(BusinessCase {
        setting: findings.setting.clone(),
        choice: context.name(choice.best).to_owned(),
        reference: choice.reference.map(|reference| context.name(reference).to_owned()),
        settled: choice.settled,
        break_evens,
        notices: findings.notices.clone(),
        unknowns,
        sections,
    })
}
