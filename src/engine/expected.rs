//! What is known of a scenario before any run: the expected path of tenants, and which draws are uncertain.

use super::{plan::Plan, sampling::Sampling, streams::Stream, world::World};

/// One uncertain number, drawn once per run; parameters that share a stream share the draw.
#[derive(Debug)]
pub struct Draw<'a> {
    /// Paths of the parameters in the order of the registry.
    pub paths: Vec<&'a str>,
    stream: Stream,
    sampling: Option<&'a Sampling>,
}

impl Draw<'_> {
    /// Level of the draw in a run, a uniform between 0 and 1: every parameter is at this quantile.
    pub fn level(&self, run: u64) -> f64 {
        match self.sampling {
            Some(sampling) => sampling.level(self.stream, run),
            None => self.stream.uniform(run, 0),
        }
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
                }),
            }
        }
        draws
    }
}
