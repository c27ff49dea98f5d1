//! `tenantrisk merge`: the shards of a simulation become the result that one command would have written.

use std::path::{Path, PathBuf};

use super::{
    arguments::{MergeArguments, SimulationArguments},
    exit::{Failure, internal},
    input::{self, Input},
    merge_run, merge_sweep,
    result::Printer,
    shard_file::{Broken, ShardFile},
    shard_header::Work,
    shard_set::{self, Set},
    simulate,
};
use crate::report::OutputDirectory;

/// The scenario of shards, and how it was simulated.
pub(super) struct Whole {
    pub input: Input,
    pub simulation: SimulationArguments,
}

/// Merges the shards of every scenario below the directories.
pub(super) fn merge(arguments: &MergeArguments) -> Result<(), Failure> {
    let pool = simulate::pool(arguments.threads)?;
    let mut printer = Printer::new(&arguments.report);
    let sets = pool.install(|| shard_set::gather(&arguments.directories))?;
    for set in sets {
        let Some(first) = set.first() else { return Err(internal("a simulation without shards")) };
        let whole = whole(first)?;
        match &first.header.work {
            Work::Run { .. } => {
                printer.add(pool.install(|| merge_run::one(arguments, &set, whole))?);
            }
            Work::Sweep { vary } => {
                printer.add_sweep(pool.install(|| merge_sweep::one(arguments, &set, vary, whole))?);
            }
        }
    }
    printer.finish()
}

/// What the header of a shard says, checked.
fn whole(first: &ShardFile) -> Result<Whole, Failure> {
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
    Ok(Whole { input, simulation })
}

/// The directory of a result, unless shards lie in it.
pub(super) fn directory(set: &Set, target: PathBuf) -> Result<OutputDirectory, Failure> {
    if let Some(shard) = set.iter().find(|shard| lies_in(&shard.path, &target)) {
        return Err(refused(shard, &"the result would replace it; name another directory with --out"));
    }
    OutputDirectory::create(&target).map_err(internal)
}

pub(super) fn refused(shard: &ShardFile, why: &dyn std::fmt::Display) -> Failure {
    Failure::BadInput(format!("error: {} is refused: {why}", shard.path.display()))
}

/// Whether a file is somewhere below a directory, however both are written.
fn lies_in(file: &Path, directory: &Path) -> bool {
    match (file.canonicalize(), directory.canonicalize()) {
        (Ok(file), Ok(directory)) => file.starts_with(directory),
        _ => false,
    }
}
