//! Results made by hand: usual ones, and ones that no engine should give.

use crate::decision::*;
use crate::stats::{Estimate, Interval};

const LEVELS: [f64; 14] =
    [0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.04, 0.02, 0.01, 0.005, 0.004, 0.002, 0.001, 0.0005];

pub(super) fn figure(metric: &str, statistic: &'static str, value: f64, half: Option<f64>) -> Figure {
    let interval = half.map(|half| Interval { low: Some(value - half), high: Some(value + half) });
    let estimate = Estimate { value, std_error: half.map(|half| half / 1.96), interval };
    let result = FigureResult::Estimate { estimate, note: None };
    Figure { metric: metric.to_owned(), statistic, unit: "usd", result }
}

/// An alternative with infrastructure, build, operations and loss in millions, and a 5th to 95th percentile.
fn alternative(name: &str, label: &str, parts: [f64; 5], range: (f64, f64)) -> AlternativeFindings {
    let names = ["infrastructure", "build", "operations", "compute_overhead", "loss"];
    let mut figures: Vec<Figure> =
        names.iter().zip(parts).map(|(metric, part)| figure(metric, "mean", 1e6 * part, None)).collect();
    let total = parts.iter().sum::<f64>() * 1e6;
    figures.push(figure("tco", "mean", total, Some(0.004 * total + 3e4 * parts[4])));
    figures.push(figure("tco", "p5", 1e6 * range.0, None));
    figures.push(figure("tco", "p95", 1e6 * range.1, None));
    AlternativeFindings {
        name: name.to_owned(),
        label: label.to_owned(),
        is_baseline: name == "database",
        figures,
    }
}

fn curve(name: &str, label: &str, any: f64, loss: impl Fn(f64) -> f64) -> ExceedanceCurve {
    let point = |probability: f64| {
        let (loss_usd, doubt) = (loss(probability), 0.02 / probability.sqrt());
        ExceedancePoint {
            probability,
            return_period_years: Some(1.0 / probability),
            loss_usd,
            low_usd: Some(loss(probability * (1.0 + doubt))),
            high_usd: (probability > 0.0009).then(|| loss(probability * (1.0 - doubt).max(0.05))),
        }
    };
    ExceedanceCurve {
        alternative: name.to_owned(),
        label: label.to_owned(),
        kind: "aep",
        period: "average_year".to_owned(),
        probability_of_any: any,
        points: LEVELS.iter().map(|level| point(*level)).collect(),
    }
}

fn findings(alternatives: Vec<AlternativeFindings>, exceedance: Vec<ExceedanceCurve>) -> Findings {
    let setting = Setting {
        scenario: "fixture".to_owned(),
        title: "A scenario made by hand".to_owned(),
        version: "0.1.0".to_owned(),
        scenario_sha256: String::new(),
        seed: 42,
        runs: 100_000,
        method: "plain".to_owned(),
        sampling: None,
        replicates: None,
        quantile_error: None,
        stopped: None,
        start: crate::units::StartDate { year: 2027, month: 1, day: 1 },
        horizon_years: 5,
        discount_rate: 0.1,
        convention: String::new(),
        accounting: "standard".to_owned(),
        question: "compare".to_owned(),
        baseline: "database".to_owned(),
    };
    Findings {
        convergence: Vec::new(),
        robustness: None,
        setting,
        verdict: vec![],
        notices: vec![],
        alternatives,
        comparisons: vec![],
        exact: None,
        runs_needed: Vec::new(),
        exceedance,
        yearly: Vec::new(),
        histograms: Vec::new(),
        excluded: Vec::new(),
        incidents: Vec::new(),
        by_severity_model: Vec::new(),
        capacity: Vec::new(),
        limits: Vec::new(),
        usage: Vec::new(),
        tiers: Vec::new(),
        value_of_information: None,
        sensitivity: vec![],
        nested: None,
        flips: None,
        dominance: None,
        parameters: vec![],
        metrics: vec![],
        runs: RunTable::default(),
    }
}

pub(super) const FOUR: [(&str, &str); 4] = [
    ("shared", "shared"),
    ("rls", "RLS + pooling"),
    ("database", "database per tenant"),
    ("hybrid", "hybrid"),
];

fn four(loss: [f64; 4]) -> Vec<AlternativeFindings> {
    let parts = [[0.6, 0.1, 0.5, 0.0], [0.7, 0.4, 0.6, 0.2], [3.1, 0.8, 2.2, 0.0], [1.6, 0.9, 1.1, 0.1]];
    FOUR.iter()
        .zip(parts)
        .zip(loss)
        .map(|(((name, label), [a, b, c, d]), loss)| {
            let fixed = a + b + c + d;
            alternative(name, label, [a, b, c, d, loss], (0.97 * fixed, fixed + 4.0 * loss))
        })
        .collect()
}

