//! The business case as Markdown. Every word of the scenario is escaped: it is text, never markup.

use super::{cells, lead, title};
use crate::{
    decision::{Block, BusinessCase, Cell, Table},
    report::words::clean,
};

/// The whole file.
pub fn render(case: &BusinessCase) -> String {
    let mut text = format!("# {}\n", escape(title(case)));
    for line in lead(case) {
        text += &format!("\n{}\n", line_of(&line));
    }
    for section in &case.sections {
        text += &format!("\n## {}\n", section.heading);
        for block in &section.blocks {
            text += &of_block(block);
        }
    }
    text
}

fn of_block(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => format!("\n{}\n", line_of(paragraph)),
        Block::Heading(heading) => format!("\n### {heading}\n"),
        Block::List(lines) => {
            let lines = lines.iter().map(|line| format!("- {}\n", line_of(line)));
            format!("\n{}", lines.collect::<String>())
        }
        Block::Table(table) => of_table(table),
        // Markdown has no pictures of its own.
        Block::Chart(_) => String::new(),
    }
}

fn of_table(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = format!("\n{}:\n\n", line_of(&table.caption));
    text += &row(table.columns.iter().map(|column| escape(column)).collect());
    let is_figure = |column: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(column));
        cells.any(cells::is_figure)
    };
    let rules = (0..table.columns.len()).map(|column| if is_figure(column) { "---:" } else { "---" });
    text += &row(rules.map(str::to_owned).collect());
    for cells in &table.rows {
        text += &row(cells.iter().map(of_cell).collect());
    }
    text
}

fn of_cell(cell: &Cell) -> String {
    match cell {
        // Paths have no character that ends the code or the cell, unless a name is made to.
        Cell::Path(path) if path.chars().all(|c| c.is_alphanumeric() || "._-".contains(c)) => {
            format!("`{path}`")
        }
        cell => escape(&cells::text(cell)),
    }
}

/// Text at the start of a line, where a few more signs would be markup.
pub(in crate::report) fn line_of(text: &str) -> String {
    let text = escape(text.trim());
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let after = text[digits..].chars().next();
    match text.chars().next() {
        Some('#' | '+' | '-' | '=') => format!("\\{text}"),
        Some(_) if digits > 0 && matches!(after, Some('.' | ')')) => {
            format!("{}\\{}", &text[..digits], &text[digits..])
        }
        _ => text,
    }
}

/// Text that reads as it is written.
pub(in crate::report) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let letters: Vec<char> = clean(text).chars().collect();
    for (place, &letter) in letters.iter().enumerate() {
        let inside_word = |place: Option<&char>| place.is_some_and(|c| c.is_alphanumeric());
        let before = place.checked_sub(1).and_then(|place| letters.get(place));
        let is_markup = match letter {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            // An underscore within a word, or an ampersand on its own, is no markup.
            '_' => !(inside_word(before) && inside_word(letters.get(place + 1))),
            '&' => letters.get(place + 1).is_some_and(|next| next.is_alphanumeric() || *next == '#'),
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_scenario_are_no_markup() {
        for (text, escaped) in [
            ("<script>", "\\<script\\>"),
            ("a | b", "a \\| b"),
            ("isolation.rls.build_cost", "isolation.rls.build_cost"),
            ("_so_ *much*", "\\_so\\_ \\*much\\*"),
            ("R & D, &lt;", "R & D, \\&lt;"),
            ("a\nb", "a b"),
        ] {
            assert_eq!(escape(text), escaped);
        }
        assert_eq!(line_of("# no"), "\\# no");
        assert_eq!(line_of("1. no"), "1\\. no");
        assert_eq!(line_of("-$5 is fine"), "\\-$5 is fine");
        assert_eq!(of_cell(&Cell::Path("a.b_c".to_owned())), "`a.b_c`");
        assert_eq!(of_cell(&Cell::Path("a.`<b".to_owned())), "a.\\`\\<b");
    }
}
