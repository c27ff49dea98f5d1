//! The dialect shared by all CSV files: UTF-8, comma, one header row, LF, quotes only where needed.
//!
//! With [`Decimal::Comma`] it is the one that spreadsheets open without an import dialogue where a comma divides
//! decimals: a semicolon between fields, and UTF-8 announced by a byte order mark.
//!
//! Numbers have a decimal point (or comma), no thousands separators and the fewest digits that read back as the same
//! 64-bit number. They never use an exponent (`0.0000001`, not `1e-7`), so that a column looks alike in
//! every row and no spreadsheet takes one for text. A number that does not exist is an empty field.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Cause, ReportError};

/// What divides decimals in CSV files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decimal {
    /// `0.5`, fields divided by commas: what programs read.
    #[default]
    Point,
    /// `0,5`, fields divided by semicolons: what spreadsheets of most of Europe open.
    Comma,
}

/// What spreadsheets know UTF-8 by.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A CSV file in the making.
pub(super) struct CsvText {
    decimal: Decimal,
    name: &'static str,
    writer: csv::Writer<Vec<u8>>,
    number: String,
}

impl CsvText {
    /// Starts the file `name`; the name only serves error messages.
    pub(super) fn new(name: &'static str, decimal: Decimal) -> Self {
        let start = match decimal {
            Decimal::Point => Vec::new(),
            Decimal::Comma => BYTE_ORDER_MARK.to_vec(),
        };
        CsvText::after(start, name, decimal)
    }

    /// Starts rows that follow others of the file `name`.
    pub(super) fn rows(name: &'static str, decimal: Decimal) -> Self {
        CsvText::after(Vec::new(), name, decimal)
    }

    fn after(start: Vec<u8>, name: &'static str, decimal: Decimal) -> Self {
        let mut builder = csv::WriterBuilder::new();
        builder.terminator(csv::Terminator::Any(b'\n'));
        if decimal == Decimal::Comma {
            builder.delimiter(b';');
        }
        CsvText { decimal, name, writer: builder.from_writer(start), number: String::new() }
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
            // Adding zero turns -0 into 0.
            push_number(&mut self.number, value + 0.0);
            if let (Decimal::Comma, Some(point)) = (self.decimal, self.number.find('.')) {
                self.number.replace_range(point..=point, ",");
            }
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

/// Adds a finite number as the standard library writes it, but for rare ones in less time.
fn push_number(text: &mut String, value: f64) {
    let mut buffer = zmij::Buffer::new();
    let digits = buffer.format_finite(value);
    // Texts are too short for a search that prepares itself.
    let find = |sought: u8| digits.bytes().position(|byte| byte == sought);
    let decimals = digits.len() - find(b'.').map_or(digits.len(), |point| point + 1);
    // With one decimal more the exact value may lie in the middle of two numbers, of which the library takes the upper one.
    if find(b'e').is_some() || exact_decimals(value) == decimals as i64 + 1 {
        // Writing to a string cannot fail.
        let _ = write!(text, "{value}");
    } else {
        text.push_str(digits.strip_suffix(".0").unwrap_or(digits));
    }
}

/// How many decimals the exact value of a normal number has: one for every binary digit behind the point.
fn exact_decimals(value: f64) -> i64 {
    let (bits, mantissa_bits) = (value.to_bits(), f64::MANTISSA_DIGITS - 1);
    let exponent = (bits >> mantissa_bits & 0x7ff) as i64 - 1_023;
    let zeros = (bits | 1 << mantissa_bits).trailing_zeros();
    i64::from(mantissa_bits) - exponent - i64::from(zeros)
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
    use proptest::prelude::*;

    fn numbers(values: &[Option<f64>]) -> String {
        let mut text = CsvText::new("test.csv", Decimal::Point);
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
        // Exactly between …62 and …63.
        assert_eq!(numbers(&[Some(150_965_369.0 + 477.0 / 512.0)]), "150965369.93164063\n");
    }

    proptest! {
        /// Every number as the standard library writes it.
        #[test]
        fn numbers_are_those_of_the_standard_library(bits in any::<u64>(), digits: i64, shift in 0..64) {
            let amount = (digits >> shift) as f64;
            let halved = (0..40).map(|times| libm::ldexp(amount, -times));
            for value in [f64::from_bits(bits), amount / 1e3, amount / 7.0].into_iter().chain(halved) {
                let expected = if value.is_finite() { format!("{}\n", value + 0.0) } else { "\"\"\n".to_owned() };
                prop_assert_eq!(numbers(&[Some(value)]), expected);
            }
        }
    }

    /// Numbers change, text that looks like one does not.
    #[test]
    fn decimals_may_be_divided_by_a_comma() {
        let mut text = CsvText::new("test.csv", Decimal::Comma);
        text.text_row(["1.5", "a;b", "a,b", "=1"]).unwrap();
        text.whole(12).unwrap();
        for value in [Some(-1234.5), Some(3.0), None] {
            text.number(value).unwrap();
        }
        text.end_row().unwrap();
        let text = String::from_utf8(text.finish().unwrap()).unwrap();
        assert_eq!(text, "\u{feff}1.5;\"a;b\";a,b;'=1\n12;-1234,5;3;\n");
    }

    #[test]
    fn text_is_quoted_where_needed_and_never_a_formula() {
        let mut text = CsvText::new("test.csv", Decimal::Point);
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
