//! Capacity: connections, database instances, what a full pool turns away, and when a limit is reached.

use super::ParameterId;

/// Database connections that an isolation model's instances offer.
#[derive(Debug, Clone)]
pub struct Capacity {
    /// Connections of one instance.
    pub connections_per_instance: u64,
    /// Share of them that may be used.
    pub headroom: f64,
    /// Share of their connection limit that tenants use on average.
    pub utilisation: f64,
    /// Instances in place for each tier group, `None` for as many as are needed.
    pub provisioned_instances: Option<u64>,
    /// What the platform can bear of metered resources, in the order of the file.
    pub limits: Vec<CapacityLimit>,
}

/// The most units of a metered resource that the platform bears in a month, all tenants together.
#[derive(Debug, Clone)]
pub struct CapacityLimit {
    /// The resource's name, the same in every tier that meters it.
    pub resource: String,
    /// What a unit is called, in the plural.
    pub unit: String,
    /// Units a month.
    pub most: ParameterId,
}

/// Memory that the default setting of the managed database reserves per connection, bytes.
pub const BYTES_PER_CONNECTION: u64 = 9_531_392;
/// Most connections that the default setting of the managed database allows per instance.
pub const MOST_CONNECTIONS: u64 = 5_000;
/// An instance count this close (relative) above a whole number is that number: rounding, not demand. The same
/// holds for a demand this close above its limit.
const ROUNDING: f64 = 1e-9;

/// Probability that a request finds all `connections` of a pool taken and is turned away, by Erlang's loss
/// formula. `offered_erlangs` is the load: requests per second × seconds that each holds a connection.
///
/// `B(0) = 1`, `B(k) = A B(k-1) / (k + A B(k-1))`; one cheap step per connection.
pub fn erlang_b(offered_erlangs: f64, connections: u64) -> f64 {
    let load = offered_erlangs.max(0.0);
    let mut blocked = 1.0;
    for taken in 1..=connections {
        let carried = load * blocked;
        blocked = carried / (taken as f64 + carried);
        // Smaller than any normal number, and never larger again.
        if blocked < f64::MIN_POSITIVE {
            return 0.0;
        }
    }
    blocked
}

/// Connections that the managed database allows by default on an instance with this memory, in bytes.
pub fn connections_per_instance(memory_bytes: u64) -> u64 {
    (memory_bytes / BYTES_PER_CONNECTION).min(MOST_CONNECTIONS)
}

/// Connections open at a time: `tenants` that may hold `limit` each, use the share `utilisation` of it, and
/// share each connection with `multiplex - 1` others (1 without a pooler).
pub fn connections_demanded(tenants: f64, limit: f64, utilisation: f64, multiplex: f64) -> f64 {
    tenants * limit * utilisation / multiplex
}

/// Instances that carry `demand` connections when each allows `connections_per_instance` and may be filled to
/// the share `headroom`: the quotient rounded up. No demand needs none; instances without room are never
/// enough (infinity).
pub fn instances(demand: f64, connections_per_instance: f64, headroom: f64) -> f64 {
    if demand <= 0.0 {
        return 0.0;
    }
    let capacity = connections_per_instance * headroom;
    if capacity <= 0.0 {
        return f64::INFINITY;
    }
    let exact = demand / capacity;
    (exact - ROUNDING * exact.max(1.0)).ceil().max(1.0)
}

/// Tenants that one instance carries, when each may hold `limit` connections and uses the share `utilisation`
/// of them; see [`connections_demanded`] and [`instances`]. Infinity when they need none.
pub fn tenants_per_instance(
    limit: f64,
    utilisation: f64,
    multiplex: f64,
    connections_per_instance: f64,
    headroom: f64,
) -> f64 {
    let each = connections_demanded(1.0, limit, utilisation, multiplex);
    if each > 0.0 { connections_per_instance * headroom / each } else { f64::INFINITY }
}

/// Whether `demand` exceeds what is `available`.
pub fn exceeds(demand: f64, available: f64) -> bool {
    demand > available + ROUNDING * available.abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, close, number, table};

    /// Case Q01 of tests/data/cases.json, tolerance 1e-10.
    #[test]
    fn blocking_of_a_pool() {
        for (pair, expected) in case("Q01")["expected"].as_object().unwrap() {
            let (load, connections) = pair.split_once('/').unwrap();
            let blocked = erlang_b(load.parse().unwrap(), connections.parse().unwrap());
            let expected = number(expected);
            assert!((blocked - expected).abs() <= 1e-10 * expected, "{pair}: {blocked} against {expected}");
        }
        assert_eq!((erlang_b(3.0, 0), erlang_b(1.0, u64::MAX)), (1.0, 0.0));
        assert_eq!((erlang_b(-1.0, 5), erlang_b(f64::INFINITY, 0)), (0.0, 1.0));
    }

    /// Case Q02 of tests/data/cases.json.
    #[test]
    fn connections_by_memory() {
        for (gib, expected) in table(&case("Q02")["expected"]) {
            assert_eq!(connections_per_instance((gib as u64) << 30), expected.as_u64().unwrap());
        }
        assert_eq!(connections_per_instance(0), 0);
    }

    /// Case Q03 of tests/data/cases.json: 1,000 new tenants of 50 connections.
    #[test]
    fn a_surge_of_enterprise_tenants() {
        let expected = &case("Q03")["expected"];
        let (hard, used) =
            (connections_demanded(1e3, 50.0, 1.0, 1.0), connections_demanded(1e3, 50.0, 0.5, 1.0));
        let pooled = connections_demanded(1e3, 50.0, 0.5, 10.0);
        close(hard, expected["hard"].clone());
        close(used, expected["used"].clone());
        close(instances(hard, 5e3, 1.0), expected["instances_no_pooling_hard"].clone());
        close(instances(used, 5e3, 0.7), expected["instances_no_pooling_used_headroom"].clone());
        close(instances(pooled, 5e3, 0.7), expected["instances_transaction_pooling"].clone());
        let memory = hard * BYTES_PER_CONNECTION as f64 / 1e9;
        close(memory, expected["memory_gb_at_rds_divisor"].clone());
    }

    #[test]
    fn an_instance_carries_what_needs_one() {
        assert_eq!(tenants_per_instance(50.0, 0.5, 1.0, 5e3, 0.7), 140.0);
        assert_eq!(tenants_per_instance(50.0, 0.5, 10.0, 5e3, 0.7), 1_400.0);
        assert_eq!(instances(connections_demanded(1_400.0, 50.0, 0.5, 10.0), 5e3, 0.7), 1.0);
        assert_eq!(tenants_per_instance(0.0, 0.5, 10.0, 5e3, 0.7), f64::INFINITY);
    }

    #[test]
    fn a_limit_is_reached_above_it() {
        assert!(!exceeds(3.0, 3.0) && exceeds(3.001, 3.0) && exceeds(1e-300, 0.0) && !exceeds(0.0, 0.0));
        // Ten times a tenth is more than one only by rounding.
        assert!(!exceeds((0..10).map(|_| 0.1).sum::<f64>() + 2e-16, 1.0));
    }

    #[test]
    fn rounding_needs_no_instance_and_demand_needs_one() {
        assert_eq!(instances(0.0, 5e3, 0.7), 0.0);
        assert_eq!(instances(1e-12, 5e3, 0.7), 1.0);
        assert_eq!((instances(7.000_000_001, 1.0, 1.0), instances(7.000_001, 1.0, 1.0)), (7.0, 8.0));
        assert_eq!(instances(1.0, 0.0, 0.7), f64::INFINITY);
    }
}
