//! Portfolios of controls: what they cost against what they save, and against the tail that they leave.

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, INK, SOFT_INK, Type, WIDTH, n};
use super::look;
use super::placement::{Area, Point};
use super::scale::{Axis, linear_ticks, money_tick, runs};
use crate::decision::{PortfolioFindings, PortfolioResult};
use crate::stats::Estimate;
use crate::units::{format_percent, format_usd};

/// Room between the panels for the ticks of the second.
const GAP: f64 = 96.0;
const LEFT: f64 = 84.0;
const TALL: f64 = 400.0;
/// Room below the plots for ticks and axis titles.
const FOOT: f64 = 60.0;
/// Portfolios that are not efficient.
const PLAIN: &str = r##"fill="#9a9a9a" fill-opacity="0.55""##;
const ERROR: &str = r##"stroke="#1a1a1a" stroke-width="1.2""##;

/// One panel.
struct Panel {
    title: &'static str,
    value: fn(&PortfolioResult) -> Estimate,
    is_efficient: fn(&PortfolioResult) -> bool,
    /// Place of the frontier's colour and marker.
    look: usize,
}

const PANELS: [Panel; 2] = [
    Panel {
        title: "Mean saving before cost, present value",
        value: |one| one.saving,
        is_efficient: |one| one.saves_most,
        look: 0,
    },
    Panel {
        title: "Mean of the worst hundredth of the losses",
        value: |one| one.tvar99_loss,
        is_efficient: |one| one.cuts_tail_most,
        look: 1,
    },
];

/// Draws every portfolio, the efficient ones joined, the best named.
pub fn controls_frontier(findings: &PortfolioFindings) -> Result<String, ChartError> {
    let setting = &findings.setting;
    let best = findings.best();
    let title = match best.controls.is_empty() {
        true => format!("{}: no portfolio of controls saves more than it costs", findings.label),
        false => format!(
            "{}: {} for {} brings most, {} net",
            findings.label,
            findings.name(best),
            format_usd(best.cost.value),
            format_usd(best.npv.value)
        ),
    };
    let subtitle = format!(
        "Portfolios of controls over {} years, present value at {} a year; {} of each, seed {}. Ring: the best. \
         Joined: none that costs as much or less is better. Bars: 95 % intervals. Dashed: what is saved equals what it \
         costs.",
        setting.horizon_years,
        format_percent(setting.discount_rate),
        runs(setting.runs),
        setting.seed
    );
    let mut canvas = Canvas::new()?;
    let top = canvas.heading(setting, &title, &[subtitle]) + 34.0;
    let wide = (WIDTH - BORDER - LEFT - GAP) / 2.0;
    for (place, panel) in PANELS.iter().enumerate() {
        let left = LEFT + place as f64 * (wide + GAP);
        let plot = Area { left, right: left + wide, top, bottom: top + TALL };
        draw(&mut canvas, findings, panel, &plot);
    }
    Ok(canvas.finish(&title, top + TALL + FOOT, ""))
}

