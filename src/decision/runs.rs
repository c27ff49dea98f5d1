//! The runs of a result: what they came to, held exactly or as summaries.

use std::collections::BTreeMap;

use super::{
    AnalysisError,
    quantity::{Column, Quantity},
};
use crate::{
    engine::{Design, Outcomes, Plan},
    stats::{self, Binned, CurvePoint, Estimate, ExceedanceCurve, Sample, SampleError, Sampling, Summary},
};

/// The runs of a result.
pub(super) struct Runs<'a> {
    pub plan: &'a Plan,
    /// Sums over all runs, and the columns of those that are kept.
    pub outcomes: &'a Outcomes,
    pub held: Held<'a>,
}

/// How the distributions of a result are held.
pub(super) enum Held<'a> {
    /// Every run, drawn in this way.
    Exactly(Sampling),
    /// A summary of every quantity.
    Binned(&'a BTreeMap<Quantity, Summary>),
}

/// The distribution of a quantity.
pub(super) enum Distribution {
    Exact(Sample),
    Binned(Box<Binned>),
}

impl<'a> Runs<'a> {
    /// All runs of `outcomes`.
    pub fn of(plan: &'a Plan, outcomes: &'a Outcomes) -> Result<Self, AnalysisError> {
        Ok(Runs { plan, outcomes, held: Held::Exactly(sampling_of(outcomes)?) })
    }

    /// The distribution of a quantity; `None` where it is defined in no run.
    pub fn distribution(&self, quantity: Quantity) -> Result<Option<Distribution>, AnalysisError> {
        match &self.held {
            Held::Exactly(sampling) => exact(sampling, quantity.column(self.plan, self.outcomes)),
            Held::Binned(summaries) => Ok(summaries.get(&quantity).and_then(Distribution::of_summary)),
        }
    }

    /// The same where the quantity is defined in every run.
    pub fn of_all(&self, quantity: Quantity) -> Result<Distribution, AnalysisError> {
        self.distribution(quantity)?.ok_or_else(|| AnalysisError::NotSummarised(format!("{quantity:?}")))
    }

    /// The exceedance curve of a quantity.
    pub fn curve(&self, quantity: Quantity, probabilities: &[f64]) -> Result<ExceedanceCurve, AnalysisError> {
        match &self.held {
            Held::Exactly(sampling) => {
                let column = quantity.column(self.plan, self.outcomes);
                let periods: Vec<&[f64]> = column.values.iter().map(Vec::as_slice).collect();
                Ok(stats::exceedance_curve(&periods, sampling, probabilities)?)
            }
            Held::Binned(_) => {
                let losses = self.of_all(quantity)?;
                let point = |&probability: &f64| {
                    let loss = losses.value_at_risk(1.0 - probability);
                    let (low, high) = loss.interval.map_or((None, None), |ends| (ends.low, ends.high));
                    CurvePoint { probability, loss: loss.value, low, high }
                };
                Ok(ExceedanceCurve {
                    probability_of_any: losses.probability_above(0.0),
                    points: probabilities.iter().map(point).collect(),
                })
            }
        }
    }

    /// The weighted share of the runs that a distribution, defined in some of them, is made of.
    pub fn share_of(&self, distribution: &Distribution) -> f64 {
        let all = match &self.held {
            Held::Exactly(all) => all.total_weight(),
            Held::Binned(_) => self.outcomes.total_weight(),
        };
        distribution.total_weight() / all
    }

    /// Number of independent replicates; `None` where every run is independent.
    pub fn replicates(&self) -> Option<u64> {
        match (&self.held, self.outcomes.design()) {
            (Held::Exactly(sampling), _) => sampling.replicates().map(|count| count as u64),
            (_, Design::Independent) => None,
            (_, Design::Replicated { runs_per_replicate }) => {
                Some(self.outcomes.runs().div_ceil(runs_per_replicate) as u64)
            }
        }
    }

