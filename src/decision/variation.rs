//! The same scenario with other numbers.

use crate::{
    engine::{Plan, PlanError},
    model::{Method, Nesting, Simulation},
    scenario::{Instead, InsteadError, Scenario},
};

/// Why a scenario cannot be simulated with other numbers.
#[derive(Debug, thiserror::Error)]
pub enum VariationError {
    /// A number cannot be put in.
    #[error(transparent)]
    Instead(#[from] InsteadError),
    /// The scenario is valid, but a run would not end.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// The plan of a scenario with values in the place of some numbers, simulated as `simulation` says.
///
/// All streams stay as they are: with the same seed, run `r` of two variations is the same world as far as their
/// numbers allow, so that their outcomes are paired. Runs are drawn plainly whatever `simulation` says: the design of
/// `auto` gives its dimensions to what is uncertain and its strata to what is rare, and another number can change both.
pub fn variation(
    scenario: &Scenario,
    simulation: Simulation,
    instead: &[Instead],
) -> Result<Plan, VariationError> {
    drawn(scenario, Simulation { method: Method::Plain, ..simulation }, instead)
}

/// The same with runs drawn as `simulation` says: sharper where incidents are rare, but then run `r` of two variations
/// is the same world only where the design of `auto` has the same dimensions and strata for both.
pub(super) fn drawn(
    scenario: &Scenario,
    simulation: Simulation,
    instead: &[Instead],
) -> Result<Plan, VariationError> {
    let mut model = scenario.with(instead)?;
    // Nested draws tell apart what is known and what varies; a mean needs none.
    model.simulation = Simulation { uncertainty: Nesting::Flat, ..simulation };
    Ok(Plan::new(model)?)
}
