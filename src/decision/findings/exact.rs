//! Exact figures beside the simulated ones.

use super::reading::{Word, word};

/// Figures of losses and total cost that have an exact law, each of one alternative alone: nothing of a comparison.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ExactBeside {
    /// The figures, by alternative.
    pub lines: Vec<ExactLine>,
    /// What has no exact figures, and why.
    pub missing: Vec<ExactMissing>,
}

impl ExactBeside {
    /// A line by alternative, metric and statistic.
    pub fn find(&self, alternative: &str, metric: &str, statistic: &str) -> Option<&ExactLine> {
        let is = |line: &&ExactLine| {
            line.alternative == alternative && line.metric == metric && line.statistic == statistic
        };
        self.lines.iter().find(is)
    }

    /// What is exact and what is not, in one line.
    pub fn words(&self) -> String {
        let mut exact: Vec<&str> = Vec::new();
        for line in &self.lines {
            if !exact.contains(&line.label.as_str()) {
                exact.push(&line.label);
            }
        }
        let without: Vec<&ExactMissing> = self.missing.iter().filter(|one| one.metric == "loss").collect();
        let reason = without.first().map_or("", |one| one.because.as_str());
        let others = if without.iter().any(|one| one.because != reason) {
            " (findings.json has every reason)"
        } else {
            ""
        };
        match (exact.is_empty(), without.is_empty()) {
            (true, true) => String::new(),
            (false, true) => {
                "The losses of every alternative alone are exact as well; comparisons and files by run are \
                              simulated."
                    .to_owned()
            }
            (true, false) => format!("No loss is exact, because {reason}{others}."),
            (false, false) => format!(
                "Exact as well: the losses of {}; others are simulated only, because {reason}{others}.",
                exact.join(", ")
            ),
        }
    }
}

/// One statistic, exact and simulated.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ExactLine {
    /// Name of the alternative.
    pub alternative: String,
    /// The words to show people.
    pub label: String,
    /// `loss`, `tco`, their undiscounted twins, or `aep` and `oep` for the exceedance curves of the average year.
    pub metric: String,
    /// `mean`, `sd`, `p50` … `p99.9`, `tvar95`, `tvar99`, `prob_any`; of curves `return_10_years` …
    #[serde(deserialize_with = "word")]
    pub statistic: Word,
    /// `usd` or `fraction`.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// The exact value.
    pub exact: f64,
    /// What it may be off.
    pub error_bound: f64,
    /// The simulated value.
    pub simulated: Option<f64>,
    /// Simulated less exact in standard errors of the simulated; none where it has no error.
    pub z: Option<f64>,
}

/// An alternative's losses without exact figures.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct ExactMissing {
    /// Name of the alternative.
    pub alternative: String,
    /// The words to show people.
    pub label: String,
    /// `loss`, or the metric that is missing beside it.
    pub metric: String,
    /// The text completes "not exact, because …".
    pub because: String,
}
