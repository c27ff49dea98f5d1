//! Outcomes → [`Findings`].

use rayon::prelude::*;

use super::{
    AlternativeFindings, Comparison, ExcludedFact, Figure, Findings, Histogram, MetricFact, RunTable,
    Setting,
    answers::{Facts, answer},
    comparison::{Basis, Paired, compare},
    exceedance,
    figures::{describe, not_applicable, without_normal_errors},
    histogram::histogram,
    incidents, ledger, limits,
    runs::Runs,
    usage,
    verdict::{notices, verdict},
    yearly,
};
use crate::{
    engine::{Annual, Outcomes, Plan},
    model::Excluded,
    stats::{SampleError, paired_difference},
};

/// What identifies the result besides the plan.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// SHA-256 of the scenario file, in hexadecimal.
    pub scenario_sha256: String,
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
    let runs = &Runs::of(outcomes)?;
    let alternatives: Vec<AlternativeFindings> = (0..model.alternatives.len())
        .map(|position| alternative_findings(plan, runs, position))
        .collect::<Result<_, _>>()?;
    let compared: Vec<(Comparison, Vec<Histogram>)> = (0..model.alternatives.len())
        .into_par_iter()
        .filter(|position| *position != baseline_of(plan, *position))
        .map(|position| against_baseline(plan, runs, position))
        .collect::<Result<_, _>>()?;
    let (comparisons, histograms): (Vec<Comparison>, Vec<Vec<Histogram>>) = compared.into_iter().unzip();
    let curves: Vec<_> = model
        .alternatives
        .par_iter()
        .enumerate()
        .map(|(position, facts)| exceedance::curves(runs, position, plan.years(), &facts.name, &facts.label))
        .collect::<Result<_, _>>()?;
    let run_count = outcomes.runs() as u64;
    let mut all_notices = provenance.notices;
    all_notices.extend(notices(&alternatives, run_count));
    let wild = model.registry.parameters().iter().filter(|one| one.distribution.has_infinite_variance());
    all_notices.extend(wild.map(|parameter| {
        format!(
            "The variance of {} is infinite: means of losses have no standard error that could be trusted; use the \
             quantiles.",
            parameter.path
        )
    }));
    let incidents = each(plan, |position| incidents::facts(plan, runs, position))?;
    let capacity = yearly::capacity(plan);
    let limits = each(plan, |position| limits::facts(plan, runs, position))?;
    let usages = usage::usage_facts(plan);
    let tiers = usage::tier_facts(plan, &usages);
    all_notices.extend(usage::notices(&tiers));
    let answered = answer(
        model.question,
        &Facts {
            alternatives: &alternatives,
            comparisons: &comparisons,
            incidents: &incidents,
            capacity: &capacity,
            limits: &limits,
            usage: &usages,
            tiers: &tiers,
            years: model.horizon.years,
        },
    );
    let verdict = verdict(&alternatives, &comparisons, model.baseline, model.horizon.years);
    Ok(Findings {
        setting: Setting {
            replicates: runs.sampling.replicates().map(|count| count as u64),
            sampling: plan.describe_sampling(),
            ..Setting::of(model, provenance.scenario_sha256, plan.method().to_owned(), run_count)
        },
        verdict: answered.into_iter().chain(verdict).collect(),
        notices: all_notices,
        alternatives,
        comparisons,
        exceedance: curves.into_iter().flatten().collect(),
        yearly: each(plan, |position| yearly::figures(plan, runs, position))?,
        histograms: histograms.into_iter().flatten().collect(),
        capacity,
        limits,
        usage: usages,
        tiers,
        excluded: model.excluded.iter().map(excluded_fact).collect(),
        incidents,
        by_severity_model: each(plan, |position| incidents::by_severity_model(plan, runs, position))?,
        parameters: ledger::parameter_facts(&model.registry),
        metrics: metric_facts(plan),
        runs: run_table(plan, outcomes, run_rows),
    })
}

/// What `of` gives for every alternative, one after the other.
fn each<T: Send>(
    plan: &Plan,
    of: impl Fn(usize) -> Result<Vec<T>, SampleError> + Sync + Send,
) -> Result<Vec<T>, SampleError> {
    let alternatives = 0..plan.model().alternatives.len();
    let each: Vec<Vec<T>> = alternatives.into_par_iter().map(of).collect::<Result<_, _>>()?;
    Ok(each.into_iter().flatten().collect())
}

fn excluded_fact(excluded: &Excluded) -> ExcludedFact {
    ExcludedFact {
        name: excluded.name.clone(),
        label: excluded.label.clone(),
        reason: excluded.reason.clone(),
    }
}

