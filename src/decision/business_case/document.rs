//! What a business case is made of.

use crate::stats::Estimate;

/// A part of the document with a heading of its own.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Section {
    /// Stable name.
    pub id: &'static str,
    /// What people read above it.
    pub heading: &'static str,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Sentences that belong together.
    Paragraph(String),
    /// A heading within the section.
    Heading(&'static str),
    /// One entry a line.
    List(Vec<String>),
    /// Figures.
    Table(Table),
    /// The chart of this name, where there is one.
    Chart(&'static str),
}

/// Figures in rows.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

/// A figure or words in a table.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Words.
    Text(String),
    /// The path of a parameter.
    Path(String),
    /// Dollars.
    Usd(f64),
    /// Dollars with their standard error.
    UsdEstimate(Estimate),
    /// A fraction, read as a percentage.
    Percent(f64),
    /// A factor or a correlation.
    Number(f64),
    /// The same with its standard error.
    NumberEstimate(Estimate),
    /// A count.
    Count(u64),
    /// There is no such figure.
    Nothing,
}

impl Table {
    pub(super) fn new(caption: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        Table { caption: caption.into(), columns, rows: Vec::new() }
    }
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Cell::Text(text.into())
    }

    /// Dollars, if there is such a figure.
    pub(super) fn usd(estimate: Option<&Estimate>) -> Self {
        estimate.map_or(Cell::Nothing, |estimate| Cell::Usd(estimate.value))
    }
}
