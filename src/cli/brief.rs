//! `tenantrisk brief`: the business case of a scenario.

use super::{
    arguments::BriefArguments,
    exit::{Failure, internal},
    input::{self, Input},
    progress,
    simulate::{self, INTERRUPTED},
};
use crate::{
    decision::{self, CaseError, CaseOptions},
    report::{
        business_case::{self, html, markdown},
        chart,
    },
};

/// Writes or prints the business case of one scenario.
pub(super) fn brief(arguments: &BriefArguments) -> Result<(), Failure> {
    let inputs = input::read_all(std::slice::from_ref(&arguments.file))?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    inputs.into_iter().try_for_each(|input| pool.install(|| one(arguments, input)))
}

fn one(arguments: &BriefArguments, input: Input) -> Result<(), Failure> {
    simulate::refuse_exact(&arguments.simulation)?;
    let scenario = input.scenario.clone();
    let prepared = simulate::prepare(input, &arguments.simulation)?;
    let name = prepared.name().to_owned();
    let target = arguments.out.join(&name);
    if !arguments.stdout {
        // A directory that cannot be made is found before the simulation.
        business_case::check(&target).map_err(internal)?;
    }
    let outcomes = prepared.simulate(arguments.stdout)?;
    let findings = prepared.analyse(&outcomes, 0)?;
    let bar = progress::count(&name, arguments.stdout);
    let options =
        CaseOptions { scenario: &scenario, progress: &|count| bar.inc(count), interrupted: &INTERRUPTED };
    let case = decision::business_case(&prepared.plan, &outcomes, &findings, &options);
    bar.finish_and_clear();
    let case = case.map_err(|error| match error {
        CaseError::Interrupted => Failure::Interrupted,
        other => internal(other),
    })?;
    drop(outcomes);
    let text = markdown::render(&case);
    if arguments.stdout {
        anstream::print!("{text}");
        return Ok(());
    }
    let charts = chart::all(&findings).map_err(internal)?;
    simulate::check_interruption()?;
    let files = [
        (business_case::MARKDOWN.to_owned(), text.into_bytes()),
        (business_case::HTML.to_owned(), html::render(&case, &charts).into_bytes()),
    ];
    business_case::write(&target, &case.setting, &files).map_err(internal)?;
    for (file, _) in &files {
        anstream::println!("{}", target.join(file).display());
    }
    Ok(())
}
