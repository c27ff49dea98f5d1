//! The values of one number at which another alternative becomes the cheapest, by root finding on paired means.

use std::sync::atomic::AtomicBool;

use super::{
    Over, Setting, SweepAxis, SweepError, SweepGrid, SweepPoint, Vary, quantity::baseline_of, sweep::is_whole,
};
use crate::{
    engine::Plan,
    model::Simulation,
    scenario::{Domain, Instead, Number, Scenario},
    stats::Estimate,
    units::{format_number, format_with_error},
};

/// Values at which the range is looked at first; a flip and its return between two of them are missed.
const LOOKS: usize = 17;
/// Most steps towards one flip.
const MOST_STEPS: usize = 30;
/// The usual range reaches from the value of the scenario over this factor, and with each retry over its root.
const FACTOR: f64 = 100.0;
/// Ranges that are tried where the ends of a usual one cannot be simulated.
const RETRIES: i32 = 4;
/// A difference of this many standard errors is as good as none.
const CLOSE: f64 = 0.01;

/// What to look for, and how.
pub struct BreakEvenOptions<'a> {
    /// Path of the number, and where to look; over the usual range if `None`.
    pub path: &'a str,
    /// Where to look.
    pub vary: Option<Vary>,
    /// Weigh this alternative against its baseline rather than all against each other.
    pub alternative: Option<usize>,
    /// Called with the number of runs just made, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Set it from elsewhere to stop.
    pub interrupted: &'a AtomicBool,
}

/// Where the decision flips.
#[derive(Debug, Clone, serde::Serialize)]
pub struct BreakEven {
    /// What was simulated and how; the runs are those of one value.
    pub setting: Setting,
    /// Path of the number.
    pub path: String,
    /// Its unit; empty where the number is a part of something else.
    pub unit: String,
    /// Its value in the scenario, or the mean of its distribution; `None` where the scenario has none.
    pub given: Option<f64>,
    /// The ends of what was searched.
    pub searched: [f64; 2],
    /// Labels of the alternatives that were weighed, in the order of the scenario.
    pub among: Vec<String>,
    /// The cheapest of them at the lower end of what was searched.
    pub cheapest_below: String,
    /// Every flip, ascending.
    pub flips: Vec<BreakEvenPoint>,
    /// The answer in sentences.
    pub verdict: Vec<String>,
}

/// A value at which the decision flips.
#[derive(Debug, Clone, serde::Serialize)]
pub struct BreakEvenPoint {
    /// The value; its standard error is that of the paired difference there over its slope.
    pub value: Estimate,
    /// Values on either side that were tried; for whole numbers the last of the one and the first of the other.
    pub between: [f64; 2],
    /// Label of the cheapest below.
    pub below: String,
    /// Label of the cheapest above.
    pub above: String,
}

/// A value that was tried.
#[derive(Clone)]
struct Tried {
    value: f64,
    point: SweepPoint,
}

/// A change from one alternative to another between two values that were tried.
struct Root {
    value: Estimate,
    between: [Tried; 2],
    below: usize,
    above: usize,
}

struct Search<'a> {
    grid: &'a SweepGrid,
    axis: &'a SweepAxis,
    is_whole: bool,
    /// Positions of the alternatives that are weighed.
    among: Vec<usize>,
    options: &'a BreakEvenOptions<'a>,
}

/// Looks for every flip; `plan` is that of the scenario as it is.
pub fn break_even(
    plan: &Plan,
    scenario: &Scenario,
    scenario_sha256: String,
    options: &BreakEvenOptions,
) -> Result<BreakEven, SweepError> {
    let model = plan.model();
    let numbers = scenario.numbers();
    let Some(number) = numbers.iter().find(|number| number.path == options.path) else {
        return Err(SweepGrid::unknown(scenario, options.path));
    };
    let (grid, cut) = grid(scenario, model.simulation, number, options.vary.as_ref())?;
    let all = 0..model.alternatives.len();
    let among = match options.alternative {
        Some(one) => all.filter(|other| [one, baseline_of(plan, one)].contains(other)).collect(),
        None => all.collect(),
    };
    let search = Search { grid: &grid, axis: &grid.axes[0], is_whole: is_whole(number), among, options };
    let points = grid.play(&(0..grid.points()).collect::<Vec<_>>(), options.progress, options.interrupted)?;
    let looks: Vec<Tried> =
        search.axis.values.iter().zip(points).map(|(&value, point)| Tried { value, point }).collect();
    let label = |position: usize| model.alternatives[position].label.clone();
    let mut flips = Vec::new();
    for pair in looks.windows(2) {
        for root in search.roots(plan, &pair[0], &pair[1])? {
            flips.push(BreakEvenPoint {
                value: root.value,
                between: root.between.map(|tried| tried.value),
                below: label(root.below),
                above: label(root.above),
            });
        }
    }
    let values = &search.axis.values;
    let mut found = BreakEven {
        setting: Setting::of(model, scenario_sha256, plan.method().to_owned(), model.simulation.runs),
        path: number.path.clone(),
        unit: number.unit.to_owned(),
        given: number.value,
        searched: [values[0], values[values.len() - 1]],
        among: search.among.iter().map(|position| label(*position)).collect(),
        cheapest_below: label(search.cheapest(&looks[0].point)),
        flips,
        verdict: Vec::new(),
    };
    found.verdict = verdict(&found, search.is_whole);
    found.verdict.extend(cut);
    Ok(found)
}

