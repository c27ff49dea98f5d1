//! The scenario file: TOML text → validated [`Model`](crate::model::Model), every mistake at once.
//!
//! [`read_with`] is the one entry; it touches no disk: its caller loads the files that a scenario names. A
//! [`Scenario`] keeps the texts and reads them again with other numbers. The
//! lower half ([`Section`], [`Diagnostics`]) knows TOML, carets and files that extend one another, but no
//! company; the upper half reads one part of the file per file of this folder.

mod alternatives;
mod appetite;
mod breach;
mod breach_costs;
mod capacity;
mod common_cause;
mod company;
mod compound;
mod constraints;
mod correlation;
mod diagnostic;
mod distribution;
mod document;
mod empirical;
mod extends;
mod families;
mod files;
mod groups;
mod incidents;
mod insurance;
mod investments;
mod isolation;
mod merge;
mod number;
mod numbers;
mod plain;
mod posture;
mod process;
mod read;
mod resources;
mod robustness;
mod section;
mod severity;
mod shocks;
#[cfg(test)]
mod tests;
mod text;
mod usage;

pub use diagnostic::{Diagnostic, Diagnostics, Level};
pub use document::{Document, Source, found, mismatch, nearest, number_of, parse};
pub use number::Domain;
pub use numbers::{Instead, InsteadError, Number};
pub use read::{read, read_with};
pub use section::Section;
pub use text::{Scenario, SearchError, Text};
