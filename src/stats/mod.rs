//! Samples and estimates. Knows nothing of SaaS: numbers in, estimates out.
//!
//! A [`Sample`] states what it requires once, when it is built; every statistic of it then always exists.
//! All sums run in a fixed order and are compensated, so that a result depends on the numbers alone.

mod binomial;
mod certainty;
mod dominance;
mod error;
mod estimate;
mod exact_sum;
mod exceedance;
mod information;
mod nested;
mod order;
mod precision;
mod rank;
mod ratio;
mod regression;
mod sample;
mod sampling;
mod spread;
mod statistics;
mod student;
mod sum;
mod summary;
#[cfg(test)]
mod tests;
mod variance;

pub use certainty::{CertaintyEquivalent, FEWEST_RUNS, Indifference};
pub use dominance::{CostOrders, StochasticOrder, Violation};
pub use error::SampleError;
pub use estimate::{Estimate, Interval};
pub use exact_sum::ExactSum;
pub use exceedance::{CurvePoint, ExceedanceCurve, exceedance_curve};
pub use information::{
    Information, foresight, information, mean_after_none, nested_information, normal_information,
    poisson_results, probability_of_none, sample_information,
};
pub use nested::{VarianceSplit, variance_split};
pub use precision::{paired_difference, relative_error, runs_needed};
pub use regression::{Fit, Regressor, regress};
pub use sample::Sample;
pub use sampling::Sampling;
pub use sum::sum;
pub use summary::{Binned, Layout, Summary, SummaryError};
pub use variance::total_index;
