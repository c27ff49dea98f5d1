//! One run as a dated ledger: what happened, what each thing cost, and the total that is the run's row.

use super::{AnalysisError, runs::sampling_of};
use crate::{
    engine::{self, Money, Outcomes, Paid, Plan},
    units::StartDate,
};

/// One run, every alternative.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RunLedger {
    /// The scenario's name.
    pub scenario: String,
    /// Seed of the random streams.
    pub seed: u64,
    /// `auto` or `plain`: a run's number means another world under another method.
    pub method: String,
    /// The run, numbered from 0 as in `runs.csv`.
    pub run: u64,
    /// How much it counts.
    pub weight: f64,
    /// The severity model of breaches that holds in it.
    pub severity_model: String,
    /// Uncertain parameters with their values in this run.
    pub drawn: Vec<DrawnValue>,
    /// In the order of the scenario.
    pub alternatives: Vec<AlternativeLedger>,
}

/// An uncertain parameter in a run.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DrawnValue {
    /// Path in the scenario.
    pub path: String,
    /// Its value.
    pub value: f64,
}

/// What one alternative paid.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AlternativeLedger {
    /// Name in the scenario.
    pub name: String,
    /// Words for people.
    pub label: String,
    /// In the order of time.
    pub lines: Vec<LedgerLine>,
    /// Sum of the lines, discounted, USD.
    pub total_usd: f64,
    /// Sum of the lines, not discounted, USD.
    pub total_undiscounted_usd: f64,
    /// `tco` of the run's row, USD: equal to the sum of the lines but for rounding.
    pub tco_usd: f64,
    /// `tco_undiscounted` of the run's row, USD.
    pub tco_undiscounted_usd: f64,
}

/// One thing that was paid for.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LedgerLine {
    /// `cost`, `incident`, `credits` or `recovery`.
    pub kind: &'static str,
    /// Day on which it happens; for costs the first of their year.
    pub date: String,
    /// Years from the start.
    pub time_years: f64,
    /// Incident class, or cost component.
    pub what: String,
    /// Number of the event within its class and run, the same under every alternative; none for costs and credits.
    pub event: Option<usize>,
    /// Tenants that a breach exposes or an incident affects.
    pub tenants: f64,
    /// Records exposed.
    pub records: f64,
    /// Minutes that a service incident lasts.
    pub minutes: Option<f64>,
    /// What customers lose, USD undiscounted; no part of the cost.
    pub customer_impact_usd: f64,
    /// What it is made of, in the order of the catalogue.
    pub parts: Vec<LedgerPart>,
}

/// A component of a line.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LedgerPart {
    /// The component's name, as in `loss.<component>` or a cost metric.
    pub component: &'static str,
    /// As paid, USD.
    pub nominal_usd: f64,
    /// Discounted, USD.
    pub present_value_usd: f64,
}

impl LedgerLine {
    /// All components, as paid, USD.
    pub fn nominal_usd(&self) -> f64 {
        self.parts.iter().map(|part| part.nominal_usd).sum()
    }

    /// All components, discounted, USD.
    pub fn present_value_usd(&self) -> f64 {
        self.parts.iter().map(|part| part.present_value_usd).sum()
    }
}

/// Plays one run of the plan again.
pub fn replay(plan: &Plan, run: u64) -> RunLedger {
    let model = plan.model();
    let played = engine::replay(plan, run);
    let alternatives =
        model.alternatives.iter().zip(&played.tco).enumerate().map(|(position, (facts, tco))| {
            let entries = played.entries.iter().filter(|entry| entry.alternative == position);
            let lines: Vec<LedgerLine> = entries.map(|entry| line(plan, model.start, entry)).collect();
            AlternativeLedger {
                name: facts.name.clone(),
                label: facts.label.clone(),
                total_usd: lines.iter().map(LedgerLine::present_value_usd).sum(),
                total_undiscounted_usd: lines.iter().map(LedgerLine::nominal_usd).sum(),
                tco_usd: tco.present_value,
                tco_undiscounted_usd: tco.nominal,
                lines,
            }
        });
    let severity = model.severity.models.get(played.severity_model);
    RunLedger {
        scenario: model.name.clone(),
        seed: model.simulation.seed,
        method: plan.method().to_owned(),
        run,
        weight: played.weight,
        severity_model: severity.map(|model| model.id.clone()).unwrap_or_default(),
        drawn: played.drawn.into_iter().map(|(path, value)| DrawnValue { path, value }).collect(),
        alternatives: alternatives.collect(),
    }
}

/// The run whose `metric` under an alternative is the quantile at `level` of all runs, the first of equal ones.
pub fn run_at_quantile(
    plan: &Plan,
    outcomes: &Outcomes,
    alternative: usize,
    metric: &str,
    level: f64,
) -> Result<u64, AnalysisError> {
    let position = plan.metric(metric).ok_or_else(|| AnalysisError::UnknownMetric(metric.to_owned()))?;
    let values = outcomes.metric(alternative, position);
    let sample = sampling_of(outcomes)?.sample(values)?;
    let quantile = sample.quantile(level);
    let run = (0..sample.len()).find(|run| sample.weight(*run) > 0.0 && sample.values()[*run] == quantile);
    Ok(run.unwrap_or(0) as u64)
}

fn line(plan: &Plan, start: StartDate, entry: &engine::Entry) -> LedgerLine {
    let part = |component: &'static str, money: Money| LedgerPart {
        component,
        nominal_usd: money.nominal,
        present_value_usd: money.present_value,
    };
    let empty = LedgerLine {
        kind: "cost",
        date: start.date_after(entry.time_years),
        time_years: entry.time_years,
        what: String::new(),
        event: None,
        tenants: 0.0,
        records: 0.0,
        minutes: None,
        customer_impact_usd: 0.0,
        parts: Vec::new(),
    };
    match &entry.what {
        Paid::Cost(component) => LedgerLine {
            what: component.name().to_owned(),
            parts: vec![part(component.name(), entry.money)],
            ..empty
        },
        Paid::Credits { class } => LedgerLine {
            kind: "credits",
            // Credits are paid when their month ends, on its last day.
            date: start.date_after(entry.time_years.next_down()),
            what: plan.class_name(*class).to_owned(),
            parts: vec![part("sla_credits", entry.money)],
            ..empty
        },
        Paid::Recovery { class } => LedgerLine {
            kind: "recovery",
            what: plan.class_name(*class).to_owned(),
            parts: vec![part("recovery", entry.money)],
            ..empty
        },
        Paid::Incident(incident) => LedgerLine {
            kind: "incident",
            what: plan.class_name(incident.class).to_owned(),
            event: Some(incident.number),
            tenants: incident.tenants,
            records: incident.records,
            minutes: incident.minutes,
            customer_impact_usd: incident.customer_impact_usd,
            parts: incident.losses.iter().map(|(component, money)| part(component.name(), *money)).collect(),
            ..empty
        },
    }
}
