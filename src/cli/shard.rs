//! `tenantrisk run --shard`: play one part of the runs and keep it for `tenantrisk merge`.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    str::FromStr,
    time::Instant,
};

use super::{
    arguments::RunArguments,
    exit::Failure,
    input::Input,
    shard_file::{ENDING, Header, ShardFile, Writer},
    simulate::{self, Prepared},
};
use crate::engine::{self, Shard};

/// Variables in which array jobs say which part a task is, with the number of the first part.
const ARRAYS: [(&str, u32); 3] =
    [("SLURM_ARRAY_TASK_ID", 1), ("JOB_COMPLETION_INDEX", 0), ("AWS_BATCH_JOB_ARRAY_INDEX", 0)];
/// Number of the first task of a SLURM array.
const SLURM_FIRST: &str = "SLURM_ARRAY_TASK_MIN";
/// Attempts to find a temporary name that is free.
const MOST_ATTEMPTS: u32 = 1_000;

/// `K/N` or `auto/N` as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShardArgument {
    /// A part.
    Part(Shard),
    /// The part of so many that the environment names.
    Auto(u32),
}

impl FromStr for ShardArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || "expected K/N with K from 1 to N, such as 2/16, or auto/N".to_owned();
        let (index, count) = text.split_once('/').ok_or_else(expected)?;
        let count = count.parse().ok().filter(|count| *count > 0).ok_or_else(expected)?;
        if index == "auto" {
            return Ok(ShardArgument::Auto(count));
        }
        let shard = index.parse().ok().and_then(|index| Shard::new(index, count));
        shard.map(ShardArgument::Part).ok_or_else(expected)
    }
}

/// The part that is meant.
pub(super) fn resolve(argument: ShardArgument) -> Result<Shard, Failure> {
    match argument {
        ShardArgument::Part(shard) => Ok(shard),
        ShardArgument::Auto(count) => {
            let variable =
                |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
            from_environment(count, &variable)
                .map_err(|why| Failure::BadInput(format!("error: --shard auto/{count}: {why}")))
        }
    }
}

fn from_environment(count: u32, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let set: Vec<_> =
        ARRAYS.into_iter().filter_map(|(name, first)| Some((name, first, variable(name)?))).collect();
    let [(name, first, value)] = set.as_slice() else {
        let names = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
        return Err(match set.as_slice() {
            [] => {
                format!("none of {} is set; give K/N instead", names(&mut ARRAYS.iter().map(|array| array.0)))
            }
            several => format!(
                "{} are all set, and only one array job can say which shard this is; give K/N instead",
                names(&mut several.iter().map(|array| array.0))
            ),
        });
    };
    let first =
        if *name == ARRAYS[0].0 && variable(SLURM_FIRST).as_deref() == Some("0") { 0 } else { *first };
    let shard = value.parse::<u32>().ok().and_then(|value| {
        let index = value.checked_sub(first)?.checked_add(1)?;
        Shard::new(index, count)
    });
    shard.ok_or_else(|| {
        let last = u64::from(first) + u64::from(count) - 1;
        format!("{name} is {value:?}; accepted: a number from {first} to {last}")
    })
}

/// Plays one shard of a scenario and writes its file, unless it is there and whole.
pub(super) fn run(arguments: &RunArguments, shard: Shard, mut input: Input) -> Result<(), Failure> {
    let (file, texts) = (std::mem::take(&mut input.file), input.scenario.texts().to_vec());
    let prepared = simulate::prepare(input, &arguments.simulation)?;
    let header = Header {
        tenantrisk_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: prepared.name().to_owned(),
        scenario_sha256: prepared.sha256.clone(),
        seed: prepared.plan.model().simulation.seed,
        runs: prepared.plan.model().simulation.runs,
        method: prepared.plan.method().to_owned(),
        outer: prepared.plan.model().simulation.uncertainty.outer(),
        shard: shard.index(),
        shards: shard.count(),
        typed: file.display().to_string(),
        files: texts,
    };
    let folder = arguments.out.join(prepared.name());
    if folder.join(crate::report::manifest::NAME).exists() {
        let folder = folder.display();
        return Err(Failure::BadInput(format!(
            "error: {folder} holds a result of tenantrisk; name another directory for shards with --out"
        )));
    }
    let path = folder.join(format!("shard-{}-of-{}.{ENDING}", shard.index(), shard.count()));
    let quiet = arguments.report.quiet;
    if !is_there(&path, &header, quiet)? {
        play(&prepared, &path, &header, shard, quiet)?;
    }
    if !quiet {
        anstream::println!("{}", path.display());
    }
    Ok(())
}

