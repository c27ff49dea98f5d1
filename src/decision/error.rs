//! Why there are no findings.

use crate::stats::{SampleError, SummaryError};

/// Why outcomes cannot be summed up.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// A column of outcomes is no sample.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// A column of outcomes cannot be summarised.
    #[error(transparent)]
    Summary(#[from] SummaryError),
    /// A quantity is asked for that was not summarised while the runs were played.
    #[error("{0} was not summarised while the runs were played")]
    NotSummarised(String),
    /// A rule of precision names a metric that does not exist.
    #[error("there is no metric {0}; the first column of summary.csv beside the alternative lists them all")]
    UnknownMetric(String),
    /// Nested uncertainty needs every run.
    #[error(
        "nested uncertainty compares the runs of every draw and needs them all in memory, {needed_mib} MiB where \
         {allowed_mib} MiB are allowed; allow more (--memory), play fewer runs or choose --uncertainty flat"
    )]
    NestedTooLarge {
        /// Memory needed, MiB.
        needed_mib: u64,
        /// Memory allowed, MiB.
        allowed_mib: u64,
    },
    /// More memory is needed than allowed.
    #[error(
        "summaries and the runs kept for the run table take {needed_mib} MiB, more than the {allowed_mib} MiB allowed; \
         allow more (--memory) or keep fewer runs (--run-rows)"
    )]
    TooLarge {
        /// Memory needed, MiB.
        needed_mib: u64,
        /// Memory allowed, MiB.
        allowed_mib: u64,
    },
}
