//! What the brief's two demos print, beside the formulas.

use super::{
    given::{WEEK_HOURS, provider_outage_usd},
    page::{Page, percent},
};
use tenantrisk::{
    model::{
        brief::{self, TIERS, TierList},
        defaults,
        finance::labour_cost_usd,
        usage::{margin_share, overage, upgrade_break_even_units},
    },
    units::{format_grouped, format_usd_exact as exact},
};

/// Position of the API calls and of the predictions among the resources.
const CALLS: usize = 0;
const PREDICTIONS: usize = 4;

/// A line of the table: what is printed with so many decimals, and what the formula gives.
fn line(block: &str, what: &str, printed: f64, decimals: i32, computed: f64) -> [String; 5] {
    let half_unit = 0.5 * 10_f64.powi(-decimals);
    let agrees = (printed - computed).abs() <= half_unit * (1.0 + 1e-6);
    let number = |value: f64, decimals: i32| format_grouped(value, decimals as usize);
    [
        block.to_owned(),
        what.to_owned(),
        number(printed, decimals),
        number(computed, decimals + i32::from((computed - printed).abs() > 1e-6)),
        if agrees { "yes" } else { "no" }.to_owned(),
    ]
}

fn charge(tier: &TierList, resource: usize, used: f64) -> tenantrisk::model::usage::Overage {
    let (limit, cost) = tier.resources[resource];
    overage(used, limit, tier.overage_usd[resource].unwrap(), cost)
}

pub fn demos(page: &mut Page) {
    let leak = brief::breach(50, 5e3);
    let outage = brief::downtime(45.0, &TIERS[2], 10);
    let slow = brief::noisy_neighbour(200, 40.0, 120.0);
    let pooling = brief::investment(75e3, 4.0, 1e5, 5);
    let logged = leak.total_usd + outage.sla_credits_usd + slow.total_usd;
    let [starter, growth, _] = &TIERS;
    let extra = charge(starter, CALLS, 12e3).charge_usd + charge(starter, PREDICTIONS, 1.5e3).charge_usd;
    let more = growth.price_usd - starter.price_usd - extra;
    let calls = charge(starter, CALLS, 15e3);
    let (isolation, pool, neighbour) = ("isolation failure", "pool exhaustion", "noisy neighbour");
    let mut rows = vec![
        line(isolation, "direct, $", 41_400_000.0, 0, leak.direct_usd),
        line(isolation, "fines, $", 20_700_000.0, 0, leak.fines_usd),
        line(isolation, "churn, $", 230_400.0, 0, leak.churn_usd),
        line(isolation, "total, $", 62_330_400.0, 0, leak.total_usd),
        line(pool, "customers' own loss, $", 4_050_000.0, 0, outage.customer_impact_usd),
        line(pool, "credits, $", 12_497.5, 2, outage.sla_credits_usd),
        line(pool, "total, $", 4_062_497.5, 2, outage.total_usd),
        line(neighbour, "support, $", 2_250.0, 0, slow.support_usd),
        line(neighbour, "engineers, $", 600.0, 0, slow.engineering_usd),
        line(neighbour, "churn, $", 72_000.0, 0, slow.churn_usd),
        line(neighbour, "total, $", 74_850.0, 0, slow.total_usd),
        line("ROI of pooling", "avoided a year, $", 400_000.0, 0, pooling.avoided_usd / 5.0),
        line("ROI of pooling", "payback, years", 0.2, 1, pooling.payback_years.unwrap()),
        line("ROI of pooling", "NPV, $", 1_441_314.71, 2, pooling.net_present_value_usd),
        line("ROI of pooling", "ROI, %", 2_567.0, 0, 100.0 * pooling.roi.unwrap()),
        line("three incidents", "logged, $", 62_417_747.5, 2, logged),
        line("three incidents", "mean, $", 20_805_915.83, 2, logged / 3.0),
    ];
    let printed = [(14.07, 84.92, 85.8), (210.75, 288.25, 57.8), (11_302.0, -6_303.0, -126.1)];
    for (tier, (cost, profit, margin)) in TIERS.iter().zip(printed) {
        let block = format!("tier {}", tier.name);
        rows.push(line(&block, "cost a month, $", cost, 2, tier.computed_cost_usd()));
        rows.push(line(&block, "profit a month, $", profit, 2, tier.price_usd - tier.computed_cost_usd()));
        rows.push(line(&block, "margin, %", margin, 1, 100.0 * tier.computed_margin().unwrap()));
    }
    let usage = "Starter, 12K calls, 1.5K predictions";
    rows.extend([
        line(usage, "overage, $", 7.0, 2, extra),
        line(usage, "bill, $", 106.0, 2, starter.price_usd + extra),
        line(usage, "an upgrade costs more a month, $", 393.0, 2, more),
        line(usage, "an upgrade saves a year, $", -4_716.0, 0, -12.0 * more),
        line("Starter, 15K calls", "overage, $", 5.0, 2, calls.charge_usd),
        line("Starter, 15K calls", "its cost, $", 0.5, 2, calls.cost_usd),
        line("Starter, 15K calls", "its margin, $", 4.5, 2, calls.margin_usd),
        line("Starter, 15K calls", "its margin, %", 90.0, 0, 100.0 * calls.margin_usd / calls.charge_usd),
    ]);
    page.heading(2, "What its demos print");
    page.text(
        "The demos agree with the formulas to the last digit that they print. Where the README differs from \
         them, its text is wrong.",
    );
    assert!(rows.iter().all(|row| row[4] == "yes"), "the page says that all agree");
    page.table(["demo", "figure", "printed", "formula", "agrees?"], &rows);
    asked(page, calls.charge_usd);
}

