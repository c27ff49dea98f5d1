//! Loss exceedance curves of an alternative: AEP and OEP, by year and over the horizon.

use super::{
    AnalysisError, ExceedanceCurve, ExceedancePoint,
    quantity::{Period, Quantity},
    runs::Runs,
};

/// Return periods of the curves, in periods.
pub(super) const RETURN_PERIODS: [f64; 26] = [
    1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0, 150.0,
    200.0, 250.0, 400.0, 500.0, 750.0, 1_000.0, 2_000.0, 5_000.0,
];

/// The periods that have curves, over a horizon of so many years.
pub(super) fn periods(years: usize) -> Vec<Period> {
    if years == 0 {
        return Vec::new();
    }
    [Period::AverageYear].into_iter().chain((0..years).map(Period::Year)).chain([Period::Horizon]).collect()
}

/// All curves of the alternative at `position`.
pub(super) fn curves(runs: &Runs, position: usize) -> Result<Vec<ExceedanceCurve>, AnalysisError> {
    let (losses, largest) = rayon::join(|| of_kind(runs, position, "aep"), || of_kind(runs, position, "oep"));
    Ok([losses?, largest?].concat())
}

/// The curves of one kind.
fn of_kind(runs: &Runs, position: usize, kind: &'static str) -> Result<Vec<ExceedanceCurve>, AnalysisError> {
    let facts = &runs.plan.model().alternatives[position];
    let largest = kind == "oep";
    let of_period = |period: Period| {
        let probabilities = RETURN_PERIODS.map(|periods| 1.0 / periods);
        let curve =
            runs.curve(Quantity::Periods { alternative: position, largest, period }, &probabilities)?;
        let is_yearly = period != Period::Horizon;
        let points = curve.points.iter().zip(RETURN_PERIODS).map(|(point, return_period)| ExceedancePoint {
            probability: point.probability,
            return_period_years: is_yearly.then_some(return_period),
            loss_usd: point.loss,
            low_usd: point.low,
            high_usd: point.high,
        });
        Ok(ExceedanceCurve {
            alternative: facts.name.clone(),
            label: facts.label.clone(),
            kind,
            period: match period {
                Period::AverageYear => "average_year".to_owned(),
                Period::Year(year) => format!("year_{}", year + 1),
                Period::Horizon => "horizon".to_owned(),
            },
            probability_of_any: curve.probability_of_any.value,
            points: points.collect(),
        })
    };
    periods(runs.plan.years()).into_iter().map(of_period).collect()
}
