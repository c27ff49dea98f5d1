//! Sums over all runs of which none need be kept, the same in whatever order blocks are added.

use crate::{
    engine::{Columns, Money, Plan, Sums},
    stats::ExactSum,
};

/// Sums over runs, formed block by block and exactly from there on.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Totals {
    runs: u64,
    weight: ExactSum,
    costs: Vec<Amount>,
    losses: Vec<Amount>,
}

/// Present value and nominal amount.
type Amount = (ExactSum, ExactSum);

impl Totals {
    /// Adds the runs of a block.
    pub fn add(&mut self, block: &Columns) {
        let (weight, costs, losses) = block.sums();
        self.runs += block.runs() as u64;
        self.weight.add(weight);
        for (totals, more) in [(&mut self.costs, costs), (&mut self.losses, losses)] {
            totals.resize(more.len(), Amount::default());
            for ((present_value, nominal), more) in totals.iter_mut().zip(more) {
                present_value.add(more.present_value);
                nominal.add(more.nominal);
            }
        }
    }

    /// Adds other runs.
    pub fn merge(&mut self, other: &Totals) {
        self.runs += other.runs;
        self.weight.merge(&other.weight);
        for (totals, more) in [(&mut self.costs, &other.costs), (&mut self.losses, &other.losses)] {
            totals.resize(totals.len().max(more.len()), Amount::default());
            for ((present_value, nominal), more) in totals.iter_mut().zip(more) {
                present_value.merge(&more.0);
                nominal.merge(&more.1);
            }
        }
    }

    /// Number of runs.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// Whether these can be those of a plan, as some that were read from somewhere might not be.
    pub fn fit(&self, plan: &Plan) -> bool {
        self.runs == 0 || (self.sums().fit(plan) && self.weight.is_finite())
    }

    /// The sums, each rounded once.
    pub fn sums(&self) -> Sums {
        let rounded = |amounts: &[Amount]| {
            let of = |amount: &Amount| Money { present_value: amount.0.value(), nominal: amount.1.value() };
            amounts.iter().map(of).collect()
        };
        Sums {
            runs: self.runs,
            weight: self.weight.value(),
            costs: rounded(&self.costs),
            losses: rounded(&self.losses),
        }
    }
}
