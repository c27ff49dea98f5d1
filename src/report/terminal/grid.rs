//! Tables that fit: upright where there is room, turned or split where there is not.

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use crate::report::words::{clean, display_width, wrap};

/// A thin rule under the heading and no vertical lines, so that a table survives copying into a ticket. The
/// rules above and below are added in [`drawn`].
pub(in crate::report) const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill(RULE));

const RULE: char = '─';

/// Columns between two columns.
pub(in crate::report) const GAP: u16 = 2;

/// Longest line of a label that a table prefers to break.
pub(in crate::report) const LABEL_WIDTH: usize = 32;

/// Headings no longer than this stay on one line.
const MIN_HEADING: usize = 11;

/// Numbered remarks under a table; equal remarks share a number.
#[derive(Debug, Default)]
pub(in crate::report) struct Footnotes(Vec<String>);

impl Footnotes {
    /// The mark to put behind a number, for example `[1]`.
    pub(in crate::report) fn mark(&mut self, text: &str) -> String {
        let known = self.0.iter().position(|note| note == text);
        let index = known.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        format!("[{}]", index + 1)
    }

    /// Each remark behind its mark.
    pub(in crate::report) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().enumerate().map(|(index, note)| format!("[{}] {note}", index + 1))
    }

    pub(in crate::report) fn render(&self, width: usize) -> String {
        let mut text = String::new();
        for (index, note) in self.0.iter().enumerate() {
            let mark = format!("[{}] ", index + 1);
            for (line, words) in wrap(note, width.saturating_sub(mark.len())).iter().enumerate() {
                let lead = if line == 0 { mark.clone() } else { " ".repeat(mark.len()) };
                text.push_str(&format!("{lead}{words}\n"));
            }
        }
        text
    }
}

/// A table of alternatives and measures before anyone knows how wide the terminal is.
#[derive(Debug, Default)]
pub(in crate::report) struct Grid {
    /// Heading of the column with the alternatives' labels.
    pub(in crate::report) corner: &'static str,
    /// Labels of the alternatives.
    pub(in crate::report) subjects: Vec<String>,
    /// Each measure with one cell per alternative.
    pub(in crate::report) measures: Vec<(String, Vec<String>)>,
    /// Remarks that the cells refer to.
    pub(in crate::report) notes: Footnotes,
}

impl Grid {
    /// The table and its footnotes, no line wider than `width` unless a single word is.
    pub(super) fn render(&self, width: usize) -> String {
        let mut text = self.tables(width);
        text.push_str(&self.notes.render(width));
        text
    }

    /// The same with the subjects as rows, whatever the width; cells wrap where it must be.
    pub(super) fn render_upright(&self, width: usize) -> String {
        drawn(self.upright(), width) + &self.notes.render(width)
    }

    fn tables(&self, width: usize) -> String {
        let all: Vec<usize> = (0..self.subjects.len()).collect();
        let upright = self.upright();
        if natural_width(&upright) <= width {
            return drawn(upright, width);
        }
        for tight in [false, true] {
            let turned = self.turned(&all, tight);
            if natural_width(&turned) <= width {
                return drawn(turned, width);
            }
        }
        for blocks in 2..=all.len() {
            for tight in [false, true] {
                let parts: Vec<Table> =
                    balanced(&all, blocks).into_iter().map(|part| self.turned(part, tight)).collect();
                let fits = parts.iter().all(|part| natural_width(part) <= width);
                if fits || (tight && blocks == all.len()) {
                    return parts.into_iter().map(|part| drawn(part, width)).collect::<Vec<_>>().join("\n");
                }
            }
        }
        drawn(self.turned(&all, true), width)
    }

    /// Alternatives as rows.
    fn upright(&self) -> Table {
        let labels = self.measures.iter().map(|(label, _)| label.as_str());
        let header = labels.zip(&self.measures).map(|(label, (_, cells))| (label, widest(cells)));
        let mut table = empty_table(self.corner, header);
        for (index, subject) in self.subjects.iter().enumerate() {
            let cells = self.measures.iter().map(|(_, cells)| cells.get(index).map_or("", String::as_str));
            add_row(&mut table, subject, cells.map(str::to_owned));
        }
        align(table)
    }

    /// Measures as rows, the chosen alternatives as columns. `tight` drops the space behind `±`.
    fn turned(&self, chosen: &[usize], tight: bool) -> Table {
        let content = |cells: &[String], index: usize| {
            let cell = cells.get(index).cloned().unwrap_or_default();
            if tight { cell.replace("± ", "±") } else { cell }
        };
        let header = chosen.iter().map(|&index| {
            let column: Vec<String> = self.measures.iter().map(|(_, cells)| content(cells, index)).collect();
            (self.subjects.get(index).map_or("", String::as_str), widest(&column))
        });
        let mut table = empty_table("", header);
        for (label, cells) in &self.measures {
            add_row(&mut table, label, chosen.iter().map(|&index| content(cells, index)));
        }
        align(table)
    }
}

/// Consecutive parts whose sizes differ by one at most.
fn balanced(all: &[usize], blocks: usize) -> Vec<&[usize]> {
    (0..blocks).map(|block| &all[block * all.len() / blocks..(block + 1) * all.len() / blocks]).collect()
}

fn widest(cells: &[String]) -> usize {
    cells.iter().map(|cell| display_width(cell)).max().unwrap_or(0)
}

/// A table with its header; column headings break so as not to be much wider than the cells below them.
fn empty_table<'a>(corner: &str, columns: impl Iterator<Item = (&'a str, usize)>) -> Table {
    let headings: Vec<Vec<String>> = columns
        .map(|(label, width)| {
            let label = clean(label);
            let longest_word = label.split(' ').map(display_width).max().unwrap_or(0);
            wrap(&label, width.max(longest_word).clamp(MIN_HEADING, LABEL_WIDTH))
        })
        .collect();
    let height = headings.iter().map(Vec::len).max().unwrap_or(1).max(1);
    // Headings stand on the rule, so shorter ones start lower.
    let lowered = |lines: &[String]| "\n".repeat(height - lines.len().max(1)) + &lines.join("\n");
    let mut header = vec![lowered(&[corner.to_owned()])];
    header.extend(headings.iter().map(|lines| lowered(lines)));
    let mut table = Table::new();
    table.load_style(STYLE).set_header(header);
    table
}

fn add_row(table: &mut Table, label: &str, cells: impl Iterator<Item = String>) {
    let mut row = vec![Cell::new(wrap(&clean(label), LABEL_WIDTH).join("\n"))];
    row.extend(cells.map(Cell::new));
    table.add_row(row);
}

fn align(mut table: Table) -> Table {
    for (index, column) in table.column_iter_mut().enumerate() {
        if index == 0 {
            column.set_padding((0, 0));
        } else {
            column.set_padding((GAP, 0)).set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

pub(in crate::report) fn natural_width(table: &Table) -> usize {
    let paddings = table.column_iter().map(|column| usize::from(column.padding_width())).sum::<usize>();
    table.column_max_content_widths().into_iter().map(usize::from).sum::<usize>() + paddings
}

/// The table as text; cells wrap only if it is too wide even after turning and splitting.
pub(in crate::report) fn drawn(mut table: Table, width: usize) -> String {
    if natural_width(&table) > width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    }
    let text = table.trim_fmt();
    let rule: String =
        std::iter::repeat_n(RULE, text.lines().map(display_width).max().unwrap_or(0)).collect();
    format!("{rule}\n{text}\n{rule}\n")
}
