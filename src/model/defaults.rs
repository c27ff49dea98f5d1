//! Every default of the model with its source. `docs/model.md` explains each.

mod breach;
mod capacity;
mod isolation;
mod plans;
mod posture;
mod services;
mod severity;
#[cfg(test)]
mod tests;

pub use breach::*;
pub use capacity::*;
pub use isolation::*;
pub use plans::*;
pub use posture::*;
pub use services::*;
pub use severity::*;

/// A default number and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Default {
    /// The value, in the unit of the parameter.
    pub value: f64,
    /// Its source.
    pub source: &'static str,
}

const fn of(value: f64, source: &'static str) -> Default {
    Default { value, source }
}

const BRIEF: &str = "founding brief of the project (business case of 10 November 2025)";
const JUDGEMENT: &str = "judgement, no published figure; see docs/model.md";
const NOT_COUNTED: &str = "zero: not counted unless given";

/// Tenants at the start.
pub const INITIAL_TENANTS: Default = of(10_000.0, BRIEF);
/// Net growth of the number of tenants a year.
pub const GROWTH_PER_YEAR: Default = of(0.0, "no growth unless given");
/// Yearly discount rate.
pub const DISCOUNT_RATE: Default = of(0.10, BRIEF);
/// Horizon in years.
pub const HORIZON_YEARS: i64 = 5;
/// Runs.
pub const RUNS: i64 = 100_000;
/// Draws of what is uncertain, each shared by as many runs, where uncertainty is nested (docs/uncertainty.md).
pub const OUTER_DRAWS: u64 = 200;
/// Seed.
pub const SEED: i64 = 20_261_123;
/// Price of an engineer's hour, USD.
pub const ENGINEER_COST_PER_HOUR: Default =
    of(150.0, "founding brief; the loaded mean wage is $99 (US BLS, 2024 wages, 2025 compensation)");

/// Costs that the defaults leave at zero.
pub const ZERO_COST: Default = of(0.0, NOT_COUNTED);

/// Shapes of the effect of a control: beta.
pub const CONTROL_EFFECT_BETA: [f64; 2] = [7.0, 3.0];
/// Source of defaults that are judgements.
pub const JUDGED: &str = JUDGEMENT;

/// What a policy leaves of every event and of every year with the insured.
pub const NO_RETENTION: Default = of(0.0, "no retention unless given");
/// Share of the layer that an insurer pays.
pub const INSURERS_SHARE: Default = of(1.0, "the insurer pays the whole layer unless given");

/// Share of what several controls of an alternative prevent that is the same.
pub const NO_OVERLAP: Default = of(0.0, "controls work independently unless given");

/// A reach without parameters of its own, or the two shapes of a beta share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReachDefault {
    /// One tenant.
    One,
    /// Every tenant.
    All,
    /// One pool or instance.
    Pool,
    /// 1 + BetaBin(N - 1; a, b).
    Beta(f64, f64),
}
