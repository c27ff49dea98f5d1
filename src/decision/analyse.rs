//! Outcomes → [`Findings`].

use rayon::prelude::*;

use super::{
    AlternativeFindings, Comparison, Figure, Findings, MetricFact, RunTable, Setting,
    comparison::{Paired, compare},
    exceedance,
    figures::{describe, not_applicable},
    ledger,
    verdict::{notices, verdict},
};
use crate::{
    engine::{Outcomes, Plan},
    stats::{Sample, SampleError},
};

/// What identifies the result besides the plan.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// SHA-256 of the scenario file, in hexadecimal.
    pub scenario_sha256: String,
    /// How the runs were drawn.
    pub method: String,
    /// Statements about the scenario that the reader must know.
    pub notices: Vec<String>,
}

const NO_REVENUE: &str = "there is no revenue";

/// Everything that reports show about `outcomes`. `run_rows` is the number of runs kept for the run table.
pub fn analyse(
    plan: &Plan,
    outcomes: &Outcomes,
    provenance: Provenance,
    run_rows: usize,
) -> Result<Findings, SampleError> {
    let model = plan.model();
    let alternatives: Vec<AlternativeFindings> = (0..model.alternatives.len())
        .map(|position| alternative_findings(plan, outcomes, position))
        .collect::<Result<_, _>>()?;
    let comparisons = (0..model.alternatives.len())
        .filter(|position| *position != model.baseline)
        .map(|position| against_baseline(plan, outcomes, position))
        .collect::<Result<Vec<Comparison>, _>>()?;
    let curves: Vec<_> = model
        .alternatives
        .par_iter()
        .enumerate()
        .map(|(position, facts)| {
            exceedance::curves(outcomes, position, plan.years(), &facts.name, &facts.label)
        })
        .collect::<Result<_, _>>()?;
    let runs = outcomes.runs() as u64;
    let mut all_notices = provenance.notices;
    all_notices.extend(notices(&alternatives, runs));
    Ok(Findings {
        setting: Setting {
            scenario: model.name.clone(),
            title: model.title.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario_sha256: provenance.scenario_sha256,
            seed: model.simulation.seed,
            runs,
            method: provenance.method,
            horizon_years: model.horizon.years,
            discount_rate: model.horizon.discount_rate,
            convention: model.horizon.convention.describe().to_owned(),
            accounting: "standard".to_owned(),
            baseline: model.alternatives[model.baseline].name.clone(),
        },
        verdict: verdict(&alternatives, &comparisons, model.baseline, model.horizon.years),
        notices: all_notices,
        alternatives,
        comparisons,
        exceedance: curves.into_iter().flatten().collect(),
        yearly: Vec::new(),
        histograms: Vec::new(),
        capacity: Vec::new(),
        parameters: ledger::facts(&model.registry),
        metrics: metric_facts(plan),
        runs: run_table(plan, outcomes, run_rows),
    })
}

fn alternative_findings(
    plan: &Plan,
    outcomes: &Outcomes,
    position: usize,
) -> Result<AlternativeFindings, SampleError> {
    let model = plan.model();
    let revenue = plan.metric("revenue_undiscounted").map(|metric| outcomes.metric(position, metric));
    let earns = revenue.is_some_and(|revenue| revenue.iter().all(|revenue| *revenue > 0.0));
    let figures: Vec<Vec<Figure>> = plan
        .metrics()
        .par_iter()
        .enumerate()
        .map(|(index, metric)| {
            if metric.name == "gross_margin_percent" && !earns {
                return Ok(vec![not_applicable(&metric.name, "mean", metric.unit, NO_REVENUE)]);
            }
            let sample = Sample::new(outcomes.metric(position, index))?;
            Ok(describe(&metric.name, metric.unit, &sample))
        })
        .collect::<Result<_, SampleError>>()?;
    let facts = &model.alternatives[position];
    Ok(AlternativeFindings {
        name: facts.name.clone(),
        label: facts.label.clone(),
        is_baseline: position == model.baseline,
        figures: figures.into_iter().flatten().collect(),
    })
}

fn against_baseline(plan: &Plan, outcomes: &Outcomes, position: usize) -> Result<Comparison, SampleError> {
    let model = plan.model();
    let pair = |metric: &str| {
        let column = plan.metric(metric).unwrap_or(0);
        [outcomes.metric(position, column), outcomes.metric(model.baseline, column)]
    };
    let (tco, undiscounted, build) = (pair("tco"), pair("tco_undiscounted"), pair("build"));
    compare(&Paired {
        alternative: &model.alternatives[position].name,
        baseline: &model.alternatives[model.baseline].name,
        tco: [&tco[0], &tco[1]],
        tco_undiscounted: [&undiscounted[0], &undiscounted[1]],
        upfront: [&build[0], &build[1]],
    })
}

fn metric_facts(plan: &Plan) -> Vec<MetricFact> {
    let of_runs = plan.metrics().iter().map(|metric| MetricFact {
        name: metric.name.clone(),
        unit: metric.unit,
        definition: metric.definition.clone(),
    });
    let of_pairs = [
        ("saving", "usd", "TCO of the baseline less TCO of the alternative, run by run; present value"),
        ("saving_undiscounted", "usd", "the same undiscounted"),
        ("npv", "usd", "net present value of choosing the alternative: the mean saving"),
        ("prob_cheaper", "fraction", "share of runs in which the saving is positive"),
        ("roi", "ratio", "saving before extra up-front cost over extra up-front cost, less 1, run by run"),
    ];
    let of_pairs = of_pairs.into_iter().map(|(name, unit, definition)| MetricFact {
        name: name.to_owned(),
        unit,
        definition: definition.to_owned(),
    });
    of_runs.chain(of_pairs).collect()
}

fn run_table(plan: &Plan, outcomes: &Outcomes, rows: usize) -> RunTable {
    let rows = rows.min(outcomes.runs());
    let header = |name: &str, unit: &str| match unit {
        "usd" => format!("{name}_usd"),
        _ => name.to_owned(),
    };
    let alternatives = plan.model().alternatives.iter().enumerate().map(|(position, facts)| {
        let column = |metric: usize| {
            let mut values = outcomes.metric(position, metric);
            values.truncate(rows);
            values
        };
        (facts.name.clone(), (0..plan.metrics().len()).map(column).collect())
    });
    RunTable {
        columns: plan.metrics().iter().map(|metric| header(&metric.name, metric.unit)).collect(),
        weights: vec![1.0; rows],
        alternatives: alternatives.collect(),
    }
}
