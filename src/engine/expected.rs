//! What is known of a scenario before any run: the expected path of tenants, and which draws are uncertain.

use super::{
    billing::Bill,
    costs::{CostComponent, CostTable, Money},
    dependence::Dependence,
    outer::Outer,
    plan::Plan,
    sampling::Sampling,
    streams::Stream,
    world::World,
};
use crate::model::Dynamics;

/// One uncertain number, drawn once per run; parameters that share a stream share the draw.
#[derive(Debug)]
pub struct Draw<'a> {
    /// Paths of the parameters in the order of the registry.
    pub paths: Vec<&'a str>,
    stream: Stream,
    sampling: Option<&'a Sampling>,
    dependence: Option<&'a Dependence>,
    outer: Outer,
}

impl Draw<'_> {
    /// Level of the draw in a run, a uniform between 0 and 1: every parameter is at this quantile.
    pub fn level(&self, run: u64) -> f64 {
        let draw = self.outer.draw_of(run);
        let own = |stream: Stream| match self.sampling {
            Some(sampling) => sampling.level(stream, run, draw),
            None => stream.uniform(draw, 0),
        };
        self.dependence.map_or_else(|| own(self.stream), |dependence| dependence.level(self.stream, own))
    }
}

impl Plan {
    /// Tenants of every month on the expected path, with every uncertain parameter at its mean.
    pub fn tenants_by_month(&self) -> Vec<f64> {
        let world = World::at(self, |distribution| distribution.mean());
        let tiers = self.model.tiers.len();
        let total = |month| (0..tiers).map(|tier| world.paths.tier_tenants(month, tier)).sum();
        (0..self.months).map(total).collect()
    }

    /// What each alternative costs before losses over the horizon, where that is the same in every run: at two
    /// quantiles of every uncertain number and without random churn and arrivals.
    pub fn costs_before_losses(&self) -> Vec<Option<Money>> {
        let at = |level: f64| -> Vec<Money> {
            let world = World::at(self, |distribution| distribution.quantile(level));
            let (mut bill, mut costs) = (Bill::new(self), CostTable::new(self));
            bill.fill(self, &world.paths);
            costs.fill(&world, &bill);
            let of_tco = &CostComponent::ALL[..CostComponent::OF_TCO];
            let total = |alternative: usize| {
                let mut sum = Money::default();
                of_tco.iter().for_each(|one| sum.add_money(costs.total(alternative, *one), 1.0));
                sum
            };
            (0..self.alternatives.len()).map(total).collect()
        };
        let random = self.model.dynamics == Dynamics::Stochastic;
        let same = |one: &Money, other: &Money| {
            one.present_value == other.present_value && one.nominal == other.nominal && !random
        };
        at(0.2).into_iter().zip(at(0.7)).map(|(one, other)| same(&one, &other).then_some(one)).collect()
    }

    /// The draws that are made once per run, in the order of the registry.
    pub fn draws(&self) -> Vec<Draw<'_>> {
        let mut draws: Vec<Draw> = Vec::new();
        for drawn in &self.epistemic {
            let path = self.model.registry.get(drawn.parameter).path.as_str();
            match draws.iter_mut().find(|draw| draw.stream == drawn.stream) {
                Some(draw) => draw.paths.push(path),
                None => draws.push(Draw {
                    paths: vec![path],
                    stream: drawn.stream,
                    sampling: self.sampling.as_ref(),
                    dependence: self.dependence.as_ref(),
                    outer: self.outer,
                }),
            }
        }
        draws
    }
}
