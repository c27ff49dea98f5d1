//! Uncertain inputs that hang together.

use crate::common::*;
use tenantrisk::model::Method;

/// Three uniform costs a month of isolation models of their own, and these pairs.
fn company_of_three(runs: u64, pairs: &str) -> String {
    let models: String = ["x", "y", "z"]
        .map(|name| {
            format!(
                "[isolation.{name}]\nlike = \"rls\"\ncost_per_tenant_month = 0\nbuild_cost = 0\n\
                 fixed_cost_per_month = {{ uniform = {{ min = 0, max = 1 }} }}\n\
                 breach = {{ rate = 0, per = \"platform_year\" }}\n[alternative.{name}]\nisolation = \"{name}\"\n"
            )
        })
        .concat();
    company(runs, 1, 1, &format!("{models}{pairs}"))
}

fn pair(a: &str, b: &str, spearman: f64) -> String {
    let path = |name: &str| format!("isolation.{name}.fixed_cost_per_month");
    format!("{{ a = \"{}\", b = \"{}\", spearman = {spearman:?} }}", path(a), path(b))
}

fn correlated(runs: u64, pairs: &[String]) -> String {
    company_of_three(runs, &format!("[correlation]\npairs = [{}]\n", pairs.join(", ")))
}

/// Levels at which an alternative's cost was drawn: uniform, so the cost over its greatest.
fn levels(run: &Simulated, name: &str) -> Vec<f64> {
    run.column(name, "infrastructure_undiscounted").iter().map(|cost| cost / 12.0).collect()
}

/// Products whose mean is the Spearman correlation of two columns of levels.
fn products(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| 12.0 * (a - 0.5) * (b - 0.5)).collect()
}

const RUNS: u64 = 40_000;

/// K04: at a Pearson correlation of 0.5 of the scores both are in their upper 5 % in 1.22 % of runs.
#[test]
fn k04_joint_tail() {
    let case = expected("K04");
    let spearman = number(&case["spearman_of_rho_05"]);
    let run = Simulated::new(&correlated(RUNS, &[pair("x", "y", spearman)]));
    let (x, y) = (levels(&run, "x"), levels(&run, "y"));
    let both = x.iter().zip(&y).filter(|(x, y)| **x > 0.95 && **y > 0.95).count() as f64;
    assert_probability(both / RUNS as f64, number(&case["p_both_above_95"]), RUNS as usize);
}

/// The Spearman matrix of the draws is that of the file, each margin stays uniform, and no other draw moves.
#[test]
fn the_matrix_is_recovered() {
    let pairs = [("x", "y", 0.5), ("x", "z", -0.3), ("y", "z", 0.2)];
    let given: Vec<String> = pairs.iter().map(|(a, b, spearman)| pair(a, b, *spearman)).collect();
    let run = Simulated::new(&correlated(RUNS, &given));
    for (a, b, spearman) in pairs {
        let products = products(&levels(&run, a), &levels(&run, b));
        assert_mean(&products, spearman, variance(&products));
    }
    for name in ["x", "y", "z"] {
        assert_mean(&levels(&run, name), 0.5, 1.0 / 12.0);
        assert_variance(&levels(&run, name), 1.0 / 12.0, 1.8);
    }
    let plain = Simulated::new(&company_of_three(RUNS, ""));
    assert_eq!(levels(&plain, "x"), levels(&run, "x"), "the first of the registry keeps its draws");
    assert_ne!(levels(&plain, "z"), levels(&run, "z"));
    let (draws, x) = (run.plan.draws(), levels(&run, "z"));
    let draw = draws.iter().find(|draw| draw.paths == ["isolation.z.fixed_cost_per_month"]).unwrap();
    assert!(
        (0..100).all(|at| (draw.level(at) - x[at as usize]).abs() < 1e-7),
        "what findings call the level"
    );
}

