//! Where the brief contradicts itself, each with the number.

use super::{
    given::*,
    page::{Page, count, factor, percent},
};
use tenantrisk::{
    model::{
        brief::{self, BusinessCase, TIERS},
        defaults,
        usage::overage,
    },
    units::{format_usd, format_usd_exact as exact},
};

/// Chance of at least one breach in the years of the business case, at a chance a year.
fn over_the_horizon(yearly: f64) -> f64 {
    1.0 - (1.0 - yearly).powf(brief::YEARS)
}

/// Total cost with so many breaches expected, each at the severity behind the row of row security, USD.
fn tco_usd(case: &BusinessCase, breaches: f64) -> f64 {
    case.infrastructure_usd() + case.development_usd + breaches * rls().implied_severity_usd()
}

pub fn contradictions(page: &mut Page) {
    page.heading(2, "Where the brief contradicts itself");
    let sentences: [String; 13] = [
        revenues(),
        "The risk of row security is 1 % in the brief and 0.1 % in the summary of a phase, ten times less; \
         there a database per tenant has no risk at all."
            .to_owned(),
        severities_behind_the_rows(),
        horizons(),
        "\"Silo\" and \"pool\" stand the wrong way round: in the usual words a silo is dedicated and a pool \
         is shared."
            .to_owned(),
        limits(),
        format!(
            "Enterprise is the plan to sell, but at its unit costs every Enterprise tenant loses {} a month.",
            exact(TIERS[2].computed_cost_usd() - TIERS[2].price_usd)
        ),
        "The best-known case offered as a failure of isolation, with its $148M, was a theft of credentials; \
         the amount was a settlement with the American states."
            .to_owned(),
        format!(
            "$9,000 a minute of downtime is credited to one research house and matches another's {} for \
             operators of data centres ({} apart). It is not what a tenant loses.",
            exact(OPERATOR_USD_PER_MINUTE.value),
            percent(TIERS[2].customer_loss_usd_per_minute / OPERATOR_USD_PER_MINUTE.value - 1.0)
        ),
        "What other companies are said to do or to save could not be confirmed. It is not repeated here, and \
         no figure rests on it."
            .to_owned(),
        double_counting(),
        starter_calls(),
        rounding(),
    ];
    let lettered = ('a'..).zip(&sentences).map(|(letter, text)| format!("({letter}) {text}"));
    page.items(&lettered.collect::<Vec<_>>());
}

/// (a)
fn revenues() -> String {
    let months = defaults::LIFETIME_MONTHS as f64;
    let (price, _) =
        brief::price_for_margins([rls().tenant_month_usd, database().tenant_month_usd], [0.75, 0.4]).unwrap();
    format!(
        "A tenant pays three different prices a month: {} where it churns, {} behind the two margins, {} \
         where $3.5M are 35 % of the revenue. The price list with a mix of 70/25/5 % gives {}.",
        exact(brief::CUSTOMER_LIFETIME_USD / months),
        exact(price),
        exact(3.5e6 / 0.35 / 12.0 / brief::TENANTS),
        exact(mean_price_usd()),
    )
}

/// (c)
fn severities_behind_the_rows() -> String {
    let severity = |case: &BusinessCase| format_usd(case.implied_severity_usd());
    format!(
        "The three rows for breaches imply that one breach costs {}, {} and {}, for the same company. At {} \
         a database per tenant carries {}, not {}.",
        severity(shared()),
        severity(rls()),
        severity(database()),
        severity(rls()),
        exact(database().breach_probability * rls().implied_severity_usd()),
        exact(database().breach_usd),
    )
}

/// (d)
fn horizons() -> String {
    let [by_horizon, by_year] = [1.0, brief::YEARS].map(|times| {
        let tco = |case: &BusinessCase| exact(tco_usd(case, times * case.breach_probability));
        format!("{} against {}", tco(rls()), tco(database()))
    });
    format!(
        "The rows count the probability once in five years, the questions read like a year. Read per horizon \
         the total cost is {by_horizon}; read per year it is {by_year}, and the chance of a breach in five \
         years is {} against {}.",
        percent(over_the_horizon(rls().breach_probability)),
        percent(over_the_horizon(database().breach_probability)),
    )
}

/// (f)
fn limits() -> String {
    let growth = &TIERS[1];
    let (limit, cost) = growth.resources[0];
    let charge = overage(growth.burst_api_calls, limit, growth.overage_usd[0].unwrap(), cost).charge_usd;
    format!(
        "A hard limit that refuses calls and a price for calls above it cannot both hold. {} calls are \
         exactly the burst limit of Growth: they are refused, or they bring {}.",
        count(growth.burst_api_calls),
        exact(charge)
    )
}

/// (k)
fn double_counting() -> String {
    let extra = brief::LOST_CUSTOMER_USD - brief::CUSTOMER_LIFETIME_USD;
    let churned = brief::breach(100, 1e4).churned_tenants as f64;
    format!(
        "A tenant that leaves counts twice: {} for what it would have paid and {} for its replacement, who \
         pays that again. With {} tenants that is {} too much.",
        exact(brief::CUSTOMER_LIFETIME_USD),
        exact(extra),
        count(churned),
        exact(churned * extra)
    )
}

/// (l)
fn starter_calls() -> String {
    let starter = &TIERS[0];
    let (limit, cost) = starter.resources[0];
    let asked = 1e3;
    let charge = |limit: f64| exact(overage(15e3, limit, starter.overage_usd[0].unwrap(), cost).charge_usd);
    format!(
        "Starter includes {} calls in the commission and {} in the code, {} times as many: 15,000 calls \
         bring {} or {} of overage.",
        count(asked),
        count(limit),
        factor(limit / asked),
        charge(asked),
        charge(limit)
    )
}

/// (m)
fn rounding() -> String {
    let lost = |tenants: u64| brief::breach(tenants, 1e4).churn_usd;
    let largest = (1..).take_while(|tenants| lost(*tenants) == 0.0).last().unwrap();
    let unrounded = brief::CHURN_AFTER_BREACH * brief::LOST_CUSTOMER_USD;
    format!(
        "Tenants that leave are rounded down: a breach of 1 to {largest} tenants has no churn, one of {} \
         costs {}. Unrounded, a single tenant would count {}.",
        largest + 1,
        exact(lost(largest + 1)),
        exact(unrounded)
    )
}
