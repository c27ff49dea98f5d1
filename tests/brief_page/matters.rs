//! What matters most: what the decision hangs on, and the published figures behind it.

use super::{
    given::*,
    page::{Page, count, percent},
};
use tenantrisk::{
    dist::discrete::poisson_pmf,
    model::{brief, defaults, finance::roi, severity::LossFigures},
    units::{format_usd, format_usd_exact as exact},
};

/// Records of every tenant where the whole platform is exposed.
const RECORDS_PER_TENANT: f64 = 10_000.0;

pub fn decision(page: &mut Page) {
    let saving = yearly_saving_usd(brief::TENANTS);
    let difference = rls().breach_probability - database().breach_probability;
    let even = yearly_saving_usd(1.0) / difference;
    page.heading(2, "What the decision hangs on");
    page.text(&format!(
        "A database per tenant costs {} a month more for every tenant and lowers the chance of a breach by \
         {} points a year. It pays when a breach of the whole platform costs more than {} per tenant: {} at \
         {} tenants, {} at 100. Whether it does depends on the severity model more than on the two \
         probabilities. With {} records per tenant, all of them exposed:",
        exact(brief::DATABASE_SURCHARGE_USD),
        points(difference),
        exact(even.round()),
        format_usd(even * brief::TENANTS),
        count(brief::TENANTS),
        format_usd(even * 100.0),
        count(RECORDS_PER_TENANT),
    ));
    let records = brief::TENANTS * RECORDS_PER_TENANT;
    let rows = severities(records).map(|(name, figures)| {
        let risk = difference * figures.mean_usd;
        let wins = if risk < saving { "shared tables" } else { "database per tenant" };
        let [mean, risk, saving] = [figures.mean_usd, risk, saving].map(format_usd);
        [name.to_owned(), mean, risk, saving, wins.to_owned()]
    });
    page.table(
        ["severity model", "mean of a breach", "extra risk a year", "saving a year", "cheaper"],
        &rows,
    );
    let uncapped = LossFigures::power_law(defaults::IRIS_RECORDS, records, None).mean_usd;
    page.text(&format!(
        "IRIS 20/20 by records is capped at {} a breach; without the cap its mean is {} and the extra risk \
         {}. All are means of rare events: see [model.md](model.md) for the formulas and their sources.",
        format_usd(defaults::IRIS_RECORDS_CAP.value),
        format_usd(uncapped),
        format_usd(difference * uncapped),
    ));
    page.items(&[unit(), blast(), rare_returns(difference), runs()]);
}

/// A difference of probabilities in points.
fn points(difference: f64) -> String {
    format!("{:.1}", 100.0 * difference)
}

/// What 0.1 % can mean.
fn unit() -> String {
    let yearly = database().breach_probability;
    let expected = brief::TENANTS * yearly;
    let any = 1.0 - (1.0 - yearly).powf(brief::TENANTS);
    format!(
        "**1 % and 0.1 % have no unit.** They may be per platform and year, per platform and five years, or \
         per database. Per database, {} databases have {} breaches a year, each of one tenant, and at least \
         one with a probability of {:.3} %; {} databases already have the rate of the shared platform.",
        count(brief::TENANTS),
        count(expected),
        100.0 * any,
        count(rls().breach_probability / yearly),
    )
}

fn blast() -> String {
    format!(
        "**Isolation limits how far a breach reaches more than how often one happens.** {} of firms in the \
         sector have a significant incident in a year, mostly by stolen accounts and attacked applications, \
         which a database per tenant does not stop. This program counts {} breaches of tenant data a year \
         from such causes whatever the isolation, by judgement.",
        percent(FIRM_YEAR_INCIDENTS.value),
        defaults::COMMON_CAUSE_RATE.value,
    )
}

/// The return on a control that only prevents rare breaches.
fn rare_returns(difference: f64) -> String {
    let avoided = difference * brief::YEARS;
    let severity = rls().implied_severity_usd();
    let mean = roi(avoided * severity, 75e3).unwrap();
    format!(
        "**One figure for the ROI says little about rare events.** {} that lower the chance of a breach of \
         {} by {} points a year return {} on average, and exactly -100 % in {} of five-year histories. \
         Report the NPV and the chance that it is positive.",
        exact(75e3),
        format_usd(severity),
        points(difference),
        percent(mean),
        percent(poisson_pmf(0, avoided)),
    )
}

/// Relative standard error of the mean of a compound Poisson total: `sqrt(E[X²] / (rate n)) / E[X]`.
fn runs() -> String {
    let (_, sigma) = defaults::iris_2025_band("lt100M").unwrap();
    let events = rls().breach_probability * brief::YEARS;
    let error = |runs: f64| (libm::exp(sigma * sigma) / (events * runs)).sqrt();
    format!(
        "**10,000 runs are too few.** For a breach of {} a year with the losses of IRIS 2025 the standard \
         error of the five-year mean is {} of it after 10,000 plain runs and {} after a million.",
        percent(rls().breach_probability),
        percent(error(1e4)),
        percent(error(1e6)),
    )
}

pub fn sources(page: &mut Page) {
    page.heading(2, "Published figures on this page");
    let range = |value: f64| match value {
        value if value < 1.0 => percent(value),
        value if value < 100.0 => format!("{value}"),
        value => count(value),
    };
    let mut rows: Vec<[String; 3]> = PUBLISHED
        .iter()
        .map(|figure| [figure.what.to_owned(), range(figure.value), figure.source.to_owned()])
        .collect();
    let (_, median, high) = defaults::IRIS_2025_BANDS[0];
    let [a, b] = defaults::BREACH_CHURN_BETA;
    let mut push = |what: &str, value: String, source: &str| {
        rows.push([what.to_owned(), value, source.to_owned()]);
    };
    push(
        "loss of a breach, revenue below $100M: median, 95 %",
        format!("{}, {}", format_usd(median), format_usd(high)),
        defaults::IRIS_2025_SOURCE,
    );
    push(
        "loss by records, power law",
        format!("exponent {:.3}", defaults::JACOBS[1]),
        defaults::JACOBS_SOURCE,
    );
    push(
        "loss by records, heavy tail",
        format!("exponent {:.3}", defaults::IRIS_RECORDS[1]),
        defaults::IRIS_RECORDS_SOURCE,
    );
    push("tenants that leave after a breach", percent(a / (a + b)), defaults::BREACH_CHURN_SOURCE);
    let fined = defaults::FINE_PROBABILITY;
    push("breaches that are fined", percent(fined.value), fined.source);
    push("fine, median", format_usd(libm::exp(defaults::FINE[0])), defaults::FINE_SOURCE);
    push(
        "credit for an uptime of 99.0 to 99.9 %",
        percent(defaults::SLA_SCHEDULE[0].1),
        defaults::SLA_SOURCE,
    );
    page.table(["figure", "value", "source"], &rows);
}
