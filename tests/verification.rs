//! The simulation beside exact laws, scenario by scenario, and the two commands that show them.

use crate::common::random::companies;
use crate::common::*;
use assert_cmd::Command;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use tenantrisk::decision::{self, Verification};

fn verified(text: &str) -> Verification {
    let run = Simulated::new(text);
    let provenance = decision::Provenance::default();
    decision::verify(&run.plan, &run.outcomes, provenance).unwrap()
}

/// Everything that can be judged agrees, and that is at least so many lines.
fn assert_agrees(text: &str, least: usize) {
    let found = verified(text);
    let failed: Vec<_> = found.lines.iter().filter(|line| line.is_failed()).collect();
    assert!(failed.is_empty(), "{failed:#?}\n{text}");
    assert!(found.judged >= least, "only {} lines were judged", found.judged);
}

/// W1 with a fixed seed.
#[test]
fn w1_agrees() {
    let text = include_str!("../benches/scenarios/w1.toml").replace("runs = 1_000_000", "runs = 200_000");
    assert_agrees(&text, 80);
}

/// One tier: growth, a ramp on frequency and severity, a surge, readings that count units.
#[test]
fn controls_growth_and_conventions() {
    let rest = "[[change]]\nat_month = 7\ntier = \"all\"\nadd = 40\n\
            [control.c]\nstart_month = 3\nramp_months = 7\n\
            reduces.often = { frequency = 0.7, severity = 0.5 }\nreduces.rare = { frequency = 0.8 }\n\
            [control.d]\nstart_month = 10\nramp_months = 3\nramp = \"exponential\"\n\
            reduces.often = { frequency = 0.3 }\nreduces.units = { frequency = 0.5 }\n\
            [incident.often]\nrate = 0.02\nper = \"tenant_year\"\nreach = \"one\"\ncost_per_event = { mean = 100, cv = 1 }\n\
            [incident.rare]\nprobability = 0.4\nper = \"platform_year\"\nreach = \"all\"\ncost_per_tenant = 3\n\
            [incident.units]\nprobability = 0.02\nper = \"unit_year\"\nreach = \"pool\"\ncost_per_tenant = 7\n\
            cost_per_event = { uniform = { min = 0, max = 500 } }\n\
            [alternative.guarded]\nisolation = \"rls\"\ncontrols = [\"c\", \"d\"]\noverlap = 0.4\n";
    let text = company(30_000, 2, 60, rest)
        .replace("years = 2", "years = 2\nconvention = \"event_time\"")
        .replace("initial = 60", "initial = 60\ngrowth_per_year = 0.3")
        .replace("[isolation.rls]", "[isolation.rls]\npool_size = 30");
    assert_agrees(&text, 100);
}

/// Several tier groups, a move between two isolation models, and classes that strike all groups at once.
#[test]
fn groups_moves_and_common_causes() {
    let text = "schema = 1\nbaseline = \"mix\"\n[simulation]\nruns = 40_000\n[horizon]\nyears = 2\nconvention = \"mid_year\"\n\
        [tenants]\ninitial = 200\n[breach]\nrecords_sigma = 0\nfine = \"none\"\nchurn = \"none\"\nresponse = \"none\"\n\
        [severity]\nmodels = [{ id = \"iris_records\", weight = 2, cap = 2e6 }, { id = \"fixed\", amount = 1e5 }]\n\
        [tier.small]\nshare = 0.8\nprice_per_month = 10\ncost_per_month = 1\nrecords_per_tenant = 100\ngrowth_per_year = 0.5\n\
        [tier.large]\nshare = 0.2\nprice_per_month = 90\ncost_per_month = 1\nrecords_per_tenant = 100\n\
        [isolation.rls]\ncost_per_tenant_month = 1\nbuild_cost = 0\n\
        breach = { rate = 0.5, per = \"platform_year\", reach = \"all\" }\n\
        [isolation.database]\ncost_per_tenant_month = 2\nbuild_cost = 0\n\
        breach = { probability = 0.004, per = \"unit_year\", reach = \"one\" }\n\
        [incident.common]\nscope = \"platform\"\nrate = 3\nper = \"platform_year\"\nreach = \"all\"\ncost_per_tenant = 2\n\
        churn = 0.01\nmixing = { gamma = 2, role = \"aleatory\" }\n\
        [incident.shared]\nscope = \"platform\"\nrate = 1\nper = \"unit_year\"\nreach = { share = 0.2 }\n\
        isolation = [\"rls\"]\ncost_per_tenant = 5\nmixing = { lognormal = 0.8, role = \"epistemic\" }\n\
        [incident.planned]\noccurs_at_month = [2, 20]\nreach = \"all\"\ncost_per_event = { mean = 50, cv = 0.5 }\n\
        [control.c]\nreduces.planned = { frequency = 0.4, severity = 0.25 }\nreduces.breach = { frequency = 0.5 }\n\
        [alternative.mix]\nisolation = { small = \"rls\", large = \"database\" }\n\
        [alternative.rls]\nisolation = \"rls\"\n\
        [alternative.moved]\nisolation = \"database\"\ncontrols = [\"c\"]\n\
        migration = { from = \"rls\", at_month = 5, months = 3 }\n";
    assert_agrees(text, 150);
}

