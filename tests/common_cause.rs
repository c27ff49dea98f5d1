//! A breach rate split into a common cause and the boundary.

use crate::common::{Simulated, assert_mean, refused};

/// 0.4 breaches a year with row-level security and 0.04 with a database, three tenths of the first by a common cause.
const TEXT: &str = r#"
schema = 1
baseline = "database"
[horizon]
years = 5
[simulation]
runs = 40_000
[tenants]
initial = 100
[tier.all]
share = 1
price_per_month = 10
cost_per_month = 1
records_per_tenant = 100
[breach]
common_cause_share = 0.3
common_cause_of = "rls"
[isolation.rls]
breach = { rate = 0.4, per = "platform_year", reach = "all" }
[isolation.database]
breach = { rate = 0.04, per = "platform_year", reach = "one" }
[alternative.rls]
isolation = "rls"
[alternative.database]
isolation = "database"
"#;

#[test]
fn the_common_cause_is_the_same_everywhere() {
    let simulated = Simulated::new(TEXT);
    let events =
        |alternative: &str, class: &str| simulated.column(alternative, &format!("events.breach.{class}"));
    assert_eq!(events("rls", "common_cause"), events("database", "common_cause"));
    for (alternative, class, rate) in [
        ("rls", "common_cause", 0.12),
        ("rls", "boundary", 0.28),
        ("database", "common_cause", 0.12),
        ("database", "boundary", 0.028),
    ] {
        assert_mean(&events(alternative, class), 5.0 * rate, 5.0 * rate);
    }
    // A common cause reaches as far under every model; a boundary as far as its own.
    let exposed = simulated.column("database", "tenants_exposed");
    let (common, own) = (events("database", "common_cause"), events("database", "boundary"));
    for ((exposed, common), own) in exposed.iter().zip(common).zip(own) {
        assert_eq!(*exposed, 100.0 * common + own);
    }
}

/// Of a probability the chance of no breach in a year is split: (1 - p)^0.3 and (1 - p)^0.7.
#[test]
fn a_probability_keeps_its_chance_of_none() {
    let text = TEXT.replace("rate = 0.4", "probability = 0.4").replace("rate = 0.04", "probability = 0.04");
    let simulated = Simulated::new(&text.replace("years = 5", "years = 1"));
    let events = simulated.column("rls", "events");
    let none = events.iter().filter(|count| **count == 0.0).count() as f64 / events.len() as f64;
    assert!((none - 0.6).abs() < 4.0 * (0.24 / events.len() as f64).sqrt(), "{none}");
}

#[test]
fn mistakes_are_found() {
    let share = "breach.common_cause_share";
    let of = "breach.common_cause_of";
    for (from, to, key) in [
        ("common_cause_of = \"rls\"\n", "", of),
        ("common_cause_share = 0.3\n", "", of),
        ("common_cause_of = \"rls\"", "common_cause_of = \"rsl\"", of),
        ("common_cause_share = 0.3", "common_cause_share = 1.3", share),
        ("breach = { rate = 0.04, per = \"platform_year\", reach = \"one\" }", "", share),
        ("rate = 0.4, per = \"platform_year\"", "rate = 0.4, per = \"unit_year\"", of),
    ] {
        assert_eq!(refused(&TEXT.replace(from, to)), [key], "{to}");
    }
}
