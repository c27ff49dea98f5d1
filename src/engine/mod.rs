//! From a [`Model`](crate::model::Model) to outcomes: random streams, events, runs, the parallel runner.

mod arrivals;
mod billing;
mod breaches;
mod brief;
mod classes;
mod columns;
mod connections;
mod costs;
mod credits;
mod dependence;
mod design;
mod events;
mod expected;
mod exposure;
mod hits;
mod incidents;
mod inputs;
mod insurance;
mod kept;
mod layout;
mod limits;
mod marks;
mod metering;
mod mixing;
mod outcomes;
mod outer;
mod paths;
mod plan;
mod rare;
mod replay;
mod row;
mod runner;
mod sampling;
mod services;
mod shard;
mod shocks;
mod simulate;
mod sobol;
pub mod streams;
mod tilt;
mod world;

use crate::model::phases;

pub use columns::{Annual, Columns, Kept};
pub use connections::Connections;
pub use costs::{CostComponent, Money};
pub use design::Design;
pub use expected::Draw;
pub use inputs::{DrawnOnce, SEVERITY_INPUT, Substitution, UncertainInput};
pub use limits::{Limit, LimitFigure};
pub use outcomes::{Outcomes, Sums, most_bytes};
pub use plan::{Plan, PlanError};
pub use replay::{Entry, Incident, Paid, Replay, replay};
pub use runner::{
    BLOCK_RUNS, RunOptions, blocks, join, run, run_in_batches, run_substituting, runs_of_block,
};
pub use sampling::FEWEST_BLOCKS;
pub use shard::{BlockError, Shard, decode, encode};
pub use simulate::Simulator;
