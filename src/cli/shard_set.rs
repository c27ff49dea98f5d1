//! Shards found below directories, judged: which belong together, and whether all are there.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    exit::{Failure, internal},
    shard_file::{ENDING, ShardFile},
};

/// All shards of one simulation, in order.
pub(super) type Set = Vec<ShardFile>;

/// How many commands for missing shards are printed.
const MOST_COMMANDS: usize = 1_000;
/// All shards below the directories, by scenario, those of its `run` before those of its `sweep`. Fails with everything that is wrong with any of them.
pub(super) fn gather(directories: &[PathBuf]) -> Result<Vec<Set>, Failure> {
    let mut paths = Vec::new();
    for directory in directories {
        find(directory, &mut paths).map_err(|error| {
            Failure::BadInput(format!("error: cannot list {}: {error}", directory.display()))
        })?;
    }
    paths.sort();
    paths.dedup();
    if paths.is_empty() {
        let searched: Vec<_> = directories.iter().map(|directory| directory.display().to_string()).collect();
        let searched = searched.join(", ");
        return Err(Failure::BadInput(format!(
            "error: there is no shard file (*.{ENDING}) below {searched}"
        )));
    }
    let opened: Vec<_> = paths.par_iter().map(|path| ShardFile::open(path)).collect();
    let mut mistakes = Vec::new();
    let mut works: BTreeMap<(String, bool), Vec<ShardFile>> = BTreeMap::new();
    for (path, opened) in paths.iter().zip(opened) {
        match opened {
            Ok(shard) => {
                let work = (shard.header.scenario.clone(), shard.header.is_sweep());
                works.entry(work).or_default().push(shard);
            }
            Err(broken) => mistakes.push(format!("error: {} is refused: {broken}", path.display())),
        }
    }
    let mut sets = Vec::new();
    for shards in works.into_values() {
        sets.push(judge(shards, &directories[0], &mut mistakes)?);
    }
    if mistakes.is_empty() { Ok(sets) } else { Err(Failure::BadInput(mistakes.join("\n"))) }
}

/// Files that end like a shard, but not those under a temporary name.
fn find(directory: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type()?.is_dir() {
            find(&path, paths)?;
        } else if !is_hidden && path.extension().is_some_and(|ending| ending == ENDING) {
            paths.push(path);
        }
    }
    Ok(())
}

/// The shards of one scenario in order, each once; what is wrong goes to `mistakes`.
fn judge(shards: Vec<ShardFile>, first: &Path, mistakes: &mut Vec<String>) -> Result<Set, Failure> {
    let mut set: Set = Vec::new();
    let Some(reference) = reference(&shards) else { return Ok(set) };
    let (reference, shown) = (shards[reference].header.clone(), shards[reference].path.display().to_string());
    let mut known: BTreeMap<u32, ShardFile> = BTreeMap::new();
    for shard in shards {
        let path = shard.path.display();
        if let Some(difference) = reference.difference(&shard.header) {
            mistakes.push(format!("error: {path} belongs to another simulation than {shown}: {difference}"));
            continue;
        }
        let number = shard.header.shard;
        let Some(other) = known.get(&number) else {
            known.insert(number, shard);
            continue;
        };
        let other_path = other.path.display();
        if shard.digest_of_content().map_err(internal)? == other.digest_of_content().map_err(internal)? {
            anstream::eprintln!("{path} and {other_path} hold the same shard {number}; one of them is read");
        } else {
            mistakes.push(format!(
                "error: {path} and {other_path} both are shard {number} and differ; delete the one that is wrong"
            ));
        }
    }
    let home = known.values().next().map_or(first, |shard| out_of(shard, first)).to_owned();
    let missing = reference.shards as usize - known.len();
    if missing > 0 {
        let numbers = (1..=reference.shards).filter(|number| !known.contains_key(number));
        let mut lines: Vec<_> = numbers
            .take(MOST_COMMANDS)
            .map(|number| format!("  {}", reference.command(number, &home)))
            .collect();
        if missing > MOST_COMMANDS {
            lines.push(format!("and {} more", missing - MOST_COMMANDS));
        }
        let whence = if Path::new(&reference.typed).exists() {
            ""
        } else {
            " where the others were computed (the scenario file is not here)"
        };
        mistakes.push(format!(
            "error: {} lacks {} of its {} shards; to compute just these, run{whence}:\n{}",
            reference.what(),
            missing,
            reference.shards,
            lines.join("\n")
        ));
    }
    set.extend(known.into_values());
    Ok(set)
}

/// Position of the first shard of the simulation to which most belong.
fn reference(shards: &[ShardFile]) -> Option<usize> {
    let mut simulations: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (position, shard) in shards.iter().enumerate() {
        simulations.entry(shard.header.facts()).or_default().push(position);
    }
    let largest =
        simulations.into_values().max_by_key(|positions| (positions.len(), std::cmp::Reverse(positions[0])));
    largest.map(|positions| positions[0])
}

/// The `--out` with which a shard was written.
fn out_of<'a>(shard: &'a ShardFile, otherwise: &'a Path) -> &'a Path {
    let folder =
        shard.path.parent().filter(|folder| folder.file_name() == Some(shard.header.scenario.as_ref()));
    match folder.and_then(Path::parent) {
        Some(home) if home.as_os_str().is_empty() => Path::new("."),
        Some(home) => home,
        None => otherwise,
    }
}
