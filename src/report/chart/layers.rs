//! Layers of insurance: the objective against no insurance over retention and limit.

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, INK, SOFT_INK, Type, WIDTH, n};
use super::scale::{money_tick, runs};
use crate::decision::{LayerFindings, LayerResult};
use crate::units::{format_percent, format_usd};

const LEFT: f64 = 104.0;
/// Height of a row of cells at most, and of all together.
const ROW: f64 = 56.0;
const TALLEST: f64 = 480.0;
/// Room below the cells for ticks, the axis title and the legend.
const FOOT: f64 = 96.0;
/// Cells narrower than this have no number.
const NARROW: f64 = 62.0;
const LOW: f64 = 21.0;
/// Colours of layers that are better and worse than no insurance, at full strength.
const BETTER: [f64; 3] = [0.0, 114.0, 178.0];
const WORSE: [f64; 3] = [213.0, 94.0, 0.0];

/// Draws a cell for every layer: blue where it is better than no insurance, orange where it is worse; the best is
/// framed, and dots mark those as good up to chance.
pub fn insurance_layers(findings: &LayerFindings) -> Result<String, ChartError> {
    let (setting, best) = (&findings.setting, findings.best());
    let title = match findings.is_worth_it() {
        true => format!(
            "{}: a layer of {} above {} is worth {} more than it costs",
            findings.label,
            format_usd(best.limit_usd),
            format_usd(best.retention_usd),
            format_usd(-best.objective_change.value)
        ),
        false => format!("{}: no layer that was tried is worth its premium", findings.label),
    };
    let subtitle = format!(
        "Mean total cost plus {} a year for every dollar of the mean of its worst hundredth, against no insurance; over \
         {} years, present value at {} a year. {} of each layer, seed {}.",
        format_percent(findings.tail_price_per_year),
        setting.horizon_years,
        format_percent(setting.discount_rate),
        runs(setting.runs),
        setting.seed
    );
    let mut canvas = Canvas::new()?;
    let top = canvas.heading(setting, &title, &[subtitle]) + 10.0;
    let [across, up] = [&findings.axes[0].values_usd, &findings.axes[1].values_usd];
    let wide = (WIDTH - BORDER - LEFT) / across.len() as f64;
    let tall = ROW.min(TALLEST / up.len() as f64);
    let bottom = top + tall * up.len() as f64;
    let most = findings.layers.iter().map(|layer| layer.objective_change.value.abs()).fold(0.0, f64::max);
    let corner = |place: usize| {
        let (column, row) = (place / up.len(), place % up.len());
        (LEFT + wide * column as f64, bottom - tall * (row + 1) as f64)
    };
    for (place, layer) in findings.layers.iter().enumerate() {
        let (x, y) = corner(place);
        canvas.rect(x, y, wide, tall, &fill(layer.objective_change.value, most));
        if wide >= NARROW && tall >= LOW {
            let kind = Type::new(12.0, INK).anchored(Anchor::Middle);
            canvas.text(
                x + wide / 2.0,
                y + tall / 2.0 + 4.0,
                kind,
                &format_usd(layer.objective_change.value),
            );
        }
        if layer.is_as_good() && place != findings.best {
            canvas.add(&format!(r#"<circle cx="{}" cy="{}" r="3" fill="{INK}"/>"#, n(x + 8.0), n(y + 8.0)));
        }
        canvas.tip(x, y, wide, tall, &words(layer));
    }
    let (x, y) = corner(findings.best);
    canvas.rect(x, y, wide, tall, &format!(r#"fill="none" stroke="{INK}" stroke-width="3""#));
    let every = |count: usize, room: f64, need: f64| (need / (room / count as f64)).ceil().max(1.0) as usize;
    let kind = Type::new(12.0, SOFT_INK);
    let step = every(across.len(), WIDTH - BORDER - LEFT, 64.0);
    for (place, value) in across.iter().enumerate().step_by(step) {
        let x = LEFT + wide * (place as f64 + 0.5);
        canvas.text(x, bottom + 18.0, kind.anchored(Anchor::Middle), &money_tick(*value));
    }
    let step = every(up.len(), bottom - top, 18.0);
    for (place, value) in up.iter().enumerate().step_by(step) {
        let y = bottom - tall * (place as f64 + 0.5) + 4.0;
        canvas.text(LEFT - 9.0, y, kind.anchored(Anchor::End), &money_tick(*value));
    }
    let name = Type::new(13.0, INK).anchored(Anchor::Middle);
    canvas.text((LEFT + WIDTH - BORDER) / 2.0, bottom + 42.0, name, "Retention of every event");
    canvas.upward_text(30.0, (top + bottom) / 2.0, Type::new(13.0, INK), "Limit above it");
    legend(&mut canvas, bottom + 70.0);
    Ok(canvas.finish(&title, bottom + FOOT, ""))
}

fn words(layer: &LayerResult) -> String {
    format!(
        "{} above {}: premium {} a year, mean cost {}, worst hundredth {}, objective {} against no insurance",
        format_usd(layer.limit_usd),
        format_usd(layer.retention_usd),
        format_usd(layer.premium_per_year_usd),
        format_usd(layer.tco.value),
        format_usd(layer.tvar99.value),
        format_usd(layer.objective_change.value)
    )
}

/// The colour of a difference; that of no difference is white.
fn fill(change: f64, most: f64) -> String {
    let share = if most > 0.0 { (change.abs() / most).min(1.0) } else { 0.0 };
    let full = if change < 0.0 { BETTER } else { WORSE };
    // Words stay readable on the strongest colour.
    let parts = full.map(|part| (255.0 - 0.6 * share * (255.0 - part)).round() as u8);
    format!(
        r##"fill="#{:02x}{:02x}{:02x}" stroke="#ffffff" stroke-width="1" shape-rendering="crispEdges""##,
        parts[0], parts[1], parts[2]
    )
}

fn legend(canvas: &mut Canvas, y: f64) {
    let kind = Type::new(12.5, INK);
    let mut x = LEFT;
    let entries = [(-1.0, "better than no insurance"), (1.0, "worse")];
    for (change, words) in entries {
        canvas.rect(x, y - 11.0, 26.0, 14.0, &fill(change, 1.0));
        canvas.text(x + 33.0, y, kind, words);
        x += 33.0 + canvas.width(words, kind) + 24.0;
    }
    canvas.rect(x + 1.0, y - 11.0, 26.0, 14.0, &format!(r#"fill="none" stroke="{INK}" stroke-width="2.4""#));
    canvas.text(x + 34.0, y, kind, "the best");
    x += 34.0 + canvas.width("the best", kind) + 24.0;
    canvas.add(&format!(r#"<circle cx="{}" cy="{}" r="3" fill="{INK}"/>"#, n(x + 4.0), n(y - 4.0)));
    canvas.text(x + 14.0, y, kind, "as good up to chance");
}