fn draw(canvas: &mut Canvas, findings: &PortfolioFindings, panel: &Panel, plot: &Area) {
    let all = &findings.portfolios;
    let cost = |one: &PortfolioResult| one.cost.value;
    let dearest = all.iter().map(cost).fold(0.0, f64::max).max(1.0);
    let across = ticks_across(canvas, dearest, plot);
    let low = all.iter().map(|one| (panel.value)(one).value).fold(f64::INFINITY, f64::min);
    let high = all.iter().map(|one| (panel.value)(one).value).fold(f64::NEG_INFINITY, f64::max);
    let up = ticks_up(canvas, [low, high], plot);
    let name = Type::new(13.0, INK);
    canvas.text(plot.left - LEFT + BORDER, plot.top - 14.0, name.bold(), panel.title);
    if panel.look == 0 {
        even(canvas, &across, &up, [dearest, high], plot);
    }
    let place = |one: &PortfolioResult| (across.at(cost(one)), up.at((panel.value)(one).value));
    for one in all.iter().filter(|one| !(panel.is_efficient)(one)) {
        let (x, y) = place(one);
        canvas.add(&format!(r#"<circle cx="{}" cy="{}" r="3.4" {PLAIN}/>"#, n(x), n(y)));
        canvas.tip(x - 5.0, y - 5.0, 10.0, 10.0, &words(findings, panel, one));
    }
    let efficient: Vec<&PortfolioResult> = all.iter().filter(|one| (panel.is_efficient)(one)).collect();
    let path: Vec<String> =
        efficient.iter().map(|one| place(one)).map(|(x, y)| format!("{},{}", n(x), n(y))).collect();
    canvas.add(&format!(r#"<path d="M{}" {}/>"#, path.join("L"), look::stroke(panel.look)));
    for one in &efficient {
        let (x, y) = place(one);
        let ends = (panel.value)(one).interval.and_then(|ends| ends.low.zip(ends.high));
        if let Some((from, to)) = ends {
            let clipped = |value: f64| up.at(value).clamp(plot.top, plot.bottom);
            canvas.line((x, clipped(from)), (x, clipped(to)), ERROR);
        }
        look::marker(canvas, panel.look, x, y);
        canvas.tip(x - 6.0, y - 6.0, 12.0, 12.0, &words(findings, panel, one));
    }
    ring(canvas, place(findings.best()));
}

fn words(findings: &PortfolioFindings, panel: &Panel, one: &PortfolioResult) -> String {
    format!(
        "{}: costs {}, {}",
        findings.name(one),
        format_usd(one.cost.value),
        format_usd((panel.value)(one).value)
    )
}

/// The axis of costs with its ticks.
fn ticks_across(canvas: &mut Canvas, dearest: f64, plot: &Area) -> Axis {
    let ticks = linear_ticks(0.0, dearest);
    let axis = Axis::linear(ticks[0], ticks[ticks.len() - 1], plot.left, plot.right);
    let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::Middle);
    for tick in &ticks {
        let x = axis.at(*tick);
        canvas.line((x, plot.top), (x, plot.bottom), look::FAINT_GRID);
        canvas.line((x, plot.bottom), (x, plot.bottom + 5.0), look::AXIS);
        canvas.text(x, plot.bottom + 19.0, kind, &money_tick(*tick));
    }
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), look::AXIS);
    let name = Type::new(13.0, INK).anchored(Anchor::Middle);
    canvas.text(
        (plot.left + plot.right) / 2.0,
        plot.bottom + 43.0,
        name,
        "Cost of the controls, present value",
    );
    axis
}

/// The upward axis with its grid; from zero where that leaves half of the room to the data.
fn ticks_up(canvas: &mut Canvas, [low, high]: [f64; 2], plot: &Area) -> Axis {
    let from = if low > 0.0 && low < 0.5 * high { 0.0 } else { low };
    let ticks = linear_ticks(from, high.max(from + 1.0));
    let axis = Axis::linear(ticks[0], ticks[ticks.len() - 1], plot.bottom, plot.top);
    let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::End);
    for tick in ticks {
        let y = axis.at(tick);
        canvas.line((plot.left, y), (plot.right, y), look::GRID);
        canvas.text(plot.left - 8.0, y + 4.0, kind, &money_tick(tick));
    }
    axis
}

/// The line on which the saving equals the cost.
fn even(canvas: &mut Canvas, across: &Axis, up: &Axis, [dearest, high]: [f64; 2], plot: &Area) {
    let end = dearest.min(high.max(0.0));
    let to: Point = (across.at(end).min(plot.right), up.at(end).max(plot.top));
    let style = r##"stroke="#888888" stroke-width="1.2" stroke-dasharray="4 4""##;
    canvas.line((across.at(0.0), up.at(0.0)), to, style);
}

/// A ring around the best.
fn ring(canvas: &mut Canvas, (x, y): Point) {
    canvas.add(&format!(
        r##"<circle cx="{}" cy="{}" r="8.5" fill="none" stroke="{INK}" stroke-width="1.8"/>"##,
        n(x),
        n(y)
    ));
}
