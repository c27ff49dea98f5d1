//! `tenantrisk calc capacity`: database connections, instances, and what breaks first.

mod shown;

use clap::Args;
use serde::Serialize;

use super::{
    Output, flags,
    prices::{PricedTier, Source},
};
use crate::{
    cli::exit::Failure,
    model::{
        capacity::{
            BYTES_PER_CONNECTION, connections_demanded, connections_per_instance, erlang_b, instances,
            tenants_per_instance,
        },
        defaults,
    },
};

const HELP: &str = "\
Formulas:
  demand     tenants x connections x utilisation / multiplex (1: no pooler)
  instances  demand / (connections of an instance x headroom), rounded up
  memory     an instance has min(bytes / 9,531,392, 5,000) connections
  blocking   Erlang B: B(0) = 1, B(k) = A B(k-1) / (k + A B(k-1)), with
             offered load A and k connections
Sources: AWS RDS default for connections; multiplex and headroom: judgement.

Examples:
  tenantrisk calc capacity --tenants 1000 --connections 50
  tenantrisk calc capacity --tenants 1000 --tier enterprise --memory-gib 64
  tenantrisk calc capacity --tenants 1 --connections 50 --offered 45 --pool 50";

/// Largest pool whose blocking is calculated: one step per connection.
const LARGEST_POOL: u64 = 100_000_000;

