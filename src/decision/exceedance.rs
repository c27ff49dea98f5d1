//! Loss exceedance curves of an alternative: AEP and OEP, by year and over the horizon.

use super::{ExceedanceCurve, ExceedancePoint, runs::Runs};
use crate::{
    engine::Annual,
    stats::{self, SampleError, Sampling},
};

/// Return periods of the curves, in periods.
const RETURN_PERIODS: [f64; 26] = [
    1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0, 150.0,
    200.0, 250.0, 400.0, 500.0, 750.0, 1_000.0, 2_000.0, 5_000.0,
];

/// All curves of the alternative at `position`.
pub(super) fn curves(
    runs: &Runs,
    position: usize,
    years: usize,
    name: &str,
    label: &str,
) -> Result<Vec<ExceedanceCurve>, SampleError> {
    let totals: Vec<Vec<f64>> =
        (0..years).map(|year| runs.outcomes.annual(position, Annual::Loss, year)).collect();
    let maxima: Vec<Vec<f64>> =
        (0..years).map(|year| runs.outcomes.annual(position, Annual::LargestLoss, year)).collect();
    let mut curves = Vec::new();
    if years == 0 {
        return Ok(curves);
    }
    let columns = |years: &'_ [Vec<f64>]| -> Vec<Vec<f64>> { years.to_vec() };
    let horizon_total = fold(&totals, |a, b| a + b);
    let horizon_maximum = fold(&maxima, f64::max);
    for (kind, yearly, horizon) in
        [("aep", columns(&totals), horizon_total), ("oep", columns(&maxima), horizon_maximum)]
    {
        let mut periods: Vec<(String, bool, Vec<&[f64]>)> =
            vec![("average_year".to_owned(), true, yearly.iter().map(Vec::as_slice).collect())];
        for (year, column) in yearly.iter().enumerate() {
            periods.push((format!("year_{}", year + 1), true, vec![column]));
        }
        periods.push(("horizon".to_owned(), false, vec![&horizon]));
        for (period, is_yearly, columns) in periods {
            curves.push(curve(&columns, &runs.sampling, kind, period, is_yearly, [name, label])?);
        }
    }
    Ok(curves)
}

/// Run by run over the years.
fn fold(years: &[Vec<f64>], join: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut folded = years[0].clone();
    for year in &years[1..] {
        for (sum, value) in folded.iter_mut().zip(year) {
            *sum = join(*sum, *value);
        }
    }
    folded
}

fn curve(
    columns: &[&[f64]],
    sampling: &Sampling,
    kind: &'static str,
    period: String,
    is_yearly: bool,
    [name, label]: [&str; 2],
) -> Result<ExceedanceCurve, SampleError> {
    let probabilities = RETURN_PERIODS.map(|periods| 1.0 / periods);
    let curve = stats::exceedance_curve(columns, sampling, &probabilities)?;
    let points = curve.points.iter().zip(RETURN_PERIODS).map(|(point, return_period)| ExceedancePoint {
        probability: point.probability,
        return_period_years: is_yearly.then_some(return_period),
        loss_usd: point.loss,
        low_usd: point.low,
        high_usd: point.high,
    });
    Ok(ExceedanceCurve {
        alternative: name.to_owned(),
        label: label.to_owned(),
        kind,
        period,
        probability_of_any: curve.probability_of_any.value,
        points: points.collect(),
    })
}
