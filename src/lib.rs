//! tenantrisk puts a price on tenant isolation.
//!
//! Data flows one way, one module ("room") per stage:
//! scenario file → [`scenario`] → [`model`] → [`engine`] → [`stats`] → [`decision`] → [`report`].
//! `docs/architecture.md` says which room may import which; `tests/architecture.rs` enforces it.

pub mod calibrate;
#[cfg(test)]
mod cases;
pub mod cli;
pub mod decision;
pub mod dist;
pub mod engine;
pub mod exact;
pub mod model;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod units;