/// On points of a net the same: the mean of the products over independent blocks, and no correlation changes nothing.
#[test]
fn on_nets() {
    let run = Simulated::by(Method::Auto, &correlated(65_536, &[pair("x", "y", 0.5)]));
    assert_eq!(run.plan.method(), "auto");
    let products = products(&levels(&run, "x"), &levels(&run, "y"));
    let blocks: Vec<f64> = products.chunks(1_024).map(mean).collect();
    let spread = variance(&blocks) * blocks.len() as f64 / (blocks.len() as f64 - 1.0);
    assert_mean(&blocks, 0.5, spread);
    assert!(spread < variance(&products) / 1_024.0, "spread more evenly than by chance");
    let zero = Simulated::by(Method::Auto, &correlated(16_384, &[pair("x", "y", 0.0)]));
    let none = Simulated::by(Method::Auto, &company_of_three(16_384, ""));
    for name in ["x", "y", "z"] {
        assert_eq!(zero.column(name, "tco"), none.column(name, "tco"));
    }
}

#[test]
fn perfect_correlation_and_its_opposite() {
    let run = Simulated::new(&correlated(
        1_000,
        &[pair("x", "y", 1.0), pair("x", "z", -1.0), pair("y", "z", -1.0)],
    ));
    let (x, y, z) = (levels(&run, "x"), levels(&run, "y"), levels(&run, "z"));
    for at in 0..1_000 {
        assert!((x[at] - y[at]).abs() < 1e-7 && (x[at] + z[at] - 1.0).abs() < 1e-7);
    }
}

/// Boundary rates share one draw: a pair with one of them is a pair with all.
#[test]
fn shared_draws_count_once() {
    let rate = "{ gamma = { shape = 0.5, mean = 0.01 } }";
    let text = company_of_three(1_000, "").replace(
        "breach = { rate = 0, per = \"platform_year\" }",
        &format!("breach.boundary = {{ rate = {rate}, per = \"platform_year\" }}"),
    );
    let with = |pairs: &[String]| format!("{text}[correlation]\npairs = [{}]\n", pairs.join(", "));
    let boundary = |name: &str, spearman: f64| {
        format!(
            "{{ a = \"isolation.{name}.breach.boundary.rate\", b = \"isolation.x.fixed_cost_per_month\", spearman = {spearman:?} }}"
        )
    };
    assert_eq!(refused(&with(&[boundary("x", 0.5), boundary("y", 0.4)])), ["correlation.pairs[2]"]);
    let own = "{ a = \"isolation.x.breach.boundary.rate\", b = \"isolation.y.breach.boundary.rate\", spearman = 1 }";
    assert_eq!(refused(&with(&[own.to_owned()])), ["correlation.pairs[1]"]);
    Simulated::new(&with(&[boundary("y", 0.5)]));
}

#[test]
fn nonsense_is_refused() {
    let joined = |pairs: &[String]| correlated(10, pairs);
    for (text, key) in [
        (joined(&[pair("x", "y", -0.8), pair("x", "z", -0.8), pair("y", "z", -0.8)]), "correlation.pairs"),
        (joined(&[pair("x", "y", 1.5)]), "correlation.pairs[1].spearman"),
        (joined(&[pair("x", "w", 0.5)]), "correlation.pairs[1].b"),
        (joined(&[pair("x", "x", 0.5)]), "correlation.pairs[1]"),
        (joined(&[pair("x", "y", 0.5), pair("y", "x", 0.5)]), "correlation.pairs[2]"),
        (company_of_three(10, "[correlation]\n"), "correlation.pairs"),
        (
            joined(&[pair("x", "y", 0.5).replace("isolation.x.fixed_cost_per_month", "tenants.initial")]),
            "correlation.pairs[1].a",
        ),
    ] {
        assert_eq!(refused(&text), [key], "{text}");
    }
    let (_, diagnostics) = tenantrisk::scenario::read(
        "test",
        &joined(&[pair("x", "y", -0.8), pair("x", "z", -0.8), pair("y", "z", -0.8)]),
    );
    // Equal correlations r of three: 1 + 2r, with r = 2 sin(-0.8 π / 6).
    let eigenvalue = 1.0 - 4.0 * (0.8 * std::f64::consts::PI / 6.0).sin();
    assert!(diagnostics.errors()[0].message.contains(&format!("{eigenvalue:.4}")));
}
