//! `tenantrisk run`: simulate, print, write.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use rayon::prelude::*;

use super::{
    arguments::{Format, RunArguments, RunRows},
    exit::Failure,
    input::{self, Input},
    progress, screen,
};
use crate::{
    decision::{self, Findings},
    engine::{self, Plan, RunOptions},
    report::{self, DataOptions, NamedFile, OutputDirectory, RowLimit, chart, json, terminal},
};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Runs all scenarios of one call.
pub(super) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let inputs = input::read_all(&arguments.files)?;
    let threads = arguments.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(internal)?;
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).map_err(internal)?;
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

fn one(arguments: &RunArguments, input: Input) -> Result<Findings, Failure> {
    let Input { mut model, sha256 } = input;
    model.simulation.runs = arguments.runs.unwrap_or(model.simulation.runs);
    model.simulation.seed = arguments.seed.unwrap_or(model.simulation.seed);
    let name = model.name.clone();
    let runs = model.simulation.runs;
    let plan = Plan::new(model).map_err(|error| Failure::BadInput(format!("error: {name}: {error}")))?;
    let directory = OutputDirectory::create(&arguments.out.join(&name)).map_err(internal)?;

    let started = Instant::now();
    let bar = progress::bar(&name, runs, arguments.quiet || arguments.json);
    let options = RunOptions { progress: &|count| bar.inc(count), interrupted: &INTERRUPTED };
    let outcomes = engine::run(&plan, &options);
    bar.finish_and_clear();
    let outcomes = outcomes.ok_or(Failure::Interrupted)?;
    let simulated = started.elapsed();

    let provenance =
        decision::Provenance { scenario_sha256: sha256, method: "plain".to_owned(), notices: Vec::new() };
    let (rows, limit) = match arguments.run_rows {
        RunRows::All => (usize::MAX, RowLimit::All),
        RunRows::First(rows) => (usize::try_from(rows).unwrap_or(usize::MAX), RowLimit::First(rows)),
    };
    let findings = decision::analyse(&plan, &outcomes, provenance, rows).map_err(internal)?;
    drop(outcomes);
    let mut data = report::data_files(&findings, DataOptions { runs: limit }).map_err(internal)?;
    data.retain(|(file, _)| {
        let wanted = if file.ends_with(".json") { Format::Json } else { Format::Csv };
        arguments.format.contains(&wanted)
    });
    let charts = charts(&findings, &arguments.format)?;
    if INTERRUPTED.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    report::write_report(directory, &findings, &data, &charts).map_err(internal)?;
    if !arguments.quiet && !arguments.json {
        anstream::eprintln!(
            "{name}: {runs} runs in {:.2} s, {:.2} s in all; results in {}",
            simulated.as_secs_f64(),
            started.elapsed().as_secs_f64(),
            arguments.out.join(&name).display()
        );
    }
    Ok(findings)
}

fn charts(findings: &Findings, formats: &[Format]) -> Result<Vec<NamedFile>, Failure> {
    if !formats.contains(&Format::Svg) && !formats.contains(&Format::Png) {
        return Ok(Vec::new());
    }
    let drawn = CHARTS.par_iter().map(|(name, draw)| {
        let mut files = Vec::new();
        let Some(svg) = draw(findings)? else { return Ok(files) };
        if formats.contains(&Format::Png) {
            files.push((format!("charts/{name}.png"), chart::png(&svg)?));
        }
        if formats.contains(&Format::Svg) {
            files.push((format!("charts/{name}.svg"), svg.into_bytes()));
        }
        Ok(files)
    });
    let drawn = drawn.collect::<Result<Vec<_>, chart::ChartError>>().map_err(internal)?;
    Ok(drawn.into_iter().flatten().collect())
}

type Draw = fn(&Findings) -> Result<Option<String>, chart::ChartError>;

/// Every chart by the name of its files; those that a scenario has nothing for draw nothing.
const CHARTS: [(&str, Draw); 5] = [
    ("loss_exceedance", |findings| chart::loss_exceedance(findings).map(Some)),
    ("tco_components", |findings| chart::tco_components(findings).map(Some)),
    ("cash_flow", chart::cash_flow_fan),
    ("saving", chart::saving_histograms),
    ("roi", chart::roi_histograms),
];

fn as_json(all: &[Findings]) -> Result<String, Failure> {
    let bytes = match all {
        [one] => json::render(one).map_err(internal)?,
        several => serde_json::to_vec_pretty(several).map_err(internal)?,
    };
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

fn internal(error: impl std::fmt::Display) -> Failure {
    Failure::Internal(error.to_string())
}
