//! How a figure reads in a table of the business case.

use crate::{
    decision::Cell,
    report::{
        terminal::amount::{grouped, usd_with_error},
        words::clean,
    },
    stats::Estimate,
    units::{format_percent, format_usd},
};

/// The words of a cell.
pub(super) fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Path(text) => clean(text),
        Cell::Usd(value) => format_usd(*value),
        Cell::UsdEstimate(estimate) => match estimate.std_error {
            Some(error) if error > 0.0 => usd_with_error(estimate.value, error),
            _ => format_usd(estimate.value),
        },
        Cell::Percent(fraction) => format_percent(*fraction),
        Cell::Number(value) => format!("{value:.2}"),
        Cell::NumberEstimate(estimate) => number_with_error(estimate),
        Cell::Count(count) => grouped(*count as f64),
        Cell::Nothing => "–".to_owned(),
    }
}

/// Whether a cell holds a figure, which makes its column stand to the right.
pub(super) fn is_figure(cell: &Cell) -> bool {
    !matches!(cell, Cell::Text(_) | Cell::Path(_) | Cell::Nothing)
}

/// A number and its standard error with the same decimals, as many as the error's first digit needs.
fn number_with_error(estimate: &Estimate) -> String {
    let value = estimate.value;
    match estimate.std_error {
        Some(error) if error > 0.0 && error.is_finite() => {
            let decimals = (1.0 - error.log10().floor()).clamp(0.0, 6.0) as usize;
            format!("{value:.decimals$} ± {error:.decimals$}")
        }
        _ if value.abs() >= 100.0 => grouped(value),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_words() {
        for (cell, words) in [
            (Cell::UsdEstimate(Estimate::normal(5.36e6, 2.1e4)), "$5.36M ± 0.02M"),
            (Cell::UsdEstimate(Estimate::exact(5.0)), "$5"),
            (Cell::NumberEstimate(Estimate::normal(12.543, 0.17)), "12.54 ± 0.17"),
            (Cell::NumberEstimate(Estimate::normal(431.2, 12.0)), "431 ± 12"),
            (Cell::Number(-0.4), "-0.40"),
            (Cell::Count(12_000), "12,000"),
            (Cell::text_of("a\nb"), "a b"),
        ] {
            assert_eq!(text(&cell), words);
        }
    }

    impl Cell {
        fn text_of(words: &str) -> Cell {
            Cell::Text(words.to_owned())
        }
    }
}
