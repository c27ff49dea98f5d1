//! Alternatives in figures: alone, against their baseline, or ruled out.

use super::reading::{Word, word};
use crate::stats::Estimate;

/// One alternative's figures.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct AlternativeFindings {
    /// Its name in the scenario file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Whether the others are compared with this one.
    pub is_baseline: bool,
    /// Its figures, in the order of the metric catalogue.
    pub figures: Vec<Figure>,
}

/// One statistic of one metric.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Figure {
    /// Name in the metric catalogue, for example `tco` or `loss.breach_boundary`.
    pub metric: String,
    /// `mean`, `sd`, `p5`, … `p99.9`, `tvar95`, `tvar99`, `prob_any`.
    #[serde(deserialize_with = "word")]
    pub statistic: Word,
    /// `usd`, `fraction`, `events`, `years`, `ratio` or `tenants`.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// The number, or why there is none.
    pub result: FigureResult,
}

/// A number, or the reason why there is none.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureResult {
    /// The estimate; `note` qualifies it where needed, for example a quantile that is zero because most
    /// runs have no event.
    Estimate {
        /// Value, standard error, interval.
        estimate: Estimate,
        /// A qualification to show beside the value.
        note: Option<String>,
    },
    /// There is no such number; the text completes "not applicable, because …".
    NotApplicable {
        /// The reason.
        because: String,
    },
}

/// One alternative against its baseline, paired by run.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Comparison {
    /// The alternative.
    pub alternative: String,
    /// What it is compared with.
    pub baseline: String,
    /// Metrics `saving`, `saving_undiscounted`, `roi`, `npv`, `prob_cheaper`, …
    pub figures: Vec<Figure>,
}

/// An alternative that the constraints rule out; it is not priced.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct ExcludedFact {
    /// Name in the file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Why.
    pub reason: String,
}