/// Arguments of `calc capacity`.
#[derive(Debug, Args)]
#[command(after_help = HELP, allow_negative_numbers = true)]
pub(super) struct Arguments {
    /// Tenants.
    #[arg(long, value_name = "N", value_parser = flags::count)]
    tenants: u64,
    /// Connections that each may open. [default: the tier's limit]
    #[arg(long, value_name = "N", required_unless_present = "tier", value_parser = flags::amount)]
    connections: Option<f64>,
    /// Tier of the tenants, for connections, money, support and uptime.
    #[arg(long, value_name = "TIER")]
    tier: Option<String>,
    /// Share of their connections that they use.
    #[arg(long, value_name = "SHARE", default_value_t = defaults::UTILISATION, value_parser = flags::share)]
    utilisation: f64,
    /// Factor by which a transaction pooler divides connections.
    #[arg(long, value_name = "FACTOR", default_value_t = defaults::MULTIPLEX_POOLED.value, value_parser = flags::factor)]
    multiplex: f64,
    /// Connections of one instance. [default: 5000]
    #[arg(long, value_name = "N", conflicts_with = "memory_gib", value_parser = flags::positive)]
    per_instance: Option<f64>,
    /// Memory of one instance in GiB, instead of its connections.
    #[arg(long, value_name = "GIB", value_parser = flags::positive)]
    memory_gib: Option<f64>,
    /// Share of an instance's connections that may be used.
    #[arg(long, value_name = "SHARE", default_value_t = defaults::HEADROOM, value_parser = flags::share_above_zero)]
    headroom: f64,
    /// Load offered to a pool in erlangs: requests a second x seconds each. [default: the demand with a pooler]
    #[arg(long, value_name = "ERLANGS", value_parser = flags::amount)]
    offered: Option<f64>,
    /// Connections of that pool. [default: those of its instances]
    #[arg(long, value_name = "N", value_parser = flags::count)]
    pool: Option<u64>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

/// The results, also for text.
#[derive(Serialize)]
struct Results {
    tenants: u64,
    connections_per_tenant: f64,
    utilisation: f64,
    multiplex: f64,
    headroom: f64,
    connections_per_instance: f64,
    demanded_at_limit: f64,
    demanded: f64,
    demanded_with_pooler: f64,
    instances_at_limit: f64,
    instances_without_pooler: f64,
    instances_with_pooler: f64,
    tenants_per_instance_without_pooler: Option<f64>,
    tenants_per_instance_with_pooler: Option<f64>,
    memory_at_limit_gb: f64,
    memory_with_pooler_gb: f64,
    offered_erlangs: f64,
    pool_connections: u64,
    blocking: Option<f64>,
    tier: Option<OfTier>,
    first_to_break: String,
}

/// What follows from the tier.
#[derive(Serialize)]
struct OfTier {
    name: String,
    revenue_usd_per_month: f64,
    cost_stated_usd: f64,
    profit_stated_usd: f64,
    cost_computed_usd: Option<f64>,
    profit_computed_usd: Option<f64>,
    support_usd_per_month: f64,
    uptime_target: Option<f64>,
    downtime_allowed_minutes: Option<f64>,
    median_outage_minutes: f64,
    months_used_by_one_outage: Option<f64>,
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let prices = arguments.source.read()?;
    let tier = arguments.tier.as_deref().map(|name| prices.tier("tier", name)).transpose()?;
    let limit = arguments.connections.or(tier.map(|tier| tier.connection_limit)).unwrap_or(0.0);
    let per_instance = match arguments.memory_gib {
        Some(gib) => {
            let connections = connections_per_instance((gib * (1_u64 << 30) as f64) as u64) as f64;
            if connections == 0.0 {
                return Err(flags::refused("memory-gib", gib, "enough memory for one connection (9.5 MB)"));
            }
            connections
        }
        None => arguments.per_instance.unwrap_or(defaults::CONNECTIONS_PER_INSTANCE as f64),
    };
    let tenants = arguments.tenants as f64;
    let (utilisation, multiplex, headroom) = (arguments.utilisation, arguments.multiplex, arguments.headroom);
    let at_limit = connections_demanded(tenants, limit, 1.0, 1.0);
    let demanded = connections_demanded(tenants, limit, utilisation, 1.0);
    let pooled = connections_demanded(tenants, limit, utilisation, multiplex);
    let with_pooler = instances(pooled, per_instance, headroom);
    let carried = |multiplex: f64| {
        let tenants = tenants_per_instance(limit, utilisation, multiplex, per_instance, headroom);
        tenants.is_finite().then_some(tenants.floor())
    };
    let offered_erlangs = arguments.offered.unwrap_or(pooled);
    let pool_connections = arguments.pool.unwrap_or((with_pooler * per_instance) as u64);
    let bytes = BYTES_PER_CONNECTION as f64 / 1e9;
    let mut results = Results {
        tenants: arguments.tenants,
        connections_per_tenant: limit,
        utilisation,
        multiplex,
        headroom,
        connections_per_instance: per_instance,
        demanded_at_limit: at_limit,
        demanded,
        demanded_with_pooler: pooled,
        instances_at_limit: instances(at_limit, per_instance, 1.0),
        instances_without_pooler: instances(demanded, per_instance, headroom),
        instances_with_pooler: with_pooler,
        tenants_per_instance_without_pooler: carried(1.0),
        tenants_per_instance_with_pooler: carried(multiplex),
        memory_at_limit_gb: at_limit * bytes,
        memory_with_pooler_gb: pooled * bytes,
        offered_erlangs,
        pool_connections,
        blocking: blocking(offered_erlangs, pool_connections),
        tier: tier.map(|tier| of_tier(tier, tenants)),
        first_to_break: String::new(),
    };
    results.first_to_break = shown::first_to_break(&results);
    let sheet = shown::sheet(&results);
    arguments.output.print("capacity", &results, &sheet)
}

/// None for pools too large to count through.
fn blocking(offered_erlangs: f64, connections: u64) -> Option<f64> {
    if offered_erlangs <= 0.0 {
        return Some(0.0);
    }
    (connections <= LARGEST_POOL).then(|| erlang_b(offered_erlangs, connections))
}

fn of_tier(tier: &PricedTier, tenants: f64) -> OfTier {
    let revenue = tenants * tier.price_usd;
    let computed = tier.computed_cost_usd.map(|cost| tenants * cost);
    let allowed = tier.uptime_target.map(|uptime| (1.0 - uptime) * crate::model::brief::MINUTES_IN_MONTH);
    let median = defaults::SERVICES[0].duration[0];
    OfTier {
        name: tier.name.clone(),
        revenue_usd_per_month: revenue,
        cost_stated_usd: tenants * tier.stated_cost_usd,
        profit_stated_usd: revenue - tenants * tier.stated_cost_usd,
        cost_computed_usd: computed,
        profit_computed_usd: computed.map(|cost| revenue - cost),
        support_usd_per_month: tenants * tier.support_usd,
        uptime_target: tier.uptime_target,
        downtime_allowed_minutes: allowed,
        median_outage_minutes: median,
        months_used_by_one_outage: allowed.filter(|minutes| *minutes > 0.0).map(|minutes| median / minutes),
    }
}
