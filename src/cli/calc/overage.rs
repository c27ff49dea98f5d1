//! `tenantrisk calc overage`: usage beyond the plan.

use clap::Args;
use serde::Serialize;

use super::{
    Output, flags,
    prices::{Metered, PricedTier, Source},
};
use crate::{
    cli::exit::Failure,
    dist::{Distribution, Limits, lognormal_median_sigma},
    model::usage::{expected_overage_units, margin_share, overage},
    report::calculation::{Row, Sheet, Table, Value, number_text},
    units::{format_percent, format_usd_exact},
};

const HELP: &str = "\
Formulas, with usage U, limit L, price p and cost c per unit:
  charge    max(U - L, 0) x p      bill        price of the plan + charge
  our cost  max(U - L, 0) x c      our margin  charge - our cost
  over many tenants with lognormal usage: P(U > L) and E[(U - L)+] x p
Source: founding brief's price list, or the scenario.

Examples:
  tenantrisk calc overage --tier growth --resource api_calls --usage 150000
  tenantrisk calc overage --tier growth --resource api_calls --usage 150000 \\
    --median 60000 --sigma 0.8
  tenantrisk calc overage --tier starter --resource api_calls --usage 12000 \\
    --resource predictions --usage 1500";

/// What is used of what.
#[derive(Debug, Args)]
pub(super) struct Usage {
    /// Resource: api_calls, compute_seconds, storage_gb, predictions, or one of the scenario; may be repeated.
    #[arg(long, value_name = "RESOURCE", required = true)]
    resource: Vec<String>,
    /// Units used in the month, one for each resource in the same order.
    #[arg(long, value_name = "UNITS", required = true, value_parser = flags::amount)]
    usage: Vec<f64>,
}

/// Arguments of `calc overage`.
#[derive(Debug, Args)]
#[command(after_help = HELP, allow_negative_numbers = true)]
pub(super) struct Arguments {
    /// Tier of the tenant.
    #[arg(long, value_name = "TIER")]
    tier: String,
    #[command(flatten)]
    used: Usage,
    /// Median usage over many tenants, for the mean overage. [default: the scenario's distribution]
    #[arg(long, value_name = "UNITS", requires = "sigma", value_parser = flags::positive)]
    median: Option<f64>,
    /// Sigma of the logarithm of that usage.
    #[arg(long, value_name = "SIGMA", requires = "median", value_parser = flags::positive)]
    sigma: Option<f64>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Results {
    tier: String,
    price_usd: f64,
    resources: Vec<ResourceFigures>,
    charge_usd: f64,
    our_cost_usd: f64,
    our_margin_usd: f64,
    our_margin_share: Option<f64>,
    bill_usd: f64,
    over_many_tenants: Option<Expected>,
}

/// One resource beyond its limit.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ResourceFigures {
    pub resource: String,
    pub usage: f64,
    pub included: f64,
    pub overage_price_usd: f64,
    pub unit_cost_usd: f64,
    pub overage_units: f64,
    pub charge_usd: f64,
    pub our_cost_usd: f64,
    pub burst_limit: Option<f64>,
}

/// Usage that differs from tenant to tenant.
#[derive(Serialize)]
struct Expected {
    prob_over_limit: f64,
    prob_over_burst: Option<f64>,
    overage_units: f64,
    revenue_usd: f64,
    usage_cost_usd: f64,
}

impl Usage {
    /// Each resource with its usage.
    pub(super) fn pairs(&self) -> Result<impl Iterator<Item = (&str, f64)>, Failure> {
        if self.resource.len() != self.usage.len() {
            let accepted = format!("one for each --resource, of which there are {}", self.resource.len());
            return Err(flags::refused("usage", format!("{} usages", self.usage.len()), accepted));
        }
        Ok(self.resource.iter().map(String::as_str).zip(self.usage.iter().copied()))
    }

    /// Each resource under a tier.
    pub(super) fn under(&self, tier: &PricedTier) -> Result<Vec<ResourceFigures>, Failure> {
        self.pairs()?.map(|(name, usage)| figures(tier, tier.resource(name)?, usage)).collect()
    }
}

fn figures(tier: &PricedTier, resource: &Metered, usage: f64) -> Result<ResourceFigures, Failure> {
    let Metered { name, included, overage_usd, unit_cost_usd, burst, .. } = resource;
    let Some(price) = overage_usd.or((usage <= *included).then_some(0.0)) else {
        let accepted = format!(
            "at most {}: tier {} sells no {name} beyond its limit",
            number_text(*included),
            tier.name
        );
        return Err(flags::refused("usage", usage, accepted));
    };
    let over = overage(usage, *included, price, *unit_cost_usd);
    Ok(ResourceFigures {
        resource: name.clone(),
        usage,
        included: *included,
        overage_price_usd: price,
        unit_cost_usd: *unit_cost_usd,
        overage_units: over.units,
        charge_usd: over.charge_usd,
        our_cost_usd: over.cost_usd,
        burst_limit: *burst,
    })
}

