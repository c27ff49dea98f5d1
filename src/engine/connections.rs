//! Database connections by month on the expected path of tenants.

use super::{plan::Plan, world::World};
use crate::model::capacity::erlang_b;

/// Connections of one alternative in one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connections {
    /// Demanded after pooling.
    pub demanded: f64,
    /// Offered by the instances, headroom taken off.
    pub available: f64,
    /// Instances.
    pub instances: f64,
    /// Demanded over all that the instances have.
    pub utilisation: f64,
    /// Chance that a request finds none (Erlang B), the highest of the tier groups.
    pub blocking: f64,
}

impl Plan {
    /// Connections of the alternative at `position`, month by month, with every uncertain parameter at its mean;
    /// empty without `[capacity]`.
    pub fn connections_by_month(&self, position: usize) -> Vec<Connections> {
        let Some(facts) = &self.model.capacity else { return Vec::new() };
        let world = World::at(self, |distribution| distribution.mean());
        let (paths, values) = (&world.paths, &world.values);
        let per_instance = facts.connections_per_instance as f64;
        let month = |month: usize| {
            let mut sum = Connections {
                demanded: 0.0,
                available: 0.0,
                instances: 0.0,
                utilisation: 0.0,
                blocking: 0.0,
            };
            for group in &self.alternatives[position].phase(month).groups {
                let demanded = paths.connections(self, group, month, values);
                let instances = paths.instances(self, group, month, values);
                sum.demanded += demanded;
                sum.instances += instances;
                sum.blocking = sum.blocking.max(erlang_b(demanded, (instances * per_instance) as u64));
            }
            sum.available = sum.instances * per_instance * facts.headroom;
            if sum.instances > 0.0 {
                sum.utilisation = sum.demanded / (sum.instances * per_instance);
            }
            sum
        };
        (0..self.months).map(month).collect()
    }
}
