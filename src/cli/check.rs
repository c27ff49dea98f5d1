//! `tenantrisk check`: validate only.

use super::{arguments::FileArguments, exit::Failure, input};
use crate::engine::Plan;

/// Validates all files.
pub(super) fn check(arguments: &FileArguments) -> Result<(), Failure> {
    for input in input::read_all(&arguments.files)? {
        let name = input.model.name.clone();
        let (alternatives, parameters) =
            (input.model.alternatives.len(), input.model.registry.parameters().len());
        Plan::new(input.model).map_err(|error| Failure::BadInput(format!("error: {name}: {error}")))?;
        anstream::println!("{name}: no mistakes; {alternatives} alternatives, {parameters} parameters");
    }
    Ok(())
}
