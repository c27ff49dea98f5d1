//! The convergence chart: how the figures of the total cost settle as runs are added.

use crate::decision::{ConvergencePoint, Findings};
use crate::stats::Estimate;
use crate::units::{format_count, format_percent};

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, INK, SOFT_INK, Type, WIDTH, n};
use super::headline::short;
use super::look;
use super::placement::{Area, Point};
use super::scale::{Axis, linear_ticks, money, money_tick, runs};

/// The statistics in columns, and their words.
const COLUMNS: [(&str, &str); 3] = [("mean", "Mean"), ("p99", "P99"), ("tvar99", "Mean of the worst 1 %")];
/// Where the first panel begins: names and the first money axis stand to the left.
const LEFT: f64 = 236.0;
/// Room for the money axis of each further panel.
const GAP: f64 = 78.0;
/// Room above a panel for its last value.
const HEAD: f64 = 24.0;
/// Height of a panel.
const PANEL: f64 = 84.0;
/// Height of a row of panels.
const ROW: f64 = HEAD + PANEL + 18.0;
/// Relative half width of an interval below which the title calls a mean settled.
const SETTLED: f64 = 0.05;

/// An alternative with what is known of it.
struct Row<'a> {
    label: &'a str,
    look: usize,
    columns: [Vec<&'a ConvergencePoint>; 3],
}

/// Draws mean, P99 and tail mean of every alternative's total cost against the number of runs, with their 95 %
/// intervals, as SVG; `None` where the figures were looked at less than twice.
///
/// Each panel has a money axis of its own, because what matters is whether its line has become level within a
/// narrow band.
pub fn convergence(findings: &Findings) -> Result<Option<String>, ChartError> {
    let rows = rows(findings);
    let all = || findings.convergence.iter().map(|point| point.runs);
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return Ok(None) };
    if first == last || rows.is_empty() {
        return Ok(None);
    }
    let title = title(&rows, last);
    let subtitle = [format!(
        "Total cost, present value, after so many runs; bands are 95 % intervals. Each panel has its own axis; {}, \
         seed {}",
        runs(findings.setting.runs),
        findings.setting.seed
    )];
    let mut canvas = Canvas::new()?;
    let top = canvas.heading(&findings.setting, &title, &subtitle) + 20.0;
    let width = (WIDTH - BORDER - LEFT - 2.0 * GAP) / 3.0;
    let left = |column: usize| LEFT + column as f64 * (width + GAP);
    let bold = Type::new(13.5, INK).bold();
    for (column, (_, words)) in COLUMNS.iter().enumerate() {
        canvas.text(left(column), top, bold, words);
    }
    let mut clips = String::new();
    for (place, row) in rows.iter().enumerate() {
        let panel_top = top + 8.0 + ROW * place as f64 + HEAD;
        let mut y = panel_top + 14.0;
        for line in canvas.wrap(row.label, bold, LEFT - GAP - BORDER, 3) {
            canvas.text(BORDER, y, bold, &line);
            y += 17.0;
        }
        for (column, points) in row.columns.iter().enumerate() {
            let plot = Area {
                left: left(column),
                top: panel_top,
                right: left(column) + width,
                bottom: panel_top + PANEL,
            };
            let name = format!("c{place}-{column}");
            clips += &format!(
                r#"<clipPath id="{name}"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>"#,
                n(plot.left),
                n(plot.top),
                n(width),
                n(PANEL)
            );
            panel(&mut canvas, row.look, points, (&plot, &name), (first, last));
        }
    }
    let bottom = top + 8.0 + ROW * rows.len() as f64;
    for column in 0..COLUMNS.len() {
        let tick = Type::new(12.0, SOFT_INK);
        canvas.text(left(column), bottom, tick, &format_count(first as f64));
        let end = tick.anchored(Anchor::End);
        canvas.text(left(column) + width, bottom, end, &format!("{} runs", format_count(last as f64)));
    }
    let middle = Type::new(13.0, INK).anchored(Anchor::Middle);
    let words = "Runs played, logarithmic scale";
    canvas.text((LEFT + WIDTH - BORDER) / 2.0, bottom + 24.0, middle, words);
    Ok(Some(canvas.finish(&title, bottom + 42.0, &clips)))
}

fn rows(findings: &Findings) -> Vec<Row<'_>> {
    let of = |name: &str, statistic: &str| -> Vec<&ConvergencePoint> {
        let mut points: Vec<&ConvergencePoint> = findings
            .convergence
            .iter()
            .filter(|point| {
                point.alternative == name && point.metric == "tco" && point.statistic == statistic
            })
            .filter(|point| point.estimate.value.is_finite())
            .collect();
        points.sort_by_key(|point| point.runs);
        points
    };
    let rows = findings.alternatives.iter().enumerate().map(|(look, alternative)| Row {
        label: &alternative.label,
        look,
        columns: COLUMNS.map(|(statistic, _)| of(&alternative.name, statistic)),
    });
    rows.filter(|row| row.columns.iter().any(|points| !points.is_empty())).collect()
}

