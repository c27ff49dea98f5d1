//! Exact figures beside simulated ones, for alternatives whose losses have an exact law.
//!
//! They are computed where that costs at most as much as a part of the simulation. How much both cost is estimated from
//! the scenario and the number of runs, never measured, so that the same call gives the same files everywhere.

use rayon::prelude::*;

use super::{
    AlternativeFindings, ExactBeside, ExactFigure, ExactLine, ExactMissing, ExceedanceCurve,
    exact_figures::of_law, figures::find,
};
use crate::{
    engine::{Money, Plan},
    exact::{Basis, Exact, Largest, Law, Reason, loss_law, yearly_laws},
    model::Method,
};

/// Relative error bound of quantiles to aim at: a hundredth of the standard errors that count as precise.
const TOLERANCE: f64 = 1e-4;
/// Values of distributions that take about as long as playing one run of one alternative.
const VALUES_PER_RUN: f64 = 40.0;
/// Share of the simulation's time that exact figures may take.
const SHARE: f64 = 0.5;
/// Values of distributions for one alternative that are always worth computing: a few hundredths of a second.
const ALWAYS: f64 = 1e6;
/// Values that are never worth it beside a simulation: a second or two.
const NEVER: f64 = 2e7;
/// Points of the curves of the average year: statistic and return period.
const RETURN_PERIODS: [(&str, f64); 6] = [
    ("return_10_years", 10.0),
    ("return_20_years", 20.0),
    ("return_50_years", 50.0),
    ("return_100_years", 100.0),
    ("return_250_years", 250.0),
    ("return_1000_years", 1_000.0),
];

/// Exact figures of every alternative, or why it has none, before anything is simulated.
#[derive(Debug)]
pub(super) struct Marginals {
    /// In the order of the alternatives.
    alternatives: Vec<Result<Vec<ExactFigure>, String>>,
}

impl Marginals {
    /// Those of a scenario to be simulated; `None` where it asks for plain simulation and nothing else.
    pub fn of(plan: &Plan) -> Option<Marginals> {
        let model = plan.model();
        if model.simulation.method == Method::Plain {
            return None;
        }
        let costs = plan.costs_before_losses();
        let count = model.alternatives.len();
        let runs = model.simulation.runs as f64;
        let budget = (SHARE * VALUES_PER_RUN * runs).clamp(ALWAYS, NEVER);
        let of = |position: usize| {
            of_alternative(plan, position, &costs[position], budget).map_err(|reason| reason.to_string())
        };
        Some(Marginals { alternatives: (0..count).into_par_iter().map(of).collect() })
    }

    /// The exact statistic of a metric of an alternative.
    pub fn find(&self, alternative: usize, metric: &str, statistic: &str) -> Option<Exact> {
        let figures = self.alternatives.get(alternative)?.as_ref().ok()?;
        let is = |figure: &&ExactFigure| figure.metric == metric && figure.statistic == statistic;
        let figure = figures.iter().find(is)?;
        Some(Exact { value: figure.value?, error_bound: figure.error_bound? })
    }

    /// The figures beside those of a simulation.
    pub fn beside(&self, simulated: &[AlternativeFindings], curves: &[ExceedanceCurve]) -> ExactBeside {
        let mut beside = ExactBeside::default();
        for (exact, alternative) in self.alternatives.iter().zip(simulated) {
            let missing = |metric: &str, because: &str| ExactMissing {
                alternative: alternative.name.clone(),
                label: alternative.label.clone(),
                metric: metric.to_owned(),
                because: because.to_owned(),
            };
            match exact {
                Err(because) => beside.missing.push(missing("loss", because)),
                Ok(figures) => {
                    beside
                        .lines
                        .extend(figures.iter().filter_map(|figure| line(figure, alternative, curves)));
                    let lacking = figures.iter().filter(|figure| figure.statistic == "mean");
                    let lacking = lacking.filter_map(|figure| Some((figure, figure.because.as_ref()?)));
                    beside.missing.extend(lacking.map(|(figure, why)| missing(&figure.metric, why)));
                }
            }
        }
        beside
    }
}

