//! `tenantrisk calc downtime`: one outage.

use clap::Args;
use serde::Serialize;

use super::{Output, flags, prices::Source};
use crate::{
    cli::exit::Failure,
    model::{brief, defaults, service::engineer_hours, sla::Schedule},
    report::calculation::{Row, Sheet, Table, Value},
    units::{format_grouped, format_usd, format_usd_exact},
};

const HELP: &str = "\
Formulas:
  credit     fee x credit of the lowest uptime threshold missed; missed when
             minutes > (1 - threshold) x minutes in the month
  engineers  engineers x minutes / 60 x $150
  customers  minutes x $50 / $500 / $9,000 a minute by tier, their own loss
  brief      25 % of the fee below 99.9 % of 43,200 minutes, 50 % below 99 %;
             its total adds the customers' loss
Sources: published credit schedules (AWS); founding brief (rates, brief).

Example:
  tenantrisk calc downtime --tier enterprise --minutes 45 --tenants 10";

/// Arguments of `calc downtime`.
#[derive(Debug, Args)]
#[command(after_help = HELP, allow_negative_numbers = true)]
pub(super) struct Arguments {
    /// Tier of the tenants.
    #[arg(long, value_name = "TIER")]
    tier: String,
    /// Length of the outage in minutes.
    #[arg(long, value_name = "MINUTES", value_parser = flags::amount)]
    minutes: f64,
    /// Tenants affected.
    #[arg(long, value_name = "N", value_parser = flags::count)]
    tenants: u64,
    /// Days of the calendar month in which it happens.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u8).range(28..=31))]
    days: u8,
    /// Uptimes with the credit for missing each. [default: 0.999:0.10,0.99:0.25,0.95:0.50, or the scenario's]
    #[arg(long, value_name = "UPTIME:CREDIT,…", value_parser = flags::schedule)]
    schedule: Option<Schedule>,
    /// Engineers at work while it lasts.
    #[arg(long, value_name = "N", default_value = "2", value_parser = flags::amount)]
    engineers: f64,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Results {
    tier: String,
    minutes: f64,
    tenants: u64,
    days_in_month: u8,
    fee_usd_per_month: f64,
    uptime: f64,
    credits: Credits,
    engineer_hours: f64,
    engineers_usd: f64,
    provider_cost_usd: f64,
    customer_impact_usd: f64,
    customer_impact_usd_per_minute: f64,
    brief: Brief,
}

/// Credits by the published schedule.
#[derive(Serialize)]
struct Credits {
    share: f64,
    usd: f64,
}

/// The founding brief's own function.
#[derive(Serialize)]
struct Brief {
    uptime: f64,
    credit_share: f64,
    sla_credits_usd: f64,
    provider_cost_usd: f64,
    customer_impact_usd: f64,
    total_usd: f64,
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let prices = arguments.source.read()?;
    let tier = prices.tier("tier", &arguments.tier)?;
    let minutes_in_month = super::sla::minutes_in_month(arguments.days, arguments.minutes)?;
    let schedule = arguments.schedule.as_ref().unwrap_or(&prices.schedule);
    let share = schedule.credit_share(arguments.minutes, minutes_in_month);
    let fees = tier.price_usd * arguments.tenants as f64;
    let hours = engineer_hours(arguments.engineers, arguments.minutes, 0.0);
    let engineers_usd = hours * defaults::ENGINEER_COST_PER_HOUR.value;
    let per_minute = tier.customer_loss_usd_per_minute;
    let quoted = brief::outage(arguments.minutes, tier.price_usd, per_minute, arguments.tenants);
    let results = Results {
        tier: tier.name.clone(),
        minutes: arguments.minutes,
        tenants: arguments.tenants,
        days_in_month: arguments.days,
        fee_usd_per_month: tier.price_usd,
        uptime: 1.0 - arguments.minutes / minutes_in_month,
        credits: Credits { share, usd: fees * share },
        engineer_hours: hours,
        engineers_usd,
        provider_cost_usd: fees * share + engineers_usd,
        customer_impact_usd: quoted.customer_impact_usd,
        customer_impact_usd_per_minute: per_minute,
        brief: Brief {
            uptime: quoted.uptime,
            credit_share: brief::credit_share(quoted.uptime),
            sla_credits_usd: quoted.sla_credits_usd,
            provider_cost_usd: quoted.sla_credits_usd + engineers_usd,
            customer_impact_usd: quoted.customer_impact_usd,
            total_usd: quoted.total_usd,
        },
    };
    let sheet = sheet(&results, prices.of_brief);
    arguments.output.print("downtime", &results, &sheet)
}

fn sheet(results: &Results, of_brief: bool) -> Sheet {
    let rate = match (of_brief, results.customer_impact_usd_per_minute) {
        (true, usd) => format!("the brief's ${} a minute each", format_grouped(usd, 0)),
        (false, 0.0) => "the scenario gives no rate per minute".to_owned(),
        (false, usd) => format!("the scenario's {} a minute each", format_usd(usd)),
    };
    let provider = vec![
        Row::new("Uptime of the month", Value::Uptime(results.uptime), month(results.days_in_month)),
        Row::new("Credit", Value::Share(results.credits.share), "of the month's fee, published schedule"),
        Row::new("Credits", Value::Usd(results.credits.usd), ""),
        Row::new("Engineers", Value::Usd(results.engineers_usd), hours(results.engineer_hours)),
        Row::new("Provider's cost", Value::Usd(results.provider_cost_usd), ""),
    ];
    let quoted = &results.brief;
    let brief = vec![
        Row::new("Credit", Value::Share(quoted.credit_share), "jumps from 0 to 25 %; 10 % is never reached"),
        Row::new("Credits", Value::Usd(quoted.sla_credits_usd), ""),
        Row::new("Credits and engineers", Value::Usd(quoted.provider_cost_usd), ""),
        Row::new("Total as printed", Value::Usd(quoted.total_usd), "credits plus the customers' own loss"),
    ];
    Sheet {
        title: format!(
            "An outage of {} minutes for {} {} tenants",
            format_grouped(results.minutes, if results.minutes.fract() == 0.0 { 0 } else { 1 }),
            format_grouped(results.tenants as f64, 0),
            results.tier
        ),
        verdict: format!(
            "The outage costs the provider {}: {} in credits and {} in engineers' time. What the customers lose, \
             {}, is their loss and not the provider's cost.",
            format_usd_exact(results.provider_cost_usd),
            format_usd_exact(results.credits.usd),
            format_usd_exact(results.engineers_usd),
            format_usd_exact(results.customer_impact_usd)
        ),
        tables: vec![
            Table::new("Provider", provider),
            Table::new(
                "Customers",
                vec![Row::new("Their own loss", Value::Usd(results.customer_impact_usd), rate)],
            ),
            Table::new("The founding brief's function, for comparison", brief),
        ],
        remarks: if of_brief && results.customer_impact_usd_per_minute == 9_000.0 {
            vec![
                "$9,000 a minute is close to a survey of data-centre operators ($8,851, Ponemon 2016), not a \
                 tenant's loss."
                    .to_owned(),
            ]
        } else {
            Vec::new()
        },
    }
}

fn month(days: u8) -> String {
    format!("{days} days, {} minutes", format_grouped(f64::from(days) * 1_440.0, 0))
}

fn hours(hours: f64) -> String {
    let rate = defaults::ENGINEER_COST_PER_HOUR.value;
    format!("{} hours at ${rate}", crate::report::calculation::number_text(hours))
}
