//! How single figures read in a table cell.

use crate::decision::{Figure, FigureResult};
use crate::stats::Estimate;
use crate::units::{UsdNotation, format_grouped, format_percent, format_usd};

use super::grid::Footnotes;

/// A cell: the number, and a footnote mark where there is more to say.
pub(super) fn cell(figure: &Figure, with_error: bool, notes: &mut Footnotes) -> String {
    match &figure.result {
        FigureResult::Estimate { estimate, note } => {
            let number = number(figure.unit, estimate, with_error);
            match note {
                Some(note) => format!("{number} {}", notes.mark(note)),
                None => number,
            }
        }
        FigureResult::NotApplicable { because } => {
            format!("n/a {}", notes.mark(&format!("not applicable, because {because}")))
        }
    }
}

fn number(unit: &str, estimate: &Estimate, with_error: bool) -> String {
    match (unit, estimate.std_error) {
        ("usd", Some(error)) if with_error => usd_with_error(estimate.value, error),
        ("usd", _) => format_usd(estimate.value),
        ("fraction", _) => format_percent(estimate.value),
        // A return of 3.2 on 1 reads as 320 %, the way returns are quoted.
        ("ratio", _) if estimate.value.abs() >= 10.0 => grouped(100.0 * estimate.value) + " %",
        ("ratio", _) => format_percent(estimate.value),
        ("years", _) if estimate.value.is_finite() => format!("{:.1} years", estimate.value),
        ("years", _) => "never".to_owned(),
        (unit, _) => format!("{} {unit}", estimate.value),
    }
}

/// A dollar value and its standard error in the same unit, for example `$5.36M ± 0.02M`. The error has the
/// decimals of the value, or as many as its first digit needs, up to four.
pub(in crate::report) fn usd_with_error(value: f64, std_error: f64) -> String {
    let text = format_usd(value);
    if !std_error.is_finite() || !value.is_finite() {
        return text;
    }
    if std_error == 0.0 {
        return format!("{text} ± 0");
    }
    if value == 0.0 {
        return format!("{text} ± {}", format_usd(std_error).trim_start_matches('$'));
    }
    let UsdNotation { scale, unit, decimals } = UsdNotation::of(&text);
    let error = std_error / scale;
    let shown = (decimals..=4)
        .map(|decimals| format!("{error:.decimals$}"))
        .find(|shown| shown.contains(|digit: char| ('1'..='9').contains(&digit)));
    match shown {
        Some(shown) => format!("{text} ± {shown}{unit}"),
        None => format!("{text} ± <0.0001{unit}"),
    }
}

/// A count: whole with thousands separators from a hundred on, else with two significant decimals.
pub(super) fn count(value: f64) -> String {
    match value.abs() {
        magnitude if magnitude >= 99.95 => grouped(value),
        magnitude if magnitude >= 9.995 => format!("{value:.1}"),
        0.0 => "0".to_owned(),
        _ => format!("{value:.2}"),
    }
}

/// A whole number with thousands separators.
pub(in crate::report) fn grouped(value: f64) -> String {
    format_grouped(value, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_and_error_share_a_unit() {
        for (value, error, text) in [
            (5.36e6, 2.1e4, "$5.36M ± 0.02M"),
            (-5.36e6, 2.1e4, "-$5.36M ± 0.02M"),
            (1.418e7, 3.2e3, "$14.2M ± 0.003M"),
            (1.418e7, 3.2, "$14.2M ± <0.0001M"),
            (7.1e4, 3.2e3, "$71.0K ± 3.2K"),
            (1.2e4, 3.4e6, "$12.0K ± 3400.0K"),
            (999_999.0, 5e4, "$1.00M ± 0.05M"),
            (950.0, 12.0, "$950 ± 12"),
            (5e6, 0.0, "$5.00M ± 0"),
            (0.0, 1200.0, "$0 ± 1.20K"),
            (5e6, f64::NAN, "$5.00M"),
            (f64::NAN, 1.0, "not available"),
        ] {
            assert_eq!(usd_with_error(value, error), text);
        }
    }

    #[test]
    fn whole_numbers_are_grouped() {
        for (value, text) in [(0.0, "0"), (999.0, "999"), (1e5, "100,000"), (-1234567.0, "-1,234,567")] {
            assert_eq!(grouped(value), text);
        }
    }
}
