//! `{ empirical = "losses.csv", column = "loss_usd" }`: the values of a column, each equally likely.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{Diagnostic, Section, document::quoted, files::File, nearest, number::Reader};

/// How many lines of a file are reported.
const MOST_REPORTED: usize = 10;
const FILES: &str = "a file in the folder of this one, or a path from there";
const CONTENT: &str = "a first line with the names of the columns, separated by commas, and numbers below it";
const NUMBERS: &str = "a number such as 125000 or 1.25e5, without currency signs and thousands separators";

/// Reads the values; `None` when a mistake was already reported.
pub(super) fn read(reader: &mut Reader, table: &mut Section) -> Option<Vec<f64>> {
    let wanted = table.text("column", &mut reader.diagnostics);
    let named = table.has("column");
    let (written, span) = table.text("empirical", &mut reader.diagnostics)?;
    if named && wanted.is_none() {
        return None;
    }
    let path = reader.diagnostics.files.beside(span.start, written);
    let sheet = Sheet { name: quoted(&path, '`'), key: table.path_of("empirical"), span };
    let file = match reader.load(&path) {
        Ok(file) => file,
        Err(reason) => {
            reader.diagnostics.push(sheet.error(&format!("cannot be read: {reason}"), FILES));
            return None;
        }
    };
    let values = sheet.lines(&file).and_then(|lines| {
        let column = sheet.column(&lines, wanted, table)?;
        sheet.values(&file, &lines, column)
    });
    match values {
        Ok(values) => Some(values),
        Err(errors) => {
            errors.into_iter().for_each(|error| reader.diagnostics.push(error));
            None
        }
    }
}

/// The lines of a file, split into fields; the first holds the names of the columns.
struct Lines {
    names: StringRecord,
    rows: Vec<StringRecord>,
}

/// The file as the scenario names it, and where.
struct Sheet {
    name: String,
    key: String,
    span: Range<usize>,
}

type Found<T> = Result<T, Vec<Diagnostic>>;

impl Sheet {
    /// A mistake that has no line of its own.
    fn error(&self, what: &str, accepted: &str) -> Diagnostic {
        let message = format!("{} {what}", self.name);
        Diagnostic::error(self.span.clone(), self.key.as_str(), message).accepting(accepted)
    }

    fn lines(&self, file: &File) -> Found<Lines> {
        let mut builder = ReaderBuilder::new();
        let builder = builder.has_headers(false).flexible(true).trim(Trim::All);
        let records: Result<Vec<_>, _> = builder.from_reader(file.text.as_bytes()).into_records().collect();
        let unreadable = |error: csv::Error| vec![self.error(&format!("cannot be read: {error}"), CONTENT)];
        let mut rows = records.map_err(unreadable)?.into_iter();
        let Some(names) = rows.next() else { return Err(vec![self.error("is empty", CONTENT)]) };
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            return Err(vec![self.error("has no values below its first line", CONTENT)]);
        }
        Ok(Lines { names, rows })
    }

    /// The column asked for, or else the only one that begins with a number.
    fn column(&self, lines: &Lines, wanted: Option<(&str, Range<usize>)>, table: &Section) -> Found<usize> {
        let with =
            |fits: &dyn Fn(usize) -> bool| (0..lines.names.len()).filter(|i| fits(*i)).collect::<Vec<_>>();
        let names = |columns: &[usize], before: &str| {
            let name =
                |column: &usize| lines.names.get(*column).map(|name| before.to_owned() + &quoted(name, '"'));
            columns.iter().filter_map(name).collect::<Vec<_>>().join(", ")
        };
        if let Some((word, span)) = wanted {
            let called = with(&|column| lines.names.get(column) == Some(word));
            let message = match called.len() {
                1 => return Ok(called[0]),
                0 => format!("{} has no column {}", self.name, quoted(word, '`')),
                several => format!("{} has {several} columns called {}", self.name, quoted(word, '`')),
            };
            let error = Diagnostic::error(span, table.path_of("column"), message);
            let error = error.accepting(names(&with(&|_| true), "")).suggesting(nearest(word, &lines.names));
            return Err(vec![error]);
        }
        if lines.names.len() == 1 {
            return Ok(0);
        }
        let first = lines.rows.first();
        let numeric = with(&|column| first.and_then(|row| row.get(column)).and_then(number).is_some());
        match numeric[..] {
            [column] => Ok(column),
            [] => Err(vec![self.error("has no column that begins with a number", CONTENT)]),
            _ => Err(vec![self.error("has several columns of numbers", &names(&numeric, "column = "))]),
        }
    }

    fn values(&self, file: &File, lines: &Lines, column: usize) -> Found<Vec<f64>> {
        let name = lines.names.get(column).unwrap_or("");
        let (mut values, mut errors, mut left_out) = (Vec::new(), Vec::new(), 0);
        if number(name).is_some() {
            let message =
                format!("the first line has the number {name} where the name of a column is expected");
            errors.push(self.at(file, &lines.names, column, message, CONTENT));
        }
        for row in &lines.rows {
            match value(row, column, lines.names.len()) {
                Ok(value) => values.push(value),
                Err(_) if errors.len() >= MOST_REPORTED => left_out += 1,
                Err(found) => {
                    let message = format!("expected a number in column {}, found {found}", quoted(name, '`'));
                    errors.push(self.at(file, row, column, message, NUMBERS));
                }
            }
        }
        if left_out > 0 {
            errors.push(
                self.error(&format!("has {left_out} more lines without a number in this column"), NUMBERS),
            );
        }
        if errors.is_empty() { Ok(values) } else { Err(errors) }
    }

    /// A mistake on a line of the file.
    fn at(
        &self,
        file: &File,
        row: &StringRecord,
        column: usize,
        message: String,
        accepted: &str,
    ) -> Diagnostic {
        let span = field(&file.text, row, column);
        let span = span.start + file.start..span.end + file.start;
        Diagnostic::error(span, self.key.as_str(), message).accepting(accepted)
    }
}

/// The number in a column, or what is there instead.
fn value(row: &StringRecord, column: usize, columns: usize) -> Result<f64, String> {
    if row.iter().skip(columns).any(|field| !field.is_empty()) {
        // The comma of `2,000` would otherwise make a 2 of it.
        return Err(format!("{} fields on this line, {columns} on the first", row.len()));
    }
    match row.get(column) {
        None => Err("the end of the line".to_owned()),
        Some("") => Err("nothing".to_owned()),
        Some(text) => number(text).ok_or_else(|| format!("text {}", quoted(text, '"'))),
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Where a field is in its text; its whole line if there are quotation marks on it.
fn field(text: &str, row: &StringRecord, column: usize) -> Range<usize> {
    let byte = row.position().map_or(0, csv::Position::byte) as usize;
    let rest = text.get(byte..).unwrap_or("");
    // Empty lines count as part of the line after them.
    let start = text.len() - rest.trim_start_matches(['\n', '\r', '\u{feff}']).len();
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    if line.contains('"') {
        return start..start + line.len();
    }
    let before: usize = line.split(',').take(column).map(|field| field.len() + 1).sum();
    let field = line.get(before..).and_then(|rest| rest.split(',').next());
    let Some(field) = field else { return start + line.len()..start + line.len() };
    let start = start + before + field.len() - field.trim_start().len();
    start..start + field.trim().len()
}
