//! `tenantrisk calc tiers`: what every tier earns.

use clap::Args;
use serde::Serialize;

use super::{
    Output,
    prices::{PriceList, PricedTier, Source},
};
use crate::{
    cli::exit::Failure,
    model::{brief, usage::margin_share},
    report::calculation::{Row, Sheet, Table, Value, number_text},
    units::{format_percent, format_usd_exact},
};

const HELP: &str = "\
Formulas:
  stated cost    the price list's figure (scenario: cost per month + isolation of the baseline)
  computed cost  half of each limit x unit cost + support + $2 (scenario: mean usage x unit cost
                 + support + isolation)
  margin         (price - cost) / price
  database each  the stated cost plus $45: $50 instead of $5 for isolation
Source: founding brief's price list and unit costs, or the scenario.

Examples:
  tenantrisk calc tiers
  tenantrisk calc tiers --scenario scenarios/ten-thousand-tenants.toml";

/// A stated cost is called wrong when the computed one differs by this factor.
const DISAGREE: f64 = 1.5;

/// Arguments of `calc tiers`.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Results {
    tiers: Vec<TierFigures>,
    /// The only price at which the brief's two margins are both true.
    brief_price_for_75_and_40_percent: Option<PriceForMargins>,
}

#[derive(Serialize)]
struct TierFigures {
    name: String,
    price_usd: f64,
    stated_cost_usd: f64,
    computed_cost_usd: Option<f64>,
    stated_profit_usd: f64,
    computed_profit_usd: Option<f64>,
    stated_margin: Option<f64>,
    computed_margin: Option<f64>,
    target_margin: Option<f64>,
    stated_gap: Option<f64>,
    computed_gap: Option<f64>,
    computed_over_stated: Option<f64>,
    margins_by_isolation: Vec<IsolationMargin>,
}

#[derive(Serialize)]
struct IsolationMargin {
    isolation: String,
    margin: Option<f64>,
}

#[derive(Serialize)]
struct PriceForMargins {
    price_usd: f64,
    other_cost_usd: f64,
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let prices = arguments.source.read()?;
    let quoted = prices.of_brief.then(|| brief::price_for_margins([5.0, 50.0], [0.75, 0.40])).flatten();
    let results = Results {
        tiers: prices.tiers.iter().map(|tier| figures(&prices, tier)).collect(),
        brief_price_for_75_and_40_percent: quoted
            .map(|(price_usd, other_cost_usd)| PriceForMargins { price_usd, other_cost_usd }),
    };
    let sheet = sheet(&results, &prices);
    arguments.output.print("tiers", &results, &sheet)
}

fn figures(prices: &PriceList, tier: &PricedTier) -> TierFigures {
    let margin = |cost: f64| margin_share(tier.price_usd, cost);
    let stated_margin = margin(tier.stated_cost_usd);
    let computed_margin = tier.computed_cost_usd.and_then(margin);
    let gap = |margin: Option<f64>| Some(margin? - tier.target_margin?);
    let without = tier.stated_cost_usd - tier.isolation_cost_usd;
    let by_isolation = if prices.of_brief {
        vec![
            ("row-level security".to_owned(), tier.stated_cost_usd),
            ("database per tenant".to_owned(), tier.stated_cost_usd + brief::DATABASE_SURCHARGE_USD),
        ]
    } else {
        prices.isolation.iter().map(|(label, usd)| (label.clone(), without + usd)).collect()
    };
    TierFigures {
        name: tier.name.clone(),
        price_usd: tier.price_usd,
        stated_cost_usd: tier.stated_cost_usd,
        computed_cost_usd: tier.computed_cost_usd,
        stated_profit_usd: tier.price_usd - tier.stated_cost_usd,
        computed_profit_usd: tier.computed_cost_usd.map(|cost| tier.price_usd - cost),
        stated_margin,
        computed_margin,
        target_margin: tier.target_margin,
        stated_gap: gap(stated_margin),
        computed_gap: gap(computed_margin),
        computed_over_stated: tier
            .computed_cost_usd
            .filter(|_| tier.stated_cost_usd > 0.0)
            .map(|cost| cost / tier.stated_cost_usd),
        margins_by_isolation: by_isolation
            .into_iter()
            .map(|(isolation, cost)| IsolationMargin { isolation, margin: margin(cost) })
            .collect(),
    }
}

