//! `tenantrisk run --method exact`: answers without simulating.

use super::{
    arguments::RunArguments,
    exit::{Failure, internal},
    input::{self, Input},
    screen, simulate,
};
use crate::{
    decision::{self, ExactFindings, NotExact},
    report::{OutputDirectory, exact_csv, exact_text, manifest},
};

/// Answers all scenarios of one call, or says why it cannot.
pub(super) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let simulation = &arguments.simulation;
    for (given, option) in [(simulation.runs.is_some(), "--runs"), (simulation.seed.is_some(), "--seed")] {
        if given {
            let text = format!("error: {option} has no meaning with --method exact: nothing is simulated");
            return Err(Failure::BadInput(text));
        }
    }
    let inputs = input::read_all(&arguments.files)?;
    let pool = simulate::pool(simulation.threads)?;
    let mut all = Vec::new();
    for input in inputs {
        let findings = pool.install(|| one(arguments, input))?;
        if arguments.report.json {
            all.push(findings);
        } else if !arguments.report.quiet {
            anstream::println!("{}", exact_text::render(&findings, screen::width()).trim_end());
        }
    }
    if arguments.report.json {
        let text = match &all[..] {
            [one] => serde_json::to_string_pretty(one),
            several => serde_json::to_string_pretty(several),
        };
        anstream::println!("{}", text.map_err(internal)?);
    }
    Ok(())
}

fn one(arguments: &RunArguments, input: Input) -> Result<ExactFindings, Failure> {
    let sha256 = input.sha256.clone();
    let prepared = simulate::prepare_flat(input, &arguments.simulation)?;
    let name = prepared.name().to_owned();
    let mut directory = OutputDirectory::create(&arguments.out.join(&name)).map_err(internal)?;
    let findings = decision::exact_findings(&prepared.plan, sha256).map_err(|NotExact(reasons)| {
        let lines = reasons.iter().map(|(alternative, reason)| format!("\n  {alternative}: {reason}"));
        let lines: String = lines.collect();
        Failure::BadInput(format!(
            "error: {name} has no exact answer; leave out `--method exact` to simulate it{lines}"
        ))
    })?;
    directory
        .write(
            exact_csv::NAME,
            &exact_csv::render(&findings, arguments.report.csv_decimal.into()).map_err(internal)?,
        )
        .map_err(internal)?;
    let manifest = manifest::render(&findings.setting, directory.written()).map_err(internal)?;
    directory.write(manifest::NAME, &manifest).map_err(internal)?;
    simulate::check_interruption()?;
    directory.commit().map_err(internal)?;
    Ok(findings)
}
