//! Running text in a given width.

use comfy_table::Table;

/// How many columns a terminal gives the text.
pub(super) fn display_width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    let mut table = Table::new();
    table.add_row([text]);
    table.column_max_content_widths().first().map_or(0, |width| usize::from(*width))
}

/// The text without control characters, which could move the cursor or break a table.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Breaks text at spaces into lines of at most `width` columns; a word that is longer is cut. A percent
/// sign stays with its number.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let glued = clean(text).replace(" %", "\u{a0}%");
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in glued.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && display_width(&line) + 1 + display_width(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        if display_width(word) <= width {
            line.push_str(word);
            continue;
        }
        for letter in word.chars() {
            if !line.is_empty() && display_width(&line) + display_width(&letter.to_string()) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines.iter().map(|line| line.replace('\u{a0}', " ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_are_cut() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("in 95.1 % of runs", 8), ["in", "95.1 %", "of runs"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("a\nb\u{1b}[31m", 80), ["a b [31m"]);
        assert_eq!(wrap("数据库 每租户", 6), ["数据库", "每租户"]);
        assert!(wrap("", 80).is_empty());
    }
}