fn alternative_findings(
    plan: &Plan,
    runs: &Runs,
    position: usize,
) -> Result<AlternativeFindings, SampleError> {
    let model = plan.model();
    let revenue = plan.metric("revenue_undiscounted").map(|metric| runs.outcomes.metric(position, metric));
    let earns = revenue.is_some_and(|revenue| runs.sampling.all(|run| revenue[run] > 0.0));
    let figures: Vec<Vec<Figure>> = plan
        .metrics()
        .par_iter()
        .enumerate()
        .map(|(index, metric)| {
            if metric.name == "gross_margin_percent" && !earns {
                return Ok(vec![not_applicable(&metric.name, "mean", metric.unit, NO_REVENUE)]);
            }
            let sample = runs.sampling.sample(runs.outcomes.metric(position, index))?;
            let mut figures = describe(&metric.name, metric.unit, &sample);
            if has_infinite_variance(plan) {
                without_normal_errors(&mut figures);
            }
            Ok(figures)
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

/// Whether some input varies so much that sums of it have no normal interval.
pub(super) fn has_infinite_variance(plan: &Plan) -> bool {
    plan.model().registry.parameters().iter().any(|parameter| parameter.distribution.has_infinite_variance())
}

/// What an alternative is compared with.
fn baseline_of(plan: &Plan, position: usize) -> usize {
    plan.model().alternatives[position].baseline.unwrap_or(plan.model().baseline)
}

fn against_baseline(
    plan: &Plan,
    runs: &Runs,
    position: usize,
) -> Result<(Comparison, Vec<Histogram>), SampleError> {
    let (model, outcomes) = (plan.model(), runs.outcomes);
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
    let saving_by_year = |basis: Basis| -> Vec<Vec<f64>> {
        let (cost, loss) = match basis {
            Basis::PresentValue => (Annual::CostPresentValue, Annual::LossPresentValue),
            Basis::Nominal => (Annual::Cost, Annual::Loss),
        };
        let year = |year: usize| {
            let mut saving = paired_difference(
                &outcomes.annual(baseline, cost, year),
                &outcomes.annual(position, cost, year),
            );
            let losses = paired_difference(
                &outcomes.annual(baseline, loss, year),
                &outcomes.annual(position, loss, year),
            );
            saving.iter_mut().zip(losses).for_each(|(saving, loss)| *saving += loss);
            if year == 0 {
                saving.iter_mut().zip(&extra_at_start).for_each(|(saving, extra)| *saving += extra);
            }
            saving
        };
        (0..plan.years()).map(year).collect()
    };
    let facts = &model.alternatives[position];
    let (mut comparison, distributions) = compare(&Paired {
        alternative: &facts.name,
        baseline: &model.alternatives[baseline].name,
        tco: pair("tco"),
        tco_undiscounted: pair("tco_undiscounted"),
        upfront,
        saving_by_year: &saving_by_year,
        extra_at_start: extra_at_start.clone(),
        sampling: &runs.sampling,
    })?;
    if has_infinite_variance(plan) {
        without_normal_errors(&mut comparison.figures);
    }
    let baseline_label = &model.alternatives[baseline].label;
    let of = |metric: &'static str, values: &[f64]| {
        histogram(&facts.name, &facts.label, baseline_label, metric, values, &runs.sampling)
    };
    let mut histograms = vec![of("saving", &distributions.saving)?];
    if let Some(roi) = &distributions.roi {
        histograms.push(of("roi", roi)?);
    }
    Ok((comparison, histograms))
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
        ("prob_npv_positive", "fraction", "the same for an investment: share of runs in which it pays"),
        (
            "roi",
            "ratio",
            "saving before extra build, migration and control cost over that extra cost, less 1, run by run",
        ),
        (
            "roi_undiscounted",
            "ratio",
            "the same with savings undiscounted; only where everything is invested at the start",
        ),
        ("prob_total_loss", "fraction", "share of runs in which an investment saves nothing at all"),
        ("payback_years", "years", "time at which the discounted cumulative saving is first not below zero"),
        ("payback_years_undiscounted", "years", "the same undiscounted: simple payback"),
        ("prob_payback", "fraction", "share of runs with discounted payback within the horizon"),
        ("prob_payback_undiscounted", "fraction", "share of runs with simple payback within the horizon"),
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
        let column = |metric: usize| outcomes.first(position, metric, rows);
        (facts.name.clone(), (0..plan.metrics().len()).map(column).collect())
    });
    RunTable {
        columns: plan.metrics().iter().map(|metric| header(&metric.name, metric.unit)).collect(),
        weights: outcomes.first_weights(rows),
        alternatives: alternatives.collect(),
    }
}
