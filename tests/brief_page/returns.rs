//! Quoted figures of investments, prices and the business case.

use super::{
    given::*,
    page::{Page, count, factor, percent, reproduced},
    quoted::{HEADER, row},
};
use tenantrisk::{
    model::{
        brief::{self, BUSINESS_CASE, TIERS},
        capacity::{connections_demanded, instances},
        defaults,
        finance::{annuity, labour_cost_usd, roi},
    },
    units::{format_usd, format_usd_exact as exact},
};

const ASSUMED: &str = "no published figure: an assumption";

pub fn investments(page: &mut Page) {
    let wage = defaults::ENGINEER_COST_PER_HOUR.value;
    let labour = |weeks: f64, wage: f64| labour_cost_usd(2.0, weeks, WEEK_HOURS, wage);
    let demo = brief::investment(75e3, 4.0, 1e5, 5);
    let dearer = brief::investment(75e3, 4.0, 5e5, 5);
    let docstring = brief::investment(50e3, 3.0, 5e5, 5);
    let both = brief::investment(75e3, 1.0, 5.5e6, 5);
    let saving = yearly_saving_usd(brief::TENANTS);
    let present = saving * annuity(defaults::DISCOUNT_RATE.value, brief::YEARS as u32);
    let logical = isolation("database_shared_instance").cost_per_tenant_month.value;
    let saving_from = |database: f64| 12.0 * brief::TENANTS * (database - rls().tenant_month_usd);
    let at_published = saving_from(INSTANCE_USD_PER_MONTH.value);
    page.heading(2, "Investments and savings");
    page.table(
        HEADER,
        &[
            row(
                "ROI 2,567 %: $75K avoids 4 x $100K a year",
                "demo",
                format!("{}, NPV {}", percent(demo.roi.unwrap()), exact(demo.net_present_value_usd)),
                reproduced(25.67, demo.roi.unwrap()),
                ASSUMED.to_owned(),
            ),
            row(
                "ROI 20,000 % and more",
                "brief",
                format!("{} with 4 x $500K a year", percent(dearer.roi.unwrap())),
                reproduced(200.0, dearer.roi.unwrap()),
                format!("on the saving, discounted: {}", percent(roi(present, 75e3).unwrap())),
            ),
            row(
                "saving of $5.4M a year",
                "brief",
                format!("{}; five years at 10 %: {}", exact(saving), format_usd(present)),
                reproduced(5.4e6, saving),
                format!("{} at the published price of an instance", format_usd(at_published)),
            ),
            row(
                "$75K: 2 engineers for 3 weeks",
                "README",
                exact(labour(3.0, wage)),
                reproduced(75e3, labour(3.0, wage)),
                format!("{} at the published wage", exact(labour(3.0, loaded_hour_usd()).round())),
            ),
            row(
                "$50K: 2 engineers for 2 weeks",
                "docstring",
                exact(labour(2.0, wage)),
                reproduced(50e3, labour(2.0, wage)),
                format!("{} at the published wage", exact(labour(2.0, loaded_hour_usd()).round())),
            ),
            row(
                "ROI 3,000 %: $50K avoids 3 x $500K a year",
                "docstring",
                percent(docstring.roi.unwrap()),
                reproduced(30.0, docstring.roi.unwrap()),
                ASSUMED.to_owned(),
            ),
        ],
    );
    page.text(&format!(
        "20,000 % is an unexplained $15M divided by $75K ({}; less the investment, {}). A yearly $2M and \
         $3.5M would be {}. On the saving alone the return is {}, undiscounted; with the labour at the \
         brief's own wage it is {}. An hour at the published wage, with overhead, costs {}; the brief's {} \
         is a fair price.",
        percent(15e6 / 75e3),
        percent(roi(15e6, 75e3).unwrap()),
        percent(both.roi.unwrap()),
        percent(rls().roi_on_saving(database(), 75e3).unwrap()),
        percent(rls().roi_on_saving(database(), labour(3.0, wage)).unwrap()),
        format_usd(loaded_hour_usd()),
        format_usd(wage),
    ));
    page.text(&format!(
        "$50 a month is the price of an instance of one's own ({} and storage), not of a database: on a \
         shared instance a database costs about {} a month, by judgement, and shares the fate of the \
         instance. Against those, shared tables save {} a year.",
        exact(INSTANCE_USD_PER_MONTH.value),
        format_usd(logical),
        format_usd(saving_from(logical)),
    ));
}

