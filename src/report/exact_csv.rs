//! `exact.csv`: exact statistics of loss and total cost.

use super::ReportError;
use super::csv_text::{CsvText, Decimal};
use crate::decision::{ExactBeside, ExactFigure, ExactFindings};

/// The file's name.
pub const NAME: &str = "exact.csv";

/// The whole file. Values have twelve significant digits, so that rounding inside the transforms does not show; one
/// that does not exist is empty.
pub fn render(findings: &ExactFindings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let rows = findings.alternatives.iter().flat_map(|alternative| {
        let of_figure = |figure: &'_ ExactFigure| Line {
            alternative: alternative.name.clone(),
            metric: figure.metric.clone(),
            statistic: figure.statistic,
            value: figure.value,
            error_bound: figure.error_bound,
            unit: figure.unit,
        };
        alternative.figures.iter().map(of_figure)
    });
    written(rows, decimal)
}

/// The same file beside a simulation: the figures that are exact.
pub fn beside(exact: &ExactBeside, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let rows = exact.lines.iter().map(|line| Line {
        alternative: line.alternative.clone(),
        metric: line.metric.clone(),
        statistic: line.statistic,
        value: Some(line.exact),
        error_bound: Some(line.error_bound),
        unit: line.unit,
    });
    written(rows, decimal)
}

struct Line {
    alternative: String,
    metric: String,
    statistic: &'static str,
    value: Option<f64>,
    error_bound: Option<f64>,
    unit: &'static str,
}

fn written(lines: impl Iterator<Item = Line>, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(NAME, decimal);
    text.text_row(["alternative", "metric", "statistic", "value", "error_bound", "unit"])?;
    for line in lines {
        text.text(&line.alternative)?;
        text.text(&line.metric)?;
        text.text(line.statistic)?;
        text.number(line.value.map(|value| rounded(value, 12)))?;
        text.number(line.error_bound.map(|bound| rounded(bound, 2)))?;
        text.text(line.unit)?;
        text.end_row()?;
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
