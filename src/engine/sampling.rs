//! Which runs are drawn, when not simply at random: conditional Monte Carlo on scrambled Sobol points.
//!
//! - What is uncertain once per run (parameters, the severity model) comes from a net of 1,024 points per block.
//! - Incident classes so rare that most runs have no event of any of them are drawn on purpose: half of the points
//!   play a run with at least one such event, the other half a run without, and the run's weight puts the exact
//!   probability right that its own parameters give. In a run with at least one, one class is the first (in the
//!   order of the scenario) to have any, by its exact conditional probability; its first event comes from the net
//!   too, with a severity and a share of tenants that are likelier to be large, again with the weight that corrects
//!   it.
//!
//! Everything else comes from the same counter-based streams as in plain simulation. A block is a randomised design
//! of its own: blocks are independent and alike, runs within one are not, so errors come from the spread between
//! blocks.

use super::{
    design::Design,
    marks::{PURPOSES, Purpose},
    plan::Plan,
    runner::BLOCK_RUNS,
    sobol::{MOST_DIMENSIONS, Net, POINTS, Tree, tree},
    streams::Stream,
    world::World,
};
use crate::{
    model::{EventCosts, Method},
    units::format_count,
};

/// Blocks below which their spread says too little about errors: Student's t has a factor of 2.4 at 7 degrees.
const FEWEST_BLOCKS: u64 = 8;
/// Expected rare events of a run above which half of the runs have one anyway: ln 2.
const MOST_RARE_EVENTS: f64 = std::f64::consts::LN_2;
/// Share of the points that play a run with a rare event.
const STRUCK: f64 = 0.5;

/// Dimension that decides whether a run has a rare event, and the one that decides of which class.
const STRATUM: usize = 0;
const CLASS: usize = 1;
/// First dimension of the draws of the first rare event.
const FIRST_MARK: usize = 2;

/// How runs are drawn.
#[derive(Debug)]
pub(super) struct Sampling {
    net: Net,
    scrambling: Stream,
    lower_digits: Stream,
    /// Rare classes, in order.
    rare: Vec<usize>,
    /// Mean probability of a rare event in a run, at mean parameters.
    chance: f64,
    /// Streams of what is drawn once per run, each with its dimension.
    once: Vec<(Stream, usize)>,
    /// Whether every run is a point by itself: runs that share a draw of what is uncertain tell how chance spreads
    /// them only where they are independent.
    independent: bool,
}

/// What a run has of a class by design.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Fate {
    /// Whatever chance brings.
    #[default]
    Free,
    /// No event but scheduled ones.
    Never,
    /// At least one event.
    Struck,
}

/// The point of the net that a run plays.
#[derive(Debug, Default)]
pub(super) struct Point {
    run: u64,
    replicate: Option<u64>,
    /// `[dimension]`.
    trees: Vec<Tree>,
    /// `[class]`.
    fates: Vec<Fate>,
}

impl Sampling {
    /// The design for a plan; `None` where runs are drawn plainly, because the scenario says so, has too few runs
    /// to know their error, or nothing that a design could spread.
    pub fn new(plan: &Plan) -> Option<Sampling> {
        let simulation = &plan.model().simulation;
        if simulation.method == Method::Plain || simulation.runs < FEWEST_BLOCKS * BLOCK_RUNS {
            return None;
        }
        let (rare, expected) = rare_classes(plan);
        let first = if rare.is_empty() { 0 } else { FIRST_MARK + 2 * PURPOSES };
        let mut streams: Vec<Stream> = Vec::new();
        let several_models = plan.model().severity.models.len() > 1;
        let choice = several_models.then_some(plan.severity_choice);
        let independent = plan.outer.is_nested();
        for stream in choice.into_iter().chain(plan.epistemic.iter().map(|draw| draw.stream)) {
            if !independent && !streams.contains(&stream) && first + streams.len() < MOST_DIMENSIONS {
                streams.push(stream);
            }
        }
        if rare.is_empty() && streams.is_empty() {
            return None;
        }
        let seed = simulation.seed;
        Some(Sampling {
            net: Net::new(first + streams.len()),
            scrambling: Stream::new(seed, "design/scrambling"),
            lower_digits: Stream::new(seed, "design/lower digits"),
            rare,
            chance: -libm::expm1(-expected),
            once: streams.into_iter().zip(first..).collect(),
            independent,
        })
    }

