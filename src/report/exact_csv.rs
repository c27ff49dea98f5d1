//! `exact.csv`: exact statistics of loss and total cost.

use super::ReportError;
use super::csv_text::{CsvText, Decimal};
use crate::decision::ExactFindings;

/// The file's name.
pub const NAME: &str = "exact.csv";

/// The whole file. Values have twelve significant digits, so that rounding inside the transforms does not show; one
/// that does not exist is empty.
pub fn render(findings: &ExactFindings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(NAME, decimal);
    text.text_row(["alternative", "metric", "statistic", "value", "error_bound", "unit"])?;
    for alternative in &findings.alternatives {
        for figure in &alternative.figures {
            text.text(&alternative.name)?;
            text.text(&figure.metric)?;
            text.text(figure.statistic)?;
            text.number(figure.value.map(|value| rounded(value, 12)))?;
            text.number(figure.error_bound.map(|bound| rounded(bound, 2)))?;
            text.text(figure.unit)?;
            text.end_row()?;
        }
    }
    text.finish()
}

/// The number with so many significant digits.
fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_count() {
        assert_eq!(rounded(123_456_789.123_456_7, 12), 123_456_789.123);
        assert_eq!((rounded(0.0, 12), rounded(0.012_345, 2)), (0.0, 0.012));
    }
}
