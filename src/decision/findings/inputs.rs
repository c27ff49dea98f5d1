//! What went in, and what the columns mean.

/// One input.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct ParameterFact {
    /// Its path in the scenario file, for example `isolation.rls.breach.boundary.rate`.
    pub path: String,
    /// Value or distribution in words.
    pub value: String,
    /// `fixed`, `epistemic` or `aleatory`.
    pub role: &'static str,
    /// `given` or `default`.
    pub origin: &'static str,
    /// Where the number comes from.
    pub source: Option<String>,
    /// Unit of the value.
    pub unit: &'static str,
    /// Implied mean.
    pub mean: f64,
    /// Implied median.
    pub median: f64,
    /// Implied 95th percentile.
    pub p95: f64,
    /// Implied 99th percentile.
    pub p99: f64,
    /// Whether the variance is infinite.
    pub infinite_variance: bool,
    /// Who answers for the number.
    pub owner: Option<String>,
    /// When it was last looked at, as a date.
    pub reviewed: Option<String>,
    /// When it must be looked at again, as a date.
    pub expires: Option<String>,
}

/// One metric's definition.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct MetricFact {
    /// Name as in the files.
    pub name: String,
    /// Unit as in the files.
    pub unit: &'static str,
    /// What it is, in a sentence.
    pub definition: String,
}
