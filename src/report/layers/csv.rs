//! `layers.csv`.

use crate::{
    decision::LayerFindings,
    report::{
        ReportError,
        csv_text::{CsvText, Decimal},
    },
    stats::Estimate,
};

/// Every layer that was played.
pub(super) const LAYERS: &str = "layers.csv";

/// No insurance, then one row per layer; a figure that is not known, such as exact payments where there is no closed
/// form, is empty.
pub(super) fn layers(findings: &LayerFindings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(LAYERS, decimal);
    text.text_row([
        "retention_usd",
        "limit_usd",
        "premium_usd_per_year",
        "payments_usd_per_year",
        "payments_std_error_usd_per_year",
        "exact_payments_usd_per_year",
        "mean_tco_usd",
        "tco_std_error_usd",
        "tco_change_usd",
        "tco_change_std_error_usd",
        "tvar99_usd",
        "objective_usd",
        "objective_std_error_usd",
        "objective_change_usd",
        "objective_change_std_error_usd",
        "behind_best_usd",
        "behind_best_std_error_usd",
        "best",
    ])?;
    let none = &findings.uninsured;
    for _ in 0..6 {
        text.number(None)?;
    }
    with_error(&mut text, Some(&none.tco))?;
    with_error(&mut text, None)?;
    text.number(Some(none.tvar99.value))?;
    with_error(&mut text, Some(&none.objective))?;
    for _ in 0..5 {
        text.number(None)?;
    }
    text.end_row()?;
    for (place, layer) in findings.layers.iter().enumerate() {
        text.number(Some(layer.retention_usd))?;
        text.number(Some(layer.limit_usd))?;
        text.number(Some(layer.premium_per_year_usd))?;
        with_error(&mut text, Some(&layer.payments_per_year))?;
        text.number(layer.exact_payments_per_year_usd)?;
        with_error(&mut text, Some(&layer.tco))?;
        with_error(&mut text, Some(&layer.tco_change))?;
        text.number(Some(layer.tvar99.value))?;
        for estimate in [&layer.objective, &layer.objective_change, &layer.behind_best] {
            with_error(&mut text, Some(estimate))?;
        }
        text.number(Some(f64::from(u8::from(place == findings.best))))?;
        text.end_row()?;
    }
    text.finish()
}

fn with_error(text: &mut CsvText, estimate: Option<&Estimate>) -> Result<(), ReportError> {
    text.number(estimate.map(|estimate| estimate.value))?;
    text.number(estimate.and_then(|estimate| estimate.std_error))
}