/// The values to look at first, and what to say where the usual ones had to be cut.
fn grid(
    scenario: &Scenario,
    simulation: Simulation,
    number: &Number,
    vary: Option<&Vary>,
) -> Result<(SweepGrid, Option<String>), SweepError> {
    let looks = |vary: Vary| {
        let over = match vary.over {
            Over::Range { from, to, points } => Over::Range { from, to, points: points.or(Some(LOOKS)) },
            list => list,
        };
        SweepGrid::new(scenario.clone(), simulation, &[Vary { over, ..vary }])
    };
    if let Some(vary) = vary {
        return Ok((looks(vary.clone())?, None));
    }
    let mut refused = None;
    for retry in 0..RETRIES {
        let factor = libm::pow(FACTOR, libm::pow(2.0, -f64::from(retry)));
        match looks(usual(number, factor)?) {
            Err(SweepError::Point { settings, error }) => {
                refused =
                    Some(format!("Not searched farther, because {settings} cannot be simulated: {error}."));
            }
            other => return Ok((other?, refused)),
        }
    }
    let why = "no range around the scenario's value can be simulated; give one, PATH=FROM..TO".to_owned();
    Err(SweepError::Range { path: number.path.clone(), why })
}

/// A factor to either side of the scenario's value, as far as the number may go; all shares from 0 to 1 where the
/// scenario has 0.
fn usual(number: &Number, factor: f64) -> Result<Vary, SweepError> {
    let vary = |from: f64, to: f64, is_logarithmic: bool| Vary {
        path: number.path.clone(),
        over: Over::Range { from, to, points: None },
        is_logarithmic,
    };
    match (number.value, number.domain) {
        (Some(given), domain) if given > 0.0 => {
            let (from, to) = (given / factor, given * factor);
            let (from, to) = match domain {
                Domain::Fraction => (from, to.min(1.0)),
                Domain::AtLeast(least) => (from.max(least), to),
                Domain::Above(bound) if bound > 0.0 => (from.max(bound + (given - bound) / factor), to),
                Domain::Between(low, high) => {
                    (from.max(low + (given - low) / factor), to.min(high - (high - given) / factor))
                }
                Domain::Integer(least, most) => {
                    (from.max(least.max(1) as f64).ceil(), to.min(most as f64).floor())
                }
                Domain::Any | Domain::NotNegative | Domain::Above(_) => (from, to),
            };
            Ok(vary(from, to, true))
        }
        (_, Domain::Fraction) => Ok(vary(0.0, 1.0, false)),
        _ => {
            let why =
                "there is no usual range around the scenario's value; give one, PATH=FROM..TO".to_owned();
            Err(SweepError::Range { path: number.path.clone(), why })
        }
    }
}

