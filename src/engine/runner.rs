//! The parallel runner: blocks of runs on as many threads as wanted, joined in run order.

use std::{
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
};

use rayon::prelude::*;

use super::{columns::Columns, inputs::Substitution, outcomes::Outcomes, plan::Plan, simulate::Simulator};

/// Runs per block. Results don't depend on it; it is large enough to hide the cost of scheduling and small
/// enough for the progress bar and an interruption to be prompt.
pub const BLOCK_RUNS: u64 = 1_024;

/// How to run.
pub struct RunOptions<'a> {
    /// Called after each block with the number of runs it held, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Set it from elsewhere to stop after the blocks under way.
    pub interrupted: &'a AtomicBool,
}

// A block is one replicate of a design.
const _: () = assert!(BLOCK_RUNS == super::sobol::POINTS);

/// Number of blocks that the runs of the plan make.
pub fn blocks(plan: &Plan) -> u64 {
    plan.model.simulation.runs.div_ceil(BLOCK_RUNS)
}

/// The runs of a block; the last block may be shorter than the others.
pub fn runs_of_block(plan: &Plan, block: u64) -> Range<u64> {
    let runs = plan.model.simulation.runs;
    runs.min(block * BLOCK_RUNS)..runs.min((block + 1) * BLOCK_RUNS)
}

/// Plays all runs of the plan on the current rayon pool; `None` when interrupted.
pub fn run(plan: &Plan, options: &RunOptions) -> Option<Outcomes> {
    run_substituting(plan, options, None)
}

/// The same where one input is not what the runs draw; everything else is.
pub fn run_substituting(
    plan: &Plan,
    options: &RunOptions,
    substitution: Option<Substitution>,
) -> Option<Outcomes> {
    play(plan, options, 0..blocks(plan), substitution).map(|played| join(plan, played))
}

/// Plays some blocks of the plan in the same way and hands over so many at a time, in run order, so that nothing else need
/// be held in memory. `take` says whether to go on. A block is the same whichever others are played.
pub fn run_in_batches<E>(
    plan: &Plan,
    options: &RunOptions,
    blocks: Range<u64>,
    blocks_per_batch: u64,
    mut take: impl FnMut(Vec<Columns>) -> Result<(), E>,
) -> Option<Result<(), E>> {
    let step = blocks_per_batch.max(1);
    for first in blocks.clone().step_by(usize::try_from(step).unwrap_or(usize::MAX)) {
        let batch = play(plan, options, first..blocks.end.min(first + step), None)?;
        if let Err(error) = take(batch) {
            return Some(Err(error));
        }
    }
    Some(Ok(()))
}

/// The outcomes of consecutive blocks of the plan.
pub fn join(plan: &Plan, blocks: Vec<Columns>) -> Outcomes {
    Outcomes::new(blocks, plan.design())
}

fn play(
    plan: &Plan,
    options: &RunOptions,
    blocks: Range<u64>,
    substitution: Option<Substitution>,
) -> Option<Vec<Columns>> {
    let play = |simulator: &mut Simulator, block| {
        if options.interrupted.load(Ordering::Relaxed) {
            return None;
        }
        let runs = runs_of_block(plan, block);
        let count = runs.end - runs.start;
        let columns = simulator.play(runs);
        (options.progress)(count);
        Some(columns)
    };
    blocks.into_par_iter().map_init(|| Simulator::new(plan).substituting(substitution), play).collect()
}
