//! Statistics of one metric as [`Figure`]s.

use super::{Figure, FigureResult, runs::Distribution};
use crate::{stats::Estimate, units::format_percent};

/// Quantiles that every money metric shows.
pub(super) const QUANTILES: [(&str, f64); 9] = [
    ("p5", 0.05),
    ("p25", 0.25),
    ("p50", 0.50),
    ("p75", 0.75),
    ("p90", 0.90),
    ("p95", 0.95),
    ("p99", 0.99),
    ("p99.5", 0.995),
    ("p99.9", 0.999),
];
/// Tail means that every money metric shows.
pub(super) const TAILS: [(&str, f64); 2] = [("tvar95", 0.95), ("tvar99", 0.99)];

/// A figure with a value.
pub(super) fn figure(
    metric: &str,
    statistic: &'static str,
    unit: &'static str,
    estimate: Estimate,
) -> Figure {
    Figure {
        metric: metric.to_owned(),
        statistic,
        unit,
        result: FigureResult::Estimate { estimate, note: None },
    }
}

/// A figure that does not exist.
pub(super) fn not_applicable(
    metric: &str,
    statistic: &'static str,
    unit: &'static str,
    because: &str,
) -> Figure {
    let result = FigureResult::NotApplicable { because: because.to_owned() };
    Figure { metric: metric.to_owned(), statistic, unit, result }
}

/// Mean, spread, quantiles and tails of a metric.
pub(super) fn describe(metric: &str, unit: &'static str, sample: &Distribution) -> Vec<Figure> {
    let mut figures =
        vec![figure(metric, "mean", unit, sample.mean()), figure(metric, "sd", unit, sample.sd())];
    let any = sample.probability_above(0.0);
    for (statistic, level) in QUANTILES {
        let estimate = sample.value_at_risk(level);
        let mut quantile = figure(metric, statistic, unit, estimate);
        if estimate.value == 0.0 && sample.min() >= 0.0 && any.value < 1.0 {
            let note = Some(format!("no event in {} of runs", format_percent(1.0 - any.value)));
            quantile.result = FigureResult::Estimate { estimate, note };
        }
        figures.push(quantile);
    }
    for (statistic, level) in TAILS {
        figures.push(figure(metric, statistic, unit, sample.tail_value_at_risk(level)));
    }
    if sample.min() >= 0.0 {
        figures.push(figure(metric, "prob_any", "fraction", any));
    }
    figures.iter_mut().for_each(|figure| of_bins(figure, sample));
    figures
}

/// Says how exact a quantile or a tail mean is that comes from bins.
pub(super) fn of_bins(figure: &mut Figure, of: &Distribution) {
    let is_quantile = QUANTILES.iter().chain(&TAILS).any(|(statistic, _)| *statistic == figure.statistic);
    let Some(error) = of.bins().filter(|_| is_quantile) else { return };
    if let FigureResult::Estimate { note, .. } = &mut figure.result {
        let guarantee = format!("from bins, within {} of that of the runs", format_percent(error));
        *note = Some(match note.take() {
            None => guarantee,
            Some(other) => format!("{other}; {guarantee}"),
        });
    }
}

/// Takes the normal interval and standard error from means and spreads of losses whose variance is infinite:
/// quantiles keep theirs, which hold whatever the distribution.
pub(super) fn without_normal_errors(figures: &mut [Figure]) {
    let of_losses = ["loss", "tco", "saving", "npv", "roi"];
    for figure in figures {
        let name = figure.metric.split(['.', '_']).next().unwrap_or_default();
        let normal = ["mean", "sd", "tvar95", "tvar99"].contains(&figure.statistic);
        if let FigureResult::Estimate { estimate, note } = &mut figure.result
            && normal
            && of_losses.contains(&name)
        {
            (estimate.std_error, estimate.interval) = (None, None);
            *note = Some("no standard error: the variance of an input is infinite".to_owned());
        }
    }
}

/// The estimate of a statistic among figures, if there is one.
pub(super) fn find<'a>(figures: &'a [Figure], metric: &str, statistic: &str) -> Option<&'a Estimate> {
    let figure = figures.iter().find(|figure| figure.metric == metric && figure.statistic == statistic)?;
    match &figure.result {
        FigureResult::Estimate { estimate, .. } => Some(estimate),
        FigureResult::NotApplicable { .. } => None,
    }
}
