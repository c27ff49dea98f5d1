//! The TOML text of a scenario file, read as far as its syntax allows.

use std::cell::OnceCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::diagnostic::{Diagnostic, Diagnostics};
use super::files::{File, Lines};
use super::merge;
use super::section::Section;

/// How many characters of a found text are quoted in a message.
const MOST_QUOTED: usize = 40;
/// Longer words are never compared: nobody misspells them by accident.
const LONGEST_COMPARED: usize = 64;

/// A scenario file that was read; its [`Section`]s borrow from it.
#[derive(Debug, Default)]
pub struct Document<'s> {
    pub(super) table: DeTable<'s>,
}

impl Document<'_> {
    /// The top level of the file.
    pub fn root(&self) -> Section<'_> {
        Section::new(String::new(), &self.table, 0..0)
    }
}

/// The text of a scenario file, to be read by [`parse`].
#[derive(Debug)]
pub struct Source<'t> {
    text: &'t str,
    /// Position of the first byte among all files of the scenario.
    start: usize,
    patched: OnceCell<String>,
}

impl<'t> Source<'t> {
    /// Takes the whole text of a file.
    pub fn new(text: &'t str) -> Self {
        Source { text, start: 0, patched: OnceCell::new() }
    }

    /// The text of a file that a scenario is made of.
    pub(super) fn of(file: &'t File) -> Self {
        Source { text: &file.text, start: file.start, patched: OnceCell::new() }
    }

    /// Whether a table of this text is written inline, `{ … }`.
    pub(super) fn is_inline(&self, value: &Spanned<DeValue>) -> bool {
        let start = value.span().start.checked_sub(self.start);
        start.and_then(|start| self.text.as_bytes().get(start)) == Some(&b'{')
    }

    fn place(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.start..span.end + self.start
    }

    /// The text as it is in the file.
    pub fn text(&self) -> &'t str {
        self.text
    }
}

/// Reads TOML. Syntax errors become diagnostics, and what is left of the file can still be read.
pub fn parse<'s>(source: &'s Source<'_>, diagnostics: &mut Diagnostics) -> Document<'s> {
    let text = source.text;
    let lines = Lines::new(text);
    let (mut table, mut errors) = DeTable::parse_recoverable(text);
    // Reading stops at a line without `=`; such lines are emptied (keeping every position) and the file read
    // again, so that the mistakes after them are found too.
    let mut patched = text.as_bytes().to_vec();
    let mut stopped = false;
    for error in errors.iter().filter(|error| error.message().starts_with("key with no value")) {
        let line = lines.line_around(span_of(error).start);
        stopped |= patched.get_mut(line).map(|bytes| bytes.fill(b' ')).is_some();
    }
    if stopped && let Ok(patched) = String::from_utf8(patched) {
        let (again, more) = DeTable::parse_recoverable(source.patched.get_or_init(|| patched));
        table = again;
        errors.extend(more);
    }
    let table = table.into_inner();
    let mut values = Values::default();
    values.collect(&table);
    report(&lines, source, errors, &values, diagnostics);
    Document { table: merge::moved(table, source.start) }
}

/// Turns syntax errors into diagnostics: one a line, and one for a bracket that is never closed.
fn report(
    lines: &Lines,
    source: &Source,
    mut errors: Vec<Error>,
    values: &Values,
    diagnostics: &mut Diagnostics,
) {
    let text = source.text;
    let mut unclosed: Vec<Range<usize>> = Vec::new();
    for error in errors.iter().filter(|error| error.message().starts_with("unclosed")) {
        let at = span_of(error).start;
        let around = |range: &&Range<usize>| range.start < at && at <= range.end;
        let Some(range) = values.collections.iter().filter(around).min_by_key(|range| range.start) else {
            continue;
        };
        let message = one_line(error.message());
        let opening = Diagnostic::error(source.place(range.start..range.start + 1), "", message);
        let around = lines.line_around(range.start).start..range.end;
        if !unclosed.contains(&around) {
            diagnostics.push_syntax(opening, source.place(around.clone()), true);
            unclosed.push(around);
        }
    }
    errors.sort_by_key(|error| span_of(error).start);
    let mut last_line = None;
    for error in &errors {
        let span = span_of(error);
        let line = lines.line_around(span.start);
        if unclosed.iter().any(|range| range.start <= span.start && span.start <= range.end) {
            continue;
        }
        let duplicate = error.message() == "duplicate key";
        if !duplicate && last_line.as_ref() == Some(&line) {
            continue;
        }
        let message = match text.get(span.clone()) {
            Some(key) if duplicate => format!("duplicate key {}", quoted(key, '`')),
            _ => one_line(error.message()),
        };
        let plain = !text.get(line.clone()).unwrap_or("").trim_start().starts_with('[')
            && !text.get(..span.start).unwrap_or("").ends_with('.');
        let lost = if duplicate { !plain } else { !values.scalar_around(&span) };
        let untrusted = if duplicate { span.clone() } else { line.clone() };
        let error = Diagnostic::error(source.place(span), "", message);
        diagnostics.push_syntax(error, source.place(untrusted), lost);
        if !duplicate {
            last_line = Some(line);
        }
    }
}

