//! One hand-made result, used by the tests of every format.

mod knowledge;
mod plans;

use crate::decision::{
    AlternativeFindings, Comparison, ExceedanceCurve, ExceedancePoint, Figure, FigureResult, Findings,
    IncidentFact, RunTable, Setting, YearlyFigure,
};
use crate::stats::Estimate;
use crate::units::StartDate;
pub(super) use knowledge::findings_with_knowledge;
use plans::{limit, month, tiers, usage};

/// A figure with a value.
pub(super) fn figure(
    metric: &str,
    statistic: &'static str,
    unit: &'static str,
    value: f64,
    std_error: Option<f64>,
) -> Figure {
    let estimate = Estimate { value, std_error, interval: None };
    let result = FigureResult::Estimate { estimate, note: None };
    Figure { metric: metric.to_owned(), statistic, unit, result }
}

/// The mean that does not exist.
pub(super) fn not_applicable(metric: &str, unit: &'static str, because: &str) -> Figure {
    let result = FigureResult::NotApplicable { because: because.to_owned() };
    Figure { metric: metric.to_owned(), statistic: "mean", unit, result }
}

/// A quantile of zero and why.
fn zero(statistic: &'static str, share: &str) -> Figure {
    let estimate = Estimate { value: 0.0, std_error: None, interval: None };
    let note = Some(format!("no event in {share} of runs"));
    let result = FigureResult::Estimate { estimate, note };
    Figure { metric: "loss".to_owned(), statistic, unit: "usd", result }
}

fn costs(tco: (f64, f64), parts: [f64; 3], loss: (f64, f64), any: f64) -> Vec<Figure> {
    vec![
        figure("tco", "mean", "usd", tco.0, Some(tco.1)),
        figure("infrastructure", "mean", "usd", parts[0], Some(0.0)),
        figure("build", "mean", "usd", parts[1], Some(0.0)),
        figure("operations", "mean", "usd", parts[2], Some(0.0)),
        figure("compute_overhead", "mean", "usd", 0.0, Some(0.0)),
        figure("loss", "mean", "usd", loss.0, Some(loss.1)),
        figure("events", "prob_any", "fraction", any, Some(0.0007)),
    ]
}

fn alternative(name: &str, label: &str, mut figures: Vec<Figure>, tail: Vec<Figure>) -> AlternativeFindings {
    figures.extend(tail);
    let is_baseline = name == "database";
    AlternativeFindings { name: name.to_owned(), label: label.to_owned(), is_baseline, figures }
}

fn tail(p95: f64, p99: f64, tvar99: f64) -> Vec<Figure> {
    vec![
        figure("loss", "p95", "usd", p95, Some(1.2e5)),
        figure("loss", "p99", "usd", p99, Some(4.1e5)),
        figure("loss", "tvar99", "usd", tvar99, Some(9.5e5)),
    ]
}

fn comparison(name: &str, saving: [f64; 4], cheaper: f64, npv: f64, roi: Figure) -> Comparison {
    let [mean, error, p5, p95] = saving;
    let figures = vec![
        figure("saving", "mean", "usd", mean, Some(error)),
        figure("saving", "p5", "usd", p5, None),
        figure("saving", "p95", "usd", p95, None),
        figure("npv", "mean", "usd", npv, Some(error)),
        figure("prob_cheaper", "mean", "fraction", cheaper, Some(0.0004)),
        roi,
    ];
    Comparison { alternative: name.to_owned(), baseline: "database".to_owned(), figures }
}

fn curve(name: &str, label: &str, losses: [f64; 4]) -> ExceedanceCurve {
    let points = [10.0, 50.0, 250.0, 1000.0]
        .into_iter()
        .zip(losses)
        .map(|(years, loss)| ExceedancePoint {
            probability: 1.0 / years,
            return_period_years: Some(years),
            loss_usd: loss,
            low_usd: Some(0.75 * loss),
            high_usd: (years < 1000.0).then_some(1.5 * loss),
        })
        .collect();
    ExceedanceCurve {
        alternative: name.to_owned(),
        label: label.to_owned(),
        kind: "aep",
        period: "average_year".to_owned(),
        probability_of_any: 0.01,
        points,
    }
}

