//! Exact answers where they exist: laws of aggregate losses by Fourier transform, and moments in closed form.
mod amount;
mod averages;
mod breaches;
mod compound;
mod conditions;
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
pub use largest::Largest;
pub use law::{Exact, Law, Tail};
pub use losses::{AlternativeLaws, ClassLaws, alternative_laws, loss_law};
pub use part::Moments;
pub use reason::Reason;
