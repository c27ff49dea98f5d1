//! `tenantrisk calc breach`: one breach by every severity model.

mod models;

use clap::Args;
use serde::Serialize;

use super::{
    Output,
    flags::{self, Cap},
    prices::Source,
};
use crate::{
    cli::exit::Failure,
    model::{brief, defaults, fine_ceiling, severity::LossFigures},
    report::calculation::{Row, Sheet, Table, Value},
    units::{format_grouped, format_usd},
};
use models::ModelFigures;

const HELP: &str = "\
Formulas, with R = tenants x records and Z standard normal:
  per_record    ($150,000 + $165 R) x 1.5, fines included
  jacobs        exp(7.680 + 0.7584 ln R + 0.523 Z), 2,000 to 120,000 records
  iris_records  min(cap, exp(9.899 + 0.3376 ln R + 2.5 Z))
  iris_2025     lognormal by yearly revenue, whatever R
  iris_2022     lognormal, whatever R
  fine          1/3 x mean of min(lognormal, ceiling)
  churn         4 % of the tenants, the mean of Beta(4, 96), x lifetime value
Sources: founding brief (per_record), Jacobs 2014, Cyentia IRIS 20/20 (two
  statements, sigma by judgement), IRIS 2025 table 1, IRIS 2022; IBM 2024 and
  GDPR Art. 83 (fine); Ponemon 2006-2019 (churn; the brief says 25 %).

Example:
  tenantrisk calc breach --tenants 100 --records 10000";

/// Arguments of `calc breach`.
#[derive(Debug, Args)]
#[command(after_help = HELP, allow_negative_numbers = true)]
pub(super) struct Arguments {
    /// Tenants exposed.
    #[arg(long, value_name = "N", value_parser = flags::count)]
    tenants: u64,
    /// Records of each tenant.
    #[arg(long, value_name = "N", value_parser = flags::amount)]
    records: f64,
    /// Yearly revenue of the company, for iris_2025.
    #[arg(long, value_name = "BAND", default_value = defaults::IRIS_2025_BANDS[0].0,
          value_parser = defaults::IRIS_2025_BANDS.map(|(word, ..)| word))]
    revenue_band: String,
    /// Largest loss by iris_records in USD, or `none`. [default: 5e8]
    #[arg(long, value_name = "USD", value_parser = flags::cap)]
    cap: Option<Cap>,
    /// Yearly turnover of the company in USD, for the ceiling of the fine. [default: all its tenants at list price]
    #[arg(long, value_name = "USD", value_parser = flags::amount)]
    turnover: Option<f64>,
    /// Tier of the tenants, for what one that leaves is worth. [default: growth, or the scenario's first]
    #[arg(long, value_name = "TIER")]
    tier: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Results {
    tenants: u64,
    records_per_tenant: f64,
    records: f64,
    revenue_band: String,
    models: Vec<ModelFigures>,
    fine: Fine,
    churn: Churn,
    brief: Brief,
}

/// What a regulator takes.
#[derive(Serialize)]
struct Fine {
    probability: f64,
    median_if_fined_usd: f64,
    mean_if_fined_usd: f64,
    expected_usd: f64,
    turnover_usd: f64,
    ceiling_usd: f64,
    higher_ceiling_usd: f64,
    two_percent_usd: f64,
    four_percent_usd: f64,
}

/// What tenants that leave take with them.
#[derive(Serialize)]
struct Churn {
    tier: String,
    share: f64,
    tenants: f64,
    brief_value_usd: f64,
    at_brief_value_usd: f64,
    lifetime_value_usd: f64,
    at_lifetime_value_usd: f64,
}