    /// How the runs hang together.
    pub fn design(&self) -> Design {
        Design::Replicated { runs_per_replicate: BLOCK_RUNS as usize }
    }

    /// How the runs are drawn, in one line.
    pub fn describe(&self, plan: &Plan) -> String {
        let names: Vec<&str> = self.rare.iter().map(|&class| plan.class_name(class)).collect();
        let rare = match names.as_slice() {
            [] => String::new(),
            names => format!(
                "; half of the runs have an event of {}, weighted by its probability ({:.2} % at mean parameters)",
                names.join(", "),
                100.0 * self.chance
            ),
        };
        if self.independent {
            return format!("independent points{rare}");
        }
        let (points, dimensions) = (format_count(POINTS as f64), self.net.dimensions());
        format!("blocks of {points} scrambled Sobol points in {dimensions} dimensions{rare}")
    }

    fn dimension_of(&self, stream: Stream) -> Option<usize> {
        self.once.iter().find(|(known, _)| *known == stream).map(|(_, dimension)| *dimension)
    }

    /// The level of what is drawn once per run from a stream; `draw` is the number of its draw.
    pub fn level(&self, stream: Stream, run: u64, draw: u64) -> f64 {
        match self.dimension_of(stream) {
            Some(dimension) => {
                let tree = tree(self.scrambling, run / BLOCK_RUNS, dimension);
                self.coordinate(&tree, dimension, run)
            }
            None => stream.uniform(draw, 0),
        }
    }

    fn coordinate(&self, tree: &Tree, dimension: usize, run: u64) -> f64 {
        let [lower, _] = self.lower_digits.bits(run, dimension as u64);
        self.net.coordinate(tree, dimension, run % BLOCK_RUNS, lower)
    }
}

/// The rarest classes that together have at most [`MOST_RARE_EVENTS`] in a run at mean parameters, in order, and the
/// number of their events that are expected.
fn rare_classes(plan: &Plan) -> (Vec<usize>, f64) {
    let world = World::at(plan, |distribution| distribution.mean());
    let horizon_years = plan.years() as f64;
    let mut classes: Vec<(usize, f64)> = (0..plan.classes.len())
        .map(|class| (class, world.highest_threshold(class) * horizon_years))
        .filter(|(_, events)| *events > 0.0)
        .collect();
    classes.sort_by(|left, right| left.1.total_cmp(&right.1));
    let mut expected = 0.0;
    let mut rare = Vec::new();
    for (class, events) in classes {
        if expected + events > MOST_RARE_EVENTS {
            break;
        }
        expected += events;
        rare.push(class);
    }
    rare.sort_unstable();
    (rare, expected)
}

impl Point {
    fn enter(&mut self, sampling: &Sampling, run: u64) {
        self.run = run;
        let replicate = run / BLOCK_RUNS;
        if self.replicate != Some(replicate) && !sampling.independent {
            self.replicate = Some(replicate);
            self.trees.clear();
            let dimensions = 0..sampling.net.dimensions();
            self.trees.extend(dimensions.map(|dimension| tree(sampling.scrambling, replicate, dimension)));
        }
    }

    fn coordinate(&self, sampling: &Sampling, dimension: usize) -> f64 {
        if sampling.independent {
            return sampling.lower_digits.uniform(self.run, dimension as u64);
        }
        sampling.coordinate(&self.trees[dimension], dimension, self.run)
    }
}