impl Search<'_> {
    /// Position of the cheapest of those that are weighed.
    fn cheapest(&self, point: &SweepPoint) -> usize {
        let cost = |position: usize| point.alternatives[position].tco.value;
        self.among.iter().copied().min_by(|&a, &b| cost(a).total_cmp(&cost(b))).unwrap_or(0)
    }

    fn try_value(&self, value: f64) -> Result<Tried, SweepError> {
        let instead = [Instead { path: self.axis.path.clone(), value }];
        let point = self.grid.play_at(&instead, self.options.progress, self.options.interrupted)?;
        Ok(Tried { value, point })
    }

    /// Every change between two values, the first one first.
    fn roots(&self, plan: &Plan, from: &Tried, to: &Tried) -> Result<Vec<Root>, SweepError> {
        let mut roots: Vec<Root> = Vec::new();
        let mut low = from.clone();
        while self.cheapest(&low.point) != self.cheapest(&to.point) && roots.len() < self.among.len() {
            let root = self.root(plan, &low, to)?;
            low = root.between[1].clone();
            roots.push(root);
        }
        Ok(roots)
    }

    /// The change away from the cheapest at `from`, by false position with the Illinois rule.
    fn root(&self, plan: &Plan, from: &Tried, to: &Tried) -> Result<Root, SweepError> {
        let (mut low, mut high) = (from.clone(), to.clone());
        let below = self.cheapest(&low.point);
        let mut above = self.cheapest(&high.point);
        let (mut low_counts, mut high_counts) = (1.0, 1.0);
        for _ in 0..MOST_STEPS {
            if self.is_whole && high.value - low.value <= 1.0 {
                break;
            }
            let (kept, lost) =
                (low_counts * more(&low, below, above), -high_counts * more(&high, below, above));
            let share = if kept + lost > 0.0 { (kept / (kept + lost)).clamp(0.01, 0.99) } else { 0.5 };
            let mut value = low.value + share * (high.value - low.value);
            if self.is_whole {
                value = value.round().clamp(low.value + 1.0, high.value - 1.0);
            }
            if value <= low.value || value >= high.value || (high.value - low.value) < 1e-9 * high.value.abs()
            {
                break;
            }
            let tried = self.try_value(value)?;
            let cheapest = self.cheapest(&tried.point);
            let error = error_between(plan, &tried.point, [below, above]);
            let is_close = error.is_some_and(|error| more(&tried, below, above).abs() <= CLOSE * error);
            if cheapest == below {
                (low, low_counts, high_counts) = (tried, 1.0, 0.5 * high_counts);
            } else {
                if cheapest != above {
                    (above, low_counts) = (cheapest, 1.0);
                }
                (high, high_counts, low_counts) = (tried, 1.0, 0.5 * low_counts);
            }
            if is_close && !self.is_whole {
                break;
            }
        }
        let (kept, lost) = (more(&low, below, above), -more(&high, below, above));
        let share = if kept + lost > 0.0 { (kept / (kept + lost)).clamp(0.0, 1.0) } else { 0.5 };
        let value = low.value + share * (high.value - low.value);
        // Over the whole step, where chance matters less than in a short piece of it.
        let slope = (more(from, below, above) - more(to, below, above)) / (to.value - from.value);
        let nearer = if share < 0.5 { &low } else { &high };
        let value = match error_between(plan, &nearer.point, [below, above]) {
            Some(error) if slope > 0.0 => Estimate::normal(value, error / slope),
            _ => Estimate::of_unknown_error(value),
        };
        Ok(Root { value, between: [low, high], below, above })
    }
}

/// What the alternative `above` costs more than `below` on average.
fn more(tried: &Tried, below: usize, above: usize) -> f64 {
    let cost = |position: usize| tried.point.alternatives[position].tco.value;
    cost(above) - cost(below)
}

/// The paired standard error of the difference of two alternatives, where the point has it.
fn error_between(plan: &Plan, point: &SweepPoint, pair: [usize; 2]) -> Option<f64> {
    let of_saving = |one: usize, other: usize| {
        let saving = point.alternatives[one].saving.filter(|_| baseline_of(plan, one) == other);
        saving.and_then(|saving| saving.std_error)
    };
    let [a, b] = pair;
    point.margin_error(pair).or_else(|| of_saving(a, b)).or_else(|| of_saving(b, a))
}

fn verdict(found: &BreakEven, is_whole: bool) -> Vec<String> {
    let [from, to] = found.searched.map(format_number);
    let of = match found.among.len() {
        2 => "the cheaper of the two".to_owned(),
        count => format!("the cheapest of {count} alternatives"),
    };
    if found.flips.is_empty() {
        return vec![format!(
            "The decision does not flip between {} = {from} and {to}: {} stays {of}.",
            found.path, found.cheapest_below
        )];
    }
    let mut sentences = Vec::new();
    for flip in &found.flips {
        let place = match is_whole {
            true => format!(
                "{} and {} is so from {}",
                format_number(flip.between[0]),
                flip.above,
                format_number(flip.between[1])
            ),
            false => {
                format!("{}, then {}", format_with_error(flip.value.value, flip.value.std_error), flip.above)
            }
        };
        sentences.push(format!("{} is {of} up to {} = {place}.", flip.below, found.path));
    }
    if let (Some(given), [flip]) = (found.given.filter(|given| *given != 0.0), &found.flips[..]) {
        let factor = format!("{:.2}", flip.value.value / given);
        sentences
            .push(format!("The scenario has {}; the flip is at {factor} times that.", format_number(given)));
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(value: Option<f64>, domain: Domain) -> Option<(f64, f64, bool)> {
        let number = Number { path: "a".to_owned(), value, is_uncertain: false, domain, unit: "" };
        match usual(&number, 100.0).ok()? {
            Vary { over: Over::Range { from, to, .. }, is_logarithmic, .. } => {
                Some((from, to, is_logarithmic))
            }
            _ => None,
        }
    }

    #[test]
    fn the_usual_range_stays_within_the_domain() {
        assert_eq!(range(Some(5.0), Domain::NotNegative), Some((0.05, 500.0, true)));
        assert_eq!(range(Some(0.25), Domain::Fraction), Some((0.0025, 1.0, true)));
        assert_eq!(range(Some(0.0), Domain::Fraction), Some((0.0, 1.0, false)));
        assert_eq!(range(Some(2.0), Domain::AtLeast(1.0)), Some((1.0, 200.0, true)));
        assert_eq!(range(Some(5.0), Domain::Integer(0, 100)), Some((1.0, 100.0, true)));
        assert_eq!(range(Some(0.0), Domain::NotNegative), None);
        assert_eq!(range(None, Domain::Integer(1, 9)), None);
    }
}