fn yearly(
    name: &str,
    year: u32,
    (component, basis, statistic): (&str, &'static str, &'static str),
    value_usd: f64,
) -> YearlyFigure {
    let (alternative, component) = (name.to_owned(), component.to_owned());
    YearlyFigure { alternative, year, component, basis, statistic, value_usd }
}

/// Four alternatives of a five-year scenario; `database` is the baseline.
pub(super) fn findings() -> Findings {
    let setting = Setting {
        scenario: "saas".to_owned(),
        title: "Ten thousand tenants: how far apart should they live?".to_owned(),
        version: "0.1.0".to_owned(),
        scenario_sha256: "5e2bf57d3f40c4b6df69daf1936cb766f832374b4fc0259a7cbff06e2f70f269".to_owned(),
        seed: 42,
        runs: 100_000,
        method: "plain".to_owned(),
        sampling: None,
        replicates: None,
        quantile_error: None,
        stopped: None,
        start: StartDate { year: 2027, month: 1, day: 1 },
        horizon_years: 5,
        discount_rate: 0.1,
        convention: "flows at the end of each month, losses at the moment of the event".to_owned(),
        accounting: "standard".to_owned(),
        question: "compare".to_owned(),
        baseline: "database".to_owned(),
    };
    let alternatives = vec![
        alternative(
            "shared",
            "shared",
            costs((9.12e6, 6.4e4), [2.38e6, 0.0, 6.1e5], (6.13e6, 6.4e4), 0.221),
            tail(2.95e7, 5.83e7, 8.12e7),
        ),
        alternative(
            "rls",
            "RLS + pooling",
            costs((5.36e6, 2.1e4), [2.54e6, 4.2e5, 9.8e5], (1.42e6, 2.1e4), 0.0831),
            tail(8.4e6, 3.11e7, 5.2e7),
        ),
        alternative(
            "database",
            "database per tenant",
            costs((1.418e7, 3.2e3), [1.15e7, 9.5e5, 1.66e6], (7.1e4, 3.2e3), 0.0488),
            vec![
                zero("p95", "95.1 %"),
                figure("loss", "p99", "usd", 1.9e6, None),
                figure("loss", "tvar99", "usd", 4.4e6, None),
            ],
        ),
        alternative(
            "hybrid",
            "hybrid",
            costs((7.77e6, 1.3e4), [5.02e6, 6.8e5, 1.21e6], (8.6e5, 1.3e4), 0.0612),
            tail(5.1e6, 1.98e7, 3.3e7),
        ),
    ];
    let comparisons = vec![
        comparison(
            "shared",
            [5.06e6, 6.4e4, -1.53e7, 1.14e7],
            0.874,
            5.06e6,
            not_applicable("roi", "ratio", "the alternative needs no extra investment"),
        ),
        comparison(
            "rls",
            [8.82e6, 2.1e4, 2.1e6, 1.02e7],
            0.9784,
            8.82e6,
            figure("roi", "mean", "ratio", 21.0, Some(0.05)),
        ),
        comparison(
            "hybrid",
            [6.41e6, 1.3e4, 1.4e6, 7.3e6],
            0.9712,
            6.41e6,
            not_applicable("roi", "ratio", "the alternative needs no extra investment"),
        ),
    ];
    let exceedance = vec![
        curve("shared", "shared", [1.1e6, 1.72e7, 4.9e7, 8.8e7]),
        curve("rls", "RLS + pooling", [0.0, 4.4e6, 2.6e7, 5.1e7]),
        curve("database", "database per tenant", [0.0, 0.0, 1.6e6, 4.5e6]),
        curve("hybrid", "hybrid", [0.0, 3.1e6, 1.7e7, 3.4e7]),
    ];
    let verdict = vec![
        "RLS + pooling is the cheapest of the four alternatives over 5 years: $5.36M in present value, \
         $8.82M less than database per tenant."
            .to_owned(),
        "It stays cheaper in 97.8 % of runs, but one run in a hundred loses more than $31.1M.".to_owned(),
    ];
    let notices = vec![
        "The rate of isolation breaches (isolation.rls.breach.boundary.rate) has no source in the scenario; \
         the ranking rests on it."
            .to_owned(),
    ];
    let runs = RunTable {
        columns: vec!["tco_usd".to_owned(), "loss_usd".to_owned()],
        weights: vec![1.0, 0.5],
        alternatives: [
            ("shared", [[5_000_000.5, 29_000_000.0], [0.0, 24_000_000.0]]),
            ("rls", [[4_600_000.0, 4_600_000.0], [0.0, 0.0]]),
            ("database", [[14_200_000.0, 14_200_000.0], [-0.0, 0.0]]),
            ("hybrid", [[8_100_000.0, 8_600_000.0], [0.0, 500_000.25]]),
        ]
        .map(|(name, columns)| (name.to_owned(), columns.map(Vec::from).to_vec()))
        .to_vec(),
    };
    Findings {
        convergence: Vec::new(),
        robustness: None,
        setting,
        verdict,
        notices,
        alternatives,
        comparisons,
        exact: None,
        runs_needed: Vec::new(),
        exceedance,
        yearly: vec![
            yearly("shared", 1, ("tco", "pv", "mean"), 1.9e6),
            yearly("shared", 2, ("tco", "pv", "mean"), 1_850_000.5),
            yearly("rls", 1, ("build", "pv", "mean"), 4.2e5),
            yearly("rls", 1, ("tco_cumulative", "nominal", "p95"), f64::NAN),
            yearly("=x", 1, ("tco", "nominal", "mean"), -3.0),
        ],
        histograms: Vec::new(),
        excluded: Vec::new(),
        incidents: vec![
            incident("shared", Some("critical"), [2.5, 0.01, 5_000.0, 40.0], Some(2_000.0), 100.0),
            incident("=x", None, [0.0; 4], None, 0.0),
        ],
        by_severity_model: Vec::new(),
        capacity: vec![
            month("shared", 1, [120.5, 300.0, 1.0, 0.4, 1e-7]),
            month("=x", 2, [f64::INFINITY, 0.0, 0.0, f64::NAN, 1.0]),
        ],
        limits: vec![
            limit("shared", ("connections", "connections"), [28_000.0, 1_600.0, 42_000.0, 0.75], Some(0.01)),
            limit("=x", ("api_calls", "calls"), [1_000.0, 10.5, 20.0, 0.0], None),
        ],
        usage: usage(),
        tiers: tiers(),
        value_of_information: None,
        sensitivity: Vec::new(),
        nested: None,
        flips: None,
        dominance: None,
        parameters: Vec::new(),
        metrics: Vec::new(),
        runs,
    }
}

/// An incident class; `figures` are events a year and loss a year, each with its standard error.
fn incident(
    alternative: &str,
    severity: Option<&str>,
    figures: [f64; 4],
    loss_per_event_usd: Option<f64>,
    customer_impact_per_year_usd: f64,
) -> IncidentFact {
    let estimate = |value, std_error| Estimate { value, std_error: Some(std_error), interval: None };
    IncidentFact {
        alternative: alternative.to_owned(),
        class: "outage".to_owned(),
        label: "outage".to_owned(),
        severity: severity.map(str::to_owned),
        hint: severity.map(|_| "call the owner, then fail over".to_owned()),
        events_per_year: estimate(figures[0], figures[1]),
        loss_per_year_usd: estimate(figures[2], figures[3]),
        loss_per_event_usd,
        customer_impact_per_year_usd,
        opportunity_per_year_usd: 0.0,
    }
}
