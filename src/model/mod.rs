//! The pure domain: tenants over time, isolation models, blast radius, severity, alternatives.
//!
//! Numbers in, numbers out: no file format, no threads, no random generator. Every number that a
//! scenario can set lives in the [`Registry`]; the structures here hold its [`ParameterId`]s.

mod appetite;
pub mod blast;
mod breach_costs;
pub mod brief;
pub mod capacity;
mod company;
mod correlation;
pub mod defaults;
pub mod finance;
pub mod groups;
mod incident;
mod input_group;
mod insurance;
mod investment;
pub mod lifetime;
pub mod metrics;
mod parameters;
pub mod phases;
pub mod population;
mod posture;
mod robustness;
pub mod service;
pub mod severity;
mod shock;
pub mod sla;
pub mod tenants;
mod tier;
pub mod usage;

pub use appetite::{Appetite, HybridSearch, LossPeriod, RiskTolerance, Survival};
pub use breach_costs::{BreachChurn, BreachCosts, ChurnAccounting, Contains, Fine, Response, fine_ceiling};
pub use capacity::{Capacity, CapacityLimit};
pub use company::{
    Accounting, Alternative, Change, Dynamics, Excluded, Horizon, IsolationModel, Method, Model, Nesting,
    Question, Separation, Simulation,
};
pub use correlation::{Correlation, NotSemidefinite, cholesky, pearson_of_spearman};
pub use incident::{
    BreachClass, ClassFacts, EventCosts, Frequency, IncidentClass, Mixing, MixingLaw, Part, Process, Reach,
    Scope, ServiceChurn, ServiceCosts,
};
pub use input_group::InputGroup;
pub use insurance::{Cover, Insurance, PolicyYear, Terms};
pub use investment::{
    ActiveEffect, Control, Effect, Left, Migration, Ramp, belongs_to, effects_on, left_by, residual,
};
pub use parameters::{Origin, Parameter, ParameterId, Provenance, Registry, Role};
pub use posture::{Posture, PostureItem};
pub use robustness::RobustnessChecks;
pub use shock::Shock;
pub use tier::{CostBasis, Resource, ResourceLimit, Tier};
