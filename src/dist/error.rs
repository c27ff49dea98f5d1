//! Why a distribution was refused.

/// Why a distribution was refused: each variant names the parameter and says what is accepted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DistributionError {
    /// A parameter is not a number or is infinite.
    #[error("{parameter} must be a finite number, found {value}")]
    NotFinite {
        /// The parameter's name in the scenario file.
        parameter: &'static str,
        /// What was found.
        value: f64,
    },
    /// A parameter that may be zero is below zero: `sd`, `sigma`, `lambda`, `cv`, a weight.
    #[error("{parameter} must be zero or more, found {value}")]
    Negative {
        /// The parameter's name in the scenario file.
        parameter: &'static str,
        /// What was found.
        value: f64,
    },
    /// A parameter that must exceed zero does not: a shape, a scale, a lognormal's quantile.
    #[error("{parameter} must be more than zero, found {value}")]
    NotPositive {
        /// The parameter's name in the scenario file.
        parameter: &'static str,
        /// What was found.
        value: f64,
    },
    /// A quantile of a fraction (logit-normal) is not strictly between 0 and 1.
    #[error("{parameter} must be more than 0 and less than 1, found {value}")]
    NotAFraction {
        /// The parameter's name in the scenario file.
        parameter: &'static str,
        /// What was found.
        value: f64,
    },
    /// Two parameters stand in the wrong order: min above mode, p5 above p95, floor above cap.
    #[error("{parameter} must be at most {upper}, found {parameter} {value} and {upper} {upper_value}")]
    OutOfOrder {
        /// The parameter that must be the smaller.
        parameter: &'static str,
        /// What was found for it.
        value: f64,
        /// The parameter that must be the larger.
        upper: &'static str,
        /// What was found for that one.
        upper_value: f64,
    },
    /// A discrete distribution has no values, or a different number of weights.
    #[error(
        "{parameter} must have one entry for each of the values (at least one): found {weights} for {values}"
    )]
    LengthMismatch {
        /// Always `weights`.
        parameter: &'static str,
        /// How many values were found.
        values: usize,
        /// How many weights were found.
        weights: usize,
    },
    /// A sample or a mixture is empty.
    #[error("{parameter} must have at least one entry")]
    NoValues {
        /// `values` or `components`.
        parameter: &'static str,
    },
    /// The tail of a spliced distribution begins neither at 0 nor at the splice point.
    #[error(
        "{parameter} must start at 0 (as the excess over the splice point) or at the splice point \
         {splice_point}, found {start}"
    )]
    TailStart {
        /// Always `tail`.
        parameter: &'static str,
        /// The smallest value of the tail.
        start: f64,
        /// The body's quantile at `at_probability`.
        splice_point: f64,
    },
    /// All weights of a discrete distribution are zero, or the sum of weights is infinite.
    #[error("{parameter} must have a finite sum of more than zero, found {value}")]
    NoWeight {
        /// Always `weights`.
        parameter: &'static str,
        /// The sum that was found.
        value: f64,
    },
    /// The range to truncate to has no probability.
    #[error("{parameter} must be a range that the distribution can reach, found {from} to {to}")]
    EmptyTruncation {
        /// Always `truncate`.
        parameter: &'static str,
        /// The lower end that was found.
        from: f64,
        /// The upper end that was found.
        to: f64,
    },
    /// The mean does not exist: `xi >= 1` (Gpd) or `alpha <= 1` (Pareto) without a cap or a finite upper end
    /// of the truncation; also any family whose mean exceeds the largest number.
    #[error(
        "{parameter} {value} gives the {family} distribution an infinite mean; \
         accepted with a cap, with a finite upper end of truncate, or with a lighter tail (xi below 1, \
         alpha above 1)"
    )]
    InfiniteMean {
        /// The family in words.
        family: &'static str,
        /// The parameter that makes the tail too heavy.
        parameter: &'static str,
        /// What was found.
        value: f64,
    },
}
