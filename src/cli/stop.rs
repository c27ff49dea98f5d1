//! When a simulation ends before it has played all the runs that it may.

use std::time::{Duration, Instant};

use clap::Args;

use crate::decision::{AnalysisError, Gathered, Precision};

/// Runs that may be played for a precision when nobody says how many.
const MOST_RUNS: u64 = 10_000_000;

/// When to stop.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Stop {
    /// Play until this is known: `tvar99=1%` (standard error of the total cost's tail mean under every alternative),
    /// `loss:p99.9=2%` (of another metric), or `decision` (which alternative is cheaper than its baseline, on
    /// average and in most runs; `decision=99%` at that confidence). At most --runs, or 10,000,000 runs.
    #[arg(long, value_name = "RULE", value_parser = str::parse::<Precision>)]
    pub precision: Option<Precision>,
    /// Stop after this time, such as 30s or 5min; how many runs that gives depends on the machine.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    pub max_time: Option<Duration>,
}

impl Stop {
    /// Runs to play at most, where a rule replaces the scenario's number.
    pub fn most_runs(&self) -> Option<u64> {
        self.precision.as_ref().map(|_| MOST_RUNS)
    }
}

/// Watches a simulation.
pub(super) struct Watch<'a> {
    stop: &'a Stop,
    started: Instant,
    words: String,
    is_met: bool,
    is_late: bool,
}

impl<'a> Watch<'a> {
    /// From now on.
    pub fn new(stop: &'a Stop) -> Self {
        Watch { stop, started: Instant::now(), words: String::new(), is_met: false, is_late: false }
    }

    /// Whether the runs suffice, or time is up.
    pub fn is_enough(&mut self, gathered: &mut Gathered) -> Result<bool, AnalysisError> {
        if gathered.is_look()
            && let Some(reached) = gathered.look(self.stop.precision.as_ref())?
        {
            (self.is_met, self.words) = (reached.is_met, reached.words);
        }
        self.is_late = self.stop.max_time.is_some_and(|most| self.started.elapsed() >= most);
        Ok(self.is_met || self.is_late)
    }

    /// What is known now; empty without a rule.
    pub fn words(&self) -> String {
        self.words.clone()
    }

    /// Why the simulation ended; none where it was told a number of runs and nothing else, or time did not run out.
    pub fn why(&self) -> Option<String> {
        let words = &self.words;
        match (&self.stop.precision, self.is_met, self.is_late) {
            (Some(_), true, _) => Some(format!("Stopped because precise enough: {words}")),
            (Some(_), false, true) => {
                Some(format!("NOT AS PRECISE AS WANTED, time is up: {words} at the last look"))
            }
            (Some(_), false, false) => {
                Some(format!("NOT AS PRECISE AS WANTED after all runs: {words} at the last look"))
            }
            (None, _, true) => Some("Stopped because time was up".to_owned()),
            (None, _, false) => None,
        }
    }
}
