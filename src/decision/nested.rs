//! What nobody knows told from what varies, where many runs share each draw of what is uncertain.

use rayon::prelude::*;

use super::{
    AnalysisError, CredibleBand, CredibleCurve, CrediblePoint, NestedFindings, VarianceFact,
    analyse::has_infinite_variance,
    comparison::Pair,
    exceedance::RETURN_PERIODS,
    nested_words::{Choice, sentences},
    quantity::{Period, Quantity, baseline_of},
    runs::{Held, Runs},
};
use crate::{
    engine::Plan,
    stats::{CurvePoint, Sample, SampleError, Sampling, exceedance_curve, variance_split},
};

/// The runs of every draw.
struct Draws {
    runs_per_draw: usize,
    /// How the runs of each draw count; runs of one draw are independent of each other.
    each: Vec<Sampling>,
}

/// A figure of the runs of a draw.
type Figure = (&'static str, fn(&Sample) -> f64);

const OF_MONEY: [Figure; 4] = [
    ("mean", |sample| sample.mean_value()),
    ("p95", |sample| sample.quantile(0.95)),
    ("p99", |sample| sample.quantile(0.99)),
    ("tvar99", |sample| sample.tail_value_at_risk(0.99).value),
];
const OF_SAVING: [Figure; 2] =
    [("mean", |sample| sample.mean_value()), ("prob_cheaper", |sample| sample.probability_above(0.0).value)];

/// Bands and shares; `None` unless uncertainty is nested and there are two draws or more.
pub(super) fn nested(runs: &Runs) -> Result<Option<NestedFindings>, AnalysisError> {
    let (plan, Held::Exactly(_)) = (runs.plan, &runs.held) else { return Ok(None) };
    let Some(draws) = Draws::of(runs)? else { return Ok(None) };
    let model = plan.model();
    let alternatives = 0..model.alternatives.len();
    let each = alternatives.into_par_iter().map(|position| of_alternative(runs, &draws, position));
    let each: Vec<OfAlternative> = each.collect::<Result<_, AnalysisError>>()?;
    let mut means: Vec<Vec<f64>> = Vec::new();
    let (mut bands, mut curves, mut variance) = (Vec::new(), Vec::new(), Vec::new());
    for one in each {
        means.push(one.mean_tco);
        bands.extend(one.bands);
        curves.extend(one.curves);
        variance.extend(one.variance);
    }
    let choice = Choice::of(model, &means);
    Ok(Some(NestedFindings {
        outer: draws.each.len() as u64,
        runs_per_draw: draws.runs_per_draw as u64,
        sentences: sentences(model, draws.each.len(), &choice, &bands, &variance),
        bands,
        curves,
        variance,
    }))
}

struct OfAlternative {
    /// Mean total cost of every draw.
    mean_tco: Vec<f64>,
    bands: Vec<CredibleBand>,
    curves: Vec<CredibleCurve>,
    variance: Vec<VarianceFact>,
}

fn of_alternative(runs: &Runs, draws: &Draws, position: usize) -> Result<OfAlternative, AnalysisError> {
    let plan = runs.plan;
    let name = &plan.model().alternatives[position].name;
    let mut one =
        OfAlternative { mean_tco: Vec::new(), bands: Vec::new(), curves: Vec::new(), variance: Vec::new() };
    let is_finite = !has_infinite_variance(plan);
    for metric in ["tco", "loss"] {
        let Some(column) = plan.metric(metric) else { continue };
        let samples = draws.samples(&runs.outcomes.metric(position, column))?;
        one.bands.extend(bands(name, metric, &OF_MONEY, &samples)?);
        one.variance.extend(variance(name, metric, "usd", &samples, is_finite)?);
        if metric == "tco" {
            one.mean_tco = samples.iter().map(Sample::mean_value).collect();
        }
    }
    if baseline_of(plan, position) != position {
        let saving = Quantity::Pair { alternative: position, pair: Pair::Saving };
        let values = saving.column(plan, runs.outcomes).values.into_iter().next().unwrap_or_default();
        let samples = draws.samples(&values)?;
        one.bands.extend(bands(name, "saving", &OF_SAVING, &samples)?);
        one.variance.extend(variance(name, "saving", "usd", &samples, is_finite)?);
    }
    for class in &plan.model().classes {
        let metric = format!("events.{}", class.name);
        let Some(column) = plan.metric(&metric) else { continue };
        let samples = draws.samples(&runs.outcomes.metric(position, column))?;
        one.variance.extend(variance(name, &metric, "events", &samples, true)?);
    }
    one.curves = curves(runs, draws, position)?;
    Ok(one)
}

impl Draws {
    /// The draws of all runs; `None` where every run has its own, or there is one in all.
    fn of(runs: &Runs) -> Result<Option<Draws>, AnalysisError> {
        let count = runs.outcomes.runs();
        let runs_per_draw = runs.plan.runs_per_draw().and_then(|runs| usize::try_from(runs).ok());
        let Some(runs_per_draw) = runs_per_draw.filter(|each| 2 * each <= count) else { return Ok(None) };
        let weights = runs.outcomes.weights();
        let each = (0..count / runs_per_draw).map(|draw| {
            let weights = weights.as_ref().map(|all| all[draw * runs_per_draw..][..runs_per_draw].to_vec());
            Sampling::new(runs_per_draw, weights, None)
        });
        Ok(Some(Draws { runs_per_draw, each: each.collect::<Result<_, SampleError>>()? }))
    }

    /// The values of every draw.
    fn samples(&self, values: &[f64]) -> Result<Vec<Sample>, AnalysisError> {
        let parts = values.chunks_exact(self.runs_per_draw).collect::<Vec<_>>();
        let each = self.each.par_iter().zip(parts);
        Ok(each.map(|(sampling, values)| sampling.sample(values.to_vec())).collect::<Result<_, _>>()?)
    }
}

fn bands(
    alternative: &str,
    metric: &'static str,
    figures: &[Figure],
    samples: &[Sample],
) -> Result<Vec<CredibleBand>, AnalysisError> {
    let band = |&(statistic, figure): &Figure| {
        let over_draws = Sample::new(samples.par_iter().map(figure).collect())?;
        let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|level| over_draws.value_at_risk(level));
        let unit = if statistic == "prob_cheaper" { "fraction" } else { "usd" };
        Ok(CredibleBand { alternative: alternative.to_owned(), metric, statistic, unit, p5, p50, p95 })
    };
    figures.iter().map(band).collect()
}

