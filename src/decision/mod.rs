//! From samples to a decision: paired comparison, return on investment, the verdict, as [`Findings`].

mod analyse;
mod answers;
mod business_case;
mod comparison;
mod convergence;
mod error;
mod exact_figures;
mod exceedance;
mod extrapolation;
mod figures;
mod findings;
mod gathered;
mod histogram;
mod incidents;
mod ledger;
mod limits;
mod precision;
mod quantity;
mod runs;
mod usage;
mod verdict;
mod verification;
mod yearly;

pub use analyse::{Provenance, analyse};
pub use business_case::*;
pub use error::AnalysisError;
pub use exact_figures::*;
pub use extrapolation::extrapolations;
pub use findings::*;
pub use gathered::Gathered;
pub use ledger::parameter_facts;
pub use limits::LimitFact;
pub use precision::{HowFar, Precision};
pub use usage::{TierFact, UsageFact};
pub use verification::*;
