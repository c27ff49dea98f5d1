//! The price of one platform breach per tenant at which another alternative is as cheap.

use super::context::Context;
use crate::{
    engine::Plan,
    model::{EventCosts, Frequency, Reach},
    units::Per,
};

/// The price, or why there is none.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachPriceFinding {
    /// There is one.
    Price(BreachPrice),
    /// There is none; the text completes "left out, because …".
    LeftOut(String),
}

/// Price of a breach of the whole platform at which the choice and the other alternative cost the same.
#[derive(Debug, Clone, serde::Serialize)]
pub struct BreachPrice {
    /// The other alternative.
    pub alternative: String,
    /// Platform breaches a year under the choice.
    pub breaches_per_year: f64,
    /// The same under the other.
    pub breaches_per_year_of_other: f64,
    /// What running the other costs more per tenant and month, USD.
    pub running_usd_per_tenant_month: f64,
    /// `12 × that / difference in breaches a year`, USD per tenant.
    pub per_tenant_usd: f64,
    /// The same for all tenants, at the mean number of tenants, USD.
    pub per_platform_usd: f64,
    /// The price per tenant with everything else that differs, one-off costs above all, undiscounted over the
    /// horizon; `None` where that leaves no positive price.
    pub with_one_off_usd: Option<f64>,
    /// Whether the choice is wrong above the price, rather than below.
    pub is_upper: bool,
}

/// The choice against the alternative at `other`.
pub(super) fn against(context: &Context, other: usize) -> BreachPriceFinding {
    match price(context, other) {
        Ok(price) => BreachPriceFinding::Price(price),
        Err(because) => BreachPriceFinding::LeftOut(because),
    }
}

fn price(context: &Context, other: usize) -> Result<BreachPrice, String> {
    let plan = context.plan;
    let tenant_months = context.tenant_months();
    if tenant_months <= 0.0 {
        return Err("there are no tenants to divide it by".to_owned());
    }
    let (own, others) = (platform_rate(plan, context.choice.best)?, platform_rate(plan, other)?);
    let more = |metric: &str| context.more_on_average(other, metric);
    let running = ["infrastructure_undiscounted", "operations_undiscounted", "compute_overhead_undiscounted"];
    let running = running.into_iter().map(more).sum::<f64>() / tenant_months;
    let rate = own - others;
    let per_tenant_usd = 12.0 * running / rate;
    if rate == 0.0 || per_tenant_usd <= 0.0 || !per_tenant_usd.is_finite() {
        let (choice, other) = (context.label(context.choice.best), context.label(other));
        return Err(if rate == 0.0 {
            format!("{choice} and {other} are breached equally often")
        } else {
            format!("{choice} is no worse than {other} in running costs and in breaches a year")
        });
    }
    let classes = plan.model().classes.iter().filter(|class| matches!(class.costs, EventCosts::Breach));
    let breach_losses: f64 = classes.map(|class| more(&format!("loss.{}_undiscounted", class.name))).sum();
    let all = (more("tco_undiscounted") - breach_losses) / tenant_months * 12.0 / rate;
    Ok(BreachPrice {
        alternative: context.name(other).to_owned(),
        breaches_per_year: own,
        breaches_per_year_of_other: others,
        running_usd_per_tenant_month: running,
        per_tenant_usd,
        per_platform_usd: per_tenant_usd * tenant_months / (12.0 * context.years()),
        with_one_off_usd: (all > 0.0).then_some(all),
        is_upper: rate > 0.0,
    })
}

/// Expected breaches of the whole platform a year under an alternative, or why that is not one number.
fn platform_rate(plan: &Plan, position: usize) -> Result<f64, String> {
    let model = plan.model();
    let facts = &model.alternatives[position];
    let label = &facts.label;
    let isolation = match facts.isolation_models().as_slice() {
        [one] => *one,
        _ => return Err(format!("{label} is a mixture of isolation models")),
    };
    if facts.migration.is_some() {
        return Err(format!("{label} moves tenants during the horizon"));
    }
    if facts.insurance.is_some() {
        return Err(format!("a policy pays part of what a breach of {label} costs"));
    }
    let mut total = 0.0;
    for class in model.classes.iter().filter(|class| matches!(class.costs, EventCosts::Breach)) {
        let Some(process) = &class.processes[isolation] else { continue };
        let (Frequency::Rate(id) | Frequency::Probability(id)) = process.frequency else {
            return Err(format!("breaches of {label} happen in given months"));
        };
        let is_this =
            |position: &usize| model.classes.get(*position).is_some_and(|one| one.name == class.name);
        let is_struck = model.shocks.iter().any(|shock| shock.classes.iter().any(is_this));
        if !process.is_plain() || is_struck {
            return Err(format!("how often {label} is breached follows from more than one number"));
        }
        let frequency = model.registry.get(id).distribution.mean();
        if frequency == 0.0 {
            continue;
        }
        let controls = facts.controls.iter().map(|&control| &model.controls[control]);
        if controls.flat_map(|control| &control.effects).any(|effect| effect.covers(&class.name)) {
            return Err(format!("controls change how often {label} is breached"));
        }
        if class.mixing.is_some() {
            return Err(format!("the breach rate of {label} varies at random"));
        }
        if !matches!(process.reach, Reach::All) {
            return Err(format!("a breach of {label} does not always reach the whole platform"));
        }
        total += match process.per {
            Per::PlatformYear => frequency,
            Per::PlatformHorizon => frequency / f64::from(model.horizon.years.max(1)),
            Per::UnitYear | Per::PoolYear | Per::TenantYear => {
                return Err(format!("breaches of {label} are counted per unit, pool or tenant"));
            }
        };
    }
    Ok(total)
}
