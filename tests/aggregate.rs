//! How much: simulated losses against exact aggregate distributions (I01, I02, I04, I05, K01, T03, H01).

use crate::common::*;
use tenantrisk::engine::Annual;

const RUNS: u64 = 400_000;

fn horizon_rate(rate: f64) -> String {
    format!("rate = {rate}, per = \"platform_horizon\", reach = \"one\"")
}

/// I01: compound Poisson(2.5) of lognormal(ln 100,000, 1).
#[test]
fn i01_compound_poisson_lognormal() {
    let expected = expected("I01");
    let severity = "{ id = \"fixed\", amount = { median = 100_000, sigma = 1 } }";
    let run = Simulated::new(&scenario(RUNS, 5, &horizon_rate(2.5), &horizon_rate(0.0), severity));
    let losses = run.column("rls", "loss_undiscounted");
    assert_mean(&losses, number(&expected["mean"]), number(&expected["var"]));
    assert_probability(share(&losses, |loss| loss == 0.0), number(&expected["p_zero"]), losses.len());
    for level in ["0.5", "0.9", "0.95", "0.99", "0.995"] {
        let quantile = number(&expected["fft"]["h500"][format!("VaR{level}")]);
        assert_quantile(&losses, level.parse().unwrap(), quantile, 500.0);
    }
}

/// I02: a rare breach, Poisson(0.05) over five years, of IRIS 2025 severity.
#[test]
fn i02_rare_breach() {
    let expected = expected("I02");
    let rate = horizon_rate(0.05);
    let run = Simulated::new(&scenario(1_000_000, 5, &rate, &rate, "{ id = \"iris_2025\" }"));
    let losses = run.column("rls", "loss_undiscounted");
    assert_mean(&losses, number(&expected["mean"]), number(&expected["var"]));
    assert_probability(share(&losses, |loss| loss == 0.0), number(&expected["p_zero"]), losses.len());
    for level in ["0.95", "0.96", "0.99", "0.995", "0.999"] {
        let quantile = number(&expected["fft"]["h5000"][format!("VaR{level}")]);
        assert_quantile(&losses, level.parse().unwrap(), quantile, 5_000.0);
    }
    // The largest single event of a run.
    let maxima: Vec<Vec<f64>> =
        (0..5).map(|year| run.outcomes.annual(0, Annual::LargestLoss, year)).collect();
    let largest: Vec<f64> =
        (0..losses.len()).map(|i| maxima.iter().map(|year| year[i]).fold(0.0, f64::max)).collect();
    for threshold in ["100000", "1000000", "10000000"] {
        let probability = number(&expected["max_event"][format!("P_gt_{threshold}")]);
        let threshold: f64 = threshold.parse().unwrap();
        assert_probability(share(&largest, |loss| loss > threshold), probability, largest.len());
    }
}

/// I04: compound Poisson(2) of exponential(100,000), exact tail.
#[test]
fn i04_compound_poisson_exponential() {
    let expected = expected("I04");
    let severity = "{ id = \"fixed\", amount = { exponential = { mean = 100_000 } } }";
    let run = Simulated::new(&scenario(RUNS, 5, &horizon_rate(2.0), &horizon_rate(0.0), severity));
    let losses = run.column("rls", "loss_undiscounted");
    assert_mean(&losses, number(&expected["mean"]), number(&expected["var"]));
    for threshold in ["100000", "300000", "500000", "1000000"] {
        let tail = number(&expected[format!("S_{threshold}")]);
        let threshold: f64 = threshold.parse().unwrap();
        assert_probability(share(&losses, |loss| loss > threshold), tail, losses.len());
    }
    for (key, level) in [("VaR95", 0.95), ("VaR99", 0.99)] {
        assert_quantile(&losses, level, number(&expected[key]), 0.0);
    }
}

/// I05: compound Poisson(2) of 1, 2 or 5 dollars; the mass at each whole dollar is Panjer's recursion.
#[test]
fn i05_compound_poisson_discrete() {
    let expected = expected("I05");
    let severity =
        "{ id = \"fixed\", amount = { discrete = { values = [1, 2, 5], weights = [0.5, 0.3, 0.2] } } }";
    let run = Simulated::new(&scenario(RUNS, 5, &horizon_rate(2.0), &horizon_rate(0.0), severity));
    let losses = run.column("rls", "loss_undiscounted");
    let variance = number(&expected["var"]);
    assert_mean(&losses, number(&expected["mean"]), variance);
    // The fourth cumulant of a compound Poisson is rate times E[X^4].
    let fourth = 2.0 * (0.5 * 1.0 + 0.3 * 16.0 + 0.2 * 625.0);
    assert_variance(&losses, variance, 3.0 + fourth / (variance * variance));
    for (dollars, mass) in expected["g0_12"].as_array().unwrap().iter().enumerate() {
        assert_probability(share(&losses, |loss| loss == dollars as f64), number(mass), losses.len());
    }
}

