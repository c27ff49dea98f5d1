//! What `calc capacity` shows.

use super::{OfTier, Results};
use crate::{
    report::calculation::{Row, Sheet, Table, Value, number_text},
    units::{format_grouped, format_percent, format_usd},
};

/// The first limit that these tenants meet.
pub(super) fn first_to_break(results: &Results) -> String {
    let count = |number: f64| format_grouped(number, 0);
    match (results.tenants_per_instance_without_pooler, results.tenants_per_instance_with_pooler) {
        (Some(without), _) if results.instances_without_pooler <= 1.0 => {
            format!("Nothing breaks: one instance carries {} of them even without a pooler.", count(without))
        }
        (Some(without), Some(with)) => format!(
            "Connections break first: without a pooler one instance is full at {} tenants, with one at {}.",
            count(without),
            count(with)
        ),
        _ => "Nothing breaks: no connections are used.".to_owned(),
    }
}

pub(super) fn sheet(results: &Results) -> Sheet {
    let whole = |number: f64| Value::Number(number.round(), "");
    let row = |name: &str, connections: f64, instances: f64, tenants: Option<f64>, note: String| Row {
        name: name.to_owned(),
        values: vec![
            whole(connections),
            Value::Number(instances, ""),
            tenants.map_or(Value::None, |tenants| Value::Number(tenants, "")),
        ],
        note,
    };
    let used = format_percent(results.utilisation);
    let connections = Table {
        title: format!(
            "Connections; an instance has {}, of which {} may be used",
            format_grouped(results.connections_per_instance, 0),
            format_percent(results.headroom)
        ),
        columns: ["Demanded", "Instances", "Tenants each"].map(str::to_owned).to_vec(),
        rows: vec![
            row(
                "All open at once",
                results.demanded_at_limit,
                results.instances_at_limit,
                None,
                "no headroom".into(),
            ),
            row(
                "Without a pooler",
                results.demanded,
                results.instances_without_pooler,
                results.tenants_per_instance_without_pooler,
                format!("{used} in use"),
            ),
            row(
                "With a pooler",
                results.demanded_with_pooler,
                results.instances_with_pooler,
                results.tenants_per_instance_with_pooler,
                format!("{}:1", number_text(results.multiplex)),
            ),
        ],
    };
    let load = Table::new(
        "Memory and blocking",
        vec![
            Row::new(
                "Memory, all open at once",
                Value::Number(results.memory_at_limit_gb, "GB"),
                "9,531,392 bytes a connection (AWS RDS default)",
            ),
            Row::new("Memory with a pooler", Value::Number(results.memory_with_pooler_gb, "GB"), ""),
            Row::or(
                "Requests turned away",
                results.blocking.map(Value::Share),
                format!(
                    "Erlang B: {} erlangs on {} connections",
                    number_text(results.offered_erlangs),
                    format_grouped(results.pool_connections as f64, 0)
                ),
                "the pool has more than 100,000,000 connections",
            ),
        ],
    );
    let mut tables = vec![connections, load];
    tables.extend(results.tier.as_ref().map(tier_table));
    Sheet {
        title: format!(
            "{} tenants with {} connections each",
            format_grouped(results.tenants as f64, 0),
            number_text(results.connections_per_tenant)
        ),
        verdict: verdict(results),
        tables,
        remarks: vec![
            "A pooler in transaction mode must set the tenant inside the transaction (SET LOCAL): a session setting \
             shows one tenant another's rows."
                .to_owned(),
        ],
    }
}

fn verdict(results: &Results) -> String {
    let instances = |count: f64| {
        if count == 1.0 { "1 instance".to_owned() } else { format!("{} instances", number_text(count)) }
    };
    let mut text = format!(
        "These tenants need {} without a pooler and {} with one. {}",
        instances(results.instances_without_pooler),
        instances(results.instances_with_pooler),
        results.first_to_break
    );
    if let Some(tier) = &results.tier {
        let loss = tier.profit_computed_usd.filter(|profit| *profit < 0.0);
        if let Some(loss) = loss {
            text += &format!(" At the computed cost they lose {} a month.", format_usd(-loss));
        }
    }
    text
}

fn tier_table(tier: &OfTier) -> Table {
    let computed = "unit costs are not given";
    let mut rows = vec![
        Row::new("Revenue", Value::Usd(tier.revenue_usd_per_month), ""),
        Row::new("Cost as stated", Value::Usd(tier.cost_stated_usd), ""),
        Row::new("Profit at the stated cost", Value::Usd(tier.profit_stated_usd), ""),
        Row::or("Cost as computed", tier.cost_computed_usd.map(Value::Usd), "", computed),
        Row::or("Profit at the computed cost", tier.profit_computed_usd.map(Value::Usd), "", computed),
        Row::new("Support", Value::Usd(tier.support_usd_per_month), "part of the computed cost"),
    ];
    if let Some((uptime, minutes)) = tier.uptime_target.zip(tier.downtime_allowed_minutes) {
        let months = tier.months_used_by_one_outage.map_or(String::new(), |months| {
            format!(
                "one median outage ({} minutes) uses {} months of it",
                number_text(tier.median_outage_minutes.round()),
                number_text((10.0 * months).round() / 10.0)
            )
        });
        rows.push(Row::new("Promised uptime", Value::Uptime(uptime), ""));
        rows.push(Row::new("Downtime it allows", Value::Number(minutes, "min"), months));
    }
    Table::new(format!("{}, a month of 30 days", tier.name), rows)
}
