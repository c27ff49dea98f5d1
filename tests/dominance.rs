//! Dominance, regret and certainty equivalents of a scenario against closed forms.

use crate::common::Simulated;
use tenantrisk::{
    decision::{Dominance, FigureResult, OrderVerdict, OrderedPair},
    model::Method,
    stats::Estimate,
};

const SHIPPED: &str = include_str!("../scenarios/ten-thousand-tenants.toml");
/// What a breach costs, how many there are in five years, and what the alternatives cost besides: 10,000 tenants at $5 and
/// $50 over 60 months and what is built, USD.
const LOSS: f64 = 5e7;
const EVENTS: f64 = 0.1;
const RLS: f64 = 4e6;
const DATABASE: f64 = 3.2e7;

/// Row-level security is breached at a rate, a database each never; nothing is discounted.
fn scenario(more: &str) -> String {
    let breach = "breach = { probability = 0.01, per = \"platform_year\", reach = \"all\" }";
    let never = "breach = { probability = 0.001, per = \"platform_year\", reach = \"all\" }";
    let text = SHIPPED.replace("discount_rate = 0.10", "discount_rate = 0.0");
    assert!(text.contains(breach) && text.contains(never) && text.contains("discount_rate = 0.0\n"));
    let text = text.replace(breach, "breach = { rate = 0.02, per = \"platform_year\", reach = \"all\" }");
    let text = text.replace(never, "breach = { rate = 0.0, per = \"platform_year\", reach = \"all\" }");
    text.replace("runs = 100_000", "runs = 65_536") + more
}

fn dominance(method: Method, text: &str) -> Dominance {
    Simulated::by(method, text).findings().dominance.unwrap()
}

fn estimate(result: &FigureResult) -> Estimate {
    match result {
        FigureResult::Estimate { estimate, .. } => *estimate,
        other => panic!("{other:?}"),
    }
}

fn pair<'a>(found: &'a Dominance, one: &str, other: &str) -> &'a OrderedPair {
    found.pairs.iter().find(|pair| pair.alternative == one && pair.other == other).unwrap()
}

/// The number of breaches is Poisson, so `R ln E exp(C / R)` is the fixed cost and `R λ (exp(loss / R) - 1)`, by every
/// method within four standard errors.
#[test]
fn the_certainty_equivalent_of_a_compound_poisson_cost() {
    let tolerance = 6e7;
    let exact = RLS + tolerance * EVENTS * ((LOSS / tolerance).exp() - 1.0);
    for method in [Method::Plain, Method::Auto] {
        for given in ["60_000_000", "{ share_of_revenue = 1.126_126_126 }"] {
            let found = dominance(method, &scenario(&format!("\n[decision]\nrisk_tolerance = {given}\n")));
            let stated = estimate(&found.risk_tolerance).value;
            // 10,000 tenants pay $99, $499 and $4,999 a month: $53.28M a year.
            assert!((stated / tolerance - 1.0).abs() < 1e-5, "{stated}");
            let of = |name: &str| found.alternatives.iter().find(|fact| fact.alternative == name).unwrap();
            let rls = estimate(&of("rls").certainty_equivalent_usd);
            let error = rls.std_error.unwrap();
            assert!((rls.value - exact).abs() < 4.0 * error, "{method:?} {rls:?} {exact}");
            assert!(error < 3e5, "{method:?} {error}");
            let database = estimate(&of("database").certainty_equivalent_usd);
            assert!((database.value - DATABASE).abs() < 1.0, "{database:?}");
        }
    }
}

/// The choice flips where `R λ (exp(loss / R) - 1)` is what the database each costs more.
#[test]
fn the_choice_flips_at_the_exact_risk_tolerance() {
    let lead = |r: f64| r * EVENTS * ((LOSS / r).exp() - 1.0) - (DATABASE - RLS);
    let (mut low, mut high) = (1e6, 1e9);
    for _ in 0..200 {
        let middle: f64 = 0.5 * (low + high);
        if lead(middle) > 0.0 { low = middle } else { high = middle }
    }
    for method in [Method::Plain, Method::Auto] {
        let found = dominance(method, &scenario(""));
        let flip = estimate(pair(&found, "rls", "database").flip_risk_tolerance_usd.as_ref().unwrap());
        let error = flip.std_error.unwrap();
        assert!((flip.value - low).abs() < 4.0 * error && error < 0.1 * low, "{method:?} {flip:?} {low}");
        assert!(
            matches!(&found.risk_tolerance, FigureResult::NotApplicable { because } if because.contains("[decision]"))
        );
    }
}

/// Regret of row-level security is what its breaches cost beyond the cheapest other; the orders are those of the laws.
#[test]
fn regret_and_orders_by_hand() {
    let found = dominance(Method::Plain, &scenario(""));
    let rls = pair(&found, "rls", "database");
    let verdicts =
        |pair: &OrderedPair| [pair.first_order.verdict, pair.second_order.as_ref().unwrap().verdict];
    assert_eq!(verdicts(rls), [OrderVerdict::Violated; 2]);
    assert_eq!(verdicts(pair(&found, "database", "rls")), [OrderVerdict::Violated; 2]);
    // More than 32M costs it with a breach, exp(-0.1) without: the largest violation of first order.
    let violation = rls.first_order.largest_violation;
    let exact = 1.0 - (-EVENTS).exp();
    assert!((violation.value - exact).abs() < 4.0 * violation.std_error.unwrap(), "{violation:?} {exact}");
    assert!((rls.prob_cheaper.value + violation.value - 1.0).abs() < 1e-9);
    // Of second order at 32M: E(4 + 50 N - 32)+ = 50 E N - 28 P(N > 0), in millions.
    let violation = rls.second_order.as_ref().unwrap().largest_violation;
    let exact = LOSS * EVENTS - (DATABASE - RLS) * exact;
    assert!((violation.value - exact).abs() < 4.0 * violation.std_error.unwrap(), "{violation:?} {exact}");
    // Expected regret differs as the mean costs do.
    let regret = |name: &str| {
        found.alternatives.iter().find(|fact| fact.alternative == name).unwrap().expected_regret_usd
    };
    let lead = regret("database").value - regret("rls").value;
    let exact = DATABASE - RLS - LOSS * EVENTS;
    assert!((lead - exact).abs() < 4.0 * LOSS * (EVENTS / 65_536.0_f64).sqrt(), "{lead} {exact}");
}

/// The verdict says who would choose otherwise, and files that are not of this shape are refused.
#[test]
fn the_verdict_names_the_tolerance() {
    let findings = Simulated::by(Method::Auto, &scenario("")).findings();
    let sentence = findings.verdict.last().unwrap();
    assert!(sentence.contains("worse in the tail than database per tenant"), "{sentence}");
    assert!(sentence.contains("with a risk tolerance below $17."), "{sentence}");
    assert_eq!(
        crate::common::refused(&scenario("\n[decision]\nrisk_tolerance = 0\n")),
        ["decision.risk_tolerance"]
    );
    assert_eq!(crate::common::refused(&scenario("\n[decision]\nrisk = 1\n")).len(), 2);
    assert_eq!(crate::common::refused(&scenario("\n[survival]\nloss_usd = -1\n")), ["survival.loss_usd"]);
    assert_eq!(crate::common::refused(&scenario("\n[hybrid]\nmodels = [\"rlz\"]\n")), ["hybrid.models"]);
}
