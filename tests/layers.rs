//! Layers of insurance: against limited expected values, the same however they are played, and what is refused.

use std::{fs, path::Path, sync::atomic::AtomicBool};

use crate::common::{Simulated, assert_close, company, expected, mean, number};
use assert_cmd::Command;
use tenantrisk::{
    decision::{LayerError, LayerFindings, LayerOptions, Over, PremiumRule, Watch, layers},
    engine::Plan,
    model::Method,
    scenario::{self, Scenario},
};

const SHIPPED: &str = "scenarios/small-regulated-insured.toml";
const LOADED: PremiumRule = PremiumRule { loading: Some(1.5), rate_on_line: None };

/// One class `own` whose events cost so much, not discounted, and a policy `cyber` that nobody buys.
fn source(runs: u64, class: &str, policy: &str) -> String {
    let rest = format!(
        "[incident.own]\n{class}\nreach = \"one\"\n[insurance.cyber]\npremium_per_year = 1\nlimit = 1\n{policy}\n"
    );
    company(runs, 5, 100, &rest).replace("[horizon]\n", "[horizon]\ndiscount_rate = 0\n")
}

fn list(values: &[f64]) -> (Over, bool) {
    (Over::List(values.to_vec()), false)
}

fn options(retentions: &[f64], limits: &[f64]) -> LayerOptions {
    LayerOptions {
        alternative: Some(0),
        policy: Some(0),
        retention: list(retentions),
        limit: list(limits),
        premium: LOADED,
        tail_price_per_year: 0.06,
    }
}

fn searched(source: &str, options: &LayerOptions) -> Result<LayerFindings, LayerError> {
    let (model, diagnostics) = scenario::read("test", source);
    let model = model.unwrap_or_else(|| panic!("{}", diagnostics.render("test", source, false, None)));
    let watch = Watch { progress: &|_| {}, interrupted: &AtomicBool::new(false) };
    layers(&Plan::new(model).unwrap(), String::new(), options, watch)
}

const LOGNORMAL: &str =
    "rate = 0.5\nper = \"platform_year\"\ncost_per_event = { median = 249_999.99999999994, sigma = 1.5 }";

/// O01 for the law of its event: the exact payments are the rate times the closed form, and the simulated ones are
/// within four standard errors; other layers likewise.
#[test]
fn payments_are_those_of_the_closed_form() {
    let case = expected("O01");
    let source = source(20_000, LOGNORMAL, "coinsurance = 0.9");
    let findings = searched(&source, &options(&[0.0, 1e5, 3e5], &[1e5, 2e6, 1e7])).unwrap();
    assert_eq!(findings.exact_not_available, None);
    for layer in &findings.layers {
        let exact = layer.exact_payments_per_year_usd.unwrap();
        let distance = (layer.payments_per_year.value - exact) / layer.payments_per_year.std_error.unwrap();
        assert!(distance.abs() < 4.0, "{layer:?}: {distance} standard errors");
    }
    let of_case = findings.layers.iter().find(|one| (one.retention_usd, one.limit_usd) == (1e5, 2e6));
    let exact = of_case.unwrap().exact_payments_per_year_usd.unwrap();
    let wanted = 0.5 * number(&case["recovery"]);
    assert!((exact / wanted - 1.0).abs() < 1e-6, "{exact} against {wanted}");
}

/// Not discounted, a premium of 1.5 times the mean payments costs half of them: the mean cost rises by exactly that,
/// and the objective is the cost and the price of its tail.
#[test]
fn the_price_of_a_layer_by_hand() {
    let findings = searched(&source(9_000, LOGNORMAL, ""), &options(&[0.0, 1e5], &[1e6, 1e7])).unwrap();
    assert_eq!(findings.years_factor, 5.0);
    let price = 0.06 * 5.0;
    let close = |actual: f64, expected: f64| {
        assert!((actual - expected).abs() <= 1e-9 * findings.uninsured.tvar99.value, "{actual}, {expected}");
    };
    for layer in &findings.layers {
        let payments = layer.payments_per_year.value;
        assert_close(layer.premium_per_year_usd, 1.5 * payments);
        close(layer.tco_change.value, 5.0 * 0.5 * payments);
        close(layer.tco.value, findings.uninsured.tco.value + layer.tco_change.value);
        close(layer.objective.value, layer.tco.value + price * layer.tvar99.value);
        let change = layer.objective.value - findings.uninsured.objective.value;
        close(layer.objective_change.value, change);
        close(layer.behind_best.value, layer.objective.value - findings.best().objective.value);
    }
    let free = PremiumRule { loading: Some(1.0), rate_on_line: None };
    let source = source(9_000, LOGNORMAL, "");
    let fair = searched(&source, &LayerOptions { premium: free, ..options(&[0.0], &[1e9]) }).unwrap();
    // All losses are paid for a premium of their mean: the cost is the same in every run.
    close(fair.best().tvar99.value, fair.uninsured.tco.value);
    assert!(fair.is_worth_it());
}

