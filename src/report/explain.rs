//! What stdout shows of the parameters: every number that goes into a result, where it comes from, and
//! what is odd about it.
//!
//! A fixed value is its own mean and percentiles, so only distributions show those.

mod expected;
mod html;
pub(super) mod number;
pub(super) mod warnings;

pub use expected::render as render_expected;
pub use html::html;

use super::words::{clean, display_width, wrap};
use crate::decision::ParameterFact;

/// Narrower terminals get this width.
const MIN_WIDTH: usize = 40;

/// From this width on, the implied figures stand in columns.
const COLUMNS_WIDTH: usize = 110;

/// Wider lines are hard to follow from one end to the other.
const MAX_WIDTH: usize = 160;

/// Names of the implied figures.
const FIGURES: [&str; 4] = ["mean", "median", "P95", "P99"];

/// Width of the column of one implied figure, gap included.
const FIGURE_WIDTH: usize = 12;

/// Space before the lines below a path.
const INDENT: &str = "    ";

/// The parameters as text, no line wider than `width` columns (40 at least), grouped by the first part of
/// their path. The user's own figures are marked with a star, what tenantrisk filled in with `(default)`.
pub fn render(parameters: &[ParameterFact], title: &str, width: u16) -> String {
    let width = usize::from(width).clamp(MIN_WIDTH, MAX_WIDTH);
    let mut text = lines(title, "", width);
    text.push('\n');
    text.push_str(&lines(&summary(parameters), "", width));
    let mut sections: Vec<&str> = Vec::new();
    for parameter in parameters {
        if !sections.contains(&section(parameter)) {
            sections.push(section(parameter));
        }
    }
    for name in sections {
        text.push('\n');
        text.push_str(&heading(name, width));
        for parameter in parameters.iter().filter(|parameter| section(parameter) == name) {
            text.push_str(&entry(parameter, width));
        }
    }
    text
}

/// The part of the path that names the section of the scenario file.
fn section(parameter: &ParameterFact) -> &str {
    parameter.path.split('.').next().unwrap_or_default()
}

fn summary(parameters: &[ParameterFact]) -> String {
    let given = parameters.iter().filter(|parameter| is_given(parameter)).count();
    let warnings: usize = parameters.iter().map(|parameter| warnings::of(parameter).len()).sum();
    format!(
        "{}: {given} given in the scenario (marked *), {} filled in (default). {} (marked !). Fixed: one number. \
         Epistemic: not known well, drawn once for each run. Aleatory: varies, drawn again for each event.",
        counted(parameters.len(), "parameter"),
        parameters.len() - given,
        counted(warnings, "warning"),
    )
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn is_given(parameter: &ParameterFact) -> bool {
    parameter.origin == "given"
}

/// A section's name above a rule; on wide terminals with the names of the figures' columns.
fn heading(name: &str, width: usize) -> String {
    let mut line = clean(name);
    if width >= COLUMNS_WIDTH {
        let room = width - FIGURES.len() * FIGURE_WIDTH;
        line = padded(&cut(&line, room), room);
        let [_, others @ ..] = FIGURES;
        line += &format!("{:>FIGURE_WIDTH$}", "value, mean");
        line += &others.map(|name| format!("{name:>FIGURE_WIDTH$}")).concat();
    } else {
        line = cut(&line, width);
    }
    format!("{line}\n{}\n", "─".repeat(width))
}

/// The path and, on wide terminals, the figures; below it everything else, as much in a line as fits.
fn entry(parameter: &ParameterFact, width: usize) -> String {
    let columns = columns(parameter, width);
    let (mut text, kind) = first_line(parameter, width, &columns);
    let mut parts: Vec<String> = kind.into_iter().collect();
    let distributed = !is_one_number(parameter);
    if distributed || columns.is_empty() {
        parts.push(clean(&parameter.value));
    }
    if distributed && columns.is_empty() {
        let figures = FIGURES.iter().zip(figures(parameter));
        let named = figures.map(|(name, figure)| format!("{name} {}", number::text(figure)));
        parts.push(named.collect::<Vec<_>>().join(", "));
    }
    parts.push(clean(&provenance(parameter)));
    let mut line = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let joined = format!("{line} | {part}");
        if line.is_empty() {
            line = part;
        } else if INDENT.len() + display_width(&joined) <= width {
            line = joined;
        } else {
            text += &lines(&line, INDENT, width);
            line = part;
        }
    }
    text += &lines(&line, INDENT, width);
    for warning in warnings::of(parameter) {
        text += &lines(&format!("! {warning}"), INDENT, width);
    }
    text
}

