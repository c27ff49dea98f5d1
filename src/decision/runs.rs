//! The runs of a result: their outcomes, and how they were drawn.

use crate::{
    engine::{Design, Outcomes},
    stats::{SampleError, Sampling},
};

/// The runs of a result.
pub(super) struct Runs<'a> {
    pub outcomes: &'a Outcomes,
    pub sampling: Sampling,
}

impl<'a> Runs<'a> {
    /// The runs of `outcomes`.
    pub fn of(outcomes: &'a Outcomes) -> Result<Self, SampleError> {
        let runs_per_replicate = match outcomes.design() {
            Design::Independent => None,
            Design::Replicated { runs_per_replicate } => Some(runs_per_replicate),
        };
        let sampling = Sampling::new(outcomes.runs(), outcomes.weights(), runs_per_replicate)?;
        Ok(Runs { outcomes, sampling })
    }
}
