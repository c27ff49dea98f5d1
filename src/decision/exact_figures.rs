//! Exact figures of losses and total cost, without simulation.

use rayon::prelude::*;

use super::Setting;
use crate::{
    engine::{Money, Plan},
    exact::{Basis, Exact, Law, Reason, loss_law},
};

/// The exact result of one scenario.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ExactFindings {
    /// What was computed; its number of runs is 0.
    pub setting: Setting,
    /// One entry per alternative, in the order of the scenario file.
    pub alternatives: Vec<ExactAlternative>,
}

/// Exact figures of one alternative.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ExactAlternative {
    /// Its name in the scenario file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Its figures by metric: `loss`, `tco` and their undiscounted twins.
    pub figures: Vec<ExactFigure>,
}

/// One exact statistic.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ExactFigure {
    /// `loss`, `tco`, or one of them with `_undiscounted`.
    pub metric: String,
    /// `mean`, `sd`, `p50` … `p99.9`, `tvar95`, `tvar99`, `prob_any`.
    pub statistic: &'static str,
    /// `usd` or `fraction`.
    pub unit: &'static str,
    /// The value, none where there is no exact one.
    pub value: Option<f64>,
    /// What it may be off.
    pub error_bound: Option<f64>,
    /// Why there is no value.
    pub because: Option<String>,
}

/// Why a scenario has no exact answer: alternatives with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotExact(pub Vec<(String, String)>);

const QUANTILES: [(&str, f64); 7] = [
    ("p50", 0.5),
    ("p75", 0.75),
    ("p90", 0.9),
    ("p95", 0.95),
    ("p99", 0.99),
    ("p99.5", 0.995),
    ("p99.9", 0.999),
];
/// Relative error bound of quantiles to aim at.
const TOLERANCE: f64 = 1e-6;
const TAILS: [(&str, f64); 2] = [("tvar95", 0.95), ("tvar99", 0.99)];
const BASES: [(&str, Basis); 2] = [("", Basis::PresentValue), ("_undiscounted", Basis::Undiscounted)];

/// Mean, spread, quantiles and tails of the loss and, where costs are certain, of the total cost of every
/// alternative.
///
/// # Errors
///
/// The loss of some alternative has no exact law.
pub fn exact_findings(plan: &Plan, scenario_sha256: String) -> Result<ExactFindings, NotExact> {
    let model = plan.model();
    let costs = plan.costs_before_losses();
    let found: Vec<Result<ExactAlternative, (String, String)>> = model
        .alternatives
        .par_iter()
        .enumerate()
        .map(|(position, facts)| {
            let mut figures = Vec::new();
            for (suffix, basis) in BASES {
                let law = loss_law(model, position, basis);
                let law = law.map_err(|reason| (facts.label.clone(), reason.to_string()))?;
                let insured = model.policy_of(position).is_some();
                let costs = &costs[position];
                figures.extend(of_law(&law, costs, suffix, basis, insured, TOLERANCE));
            }
            Ok(ExactAlternative { name: facts.name.clone(), label: facts.label.clone(), figures })
        })
        .collect();
    let reasons: Vec<(String, String)> = found.iter().filter_map(|one| one.clone().err()).collect();
    if !reasons.is_empty() {
        return Err(NotExact(reasons));
    }
    Ok(ExactFindings {
        setting: Setting::of(model, scenario_sha256, "exact".to_owned(), 0),
        alternatives: found.into_iter().flatten().collect(),
    })
}

/// Statistics of a loss and, with certain costs, of the total cost, each quantile with this relative error bound where
/// there is time for it.
pub(super) fn of_law(
    law: &Law,
    cost: &Option<Money>,
    suffix: &str,
    basis: Basis,
    insured: bool,
    tolerance: f64,
) -> Vec<ExactFigure> {
    let cost = cost.map(|cost| match basis {
        Basis::PresentValue => cost.present_value,
        Basis::Undiscounted => cost.nominal,
    });
    let loss = statistics(law, tolerance);
    let any = Ok(Exact::closed(law.probability_of_any()));
    let mut figures: Vec<ExactFigure> =
        loss.iter().map(|(statistic, result)| figure("loss", suffix, statistic, result.clone())).collect();
    figures.push(ExactFigure { unit: "fraction", ..figure("loss", suffix, "prob_any", any) });
    let tco = loss.into_iter().map(|(statistic, result)| {
        let moved = match (cost, result) {
            _ if insured => Err(Reason::Insurance),
            (None, _) => Err(Reason::RandomCosts),
            (Some(cost), Ok(exact)) if statistic != "sd" => Ok(Exact { value: cost + exact.value, ..exact }),
            (Some(_), result) => result,
        };
        figure("tco", suffix, statistic, moved)
    });
    figures.extend(tco);
    if insured {
        figures.push(figure("recovery", suffix, "mean", Err(Reason::Insurance)));
    }
    figures
}

fn figure(metric: &str, suffix: &str, statistic: &'static str, result: Result<Exact, Reason>) -> ExactFigure {
    let exact = result.as_ref().ok();
    ExactFigure {
        metric: format!("{metric}{suffix}"),
        statistic,
        unit: "usd",
        value: exact.map(|exact| exact.value),
        error_bound: exact.map(|exact| exact.error_bound),
        because: result.as_ref().err().map(Reason::to_string),
    }
}

fn statistics(law: &Law, tolerance: f64) -> Vec<(&'static str, Result<Exact, Reason>)> {
    let moments = law.moments();
    let sd = match moments.variance.is_finite() {
        true => Ok(Exact::closed(moments.variance.max(0.0).sqrt())),
        false => Err(Reason::InfiniteVariance),
    };
    let mut all = vec![("mean", Ok(Exact::closed(moments.mean))), ("sd", sd)];
    let tails = law.tails(&QUANTILES.map(|(_, level)| level), tolerance);
    for (position, (statistic, _)) in QUANTILES.into_iter().enumerate() {
        all.push((statistic, tails.as_ref().map(|tails| tails[position].quantile).map_err(Clone::clone)));
    }
    for (statistic, level) in TAILS {
        let beyond = tails.as_ref().map_err(Clone::clone).and_then(|tails| {
            let tail = tails.iter().find(|tail| tail.level == level);
            tail.and_then(|tail| tail.mean_beyond).ok_or(Reason::InfiniteMean)
        });
        all.push((statistic, beyond));
    }
    all
}
