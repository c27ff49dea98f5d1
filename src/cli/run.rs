//! `tenantrisk run`: simulate, print, write.

use std::time::Instant;

use rayon::prelude::*;

use super::{
    arguments::{Format, MethodArgument, RunArguments, RunRows},
    exit::{Failure, internal},
    input::{self, Input},
    run_exact, screen, simulate,
};
use crate::{
    decision::{Findings, Provenance},
    report::{self, DataOptions, NamedFile, OutputDirectory, RowLimit, chart, json, terminal},
};

/// Runs all scenarios of one call.
pub(super) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    if arguments.simulation.method == Some(MethodArgument::Exact) {
        return run_exact::run(arguments);
    }
    let inputs = input::read_all(&arguments.files)?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    let mut all = Vec::new();
    for input in inputs {
        let findings = pool.install(|| one(arguments, input))?;
        if arguments.json {
            all.push(findings);
        } else if !arguments.quiet {
            anstream::println!("{}", terminal::render(&findings, screen::width()).trim_end());
        }
    }
    if arguments.json {
        anstream::println!("{}", as_json(&all)?);
    }
    Ok(())
}

fn one(arguments: &RunArguments, mut input: Input) -> Result<Findings, Failure> {
    input.model.simulation.runs = arguments.stop.most_runs().unwrap_or(input.model.simulation.runs);
    let prepared = simulate::prepare(input, &arguments.simulation)?;
    let target = arguments.out.join(prepared.name());
    let directory = OutputDirectory::create(&target).map_err(internal)?;

    let started = Instant::now();
    let (rows, limit) = match arguments.run_rows {
        RunRows::All => (u64::MAX, RowLimit::All),
        RunRows::First(rows) => (rows, RowLimit::First(rows)),
    };
    let quiet = arguments.quiet || arguments.json;
    let stop = &arguments.stop;
    let (gathered, stopped) = prepared.gather(stop, quiet, arguments.memory, rows)?;
    let simulated = started.elapsed();
    let findings = gathered.findings(Provenance { stopped, ..prepared.provenance() }).map_err(internal)?;
    drop(gathered);
    let mut data = report::data_files(&findings, DataOptions { runs: limit }).map_err(internal)?;
    data.retain(|(file, _)| {
        let wanted = if file.ends_with(".json") { Format::Json } else { Format::Csv };
        arguments.format.contains(&wanted)
    });
    let charts = charts(&findings, &arguments.format)?;
    simulate::check_interruption()?;
    report::write_report(directory, &findings, &data, &charts).map_err(internal)?;
    if !arguments.quiet && !arguments.json {
        anstream::eprintln!(
            "{}: {} runs in {:.2} s, {:.2} s in all; results in {}",
            prepared.name(),
            findings.setting.runs,
            simulated.as_secs_f64(),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(findings)
}

fn charts(findings: &Findings, formats: &[Format]) -> Result<Vec<NamedFile>, Failure> {
    if !formats.contains(&Format::Svg) && !formats.contains(&Format::Png) {
        return Ok(Vec::new());
    }
    let drawn = chart::all(findings).map_err(internal)?;
    let files = drawn.into_par_iter().map(|(name, svg)| {
        let mut files = Vec::new();
        if formats.contains(&Format::Png) {
            files.push((format!("charts/{name}.png"), chart::png(&svg)?));
        }
        if formats.contains(&Format::Svg) {
            files.push((format!("charts/{name}.svg"), svg.into_bytes()));
        }
        Ok(files)
    });
    let files = files.collect::<Result<Vec<_>, chart::ChartError>>().map_err(internal)?;
    Ok(files.into_iter().flatten().collect())
}

fn as_json(all: &[Findings]) -> Result<String, Failure> {
    let bytes = match all {
        [one] => json::render(one).map_err(internal)?,
        several => serde_json::to_vec_pretty(several).map_err(internal)?,
    };
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}
