//! From samples to a decision: paired comparison, return on investment, the verdict, as [`Findings`].

mod analyse;
mod comparison;
mod exceedance;
mod figures;
mod findings;
mod ledger;
mod verdict;

pub use analyse::{Provenance, analyse};
pub use findings::*;
