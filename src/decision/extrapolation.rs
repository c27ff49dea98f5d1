//! Severity models that are used on other breaches than they were fitted on.

use crate::{
    engine::{Outcomes, Plan},
    stats::ExactSum,
    units::{format_grouped, format_percent},
};

/// How many runs have breaches outside the data of a severity model, counted batch by batch.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Extrapolation {
    /// `[alternative and severity model that holds data about its reach]`.
    counts: Vec<Count>,
}

/// Runs of one alternative and severity model, by weight.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
struct Count {
    breached: ExactSum,
    outside: ExactSum,
}

/// A notice for every severity model in use whose data do not reach the breaches of these outcomes.
pub fn extrapolations(plan: &Plan, outcomes: &Outcomes) -> Vec<String> {
    let mut extrapolation = Extrapolation::default();
    extrapolation.add(plan, outcomes);
    extrapolation.notices(plan)
}

impl Extrapolation {
    /// Counts a batch of runs.
    pub fn add(&mut self, plan: &Plan, outcomes: &Outcomes) {
        let models = fitted(plan);
        if models.is_empty() {
            return;
        }
        let alternatives = plan.model().alternatives.len();
        self.counts.resize(alternatives * models.len(), Count::default());
        let weights = outcomes.weights();
        for (alternative, counts) in self.counts.chunks_mut(models.len()).enumerate() {
            let Some(records) = mean_records(plan, outcomes, alternative) else { continue };
            for (run, records) in records.into_iter().enumerate().filter(|(_, records)| records.is_finite()) {
                let weight = weights.as_ref().map_or(1.0, |weights| weights[run]);
                for (count, (_, [fewest, most])) in counts.iter_mut().zip(&models) {
                    count.breached.add(weight);
                    count.outside.add(if (*fewest..=*most).contains(&records) { 0.0 } else { weight });
                }
            }
        }
    }

    /// Adds what was counted in other runs of the same plan.
    pub fn merge(&mut self, other: &Extrapolation) {
        self.counts.resize(self.counts.len().max(other.counts.len()), Count::default());
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            count.breached.merge(&other.breached);
            count.outside.merge(&other.outside);
        }
    }

    /// Whether this can be counted in runs of a plan, as one that was read from somewhere might not be.
    pub fn fits(&self, plan: &Plan) -> bool {
        let all = plan.model().alternatives.len() * fitted(plan).len();
        self.counts.is_empty() || self.counts.len() == all
    }

    /// A notice for every severity model in use whose data do not reach the breaches of the runs: the alternative in
    /// which most runs with a breach expose fewer or more records than that (on average over the breaches of the
    /// run).
    pub fn notices(&self, plan: &Plan) -> Vec<String> {
        let models = fitted(plan);
        let alternatives = &plan.model().alternatives;
        let mut notices = Vec::new();
        for (index, (id, [fewest, most])) in models.iter().enumerate() {
            let shares = self.counts.iter().skip(index).step_by(models.len()).map(|count| {
                let [breached, outside] = [&count.breached, &count.outside].map(ExactSum::value);
                if breached > 0.0 { outside / breached } else { 0.0 }
            });
            let Some((share, facts)) =
                shares.zip(alternatives).max_by(|one, other| one.0.total_cmp(&other.0))
            else {
                continue;
            };
            if share > 0.0 {
                notices.push(format!(
                    "Severity model {id} is extrapolated: it was fitted on breaches of {} to {} records; {} of the \
                     runs with a breach under {} lie outside.",
                    format_grouped(*fewest, 0),
                    format_grouped(*most, 0),
                    format_percent(share),
                    facts.label
                ));
            }
        }
        notices
    }
}

/// Severity models in use that hold data about their reach: identifier, fewest and most records.
fn fitted(plan: &Plan) -> Vec<(&str, [f64; 2])> {
    let model = plan.model();
    let value = |id| model.registry.get(id).distribution.mean();
    let in_use = model.severity.models.iter().filter(|severity| value(severity.weight) > 0.0);
    in_use.filter_map(|severity| Some((severity.id.as_str(), severity.fitted_records(value)?))).collect()
}

/// Mean records of a breach in every run; not finite in runs without one.
fn mean_records(plan: &Plan, outcomes: &Outcomes, alternative: usize) -> Option<Vec<f64>> {
    let mut breaches = vec![0.0; outcomes.runs()];
    let metrics = plan.metrics().iter().enumerate();
    for (metric, _) in metrics.filter(|(_, metric)| metric.name.starts_with("events.breach.")) {
        for (sum, events) in breaches.iter_mut().zip(outcomes.metric(alternative, metric)) {
            *sum += events;
        }
    }
    let records = outcomes.metric(alternative, plan.metric("records_exposed")?);
    Some(records.into_iter().zip(breaches).map(|(records, breaches)| records / breaches).collect())
}
