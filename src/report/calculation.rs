//! What stdout shows of one calculation: the answer in a sentence, tables of named values, remarks.
//!
//! A [`Sheet`] is all that a calculator hands over; [`render`] makes text of it and [`json`] one document.

mod value;

use comfy_table::{CellAlignment, ContentArrangement, Table as Drawing};
use serde::Serialize;

use super::terminal::grid::{Footnotes, GAP, LABEL_WIDTH, STYLE, drawn, natural_width};
use super::words::{clean, wrap};
pub use value::{Value, number_text, return_text};

/// Narrower terminals get this width.
const MIN_WIDTH: usize = 40;
/// Wider lines are hard to read.
const MAX_WIDTH: usize = 100;
/// Notes that would get less room than this stand below the table.
const LEAST_NOTE: usize = 24;

/// One calculation, ready to show.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What was calculated.
    pub title: String,
    /// The answer in plain words.
    pub verdict: String,
    /// The numbers.
    pub tables: Vec<Table>,
    /// What to know before using them.
    pub remarks: Vec<String>,
}

/// A table of a sheet.
#[derive(Debug, Clone)]
pub struct Table {
    /// Heading above it.
    pub title: String,
    /// Headings of the values; none for a table of one column that needs no heading.
    pub columns: Vec<String>,
    /// Lines.
    pub rows: Vec<Row>,
}

/// A line of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// One value per column, each with its unit.
    pub values: Vec<Value>,
    /// Where it comes from, or how to read it; may be empty.
    pub note: String,
}

impl Table {
    /// A table of one column.
    pub fn new(title: impl Into<String>, rows: Vec<Row>) -> Self {
        Table { title: title.into(), columns: Vec::new(), rows }
    }
}

impl Row {
    /// A line with one value.
    pub fn new(name: impl Into<String>, value: Value, note: impl Into<String>) -> Self {
        Row { name: name.into(), values: vec![value], note: note.into() }
    }

    /// A line with one value, or with the reason why there is none.
    pub fn or(
        name: impl Into<String>,
        value: Option<Value>,
        note: impl Into<String>,
        because: impl Into<String>,
    ) -> Self {
        match value {
            Some(value) => Row::new(name, value, note),
            None => Row::new(
                name,
                Value::Text("not applicable".to_owned()),
                format!("because {}", because.into()),
            ),
        }
    }
}

/// The sheet as text, no line wider than `width` columns (40 at least) unless a single number is.
pub fn render(sheet: &Sheet, width: u16) -> String {
    let width = usize::from(width).clamp(MIN_WIDTH, MAX_WIDTH);
    let mut parts = vec![lines(&sheet.title, width), lines(&sheet.verdict, width)];
    parts.extend(
        sheet.tables.iter().filter(|table| !table.rows.is_empty()).map(|table| of_table(table, width)),
    );
    let remarks = sheet.remarks.iter().map(|remark| {
        let wrapped = wrap(remark, width - 2);
        format!("- {}\n", wrapped.join("\n  "))
    });
    parts.push(remarks.collect());
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The calculation as one JSON document: `calculator`, `result`, `verdict` and `remarks`.
///
/// # Errors
///
/// A result that JSON cannot hold.
pub fn json<R: Serialize>(
    calculator: &'static str,
    result: &R,
    sheet: &Sheet,
) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Document<'a, R> {
        calculator: &'static str,
        result: &'a R,
        verdict: &'a str,
        remarks: &'a [String],
    }
    let (verdict, remarks) = (&sheet.verdict, &sheet.remarks);
    serde_json::to_string_pretty(&Document { calculator, result, verdict, remarks })
}

fn lines(text: &str, width: usize) -> String {
    wrap(text, width).into_iter().map(|line| line + "\n").collect()
}

fn of_table(table: &Table, width: usize) -> String {
    let columns = table.rows.iter().map(|row| row.values.len()).max().unwrap_or(0);
    let mut text = lines(&table.title, width);
    // As many columns side by side as fit, at least one.
    let mut from = 0;
    while from < columns {
        let fits = |to: &usize| natural_width(&upright(table, from..*to, None)) <= width;
        let to = (from + 1..=columns).rev().find(fits).unwrap_or(from + 1);
        text += &block(table, from..to, width, to == columns);
        from = to;
    }
    text
}

