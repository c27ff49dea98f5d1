//! `tenantrisk calc noisy-neighbour`: one tenant slows the others.

use clap::Args;
use serde::Serialize;

use super::{Output, flags, prices::Source};
use crate::{
    cli::exit::Failure,
    model::brief,
    report::calculation::{Row, Sheet, Table, Value, number_text},
    units::{format_grouped, format_percent, format_usd_exact},
};

const HELP: &str = "\
Formulas:
  support    0.3 x tenants x 0.5 h x $75
  engineers  max(1, minutes / 30) h x $150
  churn      tenants x min(5 %, degradation in % / 2,000) x worth of a tenant
  worth      brief: 36 x $500; margin-based: price x margin x
             (1 - q^36) / (1 - q), q = (1 - churn a month) x monthly discount
Sources: founding brief; 2 % churn a month is the middle of the published
  1.5-2.5 % for mid-market customers.

Example:
  tenantrisk calc noisy-neighbour --tenants 200 --degradation 0.40 \\
    --minutes 120";

/// Arguments of `calc noisy-neighbour`.
#[derive(Debug, Args)]
#[command(after_help = HELP, allow_negative_numbers = true)]
pub(super) struct Arguments {
    /// Tenants slowed.
    #[arg(long, value_name = "N", value_parser = flags::count)]
    tenants: u64,
    /// Share of the service lost, 0 to 1.
    #[arg(long, value_name = "SHARE", value_parser = flags::share)]
    degradation: f64,
    /// How long it lasts, in minutes.
    #[arg(long, value_name = "MINUTES", value_parser = flags::amount)]
    minutes: f64,
    /// Tier of the tenants, for what one that leaves is worth. [default: growth, or the scenario's first]
    #[arg(long, value_name = "TIER")]
    tier: Option<String>,
    /// Margin of the price, 0 to 1. [default: the tier's target, or the scenario's price and cost]
    #[arg(long, value_name = "SHARE", value_parser = flags::share)]
    margin: Option<f64>,
    /// Churn a month of a tenant that stays for now, 0 to 1. [default: 0.02, or the scenario's]
    #[arg(long, value_name = "SHARE", value_parser = flags::share)]
    churn: Option<f64>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Results {
    tenants: u64,
    degradation: f64,
    minutes: f64,
    tier: String,
    support_usd: f64,
    engineering_usd: f64,
    churn_share: f64,
    tenants_leaving: f64,
    margin: f64,
    churn_per_month: f64,
    lifetime_value_usd: f64,
    churn_usd: f64,
    total_usd: f64,
    brief: Brief,
}

/// The founding brief's own figures.
#[derive(Serialize)]
struct Brief {
    churn_usd: f64,
    total_usd: f64,
    per_minute_usd: Option<f64>,
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let prices = arguments.source.read()?;
    let first = prices.tiers.first().map_or("", |tier| tier.name.as_str());
    let usual = if prices.of_brief { "growth" } else { first };
    let tier = prices.tier("tier", arguments.tier.as_deref().unwrap_or(usual))?;
    let margin = arguments.margin.unwrap_or(tier.margin);
    let churn_per_month = arguments.churn.unwrap_or(tier.churn_per_month);
    let lifetime_value_usd = prices.lifetime_value_usd(tier.price_usd, margin, churn_per_month);
    let quoted = brief::noisy_neighbour(arguments.tenants, 100.0 * arguments.degradation, arguments.minutes);
    let tenants_leaving = quoted.churn_share * arguments.tenants as f64;
    let churn_usd = tenants_leaving * lifetime_value_usd;
    let results = Results {
        tenants: arguments.tenants,
        degradation: arguments.degradation,
        minutes: arguments.minutes,
        tier: tier.name.clone(),
        support_usd: quoted.support_usd,
        engineering_usd: quoted.engineering_usd,
        churn_share: quoted.churn_share,
        tenants_leaving,
        margin,
        churn_per_month,
        lifetime_value_usd,
        churn_usd,
        total_usd: quoted.support_usd + quoted.engineering_usd + churn_usd,
        brief: Brief {
            churn_usd: quoted.churn_usd,
            total_usd: quoted.total_usd,
            per_minute_usd: quoted.per_minute_usd,
        },
    };
    let sheet = sheet(&results);
    arguments.output.print("noisy-neighbour", &results, &sheet)
}

fn sheet(results: &Results) -> Sheet {
    let cash = results.support_usd + results.engineering_usd;
    let row = |name: &str, values: [f64; 2], note: &str| Row {
        name: name.to_owned(),
        values: values.map(Value::Usd).to_vec(),
        note: note.to_owned(),
    };
    let table = Table {
        title: "Cost of the incident".to_owned(),
        columns: vec!["Founding brief".to_owned(), "Margin-based".to_owned()],
        rows: vec![
            row("Support", [results.support_usd; 2], "0.3 tickets each, half an hour at $75"),
            row("Engineers", [results.engineering_usd; 2], "an hour per half hour at $150"),
            row("Tenants that leave", [results.brief.churn_usd, results.churn_usd], ""),
            row("Total", [results.brief.total_usd, results.total_usd], ""),
        ],
    };
    let churn = Table::new(
        "Tenants that leave",
        vec![
            Row::new("Share", Value::Share(results.churn_share), "degradation in % / 2,000, at most 5 %"),
            Row::new("Tenants", Value::Number(results.tenants_leaving, ""), ""),
            Row::new(
                "Worth of one, brief",
                Value::Usd(brief::CUSTOMER_LIFETIME_USD),
                "36 months of $500, whatever the tier",
            ),
            Row::new(
                "Worth of one, margin-based",
                Value::Usd(results.lifetime_value_usd),
                format!(
                    "{}: 36 months at {} margin, {} churn a month, discounted",
                    results.tier,
                    format_percent(results.margin),
                    format_percent(results.churn_per_month)
                ),
            ),
        ],
    );
    Sheet {
        title: format!(
            "A noisy neighbour: {} tenants slowed by {} for {} minutes",
            format_grouped(results.tenants as f64, 0),
            format_percent(results.degradation),
            number_text(results.minutes)
        ),
        verdict: format!(
            "The incident costs {} in support and engineers' time. With the tenants that are assumed to leave it is \
             {} by their margin, and {} by the founding brief's $18,000 a tenant.",
            format_usd_exact(cash),
            format_usd_exact(results.total_usd),
            format_usd_exact(results.brief.total_usd)
        ),
        tables: vec![table, churn],
        remarks: vec![
            "The share that leaves is an assumption of the founding brief and does not depend on the duration."
                .to_owned(),
        ],
    }
}
