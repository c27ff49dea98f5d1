//! The break-even chart: by how much each amount would have to be off before another alternative is as cheap.

use crate::decision::{AmountFlip, Findings, Flips, factor_in_words};

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, INK, SOFT_INK, Type, WIDTH};
use super::headline::short;
use super::look;
use super::scale::{Axis, log_ticks, round_to_125, runs};

/// Where the axis may begin: labels stand to the left.
const LEFT: f64 = 392.0;
/// Room to the right for the factors.
const RIGHT: f64 = 176.0;
const ROW: f64 = 27.0;
/// Height of the line that names an alternative.
const HEAD: f64 = 34.0;
/// Room below the rows for ticks and the axis title.
const FOOT: f64 = 62.0;
/// Alternatives that are drawn, and rows of each.
const MOST_GROUPS: usize = 4;
const MOST_ROWS: usize = 5;
/// The axis shows at least this factor to either side of 1.
const LEAST: f64 = 1.25;

/// Draws, for each other alternative by its cost, the factors on amounts that make it as cheap as the choice; `None` where
/// nothing does.
pub fn break_even(findings: &Findings) -> Result<Option<String>, ChartError> {
    let Some(flips) = findings.flips.as_ref().filter(|flips| !flips.amounts.is_empty()) else {
        return Ok(None);
    };
    let mut groups: Vec<(&str, Vec<&AmountFlip>)> = Vec::new();
    for flip in &flips.amounts {
        match groups.last_mut() {
            Some((name, rows)) if *name == flip.as_cheap => rows.push(flip),
            _ => groups.push((&flip.as_cheap, vec![flip])),
        }
    }
    groups.truncate(MOST_GROUPS);
    groups.iter_mut().for_each(|(_, rows)| rows.truncate(MOST_ROWS));
    let title = title(findings, flips);
    let subtitle = [
        format!(
            "Factor on one amount, all else as given, at which the other alternative costs as much on average in present value; \
             {}, seed {}",
            runs(findings.setting.runs),
            findings.setting.seed
        ),
        "Amounts without an alternative's name are those of all. Marker: the factor. Light line: its 95 % interval.".to_owned(),
    ];
    let mut canvas = Canvas::new()?;
    let top = canvas.heading(&findings.setting, &title, &subtitle) + 6.0;
    let rows = || groups.iter().flat_map(|(_, rows)| rows);
    let bottom = top + HEAD * groups.len() as f64 + ROW * rows().count() as f64 + 8.0;
    let (low, high) = rows().fold((1.0 / LEAST, LEAST), |(low, high), flip| {
        (low.min(flip.factor.value), high.max(flip.factor.value))
    });
    let (low, high) = (round_to_125(0.95 * low, false), round_to_125(1.05 * high, true));
    let (left, right) = (LEFT, WIDTH - BORDER - RIGHT);
    let across = Axis::logarithmic(low, high, left, right);
    axis(&mut canvas, &across, [low, high], [top, bottom]);
    let mut y = top;
    for (name, rows) in &groups {
        let (place, label) = alternative(findings, name);
        look::marker(&mut canvas, place, BORDER + 6.0, y + HEAD - 14.0);
        let kind = Type::new(13.5, INK).bold();
        let words = canvas.fit(&format!("{label} is as cheap at"), kind, LEFT - BORDER - 34.0);
        canvas.text(BORDER + 20.0, y + HEAD - 9.0, kind, &words);
        y += HEAD;
        for flip in rows {
            row(&mut canvas, findings, flip, &across, y + ROW / 2.0);
            y += ROW;
        }
    }
    Ok(Some(canvas.finish(&title, bottom + FOOT, "")))
}

fn axis(canvas: &mut Canvas, across: &Axis, [low, high]: [f64; 2], [top, bottom]: [f64; 2]) {
    let (left, right) = (LEFT, WIDTH - BORDER - RIGHT);
    let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::Middle);
    let one = across.at(1.0);
    for (tick, is_labelled) in log_ticks(low, high, 2.8) {
        let x = across.at(tick);
        canvas.line((x, top), (x, bottom), look::GRID);
        if is_labelled && (x - one).abs() > 52.0 {
            canvas.text(x, bottom + 18.0, kind, &format!("× {tick}"));
        }
    }
    canvas.line((one, top), (one, bottom), r##"stroke="#1a1a1a" stroke-width="1.4""##);
    canvas.text(one, bottom + 18.0, Type { fill: INK, ..kind }.bold(), "as given");
    canvas.line((left, bottom), (right, bottom), look::AXIS);
    let name = Type::new(13.0, INK).anchored(Anchor::Middle);
    canvas.text((left + right) / 2.0, bottom + 42.0, name, "Factor on the amount");
}

