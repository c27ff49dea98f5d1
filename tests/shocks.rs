//! Common shocks: several incident classes at the same moment.

use crate::common::{Simulated, assert_mean, mean, refused};
use tenantrisk::{
    engine::{Paid, replay},
    model::Method,
};

const RUNS: f64 = 40_000.0;
const YEARS: f64 = 4.0;

/// Two classes with rates 2 and 3 and a shock with rate 0.5 that strikes both; a control leaves half of the first.
fn text(shock: &str) -> String {
    format!(
        r#"
schema = 1
baseline = "rls"
[horizon]
years = 4
[simulation]
runs = 40_000
[tenants]
initial = 100
[tier.all]
share = 1
price_per_month = 10
cost_per_month = 1
records_per_tenant = 100
[isolation.rls]
breach = {{ rate = 0.001, per = "platform_year", reach = "one" }}
[incident.power]
rate = 2
per = "platform_year"
cost_per_event = 1_000
[incident.network]
rate = 3
per = "platform_year"
cost_per_event = 100
{shock}
[control.second_feed]
build_cost = 1
reduces.power = {{ frequency = 0.5 }}
[alternative.rls]
isolation = "rls"
[alternative.two_feeds]
isolation = "rls"
controls = ["second_feed"]
"#
    )
}

const SHOCK: &str =
    "[shock.storm]\nclasses = [\"power\", \"network\"]\nrate = 0.5\nper = \"platform_year\"\n";

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let (of_a, of_b) = (mean(a), mean(b));
    let products: Vec<f64> = a.iter().zip(b).map(|(a, b)| (a - of_a) * (b - of_b)).collect();
    mean(&products)
}

/// Case K03 of the model: N_a = M_a + S, N_b = M_b + S, covariance λ_S T; a control on one class leaves its share of it.
#[test]
fn counts_share_the_shocks() {
    for method in [Method::Plain, Method::Auto] {
        let simulated = Simulated::by(method, &text(SHOCK));
        let events =
            |alternative: &str, class: &str| simulated.column(alternative, &format!("events.{class}"));
        // The weights of `auto` follow from the rare breach, which is independent of both: means of equal weight stay right.
        for (alternative, left) in [("rls", 1.0), ("two_feeds", 0.5)] {
            let (power, network) = (events(alternative, "power"), events(alternative, "network"));
            let (a, b, both) = (left * 2.5 * YEARS, 3.5 * YEARS, left * 0.5 * YEARS);
            assert_mean(&power, a, a);
            assert_mean(&network, b, b);
            // Joint cumulants of Poisson counts: Var of the product is κ22 + κ20 κ02 + κ11².
            let error = ((both + a * b + both * both) / RUNS).sqrt();
            let found = covariance(&power, &network);
            assert!((found - both).abs() < 4.0 * error, "{method:?} {alternative}: {found} against {both}");
        }
        // The same events: a control only ever removes some.
        let pairs = events("rls", "power").into_iter().zip(events("two_feeds", "power"));
        assert!(pairs.clone().all(|(without, with)| with <= without));
        assert!(pairs.clone().any(|(without, with)| with < without));
        assert_eq!(events("rls", "network"), events("two_feeds", "network"));
    }
}

/// The moments are the same in every class, and a shock moves none of a class's own events.
#[test]
fn shocks_strike_at_the_same_moment() {
    let [with, without] = [SHOCK, ""].map(|shock| Simulated::new(&text(shock)));
    let mut together = 0;
    for run in 0..50 {
        let times = |simulated: &Simulated, class: &str| -> Vec<f64> {
            let replay = replay(&simulated.plan, run);
            let position = simulated.plan.model().classes.iter().position(|one| one.name == class).unwrap();
            let of_class = |paid: &Paid| matches!(paid, Paid::Incident(one) if one.class == position);
            let entries =
                replay.entries.iter().filter(|entry| entry.alternative == 0 && of_class(&entry.what));
            entries.map(|entry| entry.time_years).collect()
        };
        let own = times(&without, "power");
        let all = times(&with, "power");
        assert!(own.iter().all(|time| all.contains(time)));
        let network = times(&with, "network");
        let added: Vec<f64> = all.iter().copied().filter(|time| !own.contains(time)).collect();
        assert!(added.iter().all(|time| network.contains(time)), "{added:?}");
        together += added.len();
    }
    assert!(together > 50, "{together}");
}

/// A rate of zero is no shock, bit for bit.
#[test]
fn no_shocks_change_nothing() {
    let [with, without] =
        [SHOCK.replace("0.5", "0"), String::new()].map(|shock| Simulated::by(Method::Auto, &text(&shock)));
    for alternative in ["rls", "two_feeds"] {
        assert_eq!(with.column(alternative, "tco"), without.column(alternative, "tco"));
    }
}

/// No exact law, and the reason why.
#[test]
fn no_exact_law() {
    let simulated = Simulated::new(&text(SHOCK));
    let laws = tenantrisk::exact::alternative_laws(simulated.plan.model(), 0);
    let power = laws.classes.iter().find(|class| class.name == "power").unwrap();
    let reason = power.loss.as_ref().err().unwrap().to_string();
    assert!(reason.contains("storm"), "{reason}");
}

#[test]
fn mistakes_are_found() {
    let classes = "classes = [\"power\", \"network\"]";
    for (text, key) in [
        (SHOCK.replace("network", "netwrk"), "shock.storm.classes"),
        (SHOCK.replace(classes, "classes = [\"power\"]"), "shock.storm.classes"),
        (SHOCK.replace(classes, "classes = [\"power\", \"power\", \"network\"]"), "shock.storm.classes"),
        (SHOCK.replace("rate = 0.5\n", ""), "shock.storm.rate"),
        (SHOCK.replace("platform_year", "unit_year"), "shock.storm.per"),
        (SHOCK.replace("rate = 0.5", "rate = 0.5\nsize = 1"), "shock.storm.size"),
    ] {
        assert_eq!(refused(&with(&text)), [key], "{text}");
    }
    let bernoulli = text(SHOCK).replace("rate = 3\n", "probability = 0.3\n");
    assert_eq!(refused(&bernoulli), ["shock.storm.classes"]);
}

fn with(shock: &str) -> String {
    text(shock)
}