    /// How far quantiles and tail means may be off, relative to them; `None` where they are exact.
    pub fn bins(&self) -> Option<f64> {
        matches!(self.held, Held::Binned(_)).then_some(Binned::RELATIVE_ERROR)
    }
}

/// How the runs of `outcomes` were drawn, all of which are kept.
pub(super) fn sampling_of(outcomes: &Outcomes) -> Result<Sampling, SampleError> {
    let runs_per_replicate = match outcomes.design() {
        Design::Independent => None,
        Design::Replicated { runs_per_replicate } => Some(runs_per_replicate),
    };
    Sampling::new(outcomes.runs(), outcomes.weights(), runs_per_replicate)
}

/// A column of runs drawn by `sampling`.
pub(super) fn exact(sampling: &Sampling, column: Column) -> Result<Option<Distribution>, AnalysisError> {
    let values = column.values.into_iter().next().unwrap_or_default();
    let sample = match column.is_defined {
        None => Some(sampling.sample(values)?),
        Some(is_defined) => match sampling.only(|run| is_defined[run]) {
            None => None,
            Some(some) => Some(some.sample(values)?),
        },
    };
    Ok(sample.map(Distribution::Exact))
}

impl Distribution {
    /// What was summarised; `None` where that is nothing.
    pub fn of_summary(summary: &Summary) -> Option<Distribution> {
        summary.settle().map(|binned| Distribution::Binned(Box::new(binned)))
    }

    /// The mean.
    pub fn mean(&self) -> Estimate {
        match self {
            Distribution::Exact(sample) => sample.mean(),
            Distribution::Binned(binned) => binned.mean(),
        }
    }

    /// The mean without its error.
    pub fn mean_value(&self) -> f64 {
        match self {
            Distribution::Exact(sample) => sample.mean_value(),
            Distribution::Binned(binned) => binned.mean().value,
        }
    }

    /// Sum of the weights.
    pub fn total_weight(&self) -> f64 {
        match self {
            Distribution::Exact(sample) => sample.total_weight(),
            Distribution::Binned(binned) => binned.total_weight(),
        }
    }

    /// The standard deviation.
    pub fn sd(&self) -> Estimate {
        match self {
            Distribution::Exact(sample) => sample.sd(),
            Distribution::Binned(binned) => binned.sd(),
        }
    }

    /// The smallest value.
    pub fn min(&self) -> f64 {
        match self {
            Distribution::Exact(sample) => sample.min(),
            Distribution::Binned(binned) => binned.min(),
        }
    }

    /// The largest value.
    pub fn max(&self) -> f64 {
        match self {
            Distribution::Exact(sample) => sample.max(),
            Distribution::Binned(binned) => binned.max(),
        }
    }

    /// The quantile at a level.
    pub fn value_at_risk(&self, level: f64) -> Estimate {
        match self {
            Distribution::Exact(sample) => sample.value_at_risk(level),
            Distribution::Binned(binned) => binned.value_at_risk(level),
        }
    }

    /// The quantile at a level without its error.
    pub fn quantile(&self, level: f64) -> f64 {
        match self {
            Distribution::Exact(sample) => sample.quantile(level),
            Distribution::Binned(binned) => binned.value_at_risk(level).value,
        }
    }

    /// The mean beyond the quantile.
    pub fn tail_value_at_risk(&self, level: f64) -> Estimate {
        match self {
            Distribution::Exact(sample) => sample.tail_value_at_risk(level),
            Distribution::Binned(binned) => binned.tail_value_at_risk(level),
        }
    }

    /// Probability of more than a threshold.
    pub fn probability_above(&self, threshold: f64) -> Estimate {
        match self {
            Distribution::Exact(sample) => sample.probability_above(threshold),
            Distribution::Binned(binned) => binned.probability_above(threshold),
        }
    }

    /// How far quantiles and tail means may be off, relative to them; `None` where they are exact.
    pub fn bins(&self) -> Option<f64> {
        matches!(self, Distribution::Binned(_)).then_some(Binned::RELATIVE_ERROR)
    }
}
