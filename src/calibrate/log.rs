//! The incident log: CSV text → rows that can be used, and a reason for each that cannot.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord, Trim};
use serde::Serialize;

use crate::units::StartDate;

/// Dates before are typing mistakes: nobody ran such a service.
const EARLIEST_YEAR: u16 = 1970;

/// A column of the log, with the names that it may have.
const COLUMNS: [(Column, &[&str]); 5] = [
    (Column::Date, &["date"]),
    (Column::Class, &["class"]),
    (Column::Tenants, &["tenants_affected", "tenants"]),
    (Column::Minutes, &["minutes", "duration_minutes"]),
    (Column::Cost, &["cost", "cost_usd"]),
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The day.
    Date,
    /// The class of the incident.
    Class,
    /// How many tenants it touched.
    Tenants,
    /// How long it lasted, in minutes.
    Minutes,
    /// What it cost, in US dollars.
    Cost,
}

impl Column {
    /// Its first name.
    pub fn name(self) -> &'static str {
        COLUMNS.iter().find(|(column, _)| *column == self).map_or("", |(_, names)| names[0])
    }
}

/// A number of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// A number above zero.
    Positive(f64),
    /// Zero, which no family of continuous distributions can give.
    Zero,
    /// None, or one that cannot be used; the rejections say why.
    Absent,
}

/// A row that counts as an incident.
#[derive(Debug, Clone)]
pub struct Incident {
    /// Its line in the file, from 1.
    pub line: u64,
    /// The day.
    pub date: StartDate,
    /// Its class.
    pub class: String,
    /// Tenants affected.
    pub tenants: Reading,
    /// Minutes.
    pub minutes: Reading,
    /// US dollars.
    pub cost: Reading,
}

/// A row, or a number of a row, that is not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// Line in the file, from 1.
    pub line: u64,
    /// The column, where it is only this number that is not used; the row then still counts as an incident.
    pub column: Option<Column>,
    /// Why.
    pub reason: String,
}

/// A log that was read.
#[derive(Debug, Clone)]
pub struct Log {
    /// Rows below the first line.
    pub rows: usize,
    /// Those that count, in the order of the file.
    pub incidents: Vec<Incident>,
    /// What is not used, in the order of the file.
    pub rejections: Vec<Rejection>,
    /// Which of the columns there are.
    pub columns: Vec<Column>,
    /// Names of other columns.
    pub ignored_columns: Vec<String>,
}

/// Why a log cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// There is nothing in it.
    #[error("is empty; its first line must name the columns: date, class, tenants_affected, minutes, cost")]
    Empty,
    /// There are no rows.
    #[error("has no rows below its first line")]
    NoRows,
    /// It is no CSV.
    #[error("cannot be read as CSV: {0}")]
    Csv(String),
    /// A column is missing.
    #[error(
        "has no column `{name}`; its first line names {found}; date and class are needed, tenants_affected, minutes and cost are used where they are there"
    )]
    NoColumn {
        /// Its name.
        name: &'static str,
        /// The columns that there are.
        found: String,
    },
    /// A column is there twice.
    #[error("has two columns for `{name}`: {first} and {second}")]
    Twice {
        /// What both hold.
        name: &'static str,
        /// The name of the first.
        first: String,
        /// The name of the second.
        second: String,
    },
    /// No row can be used.
    #[error("has no row that can be used; the first reason: line {line}: {reason}")]
    NothingUsable {
        /// The line of the first.
        line: u64,
        /// Why.
        reason: String,
    },
}

/// Reads a log; `today` is the last day on which an incident can have happened. Fields are divided by commas, or by
/// semicolons where the first line has those alone; then a comma divides decimals.
///
/// # Errors
///
/// No rows, no date or class column, no row that can be used.
pub fn read(text: &str, today: StartDate) -> Result<Log, LogError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or("");
    let comma_decimals = first.contains(';') && !first.contains(',');
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).trim(Trim::All);
    if comma_decimals {
        builder.delimiter(b';');
    }
    let records: Result<Vec<StringRecord>, _> = builder.from_reader(text.as_bytes()).into_records().collect();
    let records = records.map_err(|error| LogError::Csv(error.to_string()))?;
    let Some((header, rows)) = records.split_first() else { return Err(LogError::Empty) };
    let places = places(header)?;
    if rows.is_empty() {
        return Err(LogError::NoRows);
    }
    let reader = RowReader { places: &places, width: header.len(), comma_decimals, today };
    let mut log = Log {
        rows: rows.len(),
        incidents: Vec::new(),
        rejections: Vec::new(),
        columns: places.iter().map(|(column, _)| *column).collect(),
        ignored_columns: ignored(header, &places),
    };
    for row in rows {
        reader.read(row, line_of(row, text), &mut log);
    }
    if let ([], Some(first)) = (&log.incidents[..], log.rejections.first()) {
        return Err(LogError::NothingUsable { line: first.line, reason: first.reason.clone() });
    }
    Ok(log)
}

