//! Who is cheapest over two numbers, and how surely.

use std::ops::Range;

use crate::decision::{Sweep, SweepAxis};
use crate::report::sweep::basis;
use crate::units::{format_count, format_number, format_percent};

use super::super::ChartError;
use super::super::canvas::{Anchor, BORDER, Canvas, INK, SOFT_INK, Type, WIDTH, n};
use super::super::look;
use super::super::placement::{Area, label_type};
use super::super::scale::{Axis, runs};
use super::{bottom, label, scale, ticks, title};

const LEFT: f64 = 118.0;
/// Height of the plot.
const TALL: f64 = 460.0;
/// Room below the plot for ticks and the axis title.
const FOOT: f64 = 58.0;
/// Lines over what chance could explain.
const OPEN: &str = r##"<pattern id="open" width="7" height="7" patternUnits="userSpaceOnUse">
<path d="M-1,8 l9,-9" fill="none" stroke="#333333" stroke-width="1.2" stroke-opacity="0.75"/></pattern>"##;

/// Draws one cell per point in the colour of the cheapest alternative, hatched where the difference to the next is
/// within two standard errors, and the line at which the cheapest changes.
pub(super) fn draw(sweep: &Sweep, across: &SweepAxis, up: &SweepAxis) -> Result<String, ChartError> {
    let title_text = headline(sweep);
    let setting = &sweep.setting;
    let subtitle = format!(
        "Cheapest by mean total cost (TCO) {}, at {} points of {} each, seed {}. Hatched: the difference to the next is \
         within two standard errors. Black line: where the cheapest changes, interpolated.",
        basis(sweep),
        format_count(sweep.points.len() as f64),
        runs(setting.runs),
        setting.seed
    );
    let mut canvas = Canvas::new()?;
    let below = canvas.heading(setting, &title_text, &[subtitle]);
    let winners: Vec<usize> = (0..sweep.alternatives.len())
        .filter(|position| sweep.points.iter().any(|point| point.cheapest == *position))
        .collect();
    let entries: Vec<(usize, String)> =
        winners.iter().map(|position| (*position, label(sweep, *position))).collect();
    let below = look::legend(&mut canvas, below, &entries, |canvas, look, x, y| {
        canvas.rect(x, y - 7.0, 34.0, 14.0, &fill(look));
    });
    let (left, right, top) = (LEFT, WIDTH - BORDER - 12.0, below + 8.0);
    let plot = Area { left, right, top, bottom: top + TALL };
    let (wide, tall) = (edges(across), edges(up));
    let ends = |edges: &[f64]| [edges[0], edges[edges.len() - 1]];
    let (x, y) =
        (scale(across, ends(&wide), plot.left, plot.right), scale(up, ends(&tall), plot.bottom, plot.top));
    let cell = |column: Range<usize>, row: usize| {
        let (from, to) = (x.at(wide[column.start]), x.at(wide[column.end]));
        let (high, low) = (y.at(tall[row + 1]), y.at(tall[row]));
        (from, high, to - from, low - high)
    };
    for row in 0..up.values.len() {
        let point = |column: usize| &sweep.points[column * up.values.len() + row];
        for (columns, cheapest) in stretches(across.values.len(), |column| point(column).cheapest) {
            let (left, top, width, height) = cell(columns, row);
            canvas.rect(left, top, width, height, &fill(cheapest));
        }
        for (columns, is_settled) in stretches(across.values.len(), |column| point(column).is_settled()) {
            let (left, top, width, height) = cell(columns, row);
            if !is_settled {
                canvas.rect(left, top, width, height, r##"fill="url(#open)""##);
            }
        }
    }
    for [from, to] in &sweep.frontier {
        let place = |[a, b]: &[f64; 2]| (x.at(*a), y.at(*b));
        canvas.line(
            place(from),
            place(to),
            r##"stroke="#1a1a1a" stroke-width="2.4" stroke-linecap="round""##,
        );
    }
    bottom(&mut canvas, across, ends(&wide), &plot, &x);
    beside(&mut canvas, up, ends(&tall), &plot, &y);
    given(&mut canvas, [across, up], [&wide, &tall], [&x, &y]);
    for position in winners {
        if let Some((column, row)) = inside(sweep, position, [across.values.len(), up.values.len()]) {
            name(&mut canvas, sweep, position, (x.at(across.values[column]), y.at(up.values[row])), &plot);
        }
    }
    Ok(canvas.finish(&title_text, plot.bottom + FOOT, OPEN))
}

fn headline(sweep: &Sweep) -> String {
    let count = |position: usize| sweep.points.iter().filter(|point| point.cheapest == position).count();
    let mut shares: Vec<(usize, usize)> =
        (0..sweep.alternatives.len()).map(|position| (count(position), position)).collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.0));
    let all = sweep.points.len() as f64;
    let shares: Vec<String> = shares
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .take(3)
        .map(|(count, position)| format!("{} {}", label(sweep, position), format_percent(count as f64 / all)))
        .collect();
    format!("Who is cheapest, by share of this map: {}", shares.join(", "))
}

