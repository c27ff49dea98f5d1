//! Value of information and sensitivity of whole scenarios: against a nested loop, and against inputs that do nothing.

use std::sync::atomic::AtomicBool;

use tenantrisk::{
    decision::{self, Findings, Provenance},
    engine::{self, Plan, RunOptions, Substitution},
    scenario,
    stats::{Estimate, nested_information, paired_difference},
};

/// Two alternatives about as good as each other: one costs more to run, the other has platform breaches at a rate that
/// nobody knows, each of $2M. `more` is put behind.
fn plan(method: &str, runs: u64, more: &str) -> Plan {
    let source = format!(
        r#"
schema = 1
baseline = "safe"
[horizon]
years = 2
[simulation]
runs = {runs}
seed = 5
method = "{method}"
[tenants]
initial = 100
[severity]
models = [ {{ id = "per_record", weight = 1, base = 2_000_000, per_record = 0, fine_share = 0 }} ]
[breach]
fine = "none"
churn = "none"
response = "none"
[isolation.safe]
like = "database"
cost_per_tenant_month = 110
build_cost = 0
breach = {{ probability = 0, per = "platform_year", reach = "one" }}
[isolation.risky]
like = "rls"
cost_per_tenant_month = {{ uniform = {{ min = 9, max = 11 }} }}
build_cost = 0
breach = {{ rate = {{ gamma = {{ shape = 2, mean = 0.05 }} }}, per = "platform_year", reach = "all" }}
[alternative.safe]
isolation = "safe"
[alternative.risky]
isolation = "risky"
{more}"#
    );
    let (model, diagnostics) = scenario::read("two", &source);
    let model = model.unwrap_or_else(|| panic!("{diagnostics:?}"));
    Plan::new(model).unwrap()
}

fn play(plan: &Plan, replaced: Option<Substitution>) -> engine::Outcomes {
    let options = RunOptions { progress: &|_| {}, interrupted: &AtomicBool::new(false) };
    engine::run_substituting(plan, &options, replaced).unwrap()
}

fn findings(plan: &Plan) -> Findings {
    decision::analyse(plan, &play(plan, None), Provenance::default(), 0).unwrap()
}

fn value(findings: &Findings, input: &str) -> Estimate {
    let value = findings.value_of_information.as_ref().unwrap();
    let facts = value.inputs.iter().chain(&value.groups);
    facts.clone().find(|fact| fact.name == input).unwrap_or_else(|| panic!("no {input}")).value_usd
}

/// By regression over one set of runs, and by playing 40 evenly spread values of the rate, the rate is worth the same; it is
/// worth no more than everything, and the cost that hardly varies is worth less.
#[test]
fn regression_agrees_with_a_nested_loop() {
    let plan = plan("auto", 20_480, "[groups]\nboth = [\"isolation.risky.*\"]\n");
    let findings = findings(&plan);
    let rate = plan.inputs().into_iter().find(|input| input.name.contains("breach")).unwrap();
    let found = value(&findings, &rate.name);
    let tco = plan.metric("tco").unwrap();
    let options = 40;
    let means: Vec<Vec<f64>> = (0..options)
        .map(|cell| {
            let level = (f64::from(cell) + 0.5) / f64::from(options);
            let outcomes = play(&plan, Some(rate.at(level)));
            let saving = paired_difference(&outcomes.metric(0, tco), &outcomes.metric(1, tco));
            let weights = outcomes.first_weights(saving.len());
            let total: f64 = weights.iter().sum();
            let mean =
                saving.iter().zip(&weights).map(|(saving, weight)| saving * weight).sum::<f64>() / total;
            vec![mean, 0.0]
        })
        .collect();
    let nested = nested_information(&means).unwrap();
    // Evenly spread values are better than drawn ones: what remains is the tail beyond the last, and the noise of a fit.
    let error = found.std_error.unwrap();
    assert!(nested.value > 5_000.0, "{nested:?}");
    assert!((found.value - nested.value).abs() < 4.0 * error + 0.05 * nested.value, "{found:?} {nested:?}");
    let all = findings.value_of_information.as_ref().unwrap();
    let everything = all.everything.value_usd;
    assert!(found.value < everything.value + 2.0 * error, "{found:?} {everything:?}");
    let cost = all.inputs.iter().find(|fact| fact.name.contains("cost")).unwrap().value_usd;
    assert!(cost.value < found.value && everything.value < all.foresight_usd.value);
    // The group is everything here.
    assert_eq!(value(&findings, "both").value, everything.value);
    // More years of the log tell more, and never more than the rate itself.
    let logs: Vec<f64> = all.logs.iter().map(|log| log.value_usd.value).collect();
    assert_eq!(logs.len(), 3);
    assert!(logs[0] <= logs[1] && logs[1] <= logs[2] && logs[2] <= found.value, "{logs:?} {found:?}");
    // (b / (b + 10))² with b = 2 / 0.05.
    assert!((all.logs[2].probability_clean - 0.64).abs() < 1e-9);
}

/// An input that does nothing has a total index of exactly 0, and the others have exactly the figures that they have
/// without it.
#[test]
fn an_irrelevant_input_moves_nothing() {
    let played = |more: &str| {
        let plan = plan("plain", 4_096, more);
        decision::played_sensitivity(&plan, |replaced| Some(play(&plan, replaced))).unwrap().unwrap()
    };
    let more = "[alternative.third]\nisolation = \"unused\"\n[isolation.unused]\nlike = \"rls\"\n\
                cost_per_tenant_month = { uniform = { min = 500, max = 900 } }\n\
                breach = { probability = 0, per = \"platform_year\", reach = \"one\" }\n";
    let (without, with) = (played(""), played(more));
    let risky: Vec<_> = with.iter().filter(|fact| fact.alternative == "risky").collect();
    let idle = risky.iter().find(|fact| fact.input.contains("unused")).unwrap();
    assert_eq!(idle.total.unwrap().value, 0.0);
    assert_eq!(idle.swing[0].saving_usd, idle.swing[1].saving_usd);
    let others: Vec<_> = risky.into_iter().filter(|fact| !fact.input.contains("unused")).collect();
    assert_eq!(others.len(), without.len());
    for (other, fact) in others.into_iter().zip(&without) {
        assert_eq!(serde_json::to_string(other).unwrap(), serde_json::to_string(fact).unwrap());
    }
}

/// A group that names nothing, or nothing uncertain, is a mistake.
#[test]
fn groups_name_uncertain_inputs() {
    let text = |groups: &str| {
        let source = format!("schema = 1\nbaseline = \"rls\"\n[groups]\n{groups}\n");
        let (_, diagnostics) = scenario::read("groups", &source);
        format!("{diagnostics:?}")
    };
    assert!(text("a = [\"no.such.path\"]").contains("names no parameter"));
    assert!(text("a = [\"tenants.initial\"]").contains("is drawn once per run"));
}
