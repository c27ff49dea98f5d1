//! `tenantrisk calc upgrade`: a larger plan, for the tenant and for the provider.

use clap::Args;
use serde::Serialize;

use super::{
    Output, flags,
    overage::{Usage, burst_remark, usage_table},
    prices::{PricedTier, Source},
};
use crate::{
    cli::exit::Failure,
    model::usage::upgrade_break_even_units,
    report::calculation::{Row, Sheet, Table, Value, number_text},
    units::format_usd_exact,
};

const HELP: &str = "\
Formulas, with limit L and overage price p of the smaller plan:
  bill        price + charge for use beyond the limit, on each plan
  break-even  L + (larger price - smaller price) / p, units a month
  pays below  bill on the smaller plan - charge on the larger one
  profit      price - cost of the plan + margin of the overage, on each plan
The computed cost of a plan assumes half of each limit used; see `calc tiers`.
Source: founding brief's price list, or the scenario.

Example:
  tenantrisk calc upgrade --tier growth --to enterprise \\
    --resource api_calls --usage 150000";

/// Arguments of `calc upgrade`.
#[derive(Debug, Args)]
#[command(after_help = HELP, allow_negative_numbers = true)]
pub(super) struct Arguments {
    /// Tier of the tenant.
    #[arg(long, value_name = "TIER")]
    tier: String,
    /// Tier to change to.
    #[arg(long, value_name = "TIER")]
    to: String,
    #[command(flatten)]
    used: Usage,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Results {
    stay: Plan,
    upgrade: Plan,
    /// What the tenant saves a month by changing; negative when it pays more.
    upgrade_saves_usd: f64,
    upgrade_saves_usd_per_year: f64,
    /// The larger plan pays for the tenant at a price below this.
    upgrade_pays_below_price_usd: f64,
    /// Usage above which the larger plan pays for the tenant.
    break_even_usage: Option<f64>,
    price_difference_usd: f64,
    revenue_change_usd: f64,
    profit_change_stated_usd: f64,
    profit_change_computed_usd: Option<f64>,
}

/// The tenant under one plan.
#[derive(Serialize)]
struct Plan {
    tier: String,
    price_usd: f64,
    charge_usd: f64,
    bill_usd: f64,
    overage_margin_usd: f64,
    stated_cost_usd: f64,
    computed_cost_usd: Option<f64>,
    profit_stated_usd: f64,
    profit_computed_usd: Option<f64>,
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let prices = arguments.source.read()?;
    let (from, to) = (prices.tier("tier", &arguments.tier)?, prices.tier("to", &arguments.to)?);
    if from.name == to.name {
        return Err(flags::refused("to", &to.name, "another tier than that of --tier"));
    }
    let resources = arguments.used.under(from)?;
    let stay = plan(from, &arguments.used)?;
    let upgrade = plan(to, &arguments.used)?;
    let break_even_usage = match resources.as_slice() {
        [one] if to.price_usd > from.price_usd => {
            let price = one.overage_price_usd;
            upgrade_break_even_units(one.included, price, from.price_usd, to.price_usd)
        }
        _ => None,
    };
    let results = Results {
        upgrade_saves_usd: stay.bill_usd - upgrade.bill_usd,
        upgrade_saves_usd_per_year: 12.0 * (stay.bill_usd - upgrade.bill_usd),
        upgrade_pays_below_price_usd: stay.bill_usd - upgrade.charge_usd,
        break_even_usage,
        price_difference_usd: to.price_usd - from.price_usd,
        revenue_change_usd: upgrade.bill_usd - stay.bill_usd,
        profit_change_stated_usd: upgrade.profit_stated_usd - stay.profit_stated_usd,
        profit_change_computed_usd: upgrade
            .profit_computed_usd
            .zip(stay.profit_computed_usd)
            .map(|(larger, smaller)| larger - smaller),
        stay,
        upgrade,
    };
    let because = match resources.as_slice() {
        _ if to.price_usd <= from.price_usd => "the other plan is no dearer",
        [one] if one.overage_price_usd == 0.0 => "use beyond the limit is free or not reached",
        [_] => "there is none",
        _ => "it is a figure of one resource, and there are several",
    };
    let mut remarks: Vec<String> = resources.iter().filter_map(burst_remark).collect();
    let limit = to.resource(&resources[0].resource).map_or(f64::INFINITY, |resource| resource.included);
    if results.break_even_usage.is_some_and(|usage| usage > limit) {
        remarks
            .push(format!("The break-even lies above the limit of {}, where it charges as well.", to.name));
    }
    let mut sheet = sheet(&results, because);
    sheet.tables.insert(0, usage_table(&from.name, &resources));
    sheet.remarks = remarks;
    arguments.output.print("upgrade", &results, &sheet)
}

fn plan(tier: &PricedTier, used: &Usage) -> Result<Plan, Failure> {
    let resources = used.under(tier)?;
    let charge_usd: f64 = resources.iter().map(|one| one.charge_usd).sum();
    let overage_margin_usd = charge_usd - resources.iter().map(|one| one.our_cost_usd).sum::<f64>();
    Ok(Plan {
        tier: tier.name.clone(),
        price_usd: tier.price_usd,
        charge_usd,
        bill_usd: tier.price_usd + charge_usd,
        overage_margin_usd,
        stated_cost_usd: tier.stated_cost_usd,
        computed_cost_usd: tier.computed_cost_usd,
        profit_stated_usd: tier.price_usd - tier.stated_cost_usd + overage_margin_usd,
        profit_computed_usd: tier.computed_cost_usd.map(|cost| tier.price_usd - cost + overage_margin_usd),
    })
}

fn sheet(results: &Results, because: &str) -> Sheet {
    let row = |name: &str, value: &dyn Fn(&Plan) -> Option<f64>| {
        let plans = [&results.stay, &results.upgrade];
        Row {
            name: name.to_owned(),
            values: plans.map(|plan| value(plan).map_or(Value::None, Value::Usd)).to_vec(),
            note: String::new(),
        }
    };
    let plans = Table {
        title: "The two plans, a month".to_owned(),
        columns: vec![results.stay.tier.clone(), results.upgrade.tier.clone()],
        rows: vec![
            row("Price", &|plan| Some(plan.price_usd)),
            row("Charge beyond the limit", &|plan| Some(plan.charge_usd)),
            row("Bill", &|plan| Some(plan.bill_usd)),
            row("Our profit, stated cost", &|plan| Some(plan.profit_stated_usd)),
            row("Our profit, computed cost", &|plan| plan.profit_computed_usd),
        ],
    };
    let change = vec![
        Row::new(
            "The tenant saves",
            Value::Usd(results.upgrade_saves_usd),
            format!("a month; {} a year", format_usd_exact(results.upgrade_saves_usd_per_year)),
        ),
        Row::new(
            "It pays for the tenant below",
            Value::Usd(results.upgrade_pays_below_price_usd),
            "price of the larger plan at this use",
        ),
        Row::or(
            "or above",
            results.break_even_usage.map(|usage| Value::Number(usage, "units")),
            "use a month at these prices",
            because,
        ),
        Row::new(
            "Our revenue changes by",
            Value::Usd(results.revenue_change_usd),
            format!("{} against a bill without overage", format_usd_exact(results.price_difference_usd)),
        ),
        Row::new("Our profit changes by", Value::Usd(results.profit_change_stated_usd), "at the stated cost"),
        Row::or(
            "Our profit changes by",
            results.profit_change_computed_usd.map(Value::Usd),
            "at the computed cost",
            "unit costs are not given",
        ),
    ];
    Sheet {
        title: format!("From {} to {}", results.stay.tier, results.upgrade.tier),
        verdict: verdict(results),
        tables: vec![plans, Table::new("The change", change)],
        remarks: Vec::new(),
    }
}

fn verdict(results: &Results) -> String {
    let saves = results.upgrade_saves_usd;
    let tenant = if saves > 0.0 {
        format!("The tenant saves {} a month by changing", format_usd_exact(saves))
    } else if saves < 0.0 {
        let even = results.break_even_usage.map_or(String::new(), |usage| {
            format!("; it pays only above {} units a month", number_text(usage))
        });
        format!("The tenant would pay {} more a month{even}", format_usd_exact(-saves))
    } else {
        "The tenant pays the same on both plans".to_owned()
    };
    let ours = |usd: f64| {
        let word = if usd < 0.0 { "loses" } else { "brings" };
        format!("{word} us {}", format_usd_exact(usd.abs()))
    };
    let stated = ours(results.profit_change_stated_usd);
    let computed = results
        .profit_change_computed_usd
        .map_or(String::new(), |usd| format!(" and {} at the computed cost", ours(usd)));
    format!("{tenant}. The change {stated} of profit a month at the stated cost{computed}.")
}
