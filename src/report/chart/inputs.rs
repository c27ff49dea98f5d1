//! The charts of uncertain inputs: what each is worth to know, and how far each moves the saving.

use crate::decision::{Findings, InformationFact, SensitivityFact};
use crate::units::format_usd;

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, INK, SOFT_INK, Type, WIDTH, n};
use super::headline::short;
use super::look;
use super::scale::{Axis, linear_ticks, money_tick};

/// Where the bars may begin: labels stand to the left.
const LEFT: f64 = 330.0;
/// Room to the right of the bars for numbers.
const RIGHT: f64 = 190.0;
/// Height of a row.
const ROW: f64 = 38.0;
/// Room below the bars for ticks and the axis title.
const FOOT: f64 = 56.0;
/// Rows that are drawn.
const MOST_ROWS: usize = 15;
/// Style of what is gained, of a group, and of what is lost.
const STYLES: [&str; 3] = [r##"fill="#0072B2""##, r##"fill="#56B4E9""##, r##"fill="#D55E00""##];

/// One row: a bar in one or two parts.
struct Row {
    label: String,
    /// From, to, style.
    parts: Vec<(f64, f64, &'static str)>,
    /// Ends of a 95 % interval.
    interval: Option<(f64, f64)>,
    /// What stands to the left and to the right of the bar.
    words: [String; 2],
}

/// What knowing each input is worth, the most valuable first, below the groups and everything together. Nothing where
/// nothing is uncertain or nothing is worth knowing.
pub fn value_of_information(findings: &Findings) -> Result<Option<String>, ChartError> {
    let Some(value) = &findings.value_of_information else { return Ok(None) };
    if value.everything.value_usd.value <= 0.0 {
        return Ok(None);
    }
    let facts = std::iter::once(&value.everything).chain(&value.groups).chain(&value.inputs);
    let worth = |fact: &&InformationFact| fact.value_usd.value > 0.0;
    let rows = facts.filter(worth).take(MOST_ROWS).map(|fact| {
        let estimate = fact.value_usd;
        let ends = estimate.interval.and_then(|interval| interval.low.zip(interval.high));
        let style = if fact.kind == "input" { STYLES[0] } else { STYLES[1] };
        Row {
            label: fact.name.clone(),
            parts: vec![(0.0, estimate.value, style)],
            interval: ends.filter(|(low, high)| high > low).map(|(low, high)| (low.max(0.0), high)),
            words: [String::new(), format_usd(estimate.value)],
        }
    });
    let rows: Vec<Row> = rows.collect();
    let everything = format_usd(value.everything.value_usd.value);
    let title = match value.inputs.first().filter(worth) {
        Some(first) => format!(
            "Knowing {} before deciding is worth {}, everything uncertain {everything}",
            in_title(&first.name),
            format_usd(first.value_usd.value)
        ),
        None => format!("Knowing everything uncertain before deciding is worth {everything}"),
    };
    let useless = value.inputs.iter().filter(|fact| !worth(fact)).count();
    let useless = match useless {
        0 => String::new(),
        1 => " One more input is worth nothing.".to_owned(),
        count => format!(" {count} more inputs are worth nothing."),
    };
    let subtitle = [
        "Expected gain of deciding with the knowledge instead of without it, present value; a study that costs more is \
         not worth it."
            .to_owned(),
        format!("Light bars: several inputs together. Black line: 95 % interval.{useless}"),
    ];
    draw(findings, &title, &subtitle, &rows, 0.0, "Value of knowing, present value").map(Some)
}

/// The mean saving of the cheapest alternative (else of the first comparison) at the low and the high end of every input,
/// the widest swing first. Nothing where nothing is uncertain.
pub fn tornado(findings: &Findings) -> Result<Option<String>, ChartError> {
    let (Some(value), Some(first)) = (&findings.value_of_information, findings.sensitivity.first()) else {
        return Ok(None);
    };
    let of =
        |name: &str| findings.sensitivity.iter().filter(|fact| fact.alternative == name).collect::<Vec<_>>();
    let mut facts = of(&value.alternative);
    if facts.is_empty() {
        facts = of(&first.alternative);
    }
    let width = |fact: &SensitivityFact| fact.swing[1].saving_usd - fact.swing[0].saving_usd;
    // A bar between two equal amounts shows nothing.
    facts.retain(|fact| format_usd(fact.swing[0].saving_usd) != format_usd(fact.swing[1].saving_usd));
    let Some(&subject) = facts.first() else { return Ok(None) };
    facts.sort_by(|a, b| width(b).total_cmp(&width(a)));
    let mean = findings
        .comparisons
        .iter()
        .filter(|comparison| comparison.alternative == subject.alternative)
        .flat_map(|comparison| &comparison.figures)
        .find(|figure| figure.metric == "saving" && figure.statistic == "mean");
    let mean = match mean.map(|figure| &figure.result) {
        Some(crate::decision::FigureResult::Estimate { estimate, .. }) => estimate.value,
        _ => 0.5 * (subject.swing[0].saving_usd + subject.swing[1].saving_usd),
    };
    let rows = facts.iter().take(MOST_ROWS).map(|fact| {
        let [low, high] = &fact.swing;
        let end = |end: &crate::decision::SwingEnd| format!("{} ({})", format_usd(end.saving_usd), end.at);
        Row {
            label: fact.input.clone(),
            parts: vec![
                (low.saving_usd, mean.clamp(low.saving_usd, high.saving_usd), STYLES[2]),
                (mean.clamp(low.saving_usd, high.saving_usd), high.saving_usd, STYLES[0]),
            ],
            interval: None,
            words: [end(low), end(high)],
        }
    });
    let rows: Vec<Row> = rows.collect();
    let label = |name: &str| {
        let named = findings.alternatives.iter().find(|alternative| alternative.name == name);
        named.map_or_else(|| name.to_owned(), |alternative| alternative.label.clone())
    };
    let title = format!(
        "{} moves the saving of {} against {} most: {} to {}",
        if facts[0].input == "severity.models" { "The severity model" } else { &facts[0].input },
        short(&label(&subject.alternative)),
        short(&label(&subject.baseline)),
        format_usd(facts[0].swing[0].saving_usd),
        format_usd(facts[0].swing[1].saving_usd)
    );
    let subtitle = [
        "Mean saving with each input at its 10th and its 90th percentile (p10, p90), or under one severity model; all \
         else as drawn."
            .to_owned(),
        format!("The line is the mean saving, {}.", format_usd(mean)),
    ];
    draw(findings, &title, &subtitle, &rows, mean, "Mean saving, present value").map(Some)
}

/// An input in the words of a title.
fn in_title(input: &str) -> &str {
    if input == "severity.models" { "the severity model" } else { input }
}

fn draw(
    findings: &Findings,
    title: &str,
    subtitle: &[String],
    rows: &[Row],
    middle: f64,
    axis_title: &str,
) -> Result<String, ChartError> {
    let mut canvas = Canvas::new()?;
    let top = canvas.heading(&findings.setting, title, subtitle) + 12.0;
    let bottom = top + ROW * rows.len() as f64;
    let values = rows.iter().flat_map(|row| {
        let ends = row.interval.iter().flat_map(|(low, high)| [*low, *high]);
        row.parts.iter().flat_map(|(from, to, _)| [*from, *to]).chain(ends).collect::<Vec<_>>()
    });
    let (low, high) = values.fold((middle, middle), |(low, high), value| (low.min(value), high.max(value)));
    let (low, high) = if high > low { (low, high) } else { (middle - 1.0, middle + 1.0) };
    let ticks = linear_ticks(low, high);
    let ends = (ticks.first().copied().unwrap_or(low), ticks.last().copied().unwrap_or(high));
    let number = Type::new(12.5, INK);
    let room = rows.iter().map(|row| canvas.width(&row.words[0], number)).fold(0.0, f64::max);
    let left = LEFT + if room > 0.0 { room + 10.0 } else { 0.0 };
    let right = WIDTH - BORDER - RIGHT.min(WIDTH - left - 200.0);
    let across = Axis::linear(ends.0, ends.1, left, right);
    let tick_type = Type::new(12.0, SOFT_INK).anchored(Anchor::Middle);
    for tick in &ticks {
        let x = across.at(*tick);
        canvas.line((x, top), (x, bottom), look::GRID);
        canvas.text(x, bottom + 18.0, tick_type, &money_tick(*tick));
    }
    canvas.line((left, bottom), (right, bottom), look::AXIS);
    let name = Type::new(13.0, INK).anchored(Anchor::Middle);
    canvas.text((left + right) / 2.0, bottom + 40.0, name, axis_title);
    for (position, row) in rows.iter().enumerate() {
        row.draw(&mut canvas, &across, top + ROW * (position as f64 + 0.5), number);
    }
    let x = across.at(middle);
    canvas.line((x, top), (x, bottom), r##"stroke="#1a1a1a" stroke-width="1.4""##);
    Ok(canvas.finish(title, bottom + FOOT, ""))
}

impl Row {
    fn draw(&self, canvas: &mut Canvas, across: &Axis, y: f64, number: Type) {
        let label = Type::new(13.0, INK).anchored(Anchor::End);
        let text = canvas.fit(&self.label, label, LEFT - BORDER - 12.0);
        canvas.text(LEFT - 12.0, y + 4.5, label, &text);
        let (mut start, mut end) = (f64::INFINITY, f64::NEG_INFINITY);
        for (from, to, style) in &self.parts {
            let (x, to) = (across.at(*from), across.at(*to));
            (start, end) = (start.min(x), end.max(to));
            if to - x > 0.05 {
                canvas.rect(x, y - 11.0, to - x, 22.0, style);
            }
        }
        if let Some((low, high)) = self.interval {
            let (low, high) = (across.at(low), across.at(high));
            let path = format!(
                "M{0},{2}H{1}M{0},{3}V{4}M{1},{3}V{4}",
                n(low),
                n(high),
                n(y),
                n(y - 5.0),
                n(y + 5.0)
            );
            canvas.add(&format!(r##"<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.6"/>"##));
            end = end.max(high);
        }
        let [before, after] = &self.words;
        canvas.text(end + 8.0, y + 4.5, number, after);
        if !before.is_empty() {
            canvas.text(start - 8.0, y + 4.5, number.anchored(Anchor::End), before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn titles_say_what_matters() {
        let findings = fixture::findings_with_knowledge();
        let value = value_of_information(&findings).unwrap().unwrap();
        assert!(
            value.contains("Knowing a.rate before deciding is worth $310K, everything uncertain $500K")
                && value.contains("a.rate")
                && value.contains("$310K")
        );
        let tornado = tornado(&findings).unwrap().unwrap();
        assert!(tornado.contains("a.rate moves the saving") && tornado.contains("-$1.00M (p90)"));
    }

    #[test]
    fn nothing_uncertain_leaves_no_picture() {
        let findings = fixture::findings();
        assert!(value_of_information(&findings).unwrap().is_none());
        assert!(tornado(&findings).unwrap().is_none());
    }
}
