//! Defaults that rest on arithmetic agree with it, and their sources name what went into it.

use super::*;
use crate::{
    cases::{case, close, number},
    dist::normal_quantile,
};

/// Case B10: outages per service-year. The default is the count over the exposure to two decimals.
#[test]
fn b10_outages_per_service_year() {
    let case = case("B10");
    let [outages, services, years] =
        ["outages", "services", "years"].map(|name| number(&case["inputs"][name]));
    let rate = outages / (services * years);
    close(rate, case["expected"]["rate"].clone());
    let outage = SERVICES.iter().find(|service| service.name == "outage").unwrap();
    assert_eq!(outage.rate.value, (100.0 * rate).round() / 100.0);
    let counts = format!("{outages} public outages of {services} services in {years} years");
    assert!(outage.rate.source.contains(&counts), "{counts}");
}

/// Case B09: what the source of the row-security rate quotes.
#[test]
fn b09_row_security_failures() {
    let case = case("B09");
    let figure = |part: &str, name: &str| number(&case[part][name]);
    let (published, years) = (figure("inputs", "rls_bypass_cves"), figure("inputs", "years"));
    let exploited = figure("expected", "jeffreys_mean");
    close(published / years * exploited, case["expected"]["rate_mean"].clone());
    let quoted = [
        format!("{published} PostgreSQL row-security CVEs in {years} years"),
        format!(
            "x {:.2} % exploited would give {:.1} %",
            100.0 * exploited,
            100.0 * figure("expected", "rate_mean")
        ),
    ];
    let rls = ISOLATION.iter().find(|model| model.name == "rls").unwrap();
    for part in quoted {
        assert!(rls.boundary_rate.source.contains(&part), "{part}");
    }
}

/// The source of an outage's duration quotes the law that it gets.
#[test]
fn outage_duration() {
    let outage = SERVICES.iter().find(|service| service.name == "outage").unwrap();
    let [median, sigma] = outage.duration;
    let p95 = median * libm::exp(sigma * normal_quantile(0.95));
    let quoted = format!("lognormal({:.2}, {sigma}) with {median:.0} and {p95:.0}", libm::log(median));
    assert!(outage.duration_source.contains(&quoted), "{quoted}");
}
