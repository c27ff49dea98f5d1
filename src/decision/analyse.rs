//! Outcomes → [`Findings`].

use rayon::prelude::*;

use super::{
    AlternativeFindings, AnalysisError, Comparison, ConvergencePoint, ExcludedFact, Figure, Findings,
    Histogram, InputFlip, MetricFact, RunTable, SensitivityFact, Setting, ValueOfInformation,
    answers::{Facts, answer},
    comparison::{Pair, Paired, compare, no_investment},
    convergence, dominance,
    exact_beside::Marginals,
    exceedance,
    figures::{describe, not_applicable, without_normal_errors},
    flips::{flips, input_flips},
    histogram::histogram,
    incidents,
    information::value_of_information,
    information_words::sentences,
    knowledge::{Fits, Knowledge},
    ledger, limits, needed, nested,
    quantity::{Quantity, baseline_of},
    runs::{Distribution, Held, Runs, exact},
    sensitivity::sensitivity,
    usage,
    verdict::{notices, verdict},
    yearly,
};
use crate::{
    engine::{Outcomes, Plan},
    model::Excluded,
    stats::{Estimate, Sampling},
    units::format_percent,
};

/// What identifies the result besides the plan.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// SHA-256 of the scenario file, in hexadecimal.
    pub scenario_sha256: String,
    /// Statements about the scenario that the reader must know.
    pub notices: Vec<String>,
    /// Why the simulation ended when it did; `None` where it was told a number of runs and nothing else.
    pub stopped: Option<String>,
    /// Figures of earlier looks, where runs are not kept.
    pub looks: Vec<ConvergencePoint>,
}

const KNOWLEDGE_NEEDS_RUNS: &str = "The value of information and the sensitivity to inputs are not available, because the \
                                    runs did not fit into the memory allowed.";
const NO_REVENUE: &str = "there is no revenue";

/// Everything that reports show about `outcomes`. `run_rows` is the number of runs kept for the run table.
pub fn analyse(
    plan: &Plan,
    outcomes: &Outcomes,
    provenance: Provenance,
    run_rows: usize,
) -> Result<Findings, AnalysisError> {
    findings(&Runs::of(plan, outcomes)?, provenance, run_rows, || None)
}

