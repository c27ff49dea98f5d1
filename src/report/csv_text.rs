//! The dialect shared by all CSV files: UTF-8, comma, one header row, LF, quotes only where needed.
//!
//! Numbers have a decimal point, no thousands separators and the fewest digits that read back as the same
//! 64-bit number. They never use an exponent (`0.0000001`, not `1e-7`), so that a column looks alike in
//! every row and no spreadsheet takes one for text. A number that does not exist is an empty field.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Cause, ReportError};

/// A CSV file in the making.
pub(super) struct CsvText {
    name: &'static str,
    writer: csv::Writer<Vec<u8>>,
    number: String,
}

impl CsvText {
    /// Starts the file `name`; the name only serves error messages.
    pub(super) fn new(name: &'static str) -> Self {
        let writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        CsvText { name, writer, number: String::new() }
    }

    /// Adds a cell of text.
    pub(super) fn text(&mut self, text: &str) -> Result<(), ReportError> {
        self.field(guarded(text).as_bytes())
    }

    /// Adds a row of text cells.
    pub(super) fn text_row<'a>(
        &mut self,
        cells: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), ReportError> {
        for cell in cells {
            self.text(cell)?;
        }
        self.end_row()
    }

    /// Adds a cell with a whole number.
    pub(super) fn whole(&mut self, value: u64) -> Result<(), ReportError> {
        self.field(value.to_string().as_bytes())
    }

    /// Adds a cell with a number; empty when there is none or it is not finite.
    pub(super) fn number(&mut self, value: Option<f64>) -> Result<(), ReportError> {
        self.number.clear();
        if let Some(value) = value.filter(|value| value.is_finite()) {
            // Adding zero turns -0 into 0. Writing to a string cannot fail.
            let _ = write!(self.number, "{}", value + 0.0);
        }
        let written = self.writer.write_field(self.number.as_bytes());
        written.map_err(|error| ReportError::new(self.name, error))
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) -> Result<(), ReportError> {
        let written = self.writer.write_record(None::<&[u8]>);
        written.map_err(|error| ReportError::new(self.name, error))
    }

    /// The finished file.
    pub(super) fn finish(self) -> Result<Vec<u8>, ReportError> {
        let name = self.name;
        self.writer.into_inner().map_err(|error| {
            ReportError::new(name, Cause::Csv(std::io::Error::other(error.to_string()).into()))
        })
    }

    fn field(&mut self, bytes: &[u8]) -> Result<(), ReportError> {
        self.writer.write_field(bytes).map_err(|error| ReportError::new(self.name, error))
    }
}

/// Text that no spreadsheet runs as a formula: an apostrophe goes before a leading `=`, `+`, `-`, `@`, tab
/// or carriage return.
fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(values: &[Option<f64>]) -> String {
        let mut text = CsvText::new("test.csv");
        for value in values {
            text.number(*value).unwrap();
        }
        text.end_row().unwrap();
        String::from_utf8(text.finish().unwrap()).unwrap()
    }

    #[test]
    fn numbers_are_short_plain_and_exact() {
        assert_eq!(
            numbers(&[Some(0.1 + 0.2), Some(1e-7), Some(-1234567.5), Some(1e21), Some(-0.0), None]),
            "0.30000000000000004,0.0000001,-1234567.5,1000000000000000000000,0,\n"
        );
        assert_eq!(numbers(&[Some(1.0), Some(f64::NAN), Some(f64::INFINITY)]), "1,,\n");
    }

    #[test]
    fn text_is_quoted_where_needed_and_never_a_formula() {
        let mut text = CsvText::new("test.csv");
        let cells =
            ["=1+1", "+a", "-a", "@a", "\ta", "\ra", "a=b", "a,b", "say \"no\"", "two\nlines", "=A1,\"x\""];
        text.text_row(cells).unwrap();
        assert_eq!(
            String::from_utf8(text.finish().unwrap()).unwrap(),
            "'=1+1,'+a,'-a,'@a,'\ta,\
             \"'\ra\",a=b,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"'=A1,\"\"x\"\"\"\n"
        );
    }
}