/// K01: both alternatives keep or drop the same events, so their difference varies less.
#[test]
fn k01_alternatives_share_their_events() {
    let expected = expected("K01");
    let breach = |rate: f64| format!("rate = {rate}, per = \"platform_year\", reach = \"one\"");
    let run =
        Simulated::new(&scenario(1_000_000, 5, &breach(0.01), &breach(0.001), "{ id = \"iris_2025\" }"));
    let (rls, database) =
        (run.column("rls", "loss_undiscounted"), run.column("database", "loss_undiscounted"));
    let difference: Vec<f64> = rls.iter().zip(&database).map(|(rls, database)| rls - database).collect();
    assert_mean(&difference, number(&expected["mean_diff"]), number(&expected["var_coupled"]));
    assert!(difference.iter().all(|difference| *difference >= 0.0), "no event of the database alone");
    let (rls, database) = (run.column("rls", "events"), run.column("database", "events"));
    let (of_rls, of_database): (f64, f64) = (rls.iter().sum(), database.iter().sum());
    assert_probability(
        of_database / of_rls,
        number(&expected["p_db_breach_given_rls_breach_event"]),
        of_rls as usize,
    );
}

/// T03: expected TCO over five years at the brief's own numbers, undiscounted, in two readings of 1 %.
#[test]
fn t03_brief_tco() {
    let expected = expected("T03");
    let severity = "{ id = \"fixed\", amount = 50_000_000 }";
    for (per, key, periods) in [("platform_horizon", "per_horizon", 1.0), ("platform_year", "per_year", 5.0)]
    {
        let breach = |p: f64| format!("probability = {p}, per = \"{per}\", reach = \"all\"");
        let run = Simulated::new(&scenario(RUNS, 5, &breach(0.01), &breach(0.001), severity));
        for (alternative, name, p) in [("rls", "rls", 0.01_f64), ("database", "db", 0.001)] {
            let case = &expected[key][name];
            let variance = periods * p * (1.0 - p) * 50e6_f64.powi(2);
            assert_mean(&run.column(alternative, "tco_undiscounted"), number(&case["tco"]), variance);
            let infrastructure = run.column(alternative, "infrastructure_undiscounted")[0];
            assert!((infrastructure / number(&case["infra"]) - 1.0).abs() < 1e-9, "{infrastructure}");
            assert_eq!(run.column(alternative, "build")[0], number(&case["build"]));
        }
    }
}

/// Losses are discounted at the moment of the event: E = p S Σ ∫ v(t) dt, the continuous factor of H01.
#[test]
fn losses_are_discounted_at_the_event() {
    let breach = "probability = 0.2, per = \"platform_year\", reach = \"one\"";
    let run = Simulated::new(&scenario(RUNS, 5, breach, breach, "{ id = \"fixed\", amount = 1000 }"));
    let factor = number(&expected("H01")["continuous"]);
    // Var = S² Σ_y (p E[v²] − p² E[v]²) over the independent years.
    let d = 1.1_f64.ln();
    let moment =
        |power: f64, year: f64| ((-power * d * year).exp() - (-power * d * (year + 1.0)).exp()) / (power * d);
    let years = (0..5).map(f64::from);
    let variance: f64 = years.map(|y| 0.2 * moment(2.0, y) - (0.2 * moment(1.0, y)).powi(2)).sum();
    assert_mean(&run.column("rls", "loss"), 0.2 * 1000.0 * factor, 1e6 * variance);
}

/// A13 and H01: infrastructure in present value, by convention.
#[test]
fn a13_infrastructure_by_convention() {
    let factors = expected("H01");
    let none = "rate = 0, per = \"platform_year\"";
    for (convention, key) in [
        ("monthly_arrears", "monthly_in_arrears_sum"),
        ("event_time", "continuous"),
        ("end_of_year", "end_of_year"),
        ("start_of_year", "start_of_year"),
        ("mid_year", "mid_year"),
    ] {
        let text = scenario(1, 5, none, none, "{ id = \"fixed\", amount = 1 }")
            .replace("years = 5", &format!("years = 5\nconvention = \"{convention}\""));
        let run = Simulated::new(&text);
        let saving = run.column("database", "infrastructure")[0] - run.column("rls", "infrastructure")[0];
        let exact = 5.4e6 * number(&factors[key]);
        assert!((saving / exact - 1.0).abs() < 1e-9, "{convention}: {saving} against {exact}");
    }
}
