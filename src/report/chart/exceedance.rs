//! The loss exceedance chart: how likely a year is to lose how much, one curve per alternative.

use crate::decision::{ExceedancePoint, Findings};
use crate::units::format_percent;

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, HEIGHT, INK, SOFT_INK, Type, WIDTH, n};
use super::curve::{Curve, Domain, LossView, curves, starts_at_once, with_steps};
use super::headline::{credible_title, exceedance_title};
use super::look;
use super::placement::{Area, Point, label_type, place_labels, resample};
use super::scale::{Tick, linear_ticks, log_ticks, money, money_tick, percent_tick, return_period, runs};

const LEFT: f64 = 92.0;
const RIGHT: f64 = 132.0;
/// Room below the plot for ticks and the axis title.
const FOOT: f64 = 58.0;

/// Draws the yearly loss exceedance curves of all alternatives (period `average_year`) as SVG.
///
/// The axis of probabilities is logarithmic, that of losses as `view` says; the right one gives the return period. Bands are the 95 % intervals. The title
/// names the losses of a rare year. Curves are labelled where they run if every label finds room there, and
/// otherwise in a legend above the plot.
pub fn loss_exceedance(findings: &Findings, view: LossView) -> Result<String, ChartError> {
    let curves = curves(findings, view);
    let title = if view.credible { credible_title(&curves) } else { exceedance_title(&curves, view) };
    let setting = &findings.setting;
    let what =
        if view.total { "Annual loss exceedance (AEP)" } else { "Largest single event of a year (OEP)" };
    let explained = match &findings.nested {
        Some(nested) if view.credible => format!(
            "lines: half of {} draws of what is not known are below; bands hold nine draws in ten",
            nested.outer
        ),
        _ => "bands are 95 % intervals".to_owned(),
    };
    let subtitle = format!(
        "{what}, undiscounted, average year; {explained}; {}, seed {}",
        runs(setting.runs),
        setting.seed
    );
    let mut canvas = Canvas::new()?;
    let below_heading = canvas.heading(setting, &title, &[subtitle]);
    let notes = notes(&canvas, &curves);
    let notes_height = 20.0 * notes.len() as f64;

    let Some(domain) = Domain::of(&curves, view.logarithmic) else {
        canvas.rect(
            BORDER,
            below_heading,
            WIDTH - 2.0 * BORDER,
            HEIGHT - below_heading - 40.0,
            r##"fill="#f7f7f7""##,
        );
        let kind = Type::new(16.0, SOFT_INK).anchored(Anchor::Middle);
        canvas.text(WIDTH / 2.0, (below_heading + HEIGHT) / 2.0, kind, "No curve to draw");
        write_notes(&mut canvas, HEIGHT - 40.0, &notes);
        return Ok(canvas.finish(&title, HEIGHT - 20.0 + notes_height.max(20.0), ""));
    };

    // First without a legend; if a label finds no room, the plot makes way for one.
    let plot_from = |top: f64| Area {
        left: LEFT,
        top: top + 12.0,
        right: WIDTH - RIGHT,
        bottom: (HEIGHT - FOOT - notes_height).max(top + 360.0),
    };
    let labels: Vec<&str> = curves.iter().map(|curve| curve.label).collect();
    let mut plot = plot_from(below_heading);
    let direct = place_labels(&canvas, &labels, &paths(&curves, &domain, &plot), &plot);
    if direct.is_none() {
        let entries: Vec<(usize, String)> = curves
            .iter()
            .filter(|curve| !curve.drawn.is_empty())
            .map(|curve| (curve.look, curve.label.to_owned()))
            .collect();
        let below = look::legend(&mut canvas, below_heading, &entries, |canvas, look, x, y| {
            canvas.line((x, y), (x + 34.0, y), &look::stroke(look));
            look::marker(canvas, look, x + 17.0, y);
        });
        plot = plot_from(below);
    }

    let paths = paths(&curves, &domain, &plot);
    axes(&mut canvas, &domain, &plot, view);
    canvas.add(r#"<g clip-path="url(#plot)">"#);
    bands(&mut canvas, &curves, &domain, &plot, view);
    for (curve, path) in curves.iter().zip(&paths) {
        if path.len() > 1 {
            canvas.add(&format!(r#"<path d="M{}" {}/>"#, joined(path), look::stroke(curve.look)));
        }
    }
    canvas.add("</g>");
    for (index, (curve, path)) in curves.iter().zip(&paths).enumerate() {
        markers(&mut canvas, curve.look, path, index as f64 / curves.len() as f64, &plot);
    }
    for (area, curve) in direct.iter().flatten().zip(&curves).filter(|(_, curve)| !curve.drawn.is_empty()) {
        let style = r##"fill="#ffffff" fill-opacity="0.7" rx="3""##;
        canvas.rect(area.left, area.top, area.right - area.left, area.bottom - area.top, style);
        let kind = label_type(look::colour(curve.look));
        canvas.text(area.left + 3.0, area.bottom - 4.0, kind, curve.label);
    }
    tips(&mut canvas, &curves, &domain, &plot);
    write_notes(&mut canvas, plot.bottom + FOOT - 10.0, &notes);

    let clip = format!(
        r#"<clipPath id="plot"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>"#,
        n(plot.left),
        n(plot.top),
        n(plot.right - plot.left),
        n(plot.bottom - plot.top)
    );
    Ok(canvas.finish(&title, plot.bottom + FOOT + notes_height, &clip))
}

/// The curves in the picture; those that would hide one another are moved apart by three pixels.
fn paths(curves: &[Curve], domain: &Domain, plot: &Area) -> Vec<Vec<Point>> {
    let (across, up) = domain.axes(plot);
    let mut paths: Vec<Vec<Point>> = Vec::new();
    for curve in curves {
        let mut path: Vec<Point> = Vec::new();
        if let (true, Some(first)) = (starts_at_once(curve), curve.drawn.first()) {
            path.push((plot.left - 20.0, up.at(curve.probability_of_any)));
            path.push((across.at(first.loss_usd), up.at(curve.probability_of_any)));
        }
        let points = curve.drawn.iter().map(|point| (point.loss_usd, point.probability));
        let points = with_steps(&points.collect::<Vec<_>>());
        path.extend(points.iter().map(|(loss, probability)| (across.at(*loss), up.at(*probability))));
        paths.push(path);
    }
    let hides = |one: &[Point], other: &[Point]| {
        let (one, other) = (resample(one, 8.0), resample(other, 3.0));
        let close = |p: &&Point| other.iter().any(|q| (p.0 - q.0).abs() < 2.0 && (p.1 - q.1).abs() < 2.0);
        one.iter().filter(close).count() >= 5
    };
    let hidden: Vec<usize> = (0..paths.len())
        .filter(|one| (0..paths.len()).any(|other| *one != other && hides(&paths[*one], &paths[other])))
        .collect();
    for (order, index) in hidden.iter().enumerate() {
        let shift = 3.0 * (order as f64 - (hidden.len() - 1) as f64 / 2.0);
        paths[*index].iter_mut().for_each(|point| point.0 += shift);
    }
    paths
}

fn axes(canvas: &mut Canvas, domain: &Domain, plot: &Area, view: LossView) {
    let (across, up) = domain.axes(plot);
    let tick = Type::new(12.0, SOFT_INK);
    let losses: Vec<Tick> = if view.logarithmic {
        log_ticks(domain.loss.0, domain.loss.1, 3.2)
    } else {
        linear_ticks(domain.loss.0, domain.loss.1).into_iter().map(|loss| (loss, true)).collect()
    };
    for (loss, labelled) in losses {
        let x = across.at(loss);
        let style = if labelled { look::GRID } else { look::FAINT_GRID };
        canvas.line((x, plot.top), (x, plot.bottom), style);
        if labelled {
            canvas.text(x, plot.bottom + 18.0, tick.anchored(Anchor::Middle), &money_tick(loss));
        }
    }
    for (probability, labelled) in log_ticks(domain.probability.0, domain.probability.1, 3.5) {
        let y = up.at(probability);
        let style = if labelled { look::GRID } else { look::FAINT_GRID };
        canvas.line((plot.left, y), (plot.right, y), style);
        if labelled {
            canvas.text(plot.left - 8.0, y + 4.0, tick.anchored(Anchor::End), &percent_tick(probability));
            canvas.text(plot.right + 8.0, y + 4.0, tick, &return_period(probability));
        }
    }
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), look::AXIS);
    canvas.line((plot.left, plot.top), (plot.left, plot.bottom), look::AXIS);
    let name = Type::new(13.0, INK);
    let (middle, height) = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
    let centred = name.anchored(Anchor::Middle);
    let what = if view.total { "Loss in a year" } else { "Largest single loss in a year" };
    let scale = if view.logarithmic { "logarithmic scale" } else { "linear scale" };
    canvas.text(middle, plot.bottom + 40.0, centred, &format!("{what}, {scale}"));
    canvas.upward_text(28.0, height, name, "Chance of a year with this loss or more");
}

/// The areas between the ends of the intervals, as far as both ends are known.
fn bands(canvas: &mut Canvas, curves: &[Curve], domain: &Domain, plot: &Area, view: LossView) {
    let (across, up) = domain.axes(plot);
    for curve in curves {
        let known = |point: &ExceedancePoint| match (point.low_usd, point.high_usd) {
            (Some(low), Some(high)) if low.is_finite() && high.is_finite() => Some((low, high)),
            _ => None,
        };
        for stretch in curve.drawn.split(|point| known(point).is_none()).filter(|part| part.len() > 1) {
            let edge = |end: fn((f64, f64)) -> f64| -> Vec<Point> {
                let ends = stretch.iter().filter_map(|p| known(p).map(|ends| (end(ends), p.probability)));
                let ends = with_steps(&ends.collect::<Vec<_>>());
                ends.iter().map(|(loss, probability)| (across.at(*loss), up.at(*probability))).collect()
            };
            let mut outline = edge(|(low, _)| low);
            outline.extend(edge(|(_, high)| high).iter().rev());
            let colour = look::colour(curve.look);
            // Wide bands lie over each other: their edges tell them apart.
            let edge = match view.credible {
                true => format!(r#" stroke="{colour}" stroke-opacity="0.6""#),
                false => String::new(),
            };
            let opacity = if view.credible { "0.08" } else { "0.15" };
            canvas.add(&format!(
                r#"<path d="M{}Z" fill="{colour}" fill-opacity="{opacity}"{edge}/>"#,
                joined(&outline)
            ));
        }
    }
}

/// Markers about every 110 pixels; `phase` keeps those of different curves apart.
fn markers(canvas: &mut Canvas, look: usize, path: &[Point], phase: f64, plot: &Area) {
    const EVERY: f64 = 110.0;
    let dense = resample(path, 2.0);
    let mut walked = EVERY * (1.0 - 0.9 * phase) - 12.0;
    let mut before = None;
    let mut drawn = 0;
    for point in dense.iter().filter(|point| plot.contains(**point)) {
        if let Some((x, y)) = before.replace(*point) {
            walked += (point.0 - x).hypot(point.1 - y);
        }
        if walked >= EVERY {
            walked -= EVERY;
            look::marker(canvas, look, point.0, point.1);
            drawn += 1;
        }
    }
    if let (0, Some(point)) = (drawn, dense.last().filter(|point| plot.contains(**point))) {
        look::marker(canvas, look, point.0, point.1);
    }
}

/// The figures of the curves under the pointer, every dozen pixels.
fn tips(canvas: &mut Canvas, curves: &[Curve], domain: &Domain, plot: &Area) {
    const EVERY: f64 = 12.0;
    let (across, up) = domain.axes(plot);
    for curve in curves {
        let mut before: Option<Point> = None;
        for point in &curve.drawn {
            let at = (across.at(point.loss_usd), up.at(point.probability));
            let near = before.is_some_and(|before| (at.0 - before.0).hypot(at.1 - before.1) < EVERY);
            if near || !plot.contains(at) {
                continue;
            }
            before = Some(at);
            let (loss, chance) = (money(point.loss_usd), format_percent(point.probability));
            let words = format!("{}: {loss} or more in {chance} of years", curve.label);
            canvas.tip(at.0 - EVERY / 2.0, at.1 - EVERY / 2.0, EVERY, EVERY, &words);
        }
    }
}

/// What the curves cannot show, in lines ready for the sheet.
fn notes(canvas: &Canvas, curves: &[Curve]) -> Vec<String> {
    let mut sentences = Vec::new();
    let list = |wanted: &dyn Fn(&Curve) -> bool| {
        let names: Vec<&str> = curves.iter().filter(|curve| wanted(curve)).map(|curve| curve.label).collect();
        names.join(", ")
    };
    let without = list(&|curve| curve.drawn.is_empty() && curve.probability_of_any <= 0.0);
    if !without.is_empty() {
        sentences.push(format!("{without}: no loss in any run."));
    }
    let rare = list(&|curve| curve.drawn.is_empty() && curve.probability_of_any > 0.0);
    if !rare.is_empty() {
        sentences.push(format!("{rare}: losses too rare for a curve."));
    }
    let open = |curve: &Curve| {
        let banded = curve.drawn.iter().any(|point| point.high_usd.is_some());
        banded && curve.drawn.iter().any(|point| point.high_usd.is_none())
    };
    if curves.iter().any(open) {
        sentences
            .push("Where a band ends before its curve, the runs are too few to bound the loss.".to_owned());
    }
    let kind = Type::new(12.5, SOFT_INK);
    sentences.iter().flat_map(|text| canvas.wrap(text, kind, WIDTH - 2.0 * BORDER, 3)).collect()
}

fn write_notes(canvas: &mut Canvas, top: f64, notes: &[String]) {
    for (index, line) in notes.iter().enumerate() {
        canvas.text(BORDER, top + 20.0 * (index + 1) as f64, Type::new(12.5, SOFT_INK), line);
    }
}

fn joined(points: &[Point]) -> String {
    let corners: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
    corners.join("L")
}
