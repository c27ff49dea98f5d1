//! What it takes to keep the outcomes: every figure of every run is written once, in blocks of fresh memory.

use tenantrisk::engine::{BLOCK_RUNS, Plan};

/// Kinds of yearly figures: see `tenantrisk::engine::Annual`.
const YEARLY_KINDS: usize = 5;

/// Figures that one run has under all alternatives.
pub fn figures(plan: &Plan) -> usize {
    plan.model().alternatives.len() * (plan.metrics().len() + YEARLY_KINDS * plan.years())
}

/// Writes `figures` numbers for each of `runs` runs.
pub fn fill(figures: usize, runs: u64) -> Vec<Vec<f64>> {
    let block = |first: u64| {
        let count = BLOCK_RUNS.min(runs - first) as usize;
        let mut rows = vec![0.0; figures * count];
        for (row, run) in rows.chunks_exact_mut(figures.max(1)).zip(first..) {
            row.fill(run as f64);
        }
        rows
    };
    (0..runs.div_ceil(BLOCK_RUNS)).map(|number| block(number * BLOCK_RUNS)).collect()
}