/// Ends of the cells: half-way between the values, and as far beyond the first and the last.
fn edges(axis: &SweepAxis) -> Vec<f64> {
    let values = &axis.values;
    let last = values.len() - 1;
    let halves = values.windows(2).map(|pair| axis.between(pair[0], pair[1], 0.5));
    let first = axis.between(values[0], values[1], -0.5);
    std::iter::once(first).chain(halves).chain([axis.between(values[last - 1], values[last], 1.5)]).collect()
}

/// Consecutive cells that agree.
fn stretches<T: PartialEq>(count: usize, of: impl Fn(usize) -> T) -> Vec<(Range<usize>, T)> {
    let mut stretches: Vec<(Range<usize>, T)> = Vec::new();
    for place in 0..count {
        let what = of(place);
        match stretches.last_mut() {
            Some((range, known)) if *known == what => range.end = place + 1,
            _ => stretches.push((place..place + 1, what)),
        }
    }
    stretches
}

fn fill(position: usize) -> String {
    format!(r#"fill="{}" fill-opacity="0.45" shape-rendering="crispEdges""#, look::colour(position))
}

/// Ticks and title of the axis on the left.
fn beside(canvas: &mut Canvas, axis: &SweepAxis, ends: [f64; 2], plot: &Area, up: &Axis) {
    let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::End);
    for (tick, labelled) in ticks(axis, ends) {
        let y = up.at(tick);
        canvas.line((plot.left - 5.0, y), (plot.left, y), look::AXIS);
        if labelled {
            canvas.text(plot.left - 9.0, y + 4.0, kind, &format_number(tick));
        }
    }
    canvas.line((plot.left, plot.bottom), (plot.left, plot.top), look::AXIS);
    let words = canvas.fit(&title(axis), Type::new(13.0, INK), plot.bottom - plot.top);
    canvas.upward_text(28.0, (plot.top + plot.bottom) / 2.0, Type::new(13.0, INK), &words);
}

/// A cross at the numbers of the scenario, where the map reaches them.
fn given(canvas: &mut Canvas, axes: [&SweepAxis; 2], edges: [&[f64]; 2], scales: [&Axis; 2]) {
    let place = |axis: usize| -> Option<f64> {
        let within = edges[axis][0]..=edges[axis][edges[axis].len() - 1];
        axes[axis].given.filter(|given| within.contains(given)).map(|given| scales[axis].at(given))
    };
    let (Some(x), Some(y)) = (place(0), place(1)) else { return };
    let cross = format!("M{0},{3}L{1},{2}M{0},{2}L{1},{3}", n(x - 6.0), n(x + 6.0), n(y - 6.0), n(y + 6.0));
    for (colour, width) in [("#ffffff", 5.0), (INK, 2.2)] {
        canvas.add(&format!(r#"<path d="{cross}" fill="none" stroke="{colour}" stroke-width="{width}"/>"#));
    }
    let kind = Type::new(12.0, INK);
    let words = "scenario";
    let left = x + 12.0 + canvas.width(words, kind) < WIDTH - BORDER;
    let (at, kind) = if left { (x + 11.0, kind) } else { (x - 11.0, kind.anchored(Anchor::End)) };
    canvas.text(at, y + 4.0, kind, words);
}

/// The cell of an alternative's region that is nearest to the middle of all its cells.
fn inside(sweep: &Sweep, position: usize, [columns, rows]: [usize; 2]) -> Option<(usize, usize)> {
    let own = || (0..columns * rows).filter(|point| sweep.points[*point].cheapest == position);
    let place = |point: usize| ((point / rows) as f64, (point % rows) as f64);
    let count = own().count() as f64;
    let sum = own().map(place).fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    let middle = (sum.0 / count, sum.1 / count);
    let distance = |point: usize| {
        let at = place(point);
        (at.0 - middle.0).powi(2) + (at.1 - middle.1).powi(2)
    };
    own().min_by(|a, b| distance(*a).total_cmp(&distance(*b))).map(|point| (point / rows, point % rows))
}

/// The label of an alternative in its region.
fn name(canvas: &mut Canvas, sweep: &Sweep, position: usize, (x, y): (f64, f64), plot: &Area) {
    let words = label(sweep, position);
    let kind = label_type(INK);
    let half = canvas.width(&words, kind) / 2.0 + 5.0;
    let x = x.clamp(plot.left + half, (plot.right - half).max(plot.left + half));
    let y = y.clamp(plot.top + 12.0, plot.bottom - 10.0);
    canvas.rect(x - half, y - 11.0, 2.0 * half, 19.0, r##"fill="#ffffff" fill-opacity="0.75" rx="3""##);
    canvas.text(x, y + 3.5, kind.anchored(Anchor::Middle), &words);
}
