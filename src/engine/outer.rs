//! Two levels of draws: which runs share what is drawn once per run.

use super::plan::PlanError;
use crate::{
    model::{Nesting, Simulation},
    units::format_count,
};

/// Fewer runs than two of a draw tell nothing about chance.
pub(super) const FEWEST_RUNS_PER_DRAW: u64 = 2;

/// Which draw of what is uncertain a run has: its own, or that of so many consecutive runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outer {
    runs_per_draw: Option<u64>,
}

impl Outer {
    /// The draws of a simulation. Fails where the runs cannot be shared out evenly.
    pub fn new(simulation: &Simulation) -> Result<Outer, PlanError> {
        let Nesting::Nested { outer } = simulation.uncertainty else {
            return Ok(Outer { runs_per_draw: None });
        };
        let runs = simulation.runs;
        let outer = outer.max(1);
        let runs_per_draw = runs / outer;
        if !runs.is_multiple_of(outer) || runs_per_draw < FEWEST_RUNS_PER_DRAW {
            let example = runs.div_ceil(outer).max(FEWEST_RUNS_PER_DRAW) * outer;
            return Err(PlanError::Outer { runs, outer, example });
        }
        Ok(Outer { runs_per_draw: Some(runs_per_draw) })
    }

    /// Whether runs share draws.
    pub fn is_nested(self) -> bool {
        self.runs_per_draw.is_some()
    }

    /// Number of consecutive runs that share a draw; `None` where every run has its own.
    pub fn runs_per_draw(self) -> Option<u64> {
        self.runs_per_draw
    }

    /// The number of the draw of a run.
    #[inline]
    pub fn draw_of(self, run: u64) -> u64 {
        match self.runs_per_draw {
            None => run,
            Some(runs) => run / runs,
        }
    }

    /// The draws in one line; `None` where every run has its own.
    pub fn describe(self, simulation: &Simulation) -> Option<String> {
        let runs = self.runs_per_draw?;
        let count = |count: u64| format_count(count as f64);
        Some(format!(
            "{} draws of what is uncertain with {} runs each",
            count(simulation.runs / runs),
            count(runs)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Method;

    fn outer(runs: u64, outer: u64) -> Result<Outer, PlanError> {
        let uncertainty = Nesting::Nested { outer };
        Outer::new(&Simulation { runs, seed: 1, method: Method::Plain, uncertainty })
    }

    #[test]
    fn consecutive_runs_share_a_draw() {
        let nested = outer(12, 3).unwrap();
        let draws: Vec<u64> = (0..12).map(|run| nested.draw_of(run)).collect();
        assert_eq!(draws, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
        assert_eq!(nested.runs_per_draw(), Some(4));
    }

    #[test]
    fn runs_that_cannot_be_shared_out_are_refused_with_a_number_that_can() {
        for (runs, draws, good) in [(10, 3, 12), (3, 3, 6), (1, 200, 400)] {
            match outer(runs, draws) {
                Err(PlanError::Outer { example, .. }) => {
                    assert_eq!(example, good);
                    assert!(outer(example, draws).is_ok());
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