/// Fixed losses of 1M twice a year: a layer of 500k above 100k pays 500k each.
#[test]
fn a_fixed_loss_by_hand() {
    let class = "rate = 2\nper = \"platform_year\"\ncost_per_event = 1e6";
    let findings = searched(&source(9_000, class, ""), &options(&[1e5, 9e5, 2e6], &[5e5])).unwrap();
    let exact: Vec<f64> =
        findings.layers.iter().map(|layer| layer.exact_payments_per_year_usd.unwrap()).collect();
    [1e6, 2e5, 0.0].iter().zip(&exact).for_each(|(by_hand, exact)| assert_close(*exact, *by_hand));
    let unpaid = &findings.layers[2];
    assert_eq!((unpaid.tco_change.value, unpaid.tco_change.std_error), (0.0, Some(0.0)));
    assert_eq!(unpaid.objective, findings.uninsured.objective);
    let nothing = searched(&source(9_000, class, ""), &options(&[2e6, 3e6], &[5e5])).unwrap();
    assert!(!nothing.is_worth_it() && nothing.verdict[0].contains("No layer that pays anything"));
    // Controls are in the law: half of the events are left, and half of each loss.
    let control = "[control.c]\nreduces.own = { frequency = 0.5, severity = 0.5 }\n[alternative.guarded]\n\
                   isolation = \"rls\"\ncontrols = [\"c\"]\n";
    let guarded = source(9_000, class, "") + control;
    let of_guarded = LayerOptions { alternative: Some(1), ..options(&[1e5], &[5e5]) };
    let findings = searched(&guarded, &of_guarded).unwrap();
    assert_close(findings.best().exact_payments_per_year_usd.unwrap(), 4e5);
    let payments = findings.best().payments_per_year;
    assert!((payments.value - 4e5).abs() < 4.0 * payments.std_error.unwrap(), "{payments:?}");
}

/// A layer is the same in a grid of many that are played in several groups, and by itself.
#[test]
fn a_layer_does_not_depend_on_the_others() {
    let source = source(9_000, LOGNORMAL, "annual_aggregate = { limit = 3e6, retention = 5e4 }");
    let retentions: Vec<f64> = (0..8).map(|step| 5e4 * f64::from(step)).collect();
    let many = searched(&source, &options(&retentions, &[1e5, 3e5, 1e6, 3e6, 1e7])).unwrap();
    assert_eq!(many.layers.len(), 40);
    assert!(many.exact_not_available.unwrap().contains("a policy"), "a limit of a year has no closed form");
    let one = searched(&source, &options(&[retentions[7]], &[3e6])).unwrap();
    let found =
        many.layers.iter().find(|layer| (layer.retention_usd, layer.limit_usd) == (retentions[7], 3e6));
    let found = found.unwrap();
    assert_eq!(found.payments_per_year, one.best().payments_per_year);
    assert_eq!((found.objective, found.tvar99), (one.best().objective, one.best().tvar99));
    // A higher retention never pays more, a higher limit never less.
    let pays = |place: usize| many.layers[place].payments_per_year.value;
    assert!((0..35).all(|place| pays(place) >= pays(place + 5)));
    assert!((0..40).filter(|place| place % 5 < 4).all(|place| pays(place) <= pays(place + 1)));
}

#[test]
fn a_premium_is_never_made_up() {
    let none = PremiumRule { loading: None, rate_on_line: None };
    let refused =
        searched(&source(9_000, LOGNORMAL, ""), &LayerOptions { premium: none, ..options(&[0.0], &[1e6]) });
    assert!(matches!(refused, Err(LayerError::NoPremium)));
    let both = PremiumRule { loading: Some(2.0), rate_on_line: Some(0.05) };
    assert_eq!([both.premium(1e6, 1e4), both.premium(1e6, 1e5)], [5e4, 2e5]);
    let refused = |arguments: &[&str], part: &str| {
        let mut command = Command::cargo_bin("tenantrisk").unwrap();
        let output = command.arg("insure").args(arguments).assert().code(2).get_output().clone();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(part), "{said}");
    };
    refused(&[SHIPPED], "no premium is made up");
    refused(&[SHIPPED, "--loading", "0"], "above 0");
    refused(&[SHIPPED, "--loading", "2", "--limit", "0,1e6"], "--limit: 0 is out of range");
    refused(&[SHIPPED, "--loading", "2", "--retention=-1..5"], "--retention: -1 is out of range");
    refused(&[SHIPPED, "--loading", "2", "--policy", "ciber"], "did you mean cyber?");
    refused(&[SHIPPED, "--loading", "2", "--runs", "1000000000"], "2 GiB");
}

/// The file to paste is a scenario that costs what was found, in the same runs.
#[test]
fn the_best_layer_can_be_pasted() {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    let arguments = ["insure", SHIPPED, "--loading", "1.5", "--runs", "4000", "--method", "plain", "--json"];
    let output =
        command.args(arguments).arg("--out").arg(home.path()).assert().success().get_output().clone();
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let folder = home.path().join("small-regulated-insured/insurance");
    for name in ["layers.csv", "layers.json", "charts/insurance_layers.svg", "charts/insurance_layers.png"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let text = fs::read_to_string(folder.join("layer.toml")).unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut load = |path: &str| fs::read_to_string(shipped.join(path)).map_err(|error| error.to_string());
    let (model, diagnostics, _) = Scenario::read("layer.toml", &text, &mut load);
    let mut model =
        model.unwrap_or_else(|| panic!("{}", diagnostics.render("layer.toml", &text, false, None)));
    assert!(diagnostics.warnings().is_empty());
    (model.simulation.runs, model.simulation.method) = (4_000, Method::Plain);
    let run = Simulated::of(Plan::new(model).unwrap());
    let best = &found["layers"][found["best"].as_u64().unwrap() as usize];
    let tco = mean(&run.column(found["alternative"].as_str().unwrap(), "tco"));
    // The premium in the file is rounded to a dollar.
    let rounding = 0.5 * number(&found["years_factor"]) + 1e-3;
    assert!((tco - number(&best["tco"]["value"])).abs() <= rounding, "{tco} against {best}");
}
