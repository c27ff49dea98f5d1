//! Exact answers where they exist: laws of aggregate losses by Fourier transform, and moments in closed form.
//!
//! ```text
//! worlds      values of what is drawn once per run, one severity model at a time
//! conditions  tenants, groups, controls, discounting under those values
//! frequency   when events of a class happen, and which tier groups they strike
//! services, breaches   what one event costs, as independent amounts
//! part        events with their losses and the law of their number
//! measure, averages    losses on a grid, and their transform
//! compound, law        the total: moments, quantiles, tails, error bounds
//! largest     the largest event of a year
//! covered     what a policy is expected to pay
//! ```
//!
//! `docs/exact.md` has the formulas. Where there is no exact answer, a [`Reason`] says why.

mod amount;
mod averages;
mod breaches;
mod compound;
mod conditions;
mod covered;
mod frequency;
mod largest;
mod law;
mod losses;
mod measure;
mod part;
mod points;
mod pricing;
mod reason;
mod services;
mod span;
#[cfg(test)]
mod tests;
mod worlds;

pub use conditions::Basis;
pub use covered::{CoveredLosses, covered_losses};
pub use largest::Largest;
pub use law::{Exact, Law, Tail};
pub use losses::{AlternativeLaws, ClassLaws, alternative_laws, loss_law, yearly_laws};
pub use part::Moments;
pub use reason::Reason;
