//! Whether row-level security is in force: a state that nobody knows.

use crate::common::{Simulated, assert_close, mean, refused, share};
use tenantrisk::{
    exact::alternative_laws,
    model::{Method, Role},
    scenario,
};

const YEARS: f64 = 4.0;
const RUNS: f64 = 20_000.0;

/// Breaches at a rate of 0.5 a year with row-level security, with a checklist or without.
fn text(posture: &str) -> String {
    format!(
        r#"
schema = 1
baseline = "database"
[horizon]
years = 4
[simulation]
runs = 20_000
[tenants]
initial = 100
[tier.all]
share = 1
price_per_month = 10
cost_per_month = 1
records_per_tenant = 100
[severity]
models = [{{ id = "fixed", amount = 1e6 }}]
[breach]
fine = "none"
churn = "none"
response = "none"
[isolation.rls]
cost_per_tenant_month = 5
breach = {{ rate = 0.5, per = "platform_year", reach = "one" }}
{posture}
[isolation.database]
cost_per_tenant_month = 50
breach = {{ rate = 0.1, per = "platform_year", reach = "one" }}
[alternative.rls]
isolation = "rls"
[alternative.database]
isolation = "database"
"#
    )
}

fn posture(items: &str) -> String {
    text(&format!("[isolation.rls.posture]\n{items}"))
}

const CHECKED: &str = "role_is_not_superuser = true\nrole_lacks_bypassrls = true\nrole_is_not_owner = true\n\
                       force_row_level_security = false\nenabled_on_every_table = true\n";

fn breaches(simulated: &Simulated) -> Vec<f64> {
    simulated.column("rls", "events.breach.boundary")
}

/// Everything checked and in order: the same, bit for bit, as no checklist.
#[test]
fn in_order_changes_nothing() {
    let [with, without] = [posture(&format!("{CHECKED}set_local_in_transactions = true")), text("")]
        .map(|text| Simulated::by(Method::Auto, &text));
    for metric in ["tco", "events.breach.boundary", "tenants_exposed"] {
        for alternative in ["rls", "database"] {
            assert_eq!(with.column(alternative, metric), without.column(alternative, metric), "{metric}");
        }
    }
}

/// Checked and not in order: breaches are so many times as frequent and reach as far as said; exactly, too.
#[test]
fn out_of_order_multiplies_the_rate() {
    let items = format!(
        "{CHECKED}set_local_in_transactions = false\nunenforced_factor = 4\nunenforced_reach = {{ share = 0.25 }}"
    );
    let simulated = Simulated::new(&posture(&items));
    let events = breaches(&simulated);
    let expected = 4.0 * 0.5 * YEARS;
    assert!((mean(&events) - expected).abs() < 4.0 * (expected / RUNS).sqrt());
    let exposed = simulated.column("rls", "tenants_exposed");
    assert!(events.iter().zip(&exposed).all(|(events, exposed)| *exposed == 25.0 * events));
    let laws = alternative_laws(simulated.plan.model(), 0);
    let boundary = laws.classes.iter().find(|class| class.name == "breach.boundary").unwrap();
    let exact = boundary.loss.as_ref().unwrap().moments().mean;
    let loss = simulated.column("rls", "loss");
    let error = (crate::common::variance(&loss) / RUNS).sqrt();
    assert!((mean(&loss) - exact).abs() < 4.0 * error, "{} against {exact}", mean(&loss));
}

/// Not checked: the count is a mixture of two Poisson laws. P(enforced) = 0.9 x (1 - 0.4 x 0.5) = 0.72.
#[test]
fn unknown_is_drawn_once_per_run() {
    let items = "role_is_not_superuser = true\nrole_lacks_bypassrls = true\nrole_is_not_owner = 0.6\n\
                 force_row_level_security = 0.5\nenabled_on_every_table = true\nset_local_in_transactions = 0.9\n\
                 unenforced_factor = 5";
    let simulated = Simulated::new(&posture(items));
    let (enforced, low, high) = (0.72, 0.5 * YEARS, 2.5 * YEARS);
    let events = breaches(&simulated);
    let expected = enforced * low + (1.0 - enforced) * high;
    let variance = expected + enforced * (1.0 - enforced) * (high - low) * (high - low);
    assert!((mean(&events) - expected).abs() < 4.0 * (variance / RUNS).sqrt(), "{}", mean(&events));
    let none = enforced * libm::exp(-low) + (1.0 - enforced) * libm::exp(-high);
    let found = share(&events, |count| count == 0.0);
    assert!((found - none).abs() < 4.0 * (none * (1.0 - none) / RUNS).sqrt(), "{found} against {none}");
    // Nothing else moves.
    let without = Simulated::new(&text(""));
    assert_eq!(simulated.column("database", "tco"), without.column("database", "tco"));
}

