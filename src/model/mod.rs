//! The pure domain: tenants over time, isolation models, blast radius, severity, alternatives.
//!
//! Numbers in, numbers out: no file format, no threads, no random generator. Every number that a
//! scenario can set lives in the [`Registry`]; the structures here hold its [`ParameterId`]s.

pub mod blast;
mod breach;
mod company;
pub mod defaults;
pub mod metrics;
mod parameters;
pub mod severity;
pub mod tenants;

pub use breach::{BreachClass, Frequency, Process, Reach, Scope};
pub use company::{Alternative, Horizon, IsolationModel, Model, Simulation, StartDate, Tier};
pub use parameters::{Origin, Parameter, ParameterId, Provenance, Registry, Role};
