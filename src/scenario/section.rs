//! A table of a scenario file, read key by key; keys that nobody asks for are mistakes.

use std::{
    cmp::Reverse,
    ops::{Range, RangeInclusive},
    sync::LazyLock,
};

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::diagnostic::{Diagnostic, Diagnostics};
use super::document::{found, mismatch, nearest, number_of, quoted};

/// A table being read. It remembers which keys were asked for, through whatever method and whether they were
/// there or not; [`Section::finish`] reports all others as unknown.
///
/// Methods that read a key return nothing when it is absent (not a mistake by itself, see
/// [`Section::required`]) and when its value is wrong (which they report).
#[derive(Debug)]
pub struct Section<'a> {
    path: String,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    asked: Vec<String>,
}

impl<'a> Section<'a> {
    pub(super) fn new(path: String, table: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Section { path, table, span, asked: Vec::new() }
    }

    /// A table that is not in the file: every key of it is absent.
    pub fn empty(path: &str) -> Self {
        static EMPTY: LazyLock<DeTable<'static>> = LazyLock::new(DeTable::new);
        Section::new(path.to_owned(), &EMPTY, 0..0)
    }

    /// Dotted path of the table; empty for the top level. Entries of a list count from 1: `control[1]`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The table's header, or the table itself if written inline.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Dotted path of a key of this table.
    pub fn path_of(&self, key: &str) -> String {
        let bare = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
        let plain = !key.is_empty() && key.chars().all(bare);
        let key = if plain { key.to_owned() } else { quoted(key, '"') };
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    /// The keys and their values, in no particular order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Spanned<DeValue<'a>>)> + use<'a> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), value))
    }

    /// Whether the key is there. Counts as asking for it.
    pub fn has(&mut self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// Whether the key was asked for.
    pub fn is_asked(&self, key: &str) -> bool {
        self.asked.iter().any(|asked| asked == key)
    }

    /// The keys in file order, each with its place.
    pub fn keys(&self) -> Vec<(String, Range<usize>)> {
        let mut keys: Vec<_> = self.table.keys().map(|key| (key.get_ref().to_string(), key.span())).collect();
        keys.sort_unstable_by_key(|(_, span)| span.start);
        keys
    }

    /// The raw value of a key.
    pub fn value(&mut self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        if !self.is_asked(key) {
            self.asked.push(key.to_owned());
        }
        self.table.get(key)
    }

    /// A text.
    pub fn text(&mut self, key: &str, d: &mut Diagnostics) -> Option<(&'a str, Range<usize>)> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            d.push(mismatch(&self.path_of(key), value, "text"));
        }
        Some((text?, value.span()))
    }

    /// A list of texts; entries that are none are reported and left out.
    pub fn text_list(&mut self, key: &str, d: &mut Diagnostics) -> Option<Vec<(&'a str, Range<usize>)>> {
        let value = self.value(key)?;
        let path = self.path_of(key);
        let Some(array) = value.get_ref().as_array() else {
            d.push(mismatch(&path, value, "a list of texts").accepting("for example [\"one\", \"two\"]"));
            return None;
        };
        let mut texts = Vec::new();
        for (index, entry) in array.iter().enumerate() {
            match entry.get_ref().as_str() {
                Some(text) => texts.push((text, entry.span())),
                None => d.push(mismatch(&format!("{path}[{}]", index + 1), entry, "text")),
            }
        }
        Some(texts)
    }

    /// One of a few words, each standing for something.
    pub fn choice<T: Copy>(&mut self, key: &str, options: &[(&str, T)], d: &mut Diagnostics) -> Option<T> {
        let value = self.value(key)?;
        let words = || options.iter().map(|(word, _)| *word);
        let accepted = words().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        let Some(text) = value.get_ref().as_str() else {
            d.push(mismatch(&self.path_of(key), value, "text").accepting(accepted));
            return None;
        };
        let choice = options.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if choice.is_none() {
            let message = format!("{} is not known here", found(value.get_ref()));
            let diagnostic = Diagnostic::error(value.span(), self.path_of(key), message);
            d.push(diagnostic.accepting(accepted).suggesting(nearest(text, words())));
        }
        choice
    }

    /// A whole number within a range.
    pub fn integer(
        &mut self,
        key: &str,
        range: RangeInclusive<i64>,
        d: &mut Diagnostics,
    ) -> Option<(i64, Range<usize>)> {
        let value = self.value(key)?;
        let accepted = integers(range.clone());
        let path = self.path_of(key);
        let DeValue::Integer(integer) = value.get_ref() else {
            let whole = number_of(value.get_ref()).filter(|number| number.fract() == 0.0);
            let whole = whole.filter(|number| number.abs() < 9e15).map(|number| number as i64);
            let meant = whole.filter(|number| range.contains(number)).map(|number| number.to_string());
            d.push(mismatch(&path, value, "an integer").accepting(accepted).suggesting(meant));
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let message = format!("{} is out of range", found(value.get_ref()));
            d.push(Diagnostic::error(value.span(), path, message).accepting(accepted));
        }
        Some((number?, value.span()))
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &str, d: &mut Diagnostics) -> Option<(bool, Range<usize>)> {
        let value = self.value(key)?;
        let boolean = value.get_ref().as_bool();
        if boolean.is_none() {
            let text = value.get_ref().as_str().map(str::to_lowercase);
            let meant = text.filter(|text| text == "true" || text == "false");
            d.push(mismatch(&self.path_of(key), value, "true or false").suggesting(meant));
        }
        Some((boolean?, value.span()))
    }

