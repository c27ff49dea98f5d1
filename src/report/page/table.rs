//! Tables of the page: captions, scopes, figures to the right, remarks below.

use maud::{Markup, html};

use crate::{
    decision::{Figure, FigureResult},
    report::{
        terminal::amount::{grouped, usd_with_error},
        words::clean,
    },
    units::{format_percent, format_usd, format_usd_exact},
};

/// A table before it is written.
#[derive(Default)]
pub(super) struct Table {
    /// What it shows.
    pub caption: String,
    /// Headings, that of the first column included.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    /// Its class in the styles of the page.
    class: Option<&'static str>,
    notes: Vec<String>,
}

/// A line of a table.
pub(super) struct Row {
    /// What the line is about.
    pub head: String,
    pub cells: Vec<Cell>,
    /// What the line is in a sum.
    pub role: Role,
}

/// What a line is in a sum: parts add up to the total below them.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    Plain,
    Part,
    Total,
}

/// What stands in a cell.
#[derive(Clone)]
pub(super) enum Cell {
    Text(String),
    /// Words for a number, and the number itself.
    Figure {
        words: String,
        value: f64,
    },
    Nothing,
}

impl Cell {
    pub(super) fn text(words: impl AsRef<str>) -> Cell {
        Cell::Text(clean(words.as_ref()))
    }

    pub(super) fn usd(value: f64) -> Cell {
        Cell::Figure { words: format_usd(value), value }
    }

    pub(super) fn percent(value: f64) -> Cell {
        Cell::Figure { words: format_percent(value), value }
    }

    pub(super) fn number(words: String, value: f64) -> Cell {
        Cell::Figure { words, value }
    }
}

impl Row {
    pub(super) fn new(head: impl AsRef<str>, cells: Vec<Cell>) -> Row {
        Row { head: clean(head.as_ref()), cells, role: Role::Plain }
    }

    pub(super) fn with(self, role: Role) -> Row {
        Row { role, ..self }
    }
}

impl Table {
    pub(super) fn new(caption: impl AsRef<str>, columns: impl IntoIterator<Item = String>) -> Table {
        Table {
            caption: clean(caption.as_ref()),
            columns: columns.into_iter().map(|column| clean(&column)).collect(),
            ..Table::default()
        }
    }

    /// The same with a class in the styles of the page.
    pub(super) fn of_class(self, class: &'static str) -> Table {
        Table { class: Some(class), ..self }
    }

    /// A remark under the table and its mark, for example `[1]`; equal remarks share one.
    pub(super) fn mark(&mut self, note: &str) -> String {
        let known = self.notes.iter().position(|other| other == note);
        let place = known.unwrap_or_else(|| {
            self.notes.push(clean(note));
            self.notes.len() - 1
        });
        format!("[{}]", place + 1)
    }

    /// The cell of a figure, with its standard error where wanted and a mark where there is more to say.
    pub(super) fn figure(&mut self, figure: Option<&Figure>, with_error: bool) -> Cell {
        let Some(figure) = figure else { return Cell::Nothing };
        let (estimate, note) = match &figure.result {
            FigureResult::Estimate { estimate, note } => (estimate, note),
            FigureResult::NotApplicable { because } => {
                let mark = self.mark(&format!("not applicable, because {because}"));
                return Cell::text(format!("n/a {mark}"));
            }
        };
        let value = estimate.value;
        let words = match (figure.unit, estimate.std_error.filter(|error| with_error && *error > 0.0)) {
            ("usd", Some(error)) => usd_with_error(value, error),
            ("usd", None) => format_usd(value),
            ("fraction", _) => format_percent(value),
            ("ratio", _) if value.abs() >= 10.0 => format!("{} %", grouped(100.0 * value)),
            ("ratio", _) => format_percent(value),
            ("years", _) if value.is_finite() => format!("{value:.1} years"),
            ("years", _) => "never".to_owned(),
            (unit, _) => format!("{value} {unit}"),
        };
        let mark = note.as_ref().map(|note| format!(" {}", self.mark(note)));
        Cell::Figure { words: words + &mark.unwrap_or_default(), value }
    }

    /// Adds a line unless every cell is empty.
    pub(super) fn push(&mut self, row: Row) {
        if row.cells.iter().any(|cell| !matches!(cell, Cell::Nothing)) {
            self.rows.push(row);
        }
    }

    /// The table as HTML; nothing without lines.
    pub(super) fn markup(&self) -> Markup {
        let is_figure = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(column));
            cells.clone().any(|cell| matches!(cell, Cell::Figure { .. }))
        };
        let right: Vec<bool> =
            (0..self.columns.len()).map(|column| column > 0 && is_figure(column - 1)).collect();
        let class = |column: usize| right.get(column).copied().unwrap_or(false).then_some("figure");
        html! {
            @if !self.rows.is_empty() {
                div.scroll tabindex="0" role="region" aria-label=(self.caption) {
                    table class=[self.class] {
                        caption { (self.caption) }
                        thead { tr {
                            @for (place, column) in self.columns.iter().enumerate() {
                                th scope="col" class=[class(place)] { (column) }
                            }
                        } }
                        tbody {
                            @for row in &self.rows { tr class=[row.role.class()] {
                                th scope="row" { (row.head) }
                                @for (place, cell) in row.cells.iter().enumerate() { (of_cell(cell, class(place + 1))) }
                            } }
                        }
                    }
                }
                @if !self.notes.is_empty() {
                    ol.notes { @for (place, note) in self.notes.iter().enumerate() { li { "[" (place + 1) "] " (note) } } }
                }
            }
        }
    }
}

impl Role {
    fn class(self) -> Option<&'static str> {
        match self {
            Role::Plain => None,
            Role::Part => Some("part"),
            Role::Total => Some("total"),
        }
    }
}

fn of_cell(cell: &Cell, class: Option<&'static str>) -> Markup {
    match cell {
        Cell::Text(words) => html! { td class=[class] { (words) } },
        Cell::Figure { words, value } if value.is_finite() => {
            let exact = words.contains('$').then(|| format_usd_exact(*value));
            html! { td class=[class] data-value=(value) title=[exact] { (words) } }
        }
        Cell::Figure { words, .. } => html! { td class=[class] { (words) } },
        Cell::Nothing => html! { td class=[class] { "–" } },
    }
}
