//! The factor on all losses at which another alternative is as cheap.

use super::context::Context;
use crate::{
    decision::analyse::trusted,
    stats::{Estimate, paired_difference},
};

/// The choice against one other alternative when all losses are multiplied by the same factor `s`.
///
/// The mean saving is `extra cost - s × extra loss`, linear in `s`, so its zero is exact:
/// `extra cost of the other / extra loss of the choice`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LossFactor {
    /// The other alternative.
    pub alternative: String,
    /// What the other costs more besides losses on average, present value, USD.
    pub extra_cost_usd: f64,
    /// What the choice loses more on average, present value, USD.
    pub extra_loss_usd: f64,
    /// The factor; `None` where no positive factor makes the other as cheap.
    pub factor: Option<Estimate>,
}

impl LossFactor {
    /// Whether the choice is wrong above the factor, rather than below.
    pub fn is_upper(&self) -> bool {
        self.extra_loss_usd > 0.0
    }
}

/// Against every other alternative, in the order of the scenario; none where a policy pays part of the losses, which
/// is not proportional to them.
pub(super) fn against_all(context: &Context) -> Vec<LossFactor> {
    if context.plan.model().is_insured() {
        return Vec::new();
    }
    context.others().map(|other| against(context, other)).collect()
}

fn against(context: &Context, other: usize) -> LossFactor {
    let best = context.choice.best;
    let extra_loss = paired_difference(&context.column(best, "loss"), &context.column(other, "loss"));
    let saving = context.more(other, "tco");
    // Saving = extra cost of the other - extra loss of the choice, run by run.
    let extra_cost: Vec<f64> = saving.iter().zip(&extra_loss).map(|(saving, loss)| saving + loss).collect();
    let sampling = context.sampling;
    let (extra_cost_usd, extra_loss_usd) = (sampling.mean(&extra_cost), sampling.mean(&extra_loss));
    let factor = sampling
        .ratio_of_means(&extra_cost, &extra_loss)
        .filter(|factor| factor.value > 0.0)
        .map(|factor| trusted(context.plan, factor));
    LossFactor { alternative: context.name(other).to_owned(), extra_cost_usd, extra_loss_usd, factor }
}