    /// A calendar date without a time, as year, month (from 1) and day. The TOML syntax itself refuses dates
    /// that do not exist.
    pub fn date(&mut self, key: &str, d: &mut Diagnostics) -> Option<((u16, u8, u8), Range<usize>)> {
        let value = self.value(key)?;
        let found = value.get_ref().as_datetime();
        let date = found.filter(|found| found.time.is_none()).and_then(|found| found.date);
        if date.is_none() {
            let text = value.get_ref().as_str();
            let day = found.and_then(|found| found.date).map(|date| date.to_string());
            let bare = text.filter(|text| is_date(text)).map(str::to_owned);
            let diagnostic = mismatch(&self.path_of(key), value, "a date");
            d.push(
                diagnostic.accepting("a date without quotes, such as 2027-01-31").suggesting(day.or(bare)),
            );
        }
        date.map(|date| ((date.year, date.month, date.day), value.span()))
    }

    /// A table within this one.
    pub fn table(&mut self, key: &str, d: &mut Diagnostics) -> Option<Section<'a>> {
        let value = self.value(key)?;
        let path = self.path_of(key);
        match value.get_ref() {
            DeValue::Table(table) => Some(Section::new(path, table, value.span())),
            _ => {
                let accepted = format!("a section [{path}], or {{ … }} on one line");
                d.push(mismatch(&path, value, "a table").accepting(accepted));
                None
            }
        }
    }

    /// The tables within the table `key`, by name, in file order: `[tier.starter]`, `[tier.growth]`; those of
    /// a file that the scenario extends come first. None of them if `key` is absent.
    pub fn children(&mut self, key: &str, d: &mut Diagnostics) -> Vec<(String, Section<'a>)> {
        let Some(mut parent) = self.table(key, d) else {
            return Vec::new();
        };
        let place = |at: usize| (Reverse(d.files.index(at)), at);
        let mut names: Vec<(_, &'a str)> =
            parent.table.keys().map(|name| (place(name.span().start), name.get_ref().as_ref())).collect();
        names.sort_unstable();
        let children = names.into_iter().map(|(_, name)| Some((name.to_owned(), parent.table(name, d)?)));
        children.flatten().collect()
    }

    /// The entries of a list of tables (`[[control]]`), in file order. None of them if `key` is absent.
    pub fn array_of_tables(&mut self, key: &str, d: &mut Diagnostics) -> Vec<Section<'a>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let path = self.path_of(key);
        let accepted = format!("one [[{path}]] section for each entry");
        let Some(array) = value.get_ref().as_array() else {
            d.push(mismatch(&path, value, "a list of tables").accepting(accepted));
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (index, entry) in array.iter().enumerate() {
            let path = format!("{path}[{}]", index + 1);
            match entry.get_ref() {
                DeValue::Table(table) => sections.push(Section::new(path, table, entry.span())),
                _ => d.push(mismatch(&path, entry, "a table").accepting(&accepted)),
            }
        }
        sections
    }

    /// Reports `key` as missing, at the table's header. Stays silent if the key is there (then its value is
    /// wrong and reported), and if a syntax error may have swallowed it. Counts as asking for the key.
    pub fn missing(&mut self, key: &str, accepted: &str, why: Option<&str>, d: &mut Diagnostics) {
        if self.has(key) {
            return;
        }
        let message = format!("{} is missing", quoted(key, '`'));
        let diagnostic = Diagnostic::error(self.span(), self.path_of(key), message).accepting(accepted);
        d.push_missing(Diagnostic { note: why.map(str::to_owned), ..diagnostic });
    }

    /// Passes `value`, what was read for `key`, through; reports the key as missing if it is absent.
    pub fn required<T>(
        &mut self,
        key: &str,
        value: Option<T>,
        accepted: &str,
        why: Option<&str>,
        d: &mut Diagnostics,
    ) -> Option<T> {
        if value.is_none() {
            self.missing(key, accepted, why, d);
        }
        value
    }

    /// Ends reading: every key never asked for is unknown. Where it misspells a key reported as missing, only
    /// the misspelling stays reported.
    pub fn finish(self, d: &mut Diagnostics) {
        let known: Vec<String> = self.asked.iter().map(|key| quoted(key, '`')).collect();
        for (key, value) in self.table.iter() {
            let name: &str = key.get_ref();
            if self.asked.iter().any(|asked| asked == name) {
                continue;
            }
            let meant = nearest(name, self.asked.iter().map(String::as_str));
            if let Some(meant) = meant.as_deref().filter(|meant| self.table.get(*meant).is_none()) {
                d.retract_missing(&self.path_of(meant));
            }
            let kind = if is_section(value) { "table" } else { "key" };
            let message = format!("unknown {kind} {}", quoted(name, '`'));
            let diagnostic = Diagnostic::error(key.span(), self.path_of(name), message).suggesting(meant);
            d.push(match known.len() {
                0 => diagnostic.noting("nothing may stand here"),
                _ => diagnostic.accepting(known.join(", ")),
            });
        }
    }
}

/// The whole numbers of a range, in words.
pub(super) fn integers(range: RangeInclusive<i64>) -> String {
    match range.into_inner() {
        (i64::MIN, i64::MAX) => "an integer".to_owned(),
        (least, i64::MAX) => format!("an integer of at least {least}"),
        (i64::MIN, most) => format!("an integer of at most {most}"),
        (least, most) => format!("an integer from {least} to {most}"),
    }
}

fn is_date(text: &str) -> bool {
    text.parse::<Datetime>().is_ok_and(|datetime| datetime.date.is_some() && datetime.time.is_none())
}

/// Whether the value is a table or a list of tables.
fn is_section(value: &Spanned<DeValue>) -> bool {
    let first = value.get_ref().as_array().and_then(|array| array.first());
    value.get_ref().is_table() || first.is_some_and(|entry| entry.get_ref().is_table())
}