/// The founding brief's own formula.
#[derive(Serialize)]
struct Brief {
    direct_usd: f64,
    fines_usd: f64,
    churned_tenants: u64,
    churn_usd: f64,
    total_usd: f64,
    per_tenant_usd: Option<f64>,
    per_record_usd: Option<f64>,
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let prices = arguments.source.read()?;
    let first = prices.tiers.first().map_or("", |tier| tier.name.as_str());
    let usual = if prices.of_brief { "growth" } else { first };
    let tier = prices.tier("tier", arguments.tier.as_deref().unwrap_or(usual))?;
    let turnover_usd = arguments.turnover.unwrap_or(prices.turnover_usd);
    let turnover_source =
        if arguments.turnover.is_some() { "as given" } else { prices.turnover_source.as_str() };

    let records = arguments.tenants as f64 * arguments.records;
    let fine = fine(turnover_usd);
    let [a, b] = defaults::BREACH_CHURN_BETA;
    let share = a / (a + b);
    let leaving = share * arguments.tenants as f64;
    let lifetime_value_usd = prices.lifetime_value_usd(tier.price_usd, tier.margin, tier.churn_per_month);
    let churn = Churn {
        tier: tier.name.clone(),
        share,
        tenants: leaving,
        brief_value_usd: brief::LOST_CUSTOMER_USD,
        at_brief_value_usd: leaving * brief::LOST_CUSTOMER_USD,
        lifetime_value_usd,
        at_lifetime_value_usd: leaving * lifetime_value_usd,
    };
    let cap = arguments.cap.map_or(Some(defaults::IRIS_RECORDS_CAP.value), |cap| cap.0);
    let models =
        models::all(records, &arguments.revenue_band, cap, fine.expected_usd, churn.at_lifetime_value_usd);
    let quoted = brief::breach(arguments.tenants, arguments.records);
    let results = Results {
        tenants: arguments.tenants,
        records_per_tenant: arguments.records,
        records,
        revenue_band: arguments.revenue_band.clone(),
        models,
        fine,
        churn,
        brief: Brief {
            direct_usd: quoted.direct_usd,
            fines_usd: quoted.fines_usd,
            churned_tenants: quoted.churned_tenants,
            churn_usd: quoted.churn_usd,
            total_usd: quoted.total_usd,
            per_tenant_usd: quoted.per_tenant_usd,
            per_record_usd: quoted.per_record_usd,
        },
    };
    let sheet = sheet(&results, turnover_source);
    arguments.output.print("breach", &results, &sheet)
}

fn fine(turnover_usd: f64) -> Fine {
    let [lower, higher] = defaults::FINE_CEILINGS;
    let ceiling_usd = fine_ceiling(lower.0, lower.1, turnover_usd);
    let figures = LossFigures::lognormal(defaults::FINE, Some(ceiling_usd));
    Fine {
        probability: defaults::FINE_PROBABILITY.value,
        median_if_fined_usd: figures.median_usd,
        mean_if_fined_usd: figures.mean_usd,
        expected_usd: defaults::FINE_PROBABILITY.value * figures.mean_usd,
        turnover_usd,
        ceiling_usd,
        higher_ceiling_usd: fine_ceiling(higher.0, higher.1, turnover_usd),
        two_percent_usd: fine_ceiling(0.0, lower.1, turnover_usd),
        four_percent_usd: fine_ceiling(0.0, higher.1, turnover_usd),
    }
}

fn sheet(results: &Results, turnover_source: &str) -> Sheet {
    let count = |number: f64| format_grouped(number, 0);
    let mut remarks = vec![
        "The brief's formula counts a customer that leaves twice: once with its lifetime value, once with the cost \
         of replacing it."
            .to_owned(),
        format!("EUR counts as USD. Turnover: {turnover_source}."),
    ];
    if results.models.iter().any(|model| model.extrapolated) {
        remarks.push(
            "jacobs is extrapolated: it was fitted on breaches of 2,000 to 120,000 records.".to_owned(),
        );
    }
    Sheet {
        title: format!(
            "A breach of {} tenants with {} records each, {} records in all",
            count(results.tenants as f64),
            count(results.records_per_tenant),
            count(results.records)
        ),
        verdict: verdict(results),
        tables: vec![
            models::table(&results.models),
            fine_table(&results.fine),
            churn_table(results),
            brief_table(&results.brief),
        ],
        remarks,
    }
}

