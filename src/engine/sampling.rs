//! Which runs are drawn, when not simply at random: conditional Monte Carlo on scrambled Sobol points.
//!
//! - What is uncertain once per run (parameters, the severity model) comes from a net of 1,024 points per block.
//! - Incident classes so rare that most runs have no event of any of them are drawn on purpose: five eighths of the
//!   points play a run with at least one such event, the others a run without. In a run with at least one, one class is
//!   the first (in the order of the scenario) to have any; classes take turns by their chance at mean parameters, and
//!   inputs that the rate of the class depends on are drawn in proportion to it. Its first event comes from the net,
//!   too, with a severity and a share of tenants that are likelier to be large. The run's weight is the exact
//!   probability of all that under its own parameters over the one that was used.
//!
//! Everything else comes from the same counter-based streams as in plain simulation. A block is a randomised design
//! of its own: blocks are independent and alike, runs within one are not, so errors come from the spread between
//! blocks.

use super::{
    design::Design,
    marks::{PURPOSES, Purpose},
    mixing::OperationalTime,
    plan::Plan,
    rare::{RareClass, designed, rare_classes},
    runner::BLOCK_RUNS,
    sobol::{MOST_DIMENSIONS, Net, POINTS, Tree, tree},
    streams::Stream,
    tilt::{Tilt, towards_the_top},
    world::World,
};
use crate::{
    model::{EventCosts, Method},
    units::{format_count, format_percent},
};

