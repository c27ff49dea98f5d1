//! What a shard belongs to: facts that all shards of a simulation share, and the command that computes one.

use std::path::Path;

use clap::ValueEnum;

use super::{
    arguments::{MethodArgument, RUNS},
    memory,
    report_arguments::{DEFAULT_MEMORY, DEFAULT_RUN_ROWS},
    shard_file::Broken,
};
use crate::{engine::Shard, model::Nesting, scenario::Text};

/// What a shard belongs to.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Header {
    pub tenantrisk_version: String,
    /// The scenario's name.
    pub scenario: String,
    pub scenario_sha256: String,
    pub seed: u64,
    /// Of the whole; of every point of a sweep.
    pub runs: u64,
    /// The method asked for: `auto` or `plain`.
    pub method: String,
    /// Draws of what is uncertain; none where every run has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer: Option<u64>,
    /// Number of this shard, from 1.
    pub shard: u32,
    /// Number of shards.
    pub shards: u32,
    /// What is computed in shards.
    pub work: Work,
    /// The scenario file as it was typed.
    pub typed: String,
    /// The scenario file and the files that it loads, in the order loaded.
    pub files: Vec<Text>,
}

/// What is computed in shards.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Work {
    /// A `run`.
    Run {
        /// Memory allowed for the runs of the whole, bytes: decides whether shards hold runs or bins.
        memory: u64,
        /// Runs kept for the run table where shards hold bins.
        run_rows: u64,
        /// Whether the shards play the robustness matrix too.
        robustness: bool,
    },
    /// A `sweep`.
    Sweep {
        /// Every `--vary` as it was typed.
        vary: Vec<String>,
    },
}

/// What tells one simulation from another.
const FACTS: [&str; 12] = [
    "scenario",
    "SHA-256 of the scenario",
    "seed",
    "runs",
    "method",
    "draws of what is uncertain",
    "number of shards",
    "version of tenantrisk",
    "--memory",
    "--run-rows",
    "robustness matrix",
    "--vary",
];

impl Header {
    /// Which part of the simulation this is.
    pub fn part(&self) -> Result<Shard, Broken> {
        let Header { shard, shards, .. } = self;
        Shard::new(*shard, *shards)
            .ok_or_else(|| Broken::Header(format!("there is no shard {shard} of {shards}")))
    }

    /// How the runs are drawn.
    pub fn method(&self) -> Result<MethodArgument, Broken> {
        match MethodArgument::from_str(&self.method, false) {
            Ok(method) if method != MethodArgument::Exact => Ok(method),
            _ => Err(Broken::Header(format!("there is no method {:?} of drawing runs", self.method))),
        }
    }

    /// How what is uncertain is drawn.
    pub fn uncertainty(&self) -> Nesting {
        self.outer.map_or(Nesting::Flat, |outer| Nesting::Nested { outer })
    }

    /// Whether a sweep is computed in shards.
    pub fn is_sweep(&self) -> bool {
        matches!(self.work, Work::Sweep { .. })
    }

    /// Name of the file of this shard.
    pub fn file_name(&self) -> String {
        let Header { shard, shards, .. } = self;
        let what = if self.is_sweep() { "sweep-shard" } else { "shard" };
        format!("{what}-{shard}-of-{shards}.{}", super::shard_file::ENDING)
    }

    /// What is computed, in words.
    pub fn what(&self) -> String {
        if self.is_sweep() { format!("the sweep of {}", self.scenario) } else { self.scenario.clone() }
    }

    /// Reads a header and checks it.
    pub fn parse(json: &[u8]) -> Result<Header, Broken> {
        let header: Header =
            serde_json::from_slice(json).map_err(|error| Broken::Header(error.to_string()))?;
        header.part()?;
        header.method()?;
        if !RUNS.contains(&header.runs) {
            return Err(Broken::Header(format!("there are no simulations of {} runs", header.runs)));
        }
        let path = header.files.first().map_or("", |text| text.path.as_str());
        // The name of a scenario becomes that of a directory.
        if path.is_empty() || Path::new(path).file_name() != Some(path.as_ref()) {
            return Err(Broken::Header(format!("{path:?} is not the name of a scenario file")));
        }
        Ok(header)
    }

    /// The values of [`FACTS`].
    pub fn facts(&self) -> [String; FACTS.len()] {
        let [memory, run_rows, robustness, vary] = match &self.work {
            Work::Run { memory, run_rows, robustness } => {
                let played = if *robustness { "played" } else { "left out" };
                [memory::shown(*memory), rows(*run_rows), played.to_owned(), String::new()]
            }
            Work::Sweep { vary } => [String::new(), String::new(), String::new(), vary.join(" ")],
        };
        [
            self.scenario.clone(),
            self.scenario_sha256.clone(),
            self.seed.to_string(),
            self.runs.to_string(),
            self.method.clone(),
            self.outer.map_or_else(|| "one per run".to_owned(), |outer| outer.to_string()),
            self.shards.to_string(),
            self.tenantrisk_version.clone(),
            memory,
            run_rows,
            robustness,
            vary,
        ]
    }

    /// How another shard's simulation differs from this one's; `None` when it is the same.
    pub fn difference(&self, other: &Header) -> Option<String> {
        let pairs = self.facts().into_iter().zip(other.facts());
        let differ = FACTS.into_iter().zip(pairs).filter(|(_, (own, other))| own != other);
        let differ = differ.map(|(fact, (own, other))| format!("{fact} {other} instead of {own}"));
        let differ: Vec<String> = differ.collect();
        (!differ.is_empty()).then(|| differ.join(", "))
    }

    /// The command that computes a shard of the same simulation.
    pub fn command(&self, shard: u32, out: &Path) -> String {
        let Header { shards, runs, seed, method, .. } = self;
        let (command, mut more) = match &self.work {
            Work::Run { memory, run_rows, robustness } => {
                let mut more = String::new();
                if *memory != DEFAULT_MEMORY.1 {
                    more += &format!(" --memory {}", memory::shown(*memory));
                }
                if *run_rows != DEFAULT_RUN_ROWS.1 {
                    more += &format!(" --run-rows {}", rows(*run_rows));
                }
                if !robustness {
                    more += " --no-robustness";
                }
                ("run", more)
            }
            Work::Sweep { vary } => {
                ("sweep", vary.iter().map(|vary| format!(" --vary {}", quoted(vary))).collect())
            }
        };
        let outer = self.outer.map_or_else(String::new, |outer| format!(" --outer {outer}"));
        let end = format!(" --runs {runs} --seed {seed} --method {method}{outer}");
        more += &end;
        format!(
            "tenantrisk {command} {} --shard {shard}/{shards} --out {}{more}",
            quoted(&self.typed),
            quoted(&out.display().to_string())
        )
    }
}

/// A number of runs as `--run-rows` reads it.
fn rows(rows: u64) -> String {
    if rows == u64::MAX { "all".to_owned() } else { rows.to_string() }
}

/// A word as a POSIX shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=+,:@%".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_reach_the_shell_whole() {
        assert_eq!(quoted("scenarios/my-1.toml"), "scenarios/my-1.toml");
        assert_eq!(quoted("my file.toml"), "'my file.toml'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }
}