impl World<'_> {
    /// Goes to the point that a run plays.
    pub fn enter_point(&mut self, run: u64) {
        self.weight = 1.0;
        if let Some(sampling) = &self.plan.sampling {
            self.point.enter(sampling, run);
        }
    }

    /// The level of what is drawn once per run from a stream.
    pub fn once(&self, stream: Stream) -> f64 {
        self.substituted(stream).unwrap_or_else(|| self.as_drawn(stream))
    }

    /// The level that takes the place of what is drawn, where one does.
    pub(super) fn substituted(&self, stream: Stream) -> Option<f64> {
        let draw = self.plan.outer.draw_of(self.run);
        self.substitution.and_then(|substitution| substitution.level(stream, draw))
    }

    /// The level as drawn.
    pub(super) fn as_drawn(&self, stream: Stream) -> f64 {
        let designed = self.plan.sampling.as_ref().and_then(|sampling| {
            let dimension = sampling.dimension_of(stream)?;
            Some(self.point.coordinate(sampling, dimension))
        });
        designed.unwrap_or_else(|| stream.uniform(self.plan.outer.draw_of(self.run), 0))
    }

    /// What the run has of a class by design.
    pub fn fate(&self, class: usize) -> Fate {
        self.point.fates.get(class).copied().unwrap_or_default()
    }

    /// Decides which rare classes have events in this run, and weighs it; all that its rates depend on is known.
    pub fn decide_fates(&mut self) {
        let plan = self.plan;
        let Some(sampling) = plan.sampling.as_ref().filter(|sampling| !sampling.rare.is_empty()) else {
            return;
        };
        let horizon_years = plan.years() as f64;
        self.point.fates.clear();
        self.point.fates.resize(plan.classes.len(), Fate::Free);
        let mut mixing = Vec::new();
        let expected = |world: &World, class: usize, mixing: &mut Vec<f64>| {
            world.mix(&plan.classes[class], mixing) * world.highest_threshold(class) * horizon_years
        };
        let total: f64 = sampling.rare.iter().map(|&class| expected(self, class, &mut mixing)).sum();
        let chance = -libm::expm1(-total);
        if chance <= 0.0 {
            return;
        }
        for &class in &sampling.rare {
            self.point.fates[class] = Fate::Never;
        }
        if self.point.coordinate(sampling, STRATUM) >= STRUCK {
            self.weight = (1.0 - chance) / (1.0 - STRUCK);
            return;
        }
        self.weight = chance / STRUCK;
        // The first class with an event: that of the classes before it there is none has probability e^-before.
        let level = chance * self.point.coordinate(sampling, CLASS);
        let mut before = 0.0;
        let mut first = None;
        for &class in &sampling.rare {
            let events = expected(self, class, &mut mixing);
            if events > 0.0 && first.is_none() {
                before += events;
                // Rounding must not leave the run without an event.
                let is_last = before >= total;
                if -libm::expm1(-before) > level || is_last {
                    first = Some(class);
                    self.point.fates[class] = Fate::Struck;
                }
            } else if first.is_some() {
                self.point.fates[class] = Fate::Free;
            }
        }
        if let Some(class) = first {
            let [severity, share] = self.is_tilted(class);
            for (purpose, tilted) in [(Purpose::SeverityAndUnit, severity), (Purpose::ShareAndSpread, share)]
            {
                if tilted {
                    self.weight *= tilt(self.point.coordinate(sampling, dimension(purpose))).1;
                }
            }
        }
    }

    /// Whether the severity and the share of tenants of a class's first rare event are made larger.
    fn is_tilted(&self, class: usize) -> [bool; 2] {
        let class = &self.plan.classes[class];
        let severity = match class.costs {
            EventCosts::Breach => true,
            EventCosts::Service(_) => class.purposes.contains(&Purpose::SeverityAndUnit),
        };
        [severity, !class.shares.is_empty()]
    }

    /// The draws of the first event of a class that has one by design: two for each purpose.
    pub fn struck_pairs(&self, class: usize) -> [[f64; 2]; PURPOSES] {
        let Some(sampling) = &self.plan.sampling else { return [[0.5; 2]; PURPOSES] };
        let coordinate = |dimension| self.point.coordinate(sampling, dimension);
        let mut pairs = std::array::from_fn(|purpose| {
            let first = FIRST_MARK + 2 * purpose;
            [coordinate(first), coordinate(first + 1)]
        });
        let [severity, share] = self.is_tilted(class);
        for (purpose, tilted) in [(Purpose::SeverityAndUnit, severity), (Purpose::ShareAndSpread, share)] {
            if tilted {
                let first: &mut f64 = &mut pairs[purpose as usize][0];
                *first = tilt(*first).0;
            }
        }
        pairs
    }
}

/// Dimension of the first draw of a purpose.
fn dimension(purpose: Purpose) -> usize {
    FIRST_MARK + 2 * purpose as usize
}

/// A level that is likelier to be high, `1 - (1 - v)²` for a uniform `v`, and the ratio of the uniform's density to its own,
/// `2 (1 - v)`.
fn tilt(v: f64) -> (f64, f64) {
    let left = 1.0 - v;
    ((1.0 - left * left).min(1.0_f64.next_down()), 2.0 * left)
}