fn row(canvas: &mut Canvas, findings: &Findings, flip: &AmountFlip, across: &Axis, y: f64) {
    let (left, right) = (LEFT, WIDTH - BORDER - RIGHT);
    let label = Type::new(13.0, INK).anchored(Anchor::End);
    let words = canvas.fit(&subject(findings, flip), label, LEFT - BORDER - 34.0);
    canvas.text(LEFT - 14.0, y + 4.5, label, &words);
    let (place, name) = alternative(findings, &flip.as_cheap);
    let at = across.at(flip.factor.value);
    canvas.line((across.at(1.0), y), (at, y), r##"stroke="#b5b5b5" stroke-width="1.4""##);
    let ends = flip.factor.interval.and_then(|ends| ends.low.zip(ends.high));
    if let Some((low, high)) = ends {
        let style = format!(r#"stroke="{}" stroke-width="6" stroke-opacity="0.35""#, look::colour(place));
        let end = |value: f64| across.at(value.max(1e-6)).clamp(left, right);
        canvas.line((end(low), y), (end(high), y), &style);
    }
    look::marker(canvas, place, at, y);
    let factor = format!("× {}", factor_in_words(flip.factor.value));
    canvas.text(right + 16.0, y + 4.5, Type::new(13.0, INK).bold(), &factor);
    let range =
        ends.map(|(low, high)| format!("{} to {}", factor_in_words(low.max(0.0)), factor_in_words(high)));
    if let Some(range) = &range {
        canvas.text(WIDTH - BORDER, y + 4.5, Type::new(12.0, SOFT_INK).anchored(Anchor::End), range);
    }
    let range = range.map_or_else(String::new, |range| format!(" (95 % interval {range})"));
    let tip = format!("{name} is as cheap at {factor}{range} on: {}", subject(findings, flip));
    canvas.tip(BORDER, y - ROW / 2.0, WIDTH - 2.0 * BORDER, ROW, &tip);
}

/// The amount in words: whose it is, and what.
pub(in crate::report) fn subject(findings: &Findings, flip: &AmountFlip) -> String {
    let label = |words: &str| {
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    match &flip.of {
        None => label(&flip.label),
        Some(of) => format!("{} of {}", label(&flip.label), alternative(findings, of).1),
    }
}

/// Place and label of an alternative.
fn alternative<'a>(findings: &'a Findings, name: &'a str) -> (usize, &'a str) {
    let place = findings.alternatives.iter().position(|one| one.name == name);
    place.map_or((0, name), |place| (place, findings.alternatives[place].label.as_str()))
}

fn title(findings: &Findings, flips: &Flips) -> String {
    let label = |name: &str| short(alternative(findings, name).1);
    let choice = label(&flips.alternative);
    let change = |flip: &&AmountFlip| flip.factor.value.ln().abs();
    let Some(nearest) = flips.amounts.iter().min_by(|a, b| change(a).total_cmp(&change(b))) else {
        return format!("Nothing flips {choice}");
    };
    let factor = factor_in_words(nearest.factor.value);
    let of = match (&nearest.of, nearest.label.as_str()) {
        (Some(of), words) => format!("{words} of {}", label(of)),
        (None, words) => words.to_owned(),
    };
    format!("The smallest change that flips {choice}: {of} × {factor}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_title_names_the_smallest_change() {
        let svg = break_even(&fixture::findings_with_knowledge()).unwrap().unwrap();
        assert!(svg.contains("The smallest change that flips RLS + pooling: all losses × 3.4"), "{svg}");
        assert!(svg.contains("Infrastructure cost of database per tenant") && svg.contains(">× 0.20<"));
    }

    #[test]
    fn nothing_to_flip_leaves_no_picture() {
        assert!(break_even(&fixture::findings()).unwrap().is_none());
    }
}
