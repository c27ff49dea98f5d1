//! Database connections.

use super::{Default, JUDGEMENT, of};

/// Factor by which transaction pooling divides connections.
pub const MULTIPLEX_POOLED: Default = of(10.0, JUDGEMENT);
/// Without pooling.
pub const MULTIPLEX_NONE: Default = of(1.0, "one connection each without pooling");
/// Connections of one instance.
pub const CONNECTIONS_PER_INSTANCE: i64 = 5_000;
/// Share of an instance's connections that may be used.
pub const HEADROOM: f64 = 0.7;
/// Share of their limit that tenants use on average.
pub const UTILISATION: f64 = 0.5;