/// An audit of the checklist is worth something, and each item has a line of its own.
#[test]
fn an_audit_has_a_value() {
    // In force, row security is cheaper; where it may not be, its breaches cost more than a database each.
    let text = posture("unenforced_factor = 20\n").replace("amount = 1e6", "amount = 130_000");
    let simulated = Simulated::new(&text);
    let findings = simulated.findings();
    let value = findings.value_of_information.unwrap();
    let group = value.groups.iter().find(|group| group.name == "isolation.rls.posture").unwrap();
    assert_eq!(group.paths.len(), 6);
    let items = value.inputs.iter().filter(|input| input.name.starts_with("isolation.rls.posture."));
    assert_eq!(items.clone().count(), 6);
    // Knowing all items is worth at least as much as knowing one, within errors.
    let error = group.value_usd.std_error.unwrap();
    assert!(group.value_usd.value > 4.0 * error, "{group:?}");
    for item in items {
        assert!(item.value_usd.value <= group.value_usd.value + 4.0 * error, "{item:?}");
    }
}

/// Expected value of perfect information on the checklist, against its closed form: with costs fixed, the mean saving given
/// the state is known, and the audit is worth P(not enforced) x what the other choice then saves.
#[test]
fn the_value_of_an_audit_is_exact() {
    let items = format!(
        "{CHECKED}set_local_in_transactions = 0.7\nunenforced_factor = 20\nunenforced_reach = \"one\""
    );
    let text = posture(&items).replace("amount = 1e6", "amount = 130_000");
    let simulated = Simulated::new(&text);
    let findings = simulated.findings();
    let tco = |alternative: &str| {
        mean(&simulated.column(alternative, "infrastructure")) + mean(&simulated.column(alternative, "build"))
    };
    // PV of one loss a year: the events of a Poisson process are discounted evenly.
    let model = simulated.plan.model();
    let per_event = simulated.column("database", "loss");
    let unit = mean(&per_event) / 0.1;
    let gap = tco("database") - tco("rls");
    let [enforced, not] = [0.5, 10.0].map(|rate| gap - (rate - 0.1) * unit);
    assert!(enforced > 0.0 && not < 0.0 && 0.7 * enforced + 0.3 * not < 0.0, "{enforced} {not}");
    // Without an audit the database is best; with one, row security where it is in force.
    let exact = 0.7 * enforced;
    let value = findings.value_of_information.unwrap();
    let item = value.inputs.iter().find(|one| one.name.ends_with("set_local_in_transactions")).unwrap();
    let error = item.value_usd.std_error.unwrap() + 0.7 * 0.4 * unit * (1.0 / (0.1 * YEARS * RUNS)).sqrt();
    assert!((item.value_usd.value - exact).abs() < 4.0 * error, "{item:?} against {exact}");
    assert_eq!(
        model
            .registry
            .find("isolation.rls.posture.set_local_in_transactions")
            .map(|id| model.registry.get(id).role),
        Some(Role::Epistemic)
    );
}

/// Each item is in the ledger with its probability; a number in the place of it is the probability again.
#[test]
fn items_are_parameters() {
    let (model, _) = scenario::read("test", &posture("role_is_not_owner = { beta = { a = 3, b = 1 } }"));
    let model = model.unwrap();
    let of = |key: &str| {
        let path = format!("isolation.rls.posture.{key}");
        model.registry.get(model.registry.find(&path).unwrap()).clone()
    };
    assert_close(of("role_is_not_owner").distribution.mean(), 0.75);
    assert_close(of("force_row_level_security").distribution.mean(), 0.7);
    assert_close(of("unenforced_factor").distribution.mean(), 4.46);
}

#[test]
fn mistakes_are_found() {
    assert_eq!(refused(&posture("force = true")), ["isolation.rls.posture.force"]);
    assert_eq!(refused(&posture("role_is_not_owner = 1.5")), ["isolation.rls.posture.role_is_not_owner"]);
    assert_eq!(refused(&posture("unenforced_factor = 0.5")), ["isolation.rls.posture.unenforced_factor"]);
    let elsewhere =
        text("").replace("[isolation.database]", "[isolation.database.posture]\n[isolation.database]");
    assert_eq!(refused(&elsewhere), ["isolation.database.posture"]);
}