/// The figures in columns, or a fixed value as it is written; empty where there are no columns or the value
/// does not fit one.
fn columns(parameter: &ParameterFact, width: usize) -> String {
    if width < COLUMNS_WIDTH {
        return String::new();
    }
    let value = clean(&parameter.value);
    if !is_one_number(parameter) {
        return figures(parameter).map(|figure| format!("{:>FIGURE_WIDTH$}", number::text(figure))).concat();
    }
    if value.is_empty() || display_width(&value) >= FIGURE_WIDTH {
        return String::new();
    }
    padded("", FIGURE_WIDTH - display_width(&value)) + &value
}

/// The path with its mark, what kind of number it is, and the columns; the kind comes back where it does not
/// fit beside the path.
fn first_line(parameter: &ParameterFact, width: usize, columns: &str) -> (String, Option<String>) {
    let mark = if is_given(parameter) { "* " } else { "  " };
    let path = format!("{mark}{}", clean(&parameter.path));
    let origin =
        if is_given(parameter) { "given".to_owned() } else { format!("({})", clean(parameter.origin)) };
    let mut kind = vec![origin, parameter.role.to_owned()];
    if !parameter.unit.is_empty() {
        kind.push(parameter.unit.replace('_', " "));
    }
    let kind = kind.join(", ");
    let room = if width >= COLUMNS_WIDTH { width - FIGURES.len() * FIGURE_WIDTH } else { width };
    let taken = display_width(&path) + 2 + display_width(&kind);
    if taken <= room {
        return (format!("{}{kind}{columns}\n", padded(&path, room - display_width(&kind))), None);
    }
    let mut path = wrap_path(&path, room);
    if let Some(last) = path.last_mut().filter(|_| !columns.is_empty()) {
        *last = padded(last, room) + columns;
    }
    (path.join("\n") + "\n", Some(kind))
}

/// A path in lines of at most `width`; breaking anywhere, since it has no spaces.
fn wrap_path(path: &str, width: usize) -> Vec<String> {
    let (mark, rest) = path.split_at(2);
    let mut lines = wrap(rest, width - 2);
    for (index, line) in lines.iter_mut().enumerate() {
        line.insert_str(0, if index == 0 { mark } else { "  " });
    }
    lines
}

fn figures(parameter: &ParameterFact) -> [f64; 4] {
    [parameter.mean, parameter.median, parameter.p95, parameter.p99]
}

fn is_one_number(parameter: &ParameterFact) -> bool {
    figures(parameter).iter().all(|figure| *figure == parameter.mean)
}

/// Source, owner and dates, as far as the scenario gives them.
fn provenance(parameter: &ParameterFact) -> String {
    let parts = [
        ("source: ", &parameter.source),
        ("owner: ", &parameter.owner),
        ("reviewed ", &parameter.reviewed),
        ("expires ", &parameter.expires),
    ];
    let known = parts.iter().filter_map(|(name, text)| Some(format!("{name}{}", text.as_deref()?)));
    known.collect::<Vec<_>>().join("; ")
}

/// Text in lines of at most `width` columns, each behind `indent`.
fn lines(text: &str, indent: &str, width: usize) -> String {
    wrap(text, width - indent.len()).iter().map(|line| format!("{indent}{line}\n")).collect()
}

fn cut(text: &str, width: usize) -> String {
    wrap(text, width).into_iter().next().unwrap_or_default()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text))))
}

#[cfg(test)]
#[path = "explain/tests.rs"]
mod tests;