/// Losses that grow with the records exposed, whose number varies by a factor with a ceiling: one tenant of a
/// pool of three, and all.
#[test]
fn records_exposed() {
    for reach in ["one", "pool", "all"] {
        let breach = format!("rate = 1.5, per = \"platform_year\", reach = \"{reach}\"");
        let severity = "{ id = \"jacobs\", cap = 8e5 }, { id = \"per_record\", weight = 2, cap = 1.2e6 }";
        let text = scenario(30_000, 2, &breach, "rate = 0, per = \"platform_year\"", severity)
            .replace("records_sigma = 0", "records_sigma = 0.9")
            .replace("build_cost = 1e6", "build_cost = 1e6\npool_size = 3")
            .replace("[tier.all]", "[tenants]\ninitial = 8\n[tier.all]")
            .replace("records_per_tenant = 10_000", "records_per_tenant = 1_000");
        assert_agrees(&text, 50);
    }
}

/// Utilisation that strains the connections, and engineers who stay at least an hour.
#[test]
fn strain_and_least_hours() {
    let rest = "[capacity]\nconnections_per_instance = 1_000\ninstances = 1\nutilisation = 0.5\nheadroom = 0.9\n\
        [incident.pool_exhaustion]\nrate = 4\nper = \"platform_year\"\nsla = false\ncost_per_event = 10\nchurn = 0\n\
        [incident.slow]\nlike = \"noisy_neighbour\"\nrate = 6\nper = \"platform_year\"\nreach = \"all\"\n\
        degradation = { uniform = { min = 0.1, max = 0.6 } }\n";
    let text = company(30_000, 2, 150, rest)
        .replace("initial = 150", "initial = 150\ngrowth_per_year = 0.4")
        .replace("cost_per_tenant_month = 0", "cost_per_tenant_month = 0\nmultiplex = 1");
    assert_agrees(&text, 60);
}

/// Companies drawn at random: their events are exact, and so are some of their losses.
#[test]
fn random_companies() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..12 {
        let company = companies().new_tree(&mut runner).unwrap().current();
        let text =
            company.text(1.0).replace("runs = 60", "runs = 8_000").replace("\"stochastic\"", "\"expected\"");
        assert_agrees(&text, 20);
    }
}

fn tenantrisk() -> Command {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

#[test]
fn the_command_shows_both_or_the_reason() {
    let done =
        tenantrisk().args(["verify", "scenarios/ten-thousand-tenants.toml", "--runs", "20000"]).assert();
    let text = String::from_utf8(done.success().get_output().stdout.clone()).unwrap();
    assert!(text.contains("figures that can be judged agree with their exact values"), "{text}");
    assert!(text.contains("rls: loss\n") && text.contains("prob any") && text.contains("aep"), "{text}");
    let done =
        tenantrisk().args(["verify", "scenarios/rls-bypass-100.toml", "--runs", "5000", "--json"]).assert();
    let found: serde_json::Value = serde_json::from_slice(&done.success().get_output().stdout).unwrap();
    let line = &found["lines"][0];
    assert_eq!((&line["metric"], &line["exact"]), (&"loss".into(), &serde_json::Value::Null));
    assert!(line["note"].as_str().unwrap().contains("hang together"), "{line}");
}

#[test]
fn an_exact_run_writes_its_file_or_says_why_not() {
    let out = tempfile::tempdir().unwrap();
    let run = |file: &str, more: &[&str]| {
        let mut command = tenantrisk();
        command.args(["run", file, "--method", "exact", "--out"]).arg(out.path()).args(more).assert()
    };
    let text = run("scenarios/ten-thousand-tenants.toml", &[]).success().get_output().stdout.clone();
    assert!(String::from_utf8(text).unwrap().contains("has the lowest mean total cost of 4 alternatives"));
    let folder = out.path().join("ten-thousand-tenants");
    let table = std::fs::read_to_string(folder.join("exact.csv")).unwrap();
    assert!(table.starts_with("alternative,metric,statistic,value,error_bound,unit\n"), "{table}");
    // 5 years of 1 % of $50M, and $5 a month for 10,000 tenants over five years with $1M to build.
    assert!(table.contains("\nrls,loss_undiscounted,mean,2500000,"), "{table}");
    assert!(table.contains("\nrls,tco_undiscounted,mean,6500000,"), "{table}");
    assert!(folder.join("manifest.json").is_file());
    let refused = run("scenarios/ten-thousand-tenants-evidence.toml", &[]).code(2);
    let text = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(text.contains("has no exact answer") && text.contains("hang together"), "{text}");
    let text =
        run("scenarios/ten-thousand-tenants.toml", &["--runs", "5"]).code(2).get_output().stderr.clone();
    assert!(String::from_utf8(text).unwrap().contains("--runs has no meaning with --method exact"));
}