/// What the demos do not ask.
fn asked(page: &mut Page, starter_charge: f64) {
    let [starter, growth, enterprise] = &TIERS;
    let surge = charge(growth, CALLS, 150e3);
    let price = growth.overage_usd[CALLS].unwrap();
    let stay = growth.price_usd + surge.charge_usd;
    let even =
        upgrade_break_even_units(growth.resources[CALLS].0, price, growth.price_usd, enterprise.price_usd);
    let breakers = labour_cost_usd(2.0, 1.0, WEEK_HOURS, defaults::ENGINEER_COST_PER_HOUR.value);
    let outage = brief::downtime(45.0, enterprise, 10).total_usd;
    let ours = provider_outage_usd(45.0, enterprise, 10.0);
    page.text("Asked of the same formulas, and not in the demos:");
    page.items(&[
        format!(
            "100 tenants of 1,000 records: {}; of 10,000 records: {}.",
            exact(brief::breach(100, 1e3).total_usd),
            exact(brief::breach(100, 1e4).total_usd)
        ),
        format!(
            "150,000 calls on Growth: {} of overage (margin {}). Enterprise costs {} a month more, and is \
             the cheaper plan only above {} calls a month.",
            exact(surge.charge_usd),
            percent(margin_share(surge.charge_usd, surge.cost_usd).unwrap()),
            exact(enterprise.price_usd - stay),
            format_grouped(even.unwrap(), 0),
        ),
        format!(
            "A Starter tenant at 15,000 calls, who saves by an upgrade according to the README, pays {} a \
             month more after it.",
            exact(growth.price_usd - starter.price_usd - starter_charge)
        ),
        format!(
            "Circuit breakers, two engineers for a week: {}. Against four outages of 45 minutes a year the \
             ROI is {} with the customers' own loss, and {} with what an outage costs us, {}.",
            exact(breakers),
            percent(brief::investment(breakers, 4.0, outage, 5).roi.unwrap()),
            percent(brief::investment(breakers, 4.0, ours, 5).roi.unwrap()),
            exact(ours)
        ),
        "No tenants and no investment: the original divides by zero; here there is no figure per tenant and \
         no ROI."
            .to_owned(),
    ]);
    assert_eq!((brief::breach(0, 1e4).per_tenant_usd, brief::investment(0.0, 4.0, 1e5, 5).roi), (None, None));
}
