use std::sync::atomic::AtomicBool;

use super::*;
use crate::{model::Model, scenario::read};

static NEVER: AtomicBool = AtomicBool::new(false);

/// `near` costs 100 to build and loses nothing in the horizon; `far` costs nothing and loses a fixed amount at every breach. Ten tenants.
fn model(breach: &str, severity: &str, more: &str) -> Model {
    let text = format!(
        r#"
schema = 1
baseline = "near"
start = 2027-01-01
severity.models = [{severity}]
[horizon]
years = 1
discount_rate = 0
[simulation]
runs = 8
seed = 1
[tenants]
initial = 10
[tier.only]
share = 1
price_per_month = 10
cost_per_month = 0
churn_per_month = 0
records_per_tenant = 1
[isolation.database]
cost_per_tenant_month = 0
build_cost = 100
pool_size = 1
breach = {{ occurs_at_month = 600, reach = "one" }}
[isolation.shared]
cost_per_tenant_month = 0
build_cost = 0
pool_size = 10
breach = {{ {breach} }}
[alternative.near]
isolation = "database"
[alternative.far]
isolation = "shared"
[breach]
churn = "none"
fine = "none"
response = "none"
{more}
"#
    );
    let (model, diagnostics) = read("test", &text);
    model.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn matrix(model: Model) -> Option<Robustness> {
    let plan = Plan::new(model).unwrap();
    let played = play_cells(&plan, 0..robustness_cells(&plan), &NEVER).unwrap();
    robustness_of(&plan, None, &played)
}

/// The cheapest of each cell, whether that flips the decision, and what it saves against the other.
fn decided(matrix: &Robustness) -> Vec<(&str, bool, f64)> {
    let of = |one: &'_ CellDecision| (one.flips, one.next.saving_usd.value);
    let names = matrix.decisions().map(|one| one.cheapest.as_str());
    names.zip(matrix.decisions().map(of)).map(|(name, (flips, saving))| (name, flips, saving)).collect()
}

const MONTH: &str = "occurs_at_month = 6, reach = \"all\"";
const CERTAIN: &str = "probability = 1, per = \"platform_year\", reach = \"one\"";
const CHEAP: &str = r#"{ id = "fixed", name = "cheap", amount = 40, weight = 1 }"#;
const DEAR: &str = r#"{ id = "fixed", name = "dear", amount = 250, weight = 0 }"#;

/// By hand: 40 against 100 leaves `far` cheaper by 60; at 250, whose weight is 0 in the base case, `near` by 150.
#[test]
fn a_model_of_weight_zero_may_flip_the_decision() {
    let matrix = matrix(model(MONTH, &format!("{CHEAP}, {DEAR}"), "")).unwrap();
    assert_eq!((matrix.runs, matrix.base_winner.as_str()), (8, "far"));
    let words: Vec<&str> = matrix.cells.iter().map(|cell| cell.severity.as_str()).collect();
    assert_eq!(words, ["as given", "cheap", "dear"]);
    assert_eq!(decided(&matrix), [("far", false, 60.0), ("far", false, 60.0), ("near", true, 150.0)]);
    let found: Vec<&CellDecision> = matrix.decisions().collect();
    assert_eq!(found[2].base_winner.as_ref().unwrap().alternative, "far");
    assert!(found[2].baseline.is_none() && found[1].base_winner.is_none());
    let rival = found[1].baseline.as_ref().unwrap();
    assert_eq!(
        (rival.saving_usd.value, rival.saving_usd.std_error, rival.prob_cheaper.value),
        (60.0, Some(0.0), 1.0)
    );
    assert!(rival.is_settled());
}

#[test]
fn one_model_and_nothing_else_listed_is_no_matrix() {
    assert!(matrix(model(MONTH, CHEAP, "")).is_none());
}

/// A reading has nothing to change where the file gives only a month, and accounting nothing where nobody leaves.
#[test]
fn what_cannot_be_read_otherwise_is_said_so() {
    for (list, expected) in [
        ("readings = [\"tenant_year\"]", "no breach probability"),
        ("churn = [\"endogenous\"]", "no tenant leaves"),
    ] {
        let matrix = matrix(model(MONTH, CHEAP, &format!("[robustness]\n{list}"))).unwrap();
        let CellResult::NotAvailable(because) = &matrix.cells[1].result else { panic!("{list}") };
        assert!(because.contains(expected), "{because}");
    }
}

/// Certain once per platform and year: one event of 40 against 100 to build. Certain per unit and year: `far` is one pool
/// of ten, so the same.
#[test]
fn readings_are_applied_to_what_the_file_gives() {
    let rate = "rate = 1, per = \"platform_year\", reach = \"one\"";
    let lists = "[robustness]\nreadings = [\"platform_year\", \"unit_year\"]";
    let certain = matrix(model(CERTAIN, CHEAP, lists)).unwrap();
    assert_eq!(decided(&certain), [("far", false, 60.0); 3]);
    // Ten tenants: ten times the rate, 400 on average with a standard deviation of 40 sqrt(10).
    let lists = "[robustness]\nreadings = [\"tenant_year\"]\nruns = 4000";
    let tenfold = matrix(model(rate, CHEAP, lists)).unwrap();
    let (name, flips, saving) = decided(&tenfold)[1];
    assert_eq!((name, flips), ("near", true));
    let error = 40.0 * (10.0_f64 / 4_000.0).sqrt();
    assert!((saving - 300.0).abs() < 4.0 * error, "{saving}");
}

#[test]
fn cells_share_a_quarter_of_the_runs() {
    let mut checks = model(MONTH, CHEAP, "").robustness;
    let runs = [100_000, 10_000_000, 5_000, 10].map(|runs| checks.runs_of(7, runs));
    assert_eq!(runs, [3_571, 10_000, 1_000, 10]);
    checks.runs = Some(50);
    assert_eq!(checks.runs_of(7, 10), 50);
}

#[test]
fn unknown_and_repeated_words_are_refused() {
    for list in ["severity = [\"cheep\"]", "churn = [\"lump\", \"lump\"]", "readings = [\"tenant\"]"] {
        let text = format!("schema = 1\n[robustness]\n{list}\n");
        let (model, diagnostics) = read("test", &text);
        assert!(model.is_none());
        assert!(format!("{diagnostics:?}").contains("robustness."), "{list}");
    }
}
