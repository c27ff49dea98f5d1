//! Where the panels of the cash flow chart lie, their axes, and the figures above them.

use super::canvas::{Anchor, BORDER, Canvas, HEIGHT, INK, SOFT_INK, Type, WIDTH, n};
use super::fan_data::Path;
use super::look;
use super::placement::Area;
use super::scale::{Axis, linear_ticks, money, money_tick, year_ticks};

/// Room for the ticks of the money axis, left of each row of panels.
const LEFT: f64 = 92.0;
/// Space between two panels.
const GAP: f64 = 26.0;
/// Room above a panel for a name of one line and figures.
const HEAD: f64 = 62.0;
/// Height of a second line of the name.
const LINE: f64 = 17.0;
/// Room below a panel for the years.
const FOOT: f64 = 30.0;
/// Least height of a panel.
const LEAST: f64 = 200.0;
/// Least space between the labels of two years.
const YEAR: f64 = 34.0;
/// How many times the span of everything else a tail may take of the axis.
const TAIL: f64 = 1.5;

/// Where the panels lie.
pub(super) struct Sheet {
    columns: usize,
    /// Upper end of the first panel's head.
    pub top: f64,
    /// Lower end of the last panel's foot.
    pub bottom: f64,
    /// Width and height of a panel without its head and foot.
    size: (f64, f64),
    /// Room above each panel.
    head: f64,
    /// Years that carry a tick; 0 is the start.
    pub years: Vec<u32>,
    last_year: u32,
    ticks: Vec<f64>,
}

impl Sheet {
    /// Lays out one panel per path below `top`.
    pub(super) fn new(canvas: &Canvas, paths: &[Path], top: f64) -> Sheet {
        let columns = match paths.len() {
            5 | 6 | 9 => 3,
            count => count.clamp(1, 4),
        };
        let rows = paths.len().div_ceil(columns);
        let width = (WIDTH - LEFT - BORDER - GAP * (columns - 1) as f64) / columns as f64;
        let lines = paths.iter().map(|path| name_lines(canvas, path, width).len()).max().unwrap_or(1);
        let head = HEAD + LINE * lines.saturating_sub(1) as f64;
        let height = ((HEIGHT - 30.0 - top) / rows as f64 - head - FOOT).max(LEAST);
        let bottom = top + rows as f64 * (height + head + FOOT);
        let last_year = paths.iter().map(|path| path.last().year).max().unwrap_or(1);
        let years = year_ticks(last_year, (width - 16.0) / YEAR);
        Sheet { columns, top, bottom, size: (width, height), head, years, last_year, ticks: ticks(paths) }
    }

    /// The panel of the path with that place.
    pub(super) fn plot(&self, place: usize) -> Area {
        let (column, row) = (place % self.columns, place / self.columns);
        let left = LEFT + column as f64 * (self.size.0 + GAP);
        let top = self.top + self.head + row as f64 * (self.size.1 + self.head + FOOT);
        Area { left, top, right: left + self.size.0, bottom: top + self.size.1 }
    }

    /// The horizontal and the vertical axis of a panel.
    pub(super) fn scales(&self, plot: &Area) -> (Axis, Axis) {
        let (low, high) = self.span();
        let across = Axis::linear(0.0, f64::from(self.last_year), plot.left + 8.0, plot.right - 8.0);
        (across, Axis::linear(low, high, plot.bottom, plot.top))
    }

    /// The values at the lower and the upper end of the money axis.
    fn span(&self) -> (f64, f64) {
        (self.ticks.first().copied().unwrap_or(0.0), self.ticks.last().copied().unwrap_or(1.0))
    }

    /// Draws the grid, the years, and in the first column the dollars.
    pub(super) fn axes(&self, canvas: &mut Canvas, place: usize, plot: &Area) {
        let (across, up) = self.scales(plot);
        let tick = Type::new(12.0, SOFT_INK);
        for value in &self.ticks {
            let y = up.at(*value);
            let style = if *value == 0.0 { look::AXIS } else { look::GRID };
            canvas.line((plot.left, y), (plot.right, y), style);
            if place.is_multiple_of(self.columns) {
                canvas.text(plot.left - 8.0, y + 4.0, tick.anchored(Anchor::End), &money_tick(*value));
            }
        }
        for year in &self.years {
            let x = across.at(f64::from(*year));
            canvas.line((x, plot.bottom), (x, plot.bottom + 4.0), look::AXIS);
            let words = if *year == 0 { "start".to_owned() } else { year.to_string() };
            canvas.text(x, plot.bottom + 18.0, tick.anchored(Anchor::Middle), &words);
        }
    }