/// Whether a whole file of the same shard is there; says so, or why it is not used.
fn is_there(path: &Path, wanted: &Header, quiet: bool) -> Result<bool, Failure> {
    if !path.exists() {
        return Ok(false);
    }
    let shown = path.display();
    let (is_whole, text) = match ShardFile::open(path) {
        Ok(found) => match wanted.difference(&found.header) {
            None => (true, format!("{shown} is there and whole; it is not computed again")),
            Some(difference) => {
                return Err(Failure::BadInput(format!(
                    "error: {shown} is a shard of another simulation ({difference}); move it away, or name another \
                     directory with --out"
                )));
            }
        },
        Err(broken) => (false, format!("{shown} is computed again: {broken}")),
    };
    if !quiet {
        anstream::eprintln!("{text}");
    }
    Ok(is_whole)
}

fn play(prepared: &Prepared, path: &Path, header: &Header, shard: Shard, quiet: bool) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::Internal(format!("{}: cannot be written: {error}", path.display()));
    // Before the simulation, so that a path that cannot be written fails at once.
    let mut partial = Partial::create(path).map_err(failed)?;
    let started = Instant::now();
    let range = shard.blocks(engine::blocks(&prepared.plan));
    let runs = prepared.runs_of(&range);
    let mut writer = Writer::new(&mut partial.file, header).map_err(failed)?;
    prepared.simulate_blocks(range, quiet, |_, blocks| writer.add(&blocks).map_err(failed))??;
    writer.finish().map_err(failed)?;
    simulate::check_interruption()?;
    partial.put_in_place(path).map_err(failed)?;
    if !quiet {
        anstream::eprintln!(
            "{}: shard {} of {}, {runs} runs in {:.2} s",
            prepared.name(),
            shard.index(),
            shard.count(),
            started.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// A file under a temporary name beside its own; removed unless it is put in place.
struct Partial {
    file: File,
    path: PathBuf,
}

impl Partial {
    fn create(path: &Path) -> std::io::Result<Partial> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let process = std::process::id();
        // Two machines that share a disk may have the same process id, and a dead process may have left a file.
        for attempt in 0..MOST_ATTEMPTS {
            let path = path.with_file_name(format!(".{name}.partial-{process}-{attempt}"));
            match File::create_new(&path) {
                Ok(file) => return Ok(Partial { file, path }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(std::io::Error::other("too many temporary files of dead processes lie beside it; delete them"))
    }

    fn put_in_place(self, path: &Path) -> std::io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, path)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After it was put in place there is nothing under the temporary name.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Result<u32, String> {
        let variable = |name: &str| {
            variables.iter().find(|variable| variable.0 == name).map(|variable| variable.1.to_owned())
        };
        from_environment(4, &variable).map(Shard::index)
    }

    #[test]
    fn array_jobs_say_which_shard() {
        assert_eq!(of(&[("SLURM_ARRAY_TASK_ID", "4"), ("SLURM_ARRAY_TASK_MIN", "1")]), Ok(4));
        assert_eq!(of(&[("SLURM_ARRAY_TASK_ID", "3"), ("SLURM_ARRAY_TASK_MIN", "0")]), Ok(4));
        assert_eq!(of(&[("SLURM_ARRAY_TASK_ID", "1")]), Ok(1));
        assert_eq!(of(&[("JOB_COMPLETION_INDEX", "0")]), Ok(1));
        assert_eq!(of(&[("AWS_BATCH_JOB_ARRAY_INDEX", "3"), ("SLURM_ARRAY_TASK_MIN", "0")]), Ok(4));
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(of(&[]).unwrap_err().starts_with("none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, "));
        let several = of(&[("SLURM_ARRAY_TASK_ID", "1"), ("JOB_COMPLETION_INDEX", "0")]).unwrap_err();
        assert!(several.starts_with("SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX are all set"), "{several}");
        for value in ["0", "5", "", "-1", "x", "4294967295", "4294967296"] {
            let text = of(&[("SLURM_ARRAY_TASK_ID", value)]).unwrap_err();
            assert!(text.ends_with(&format!("is {value:?}; accepted: a number from 1 to 4")), "{text}");
        }
        for value in ["4", "4294967295"] {
            assert!(of(&[("JOB_COMPLETION_INDEX", value)]).unwrap_err().contains("from 0 to 3"));
        }
    }

    #[test]
    fn a_shard_is_typed_as_a_fraction() {
        assert_eq!("2/3".parse(), Ok(ShardArgument::Part(Shard::new(2, 3).unwrap())));
        assert_eq!("auto/3".parse(), Ok(ShardArgument::Auto(3)));
        for wrong in ["", "2", "0/3", "4/3", "1/0", "auto/0", "auto", "a/b", "-1/3", "1/3/3", "1/4294967296"]
        {
            assert!(wrong.parse::<ShardArgument>().is_err(), "{wrong}");
        }
    }
}
