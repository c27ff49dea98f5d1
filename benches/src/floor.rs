//! The floor: the draws of [`Needs`] and nothing else.
//!
//! The same streams ([`Stream`]) and the same quantiles ([`QuantileTable`], [`normal_quantile`]) as the
//! simulation's, with two uniforms from every evaluation of the generator wherever one event needs two.

use std::ops::Range;

use tenantrisk::{
    dist::{QuantileTable, normal_quantile},
    engine::streams::Stream,
};

use crate::needs::{Law, Needs};

/// Counters of one event, as the simulation numbers them.
const COUNTERS_PER_EVENT_BITS: u32 = 8;

/// The draws compiled.
pub struct Floor {
    per_run: Vec<(Stream, u64, Vec<QuantileTable>)>,
    classes: Vec<Class>,
}

struct Class {
    stream: Stream,
    events: f64,
    marks: Vec<Mark>,
}

struct Mark {
    law: Quantile,
    below: f64,
}

enum Quantile {
    Uniform,
    Normal,
    Table(Box<QuantileTable>),
}

impl Floor {
    /// Compiles.
    pub fn new(needs: &Needs) -> Self {
        let per_run = needs
            .per_run
            .iter()
            .map(|draws| (draws.stream, draws.uniforms, draws.laws.iter().map(QuantileTable::new).collect()));
        let classes = needs.classes.iter().map(|class| {
            let marks = class.marks.iter().map(|mark| Mark {
                law: match &mark.law {
                    Law::Uniform => Quantile::Uniform,
                    Law::Normal => Quantile::Normal,
                    Law::Of(law) => Quantile::Table(Box::new(QuantileTable::new(law))),
                },
                below: mark.share * class.events,
            });
            Class { stream: class.stream, events: class.events, marks: marks.collect() }
        });
        Floor { per_run: per_run.collect(), classes: classes.collect() }
    }

    /// Makes the draws of `runs` and gives their sum.
    pub fn draw(&self, runs: Range<u64>) -> f64 {
        runs.map(|run| self.draw_run(run)).sum()
    }

    fn draw_run(&self, run: u64) -> f64 {
        let mut sum = 0.0;
        for (stream, uniforms, tables) in &self.per_run {
            for index in 0..*uniforms {
                let u = stream.uniform(run, index);
                sum += if tables.is_empty() { u } else { tables.iter().map(|it| it.quantile(u)).sum() };
            }
        }
        for class in &self.classes {
            let mut level = 0.0;
            for event in 0_u64.. {
                let mut uniforms = Uniforms::new(class.stream, run, event << COUNTERS_PER_EVENT_BITS);
                level -= libm::log(uniforms.next());
                if level >= class.events {
                    break;
                }
                sum += uniforms.next();
                for mark in class.marks.iter().filter(|mark| level < mark.below) {
                    let u = uniforms.next();
                    sum += match &mark.law {
                        Quantile::Uniform => u,
                        Quantile::Normal => normal_quantile(u),
                        Quantile::Table(table) => table.quantile(u),
                    };
                }
            }
        }
        sum
    }
}

/// The uniforms of one event, two at a time.
struct Uniforms {
    stream: Stream,
    run: u64,
    index: u64,
    second: Option<f64>,
}

impl Uniforms {
    fn new(stream: Stream, run: u64, index: u64) -> Self {
        Uniforms { stream, run, index, second: None }
    }

    fn next(&mut self) -> f64 {
        self.second.take().unwrap_or_else(|| {
            let [first, second] = self.stream.pair(self.run, self.index);
            self.index += 1;
            self.second = Some(second);
            first
        })
    }
}
