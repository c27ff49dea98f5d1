//! `tenantrisk calc sla`: allowed downtime and credits.

use clap::Args;
use serde::Serialize;

use super::{Output, flags, prices::Source};
use crate::{
    cli::exit::Failure,
    model::{brief, sla::Schedule},
    report::calculation::{Row, Sheet, Table, Value, number_text},
    units::{format_percent, format_usd},
};

const HELP: &str = "\
Formulas:
  allowed  (1 - threshold) x days x 1,440 minutes
  credit   that of the lowest threshold with downtime > allowed; equality is no miss
  brief    0 from 99.9 %, 25 % from 99 %, 50 % below: its 10 % is never reached
Source: published schedules; AWS RDS Multi-AZ is --schedule 0.9995:0.10,0.99:0.25,0.95:1

Examples:
  tenantrisk calc sla --uptime 0.999
  tenantrisk calc sla --minutes 45 --days 31 --fee 4999";

/// Arguments of `calc sla`.
#[derive(Debug, Args)]
#[command(after_help = HELP, allow_negative_numbers = true)]
#[group(id = "downtime", required = true, multiple = false, args = ["uptime", "minutes"])]
pub(super) struct Arguments {
    /// Uptime reached, a share of the month.
    #[arg(long, value_name = "SHARE", value_parser = flags::share)]
    uptime: Option<f64>,
    /// Downtime of the month in minutes.
    #[arg(long, value_name = "MINUTES", value_parser = flags::amount)]
    minutes: Option<f64>,
    /// Uptimes with the credit for missing each. [default: 0.999:0.10,0.99:0.25,0.95:0.50, or the scenario's]
    #[arg(long, value_name = "UPTIME:CREDIT,…", value_parser = flags::schedule)]
    schedule: Option<Schedule>,
    /// Days of the calendar month.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u8).range(28..=31))]
    days: u8,
    /// Fee of the month in USD.
    #[arg(long, value_name = "USD", value_parser = flags::amount)]
    fee: Option<f64>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Results {
    uptime: f64,
    downtime_minutes: f64,
    minutes_in_month: f64,
    thresholds: Vec<Threshold>,
    credit_share: f64,
    fee_usd: Option<f64>,
    credit_usd: Option<f64>,
    brief_credit_share: f64,
    brief_credit_usd: Option<f64>,
}

/// A line of the schedule.
#[derive(Serialize)]
struct Threshold {
    uptime: f64,
    allowed_minutes: f64,
    credit_share: f64,
    missed: bool,
}

/// Minutes of a month of so many days; `downtime` must fit in it.
pub(super) fn minutes_in_month(days: u8, downtime: f64) -> Result<f64, Failure> {
    let minutes = f64::from(days) * 1_440.0;
    if downtime <= minutes {
        return Ok(minutes);
    }
    let accepted = format!("at most the {} minutes of a month of {days} days", number_text(minutes));
    Err(flags::refused("minutes", downtime, accepted))
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let prices = arguments.source.read()?;
    let schedule = arguments.schedule.as_ref().unwrap_or(&prices.schedule);
    let minutes_in_month = minutes_in_month(arguments.days, arguments.minutes.unwrap_or(0.0))?;
    let (uptime, downtime_minutes, of_brief) = match (arguments.uptime, arguments.minutes) {
        (Some(uptime), _) => (uptime, (1.0 - uptime) * minutes_in_month, uptime),
        (None, minutes) => {
            let minutes = minutes.unwrap_or(0.0);
            (1.0 - minutes / minutes_in_month, minutes, 1.0 - minutes / brief::MINUTES_IN_MONTH)
        }
    };
    let credit_share = schedule.credit_share(downtime_minutes, minutes_in_month);
    let brief_credit_share = brief::credit_share(of_brief);
    let missed = |uptime: f64| {
        let only = Schedule::new(&[(uptime, 1.0)]);
        only.is_ok_and(|only| only.credit_share(downtime_minutes, minutes_in_month) > 0.0)
    };
    let results = Results {
        uptime,
        downtime_minutes,
        minutes_in_month,
        thresholds: schedule
            .levels()
            .iter()
            .map(|&(uptime, credit_share)| Threshold {
                uptime,
                allowed_minutes: (1.0 - uptime) * minutes_in_month,
                credit_share,
                missed: missed(uptime),
            })
            .collect(),
        credit_share,
        fee_usd: arguments.fee,
        credit_usd: arguments.fee.map(|fee| fee * credit_share),
        brief_credit_share,
        brief_credit_usd: arguments.fee.map(|fee| fee * brief_credit_share),
    };
    let sheet = sheet(&results);
    arguments.output.print("sla", &results, &sheet)
}

fn sheet(results: &Results) -> Sheet {
    let thresholds = results.thresholds.iter().map(|threshold| Row {
        name: format!("below {}", Value::Uptime(threshold.uptime).text()),
        values: vec![
            Value::Number(threshold.allowed_minutes, "min"),
            Value::Share(threshold.credit_share),
            Value::Text(if threshold.missed { "missed" } else { "kept" }.to_owned()),
        ],
        note: String::new(),
    });
    let money = |usd: Option<f64>| usd.map(Value::Usd);
    let mut rows = vec![
        Row::new("Downtime", Value::Number(results.downtime_minutes, "min"), ""),
        Row::new(
            "Uptime",
            Value::Uptime(results.uptime),
            format!("of {} minutes", number_text(results.minutes_in_month)),
        ),
        Row::new("Credit", Value::Share(results.credit_share), "of the month's fee"),
    ];
    if results.fee_usd.is_some() {
        rows.extend(money(results.credit_usd).map(|value| Row::new("Credit in money", value, "")));
    }
    rows.push(Row::new(
        "Founding brief's function",
        Value::Share(results.brief_credit_share),
        "jumps from 0 to 25 %; 10 % is never reached",
    ));
    rows.extend(money(results.brief_credit_usd).map(|value| Row::new("In money, brief", value, "")));
    let due = match (results.credit_share > 0.0, results.credit_usd) {
        (false, _) => "No credit is due".to_owned(),
        (true, None) => {
            format!("A credit of {} of the month's fee is due", format_percent(results.credit_share))
        }
        (true, Some(usd)) => format!(
            "A credit of {}, {} of the month's fee, is due",
            format_usd(usd),
            format_percent(results.credit_share)
        ),
    };
    Sheet {
        title: "Service level of one calendar month".to_owned(),
        verdict: format!("{due} after {} minutes of downtime.", number_text(results.downtime_minutes)),
        tables: vec![
            Table::new("This month", rows),
            Table {
                title: "Schedule".to_owned(),
                columns: ["Allowed", "Credit", ""].map(str::to_owned).to_vec(),
                rows: thresholds.collect(),
            },
        ],
        remarks: Vec::new(),
    }
}
