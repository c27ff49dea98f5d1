//! The parallel runner: blocks of runs on as many threads as wanted, joined in run order.

use std::{
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
};

use rayon::prelude::*;

use super::{columns::Columns, outcomes::Outcomes, plan::Plan, simulate::Simulator};

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

/// Plays all runs of the plan on the current rayon pool; `None` when interrupted.
pub fn run(plan: &Plan, options: &RunOptions) -> Option<Outcomes> {
    play(plan, options, 0..blocks(plan))
}

/// The same, handing over the outcomes of so many blocks at a time, in run order, so that nothing else need be held in
/// memory. `take` says whether to go on.
pub fn run_in_batches<E>(
    plan: &Plan,
    options: &RunOptions,
    blocks_per_batch: u64,
    mut take: impl FnMut(Outcomes) -> Result<(), E>,
) -> Option<Result<(), E>> {
    let all = blocks(plan);
    let step = blocks_per_batch.max(1);
    for first in (0..all).step_by(usize::try_from(step).unwrap_or(usize::MAX)) {
        let batch = play(plan, options, first..all.min(first + step))?;
        if let Err(error) = take(batch) {
            return Some(Err(error));
        }
    }
    Some(Ok(()))
}

fn blocks(plan: &Plan) -> u64 {
    plan.model.simulation.runs.div_ceil(BLOCK_RUNS)
}

fn play(plan: &Plan, options: &RunOptions, blocks: Range<u64>) -> Option<Outcomes> {
    let runs = plan.model.simulation.runs;
    let blocks: Option<Vec<Columns>> = blocks
        .into_par_iter()
        .map_init(
            || Simulator::new(plan),
            |simulator, block| {
                if options.interrupted.load(Ordering::Relaxed) {
                    return None;
                }
                let range = block * BLOCK_RUNS..runs.min((block + 1) * BLOCK_RUNS);
                let count = range.end - range.start;
                let columns = simulator.play(range);
                (options.progress)(count);
                Some(columns)
            },
        )
        .collect();
    blocks.map(|blocks| Outcomes::new(blocks, plan.design()))
}
