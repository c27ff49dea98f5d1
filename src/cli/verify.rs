//! `tenantrisk verify`: simulated figures beside exact ones.

use super::{
    arguments::{MethodArgument, VerifyArguments},
    exit::{Failure, internal},
    input, screen, simulate,
};
use crate::{decision, model::Method, report::verification};

/// Simulates one scenario and compares it with what is exactly known; fails where they disagree.
pub(super) fn verify(arguments: &VerifyArguments) -> Result<(), Failure> {
    simulate::refuse_exact(&arguments.simulation)?;
    if arguments.simulation.method == Some(MethodArgument::Auto) {
        let text = "error: --method auto: verify judges independent runs of equal weight, the method `plain`";
        return Err(Failure::BadInput(text.to_owned()));
    }
    let inputs = input::read_all(std::slice::from_ref(&arguments.file))?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    for mut input in inputs {
        input.model.simulation.method = Method::Plain;
        let found = pool.install(|| {
            let prepared = simulate::prepare_flat(input, &arguments.simulation)?;
            let outcomes = prepared.simulate(arguments.json)?;
            decision::verify(&prepared.plan, &outcomes, prepared.provenance()).map_err(internal)
        })?;
        if arguments.json {
            anstream::println!("{}", serde_json::to_string_pretty(&found).map_err(internal)?);
        } else {
            anstream::println!("{}", verification::render(&found, screen::width()).trim_end());
        }
        if let Some(disagreement) = verification::disagreement(&found) {
            return Err(Failure::Internal(disagreement));
        }
    }
    Ok(())
}
