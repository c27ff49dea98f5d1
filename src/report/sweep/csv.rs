//! `sweep.csv` and `frontier.csv`.

use crate::{
    decision::Sweep,
    report::{
        ReportError,
        csv_text::{CsvText, Decimal},
    },
    stats::Estimate,
};

/// What every alternative comes to at every point.
pub(super) const POINTS: &str = "sweep.csv";
/// Where the cheapest alternative changes.
pub(super) const FRONTIER: &str = "frontier.csv";

/// One row per point and alternative. The first columns are headed by the paths and hold their values; a figure that
/// does not exist, such as the saving of the baseline against itself, is empty.
pub(super) fn points(sweep: &Sweep, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(POINTS, decimal);
    let paths = sweep.axes.iter().map(|axis| axis.path.as_str());
    text.text_row(paths.chain([
        "alternative",
        "baseline",
        "mean_tco_usd",
        "tco_std_error_usd",
        "saving_usd",
        "saving_std_error_usd",
        "prob_cheaper",
        "tvar99_usd",
        "cheapest",
        "margin_usd",
        "margin_std_error_usd",
    ]))?;
    for (position, point) in sweep.points.iter().enumerate() {
        for (facts, result) in sweep.alternatives.iter().zip(&point.alternatives) {
            for value in sweep.values_at(position) {
                text.number(Some(value))?;
            }
            text.text(&facts.name)?;
            text.text(&sweep.alternatives[facts.baseline].name)?;
            with_error(&mut text, Some(&result.tco))?;
            with_error(&mut text, result.saving.as_ref())?;
            text.number(result.prob_cheaper.map(|share| share.value))?;
            text.number(Some(result.tvar99.value))?;
            text.text(&sweep.alternatives[point.cheapest].name)?;
            with_error(&mut text, point.margin.as_ref())?;
            text.end_row()?;
        }
    }
    text.finish()
}

/// One row per change of the cheapest alternative between two neighbouring points: along which path, the values of
/// all paths there, the standard error along that path, and who is cheapest on either side.
pub(super) fn frontier(sweep: &Sweep, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(FRONTIER, decimal);
    let paths = sweep.axes.iter().map(|axis| axis.path.as_str());
    text.text_row(["along"].into_iter().chain(paths).chain([
        "std_error",
        "ci_low",
        "ci_high",
        "cheapest_below",
        "cheapest_above",
    ]))?;
    for crossing in &sweep.crossings {
        text.text(&sweep.axes[crossing.axis].path)?;
        for value in &crossing.at {
            text.number(Some(*value))?;
        }
        text.number(crossing.value.std_error)?;
        text.number(crossing.value.interval.and_then(|ends| ends.low))?;
        text.number(crossing.value.interval.and_then(|ends| ends.high))?;
        text.text(&sweep.alternatives[crossing.below].name)?;
        text.text(&sweep.alternatives[crossing.above].name)?;
        text.end_row()?;
    }
    text.finish()
}

fn with_error(text: &mut CsvText, estimate: Option<&Estimate>) -> Result<(), ReportError> {
    text.number(estimate.map(|estimate| estimate.value))?;
    text.number(estimate.and_then(|estimate| estimate.std_error))
}