fn line(
    figure: &ExactFigure,
    alternative: &AlternativeFindings,
    curves: &[ExceedanceCurve],
) -> Option<ExactLine> {
    let exact = figure.value?;
    let estimate = find(&alternative.figures, &figure.metric, figure.statistic);
    let on_curve = || {
        let (_, years) = RETURN_PERIODS.iter().find(|(statistic, _)| *statistic == figure.statistic)?;
        let curve = curves.iter().find(|curve| {
            curve.alternative == alternative.name
                && curve.kind == figure.metric
                && curve.period == "average_year"
        })?;
        let at = |period: f64| (period - years).abs() < 1e-6 * years;
        curve
            .points
            .iter()
            .find(|point| point.return_period_years.is_some_and(at))
            .map(|point| point.loss_usd)
    };
    let std_error = estimate.and_then(|estimate| estimate.std_error).filter(|error| *error > 0.0);
    Some(ExactLine {
        alternative: alternative.name.clone(),
        label: alternative.label.clone(),
        metric: figure.metric.clone(),
        statistic: figure.statistic,
        unit: figure.unit,
        exact,
        error_bound: figure.error_bound.unwrap_or(0.0),
        simulated: estimate.map(|estimate| estimate.value).or_else(on_curve),
        z: estimate.zip(std_error).map(|(estimate, error)| (estimate.value - exact) / error),
    })
}

fn of_alternative(
    plan: &Plan,
    position: usize,
    cost: &Option<Money>,
    budget: f64,
) -> Result<Vec<ExactFigure>, Reason> {
    let model = plan.model();
    let insured = model.policy_of(position).is_some();
    let law = loss_law(model, position, Basis::PresentValue)?;
    let mut left = budget - law.work() as f64;
    if left < 0.0 {
        return Err(Reason::TooLong);
    }
    let is_discounted = model.horizon.discount_rate != 0.0;
    let undiscounted = match is_discounted {
        true => affordable(loss_law(model, position, Basis::Undiscounted)?, &mut left).ok(),
        false => None,
    };
    let (year, largest) = match plan.years() {
        0 => (None, None),
        _ => {
            let (year, largest) = yearly_laws(model, position);
            (year.and_then(|year| affordable(year, &mut left)).ok(), largest.ok())
        }
    };
    let of_present_values = || of_law(&law, cost, "", Basis::PresentValue, insured, TOLERANCE);
    let of_undiscounted =
        |law: Law| of_law(&law, cost, "_undiscounted", Basis::Undiscounted, insured, TOLERANCE);
    let ((mut figures, twins), (of_year, of_largest)) = rayon::join(
        || rayon::join(of_present_values, || undiscounted.map(of_undiscounted)),
        || rayon::join(|| year.as_ref().map(of_year), || largest.as_ref().map(of_largest)),
    );
    let twin = |figure: &ExactFigure| ExactFigure {
        metric: format!("{}_undiscounted", figure.metric),
        ..figure.clone()
    };
    match is_discounted {
        true => figures.extend(twins.into_iter().flatten()),
        false => figures.extend(figures.iter().map(twin).collect::<Vec<_>>()),
    }
    figures.extend(of_year.into_iter().chain(of_largest).flatten());
    Ok(figures)
}

/// The law, where there is time for it.
fn affordable(law: Law, left: &mut f64) -> Result<Law, Reason> {
    *left -= law.work() as f64;
    if *left < 0.0 { Err(Reason::TooLong) } else { Ok(law) }
}

fn of_year(law: &Law) -> Vec<ExactFigure> {
    let levels = RETURN_PERIODS.map(|(_, years)| 1.0 - 1.0 / years);
    let Ok(tails) = law.tails(&levels, TOLERANCE) else { return Vec::new() };
    let points = RETURN_PERIODS.iter().zip(tails);
    points.map(|((statistic, _), tail)| point("aep", statistic, tail.quantile)).collect()
}

fn of_largest(law: &Largest) -> Vec<ExactFigure> {
    let points = RETURN_PERIODS.iter();
    points.map(|(statistic, years)| point("oep", statistic, law.exceeded_with(1.0 / years))).collect()
}

fn point(metric: &str, statistic: &'static str, exact: Exact) -> ExactFigure {
    ExactFigure {
        metric: metric.to_owned(),
        statistic,
        unit: "usd",
        value: Some(exact.value),
        error_bound: Some(exact.error_bound),
        because: None,
    }
}
