//! Money by year, and connections by month.

use rayon::prelude::*;

use super::{
    AnalysisError, CapacityMonth, YearlyFigure,
    quantity::{Basis, Part, Quantity},
    runs::Runs,
};
use crate::{
    engine::{CostComponent, Kept, Outcomes, Plan},
    model::metrics::Component,
};

const QUANTILES: [(&str, f64); 5] =
    [("p5", 0.05), ("p25", 0.25), ("p50", 0.50), ("p75", 0.75), ("p95", 0.95)];

/// Every yearly figure of the alternative at `position`.
pub(super) fn figures(runs: &Runs, position: usize) -> Result<Vec<YearlyFigure>, AnalysisError> {
    let lossy = lossy(runs.plan, runs.outcomes, position);
    let bases = [("pv", Basis::PresentValue), ("nominal", Basis::Nominal)];
    let years = bases.into_iter().flat_map(|basis| (0..runs.plan.years()).map(move |year| (basis, year)));
    let years: Vec<((&'static str, Basis), usize)> = years.collect();
    let figures = years.into_par_iter().map(|(basis, year)| of_year(runs, position, &lossy, basis, year));
    Ok(figures.collect::<Result<Vec<_>, _>>()?.concat())
}

/// The figures of one year on a basis that is called so.
fn of_year(
    runs: &Runs,
    position: usize,
    lossy: &[(usize, Component)],
    (basis, discounting): (&'static str, Basis),
    year: usize,
) -> Result<Vec<YearlyFigure>, AnalysisError> {
    let (plan, outcomes) = (runs.plan, runs.outcomes);
    let name = &plan.model().alternatives[position].name;
    let insured = plan.model().is_insured();
    let mut figures = Vec::new();
    let mut add = |component: &str, statistic: &'static str, value_usd: f64| {
        figures.push(YearlyFigure {
            alternative: name.clone(),
            year: year as u32 + 1,
            component: component.to_owned(),
            basis,
            statistic,
            value_usd,
        });
    };
    let mut margin = 0.0;
    for component in CostComponent::ALL {
        if component == CostComponent::Premium && !insured {
            continue;
        }
        let mean = outcomes.mean_cost(position, component, year);
        let mean = if basis == "pv" { mean.present_value } else { mean.nominal };
        add(component.name(), "mean", mean);
        match component {
            CostComponent::Revenue => margin += mean,
            CostComponent::CostToServe => margin -= mean,
            _ => {}
        }
    }
    add("gross_margin", "mean", margin);
    for (class, component) in lossy {
        let mean = outcomes.mean_of_class(position, *class, Kept::Loss(*component), year);
        let name = format!("loss.{}.{}", plan.class_name(*class), component.name());
        add(&name, "mean", if basis == "pv" { mean.present_value } else { mean.nominal });
    }
    if insured {
        let classes = 0..plan.model().classes.len();
        let paid = classes.map(|class| {
            let mean = outcomes.mean_of_class(position, class, Kept::Recovery, year);
            if basis == "pv" { mean.present_value } else { mean.nominal }
        });
        add("recovery", "mean", paid.sum());
    }
    for (component, part) in [("loss", Part::Loss), ("tco", Part::Tco), ("tco_cumulative", Part::Cumulative)]
    {
        let quantity = Quantity::Yearly { alternative: position, year, basis: discounting, part };
        let sample = runs.of_all(quantity)?;
        add(component, "mean", sample.mean_value());
        for (statistic, level) in QUANTILES {
            add(component, statistic, sample.quantile(level));
        }
    }
    Ok(figures)
}

/// Classes and components with losses in any year.
fn lossy(plan: &Plan, outcomes: &Outcomes, position: usize) -> Vec<(usize, Component)> {
    let pairs = (0..plan.model().classes.len())
        .flat_map(|class| Component::ALL.into_iter().map(move |component| (class, component)));
    let mean =
        |class, component, year| outcomes.mean_of_class(position, class, Kept::Loss(component), year).nominal;
    pairs
        .filter(|(class, component)| (0..plan.years()).any(|year| mean(*class, *component, year) != 0.0))
        .collect()
}

/// Connections by month of every alternative, each tier group added up; empty without `[capacity]`.
pub(super) fn capacity(plan: &Plan) -> Vec<CapacityMonth> {
    let mut months = Vec::new();
    for (position, alternative) in plan.model().alternatives.iter().enumerate() {
        for (month, connections) in plan.connections_by_month(position).into_iter().enumerate() {
            months.push(CapacityMonth {
                alternative: alternative.name.clone(),
                month: month as u32 + 1,
                connections_demanded: connections.demanded,
                connections_available: connections.available,
                instances: connections.instances,
                utilisation: connections.utilisation,
                blocking: connections.blocking,
            });
        }
    }
    months
}