pub(super) fn calculate(arguments: &Arguments) -> Result<(), Failure> {
    let prices = arguments.source.read()?;
    let tier = prices.tier("tier", &arguments.tier)?;
    let resources = arguments.used.under(tier)?;
    let charge_usd: f64 = resources.iter().map(|one| one.charge_usd).sum();
    let our_cost_usd: f64 = resources.iter().map(|one| one.our_cost_usd).sum();
    let over_many_tenants = match resources.as_slice() {
        [_] => expected(arguments, tier.resource(&arguments.used.resource[0])?)?,
        _ if arguments.median.is_some() => {
            return Err(flags::refused("median", "one median", "a single --resource"));
        }
        _ => None,
    };
    let results = Results {
        tier: tier.name.clone(),
        price_usd: tier.price_usd,
        charge_usd,
        our_cost_usd,
        our_margin_usd: charge_usd - our_cost_usd,
        our_margin_share: margin_share(charge_usd, our_cost_usd),
        bill_usd: tier.price_usd + charge_usd,
        resources,
        over_many_tenants,
    };
    let sheet = sheet(&results);
    arguments.output.print("overage", &results, &sheet)
}

fn expected(arguments: &Arguments, resource: &Metered) -> Result<Option<Expected>, Failure> {
    let usage = match (arguments.median, arguments.sigma) {
        (Some(median), Some(sigma)) => {
            let usage = lognormal_median_sigma(median, sigma)
                .and_then(|family| Distribution::new(family, Limits::default()));
            Some(usage.map_err(|error| flags::refused("sigma", sigma, error))?)
        }
        _ => resource.usage.clone(),
    };
    Ok(usage.zip(resource.overage_usd).map(|(usage, price)| {
        let units = expected_overage_units(&usage, resource.included);
        Expected {
            prob_over_limit: 1.0 - usage.cdf(resource.included),
            prob_over_burst: resource.burst.map(|burst| 1.0 - usage.cdf(burst)),
            overage_units: units,
            revenue_usd: price * units,
            usage_cost_usd: resource.unit_cost_usd * usage.mean(),
        }
    }))
}

/// Usage against the limits.
pub(super) fn usage_table(tier: &str, resources: &[ResourceFigures]) -> Table {
    let row = |one: &ResourceFigures| Row {
        name: one.resource.clone(),
        values: vec![
            Value::Number(one.usage, ""),
            Value::Number(one.included, ""),
            Value::Number(one.overage_units, ""),
            Value::Usd(one.overage_price_usd),
            Value::Usd(one.charge_usd),
        ],
        note: String::new(),
    };
    Table {
        title: format!("Usage on {tier}, units a month"),
        columns: ["Used", "Included", "Over", "USD a unit", "Charge"].map(str::to_owned).to_vec(),
        rows: resources.iter().map(row).collect(),
    }
}

/// Whether usage stays inside the burst, where that is known.
pub(super) fn burst_remark(one: &ResourceFigures) -> Option<String> {
    let burst = one.burst_limit.filter(|_| one.overage_units > 0.0)?;
    let place = if one.usage <= burst { "within" } else { "above" };
    Some(format!(
        "Use of {} {} is {place} the burst limit of {}: refusing the use and charging for it cannot both apply.",
        number_text(one.usage),
        one.resource,
        number_text(burst)
    ))
}

fn sheet(results: &Results) -> Sheet {
    let money = vec![
        Row::new("Charge", Value::Usd(results.charge_usd), "what the tenant pays beyond its plan"),
        Row::new("Our cost", Value::Usd(results.our_cost_usd), "of the units beyond the limit"),
        Row::new("Our margin", Value::Usd(results.our_margin_usd), ""),
        Row::or("Share of the charge", results.our_margin_share.map(Value::Share), "", "nothing is charged"),
        Row::new(
            "Bill",
            Value::Usd(results.bill_usd),
            format!("with {} for the plan", format_usd_exact(results.price_usd)),
        ),
    ];
    let many = results.over_many_tenants.as_ref().map_or(Vec::new(), |expected| {
        let mut rows = vec![Row::new("Months above the limit", Value::Share(expected.prob_over_limit), "")];
        rows.extend(
            expected.prob_over_burst.map(|share| Row::new("Months above the burst", Value::Share(share), "")),
        );
        rows.push(Row::new("Mean overage", Value::Number(expected.overage_units, "units"), "a tenant-month"));
        rows.push(Row::new("Mean revenue from it", Value::Usd(expected.revenue_usd), "a tenant-month"));
        rows.push(Row::new("Mean cost of all usage", Value::Usd(expected.usage_cost_usd), "a tenant-month"));
        rows
    });
    let kept = match results.our_margin_share {
        Some(share) => format!(
            ", of which {} ({}) is margin",
            format_usd_exact(results.our_margin_usd),
            format_percent(share)
        ),
        None => String::new(),
    };
    Sheet {
        title: format!("Overage of a {} tenant", results.tier),
        verdict: format!(
            "The tenant pays {} beyond its plan{kept}; its bill is {}.",
            format_usd_exact(results.charge_usd),
            format_usd_exact(results.bill_usd)
        ),
        tables: vec![
            usage_table(&results.tier, &results.resources),
            Table::new("Money a month", money),
            Table::new("Over many tenants whose usage varies", many),
        ],
        remarks: results.resources.iter().filter_map(burst_remark).collect(),
    }
}
