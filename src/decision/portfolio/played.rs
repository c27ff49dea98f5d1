//! Portfolios that were played: figures of each, and what it saves run by run.

use std::collections::BTreeMap;

use super::{ControlFact, MOST_BYTES, PortfolioError, PortfolioResult, TAIL, search::is_within};
use crate::{
    decision::versions::{self, AT_ONCE, Played, Watch},
    model::{Alternative, Model},
    stats::{Estimate, SampleError, paired_difference},
};

/// The metrics that are kept of each version, and their places.
const METRICS: [&str; 3] = ["controls", "loss", "recovery"];
const CONTROLS: usize = 0;
const LOSS: usize = 1;
const RECOVERY: usize = 2;

/// Portfolios by the set of their controls: bit `i` stands for the control at place `i` of those weighed.
pub(super) struct Portfolios<'a> {
    model: &'a Model,
    without: Alternative,
    /// Positions among the controls of the scenario.
    weighed: Vec<usize>,
    watch: Watch<'a>,
    played: BTreeMap<u64, One>,
    /// How the runs were drawn, the same for all portfolios.
    drawn: Option<Played>,
}

/// One portfolio.
pub(super) struct One {
    /// What it saves before its cost, one value per run.
    pub saving: Vec<f64>,
    /// What it costs, one value per run, or one for all.
    costs: Vec<f64>,
    cost: Estimate,
    mean_saving: Estimate,
    npv: Estimate,
    roi: Option<Estimate>,
    prob_npv_positive: Estimate,
    tvar99_loss: Estimate,
    tvar99_change: Estimate,
}

impl One {
    /// What it saves less its cost, one value per run.
    pub fn net(&self) -> Vec<f64> {
        let cost = |run: usize| if self.costs.len() == 1 { self.costs[0] } else { self.costs[run] };
        self.saving.iter().enumerate().map(|(run, saving)| saving - cost(run)).collect()
    }

    /// Mean of what it saves less its cost, USD.
    pub fn npv_usd(&self) -> f64 {
        self.npv.value
    }
}

impl<'a> Portfolios<'a> {
    /// None played yet.
    pub fn new(model: &'a Model, alternative: usize, weighed: Vec<usize>, watch: Watch<'a>) -> Self {
        let without =
            Alternative { controls: Vec::new(), baseline: None, ..model.alternatives[alternative].clone() };
        Portfolios { model, without, weighed, watch, played: BTreeMap::new(), drawn: None }
    }

    /// Every control by itself, after none.
    pub fn singles(&self) -> impl Iterator<Item = u64> + use<> {
        std::iter::once(0).chain((0..self.weighed.len()).map(|place| 1 << place))
    }

    /// Plays those that were not played before.
    pub fn ensure(&mut self, wanted: &[u64]) -> Result<(), PortfolioError> {
        let mut missing: Vec<u64> =
            wanted.iter().copied().filter(|set| !self.played.contains_key(set)).collect();
        missing.sort_unstable();
        missing.dedup();
        hold(self.played.len() + missing.len(), self.model.simulation.runs)?;
        for some in missing.chunks(AT_ONCE) {
            let versions = std::iter::once(&0).chain(some).map(|set| self.version(*set)).collect();
            let played = versions::play(self.model, versions, &METRICS, self.watch)?;
            for (place, set) in some.iter().enumerate() {
                self.played.insert(*set, one(&played, place + 1)?);
            }
            self.drawn = Some(played);
        }
        Ok(())
    }

    /// A portfolio that was played.
    pub fn get(&self, set: u64) -> Option<&One> {
        self.played.get(&set)
    }

    /// The alternative with these controls.
    fn version(&self, set: u64) -> Alternative {
        let controls = places(set).filter_map(|place| self.weighed.get(place).copied()).collect();
        Alternative { controls, ..self.without.clone() }
    }

    /// What each control costs, once every single one is played.
    pub fn control_facts(&self, budget_usd: Option<f64>) -> Vec<ControlFact> {
        let fact = |(place, position): (usize, &usize)| {
            let control = &self.model.controls[*position];
            let cost_usd = self.get(1 << place).map_or(0.0, |one| one.cost.value);
            ControlFact {
                name: control.name.clone(),
                build_usd: self.model.registry.get(control.build_cost).distribution.mean(),
                cost_usd,
                is_affordable: true,
            }
        };
        let mut facts: Vec<ControlFact> = self.weighed.iter().enumerate().map(fact).collect();
        for place in 0..facts.len() {
            facts[place].is_affordable = is_within(1 << place, &facts, budget_usd);
        }
        facts
    }

