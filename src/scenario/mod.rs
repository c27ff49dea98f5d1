//! The scenario file: TOML text → validated [`Model`](crate::model::Model), every mistake at once.
//!
//! [`read`] is the one entry. The lower half ([`Section`], [`Diagnostics`]) knows TOML and carets but no
//! company; the upper half reads one part of the file per file of this folder.

mod alternatives;
mod breach;
mod breach_costs;
mod company;
mod constraints;
mod diagnostic;
mod distribution;
mod document;
mod incidents;
mod investments;
mod isolation;
mod number;
mod process;
mod read;
mod section;
mod severity;
#[cfg(test)]
mod tests;
mod usage;

pub use diagnostic::{Diagnostic, Diagnostics, Level};
pub use document::{Document, Source, found, mismatch, nearest, number_of, parse};
pub use read::read;
pub use section::Section;
