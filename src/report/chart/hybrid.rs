//! The frontier of mixtures: mean cost against a tail, every combination a dot.

use crate::decision::{Efficiency, Hybrid, HybridPoint};
use crate::units::{format_percent, format_usd};

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, HEIGHT, INK, SOFT_INK, Type, WIDTH, n};
use super::look;
use super::placement::{Area, Point, resample};
use super::scale::{Axis, Tick, linear_ticks, log_ticks, money_tick, runs};

const LEFT: f64 = 92.0;
/// Room below the plot for ticks and the axis title.
const FOOT: f64 = 58.0;
/// Values that differ by more than this factor get a logarithmic axis.
const WIDE: f64 = 8.0;
const GREY: &str = r##"fill="#c4c4c4" stroke="#ffffff" stroke-width="1""##;
const EFFICIENT: &str = r##"fill="#0072B2" stroke="#ffffff" stroke-width="1.2""##;
const OWN: &str = r##"fill="none" stroke="#1a1a1a" stroke-width="1.6""##;
const STEPS: &str = r##"fill="none" stroke="#0072B2" stroke-width="1.8" stroke-opacity="0.55""##;
const ERROR: &str = r##"stroke="#0072B2" stroke-width="1" stroke-opacity="0.6""##;
const LEADER: &str = r##"stroke="#9a9a9a" stroke-width="0.8""##;

/// What is set against the mean cost.
struct View {
    name: &'static str,
    /// The axis title.
    axis: String,
    value: fn(&HybridPoint) -> Option<f64>,
    interval: fn(&HybridPoint) -> Option<(f64, f64)>,
    standing: fn(&HybridPoint) -> Option<Efficiency>,
    tick: fn(f64) -> String,
    words: String,
}

/// The charts of a search as SVG, by the names of their files.
pub fn hybrid(hybrid: &Hybrid) -> Result<Vec<(&'static str, String)>, ChartError> {
    let mut views = vec![View {
        name: "hybrid_frontier",
        axis: "Mean total cost of the worst hundredth of runs (TVaR99)".to_owned(),
        value: |point| Some(point.tvar99_usd.value),
        interval: |point| point.tvar99_usd.interval.and_then(|ends| ends.low.zip(ends.high)),
        standing: |point| point.by_tvar99,
        tick: money_tick,
        words: "mean cost and TVaR99".to_owned(),
    }];
    views.extend(hybrid.survival.map(|limit| {
        let period = limit.period();
        let loss = format_usd(limit.loss_usd);
        View {
            name: "hybrid_survival",
            axis: format!("Probability of losses above {loss} {period}"),
            value: |point| point.prob_ruin.map(|ruin| ruin.value),
            interval: |point| point.prob_ruin?.interval.and_then(|ends| ends.low.zip(ends.high)),
            standing: |point| point.by_ruin,
            tick: format_percent,
            words: format!("mean cost and the chance of losses above {loss} {period}"),
        }
    }));
    views.into_iter().map(|view| Ok((view.name, draw(hybrid, &view)?))).collect()
}