    /// Writes the name of the alternative and where it ends up above its panel.
    pub(super) fn head(&self, canvas: &mut Canvas, path: &Path, plot: &Area) {
        let room = plot.right - plot.left;
        let small = Type::new(12.0, SOFT_INK);
        let lines = name_lines(canvas, path, room);
        for (index, line) in lines.iter().rev().enumerate() {
            canvas.text(plot.left, plot.top - 44.0 - LINE * index as f64, name_type(), line);
        }
        let end = path.last();
        let mean = format!("mean {}", money(end.mean));
        let Some([p5, _, p50, _, p95]) = end.percentiles else {
            canvas.text(plot.left, plot.top - 27.0, small, &canvas.fit(&mean, small, room));
            return;
        };
        let middle = format!("{mean}, median {}", money(p50));
        canvas.text(plot.left, plot.top - 27.0, small, &canvas.fit(&middle, small, room));
        let range = format!("P5 to P95: {} to {}", money(p5), money(p95));
        canvas.text(plot.left, plot.top - 11.0, small, &canvas.fit(&range, small, room));
        let (low, high) = self.span();
        if p95 > high {
            leaves(canvas, (plot.right - 14.0, plot.top + 6.0), 1.0, p95);
        }
        if p5 < low {
            leaves(canvas, (plot.right - 14.0, plot.bottom - 6.0), -1.0, p5);
        }
    }
}

/// An arrow whose tip is at the point, up (`way` 1) or down (-1), and how far the band goes.
fn leaves(canvas: &mut Canvas, (x, y): (f64, f64), way: f64, value: f64) {
    let (left, right, barb, tail) = (n(x - 4.0), n(x + 4.0), n(y + 5.0 * way), n(y + 16.0 * way));
    let (x_text, tip) = (n(x), n(y));
    let arrow = format!("M{x_text},{tail}V{tip}M{left},{barb}L{x_text},{tip}L{right},{barb}");
    canvas.add(&format!(r#"<path d="{arrow}" fill="none" stroke="{INK}" stroke-width="1.4"/>"#));
    let kind = Type::new(12.0, INK).anchored(Anchor::End);
    canvas.text(x - 9.0, y + 8.0 * way + 4.0, kind, &format!("to {}", money(value)));
}

fn name_type() -> Type {
    Type::new(13.5, INK).bold()
}

/// The name in at most two lines; the last says so if it is the baseline.
fn name_lines(canvas: &Canvas, path: &Path, room: f64) -> Vec<String> {
    let kind = name_type();
    let role = if path.is_baseline { " (baseline)" } else { "" };
    let whole = format!("{}{role}", path.label);
    if canvas.width(&whole, kind) <= room {
        return vec![whole];
    }
    let mut lines = canvas.wrap(path.label, kind, room, 2);
    let count = lines.len();
    let left = room - canvas.width(role, kind);
    match lines.last_mut() {
        Some(last) if canvas.width(last, kind) <= left => last.push_str(role),
        Some(last) if count == 2 => *last = format!("{}{role}", canvas.fit(last, kind, left)),
        _ => lines.push(role.trim_start().to_owned()),
    }
    lines
}

/// Ticks that hold zero, every mean and middle half; a tail beyond may take [`TAIL`] times as much, so that
/// it does not squeeze what happens on most days.
fn ticks(paths: &[Path]) -> Vec<f64> {
    let ends = || paths.iter().flat_map(|path| &path.ends);
    let percentile = |place: usize| ends().filter_map(move |end| end.percentiles?.get(place).copied());
    let inner = || ends().map(|end| end.mean).chain(percentile(1)).chain(percentile(3));
    let (low, high) = (inner().fold(0.0, f64::min), inner().fold(0.0, f64::max));
    let (lowest, highest) = (percentile(0).fold(low, f64::min), percentile(4).fold(high, f64::max));
    let room = if high > low { TAIL * (high - low) } else { f64::INFINITY };
    let (low, high) = (lowest.max(low - room), highest.min(high + room));
    if high > low && (high - low).is_finite() { linear_ticks(low, high) } else { vec![0.0, 1.0] }
}
