//! `tenantrisk merge`: the shards of a simulation become the result that one run would have written.

use std::{path::Path, time::Instant};

use super::{
    arguments::{MergeArguments, SimulationArguments},
    exit::{Failure, internal},
    input,
    result::{self, Printer},
    shard_file::{Broken, ShardFile},
    shard_set::{self, Set},
    simulate::{self, Prepared},
};
use crate::{decision::Findings, engine::Columns, report::OutputDirectory};

/// Merges the shards of every scenario below the directories.
pub(super) fn merge(arguments: &MergeArguments) -> Result<(), Failure> {
    let pool = simulate::pool(arguments.threads)?;
    let mut printer = Printer::new(&arguments.report);
    let sets = pool.install(|| shard_set::gather(&arguments.directories))?;
    for set in sets.into_values() {
        printer.add(pool.install(|| one(arguments, &set))?);
    }
    printer.finish()
}

fn one(arguments: &MergeArguments, set: &Set) -> Result<Findings, Failure> {
    let started = Instant::now();
    let Some(first) = set.first() else { return Err(internal("a simulation without shards")) };
    let header = &first.header;
    let own_version = env!("CARGO_PKG_VERSION");
    if header.tenantrisk_version != own_version {
        let why =
            format!("it was computed by tenantrisk {}; this is {own_version}", header.tenantrisk_version);
        return Err(refused(first, &why));
    }
    let simulation = SimulationArguments {
        runs: Some(header.runs),
        seed: Some(header.seed),
        method: Some(header.method().map_err(|broken| refused(first, &broken))?),
        threads: None,
    };
    let texts = first.texts().map_err(|broken| refused(first, &broken))?;
    let mut input = input::read_again(Path::new(&header.typed), &texts).map_err(Failure::BadInput)?;
    if input.sha256 != header.scenario_sha256 || input.model.name != header.scenario {
        let broken = Broken::Header("its scenario is not the one that it names".to_owned());
        return Err(refused(first, &broken));
    }
    input.model.simulation.uncertainty = header.uncertainty();
    let prepared = simulate::prepare(input, &simulation)?;
    let target = arguments.out.join(prepared.name());
    if let Some(shard) = set.iter().find(|shard| lies_in(&shard.path, &target)) {
        return Err(refused(shard, &"the result would replace it; name another directory with --out"));
    }
    let directory = OutputDirectory::create(&target).map_err(internal)?;
    let report = &arguments.report;
    let blocks = set.iter().flat_map(|shard| blocks_of(shard, &prepared));
    let gathered = prepared.gather_again(blocks, report.memory, report.run_rows.count())?;
    let findings = result::write(&prepared, gathered, None, directory, report)?;
    if !report.is_silent() {
        anstream::eprintln!(
            "{}: {} runs of {} shards merged in {:.2} s; results in {}",
            prepared.name(),
            findings.setting.runs,
            set.len(),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(findings)
}

/// The blocks of a shard, or why they cannot be read.
fn blocks_of(shard: &ShardFile, prepared: &Prepared) -> impl Iterator<Item = Result<Columns, Failure>> {
    let (blocks, failure) = match shard.blocks(&prepared.plan) {
        Ok(blocks) => (Some(blocks), None),
        Err(broken) => (None, Some(Err(broken))),
    };
    let all = failure.into_iter().chain(blocks.into_iter().flatten());
    all.map(|block| block.map_err(|broken| refused(shard, &broken)))
}

fn refused(shard: &ShardFile, why: &dyn std::fmt::Display) -> Failure {
    Failure::BadInput(format!("error: {} is refused: {why}", shard.path.display()))
}

/// Whether a file is somewhere below a directory, however both are written.
fn lies_in(file: &Path, directory: &Path) -> bool {
    match (file.canonicalize(), directory.canonicalize()) {
        (Ok(file), Ok(directory)) => file.starts_with(directory),
        _ => false,
    }
}
