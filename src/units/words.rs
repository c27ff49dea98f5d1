//! How names and counts of a scenario are written in a sentence.

use super::format_grouped;

/// A name that begins a sentence: its first letter large, `_` as a space.
pub fn in_words(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A count: whole with thousands separators from a hundred on, else with up to two decimals.
pub fn format_count(value: f64) -> String {
    if value.abs() < 100.0 {
        let text = format!("{value:.2}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    format_grouped(value, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_counts() {
        assert_eq!((in_words("big_tier"), in_words("")), ("Big tier".to_owned(), String::new()));
        assert_eq!(
            [2.0, 2.667, 99.999, 1_234.5, -12_345.0].map(format_count),
            ["2", "2.67", "100", "1,234", "-12,345"]
        );
    }
}