    /// Every portfolio within the budget that was played, by cost.
    pub fn results(&self, controls: &[ControlFact], budget_usd: Option<f64>) -> Vec<PortfolioResult> {
        let result = |(set, one): (&u64, &One)| PortfolioResult {
            controls: places(*set).collect(),
            build_usd: places(*set).map(|place| controls[place].build_usd).sum(),
            cost: one.cost,
            saving: one.mean_saving,
            npv: one.npv,
            roi: one.roi,
            prob_npv_positive: one.prob_npv_positive,
            tvar99_loss: one.tvar99_loss,
            tvar99_change: one.tvar99_change,
            saves_most: false,
            cuts_tail_most: false,
            behind_best: Estimate::exact(0.0),
        };
        let kept = self.played.iter().filter(|(set, _)| is_within(**set, controls, budget_usd));
        let mut results: Vec<PortfolioResult> = kept.map(result).collect();
        results.sort_by(|a, b| {
            let cost = a.cost.value.total_cmp(&b.cost.value);
            cost.then(a.controls.len().cmp(&b.controls.len())).then(a.controls.cmp(&b.controls))
        });
        results
    }

    /// Sets what the best brings more than each.
    pub fn set_behind(&self, results: &mut [PortfolioResult], best: usize) -> Result<(), SampleError> {
        let net = |result: &PortfolioResult| self.get(set_of(&result.controls)).map(One::net);
        let Some(of_best) = net(&results[best]) else { return Ok(()) };
        for result in results.iter_mut() {
            if let Some(own) = net(result) {
                result.behind_best = self.mean(paired_difference(&of_best, &own))?;
            }
        }
        Ok(())
    }

    /// The mean of one value per run.
    pub fn mean(&self, values: Vec<f64>) -> Result<Estimate, SampleError> {
        match &self.drawn {
            Some(played) => played.mean(values),
            None => Err(SampleError::Empty),
        }
    }
}

/// Refuses more columns than fit into memory.
pub(super) fn hold(portfolios: usize, runs: u64) -> Result<(), PortfolioError> {
    match portfolios as u64 * runs > MOST_BYTES / size_of::<f64>() as u64 {
        true => Err(PortfolioError::TooLarge { portfolios, runs }),
        false => Ok(()),
    }
}

/// The places of the controls of a set, ascending.
pub(super) fn places(set: u64) -> impl Iterator<Item = usize> {
    (0..u64::BITS as usize).filter(move |place| set >> place & 1 == 1)
}

/// The set of these places.
pub(super) fn set_of(places: &[usize]) -> u64 {
    places.iter().fold(0, |set, place| set | 1 << place)
}

/// The figures of a version against the first. Controls change losses, recoveries and their own cost, and nothing else
/// of the total cost: taken from these, a control of no effect saves exactly nothing.
fn one(played: &Played, version: usize) -> Result<One, SampleError> {
    let [costs, loss, recovery] = [CONTROLS, LOSS, RECOVERY].map(|metric| played.column(version, metric));
    let [loss_without, recovery_without] = [LOSS, RECOVERY].map(|metric| played.column(0, metric));
    let avoided = paired_difference(loss_without, loss);
    let saving = paired_difference(&avoided, &paired_difference(recovery_without, recovery));
    let net = paired_difference(&saving, costs);
    let is_investment = played.sampling.all(|run| costs[run] > 0.0);
    let roi = is_investment
        .then(|| played.mean(saving.iter().zip(costs).map(|(saving, cost)| saving / cost - 1.0).collect()))
        .transpose()?;
    let (tail, tail_without) = (played.sample(loss.to_vec())?, played.sample(loss_without.to_vec())?);
    let (npv, cost) = (played.sample(net)?, played.sample(costs.to_vec())?);
    let costs = if cost.is_constant() { vec![cost.max()] } else { costs.to_vec() };
    Ok(One {
        mean_saving: played.mean(saving.clone())?,
        saving,
        costs,
        cost: cost.mean(),
        npv: played.trusted(npv.mean()),
        roi,
        prob_npv_positive: npv.probability_above(0.0),
        tvar99_loss: played.trusted(tail.tail_value_at_risk(TAIL)),
        tvar99_change: played.difference(&tail.tail_terms(TAIL), &tail_without.tail_terms(TAIL))?,
    })
}
