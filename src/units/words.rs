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

/// A number of any kind with six significant digits at most: `10,000`, `0.0123457`, `1.5e-7`.
pub fn format_number(value: f64) -> String {
    let value = rounded(value);
    if value != 0.0 && !(1e-4..1e15).contains(&value.abs()) {
        return format!("{value:e}");
    }
    let decimals = value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    format_grouped(value, decimals)
}

/// A number and its standard error, which has two digits; the number has as many decimals as that says:
/// `0.0293 ± 0.0012`. Without an error, as [`format_number`].
pub fn format_with_error(value: f64, std_error: Option<f64>) -> String {
    let Some(error) = std_error.filter(|error| error.is_finite() && *error > 0.0) else {
        return format_number(value);
    };
    let digits = format!("{error:.1e}");
    let power: i32 = digits.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
    let decimals = usize::try_from(1 - power).unwrap_or(0);
    if decimals > 12 {
        return format!("{} ± {digits}", format_number(value));
    }
    format!("{} ± {}", format_grouped(value, decimals), format_grouped(error, decimals))
}

/// The value to six significant digits.
pub fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
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

    #[test]
    fn numbers_read_well_at_every_size() {
        for (value, text) in [
            (0.0, "0"),
            (0.012_345_678, "0.0123457"),
            (1234.5, "1,234.5"),
            (-20_000_000.0, "-20,000,000"),
            (1.5e-7, "1.5e-7"),
            (3e18, "3e18"),
        ] {
            assert_eq!(format_number(value), text);
        }
    }

    #[test]
    fn an_error_says_how_many_decimals_count() {
        for (value, error, text) in [
            (0.029_313_7, Some(0.000_154_883), "0.02931 ± 0.00015"),
            (31_234.5, Some(123.4), "31,234 ± 123"),
            (2.5, Some(0.0999), "2.50 ± 0.10"),
            (2.5, None, "2.5"),
            (2.5, Some(0.0), "2.5"),
            (1.0, Some(1e-20), "1 ± 1.0e-20"),
        ] {
            assert_eq!(format_with_error(value, error), text);
        }
    }
}