/// Blocks below which their spread says too little about errors: Student's t has a factor of 2.4 at 7 degrees.
pub const FEWEST_BLOCKS: u64 = 8;
/// Share of the points that play a run with a rare event; and of the few runs that share a draw of what is uncertain,
/// whose spread is known best where weights differ least.
const STRUCK: f64 = 0.625;
const STRUCK_OF_DRAW: f64 = 0.5;
/// How strongly severities are drawn towards the top, and shares of tenants.
const SEVERITY_POWER: f64 = 2.0;
const SHARE_POWER: f64 = 1.4;

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
    rare: Vec<RareClass>,
    /// Share of the points that play a run with a rare event.
    struck: f64,
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
    /// Position among the rare classes of the one that is the first to have an event, where the run has one by design.
    first: Option<usize>,
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
        let rare = designed(plan, &rare, &streams);
        Some(Sampling {
            net: Net::new(first + streams.len()),
            scrambling: Stream::new(seed, "design/scrambling"),
            lower_digits: Stream::new(seed, "design/lower digits"),
            rare,
            struck: if independent { STRUCK_OF_DRAW } else { STRUCK },
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
        let names: Vec<&str> = self.rare.iter().map(|rare| plan.class_name(rare.class)).collect();
        let rare = match names.as_slice() {
            [] => String::new(),
            names => format!(
                "; {} of the runs have an event of {}, weighted by its probability ({:.2} % at mean parameters)",
                format_percent(self.struck),
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
        let coordinate = |dimension: usize| {
            let tree = tree(self.scrambling, run / BLOCK_RUNS, dimension);
            self.coordinate(&tree, dimension, run)
        };
        match self.dimension_of(stream) {
            Some(dimension) => {
                let v = coordinate(dimension);
                self.tilt(self.first_class(coordinate), stream).map_or(v, |tilt| tilt.at(v).0)
            }
            None => stream.uniform(draw, 0),
        }
    }

    /// Position of the rare class that is the first to have an event; `None` where none has.
    fn first_class(&self, coordinate: impl Fn(usize) -> f64) -> Option<usize> {
        if self.rare.is_empty() || coordinate(STRATUM) >= self.struck {
            return None;
        }
        let mut left = coordinate(CLASS);
        let is_first = |rare: &RareClass| {
            left -= rare.share;
            left < 0.0
        };
        // Rounding must not leave the run without an event.
        Some(self.rare.iter().position(is_first).unwrap_or(self.rare.len() - 1))
    }

    /// The density of a stream's levels in runs in which this rare class is the first.
    fn tilt(&self, first: Option<usize>, stream: Stream) -> Option<&Tilt> {
        let tilts = &self.rare[first?].tilts;
        tilts.iter().find(|(tilted, _)| *tilted == stream).map(|(_, tilt)| tilt)
    }

    fn coordinate(&self, tree: &Tree, dimension: usize, run: u64) -> f64 {
        let [lower, _] = self.lower_digits.bits(run, dimension as u64);
        self.net.coordinate(tree, dimension, run % BLOCK_RUNS, lower)
    }
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
        self.first = sampling.first_class(|dimension| self.coordinate(sampling, dimension));
    }

    fn coordinate(&self, sampling: &Sampling, dimension: usize) -> f64 {
        if sampling.independent {
            return sampling.lower_digits.uniform(self.run, dimension as u64);
        }
        sampling.coordinate(&self.trees[dimension], dimension, self.run)
    }

    /// The uniform behind the level of a stream that the design draws.
    fn untilted(&self, sampling: &Sampling, stream: Stream) -> f64 {
        sampling.dimension_of(stream).map_or(0.5, |dimension| self.coordinate(sampling, dimension))
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
            let v = self.point.coordinate(sampling, sampling.dimension_of(stream)?);
            Some(sampling.tilt(self.point.first, stream).map_or(v, |tilt| tilt.at(v).0))
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
        self.point.fates.clear();
        self.point.fates.resize(plan.classes.len(), Fate::Free);
        let mut time = OperationalTime::default();
        let expected: Vec<f64> = sampling
            .rare
            .iter()
            .map(|rare| {
                let class = rare.class;
                self.draw_mixing(&plan.classes[class], &mut time);
                self.highest_threshold(class) * time.length_years()
            })
            .collect();
        for rare in &sampling.rare {
            self.point.fates[rare.class] = Fate::Never;
        }
        let total = expected.iter().sum::<f64>();
        let Some(first) = self.point.first else {
            self.weight = libm::exp(-total) / (1.0 - sampling.struck);
            return;
        };
        // Where nothing is drawn by the rates, the class is drawn by those of the run.
        let chance = -libm::expm1(-total);
        let is_tilted = sampling.rare.iter().any(|rare| !rare.tilts.is_empty());
        let first = if is_tilted {
            first
        } else {
            first_of(&expected, chance * self.point.coordinate(sampling, CLASS))
        };
        let RareClass { class, share, tilts } = &sampling.rare[first];
        self.weight = if is_tilted {
            // The class is the first with an event: those before it have none, it has one.
            let before: f64 = expected[..first].iter().sum();
            libm::exp(-before) * -libm::expm1(-expected[first]) / (sampling.struck * share)
        } else {
            chance / sampling.struck
        };
        if self.weight <= 0.0 {
            return;
        }
        for (stream, tilt) in tilts {
            // An input that is held is not drawn, unless others hang together with what would have been.
            if plan.dependence.is_some() || self.substituted(*stream).is_none() {
                self.weight *= tilt.at(self.point.untilted(sampling, *stream)).1;
            }
        }
        self.point.fates[*class] = Fate::Struck;
        for rare in &sampling.rare[first + 1..] {
            self.point.fates[rare.class] = Fate::Free;
        }
        for (purpose, power) in self.tilted(*class) {
            self.weight *= towards_the_top(self.point.coordinate(sampling, dimension(purpose)), power).1;
        }
    }

    /// Which draws of a class's first rare event are made larger, and how strongly: severity and share of tenants.
    fn tilted(&self, class: usize) -> impl Iterator<Item = (Purpose, f64)> + use<> {
        let class = &self.plan.classes[class];
        let severity = match class.costs {
            EventCosts::Breach => true,
            EventCosts::Service(_) => class.purposes.contains(&Purpose::SeverityAndUnit),
        };
        let severity = severity.then_some((Purpose::SeverityAndUnit, SEVERITY_POWER));
        let share = (!class.shares.is_empty()).then_some((Purpose::ShareAndSpread, SHARE_POWER));
        severity.into_iter().chain(share)
    }

    /// The draws of the first event of a class that has one by design: two for each purpose.
    pub fn struck_pairs(&self, class: usize) -> [[f64; 2]; PURPOSES] {
        let Some(sampling) = &self.plan.sampling else { return [[0.5; 2]; PURPOSES] };
        let coordinate = |dimension| self.point.coordinate(sampling, dimension);
        let mut pairs = std::array::from_fn(|purpose| {
            let first = FIRST_MARK + 2 * purpose;
            [coordinate(first), coordinate(first + 1)]
        });
        for (purpose, power) in self.tilted(class) {
            let first: &mut f64 = &mut pairs[purpose as usize][0];
            *first = towards_the_top(*first, power).0;
        }
        pairs
    }
}

/// The first of classes with these expected events to have one, at a level between 0 and the chance of any: there is none
/// before it with the probability e^-before.
fn first_of(expected: &[f64], level: f64) -> usize {
    let mut before = 0.0;
    let reaches = |events: &f64| {
        before += events;
        *events > 0.0 && -libm::expm1(-before) > level
    };
    // Rounding must not leave the run without an event.
    let last = expected.iter().rposition(|events| *events > 0.0).unwrap_or(0);
    expected.iter().position(reaches).unwrap_or(last)
}

/// Dimension of the first draw of a purpose.
fn dimension(purpose: Purpose) -> usize {
    FIRST_MARK + 2 * purpose as usize
}
