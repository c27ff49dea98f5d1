//! Mean cost of every alternative along one number.

use crate::decision::{Sweep, SweepAxis};
use crate::report::sweep::basis;
use crate::stats::Estimate;
use crate::units::{format_number, format_with_error};

use super::super::ChartError;
use super::super::canvas::{Anchor, BORDER, Canvas, HEIGHT, INK, SOFT_INK, Type, WIDTH, n};
use super::super::look;
use super::super::placement::{Area, Point};
use super::super::scale::{Axis, linear_ticks, log_ticks, money_tick, runs};
use super::{bottom, label, scale};

const LEFT: f64 = 92.0;
/// Room below the plot for ticks and the axis title.
const FOOT: f64 = 58.0;
/// Room above the plot for the words of a break-even.
const HEAD: f64 = 42.0;
/// Costs that differ by more than this factor get a logarithmic axis.
const WIDE: f64 = 30.0;
const FLIP: &str = r##"stroke="#1a1a1a" stroke-width="1.6" stroke-dasharray="6 4""##;
const GIVEN: &str = r##"stroke="#888888" stroke-width="1.2" stroke-dasharray="2 3""##;

/// Draws the lines with their 95 % intervals, the places where the cheapest changes and the value of the scenario.
pub(super) fn draw(sweep: &Sweep, axis: &SweepAxis) -> Result<String, ChartError> {
    let title = headline(sweep);
    let setting = &sweep.setting;
    let subtitle = format!(
        "Mean total cost (TCO) {}, for {} values; bands are 95 % intervals; {} at each, seed {}",
        basis(sweep),
        axis.values.len(),
        runs(setting.runs),
        setting.seed
    );
    let mut canvas = Canvas::new()?;
    let below = canvas.heading(setting, &title, &[subtitle]);
    let entries = (0..sweep.alternatives.len()).map(|position| (position, label(sweep, position)));
    let below = look::legend(&mut canvas, below, &entries.collect::<Vec<_>>(), |canvas, look, x, y| {
        canvas.line((x, y), (x + 34.0, y), &look::stroke(look));
        look::marker(canvas, look, x + 17.0, y);
    });
    let (left, right) = (LEFT, WIDTH - BORDER - 12.0);
    let plot = Area { left, right, top: below + HEAD, bottom: (HEIGHT - FOOT).max(below + HEAD + 260.0) };
    let ends = [axis.values[0], axis.values[axis.values.len() - 1]];
    let across = scale(axis, ends, plot.left, plot.right);
    let up = upward(&mut canvas, sweep, &plot);
    bottom(&mut canvas, axis, ends, &plot, &across);
    marks(&mut canvas, sweep, axis, &plot, &across);
    for position in 0..sweep.alternatives.len() {
        let figures: Vec<(f64, Estimate)> = axis
            .values
            .iter()
            .zip(&sweep.points)
            .map(|(x, point)| (*x, point.alternatives[position].tco))
            .collect();
        band(&mut canvas, position, &figures, &across, &up);
        let path: Vec<Point> = figures.iter().map(|(x, tco)| (across.at(*x), up.at(tco.value))).collect();
        canvas.add(&format!(r#"<path d="M{}" {}/>"#, joined(&path), look::stroke(position)));
        // A marker at every point, or at some where they are dense.
        let every = path.len().div_ceil(9);
        let shift = position * every / sweep.alternatives.len().max(1);
        for (x, y) in path.iter().skip(shift).step_by(every) {
            look::marker(&mut canvas, position, *x, *y);
        }
    }
    Ok(canvas.finish(&title, plot.bottom + FOOT, ""))
}

fn headline(sweep: &Sweep) -> String {
    match &sweep.crossings[..] {
        _ if sweep.alternatives.len() < 2 => format!("What {} costs", label(sweep, 0)),
        [] => format!("{} is the cheapest at every point", label(sweep, sweep.points[0].cheapest)),
        [first, others @ ..] => {
            let mut title = format!("{} is the cheapest", label(sweep, first.below));
            for crossing in std::iter::once(first).chain(others).take(3) {
                let place = format_with_error(crossing.value.value, crossing.value.std_error);
                let place = place.split(' ').next().unwrap_or_default();
                title += &format!(" up to {place}, then {}", label(sweep, crossing.above));
            }
            title
        }
    }
}

/// The axis of costs, drawn with its grid.
fn upward(canvas: &mut Canvas, sweep: &Sweep, plot: &Area) -> Axis {
    let costs = || sweep.points.iter().flat_map(|point| &point.alternatives).map(|one| one.tco.value);
    let (low, high) = (costs().fold(f64::INFINITY, f64::min), costs().fold(f64::NEG_INFINITY, f64::max));
    let (axis, ticks): (Axis, Vec<(f64, bool)>) = if low > 0.0 && high > WIDE * low {
        let (low, high) = (0.9 * low, 1.1 * high);
        (Axis::logarithmic(low, high, plot.bottom, plot.top), log_ticks(low, high, 2.5))
    } else {
        let ticks = linear_ticks(low.min(0.0), high.max(0.0).max(low.min(0.0) + 1.0));
        let ends = (ticks[0], ticks[ticks.len() - 1]);
        let axis = Axis::linear(ends.0, ends.1, plot.bottom, plot.top);
        (axis, ticks.into_iter().map(|tick| (tick, true)).collect())
    };
    let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::End);
    for (tick, labelled) in ticks {
        let y = axis.at(tick);
        canvas.line((plot.left, y), (plot.right, y), if labelled { look::GRID } else { look::FAINT_GRID });
        if labelled {
            canvas.text(plot.left - 8.0, y + 4.0, kind, &money_tick(tick));
        }
    }
    let name = Type::new(13.0, INK);
    canvas.upward_text(24.0, (plot.top + plot.bottom) / 2.0, name, "Mean total cost, present value");
    axis
}

/// Upright lines where the cheapest changes and at the value of the scenario.
fn marks(canvas: &mut Canvas, sweep: &Sweep, axis: &SweepAxis, plot: &Area, across: &Axis) {
    let ends = axis.values[0]..=axis.values[axis.values.len() - 1];
    let write = |canvas: &mut Canvas, x: f64, row: f64, kind: Type, words: &str| {
        let half = canvas.width(words, kind) / 2.0;
        let at = x.clamp(plot.left + half, (plot.right - half).max(plot.left + half));
        canvas.text(at, plot.top - 8.0 - 17.0 * row, kind.anchored(Anchor::Middle), words);
    };
    if let Some(given) = axis.given.filter(|given| ends.contains(given)) {
        let x = across.at(given);
        canvas.line((x, plot.top), (x, plot.bottom), GIVEN);
        let words = format!("scenario: {}", format_number(given));
        write(canvas, x, 1.0, Type::new(12.0, SOFT_INK), &words);
    }
    for crossing in &sweep.crossings {
        let x = across.at(crossing.value.value);
        canvas.line((x, plot.top), (x, plot.bottom), FLIP);
        let words = format_with_error(crossing.value.value, crossing.value.std_error);
        write(canvas, x, 0.0, Type::new(12.5, INK).bold(), &words);
    }
}

fn band(canvas: &mut Canvas, position: usize, figures: &[(f64, Estimate)], across: &Axis, up: &Axis) {
    let known = |(x, tco): &(f64, Estimate)| {
        let ends = tco.interval.and_then(|interval| interval.low.zip(interval.high))?;
        Some((*x, ends.0, ends.1))
    };
    let known: Vec<(f64, f64, f64)> = figures.iter().filter_map(known).collect();
    if known.len() < 2 {
        return;
    }
    let lower = known.iter().map(|(x, low, _)| (across.at(*x), up.at(*low)));
    let upper = known.iter().rev().map(|(x, _, high)| (across.at(*x), up.at(*high)));
    let outline: Vec<Point> = lower.chain(upper).collect();
    let colour = look::colour(position);
    canvas.add(&format!(r#"<path d="M{}Z" fill="{colour}" fill-opacity="0.15"/>"#, joined(&outline)));
}

fn joined(points: &[Point]) -> String {
    let corners: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
    corners.join("L")
}
