//! QQ plot: the logged sizes beside what the fitted laws give the same ranks.

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, HEIGHT, INK, SOFT_INK, Type, WIDTH, n};
use super::headline::short;
use super::look;
use super::placement::{Area, Point};
use super::scale::{Axis, linear_ticks, log_ticks, money_tick, thousands};
use crate::calibrate::{Column, FamilyFit, Fitted, Outcome, QqPoint, SizeFit, qq_points};
use crate::report::calibration::words;
use crate::units::{format_number, in_words};

const LEFT: f64 = 92.0;
const FOOT: f64 = 58.0;
/// Sizes that differ by more than this factor get logarithmic axes.
const WIDE: f64 = 30.0;
const CLIP: &str = "url(#plot)";

/// The plot of one size of a class as SVG; `None` where no family was fitted.
pub fn qq(log: &str, class: &str, size: &SizeFit) -> Result<Option<String>, ChartError> {
    let Outcome::Fitted(fitted) = &size.outcome else { return Ok(None) };
    let Some((place, chosen)) = best(fitted) else { return Ok(None) };
    let title = headline(class, size, fitted, chosen);
    let (word, unit) = words(size.quantity);
    let subtitle = format!(
        "Each dot is one of {} logged {word}s, against the {word} that {} gives the same rank; on the straight line both are equal. \
         The band holds 95 % of the dots of each rank if that law holds. Lines: the other families. From {log}",
        thousands(size.values as u64),
        chosen.words()
    );
    let mut canvas = Canvas::new()?;
    let below = canvas.heading_of(&title, None, &[subtitle]);
    let entry =
        |(place, family): (usize, &FamilyFit)| (place, format!("{}, AIC {:.1}", family.words(), family.aic));
    let entries: Vec<_> = fitted.families.iter().enumerate().map(entry).collect();
    let below = look::legend(&mut canvas, below, &entries, |canvas, entry, x, y| {
        if entry == place {
            dot(canvas, place, x + 17.0, y);
        } else {
            canvas.line((x, y), (x + 34.0, y), &look::stroke(entry));
        }
    });
    let plot =
        Area { left: LEFT, right: WIDTH - BORDER - 12.0, top: below + 8.0, bottom: HEIGHT + 60.0 - FOOT };
    let points = qq_points(size, chosen);
    let (across, up) = axes(&mut canvas, size, &points, &plot);
    let name = Type::new(13.0, INK);
    canvas.upward_text(24.0, (plot.top + plot.bottom) / 2.0, name, &format!("Logged {word} ({unit})"));
    let below_plot = format!("{} by the fitted law ({unit})", in_words(word));
    canvas.text(
        (plot.left + plot.right) / 2.0,
        plot.bottom + 41.0,
        name.anchored(Anchor::Middle),
        &below_plot,
    );
    band(&mut canvas, place, &points, &across, &up);
    let equal = [plot.left, plot.right];
    let ends = range(&points);
    canvas.line((equal[0], up.at_any(ends[0])), (equal[1], up.at_any(ends[1])), look::AXIS);
    for (other, family) in fitted.families.iter().enumerate().filter(|(other, _)| *other != place) {
        let path: Vec<Point> = qq_points(size, family)
            .iter()
            .map(|point| (across.at_any(point.law), up.at_any(point.observed)))
            .collect();
        let stroke = look::stroke(other).replace("2.4", "1.6");
        canvas.add(&format!(r#"<path d="M{}" clip-path="{CLIP}" {stroke}/>"#, joined(&path)));
    }
    for point in &points {
        dot(&mut canvas, place, across.at(point.law), up.at(point.observed));
    }
    let clip = format!(
        r#"<clipPath id="plot"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>"#,
        n(plot.left),
        n(plot.top),
        n(plot.right - plot.left),
        n(plot.bottom - plot.top)
    );
    Ok(Some(canvas.finish(&title, plot.bottom + FOOT, &clip)))
}

/// The family that is used, else the one with the least criterion.
fn best(fitted: &Fitted) -> Option<(usize, &FamilyFit)> {
    let least = || {
        let places = fitted.families.iter().enumerate();
        places.min_by(|one, other| one.1.aic.total_cmp(&other.1.aic)).map(|(place, _)| place)
    };
    let place = fitted.chosen.or_else(least)?;
    fitted.families.get(place).map(|family| (place, family))
}

fn headline(class: &str, size: &SizeFit, fitted: &Fitted, chosen: &FamilyFit) -> String {
    let what = format!("{} of {}", in_words(words(size.quantity).0), short(class));
    let of = fitted.families.len();
    let whole = if chosen.tail.is_some() { " of the tail" } else { "" };
    match chosen.goodness.anderson_darling_p {
        Some(p) if p < 0.05 => {
            format!(
                "{what}: {} is the likeliest of {of} families and does not fit (Anderson-Darling p{whole} {p:.3})",
                chosen.words()
            )
        }
        Some(p) => format!(
            "{what}: {} is the likeliest of {of} families and fits (Anderson-Darling p{whole} {p:.2})",
            chosen.words()
        ),
        None => format!("{what}: {} is the likeliest of {of} families", chosen.words()),
    }
}

/// Smallest and largest of the values and of the law's quantiles, with a little room.
fn range(points: &[QqPoint]) -> [f64; 2] {
    let all = || points.iter().flat_map(|point| [point.law, point.observed]);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    if is_wide(points) {
        let room = (high / low).powf(0.03);
        return [low / room, high * room];
    }
    [(low - 0.03 * (high - low)).max(0.0), high + 0.03 * (high - low)]
}

fn is_wide(points: &[QqPoint]) -> bool {
    let observed = || points.iter().map(|point| point.observed);
    observed().fold(0.0, f64::max) > WIDE * observed().fold(f64::INFINITY, f64::min)
}

/// Both axes, alike, drawn with their grid.
fn axes(canvas: &mut Canvas, size: &SizeFit, points: &[QqPoint], plot: &Area) -> (Axis, Axis) {
    let [low, high] = range(points);
    let axis = |from: f64, to: f64| match is_wide(points) {
        true => Axis::logarithmic(low, high, from, to),
        false => Axis::linear(low, high, from, to),
    };
    let (across, up) = (axis(plot.left, plot.right), axis(plot.bottom, plot.top));
    let ticks: Vec<(f64, bool)> = match is_wide(points) {
        true => log_ticks(low, high, 2.5),
        false => linear_ticks(low, high).into_iter().map(|tick| (tick, true)).collect(),
    };
    let text = |tick: f64| if size.quantity == Column::Cost { money_tick(tick) } else { format_number(tick) };
    for (tick, labelled) in ticks.into_iter().filter(|(tick, _)| (low..=high).contains(tick)) {
        let (x, y) = (across.at(tick), up.at(tick));
        let style = if labelled { look::GRID } else { look::FAINT_GRID };
        canvas.line((plot.left, y), (plot.right, y), style);
        canvas.line((x, plot.top), (x, plot.bottom), style);
        if labelled {
            canvas.text(
                plot.left - 8.0,
                y + 4.0,
                Type::new(12.0, SOFT_INK).anchored(Anchor::End),
                &text(tick),
            );
            canvas.text(
                x,
                plot.bottom + 19.0,
                Type::new(12.0, SOFT_INK).anchored(Anchor::Middle),
                &text(tick),
            );
        }
    }
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), look::AXIS);
    (across, up)
}

fn band(canvas: &mut Canvas, place: usize, points: &[QqPoint], across: &Axis, up: &Axis) {
    let lower = points.iter().map(|point| (across.at_any(point.law), up.at_any(point.low)));
    let upper = points.iter().rev().map(|point| (across.at_any(point.law), up.at_any(point.high)));
    let outline: Vec<Point> = lower.chain(upper).collect();
    let colour = look::colour(place);
    canvas.add(&format!(
        r#"<path d="M{}Z" fill="{colour}" fill-opacity="0.13" clip-path="{CLIP}"/>"#,
        joined(&outline)
    ));
}

fn dot(canvas: &mut Canvas, place: usize, x: f64, y: f64) {
    let colour = look::colour(place);
    canvas.add(&format!(
        r##"<circle cx="{}" cy="{}" r="3.6" fill="{colour}" stroke="#ffffff" stroke-width="0.8"/>"##,
        n(x),
        n(y)
    ));
}

fn joined(points: &[Point]) -> String {
    let corners: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
    corners.join("L")
}