/// Whether every mean is known within [`SETTLED`], and if not, which is known least.
fn title(rows: &[Row], last: u64) -> String {
    let relative = |row: &Row| {
        let estimate = row.columns[0].last()?.estimate;
        let half = ends(&estimate).map(|(low, high)| (high - low) / 2.0)?;
        (estimate.value != 0.0).then(|| half / estimate.value.abs())
    };
    let known: Vec<(f64, &str)> =
        rows.iter().filter_map(|row| relative(row).map(|half| (half, row.label))).collect();
    let Some((half, label)) = known.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0)) else {
        return format!("How the total cost settled over {}", runs(last));
    };
    let percent = format_percent(half);
    let label = short(label);
    if half <= SETTLED {
        format!("After {} every mean cost is known within {percent}", runs(last))
    } else {
        format!("After {} the mean cost of {label} is known within {percent} only", runs(last))
    }
}

fn ends(estimate: &Estimate) -> Option<(f64, f64)> {
    let interval = estimate.interval?;
    let (low, high) = (interval.low?, interval.high?);
    (low.is_finite() && high.is_finite()).then_some((low, high))
}

/// One line with its band, on its own axis.
fn panel(
    canvas: &mut Canvas,
    look: usize,
    points: &[&ConvergencePoint],
    (plot, clip): (&Area, &str),
    (first, last): (u64, u64),
) {
    let small = Type::new(12.0, SOFT_INK);
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), look::AXIS);
    let Some(now) = points.last().map(|point| point.estimate) else {
        canvas.text(plot.left, plot.top - 7.0, small, "not available");
        return;
    };
    let across = Axis::logarithmic(first as f64, last as f64, plot.left + 4.0, plot.right - 4.0);
    let ticks = ticks(points);
    let span = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
    let up = Axis::linear(span.0, span.1, plot.bottom, plot.top);
    for tick in &ticks {
        let y = up.at(*tick);
        canvas.line((plot.left, y), (plot.right, y), look::GRID);
        canvas.text(plot.left - 6.0, y + 4.0, small.anchored(Anchor::End), &money_tick(*tick));
    }
    let at = |runs: u64, value: f64| (across.at(runs as f64), up.at_any(value));
    canvas.add(&format!(r##"<g clip-path="url(#{clip})">"##));
    for stretch in points.split(|point| ends(&point.estimate).is_none()).filter(|part| part.len() > 1) {
        let known = stretch.iter().filter_map(|point| ends(&point.estimate).map(|ends| (point.runs, ends)));
        let known: Vec<(u64, (f64, f64))> = known.collect();
        let mut outline: Vec<Point> = known.iter().map(|(runs, (low, _))| at(*runs, *low)).collect();
        outline.extend(known.iter().rev().map(|(runs, (_, high))| at(*runs, *high)));
        let colour = look::colour(look);
        canvas.add(&format!(r#"<path d="M{}Z" fill="{colour}" fill-opacity="0.22"/>"#, joined(&outline)));
    }
    let line: Vec<Point> = points.iter().map(|point| at(point.runs, point.estimate.value)).collect();
    canvas.add(&format!(r#"<path d="M{}" {}/>"#, joined(&line), look::stroke(look)));
    canvas.add("</g>");
    let words = match ends(&now) {
        Some((low, high)) if high > low => format!("{}, {} to {}", money(now.value), money(low), money(high)),
        _ => money(now.value),
    };
    let words = canvas.fit(&words, small, plot.right - plot.left + 8.0);
    canvas.text(plot.left, plot.top - 7.0, Type::new(12.0, INK), &words);
    for point in points {
        let (x, _) = at(point.runs, point.estimate.value);
        let tip = format!("after {}: {}", runs(point.runs), money(point.estimate.value));
        canvas.tip(x - 8.0, plot.top, 16.0, plot.bottom - plot.top, &tip);
    }
}

/// Round values around all figures and the bands of the later half of them: the wide bands of the first looks must not
/// squeeze the rest.
fn ticks(points: &[&ConvergencePoint]) -> Vec<f64> {
    let values = points.iter().map(|point| point.estimate.value);
    let late = &points[points.len() / 2..];
    let bands = late.iter().filter_map(|point| ends(&point.estimate)).flat_map(|(low, high)| [low, high]);
    let (low, high) = values
        .chain(bands)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    // A figure without any error still needs a scale.
    let least = (1e-3 * high.abs()).max(1.0);
    let (low, high) = if high - low < least { (low - least, high + least) } else { (low, high) };
    let ticks = linear_ticks(low, high);
    // Three lines are enough for so small a panel.
    let (Some(first), Some(last)) = (ticks.first(), ticks.last()) else { return vec![0.0, 1.0] };
    vec![*first, (first + last) / 2.0, *last]
}

fn joined(points: &[Point]) -> String {
    let corners: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
    corners.join("L")
}