pub fn prices(page: &mut Page) {
    let costs = [rls().tenant_month_usd, database().tenant_month_usd];
    let (price, other) = brief::price_for_margins(costs, [0.75, 0.4]).unwrap();
    let margins = TIERS.map(|tier| {
        let [shared, own] = [tier.stated_margin(), tier.stated_margin_with_databases()].map(Option::unwrap);
        format!("{} vs {}", percent(shared), percent(own))
    });
    let [starter, _, enterprise] = &TIERS;
    let both = |tier: &brief::TierList| {
        format!(
            "{} by unit costs ({}); {} as stated",
            percent(tier.computed_margin().unwrap()),
            cents(tier.computed_cost_usd()),
            percent(tier.stated_margin().unwrap())
        )
    };
    let medians =
        format!("medians of {} to {}", percent(GROSS_MARGINS[0].value), percent(GROSS_MARGINS[1].value));
    let [revenue, cost] = [enterprise.price_usd, enterprise.computed_cost_usd()].map(|usd| 1e3 * usd);
    let limit = of_tier(&defaults::CONNECTION_LIMIT, "enterprise");
    let allowed = defaults::CONNECTIONS_PER_INSTANCE as f64;
    let pooled = defaults::MULTIPLEX_POOLED.value;
    let needed = |multiplex: f64| {
        let demand = connections_demanded(1e3, limit, defaults::UTILISATION, multiplex);
        count(instances(demand, allowed, defaults::HEADROOM))
    };
    page.heading(2, "Prices and margins");
    page.table(
        HEADER,
        &[
            row(
                "margin 75 % vs 40 %",
                "brief",
                format!("Starter {}, Enterprise {}", margins[0], margins[2]),
                format!("only at a price of {}", exact(price)),
                medians,
            ),
            row(
                "Starter margin 70 %",
                "brief",
                both(starter),
                format!("only at its stated cost of {}", exact(starter.stated_cost_usd)),
                "no published unit costs".to_owned(),
            ),
            row(
                "Enterprise margin 90 %",
                "price list",
                both(enterprise),
                format!("only at its stated cost of {}", exact(enterprise.stated_cost_usd)),
                "no published unit costs".to_owned(),
            ),
            row(
                "1,000 Enterprise tenants: revenue $5M a month",
                "brief",
                exact(revenue),
                reproduced(5e6, revenue),
                "a price: nothing to check".to_owned(),
            ),
            row(
                "1,000 Enterprise tenants: cost $500K a month",
                "brief",
                format!("{}: a loss of {}", exact(cost), exact(cost - revenue)),
                reproduced(5e5, cost),
                format!("connections: {} instances, {} with pooling", needed(1.0), needed(pooled)),
            ),
        ],
    );
    page.text(&format!(
        "Both margins hold only for a tenant that pays {} a month and costs {} besides isolation. On the \
         price list they are {} (Starter), {} (Growth) and {} (Enterprise): the saving is an argument for \
         Starter.",
        exact(price),
        exact(other),
        margins[0],
        margins[1],
        margins[2],
    ));
    page.text(&format!(
        "A thousand such tenants may open {} connections. Half used, they need {} instances of {} \
         connections filled to {}, or {} with pooling by transaction.",
        count(connections_demanded(1e3, limit, 1.0, 1.0)),
        needed(1.0),
        count(allowed),
        percent(defaults::HEADROOM),
        needed(pooled),
    ));
}

/// Dollars rounded to the cent.
fn cents(value: f64) -> String {
    exact((100.0 * value).round() / 100.0)
}

pub fn business_case(page: &mut Page) {
    let infrastructure = shared().infrastructure_usd();
    let cheaper = database().tenant_month_usd / rls().tenant_month_usd;
    let mut rows = vec![
        row(
            "shared infrastructure $600K in five years",
            "business case",
            format!("{}; in all {}", exact(infrastructure), exact(shared().recomputed_tco_usd())),
            reproduced(shared().stated_infrastructure_usd, infrastructure),
            ASSUMED.to_owned(),
        ),
        row(
            "row security is 50 times cheaper",
            "business case",
            format!(
                "{} times: {} against {}",
                factor(cheaper),
                exact(database().tenant_month_usd),
                exact(rls().tenant_month_usd)
            ),
            reproduced(50.0, cheaper),
            format!(
                "{} times at the published price of an instance",
                factor(INSTANCE_USD_PER_MONTH.value / rls().tenant_month_usd)
            ),
        ),
    ];
    for case in &BUSINESS_CASE {
        rows.push(row(
            &format!("matrix score {:.1} for {}", case.stated_score, words(case)),
            "business case",
            format!("{:.1}", case.score()),
            reproduced(case.stated_score, case.score()),
            "points are a judgement".to_owned(),
        ));
    }
    page.heading(2, "Business case");
    page.table(HEADER, &rows);
}

/// The brief's short name of an architecture in words.
pub fn words(case: &brief::BusinessCase) -> &'static str {
    match case.name {
        "shared" => "shared everything",
        "rls" => "row security",
        _ => "a database per tenant",
    }
}
