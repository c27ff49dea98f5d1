//! Which numbers would flip the decision, and by how much they would have to be off.

use crate::stats::Estimate;

/// What would make another alternative the cheapest. The decision is by mean TCO in present value.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Flips {
    /// The cheapest alternative.
    pub alternative: String,
    /// Amounts that would have to be so many times as large: alternatives by their mean cost, for each the smallest changes first.
    pub amounts: Vec<AmountFlip>,
    /// Why losses are not among the amounts; none where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_losses_because: Option<String>,
    /// Uncertain inputs within whose range another alternative is the cheapest on average, the most probable first. Only
    /// inputs whose value of information can be told from zero.
    pub inputs: Vec<InputFlip>,
}

/// A cost or a loss that makes another alternative as cheap as the choice when it is multiplied by a factor. Mean costs are
/// linear in it, so the factor is exact for the runs that were played.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct AmountFlip {
    /// Metric of the amount, for example `infrastructure`, `loss` or `loss.outage`.
    pub metric: String,
    /// Words for it.
    pub label: String,
    /// The one alternative of which it is multiplied; none where it is that of all.
    pub of: Option<String>,
    /// The factor; beyond it, seen from 1, the other alternative is the cheaper one.
    pub factor: Estimate,
    /// The alternative that is as cheap there as the choice.
    pub as_cheap: String,
}

/// A stretch of an input's range in which another alternative is the cheapest on average, everything else as drawn; by
/// regression over the runs.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct InputFlip {
    /// The input.
    pub input: String,
    /// Its paths in the scenario file.
    pub paths: Vec<String>,
    /// The severity model that makes the difference; none where the input is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Where the stretch begins; none where it begins with the range.
    pub above: Option<f64>,
    /// Where it ends; none where it ends with the range.
    pub below: Option<f64>,
    /// Probability of the stretch.
    pub probability: f64,
    /// The alternative that is cheapest in most of it.
    pub cheapest: String,
}
