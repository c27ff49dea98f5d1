//! From samples to a decision: paired comparison, return on investment, the verdict, as [`Findings`].

mod findings;

pub use findings::*;
