//! A CSV file as a list of columns: each is its header and what stands under it, so that the two cannot part.

use super::ReportError;
use super::csv_text::{CsvText, Decimal};

/// One field of a row.
pub(super) enum Cell<'a> {
    /// Text, made safe for spreadsheets.
    Text(&'a str),
    /// A whole number.
    Whole(u64),
    /// A number; empty where it is not finite.
    Number(f64),
    /// A number that may not exist; then the field is empty.
    Maybe(Option<f64>),
}

/// A column: its header, and its field in the row of an `R`.
pub(super) type Column<R> = (&'static str, fn(&R) -> Cell<'_>);

/// The whole file `name`: the headers, then one row for each of `rows`.
pub(super) fn render<R>(
    name: &'static str,
    rows: impl IntoIterator<Item = R>,
    columns: &[Column<R>],
    decimal: Decimal,
) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(name, decimal);
    text.text_row(columns.iter().map(|(header, _)| *header))?;
    for row in rows {
        for (_, cell) in columns {
            match cell(&row) {
                Cell::Text(value) => text.text(value)?,
                Cell::Whole(value) => text.whole(value)?,
                Cell::Number(value) => text.number(Some(value))?,
                Cell::Maybe(value) => text.number(value)?,
            }
        }
        text.end_row()?;
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_the_fields_of_the_header() {
        let rows = [("a,b", 3, 0.5, None), ("=x", 0, f64::NAN, Some(-2.0))];
        let file = render(
            "test.csv",
            rows,
            &[
                ("text", |row| Cell::Text(row.0)),
                ("whole", |row| Cell::Whole(row.1)),
                ("number", |row| Cell::Number(row.2)),
                ("maybe", |row| Cell::Maybe(row.3)),
            ],
            Decimal::Point,
        );
        let file = String::from_utf8(file.unwrap()).unwrap();
        assert_eq!(file, "text,whole,number,maybe\n\"a,b\",3,0.5,\n'=x,0,,-2\n");
    }

    #[test]
    fn no_rows_leave_the_headers() {
        let columns: [Column<f64>; 2] = [("x", |x| Cell::Number(*x)), ("y", |y| Cell::Number(*y))];
        let file = render("test.csv", [], &columns, Decimal::Point);
        assert_eq!(file.unwrap(), b"x,y\n");
    }
}