/// The same about runs that are held in whatever way, beside exact figures where there are some.
pub(super) fn findings<'m>(
    runs: &Runs,
    provenance: Provenance,
    run_rows: usize,
    marginals: impl Fn() -> Option<&'m Marginals> + Sync + Send,
) -> Result<Findings, AnalysisError> {
    let (plan, outcomes) = (runs.plan, runs.outcomes);
    let model = plan.model();
    let of_alternatives = || -> Result<Vec<AlternativeFindings>, AnalysisError> {
        (0..model.alternatives.len()).map(|position| alternative_findings(runs, position)).collect()
    };
    let (alternatives, marginals) = rayon::join(of_alternatives, marginals);
    let alternatives = alternatives?;
    let compared: Vec<(Comparison, Vec<Histogram>)> = (0..model.alternatives.len())
        .into_par_iter()
        .filter(|position| *position != baseline_of(plan, *position))
        .map(|position| against_baseline(runs, position))
        .collect::<Result<_, _>>()?;
    let (comparisons, histograms): (Vec<Comparison>, Vec<Vec<Histogram>>) = compared.into_iter().unzip();
    let run_count = outcomes.runs() as u64;
    let (curves, convergence) = rayon::join(
        || each(plan, |position| exceedance::curves(runs, position)),
        || match &runs.held {
            Held::Exactly(_) => convergence::of_prefixes(plan, outcomes),
            Held::Binned(_) => Ok(provenance.looks),
        },
    );
    let (curves, convergence) = (curves?, convergence?);
    let mut all_notices = provenance.notices;
    all_notices.extend(runs.bins().map(|error| {
        format!(
            "The runs did not fit into the memory allowed: quantiles, tail means and exceedance curves come from bins and \
             are within {} of those of the runs, histograms are smoothed by as much; means, shares and standard \
             deviations count every run.",
            format_percent(error)
        )
    }));
    all_notices.extend(notices(&alternatives, run_count));
    let runs_needed = needed::needed(&alternatives, run_count, marginals);
    all_notices.extend(needed::notice(&runs_needed));
    let wild = model.registry.parameters().iter().filter(|one| one.distribution.has_infinite_variance());
    all_notices.extend(wild.map(|parameter| {
        format!(
            "The variance of {} is infinite: means of losses have no standard error that could be trusted; use the \
             quantiles.",
            parameter.path
        )
    }));
    let (value_of_information, sensitivity, input_flips) = match &runs.held {
        Held::Exactly(sampling) => knowledge(plan, outcomes, sampling)?,
        Held::Binned(_) => {
            if !plan.inputs().is_empty() {
                all_notices.push(KNOWLEDGE_NEEDS_RUNS.to_owned());
            }
            (None, Vec::new(), Vec::new())
        }
    };
    let nested = nested::nested(runs)?;
    let dominance = match &runs.held {
        Held::Exactly(sampling) => dominance::dominance(plan, outcomes, sampling)?,
        Held::Binned(_) => {
            all_notices.extend((model.alternatives.len() > 1).then(|| dominance::NEEDS_RUNS.to_owned()));
            None
        }
    };
    let incidents = each(plan, |position| incidents::facts(runs, position))?;
    let capacity = yearly::capacity(plan);
    let limits = each(plan, |position| limits::facts(runs, position))?;
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
    let flips = flips(runs, &alternatives, input_flips)?;
    let mut verdict = verdict(&alternatives, &comparisons, model.baseline, model.horizon.years);
    verdict.extend(dominance.as_ref().and_then(dominance::for_verdict));
    Ok(Findings {
        setting: Setting {
            replicates: runs.replicates(),
            quantile_error: runs.bins(),
            sampling: plan.describe_sampling(),
            stopped: provenance.stopped,
            ..Setting::of(model, provenance.scenario_sha256, plan.method().to_owned(), run_count)
        },
        verdict: answered.into_iter().chain(verdict).collect(),
        notices: all_notices,
        robustness: None,
        exact: marginals.map(|marginals| marginals.beside(&alternatives, &curves)),
        runs_needed,
        alternatives,
        comparisons,
        exceedance: curves,
        convergence,
        yearly: each(plan, |position| yearly::figures(runs, position))?,
        histograms: histograms.into_iter().flatten().collect(),
        capacity,
        limits,
        usage: usages,
        tiers,
        excluded: model.excluded.iter().map(excluded_fact).collect(),
        incidents,
        by_severity_model: each(plan, |position| incidents::by_severity_model(runs, position))?,
        value_of_information,
        sensitivity,
        nested,
        flips,
        dominance,
        parameters: ledger::parameter_facts(&model.registry),
        metrics: metric_facts(plan),
        runs: run_table(plan, outcomes, run_rows),
    })
}

type Known = (Option<ValueOfInformation>, Vec<SensitivityFact>, Vec<InputFlip>);

/// What knowing inputs is worth, how much each of them matters, and where it flips the decision.
fn knowledge(plan: &Plan, outcomes: &Outcomes, sampling: &Sampling) -> Result<Known, AnalysisError> {
    let Some(knowledge) = Knowledge::new(plan, outcomes, sampling) else {
        return Ok((None, Vec::new(), Vec::new()));
    };
    let inputs = (0..knowledge.inputs.len()).into_par_iter();
    let fits: Vec<Fits> = inputs.map(|input| knowledge.given(input)).collect::<Result<_, _>>()?;
    let (value, sensitivity) =
        rayon::join(|| value_of_information(&knowledge, &fits), || sensitivity(&knowledge, &fits));
    let (mut value, sensitivity) = (value?, sensitivity?);
    let label = |name: &str| {
        let named = plan.model().alternatives.iter().find(|alternative| alternative.name == name);
        named.map_or_else(|| name.to_owned(), |alternative| alternative.label.clone())
    };
    value.sentences = sentences(&value, &sensitivity, label);
    let flips = input_flips(&knowledge, &fits, &value.inputs);
    Ok((Some(value), sensitivity, flips))
}

