//! How numbers read in a sentence.

use crate::{
    stats::Estimate,
    units::{format_percent, format_usd},
};

pub(super) use crate::{decision::verdict::capitalised, units::format_count as count};

/// The horizon: `5 years`.
pub(super) fn period(years: u32) -> String {
    if years == 1 { "one year".to_owned() } else { format!("{years} years") }
}

/// Dollars with the standard error in brackets.
pub(super) fn usd(estimate: &Estimate) -> String {
    match estimate.std_error {
        Some(error) if error > 0.0 => {
            format!("{} (standard error {})", format_usd(estimate.value), format_usd(error))
        }
        _ => format_usd(estimate.value),
    }
}

/// A factor to three digits: `12.5`, `0.034`.
pub(super) fn factor(value: f64) -> String {
    let size = value.abs();
    match size {
        0.0 => "0".to_owned(),
        _ if size >= 99.95 => count(value),
        _ if size >= 9.995 => format!("{value:.1}"),
        _ if size >= 0.0995 => format!("{value:.2}"),
        _ if size >= 0.000_995 => format!("{value:.4}"),
        _ => format!("{value:.1e}"),
    }
}

/// A standard error to two digits.
pub(super) fn error(value: f64) -> String {
    if value >= 99.5 {
        let scale = 10_f64.powf(value.log10().floor() - 1.0);
        return count((value / scale).round() * scale);
    }
    let decimals = (1.0 - value.log10().floor()).clamp(0.0, 9.0) as usize;
    format!("{value:.decimals$}")
}

/// A small number without the zeros at its end: `0.001`.
pub(super) fn rate(value: f64) -> String {
    let text = factor(value);
    match text.contains('.') && !text.contains('e') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// How often: `once`, `0.01 times`.
pub(super) fn times(value: f64) -> String {
    if value == 1.0 { "once".to_owned() } else { format!("{} times", rate(value)) }
}

/// A number of tenants or runs to two digits, with `about` where that rounds it.
pub(super) fn about(value: f64) -> String {
    if value < 10.0 {
        return format!("about {}", factor(value));
    }
    let scale = 10_f64.powf(value.log10().floor() - 1.0);
    format!("about {}", count((value / scale).round() * scale))
}

/// `one alternative`, `3 alternatives`.
pub(super) fn counted(number: usize, word: &str) -> String {
    if number == 1 { format!("one {word}") } else { format!("{} {word}s", count(number as f64)) }
}

/// Sentences as one paragraph.
pub(super) fn paragraph(sentences: impl IntoIterator<Item = String>) -> String {
    let sentences: Vec<String> = sentences.into_iter().map(|sentence| capitalised(&sentence)).collect();
    sentences.join(" ")
}

/// Labels as `a`, `a and b`, `a, b and c`.
pub(super) fn listed(labels: &[&str]) -> String {
    match labels {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

pub(super) fn percent(fraction: f64) -> String {
    format_percent(fraction)
}

pub(super) fn dollars(value: f64) -> String {
    format_usd(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        for (value, text) in [(12.54, "12.5"), (1.0, "1.00"), (0.034, "0.0340"), (1_234.0, "1,234")] {
            assert_eq!(factor(value), text);
        }
        for (value, text) in [(609.0, "610"), (27.64, "28"), (0.187, "0.19"), (0.00331, "0.0033")] {
            assert_eq!(error(value), text);
        }
        assert_eq!((rate(0.001), rate(0.01), rate(40.0)), ("0.001".into(), "0.01".into(), "40".into()));
        assert_eq!(about(26_431.0), "about 26,000");
        assert_eq!(about(371.0), "about 370");
        assert_eq!(about(3.4), "about 3.40");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(paragraph(["one.".to_owned(), "two.".to_owned()]), "One. Two.");
    }
}
