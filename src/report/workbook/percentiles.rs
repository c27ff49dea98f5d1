//! Every metric of every alternative with all its statistics.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    sheet::Sheet,
    summary::{label, remarks},
};
use crate::decision::{Figure, Findings};

/// Columns left of the first statistic.
const LEFT: usize = 3;

/// The sheet: one row for each metric, one column for each statistic that any metric has.
pub(super) fn sheet(findings: &Findings) -> Result<Worksheet, XlsxError> {
    let mut statistics: Vec<&str> = Vec::new();
    for figure in findings.alternatives.iter().flat_map(|one| &one.figures) {
        if !statistics.contains(&figure.statistic) {
            statistics.push(figure.statistic);
        }
    }
    let mut widths = vec![26.0, 38.0, 10.0];
    widths.extend(std::iter::repeat_n(15.0, statistics.len()));
    widths.push(60.0);
    let mut sheet = Sheet::new("Percentiles", &widths)?;
    let headings = ["Alternative", "Metric", "Unit"].into_iter().chain(statistics.iter().copied());
    sheet.header(headings.chain(["Remarks"]), 2)?;
    for alternative in &findings.alternatives {
        let mut figures = alternative.figures.as_slice();
        // The statistics of a metric stand together.
        while let Some(first) = figures.first() {
            let count = figures.iter().take_while(|figure| figure.metric == first.metric).count();
            let (of_metric, rest) = figures.split_at(count);
            figures = rest;
            sheet.text(0, &label(alternative))?;
            sheet.text(1, &first.metric)?;
            sheet.text(2, first.unit)?;
            for (column, statistic) in (LEFT as u16..).zip(&statistics) {
                sheet.figure(column, of_metric.iter().find(|figure| figure.statistic == *statistic))?;
            }
            let of_metric: Vec<&Figure> = of_metric.iter().collect();
            sheet.wrapped((LEFT + statistics.len()) as u16, &remarks(&of_metric))?;
            sheet.row += 1;
        }
    }
    sheet.filter((LEFT + statistics.len()) as u16)?;
    Ok(sheet.finish())
}