/// The line that a row begins on, from 1. Empty lines before it count as part of it for the reader.
fn line_of(row: &StringRecord, text: &str) -> u64 {
    let Some(position) = row.position() else { return 0 };
    let rest = text.get(position.byte() as usize..).unwrap_or("");
    let empty = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
    position.line() + rest[..empty].matches('\n').count() as u64
}

/// Where the columns are.
fn places(header: &StringRecord) -> Result<Vec<(Column, usize)>, LogError> {
    let mut places: Vec<(Column, usize)> = Vec::new();
    for (place, name) in header.iter().enumerate() {
        let word = name.to_lowercase().replace([' ', '-'], "_");
        let Some((column, _)) = COLUMNS.iter().find(|(_, names)| names.contains(&word.as_str())) else {
            continue;
        };
        if let Some((_, first)) = places.iter().find(|(known, _)| known == column) {
            let first = header.get(*first).unwrap_or("").to_owned();
            return Err(LogError::Twice { name: column.name(), first, second: name.to_owned() });
        }
        places.push((*column, place));
    }
    for needed in [Column::Date, Column::Class] {
        if !places.iter().any(|(column, _)| *column == needed) {
            let found = header.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            return Err(LogError::NoColumn { name: needed.name(), found });
        }
    }
    Ok(places)
}

fn ignored(header: &StringRecord, places: &[(Column, usize)]) -> Vec<String> {
    let used: BTreeSet<usize> = places.iter().map(|(_, place)| *place).collect();
    let names = header.iter().enumerate().filter(|(place, name)| !used.contains(place) && !name.is_empty());
    names.map(|(_, name)| name.to_owned()).collect()
}

struct RowReader<'a> {
    places: &'a [(Column, usize)],
    width: usize,
    comma_decimals: bool,
    today: StartDate,
}

impl RowReader<'_> {
    fn read(&self, row: &StringRecord, line: u64, log: &mut Log) {
        match self.day_and_class(row) {
            Ok((date, class)) => {
                let mut number = |column| self.number(row, column, line, &mut log.rejections);
                let [tenants, minutes, cost] =
                    [Column::Tenants, Column::Minutes, Column::Cost].map(&mut number);
                log.incidents.push(Incident { line, date, class, tenants, minutes, cost });
            }
            Err(reason) => log.rejections.push(Rejection { line, column: None, reason }),
        }
    }

    fn field<'r>(&self, row: &'r StringRecord, column: Column) -> Option<&'r str> {
        let (_, place) = self.places.iter().find(|(known, _)| *known == column)?;
        Some(row.get(*place).unwrap_or(""))
    }

    fn day_and_class(&self, row: &StringRecord) -> Result<(StartDate, String), String> {
        if row.iter().skip(self.width).any(|field| !field.is_empty()) {
            // The comma of `2,000` would otherwise shift every field after it.
            return Err(format!("{} fields on this line, {} on the first", row.len(), self.width));
        }
        let text = self.field(row, Column::Date).unwrap_or("");
        if text.is_empty() {
            return Err("the date is blank".to_owned());
        }
        // The time of the day, if there is one, does not matter.
        let day = text.split(['T', ' ']).next().unwrap_or(text);
        let date: StartDate = day.parse()?;
        if date.year < EARLIEST_YEAR {
            return Err(format!("{date} is before {EARLIEST_YEAR}"));
        }
        if date > self.today {
            return Err(format!("{date} is in the future (today is {})", self.today));
        }
        let class = self.field(row, Column::Class).unwrap_or("");
        if class.is_empty() {
            return Err("the class is blank".to_owned());
        }
        Ok((date, class.to_owned()))
    }

    /// A number that may be absent; what cannot be used is noted.
    fn number(
        &self,
        row: &StringRecord,
        column: Column,
        line: u64,
        rejections: &mut Vec<Rejection>,
    ) -> Reading {
        let Some(text) = self.field(row, column) else { return Reading::Absent };
        let typed = if self.comma_decimals { text.replace(',', ".") } else { text.to_owned() };
        let name = column.name();
        let reason = match typed.parse::<f64>() {
            _ if text.is_empty() => format!("{name} is blank"),
            Ok(number) if number.is_finite() && number > 0.0 => return Reading::Positive(number),
            Ok(0.0) => {
                let reason = format!("{name} is 0, which no law of sizes holds; it is counted apart");
                rejections.push(Rejection { line, column: Some(column), reason });
                return Reading::Zero;
            }
            Ok(number) if number < 0.0 => format!("{name} is negative: {text}"),
            _ => format!(
                "{name} is `{text}`, no number such as 1250 or 1.25e5 (no currency sign, no thousands separator)"
            ),
        };
        rejections.push(Rejection { line, column: Some(column), reason });
        Reading::Absent
    }
}

#[cfg(test)]
mod tests;