fn draw(hybrid: &Hybrid, view: &View) -> Result<String, ChartError> {
    let is_efficient = |point: &&HybridPoint| (view.standing)(point) == Some(Efficiency::Efficient);
    let mut efficient: Vec<&HybridPoint> = hybrid.points.iter().filter(is_efficient).collect();
    efficient.sort_by(|a, b| a.tco_usd.value.total_cmp(&b.tco_usd.value));
    let all = hybrid.points.iter().filter(|point| point.is_combination).count();
    let setting = &hybrid.setting;
    let title = match efficient.as_slice() {
        [one] => format!("{} is the best of {all} combinations on {}", one.label, view.words),
        several => format!("{} of {all} combinations are efficient on {}", several.len(), view.words),
    };
    let years = if setting.horizon_years == 1 {
        "1 year".to_owned()
    } else {
        format!("{} years", setting.horizon_years)
    };
    let subtitle = format!(
        "Every dot is an isolation model for each tier; grey ones are dominated: another is as good on both and better on one. \
         Rings are alternatives of the scenario; bars are 95 % intervals. Over {years}, present value; {}, seed {}",
        runs(setting.runs),
        setting.seed
    );
    let mut canvas = Canvas::new()?;
    let below = canvas.heading(setting, &title, &[subtitle]);
    let plot = Area {
        left: LEFT,
        right: WIDTH - BORDER - 12.0,
        top: below + 18.0,
        bottom: (HEIGHT - FOOT).max(below + 400.0),
    };
    let costs: Vec<f64> = hybrid.points.iter().map(|point| point.tco_usd.value).collect();
    let values: Vec<f64> = hybrid.points.iter().filter_map(view.value).collect();
    let (across, across_ticks) = axis(&costs, plot.left, plot.right);
    let (up, up_ticks) = axis(&values, plot.bottom, plot.top);
    grid(&mut canvas, view, &plot, (&across, &across_ticks), (&up, &up_ticks));
    let place = |point: &HybridPoint| Some((across.at(point.tco_usd.value), up.at((view.value)(point)?)));
    for point in hybrid.points.iter().filter(|point| point.is_combination && !is_efficient(point)) {
        if let Some((x, y)) = place(point) {
            canvas.add(&format!(r#"<circle cx="{}" cy="{}" r="4.5" {GREY}/>"#, n(x), n(y)));
        }
    }
    let path: Vec<Point> = efficient.iter().filter_map(|point| place(point)).collect();
    steps(&mut canvas, &path);
    for point in &efficient {
        let Some((x, y)) = place(point) else { continue };
        if let Some((low, high)) = (view.interval)(point) {
            let [low, high] = [low, high].map(|end| up.at(end).clamp(plot.top, plot.bottom));
            canvas.line((x, low), (x, high), ERROR);
        }
        if let Some((low, high)) = point.tco_usd.interval.and_then(|ends| ends.low.zip(ends.high)) {
            let [low, high] = [low, high].map(|end| across.at(end).clamp(plot.left, plot.right));
            canvas.line((low, y), (high, y), ERROR);
        }
        canvas.add(&format!(r#"<circle cx="{}" cy="{}" r="5.5" {EFFICIENT}/>"#, n(x), n(y)));
    }
    for point in hybrid.points.iter().filter(|point| !point.alternatives.is_empty()) {
        if let Some((x, y)) = place(point) {
            canvas.add(&format!(r#"<circle cx="{}" cy="{}" r="9" {OWN}/>"#, n(x), n(y)));
        }
    }
    let is_named = |point: &&HybridPoint| is_efficient(point) || !point.alternatives.is_empty();
    let named: Vec<(&HybridPoint, Point)> =
        hybrid.points.iter().filter(is_named).filter_map(|point| Some((point, place(point)?))).collect();
    let mut dots: Vec<Point> = hybrid.points.iter().filter_map(place).collect();
    dots.extend(resample(&corners(&path), 10.0));
    labels(&mut canvas, &named, &dots, &plot, |point| is_efficient(&point));
    for point in &hybrid.points {
        let (Some((x, y)), Some(value)) = (place(point), (view.value)(point)) else { continue };
        let second = if view.name == "hybrid_frontier" { format_usd(value) } else { format_percent(value) };
        let words = format!("{}: {} and {second}", point.label, format_usd(point.tco_usd.value));
        canvas.tip(x - 7.0, y - 7.0, 14.0, 14.0, &words);
    }
    Ok(canvas.finish(&title, plot.bottom + FOOT, ""))
}

/// An axis over some values and its ticks, logarithmic where they differ widely and none is 0.
fn axis(values: &[f64], from: f64, to: f64) -> (Axis, Vec<Tick>) {
    let (low, high) = (
        values.iter().copied().fold(f64::INFINITY, f64::min),
        values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    if low > 0.0 && high > WIDE * low {
        let (low, high) = (0.85 * low, 1.2 * high);
        return (Axis::logarithmic(low, high, from, to), log_ticks(low, high, 2.5));
    }
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    let room = 0.08 * (high - low).max(1e-9 * high.abs()).max(1e-9);
    let floor = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
    let ticks = linear_ticks(floor, high + room);
    let ends = (ticks[0], ticks[ticks.len() - 1]);
    (Axis::linear(ends.0, ends.1, from, to), ticks.into_iter().map(|tick| (tick, true)).collect())
}

fn grid(
    canvas: &mut Canvas,
    view: &View,
    plot: &Area,
    (across, across_ticks): (&Axis, &[Tick]),
    (up, up_ticks): (&Axis, &[Tick]),
) {
    for (tick, labelled) in up_ticks {
        let y = up.at(*tick);
        canvas.line((plot.left, y), (plot.right, y), if *labelled { look::GRID } else { look::FAINT_GRID });
        if *labelled {
            let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::End);
            canvas.text(plot.left - 8.0, y + 4.0, kind, &(view.tick)(*tick));
        }
    }
    for (tick, labelled) in across_ticks {
        let x = across.at(*tick);
        canvas.line((x, plot.top), (x, plot.bottom), if *labelled { look::GRID } else { look::FAINT_GRID });
        if *labelled {
            let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::Middle);
            canvas.text(x, plot.bottom + 19.0, kind, &money_tick(*tick));
        }
    }
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), look::AXIS);
    let name = Type::new(13.0, INK);
    canvas.upward_text(24.0, (plot.top + plot.bottom) / 2.0, name, &view.axis);
    let middle = (plot.left + plot.right) / 2.0;
    canvas.text(
        middle,
        plot.bottom + 41.0,
        name.anchored(Anchor::Middle),
        "Mean total cost (TCO), present value",
    );
}

/// The corners of the frontier as steps: to the right first, because a point serves until the next is paid for.
fn corners(path: &[Point]) -> Vec<Point> {
    let mut corners: Vec<Point> = Vec::new();
    for (place, &(x, y)) in path.iter().enumerate() {
        corners.extend(place.checked_sub(1).map(|before| (x, path[before].1)));
        corners.push((x, y));
    }
    corners
}

fn steps(canvas: &mut Canvas, path: &[Point]) {
    let corners: Vec<String> = corners(path).iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
    if corners.len() > 1 {
        canvas.add(&format!(r#"<path d="M{}" {STEPS}/>"#, corners.join("L")));
    }
}

/// Writes what dots are beside them, where no dot and no other word is in the way; further away with a line to the dot.
fn labels(
    canvas: &mut Canvas,
    named: &[(&HybridPoint, Point)],
    dots: &[Point],
    plot: &Area,
    is_efficient: impl Fn(&HybridPoint) -> bool,
) {
    const HEIGHT: f64 = 16.0;
    let mut taken: Vec<Area> = Vec::new();
    for (point, (x, y)) in named {
        let words = match point.is_baseline {
            true => format!("{} (baseline)", point.label),
            false => point.label.clone(),
        };
        let kind = Type::new(12.5, if is_efficient(point) { INK } else { SOFT_INK });
        let kind = if is_efficient(point) { kind.bold() } else { kind };
        let words = canvas.fit(&words, kind, 330.0);
        let width = canvas.width(&words, kind);
        let area = |(left, top): Point| Area { left, top, right: left + width, bottom: top + HEIGHT };
        let is_free = |area: &Area| {
            let inside = area.left >= plot.left
                && area.right <= plot.right
                && area.top >= plot.top - 14.0
                && area.bottom <= plot.bottom;
            inside
                && taken.iter().all(|other| !overlap(area, other))
                && dots.iter().all(|(x, y)| !overlap(area, &around(*x, *y)))
        };
        let rings = (0..12).flat_map(|ring| {
            let far = 17.0 * f64::from(ring);
            [
                (x + 13.0, y - HEIGHT / 2.0 - far),
                (x + 13.0, y - HEIGHT / 2.0 + far),
                (x - 13.0 - width, y - HEIGHT / 2.0 - far),
                (x - 13.0 - width, y - HEIGHT / 2.0 + far),
                (x - width / 2.0, y - HEIGHT - 12.0 - far),
                (x - width / 2.0, y + 12.0 + far),
            ]
        });
        let Some(found) = rings.map(area).find(is_free) else { continue };
        let nearest = (x.clamp(found.left, found.right), y.clamp(found.top, found.bottom));
        if (nearest.0 - x).hypot(nearest.1 - y) > 22.0 {
            canvas.line((*x, *y), nearest, LEADER);
        }
        canvas.text(found.left, found.bottom - 4.0, kind, &words);
        taken.push(found);
    }
}

fn around(x: f64, y: f64) -> Area {
    Area { left: x - 6.0, right: x + 6.0, top: y - 6.0, bottom: y + 6.0 }
}

fn overlap(a: &Area, b: &Area) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
