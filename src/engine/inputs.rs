//! What is uncertain once per run, input by input: read again without playing, or held and exchanged while playing.
//!
//! Parameters that share a stream are one input: who knows one of them knows the others. Which severity model holds is
//! an input too, where there are several. Values are pure functions of the run, so outcomes need not carry them.

use std::ops::Range;

use rayon::prelude::*;

use super::{plan::Plan, runner::BLOCK_RUNS, streams::Stream, world::World};
use crate::model::ParameterId;

/// Name of the input that says which severity model holds.
pub const SEVERITY_INPUT: &str = "severity.models";

/// One thing that nobody knows: a parameter, several that are drawn at one level, or the severity model.
#[derive(Debug, Clone)]
pub struct UncertainInput {
    /// The path of the parameter; for several the name that they share.
    pub name: String,
    /// The parameters, in the order of the registry; none for the severity model.
    pub parameters: Vec<ParameterId>,
    /// Number of severity models for the input that chooses one.
    pub models: Option<usize>,
    pub(super) stream: Stream,
}

/// Something that is drawn once per run and can be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawnOnce {
    /// The value of a parameter.
    Parameter(ParameterId),
    /// The position of the severity model that holds.
    SeverityModel,
}

/// An input that is not what the run draws.
#[derive(Debug, Clone, Copy)]
pub struct Substitution {
    pub(super) stream: Stream,
    pub(super) level: Level,
}

/// What an input is drawn at instead.
#[derive(Debug, Clone, Copy)]
pub(super) enum Level {
    /// The same level in every run.
    Fixed(f64),
    /// The level of a second, independent draw of the run.
    Again,
}

/// Index of a stream at which the second draw of a run stands.
const SECOND: u64 = 1;

impl UncertainInput {
    /// What tells everything about the input: its first parameter, or the severity model.
    pub fn drawn(&self) -> DrawnOnce {
        self.parameters.first().map_or(DrawnOnce::SeverityModel, |&first| DrawnOnce::Parameter(first))
    }

    /// The input at the same level in every run: 0.1 for the tenth percentile of what is drawn from it.
    pub fn at(&self, level: f64) -> Substitution {
        Substitution { stream: self.stream, level: Level::Fixed(level) }
    }

    /// The input drawn a second time, independently, everything else as it was.
    pub fn again(&self) -> Substitution {
        Substitution { stream: self.stream, level: Level::Again }
    }
}

impl Substitution {
    /// The level that takes the place of the one that draw `draw` takes from `stream`, if this is about it.
    pub(super) fn level(self, stream: Stream, draw: u64) -> Option<f64> {
        (self.stream == stream).then(|| match self.level {
            Level::Fixed(level) => level,
            Level::Again => stream.uniform(draw, SECOND),
        })
    }
}

impl Plan {
    /// Everything that is uncertain once per run, in the order of the registry, the severity model last. What does
    /// not vary (a distribution of one value, a single model with weight) is no input.
    pub fn inputs(&self) -> Vec<UncertainInput> {
        let registry = &self.model.registry;
        let mut inputs: Vec<UncertainInput> = Vec::new();
        for draw in &self.epistemic {
            let parameter = registry.get(draw.parameter);
            if parameter.distribution.as_constant().is_some() {
                continue;
            }
            match inputs.iter_mut().find(|input| input.stream == draw.stream) {
                Some(input) => {
                    input.name.clone_from(&parameter.stream);
                    input.parameters.push(draw.parameter);
                }
                None => inputs.push(UncertainInput {
                    name: parameter.path.clone(),
                    parameters: vec![draw.parameter],
                    models: None,
                    stream: draw.stream,
                }),
            }
        }
        let models = &self.model.severity.models;
        let weighs = |id: ParameterId| registry.get(id).distribution.as_constant() != Some(0.0);
        if models.iter().filter(|model| weighs(model.weight)).count() > 1 {
            inputs.push(UncertainInput {
                name: SEVERITY_INPUT.to_owned(),
                parameters: Vec::new(),
                models: Some(models.len()),
                stream: self.severity_choice,
            });
        }
        inputs
    }

    /// What was drawn in the first `runs` runs, `[drawn][run]`. Nothing is played.
    pub fn values_of(&self, drawn: &[DrawnOnce], runs: u64) -> Vec<Vec<f64>> {
        let blocks = (0..runs.div_ceil(BLOCK_RUNS)).into_par_iter();
        let of_block =
            |block: u64| self.values_of_block(drawn, block * BLOCK_RUNS..runs.min((block + 1) * BLOCK_RUNS));
        let blocks: Vec<Vec<Vec<f64>>> = blocks.map(of_block).collect();
        let column = |one: usize| blocks.iter().flat_map(|block| &block[one]).copied().collect();
        (0..drawn.len()).map(column).collect()
    }

    fn values_of_block(&self, drawn: &[DrawnOnce], runs: Range<u64>) -> Vec<Vec<f64>> {
        let mut world = World::new(self);
        let mut columns = vec![Vec::with_capacity((runs.end - runs.start) as usize); drawn.len()];
        for run in runs {
            world.draw(run);
            for (drawn, column) in drawn.iter().zip(&mut columns) {
                column.push(match drawn {
                    DrawnOnce::Parameter(parameter) => world.value(*parameter),
                    DrawnOnce::SeverityModel => world.severity as f64,
                });
            }
        }
        columns
    }
}
