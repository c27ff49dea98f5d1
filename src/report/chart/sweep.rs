//! Charts of a sweep: costs along one number, or a map of who is cheapest over two.

mod lines;
mod map;

use super::ChartError;
use super::canvas::{Anchor, Canvas, INK, SOFT_INK, Type};
use super::headline::short;
use super::look;
use super::placement::Area;
use super::scale::{Axis, linear_ticks, log_ticks};
use crate::decision::{Sweep, SweepAxis};
use crate::units::format_number;

/// The chart of a sweep as SVG: lines for one path, a map for two.
pub fn sweep(sweep: &Sweep) -> Result<String, ChartError> {
    match &sweep.axes[..] {
        [axis] => lines::draw(sweep, axis),
        [across, up] => map::draw(sweep, across, up),
        _ => Err(ChartError::Axes(sweep.axes.len())),
    }
}

/// An axis of the picture between two values of an axis of the sweep.
fn scale(axis: &SweepAxis, [low, high]: [f64; 2], from: f64, to: f64) -> Axis {
    match axis.is_logarithmic {
        true => Axis::logarithmic(low, high, from, to),
        false => Axis::linear(low, high, from, to),
    }
}

/// Ticks between two values: value and whether it has a label.
fn ticks(axis: &SweepAxis, [low, high]: [f64; 2]) -> Vec<(f64, bool)> {
    match axis.is_logarithmic {
        true => log_ticks(low, high, 2.5),
        false => {
            let inside = |tick: &f64| (low..=high).contains(tick);
            linear_ticks(low, high).into_iter().filter(inside).map(|tick| (tick, true)).collect()
        }
    }
}

/// The path with its unit.
fn title(axis: &SweepAxis) -> String {
    match axis.unit.as_str() {
        "" => axis.path.clone(),
        unit => format!("{} ({})", axis.path, unit.replace('_', " ")),
    }
}

/// Ticks and title of the axis below the plot.
fn bottom(canvas: &mut Canvas, axis: &SweepAxis, ends: [f64; 2], plot: &Area, across: &Axis) {
    let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::Middle);
    for (tick, labelled) in ticks(axis, ends) {
        let x = across.at(tick);
        canvas.line((x, plot.bottom), (x, plot.bottom + 5.0), look::AXIS);
        if labelled {
            canvas.text(x, plot.bottom + 19.0, kind, &format_number(tick));
        }
    }
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), look::AXIS);
    let name = Type::new(13.0, INK).anchored(Anchor::Middle);
    let name_text = canvas.fit(&title(axis), name, plot.right - plot.left);
    canvas.text((plot.left + plot.right) / 2.0, plot.bottom + 41.0, name, &name_text);
}

/// The label of an alternative.
fn label(sweep: &Sweep, position: usize) -> String {
    short(&sweep.alternatives[position].label)
}
