//! What happens in a year, by incident class, and what it costs.

use super::{AnalysisError, IncidentFact, ModelLoss, quantity::Quantity, runs::Runs};
use crate::{engine::Kept, stats::Estimate};

/// Every class under the alternative at `position`, in the order of the scenario; empty without a horizon.
pub(super) fn facts(runs: &Runs, position: usize) -> Result<Vec<IncidentFact>, AnalysisError> {
    let (plan, outcomes) = (runs.plan, runs.outcomes);
    let years = plan.years() as f64;
    if years == 0.0 {
        return Ok(Vec::new());
    }
    let alternative = &plan.model().alternatives[position].name;
    let classes = plan.model().classes.iter().enumerate().map(|(index, class)| {
        let per_year = |metric: String| -> Result<Estimate, AnalysisError> {
            let metric = plan.metric(&metric).ok_or(AnalysisError::NotSummarised(metric))?;
            Ok(runs.of_all(Quantity::MetricPerYear { alternative: position, metric })?.mean())
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
pub(super) fn by_severity_model(runs: &Runs, position: usize) -> Result<Vec<ModelLoss>, AnalysisError> {
    let model = runs.plan.model();
    if model.severity.models.len() < 2 {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for (index, severity) in model.severity.models.iter().enumerate() {
        let quantity = Quantity::LossUnderModel { alternative: position, model: index };
        let Some(sample) = runs.distribution(quantity)? else { continue };
        let share = runs.share_of(&sample);
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
