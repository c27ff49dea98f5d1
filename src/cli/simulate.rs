//! From a scenario that was read to its outcomes and findings: what several commands have in common.

use std::{
    num::NonZeroUsize,
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
};

use indicatif::ProgressBar;

use super::{
    arguments::{MethodArgument, SimulationArguments},
    exit::{Failure, internal},
    input::Input,
    progress,
    stop::{Stop, Watch},
};
use crate::{
    decision::{self, AnalysisError, Findings, Gathered, Part, PartOfRuns, PlayedCell, RobustnessError},
    engine::{self, Columns, Outcomes, Plan, RunOptions},
    model::{Method, Nesting},
};

/// Blocks that are played before they are looked at: few enough for small memory, enough for many threads.
const BATCH_BLOCKS: u64 = 32;

/// Set by Ctrl-C.
pub(super) static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Threads to simulate on; also makes Ctrl-C end the command in good order, so to be called once.
pub(super) fn pool(threads: Option<NonZeroUsize>) -> Result<rayon::ThreadPool, Failure> {
    let threads = threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(internal)?;
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).map_err(internal)?;
    Ok(pool)
}

/// Fails once the user has stopped the command.
pub(super) fn check_interruption() -> Result<(), Failure> {
    if INTERRUPTED.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
}

/// Refuses `--method exact` in a command that simulates.
pub(super) fn refuse_exact(arguments: &SimulationArguments) -> Result<(), Failure> {
    match arguments.method {
        Some(MethodArgument::Exact) => Err(Failure::BadInput(
            "error: --method exact: only `tenantrisk run` answers without simulating".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Whether a run in one piece looks at its figures after so many blocks: after 1, 2, 4, 8, … batches.
fn is_look(blocks: u64) -> bool {
    blocks.is_multiple_of(BATCH_BLOCKS) && (blocks / BATCH_BLOCKS).is_power_of_two()
}

/// Blocks in stretches that end where a look is due.
fn between_looks(blocks: &Range<u64>) -> Vec<Range<u64>> {
    let looks = std::iter::successors(Some(BATCH_BLOCKS), |look| look.checked_mul(2));
    let inner = looks.skip_while(|look| *look <= blocks.start).take_while(|look| *look < blocks.end);
    let mut start = blocks.start;
    let ends: Vec<u64> = inner.chain([blocks.end]).collect();
    ends.into_iter().map(|end| std::mem::replace(&mut start, end)..end).collect()
}

/// Why batches end.
enum Pause {
    Enough,
    Failed(Failure),
}

/// A scenario ready to be simulated.
pub(super) struct Prepared {
    pub plan: Plan,
    /// SHA-256 of the scenario.
    pub sha256: String,
}

/// The same where every run has its own draw of what is uncertain, whatever the scenario says: for commands that compare
/// means and nothing else.
pub(super) fn prepare_flat(mut input: Input, arguments: &SimulationArguments) -> Result<Prepared, Failure> {
    input.model.simulation.uncertainty = Nesting::Flat;
    prepare(input, arguments)
}

/// Compiles a scenario with the runs and the seed of the command line.
pub(super) fn prepare(input: Input, arguments: &SimulationArguments) -> Result<Prepared, Failure> {
    let Input { mut model, sha256, .. } = input;
    model.simulation.runs = arguments.runs.unwrap_or(model.simulation.runs);
    model.simulation.seed = arguments.seed.unwrap_or(model.simulation.seed);
    match arguments.method {
        Some(MethodArgument::Auto) => model.simulation.method = Method::Auto,
        Some(MethodArgument::Plain) => model.simulation.method = Method::Plain,
        Some(MethodArgument::Exact) | None => {}
    }
    let name = model.name.clone();
    let plan = Plan::new(model).map_err(|error| Failure::BadInput(format!("error: {name}: {error}")))?;
    Ok(Prepared { plan, sha256 })
}

impl Prepared {
    /// The scenario's name.
    pub fn name(&self) -> &str {
        &self.plan.model().name
    }

    /// Plays all runs on the current threads, with a progress bar unless `quiet`.
    pub fn simulate(&self, quiet: bool) -> Result<Outcomes, Failure> {
        let bar = progress::bar(self.name(), self.plan.model().simulation.runs, quiet);
        let options = RunOptions { progress: &|count| bar.inc(count), interrupted: &INTERRUPTED };
        let outcomes = engine::run(&self.plan, &options);
        bar.finish_and_clear();
        outcomes.ok_or(Failure::Interrupted)
    }

    /// Plays runs in batches until there are as many as wanted or a rule says that there are enough, and holds them
    /// within so much memory; `run_rows` runs are kept for the run table. Also gives why it stopped.
    pub fn gather(
        &self,
        stop: &Stop,
        quiet: bool,
        memory_bytes: u64,
        run_rows: u64,
    ) -> Result<(Gathered<'_>, Option<String>), Failure> {
        let mut gathered = Gathered::new(&self.plan, memory_bytes, run_rows);
        let mut watch = Watch::new(stop);
        let mut blocks = engine::blocks(&self.plan);
        if stop.precision.as_ref().is_some_and(|precision| gathered.is_known(precision)) {
            // Comparisons and files by run still rest on runs.
            blocks = blocks.min(engine::FEWEST_BLOCKS);
            gathered.expect(self.runs_of(&(0..blocks)));
        }
        let played = self.simulate_blocks(0..blocks, quiet, |bar, batch| {
            gathered
                .take(engine::join(&self.plan, batch))
                .map_err(|error| Pause::Failed(self.refuse(error)))?;
            let is_enough =
                watch.is_enough(&mut gathered).map_err(|error| Pause::Failed(self.refuse(error)))?;
            bar.set_message(watch.words());
            if is_enough { Err(Pause::Enough) } else { Ok(()) }
        })?;
        match played {
            Err(Pause::Failed(failure)) => Err(failure),
            Ok(()) | Err(Pause::Enough) => Ok((gathered, watch.why())),
        }
    }

    /// Why outcomes cannot be summed up, as far as the user can help it.
    pub fn refuse(&self, error: AnalysisError) -> Failure {
        match error {
            AnalysisError::UnknownMetric(_) => Failure::BadInput(format!("error: --precision: {error}")),
            AnalysisError::TooLarge { .. } | AnalysisError::NestedTooLarge { .. } => {
                Failure::BadInput(format!("error: {}: {error}", self.name()))
            }
            other => internal(other),
        }
    }

    /// Holds runs that were played before like those of [`Prepared::gather`]: all blocks of the plan, in order.
    pub fn gather_again(
        &self,
        mut blocks: impl Iterator<Item = Result<Columns, Failure>>,
        memory_bytes: u64,
        run_rows: u64,
    ) -> Result<Gathered<'_>, Failure> {
        let mut gathered = Gathered::new(&self.plan, memory_bytes, run_rows);
        loop {
            check_interruption()?;
            // The same batches, so that everything is added up in the same order.
            let batch: Vec<Columns> =
                blocks.by_ref().take(BATCH_BLOCKS as usize).collect::<Result<_, _>>()?;
            if batch.is_empty() {
                return Ok(gathered);
            }
            gathered.take(engine::join(&self.plan, batch)).map_err(|error| self.refuse(error))?;
            if gathered.is_look() {
                gathered.look(None).map_err(|error| self.refuse(error))?;
            }
        }
    }

    /// Plays some blocks on the current threads, with a progress bar unless `quiet`, and hands them over in order.
    /// The outer result is that of playing, the inner one the first refusal to take more.
    pub fn simulate_blocks<E>(
        &self,
        blocks: Range<u64>,
        quiet: bool,
        take: impl FnMut(&ProgressBar, Vec<Columns>) -> Result<(), E>,
    ) -> Result<Result<(), E>, Failure> {
        let bar = progress::bar(self.name(), self.runs_of(&blocks), quiet);
        let done = self.simulate_with(&bar, blocks, take);
        bar.finish_and_clear();
        done
    }

    /// The same with a bar of more than these blocks.
    fn simulate_with<E>(
        &self,
        bar: &ProgressBar,
        blocks: Range<u64>,
        mut take: impl FnMut(&ProgressBar, Vec<Columns>) -> Result<(), E>,
    ) -> Result<Result<(), E>, Failure> {
        let options = RunOptions { progress: &|count| bar.inc(count), interrupted: &INTERRUPTED };
        let done =
            engine::run_in_batches(&self.plan, &options, blocks, BATCH_BLOCKS, |batch| take(bar, batch));
        done.ok_or(Failure::Interrupted)
    }

    /// Plays some blocks and sums them up, if that is how all runs are held within so much memory; `None` where all of
    /// them will fit. Every part plays the pilot, the first batch of all, unless it is clear without.
    pub fn part(
        &self,
        blocks: &Range<u64>,
        quiet: bool,
        memory_bytes: u64,
        run_rows: u64,
    ) -> Result<Option<Part>, Failure> {
        let mut gathered = Gathered::new(&self.plan, memory_bytes, run_rows);
        if !gathered.needs_pilot() {
            return Ok(None);
        }
        let mut pilot = Vec::new();
        let first = 0..BATCH_BLOCKS.min(engine::blocks(&self.plan));
        let hidden = ProgressBar::hidden();
        self.simulate_with(&hidden, first, |_, blocks| {
            pilot = blocks;
            Ok::<(), Failure>(())
        })??;
        let pilot = engine::join(&self.plan, pilot);
        if !gathered.lay_out(&pilot).map_err(|error| self.refuse(error))? {
            return Ok(None);
        }
        drop(pilot);
        let mut part = PartOfRuns::new(gathered, self.runs_of(&(0..blocks.start)));
        let bar = progress::bar(self.name(), self.runs_of(blocks), quiet);
        for stretch in between_looks(blocks) {
            let end = stretch.end;
            self.simulate_with(&bar, stretch, |_, batch| {
                part.take(engine::join(&self.plan, batch)).map_err(|error| self.refuse(error))
            })??;
            if is_look(end) {
                part.look();
            }
        }
        bar.finish_and_clear();
        Ok(Some(part.finish()))
    }

    /// Number of runs of some blocks.
    pub fn runs_of(&self, blocks: &Range<u64>) -> u64 {
        let start = |block| engine::runs_of_block(&self.plan, block).start;
        start(blocks.end) - start(blocks.start)
    }

    /// What follows from the outcomes; `rows` runs are kept for the run table.
    pub fn analyse(&self, outcomes: &Outcomes, rows: usize) -> Result<Findings, Failure> {
        let notices = decision::extrapolations(&self.plan, outcomes);
        let provenance = decision::Provenance { notices, ..self.provenance() };
        decision::analyse(&self.plan, outcomes, provenance, rows).map_err(internal)
    }

    /// Plays some cells of the robustness matrix.
    pub fn play_cells(&self, cells: impl IntoIterator<Item = usize>) -> Result<Vec<PlayedCell>, Failure> {
        decision::play_cells(&self.plan, cells, &INTERRUPTED).map_err(not_robust)
    }

    /// What identifies the result besides the plan.
    pub fn provenance(&self) -> decision::Provenance {
        decision::Provenance { scenario_sha256: self.sha256.clone(), ..decision::Provenance::default() }
    }
}

fn not_robust(error: RobustnessError) -> Failure {
    match error {
        RobustnessError::Interrupted => Failure::Interrupted,
        RobustnessError::Analysis(error) => internal(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_end_at_looks() {
        let stretches = |blocks: Range<u64>| -> Vec<[u64; 2]> {
            between_looks(&blocks).iter().map(|stretch| [stretch.start, stretch.end]).collect()
        };
        assert_eq!(stretches(0..300), [[0, 32], [32, 64], [64, 128], [128, 256], [256, 300]]);
        for [start, end] in [[32, 64], [70, 90], [60, 64], [5, 5]] {
            assert_eq!(stretches(start..end), [[start, end]]);
        }
        assert_eq!([32, 64, 96, 128, 0, 33].map(is_look), [true, true, false, true, false, false]);
    }
}
