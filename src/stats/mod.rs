//! Samples and estimates. Knows nothing of SaaS: numbers in, estimates out.

mod estimate;

pub use estimate::{Estimate, Interval};
