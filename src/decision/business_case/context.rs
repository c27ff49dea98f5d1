//! What every section is made from.

use super::choice::Choice;
use crate::{
    decision::{AlternativeFindings, Findings, analyse::trusted, figures::find},
    engine::{Outcomes, Plan},
    stats::{Estimate, Sample, Sampling, paired_difference, sum},
};

/// A result and the choice that follows from it.
pub(super) struct Context<'a> {
    pub plan: &'a Plan,
    pub outcomes: &'a Outcomes,
    pub sampling: &'a Sampling,
    pub findings: &'a Findings,
    pub choice: &'a Choice,
}

impl<'a> Context<'a> {
    /// The findings of the alternative at `position`.
    fn alternative(&self, position: usize) -> &'a AlternativeFindings {
        &self.findings.alternatives[position]
    }

    pub fn name(&self, position: usize) -> &'a str {
        &self.alternative(position).name
    }

    /// The words for an alternative.
    pub fn label(&self, position: usize) -> &'a str {
        &self.alternative(position).label
    }

    /// Positions of all alternatives but the choice.
    pub fn others(&self) -> impl Iterator<Item = usize> + use<> {
        let best = self.choice.best;
        (0..self.findings.alternatives.len()).filter(move |position| *position != best)
    }

    /// A statistic of an alternative.
    pub fn estimate(&self, position: usize, metric: &str, statistic: &str) -> Option<&'a Estimate> {
        find(&self.alternative(position).figures, metric, statistic)
    }

    /// Its value; 0 where there is none.
    pub fn value(&self, position: usize, metric: &str, statistic: &str) -> f64 {
        self.estimate(position, metric, statistic).map_or(0.0, |estimate| estimate.value)
    }

    /// A metric of an alternative, one value per run.
    pub fn column(&self, position: usize, metric: &str) -> Vec<f64> {
        match self.plan.metric(metric) {
            Some(metric) => self.outcomes.metric(position, metric),
            None => vec![0.0; self.outcomes.runs()],
        }
    }

    /// What `other` has more of a metric than the choice, run by run.
    pub fn more(&self, other: usize, metric: &str) -> Vec<f64> {
        paired_difference(&self.column(other, metric), &self.column(self.choice.best, metric))
    }

    /// The mean of that.
    pub fn more_on_average(&self, other: usize, metric: &str) -> f64 {
        self.sampling.mean(&self.more(other, metric))
    }

    /// What the choice saves against `other` on average, present value.
    pub fn mean_saving(&self, other: usize) -> Option<Estimate> {
        self.saving(other).map(|saving| trusted(self.plan, saving.mean()))
    }

    /// What the choice saves against `other`, present value, run by run.
    pub fn saving(&self, other: usize) -> Option<Sample> {
        self.sampling.sample(self.more(other, "tco")).ok()
    }

    pub fn years(&self) -> f64 {
        f64::from(self.findings.setting.horizon_years)
    }

    /// Tenants times months over the horizon, on the expected path.
    pub fn tenant_months(&self) -> f64 {
        sum(self.plan.tenants_by_month().iter().copied())
    }
}
