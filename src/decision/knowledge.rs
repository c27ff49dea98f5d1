//! What the runs tell about the inputs that nobody knows: fits of savings to them.

use super::{AnalysisError, quantity::baseline_of};
use crate::{
    engine::{DrawnOnce, Outcomes, Plan, UncertainInput},
    model::ParameterId,
    stats::{Fit, Regressor, Sampling, paired_difference, regress},
};

/// Fewer independent runs than this tell nothing about ten folds.
const FEWEST_RUNS: usize = 200;

/// Inputs and savings of every run.
pub(super) struct Knowledge<'a> {
    pub plan: &'a Plan,
    pub sampling: &'a Sampling,
    pub inputs: Vec<UncertainInput>,
    /// `[input][run]`.
    pub values: Vec<Vec<f64>>,
    /// Position of the alternative with the lowest mean TCO.
    pub best: usize,
    /// Every other alternative, and by how much it is cheaper than the best, one value per run.
    pub against_best: Vec<(usize, Vec<f64>)>,
    /// Every alternative but the baseline, and what it saves against its own, one value per run.
    pub against_baseline: Vec<(usize, Vec<f64>)>,
}

/// The fits to some inputs.
pub(super) struct Fits<'a> {
    /// As [`Knowledge::against_best`].
    pub against_best: Vec<Fit<'a>>,
    /// As [`Knowledge::against_baseline`].
    pub against_baseline: Vec<Fit<'a>>,
}

impl<'a> Knowledge<'a> {
    /// `None` where nothing is uncertain, there is nothing to choose between, or there are too few runs.
    pub fn new(plan: &'a Plan, outcomes: &Outcomes, sampling: &'a Sampling) -> Option<Self> {
        let inputs = plan.inputs();
        let alternatives = plan.model().alternatives.len();
        if inputs.is_empty() || alternatives < 2 || outcomes.runs() < FEWEST_RUNS {
            return None;
        }
        let metric = plan.metric("tco")?;
        let tco: Vec<Vec<f64>> =
            (0..alternatives).map(|alternative| outcomes.metric(alternative, metric)).collect();
        let means: Vec<f64> = tco.iter().map(|tco| sampling.mean(tco)).collect();
        let best = (0..alternatives).min_by(|&a, &b| means[a].total_cmp(&means[b]))?;
        let saving = |reference: usize, of: usize| (of, paired_difference(&tco[reference], &tco[of]));
        let others = (0..alternatives).filter(|&of| of != best);
        let compared = (0..alternatives).filter(|&of| of != baseline_of(plan, of));
        let drawn: Vec<DrawnOnce> = inputs.iter().map(UncertainInput::drawn).collect();
        Some(Knowledge {
            against_best: others.map(|of| saving(best, of)).collect(),
            against_baseline: compared.map(|of| saving(baseline_of(plan, of), of)).collect(),
            values: plan.values_of(&drawn, outcomes.runs() as u64),
            plan,
            sampling,
            inputs,
            best,
        })
    }

    /// An input as an explanation.
    fn regressor(&self, input: usize) -> Regressor<'_> {
        match self.inputs[input].models {
            None => Regressor::Number(&self.values[input]),
            Some(models) => Regressor::Class(&self.values[input], models),
        }
    }

    /// Savings given one input.
    pub fn given(&self, input: usize) -> Result<Fits<'_>, AnalysisError> {
        let [best, baseline] = [&self.against_best, &self.against_baseline]
            .map(|savings| savings.iter().map(|(_, saving)| saving.as_slice()));
        let outcomes: Vec<&[f64]> = best.chain(baseline).collect();
        let mut fits = regress(self.sampling, &[self.regressor(input)], &outcomes)?;
        let against_baseline = fits.split_off(self.against_best.len());
        Ok(Fits { against_best: fits, against_baseline })
    }

    /// By how much alternatives are cheaper than the best, given several inputs.
    pub fn given_all(&self, inputs: &[usize]) -> Result<Vec<Fit<'_>>, AnalysisError> {
        let regressors: Vec<Regressor> = inputs.iter().map(|&input| self.regressor(input)).collect();
        Ok(self.fit(&regressors)?)
    }

    /// The same given one number per run.
    pub fn given_number<'b>(&'b self, values: &'b [f64]) -> Result<Vec<Fit<'b>>, AnalysisError> {
        Ok(self.fit(&[Regressor::Number(values)])?)
    }

    fn fit<'b>(&'b self, regressors: &[Regressor<'b>]) -> Result<Vec<Fit<'b>>, crate::stats::SampleError> {
        let outcomes: Vec<&[f64]> = self.against_best.iter().map(|(_, saving)| saving.as_slice()).collect();
        regress(self.sampling, regressors, &outcomes)
    }

    /// Paths of an input in the scenario file.
    pub fn paths(&self, input: usize) -> Vec<String> {
        let input = &self.inputs[input];
        match input.parameters.as_slice() {
            [] => vec![input.name.clone()],
            parameters => parameters.iter().map(|&id| self.path(id)).collect(),
        }
    }

    /// Path of a parameter.
    pub fn path(&self, id: ParameterId) -> String {
        self.plan.model().registry.get(id).path.clone()
    }

    /// Name of an alternative.
    pub fn name(&self, alternative: usize) -> String {
        self.plan.model().alternatives[alternative].name.clone()
    }
}
