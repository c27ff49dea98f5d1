//! Incident classes of which most runs see no event, and how runs that see one are drawn.

use super::{plan::Plan, streams::Stream, tilt::Tilt, world::World};

/// Expected rare events of a run above which half of the runs have one anyway: ln 2.
const MOST_RARE_EVENTS: f64 = std::f64::consts::LN_2;

/// A rare class.
#[derive(Debug)]
pub(super) struct RareClass {
    pub class: usize,
    /// Share of the runs with a rare event in which this class is the first to have one.
    pub share: f64,
    /// Inputs that its rate depends on, drawn in those runs in proportion to the rate.
    pub tilts: Vec<(Stream, Tilt)>,
}

/// The rarest classes that together have at most [`MOST_RARE_EVENTS`] in a run at mean parameters, in order, and the
/// number of their events that are expected. `streams` are those that the design draws.
pub(super) fn rare_classes(plan: &Plan) -> (Vec<usize>, f64) {
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

/// How runs with an event of each of these classes are drawn; `streams` are those that the design draws once per run.
pub(super) fn designed(plan: &Plan, rare: &[usize], streams: &[Stream]) -> Vec<RareClass> {
    let horizon_years = plan.years() as f64;
    let at_mean = World::at(plan, |distribution| distribution.mean());
    let expected: Vec<f64> =
        rare.iter().map(|&class| at_mean.highest_threshold(class) * horizon_years).collect();
    let chance = -libm::expm1(-expected.iter().sum::<f64>());
    let mut before = 0.0;
    let mut classes: Vec<RareClass> = rare
        .iter()
        .zip(&expected)
        .map(|(&class, own)| {
            let share = libm::exp(-before) * -libm::expm1(-own) / chance;
            before += own;
            RareClass { class, share, tilts: Vec::new() }
        })
        .collect();
    for &stream in streams {
        let rates = |level: f64| {
            let world = with_input_at(plan, stream, level);
            classes.iter().map(|rare| world.highest_threshold(rare.class)).collect::<Vec<f64>>()
        };
        let (low, high) = (rates(0.1), rates(0.9));
        if low == high {
            continue;
        }
        let each: Vec<Vec<f64>> = Tilt::middles().map(rates).collect();
        for (position, rare) in classes.iter_mut().enumerate() {
            let values: Vec<f64> = each.iter().map(|rates| rates[position]).collect();
            rare.tilts.extend(Tilt::new(&values).map(|tilt| (stream, tilt)));
        }
    }
    classes
}

/// The world in which what a stream draws is at a level and everything else at its mean.
fn with_input_at<'a>(plan: &'a Plan, stream: Stream, level: f64) -> World<'a> {
    let registry = &plan.model().registry;
    let drawn = plan.epistemic.iter().filter(|draw| draw.stream == stream);
    let of_stream: Vec<_> = drawn.map(|draw| &registry.get(draw.parameter).distribution).collect();
    World::at(plan, |distribution| {
        if of_stream.iter().any(|one| std::ptr::eq(*one, distribution)) {
            distribution.quantile(level)
        } else {
            distribution.mean()
        }
    })
}
