//! What finding out about uncertain inputs is worth, and how much each matters.

use super::reading::{Word, word};
use crate::stats::Estimate;

/// What knowing more before deciding is worth. The decision is by expected TCO over the alternatives that the constraints
/// leave; its alternative without more knowledge is the one with the lowest mean.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ValueOfInformation {
    /// The alternative that is taken without more knowledge.
    pub alternative: String,
    /// What it means, most important first.
    pub sentences: Vec<String>,
    /// Expected value of perfect information about all inputs together (EVPI): what no study can exceed.
    pub everything: InformationFact,
    /// What knowing all that will happen, chance included, would be worth, USD. Nobody can sell that; it is here because it
    /// bounds everything else.
    pub foresight_usd: Estimate,
    /// Expected value of partial perfect information (EVPPI) of the groups of the scenario.
    pub groups: Vec<InformationFact>,
    /// EVPPI of each input, the most valuable first.
    pub inputs: Vec<InformationFact>,
    /// Expected value of sample information (EVSI) of incident logs.
    pub logs: Vec<LogFact>,
}

/// What knowing some inputs is worth.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct InformationFact {
    /// `everything`, `group` or `input`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// The input or the group.
    pub name: String,
    /// Paths in the scenario file.
    pub paths: Vec<String>,
    /// Expected gain, USD of present value.
    pub value_usd: Estimate,
    /// Probability that knowing them leads to another alternative.
    pub probability_of_change: f64,
}

/// What an incident log of some years is worth.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct LogFact {
    /// Path of the rate that the log is about.
    pub path: String,
    /// Length of the log, years.
    pub years: f64,
    /// Probability that it has no event, by the gamma distribution with the mean and the variance of the rate.
    pub probability_clean: f64,
    /// Mean rate after a clean log by the same distribution, events per year.
    pub rate_after_clean: f64,
    /// Mean rate before, events per year.
    pub rate_before: f64,
    /// Expected gain of deciding after the log instead of before, whatever it shows, USD of present value.
    pub value_usd: Estimate,
    /// Probability that the log leads to another alternative.
    pub probability_of_change: f64,
}

/// How much one input matters to the saving of an alternative against its baseline.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct SensitivityFact {
    /// The alternative.
    pub alternative: String,
    /// What it is compared with.
    pub baseline: String,
    /// The input.
    pub input: String,
    /// Its paths in the scenario file.
    pub paths: Vec<String>,
    /// Spearman's rank correlation of input and saving; none for the severity model, which has no order.
    pub rank_correlation: Option<f64>,
    /// Share of the variance of the saving that the input explains alone; none where the saving does not vary.
    pub first_order: Option<Estimate>,
    /// Share of the variance that would be left if all else were known; none unless it was played.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Estimate>,
    /// The input low and high, the lower mean saving first.
    pub swing: [SwingEnd; 2],
}

/// Mean saving with an input at one end of its range, all else as drawn.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct SwingEnd {
    /// `p10`, `p90`, or the severity model.
    pub at: String,
    /// The value of the input's first parameter there; none for a severity model.
    pub value: Option<f64>,
    /// Mean saving, USD of present value.
    pub saving_usd: f64,
}