/// The split of a variance; none where the variance of an input is infinite.
fn variance(
    alternative: &str,
    metric: &str,
    unit: &'static str,
    samples: &[Sample],
    is_finite: bool,
) -> Result<Option<VarianceFact>, AnalysisError> {
    if !is_finite {
        return Ok(None);
    }
    Ok(variance_split(samples)?.map(|split| VarianceFact {
        alternative: alternative.to_owned(),
        metric: metric.to_owned(),
        unit,
        total: split.total,
        unknown: split.unknown,
        chance: split.chance,
        unknown_share: split.unknown_share,
    }))
}

/// Bands of the curves of an average year and of the horizon.
fn curves(runs: &Runs, draws: &Draws, position: usize) -> Result<Vec<CredibleCurve>, AnalysisError> {
    let plan: &Plan = runs.plan;
    if plan.years() == 0 {
        return Ok(Vec::new());
    }
    let probabilities = RETURN_PERIODS.map(|periods| 1.0 / periods);
    let mut curves = Vec::new();
    for (kind, largest) in [("aep", false), ("oep", true)] {
        for (word, period) in [("average_year", Period::AverageYear), ("horizon", Period::Horizon)] {
            let quantity = Quantity::Periods { alternative: position, largest, period };
            let columns = quantity.column(plan, runs.outcomes).values;
            let of_draw = |(draw, sampling): (usize, &Sampling)| {
                let part = |column: &Vec<f64>| {
                    let start = draw * draws.runs_per_draw;
                    column[start..start + draws.runs_per_draw].to_vec()
                };
                let parts: Vec<Vec<f64>> = columns.iter().map(part).collect();
                let periods: Vec<&[f64]> = parts.iter().map(Vec::as_slice).collect();
                Ok(exceedance_curve(&periods, sampling, &probabilities)?.points)
            };
            let of_draws: Vec<Vec<CurvePoint>> =
                draws.each.par_iter().enumerate().map(of_draw).collect::<Result<_, AnalysisError>>()?;
            let points = RETURN_PERIODS.iter().enumerate().map(|(place, &return_period)| {
                let losses = of_draws.iter().map(|points| points[place].loss).collect();
                let losses = Sample::new(losses)?;
                let [p5_usd, p50_usd, p95_usd] = [0.05, 0.5, 0.95].map(|level| losses.quantile(level));
                Ok(CrediblePoint {
                    probability: 1.0 / return_period,
                    return_period_years: (period != Period::Horizon).then_some(return_period),
                    p5_usd,
                    p50_usd,
                    p95_usd,
                })
            });
            curves.push(CredibleCurve {
                alternative: plan.model().alternatives[position].name.clone(),
                kind,
                period: word,
                points: points.collect::<Result<_, AnalysisError>>()?,
            });
        }
    }
    Ok(curves)
}