fn verdict(results: &Results) -> String {
    let evidence = results.models.iter().filter(|model| model.id != "per_record");
    let means: Vec<f64> = evidence.map(|model| model.mean_usd).collect();
    let (low, high) =
        (means.iter().copied().fold(f64::INFINITY, f64::min), means.iter().copied().fold(0.0, f64::max));
    let quoted = match results.brief.per_tenant_usd {
        Some(per_tenant) => format!(", which is {} per tenant", format_usd(per_tenant)),
        None => String::new(),
    };
    format!(
        "On published evidence this breach costs between {} and {} on average, depending on the severity model. \
         The founding brief's formula gives {}{quoted}.",
        format_usd(low),
        format_usd(high),
        format_usd(results.brief.total_usd)
    )
}

fn fine_table(fine: &Fine) -> Table {
    let rows = vec![
        Row::new("Expected", Value::RoundUsd(fine.expected_usd), "1/3 are fined (IBM 2024), times the mean"),
        Row::new("Mean if fined", Value::RoundUsd(fine.mean_if_fined_usd), "lognormal, at most the ceiling"),
        Row::new("Median if fined", Value::RoundUsd(fine.median_if_fined_usd), ""),
        Row::new(
            "Ceiling",
            Value::Usd(fine.ceiling_usd),
            "GDPR Art. 83(4), security: the higher of $10M and 2 % of turnover",
        ),
        Row::new(
            "Ceiling for breaking principles",
            Value::Usd(fine.higher_ceiling_usd),
            "GDPR Art. 83(5): the higher of $20M and 4 %",
        ),
        Row::new("Turnover a year", Value::Usd(fine.turnover_usd), ""),
        Row::new("2 % of it", Value::Usd(fine.two_percent_usd), "a ceiling's percentage, not a fine"),
        Row::new("4 % of it", Value::Usd(fine.four_percent_usd), ""),
    ];
    Table::new("Fine, for models that hold none", rows)
}

fn churn_table(results: &Results) -> Table {
    let churn = &results.churn;
    let row = |name: &str, usd: f64, note: String| Row::new(name, Value::RoundUsd(usd), note);
    let rows = vec![
        row(
            "4 % leave",
            churn.at_lifetime_value_usd,
            format!(
                "mean of Beta(4, 96); {} lifetime value of a {} tenant",
                format_usd(churn.lifetime_value_usd),
                churn.tier
            ),
        ),
        row(
            "4 % leave, brief's value",
            churn.at_brief_value_usd,
            format!("{} each: 36 x $500 + $1,200", format_usd(churn.brief_value_usd)),
        ),
        row(
            "25 % leave, brief's value",
            results.brief.churn_usd,
            format!("the brief: {} tenants, rounded down", results.brief.churned_tenants),
        ),
    ];
    Table::new("Tenants that leave", rows)
}

fn brief_table(brief: &Brief) -> Table {
    let rows = vec![
        Row::new("Direct", Value::Usd(brief.direct_usd), "$150,000 + $165 per record"),
        Row::new("Fines", Value::Usd(brief.fines_usd), "half the direct cost; no statute says so"),
        Row::new("Churn", Value::Usd(brief.churn_usd), "a quarter of the tenants, $19,200 each"),
        Row::new("Total", Value::Usd(brief.total_usd), ""),
        Row::or(
            "Total per tenant",
            brief.per_tenant_usd.map(Value::Usd),
            "the field that the brief quotes as the cost of the breach",
            "no tenant is exposed",
        ),
        Row::or("Total per record", brief.per_record_usd.map(Value::Usd), "", "no record is exposed"),
    ];
    Table::new("The founding brief's formula, for comparison", rows)
}
