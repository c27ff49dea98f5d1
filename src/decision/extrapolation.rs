//! Severity models that are used on other breaches than they were fitted on.

use crate::{
    engine::{Outcomes, Plan},
    units::{format_grouped, format_percent},
};

/// A notice for every severity model in use whose data do not reach the breaches of these outcomes: the
/// alternative in which most runs with a breach expose fewer or more records than that (on average over the
/// breaches of the run).
pub fn extrapolations(plan: &Plan, outcomes: &Outcomes) -> Vec<String> {
    let model = plan.model();
    let value = |id| model.registry.get(id).distribution.mean();
    let mut notices = Vec::new();
    for severity in model.severity.models.iter().filter(|severity| value(severity.weight) > 0.0) {
        let Some(fitted) = severity.fitted_records(value) else { continue };
        let shares = (0..model.alternatives.len())
            .map(|position| (share_outside(plan, outcomes, position, fitted), position));
        let Some((share, position)) = shares.max_by(|one, other| one.0.total_cmp(&other.0)) else { continue };
        if share > 0.0 {
            notices.push(format!(
                "Severity model {} is extrapolated: it was fitted on breaches of {} to {} records; {} of the runs \
                 with a breach under {} lie outside.",
                severity.id,
                format_grouped(fitted[0], 0),
                format_grouped(fitted[1], 0),
                format_percent(share),
                model.alternatives[position].label
            ));
        }
    }
    notices
}

/// Share of the runs with a breach in which the mean records of a breach lie outside the range; 0 without any.
fn share_outside(plan: &Plan, outcomes: &Outcomes, alternative: usize, [fewest, most]: [f64; 2]) -> f64 {
    let mut breaches = vec![0.0; outcomes.runs()];
    for (metric, _) in
        plan.metrics().iter().enumerate().filter(|(_, metric)| metric.name.starts_with("events.breach."))
    {
        for (sum, events) in breaches.iter_mut().zip(outcomes.metric(alternative, metric)) {
            *sum += events;
        }
    }
    let Some(records) = plan.metric("records_exposed") else { return 0.0 };
    let records = outcomes.metric(alternative, records);
    let (mut breached, mut outside) = (0_u32, 0_u32);
    for (records, breaches) in records.into_iter().zip(breaches).filter(|(_, breaches)| *breaches > 0.0) {
        breached += 1;
        outside += u32::from(!(fewest..=most).contains(&(records / breaches)));
    }
    if breached == 0 { 0.0 } else { f64::from(outside) / f64::from(breached) }
}
