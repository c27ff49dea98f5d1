//! From a [`Model`](crate::model::Model) to outcomes: random streams, events, runs, the parallel runner.

mod columns;
mod events;
mod exposure;
mod plan;
mod runner;
mod simulate;
pub mod streams;

pub use columns::{Columns, Outcomes};
pub use plan::{Plan, PlanError};
pub use runner::{BLOCK_RUNS, RunOptions, run};
pub use simulate::simulate;
