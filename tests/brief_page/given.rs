//! What the page is given: published figures with their sources, and helpers that read the
//! defaults of the model.

use crate::common::{assert_close, expected, number};
use tenantrisk::model::{
    brief::{self, BUSINESS_CASE, BusinessCase},
    defaults::{self, Default, IsolationDefaults},
    service::engineer_hours,
    severity::LossFigures,
    sla::Schedule,
};

/// A published figure.
pub struct Published {
    pub value: f64,
    pub what: &'static str,
    pub source: &'static str,
}

const fn published(value: f64, what: &'static str, source: &'static str) -> Published {
    Published { value, what, source }
}

const IBM_2023: &str = "IBM/Ponemon, Cost of a Data Breach 2023";
const IBM_2018: &str = "IBM/Ponemon 2018, survey of very large breaches";
const PRICES: &str = "2026 price pages, one small instance and its standby, without storage";
const SURVEYS: &str = "surveys of software firms, compiled 2026 (a secondary source)";
const BLS: &str = "US Bureau of Labor Statistics, software developers";
pub const LARGEST_SAMPLED: Published =
    published(102_000.0, "largest breach in the sample behind $165 a record, records", IBM_2023);
pub const MILLION_RECORDS_USD: Published =
    published(40e6, "breach of a million records, USD, about", IBM_2018);
pub const FIFTY_MILLION_RECORDS_USD: Published =
    published(350e6, "breach of 50 million records, USD, about", IBM_2018);
pub const FIRM_YEAR_INCIDENTS: Published =
    published(0.084, "significant incidents per firm-year, information sector", "Cyentia IRIS 2025");
pub const OPERATOR_USD_PER_MINUTE: Published =
    published(8_851.0, "minute of downtime for a data-centre operator, USD", "Ponemon/Emerson 2016");
pub const DEVELOPER_USD_PER_YEAR: Published =
    published(144_570.0, "mean yearly wage of a developer, USD", BLS);
pub const WAGE_SHARE: Published = published(0.702, "share of wages in compensation", "BLS, June 2025");
pub const INSTANCE_USD_PER_MONTH: Published =
    published(46.72, "small database instance with standby, USD a month", PRICES);
pub const GROSS_MARGINS: [Published; 2] = [
    published(0.72, "gross margin of software services, lowest median", SURVEYS),
    published(0.78, "gross margin of software services, highest median", SURVEYS),
];

/// Every published figure above.
pub const PUBLISHED: [&Published; 10] = [
    &LARGEST_SAMPLED,
    &MILLION_RECORDS_USD,
    &FIFTY_MILLION_RECORDS_USD,
    &FIRM_YEAR_INCIDENTS,
    &OPERATOR_USD_PER_MINUTE,
    &DEVELOPER_USD_PER_YEAR,
    &WAGE_SHARE,
    &INSTANCE_USD_PER_MONTH,
    &GROSS_MARGINS[0],
    &GROSS_MARGINS[1],
];

/// Hours in a working week of the brief.
pub const WEEK_HOURS: f64 = 40.0;

/// An hour of a developer with overhead at the published wage, USD: 52 weeks.
pub fn loaded_hour_usd() -> f64 {
    DEVELOPER_USD_PER_YEAR.value / WAGE_SHARE.value / (52.0 * WEEK_HOURS)
}

pub fn shared() -> &'static BusinessCase {
    &BUSINESS_CASE[0]
}

pub fn rls() -> &'static BusinessCase {
    &BUSINESS_CASE[1]
}

pub fn database() -> &'static BusinessCase {
    &BUSINESS_CASE[2]
}

/// A default isolation model by its name.
pub fn isolation(name: &str) -> &'static IsolationDefaults {
    defaults::ISOLATION.iter().find(|model| model.name == name).unwrap()
}

/// A default that goes by the name of a tier.
pub fn of_tier(table: &[(&str, Default)], name: &str) -> f64 {
    table.iter().find(|entry| entry.0 == name).unwrap().1.value
}

/// Mean price a month over the default mix of tiers, USD.
pub fn mean_price_usd() -> f64 {
    defaults::TIERS.iter().map(|tier| tier.share.value * tier.price_per_month.value).sum()
}

/// What a shared platform saves a year against a database per tenant, USD.
pub fn yearly_saving_usd(tenants: f64) -> f64 {
    12.0 * tenants * (database().tenant_month_usd - rls().tenant_month_usd)
}

/// Share of the fee that published schedules credit for an outage of so many minutes.
pub fn published_credit(minutes: f64) -> f64 {
    Schedule::new(&defaults::SLA_SCHEDULE).unwrap().credit_share(minutes, brief::MINUTES_IN_MONTH)
}

/// What an outage costs the provider, USD: published credits, and two engineers while it lasts.
pub fn provider_outage_usd(minutes: f64, tier: &brief::TierList, tenants: f64) -> f64 {
    let hours = engineer_hours(2.0, minutes, 0.0);
    tenants * tier.price_usd * published_credit(minutes) + hours * defaults::ENGINEER_COST_PER_HOUR.value
}

/// A severity model of the page: name and figures of a breach of so many records.
pub type Severity = (&'static str, LossFigures);

/// The brief's severity formula and three that rest on published losses.
pub fn severities(records: f64) -> [Severity; 4] {
    let [base, per_record, fines] = defaults::PER_RECORD;
    let (mu, sigma) = defaults::iris_2025_band("lt100M").unwrap();
    let cap = defaults::IRIS_RECORDS_CAP.value;
    [
        ("brief's formula, without churn", LossFigures::per_record(base, per_record, fines, records)),
        ("Jacobs power law", LossFigures::power_law(defaults::JACOBS, records, None)),
        ("IRIS 20/20 by records", LossFigures::power_law(defaults::IRIS_RECORDS, records, Some(cap))),
        ("IRIS 2025, revenue below $100M", LossFigures::lognormal([mu, sigma], None)),
    ]
}

/// The lowest and the highest mean on published losses, USD.
pub fn evidence_range_usd(records: f64) -> (f64, f64) {
    let means = severities(records).map(|model| model.1.mean_usd);
    let lowest = means[1..].iter().copied().fold(f64::INFINITY, f64::min);
    (lowest, means[1..].iter().copied().fold(0.0, f64::max))
}

/// Case D14: the hour that the page and the source of the default quote.
#[test]
fn d14_hour_of_an_engineer() {
    let case = |figure: &str| number(&expected("D14")[figure]);
    assert_close(loaded_hour_usd() * WAGE_SHARE.value, case("wage_hour"));
    assert_close(loaded_hour_usd(), case("loaded_hour"));
    let quoted = format!("the loaded mean wage is ${:.0} ", loaded_hour_usd());
    assert!(defaults::ENGINEER_COST_PER_HOUR.source.contains(&quoted), "{quoted}");
}