fn sheet(results: &Results, prices: &PriceList) -> Sheet {
    let row = |name: &str, value: &dyn Fn(&TierFigures) -> Option<Value>| Row {
        name: name.to_owned(),
        values: results.tiers.iter().map(|tier| value(tier).unwrap_or(Value::None)).collect(),
        note: String::new(),
    };
    let mut rows = vec![
        row("Price a month", &|tier| Some(Value::Usd(tier.price_usd))),
        row("Stated cost", &|tier| Some(Value::Usd(tier.stated_cost_usd))),
        row("Computed cost", &|tier| tier.computed_cost_usd.map(Value::Usd)),
        row("Profit, stated cost", &|tier| Some(Value::Usd(tier.stated_profit_usd))),
        row("Profit, computed cost", &|tier| tier.computed_profit_usd.map(Value::Usd)),
        row("Margin, stated cost", &|tier| tier.stated_margin.map(Value::Return)),
        row("Margin, computed cost", &|tier| tier.computed_margin.map(Value::Return)),
    ];
    if prices.of_brief {
        rows.push(row("Target margin", &|tier| tier.target_margin.map(Value::Return)));
        rows.push(row("Gap in points, stated cost", &|tier| tier.stated_gap.map(points)));
        rows.push(row("Gap in points, computed cost", &|tier| tier.computed_gap.map(points)));
    }
    let isolation = results.tiers.first().map_or(0, |tier| tier.margins_by_isolation.len());
    let by_isolation = (0..isolation).map(|index| Row {
        name: results.tiers[0].margins_by_isolation[index].isolation.clone(),
        values: results
            .tiers
            .iter()
            .map(|tier| tier.margins_by_isolation[index].margin.map_or(Value::None, Value::Return))
            .collect(),
        note: String::new(),
    });
    let columns: Vec<String> = results.tiers.iter().map(|tier| tier.name.clone()).collect();
    let by_isolation = Table {
        title: "Margin at the stated cost, by isolation model".to_owned(),
        columns: columns.clone(),
        rows: by_isolation.collect(),
    };
    let mut remarks: Vec<String> = results.tiers.iter().filter_map(disagreement).collect();
    if let Some(quoted) = &results.brief_price_for_75_and_40_percent {
        remarks.push(format!(
            "The founding brief's margins, 75 % with row-level security and 40 % with a database each, are both true \
             only at a price of ${:.2} a month with ${:.2} of other cost.",
            quoted.price_usd, quoted.other_cost_usd
        ));
    }
    Sheet {
        title: format!("Tiers of {}, per tenant and month", prices.origin),
        verdict: verdict(results),
        tables: vec![Table { title: String::new(), columns, rows }, by_isolation],
        remarks,
    }
}

fn points(gap: f64) -> Value {
    let points = (1_000.0 * gap).round() / 10.0;
    Value::Text(if points == 0.0 { "0.0".to_owned() } else { format!("{points:+.1}") })
}

/// What to say where stated and computed cost are far apart.
fn disagreement(tier: &TierFigures) -> Option<String> {
    let factor = tier.computed_over_stated.filter(|factor| !(1.0 / DISAGREE..=DISAGREE).contains(factor))?;
    let times = if factor > 1.0 {
        format!("{} times", number_text((10.0 * factor).round() / 10.0))
    } else {
        format_percent(factor) + " of"
    };
    Some(format!(
        "Warning: the unit costs of {} give {}, {times} the stated {}. One of the two is wrong.",
        tier.name,
        format_usd_exact(tier.computed_cost_usd?),
        format_usd_exact(tier.stated_cost_usd)
    ))
}

fn verdict(results: &Results) -> String {
    let named = |tiers: Vec<&TierFigures>| {
        tiers.iter().map(|tier| tier.name.as_str()).collect::<Vec<_>>().join(" and ")
    };
    let loses = |tier: &&TierFigures| tier.computed_profit_usd.is_some_and(|profit| profit < 0.0);
    let stated: Vec<&TierFigures> =
        results.tiers.iter().filter(|tier| tier.stated_profit_usd < 0.0).collect();
    let computed: Vec<&TierFigures> = results.tiers.iter().filter(loses).collect();
    let first = if stated.is_empty() {
        "At the stated costs every tier earns money".to_owned()
    } else {
        format!("At the stated costs money is lost on {}", named(stated))
    };
    let second = if results.tiers.iter().all(|tier| tier.computed_profit_usd.is_none()) {
        "; unit costs are not given, so that no cost can be computed.".to_owned()
    } else if computed.is_empty() {
        "; at the computed costs as well.".to_owned()
    } else {
        let worst = computed.iter().filter_map(|tier| tier.computed_profit_usd).fold(0.0, f64::min);
        let loses = if computed.len() == 1 { "loses" } else { "lose up to" };
        format!(
            "; at the costs computed from the limits {} {loses} {} per tenant and month.",
            named(computed),
            format_usd_exact(-worst)
        )
    };
    first + &second
}
