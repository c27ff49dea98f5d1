//! Layers that were searched, as data.

use super::{LayerAxis, PremiumRule};
use crate::{decision::Setting, stats::Estimate};

/// A layer that was played. Money in USD; what is not a year is present value over the horizon.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LayerResult {
    /// Kept of every event.
    pub retention_usd: f64,
    /// Width of the layer above it.
    pub limit_usd: f64,
    /// Mean payments a year, not discounted.
    pub payments_per_year: Estimate,
    /// Their exact expectation, where it is known.
    pub exact_payments_per_year_usd: Option<f64>,
    /// Premium a year.
    pub premium_per_year_usd: f64,
    /// Mean total cost of ownership.
    pub tco: Estimate,
    /// What that is more than without insurance, paired by run.
    pub tco_change: Estimate,
    /// Mean of the worst hundredth of the total cost.
    pub tvar99: Estimate,
    /// Mean total cost plus the price of the tail.
    pub objective: Estimate,
    /// What that is more than without insurance, paired by run.
    pub objective_change: Estimate,
    /// What the objective is more than that of the best layer, paired by run.
    pub behind_best: Estimate,
}

impl LayerResult {
    /// Whether chance could explain that the best is better: the difference is within two standard errors.
    pub fn is_as_good(&self) -> bool {
        self.behind_best.std_error.is_some_and(|error| self.behind_best.value <= 2.0 * error)
    }
}

/// The alternative without insurance.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Uninsured {
    /// Mean total cost of ownership, present value, USD.
    pub tco: Estimate,
    /// Mean of the worst hundredth of the total cost, USD.
    pub tvar99: Estimate,
    /// Mean total cost plus the price of the tail, USD.
    pub objective: Estimate,
}

/// What the layers have in common.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CommonTerms {
    /// The policy of the scenario that these come from; `None` for the defaults of a policy.
    pub policy: Option<String>,
    /// Share of the layer that the insurer pays (the mean, where it is uncertain).
    pub coinsurance: f64,
    /// Paid at most in a policy year, USD.
    pub annual_limit_usd: Option<f64>,
    /// Kept besides in a policy year, USD.
    pub annual_retention_usd: f64,
    /// Incident classes covered; `None` for all.
    pub classes: Option<Vec<String>>,
    /// Components covered.
    pub components: Vec<&'static str>,
}

/// An alternative as the scenario has it, for a file to paste.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// Isolation model of each tier: tier and model.
    pub isolation: Vec<(String, String)>,
}

/// Layers that were searched.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LayerFindings {
    /// What was simulated and how.
    pub setting: Setting,
    /// Name of the alternative.
    pub alternative: String,
    /// Words for it.
    pub label: String,
    /// Why this one.
    pub chosen: String,
    /// What the layers have in common.
    pub terms: CommonTerms,
    /// How a premium follows.
    pub premium: PremiumRule,
    /// What a dollar of the tail is worth a year, USD.
    pub tail_price_per_year: f64,
    /// Present value of a dollar at the start of every year: what a premium and the price of the tail are multiplied by.
    pub years_factor: f64,
    /// What it comes to, in sentences.
    pub verdict: Vec<String>,
    /// What a reader must know before using the numbers.
    pub notices: Vec<String>,
    /// Retentions, then limits.
    pub axes: [LayerAxis; 2],
    /// Without insurance.
    pub uninsured: Uninsured,
    /// Every layer; the limit varies fastest.
    pub layers: Vec<LayerResult>,
    /// Position of the one with the smallest objective.
    pub best: usize,
    /// Why expected payments are not known exactly; `None` where they are.
    pub exact_not_available: Option<String>,
    /// Names of the policies of the scenario.
    pub policies: Vec<String>,
    /// The alternatives of the scenario.
    pub alternatives: Vec<Described>,
}

impl LayerFindings {
    /// The best layer.
    pub fn best(&self) -> &LayerResult {
        &self.layers[self.best]
    }

    /// Whether the best layer is worth more than no insurance.
    pub fn is_worth_it(&self) -> bool {
        self.best().objective_change.value < 0.0
    }
}
