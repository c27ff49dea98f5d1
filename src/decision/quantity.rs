//! Every quantity whose distribution a result shows, as a column over any stretch of runs.

use super::comparison::{Pair, Paired};
use crate::{
    engine::{Annual, LimitFigure, Outcomes, Plan},
    stats::paired_difference,
};

/// How money in the future counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Basis {
    PresentValue,
    Nominal,
}

/// A quantity that every run has one value of, or several that count each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Quantity {
    /// A metric of an alternative.
    Metric { alternative: usize, metric: usize },
    /// The same a year.
    MetricPerYear { alternative: usize, metric: usize },
    /// Undiscounted loss in the runs in which a severity model holds.
    LossUnderModel { alternative: usize, model: usize },
    /// Money of a year.
    Yearly { alternative: usize, year: usize, basis: Basis, part: Part },
    /// Undiscounted losses of periods, for an exceedance curve.
    Periods { alternative: usize, largest: bool, period: Period },
    /// A figure of a limit.
    Limit { limit: usize, figure: Reached },
    /// An alternative against its baseline.
    Pair { alternative: usize, pair: Pair },
}

/// What of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Part {
    Loss,
    /// Costs and losses.
    Tco,
    /// The same of all years so far.
    Cumulative,
}

/// Which periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Period {
    /// All years, each a period.
    AverageYear,
    Year(usize),
    /// All years together.
    Horizon,
}

/// What of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Reached {
    Month,
    /// The month counted backwards, so that what is above the horizon's end was reached within it.
    Backwards,
    DemandAtStart,
    DemandAtEnd,
}

/// A quantity over some runs.
pub(super) struct Column {
    /// One column, or several whose values count each.
    pub values: Vec<Vec<f64>>,
    /// Where it is defined in some of the runs only: in which.
    pub is_defined: Option<Vec<bool>>,
}

impl Quantity {
    /// The quantity in the runs of `outcomes`.
    pub fn column(self, plan: &Plan, outcomes: &Outcomes) -> Column {
        let one = |values: Vec<f64>| Column { values: vec![values], is_defined: None };
        match self {
            Quantity::Metric { alternative, metric } => one(outcomes.metric(alternative, metric)),
            Quantity::MetricPerYear { alternative, metric } => {
                let years = plan.years() as f64;
                one(outcomes.metric(alternative, metric).into_iter().map(|value| value / years).collect())
            }
            Quantity::LossUnderModel { alternative, model } => {
                let metric = plan.metric("loss_undiscounted").unwrap_or(0);
                let holds = outcomes.severity_models().into_iter().map(|holds| holds == model).collect();
                Column { values: vec![outcomes.metric(alternative, metric)], is_defined: Some(holds) }
            }
            Quantity::Yearly { alternative, year, basis, part } => {
                one(yearly(outcomes, alternative, year, basis, part))
            }
            Quantity::Periods { alternative, largest, period } => {
                let values = periods(plan, outcomes, alternative, largest, period);
                Column { values, is_defined: None }
            }
            Quantity::Limit { limit, figure } => {
                let kept = match figure {
                    Reached::Month | Reached::Backwards => LimitFigure::Month,
                    Reached::DemandAtStart => LimitFigure::AtStart,
                    Reached::DemandAtEnd => LimitFigure::AtEnd,
                };
                let mut values = outcomes.limit(limit, kept);
                if figure == Reached::Backwards {
                    values.iter_mut().for_each(|month| *month = -*month);
                }
                one(values)
            }
            Quantity::Pair { alternative, pair } => Paired::of(plan, outcomes, alternative).column(pair),
        }
    }
}

fn yearly(outcomes: &Outcomes, alternative: usize, year: usize, basis: Basis, part: Part) -> Vec<f64> {
    let (cost, loss) = basis.annual();
    let total = |year| {
        let mut total = outcomes.annual(alternative, cost, year);
        let losses = outcomes.annual(alternative, loss, year);
        total.iter_mut().zip(losses).for_each(|(total, loss)| *total += loss);
        total
    };
    match part {
        Part::Loss => outcomes.annual(alternative, loss, year),
        Part::Tco => total(year),
        Part::Cumulative => fold((0..=year).map(total), |a, b| a + b),
    }
}

fn periods(
    plan: &Plan,
    outcomes: &Outcomes,
    alternative: usize,
    largest: bool,
    period: Period,
) -> Vec<Vec<f64>> {
    let kind = if largest { Annual::LargestLoss } else { Annual::Loss };
    let of_year = |year| outcomes.annual(alternative, kind, year);
    let years = (0..plan.years()).map(of_year);
    match period {
        Period::AverageYear => years.collect(),
        Period::Year(year) => vec![of_year(year)],
        Period::Horizon if largest => vec![fold(years, f64::max)],
        Period::Horizon => vec![fold(years, |a, b| a + b)],
    }
}

/// Run by run over the years.
fn fold(mut years: impl Iterator<Item = Vec<f64>>, join: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut folded = years.next().unwrap_or_default();
    for year in years {
        folded.iter_mut().zip(year).for_each(|(folded, value)| *folded = join(*folded, value));
    }
    folded
}

impl Basis {
    /// The yearly figures of cost before losses and of loss.
    pub fn annual(self) -> (Annual, Annual) {
        match self {
            Basis::PresentValue => (Annual::CostPresentValue, Annual::LossPresentValue),
            Basis::Nominal => (Annual::Cost, Annual::Loss),
        }
    }
}

/// What an alternative is compared with.
pub(super) fn baseline_of(plan: &Plan, position: usize) -> usize {
    plan.model().alternatives[position].baseline.unwrap_or(plan.model().baseline)
}

impl Paired {
    /// The runs of `outcomes` under the alternative at `position` and its baseline.
    pub fn of(plan: &Plan, outcomes: &Outcomes, position: usize) -> Paired {
        let baseline = baseline_of(plan, position);
        let pair = |metric: &str| {
            let column = plan.metric(metric).unwrap_or(0);
            [position, baseline].map(|side| outcomes.metric(side, column))
        };
        let [build, migration, controls] = ["build", "migration", "controls"].map(pair);
        let upfront = [0, 1].map(|side| {
            let parts = build[side].iter().zip(&migration[side]).zip(&controls[side]);
            parts.map(|((build, migration), controls)| build + migration + controls).collect()
        });
        // What is built later is in the cost of its year.
        let [built, built_baseline] = [position, baseline].map(|side| outcomes.built_at_start(side));
        let extra_at_start = paired_difference(&built, &built_baseline);
        let saving_by_year = [Basis::PresentValue, Basis::Nominal].map(|basis| {
            let (cost, loss) = basis.annual();
            let year = |year: usize| {
                let saved = |kind| {
                    paired_difference(
                        &outcomes.annual(baseline, kind, year),
                        &outcomes.annual(position, kind, year),
                    )
                };
                let mut saving = saved(cost);
                saving.iter_mut().zip(saved(loss)).for_each(|(saving, loss)| *saving += loss);
                if year == 0 {
                    saving.iter_mut().zip(&extra_at_start).for_each(|(saving, extra)| *saving += extra);
                }
                saving
            };
            (0..plan.years()).map(year).collect()
        });
        let [tco, tco_undiscounted] = ["tco", "tco_undiscounted"].map(pair);
        Paired { tco, tco_undiscounted, upfront, saving_by_year, extra_at_start }
    }
}
