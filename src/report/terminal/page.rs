//! Where the report is shown: in lines of a terminal, or as GitHub Markdown.

use super::{TEXT_WIDTH, grid::Grid};
use crate::report::{
    business_case::markdown::{escape, line_of},
    words::wrap,
};

/// Columns of what Markdown shows as it is typed.
const TYPED_WIDTH: usize = 80;

/// How the parts of the report are laid out.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) enum Page {
    /// Plain text, no line wider than so many columns.
    Text(usize),
    /// GitHub Markdown.
    Markdown,
}

impl Page {
    /// The heading of the whole.
    pub fn title(self, text: &str) -> String {
        match self {
            Page::Text(_) => self.paragraph(text),
            Page::Markdown => format!("## {}\n", escape(text)),
        }
    }

    /// Running text.
    pub fn paragraph(self, text: &str) -> String {
        match self {
            Page::Text(width) => {
                wrap(text, width.min(TEXT_WIDTH)).iter().map(|line| format!("{line}\n")).collect()
            }
            Page::Markdown => line_of(text) + "\n",
        }
    }

    /// Paragraphs one after the other.
    pub fn paragraphs<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> String {
        let paragraphs: Vec<String> = texts.into_iter().map(|text| self.paragraph(text)).collect();
        paragraphs.join(match self {
            Page::Text(_) => "",
            Page::Markdown => "\n",
        })
    }

    /// The heading of a part, above what follows it.
    pub fn heading(self, text: &str) -> String {
        match self {
            Page::Text(_) => self.paragraph(text),
            Page::Markdown => format!("### {}\n\n", escape(text)),
        }
    }

    /// A list.
    pub fn items(self, texts: &[String]) -> String {
        let item = |text: &String| match self {
            Page::Text(width) => {
                let lines = wrap(text, width.min(TEXT_WIDTH).saturating_sub(2));
                let lead = |index: usize| if index == 0 { "- " } else { "  " };
                lines.iter().enumerate().map(|(index, line)| format!("{}{line}\n", lead(index))).collect()
            }
            Page::Markdown => format!("- {}\n", line_of(text)),
        };
        texts.iter().map(item).collect::<String>()
    }

    /// A table with its footnotes whose subjects are rows in any case.
    pub fn upright(self, grid: &Grid) -> String {
        match self {
            Page::Text(width) => grid.render_upright(width),
            Page::Markdown => self.table(grid),
        }
    }

    /// A table with its footnotes.
    pub fn table(self, grid: &Grid) -> String {
        match self {
            Page::Text(width) => grid.render(width),
            Page::Markdown => {
                let notes: String = grid.notes.lines().map(|note| format!("\n{}\n", escape(&note))).collect();
                rows(grid) + &notes
            }
        }
    }

    /// Text whose every letter has its place, made for a number of columns; nothing where nothing is drawn.
    pub fn typed(self, draw: impl FnOnce(usize) -> String) -> String {
        let text = match self {
            Page::Text(width) => draw(width.min(TEXT_WIDTH)),
            Page::Markdown => draw(TYPED_WIDTH),
        };
        match self {
            // A label may not end the block.
            Page::Markdown if !text.is_empty() => format!("```text\n{}```\n", text.replace('`', "'")),
            _ => text,
        }
    }
}

/// A table with whichever of subjects and measures there are fewer of as columns.
fn rows(grid: &Grid) -> String {
    let subjects: Vec<&str> = grid.subjects.iter().map(String::as_str).collect();
    let measures: Vec<&str> = grid.measures.iter().map(|(label, _)| label.as_str()).collect();
    let cell = |measure: usize, subject: usize| -> &str {
        grid.measures[measure].1.get(subject).map_or("", String::as_str)
    };
    let is_turned = measures.len() > subjects.len();
    let (corner, columns, lines) =
        if is_turned { ("", &subjects, &measures) } else { (grid.corner, &measures, &subjects) };
    let mut text =
        row(corner, columns.iter().copied()) + &format!("|---{}|\n", "|---:".repeat(columns.len()));
    for (line, label) in lines.iter().enumerate() {
        let cells =
            (0..columns.len()).map(|column| if is_turned { cell(line, column) } else { cell(column, line) });
        text += &row(label, cells);
    }
    text
}

fn row<'a>(label: &'a str, cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = std::iter::once(label).chain(cells).map(escape).collect();
    format!("| {} |\n", cells.join(" | "))
}
