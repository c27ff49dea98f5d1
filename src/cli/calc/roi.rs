//! `tenantrisk calc roi`: what an investment that prevents incidents returns.

use clap::Args;
use serde::Serialize;

use super::{Output, flags};
use crate::{
    cli::exit::Failure,
    model::{
        brief, defaults,
        finance::{
            break_even_incidents_per_year, cumulative_cash, discounted_flows, incidents_per_year_for_roi,
            net_present_value, payback_years, roi,
        },
    },
    report::calculation::{Row, Sheet, Table, Value, number_text, return_text},
    units::{format_percent, format_usd},
};

const HELP: &str = "\
Formulas, with k incidents a year of cost c, y years, rate i, investment I:
  avoided     k c y
  ROI         (avoided - I) / I; discounted: (PV of avoided - I) / I
  NPV         PV of k c at each year's end, less I
  payback     when the (discounted) cash is back, straight between year ends
  break-even  I / (c x annuity): incidents a year at which the NPV is 0
  brief       invest when the undiscounted ROI exceeds 300 %
Source: standard discounting; 10 % and the 300 % rule are the founding brief's.

Example:
  tenantrisk calc roi --investment 75000 --incidents-per-year 4 \\
    --cost-per-incident 100000 --years 5";

/// Arguments of `calc roi`.
#[derive(Debug, Args)]
#[command(after_help = HELP, allow_negative_numbers = true)]
pub(super) struct Arguments {
    /// Paid at the start, USD.
    #[arg(long, value_name = "USD", value_parser = flags::amount)]
    investment: f64,
    /// Incidents prevented a year.
    #[arg(long, value_name = "N", value_parser = flags::amount)]
    incidents_per_year: f64,
    /// What one incident would have cost, USD.
    #[arg(long, value_name = "USD", value_parser = flags::amount)]
    cost_per_incident: f64,
    /// Years.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u32).range(0..=100))]
    years: u32,
    /// Yearly discount rate.
    #[arg(long, value_name = "RATE", default_value_t = defaults::DISCOUNT_RATE.value, value_parser = flags::rate)]
    discount_rate: f64,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Results {
    investment_usd: f64,
    incidents_per_year: f64,
    cost_per_incident_usd: f64,
    years: u32,
    discount_rate: f64,
    avoided_usd: f64,
    avoided_present_value_usd: f64,
    net_present_value_usd: f64,
    roi: Option<f64>,
    roi_discounted: Option<f64>,
    payback_years: Option<f64>,
    payback_discounted_years: Option<f64>,
    break_even_incidents_per_year: Option<f64>,
    brief: Brief,
}

/// The founding brief's rule.
#[derive(Serialize)]
struct Brief {
    net_present_value_usd: f64,
    payback_years: Option<f64>,
    incidents_per_year_for_300_percent: Option<f64>,
    invest: bool,
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let Arguments { investment, incidents_per_year, cost_per_incident, years, discount_rate: rate, .. } =
        *arguments;
    let flows = vec![incidents_per_year * cost_per_incident; years as usize];
    let discounted = discounted_flows(rate, &flows);
    let avoided_usd = flows.iter().sum();
    let avoided_present_value_usd = net_present_value(rate, &flows, 0.0);
    let quoted = brief::investment(investment, incidents_per_year, cost_per_incident, years);
    let results = Results {
        investment_usd: investment,
        incidents_per_year,
        cost_per_incident_usd: cost_per_incident,
        years,
        discount_rate: rate,
        avoided_usd,
        avoided_present_value_usd,
        net_present_value_usd: net_present_value(rate, &flows, -investment),
        roi: roi(avoided_usd, investment),
        roi_discounted: roi(avoided_present_value_usd, investment),
        payback_years: payback_years(&cumulative_cash(-investment, &flows)),
        payback_discounted_years: payback_years(&cumulative_cash(-investment, &discounted)),
        break_even_incidents_per_year: break_even_incidents_per_year(
            investment,
            cost_per_incident,
            rate,
            years,
        ),
        brief: Brief {
            net_present_value_usd: quoted.net_present_value_usd,
            payback_years: quoted.payback_years,
            incidents_per_year_for_300_percent: incidents_per_year_for_roi(
                investment,
                cost_per_incident,
                years,
                brief::WORTHWHILE_ROI,
            ),
            invest: quoted.worthwhile,
        },
    };
    let sheet = sheet(&results);
    arguments.output.print("roi", &results, &sheet)
}

fn sheet(results: &Results) -> Sheet {
    let nothing_invested = "nothing is invested";
    let worthless = "no incident or no year can earn it back";
    let years = |years: f64| Value::Number(years, "years");
    let a_year = |rate: f64| Value::Number(rate, "a year");
    let never = format!("the money is not back within {} years", results.years);
    let rows = vec![
        Row::new("Avoided", Value::Usd(results.avoided_usd), "undiscounted"),
        Row::new(
            "Avoided, present value",
            Value::Usd(results.avoided_present_value_usd),
            format!("{} a year, at year ends", format_percent(results.discount_rate)),
        ),
        Row::new("Net present value", Value::Usd(results.net_present_value_usd), ""),
        Row::or("ROI, discounted", results.roi_discounted.map(Value::Return), "", nothing_invested),
        Row::or("ROI, undiscounted", results.roi.map(Value::Return), "", nothing_invested),
        Row::or("Payback", results.payback_years.map(years), "simple", &never),
        Row::or("Payback, discounted", results.payback_discounted_years.map(years), "", never.as_str()),
        Row::or(
            "Break-even",
            results.break_even_incidents_per_year.map(a_year),
            "incidents at which the net present value is 0",
            worthless,
        ),
    ];
    let quoted = &results.brief;
    let brief = vec![
        Row::new(
            "Advice",
            Value::Text(if quoted.invest { "invest" } else { "don't" }.to_owned()),
            "invest when the undiscounted ROI exceeds 300 %",
        ),
        Row::or("Incidents for 300 %", quoted.incidents_per_year_for_300_percent.map(a_year), "", worthless),
        Row::or(
            "Payback",
            quoted.payback_years.map(years),
            "investment over yearly saving",
            "nothing is avoided",
        ),
        Row::new("Net present value", Value::Usd(quoted.net_present_value_usd), "always at 10 %"),
    ];
    Sheet {
        title: format!(
            "{} against {} incidents a year of {} for {} years",
            format_usd(results.investment_usd),
            number_text(results.incidents_per_year),
            format_usd(results.cost_per_incident_usd),
            results.years
        ),
        verdict: verdict(results),
        tables: vec![
            Table::new("Return", rows),
            Table::new("The founding brief's rule, for comparison", brief),
        ],
        remarks: vec![
            "Every incident counts as prevented for certain. For rare incidents most outcomes return -100 %: \
             `tenantrisk run` shows how the return varies."
                .to_owned(),
        ],
    }
}

fn verdict(results: &Results) -> String {
    let value = format_usd(results.net_present_value_usd);
    let sentence = if results.net_present_value_usd > 0.0 {
        format!("It pays: the net present value is {value}")
    } else if results.net_present_value_usd < 0.0 {
        format!("It does not pay: the net present value is {value}")
    } else {
        "It neither pays nor costs: the net present value is $0".to_owned()
    };
    let roi = match results.roi {
        Some(roi) => format!(" and the undiscounted return {}.", return_text(roi)),
        None => ". A return is not applicable, because nothing is invested.".to_owned(),
    };
    let even = match results.break_even_incidents_per_year {
        Some(even) if results.investment_usd > 0.0 => {
            format!(" It takes {} incidents a year to break even.", number_text(even))
        }
        _ => String::new(),
    };
    sentence + &roi + &even
}