/// Every event costs exactly $50M.
pub(super) fn fixed_losses() -> Findings {
    let fixed = |any: f64| {
        move |p: f64| match p {
            p if p >= any => 0.0,
            p if p >= any * any / 2.0 => 50e6,
            _ => 100e6,
        }
    };
    let any = [0.11, 0.048, 0.0007, 0.017];
    let curves =
        FOUR.iter().zip(any).map(|((name, label), any)| curve(name, label, any, fixed(any))).collect();
    findings(four([19.0, 8.3, 0.1, 3.0]), curves)
}

/// A heavy tail over many decades.
pub(super) fn heavy_tail() -> Findings {
    let tail = |scale: f64, any: f64| {
        move |p: f64| if p >= any { 0.0 } else { scale * ((-(p / any).ln()).powf(0.8) * 1.5).exp() }
    };
    let shape = [(3e5, 0.9), (2e5, 0.35), (4e4, 0.03), (9e4, 0.12)];
    let curves = FOUR
        .iter()
        .zip(shape)
        .map(|((name, label), (scale, any))| curve(name, label, any, tail(scale, any)))
        .collect();
    findings(four([2.9, 0.9, 0.02, 0.3]), curves)
}

/// Ten alternatives whose names need care.
pub(super) fn ten() -> Findings {
    let labels = [
        "shared schema, one pool, row filters written by hand in every single query of the app",
        "<script>alert(1)</script> & \"quotes\"",
        "database per tenant on its own server in the region of the tenant's choice, managed",
        "テナントごとのデータベース 🙂",
        "schema per tenant",
        "RLS + pooling with a session variable that is set by the proxy and checked by a trigger",
        "hybrid: shared for small tenants, database for large ones",
        "hybrid: shared for small tenants, schema for large ones",
        "Ein_sehr_langes_Wort_ohne_jede_Lücke_das_nirgends_getrennt_werden_kann_weil_es_so_ist",
        "cell per fifty tenants",
    ];
    let tail = |scale: f64| move |p: f64| if p >= 0.6 { 0.0 } else { scale * ((-p.ln()).powf(0.95)).exp() };
    let mut alternatives = vec![];
    let mut curves = vec![];
    for (index, label) in labels.iter().enumerate() {
        let name = if index == 2 { "database".to_owned() } else { format!("a{index}") };
        let step = index as f64;
        let parts =
            [0.5 + 0.3 * step, 0.2, 0.1 * step, 0.05, if index == 0 { 31.0 } else { 2.0 / (1.0 + step) }];
        alternatives.push(alternative(&name, label, parts, (0.5, 2.0 + 9.0 / (1.0 + step))));
        curves.push(curve(&name, label, 0.6, tail(2e6 / 1.6f64.powi(index as i32))));
    }
    findings(alternatives, curves)
}

/// Nothing costs or loses anything.
pub(super) fn all_zero() -> Findings {
    let curves = FOUR.iter().map(|(name, label)| curve(name, label, 0.0, |_| 0.0)).collect();
    let none = FOUR.iter().map(|(name, label)| alternative(name, label, [0.0; 5], (0.0, 0.0))).collect();
    findings(none, curves)
}

/// One alternative, one run, no interval, a recovery that makes the total negative, no curve point.
fn one_run() -> Findings {
    let mut only = alternative("database", "database per tenant", [0.4, 0.1, 0.0, 0.0, 0.2], (-1.3, -1.3));
    only.figures.retain(|figure| figure.metric != "tco");
    only.figures.push(figure("recovery", "mean", 2e6, None));
    only.figures.push(figure("tco", "mean", -1.3e6, None));
    let mut curve = curve("database", "database per tenant", 1.0, |_| 3e5);
    curve.points.truncate(1);
    curve.points[0].probability = 1.0;
    curve.points[0].low_usd = None;
    curve.points[0].high_usd = None;
    let mut findings = findings(vec![only], vec![curve]);
    findings.setting.runs = 1;
    findings
}

/// Values that no engine should give.
fn broken() -> Findings {
    let mut findings = heavy_tail();
    findings.exceedance[0].points[2].loss_usd = f64::NAN;
    findings.exceedance[0].points[3].high_usd = Some(f64::INFINITY);
    findings.exceedance[1].points[5].probability = f64::NAN;
    findings.exceedance[1].probability_of_any = f64::NAN;
    findings.exceedance[2].points.clear();
    findings.alternatives[0].figures.push(figure("build", "mean", f64::NAN, None));
    findings.alternatives[1].figures.iter_mut().for_each(|figure| {
        figure.result = FigureResult::NotApplicable { because: "nobody measured it".to_owned() };
    });
    findings
}

fn nothing() -> Findings {
    findings(vec![], vec![])
}

pub(super) type Fixture = (&'static str, fn() -> Findings);
pub(super) const FIXTURES: [Fixture; 7] = [
    ("fixed", fixed_losses),
    ("heavy", heavy_tail),
    ("ten", ten),
    ("zero", all_zero),
    ("one", one_run),
    ("broken", broken),
    ("nothing", nothing),
];
