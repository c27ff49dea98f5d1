//! What happens in a year, by incident class, and what it costs.

use super::{IncidentFact, ModelLoss, runs::Runs};
use crate::{
    engine::{Kept, Plan},
    stats::{Estimate, SampleError},
};

/// Every class under the alternative at `position`, in the order of the scenario; empty without a horizon.
pub(super) fn facts(plan: &Plan, runs: &Runs, position: usize) -> Result<Vec<IncidentFact>, SampleError> {
    let (outcomes, sampling) = (runs.outcomes, &runs.sampling);
    let years = plan.years() as f64;
    if years == 0.0 {
        return Ok(Vec::new());
    }
    let alternative = &plan.model().alternatives[position].name;
    let classes = plan.model().classes.iter().enumerate().map(|(index, class)| {
        let per_year = |metric: String| -> Result<Estimate, SampleError> {
            let values =
                plan.metric(&metric).map(|metric| outcomes.metric(position, metric)).unwrap_or_default();
            Ok(sampling.sample(values.into_iter().map(|value| value / years).collect())?.mean())
        };
        let mean = |kept: Kept| {
            let of_year = |year| outcomes.mean_of_class(position, index, kept, year).nominal;
            (0..plan.years()).map(of_year).sum::<f64>() / years
        };
        let events = per_year(format!("events.{}", class.name))?;
        let loss = per_year(format!("loss.{}_undiscounted", class.name))?;
        Ok(IncidentFact {
            alternative: alternative.clone(),
            class: class.name.clone(),
            label: class.facts.label.clone(),
            severity: class.facts.severity.clone(),
            hint: class.facts.hint.clone(),
            loss_per_event_usd: (events.value > 0.0).then(|| loss.value / events.value),
            events_per_year: events,
            loss_per_year_usd: loss,
            customer_impact_per_year_usd: mean(Kept::CustomerImpact),
            opportunity_per_year_usd: mean(Kept::Opportunity),
        })
    });
    classes.collect()
}

/// The undiscounted loss of the alternative at `position` by the severity model that holds; empty with one.
pub(super) fn by_severity_model(
    plan: &Plan,
    runs: &Runs,
    position: usize,
) -> Result<Vec<ModelLoss>, SampleError> {
    let model = plan.model();
    if model.severity.models.len() < 2 {
        return Ok(Vec::new());
    }
    let column = plan.metric("loss_undiscounted").unwrap_or(0);
    let (losses, holds) = (runs.outcomes.metric(position, column), runs.outcomes.severity_models());
    let mut rows = Vec::new();
    for (index, severity) in model.severity.models.iter().enumerate() {
        let Some(only) = runs.sampling.only(|run| holds[run] == index) else { continue };
        let share = runs.sampling.share(|run| holds[run] == index);
        let sample = only.sample(losses.clone())?;
        rows.push(ModelLoss {
            alternative: model.alternatives[position].name.clone(),
            model: severity.id.clone(),
            share,
            mean: sample.mean(),
            median: sample.value_at_risk(0.5),
            p95: sample.value_at_risk(0.95),
            p99: sample.value_at_risk(0.99),
        });
    }
    Ok(rows)
}