/// Some columns of a table; with the notes beside them or below them.
fn block(table: &Table, columns: std::ops::Range<usize>, width: usize, with_notes: bool) -> String {
    let bare = upright(table, columns.clone(), None);
    if !with_notes || table.rows.iter().all(|row| row.note.is_empty()) {
        return drawn(bare, width);
    }
    let room = width.saturating_sub(natural_width(&bare) + usize::from(GAP));
    if room >= LEAST_NOTE {
        return drawn(upright(table, columns, Some(room)), width);
    }
    let mut notes = Footnotes::default();
    let mut marked = table.clone();
    for row in marked.rows.iter_mut().filter(|row| !row.note.is_empty()) {
        row.name = format!("{} {}", row.name, notes.mark(&row.note));
    }
    let mut text = drawn(upright(&marked, columns, None), width);
    text += &notes.render(width);
    text
}

fn upright(table: &Table, columns: std::ops::Range<usize>, note_width: Option<usize>) -> Drawing {
    let mut drawing = Drawing::new();
    drawing.load_style(STYLE).set_content_arrangement(ContentArrangement::Disabled);
    if !table.columns.is_empty() {
        let headings = table.columns.iter().skip(columns.start).take(columns.len());
        let mut header = vec![String::new()];
        header.extend(headings.map(|heading| clean(heading)));
        header.extend(note_width.map(|_| String::new()));
        drawing.set_header(header);
    }
    for row in &table.rows {
        let mut cells = vec![wrap(&row.name, LABEL_WIDTH).join("\n")];
        cells.extend(columns.clone().map(|column| row.values.get(column).map_or(String::new(), Value::text)));
        cells.extend(note_width.map(|width| wrap(&row.note, width).join("\n")));
        drawing.add_row(cells);
    }
    for (index, column) in drawing.column_iter_mut().enumerate() {
        column.set_padding(if index == 0 { (0, 0) } else { (GAP, 0) });
        if (1..=columns.len()).contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::words::display_width;

    fn fits(text: &str, width: usize) -> bool {
        text.lines().all(|line| display_width(line) <= width)
    }

    fn sheet() -> Sheet {
        let row =
            |name: &str, values: Vec<Value>, note: &str| Row { name: name.into(), values, note: note.into() };
        Sheet {
            title: "A breach".into(),
            verdict: "It costs $5.".into(),
            tables: vec![
                Table::new(
                    "Costs",
                    vec![
                        Row::new(
                            "Direct",
                            Value::Usd(5.0),
                            "a note of several words that must be broken somewhere",
                        ),
                        Row::or("Per tenant", None, "", "there is none"),
                    ],
                ),
                Table {
                    title: "Models".into(),
                    columns: vec!["Median".into(), "Mean".into()],
                    rows: vec![row("one", vec![Value::RoundUsd(1e6), Value::RoundUsd(2e6)], "")],
                },
            ],
            remarks: vec!["A remark.".into()],
        }
    }

    #[test]
    fn notes_stand_beside_or_below() {
        let text = render(&sheet(), 80);
        assert!(text.starts_with("A breach\n\nIt costs $5.\n\nCosts\n──"), "{text}");
        assert!(text.contains("Per tenant  not applicable  because there is none"), "{text}");
        assert!(text.ends_with("\n- A remark.\n"), "{text}");
        assert!(fits(&text, 80));
        let narrow = render(&sheet(), 40);
        assert!(narrow.contains("one  $1.00M  $2.00M") && fits(&narrow, 40), "{narrow}");
    }

    #[test]
    fn wide_tables_are_split() {
        let mut sheet = sheet();
        let values: Vec<Value> = (0..12).map(|index| Value::Usd(1e8 + f64::from(index))).collect();
        sheet.tables[1].columns = (0..12).map(|index| format!("column {index}")).collect();
        sheet.tables[1].rows[0].values = values;
        let text = render(&sheet, 60);
        assert!(text.contains("column 11") && fits(&text, 60), "{text}");
    }

    #[test]
    fn json_is_one_document() {
        let text = json("test", &[1.5], &sheet()).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&value["calculator"], &value["result"][0]), (&"test".into(), &1.5.into()));
        assert_eq!(value["remarks"][0], "A remark.");
    }
}
