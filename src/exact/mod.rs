//! Exact answers where they exist: laws of aggregate losses by Fourier transform, and moments in closed form.
mod amount;
mod averages;
mod compound;
mod law;
mod measure;
mod part;
mod span;
#[cfg(test)]
mod tests;

pub use law::{Exact, Law, Tail};
pub use part::Moments;