/// Where the values of a document are.
#[derive(Default)]
struct Values {
    scalars: Vec<Range<usize>>,
    collections: Vec<Range<usize>>,
}

impl Values {
    fn collect(&mut self, table: &DeTable) {
        table.iter().for_each(|(_, value)| self.collect_value(value));
        self.scalars.sort_by_key(|range| range.start);
    }

    fn collect_value(&mut self, value: &Spanned<DeValue>) {
        match value.get_ref() {
            DeValue::Table(table) => {
                self.collections.push(value.span());
                table.iter().for_each(|(_, value)| self.collect_value(value));
            }
            DeValue::Array(array) => {
                self.collections.push(value.span());
                array.iter().for_each(|value| self.collect_value(value));
            }
            _ => self.scalars.push(value.span()),
        }
    }

    /// Whether the span is part of one number, text, or the like: then the key itself was read.
    fn scalar_around(&self, span: &Range<usize>) -> bool {
        let after = self.scalars.partition_point(|range| range.start <= span.start);
        let scalar = after.checked_sub(1).and_then(|index| self.scalars.get(index));
        scalar.is_some_and(|range| span.end <= range.end && range.end - range.start < 1000)
    }
}

fn span_of(error: &Error) -> Range<usize> {
    error.span().unwrap_or(0..0)
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of an integer or float, also infinite or not a number; nothing for anything else.
pub fn number_of(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Integer(integer) => {
            let digits = integer.as_str();
            match i128::from_str_radix(digits, integer.radix()) {
                Ok(number) => Some(number as f64),
                Err(_) if integer.radix() == 10 => digits.parse().ok(),
                Err(_) => digits.chars().try_fold(0.0, |number, digit| {
                    let digit = digit.to_digit(integer.radix())?;
                    Some(number * f64::from(integer.radix()) + f64::from(digit))
                }),
            }
        }
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

/// A found value in words: `text "0.5"`, `integer 5`, `a table`.
pub fn found(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => format!("text {}", quoted(text, '"')),
        DeValue::Integer(integer) => format!("integer {}", shortened(&integer.to_string())),
        DeValue::Float(float) => format!("number {}", shortened(float.as_str())),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(datetime) if datetime.date.is_some() => format!("date {datetime}"),
        DeValue::Datetime(datetime) => format!("time {datetime}"),
        DeValue::Array(_) => "an array".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// The diagnostic for a value of the wrong kind: "expected text, found integer 5".
pub fn mismatch(path: &str, value: &Spanned<DeValue>, expected: &str) -> Diagnostic {
    Diagnostic::error(value.span(), path, format!("expected {expected}, found {}", found(value.get_ref())))
}

/// The candidate that `word` is most probably a misspelling of.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let plain = |word: &str| word.to_lowercase().replace(['-', ' '], "_");
    let length = word.chars().count();
    if length == 0 || length > LONGEST_COMPARED {
        return None;
    }
    let word = plain(word);
    let close = |candidate: &&'c str| {
        let other = plain(candidate);
        let distance = strsim::damerau_levenshtein(&word, &other);
        let allowed = (length.max(other.chars().count()) / 3).max(1);
        let similarity = strsim::jaro_winkler(&word, &other);
        (distance <= allowed || similarity >= 0.9).then_some((distance, -similarity))
    };
    let scored = candidates.into_iter().filter_map(|candidate| Some((close(&candidate)?, candidate)));
    scored.min_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))).map(|(_, best)| best.to_owned())
}

/// `text` between `mark`s, control characters escaped, shortened if long.
pub(super) fn quoted(text: &str, mark: char) -> String {
    let escape = |letter: char| match letter {
        '"' if mark == '"' => "\\\"".to_owned(),
        letter if letter.is_control() => letter.escape_default().to_string(),
        letter => letter.to_string(),
    };
    let short: String = text.chars().take(MOST_QUOTED).map(escape).collect();
    let more = if text.chars().nth(MOST_QUOTED).is_some() { "…" } else { "" };
    format!("{mark}{short}{more}{mark}")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