/// What `of` gives for every alternative, one after the other.
fn each<T: Send>(
    plan: &Plan,
    of: impl Fn(usize) -> Result<Vec<T>, AnalysisError> + Sync + Send,
) -> Result<Vec<T>, AnalysisError> {
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

fn alternative_findings(runs: &Runs, position: usize) -> Result<AlternativeFindings, AnalysisError> {
    let plan = runs.plan;
    let model = plan.model();
    let of = |metric| runs.of_all(Quantity::Metric { alternative: position, metric });
    let revenue = plan.metric("revenue_undiscounted").map(of).transpose()?;
    let earns = revenue.is_some_and(|revenue| revenue.min() > 0.0);
    let figures: Vec<Vec<Figure>> = plan
        .metrics()
        .par_iter()
        .enumerate()
        .map(|(index, metric)| {
            if metric.name == "gross_margin_percent" && !earns {
                return Ok(vec![not_applicable(&metric.name, "mean", metric.unit, NO_REVENUE)]);
            }
            let mut figures = describe(&metric.name, metric.unit, &of(index)?);
            if has_infinite_variance(plan) {
                without_normal_errors(&mut figures);
            }
            Ok(figures)
        })
        .collect::<Result<_, AnalysisError>>()?;
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

/// A mean of losses or savings; without its error where the variance of an input is infinite, because a normal
/// interval would then promise too much.
pub(super) fn trusted(plan: &Plan, mean: Estimate) -> Estimate {
    if has_infinite_variance(plan) { Estimate::of_unknown_error(mean.value) } else { mean }
}

/// Position of the smallest, `except` left out; the first of equal ones.
pub(super) fn cheapest(means: &[f64], except: Option<usize>) -> Option<usize> {
    let positions = (0..means.len()).filter(|position| Some(*position) != except);
    positions.min_by(|&a, &b| means[a].total_cmp(&means[b]))
}

fn against_baseline(runs: &Runs, position: usize) -> Result<(Comparison, Vec<Histogram>), AnalysisError> {
    let plan = runs.plan;
    let [facts, baseline] =
        [position, baseline_of(plan, position)].map(|side| &plan.model().alternatives[side]);
    let paired = match &runs.held {
        Held::Exactly(sampling) => Some((sampling, Paired::of(plan, runs.outcomes, position))),
        Held::Binned(_) => None,
    };
    let some = |pair| match &paired {
        Some((sampling, paired)) => exact(sampling, paired.column(pair)),
        None => runs.distribution(Quantity::Pair { alternative: position, pair }),
    };
    let of = |pair: Pair| -> Result<Distribution, AnalysisError> {
        some(pair)?.ok_or_else(|| AnalysisError::NotSummarised(format!("{pair:?}")))
    };
    let mut comparison = compare([&facts.name, &baseline.name], plan.years(), &of)?;
    if has_infinite_variance(plan) {
        without_normal_errors(&mut comparison.figures);
    }
    let names = [&facts.name, &facts.label, &baseline.label].map(String::as_str);
    let saving = of(Pair::Saving)?;
    let mut histograms = vec![histogram(names, "saving", &saving, Some((&saving, 1.0)))];
    if no_investment(&of(Pair::Extra)?).is_none() {
        let (roi, left) = (of(Pair::Roi)?, some(Pair::RoiUnlessLost)?);
        let left = left.as_ref().map(|left| (left, runs.share_of(left)));
        histograms.push(histogram(names, "roi", &roi, left));
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
