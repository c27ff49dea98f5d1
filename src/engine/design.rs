//! Which runs are independent of each other.

/// How the runs of [`Outcomes`](super::Outcomes) hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// Every run is drawn independently.
    Independent,
    /// The runs come in replicates of so many consecutive runs, the last one possibly shorter. Replicates are
    /// independent of each other; within one the runs depend on each other by design, so that only the spread
    /// between replicates tells how exact a mean is.
    Replicated {
        /// Runs of one replicate, at least 1.
        runs_per_replicate: usize,
    },
}
