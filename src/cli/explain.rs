//! `tenantrisk explain`: every parameter of a scenario, given or default.

use super::{arguments::FileArguments, exit::Failure, input, screen};
use crate::{decision, engine::Plan, report::explain};

/// Prints the parameters of all files.
pub(super) fn explain(arguments: &FileArguments) -> Result<(), Failure> {
    for input in input::read_all(&arguments.files)? {
        let name = input.model.name.clone();
        let plan = Plan::new(input.model);
        let plan = plan.map_err(|error| Failure::BadInput(format!("error: {name}: {error}")))?;
        let facts = decision::parameter_facts(&plan.model().registry);
        anstream::println!("{}", explain::render(&facts, &plan.model().title, screen::width()).trim_end());
    }
    Ok(())
}
