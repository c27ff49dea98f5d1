//! The search over mixtures: the same costs as `run`, closed forms, what is refused, the same for any number of threads.

use std::{fs, path::Path, sync::atomic::AtomicBool};

use crate::common::Simulated;
use assert_cmd::Command;
use tenantrisk::{
    decision::{Efficiency, Hybrid, HybridGrid, Pays},
    model::{Method, Model},
    scenario::Scenario,
};

const EVIDENCE: &str = include_str!("../scenarios/ten-thousand-tenants-evidence.toml");
const SHIPPED: &str = "scenarios/ten-thousand-tenants.toml";

fn searching(source: &str, models: &[&str]) -> Model {
    let (model, diagnostics, scenario) = Scenario::read("test.toml", source, &mut |_| Err(String::new()));
    assert!(model.is_some(), "{}", diagnostics.render("test", source, false, None));
    let models: Vec<String> = models.iter().map(|name| (*name).to_owned()).collect();
    let mut model = scenario.searching(&models).unwrap();
    model.simulation.method = Method::Plain;
    model
}

fn searched(source: &str, models: &[&str]) -> (HybridGrid, Hybrid) {
    let grid = HybridGrid::new(searching(source, models)).unwrap();
    let hybrid = grid.play(String::new(), &|_| {}, &AtomicBool::new(false)).unwrap();
    (grid, hybrid)
}

/// Every combination of two models over three tiers costs in every run what `run` says of the same alternative written in
/// the file, bit for bit, service incidents and several severity models included.
#[test]
fn combinations_cost_what_run_says() {
    let text = EVIDENCE.replace("runs = 100_000", "runs = 1_500");
    let (grid, hybrid) = searched(&text, &["database", "rls"]);
    let found = Simulated::of(tenantrisk::engine::Plan::new(grid.plan().model().clone()).unwrap());
    let tco = found.plan.metric("tco").unwrap();
    let combinations: Vec<_> = hybrid.points.iter().filter(|point| point.is_combination).collect();
    assert_eq!((combinations.len(), grid.combinations()), (8, 8));
    for (number, point) in combinations.iter().enumerate() {
        let tiers = ["starter", "growth", "enterprise"];
        let bit = |place: usize| if number >> (2 - place) & 1 == 1 { "database" } else { "rls" };
        assert_eq!(point.models, [bit(0), bit(1), bit(2)]);
        let each: Vec<String> =
            tiers.iter().zip(&point.models).map(|(tier, model)| format!("{tier} = \"{model}\"")).collect();
        let written = format!("{text}\n[alternative.written]\nisolation = {{ {} }}\n", each.join(", "));
        let run = Simulated::new(&written);
        let own = run.column("written", "tco");
        let model = found.plan.model();
        let position = model.alternatives.iter().position(|alternative| {
            let names = alternative.isolation_of_tier.iter().map(|&one| &model.isolation[one].name);
            alternative.migration.is_none() && names.eq(&point.models)
        });
        let searched = found.outcomes.metric(position.unwrap(), tco);
        assert!(own.iter().zip(&searched).all(|(a, b)| a.to_bits() == b.to_bits()), "{:?}", point.models);
        let figures = run.findings().alternatives.pop().unwrap().figures;
        for (statistic, estimate) in [("mean", point.tco_usd), ("tvar99", point.tvar99_usd)] {
            let figure =
                figures.iter().find(|one| one.metric == "tco" && one.statistic == statistic).unwrap();
            let tenantrisk::decision::FigureResult::Estimate { estimate: own, .. } = figure.result else {
                panic!("{figure:?}")
            };
            assert_eq!(own.value.to_bits(), estimate.value.to_bits(), "{statistic}");
            assert_eq!(own.std_error, estimate.std_error, "{statistic}");
        }
    }
}

/// Two tiers of 7,000 and 3,000 tenants, nothing happens, nothing is discounted; a database each costs $2 a month less
/// than row-level security and $500,000 to build.
fn certain(more: &str) -> String {
    format!(
        "schema = 1\nbaseline = \"rls\"\n[horizon]\nyears = 5\ndiscount_rate = 0\n[simulation]\nruns = 2_000\n\
         [tenants]\ninitial = 10_000\n\
         [tier.small]\nshare = 0.7\nprice_per_month = 100\ncost_per_month = 0\nchurn_per_month = 0\nrecords_per_tenant = 10\n\
         [tier.large]\nshare = 0.3\nprice_per_month = 100\ncost_per_month = 0\nchurn_per_month = 0\nrecords_per_tenant = 10\n\
         [isolation.rls]\ncost_per_tenant_month = 5\nbuild_cost = 0\nbreach = {{ rate = 0, per = \"platform_year\" }}\n\
         [isolation.database]\ncost_per_tenant_month = 3\nbuild_cost = 500_000\n\
         breach = {{ rate = 0, per = \"platform_year\" }}\n\
         [alternative.rls]\nisolation = \"rls\"\n[alternative.database]\nisolation = \"database\"\n{more}"
    )
}

/// Moving the small tier at the start of year k saves 14,000 a month for what is left less 500,000, and $20 a tenant where
/// moving has a price; in the first year it starts there and moves nobody.
#[test]
fn the_ladder_by_hand() {
    for (more, price) in [("", 0.0), ("[hybrid]\nmigration_cost_per_tenant = 20\n", 20.0)] {
        let (_, hybrid) = searched(&certain(more), &[]);
        let target = hybrid.ladder.iter().find(|target| target.tier == "small").unwrap();
        assert_eq!(
            (target.from.as_str(), target.to.as_str(), target.first_year),
            ("rls", "database", Some(1))
        );
        for (place, step) in target.steps.iter().enumerate() {
            let moving = if place == 0 { 0.0 } else { 7_000.0 * price };
            let exact = 14_000.0 * (60.0 - 12.0 * place as f64) - 500_000.0 - moving;
            assert!(
                (step.saving_usd.value - exact).abs() < 1e-3,
                "{place}: {} {exact}",
                step.saving_usd.value
            );
            assert_eq!(step.pays, if exact > 0.0 { Pays::Yes } else { Pays::No });
            assert_eq!(step.loss_factor, None);
        }
        // 6,000 a month for five years do not pay for the build.
        let large = hybrid.ladder.iter().find(|target| target.tier == "large").unwrap();
        assert_eq!(large.first_year, None);
        assert!((large.steps[0].saving_usd.value - (360_000.0 - 500_000.0)).abs() < 1e-3);
    }
}

/// Without risk the mean cost is the tail: one combination beats all others, and the file's alternatives are found among
/// the combinations.
#[test]
fn without_risk_the_cheapest_is_the_frontier() {
    let (_, hybrid) = searched(&certain(""), &[]);
    assert_eq!(hybrid.points.len(), 4);
    let cost = |models: [&str; 2]| hybrid.points.iter().find(|point| point.models == models).unwrap();
    // 10,000 tenants at $3 for 60 months and 500,000: 2.3M; all at $5: 3M.
    assert!((cost(["database", "database"]).tco_usd.value - 2.3e6).abs() < 1e-3);
    assert!((cost(["rls", "rls"]).tco_usd.value - 3e6).abs() < 1e-3);
    assert_eq!(cost(["rls", "rls"]).alternatives, ["rls"]);
    assert!(cost(["rls", "rls"]).is_baseline);
    for point in &hybrid.points {
        let best = point.models == ["database", "database"];
        let by = hybrid.points.iter().position(|other| other.models == ["database", "database"]).unwrap();
        let expected =
            if best { Efficiency::Efficient } else { Efficiency::Dominated { by, is_settled: true } };
        assert_eq!(point.by_tvar99, Some(expected), "{:?}", point.models);
        assert_eq!(point.prob_ruin, None);
    }
    assert!(hybrid.notices.iter().any(|notice| notice.contains("[survival] loss_usd")));
}

/// A fixed loss of 50M at 1 % and 0.1 % a year and platform: above 40M in some year with 1 - 0.99^5 and 1 - 0.999^5, above
/// 60M over the horizon where there are two in five years, and in no single year.
#[test]
fn the_chance_of_a_loss_beyond_the_limit() {
    let text = fs::read_to_string(SHIPPED).unwrap().replace("runs = 100_000", "runs = 50_000");
    let within = |limit: &str| {
        let (_, hybrid) = searched(&format!("{text}\n[survival]\n{limit}\n"), &["rls", "database"]);
        ["rls", "database"].map(|model| {
            let all = hybrid.points.iter().find(|point| point.models == [model; 3]).unwrap();
            all.prob_ruin.unwrap()
        })
    };
    let any = |p: f64| 1.0 - (1.0 - p).powi(5);
    let two = |p: f64| any(p) - 5.0 * p * (1.0 - p).powi(4);
    for (limit, exact) in [
        ("loss_usd = 40e6", [any(0.01), any(0.001)]),
        ("loss_usd = 60e6", [0.0, 0.0]),
        ("loss_usd = 60e6\nwithin = \"horizon\"", [two(0.01), two(0.001)]),
    ] {
        for (found, exact) in within(limit).into_iter().zip(exact) {
            let error = (exact * (1.0 - exact) / 50_000.0_f64).sqrt();
            assert!((found.value - exact).abs() <= 4.0 * error, "{limit}: {found:?} {exact}");
        }
    }
}

/// Models that are not described have their defaults, the least isolated first; the constraints hold.
#[test]
fn models_are_found_and_ordered() {
    let (_, hybrid) = searched(&certain(""), &["database", "schema", "rls"]);
    let names: Vec<&str> = hybrid.models.iter().map(|model| model.name.as_str()).collect();
    assert_eq!(names, ["rls", "schema", "database"]);
    assert_eq!(hybrid.points.len(), 9);
    let required = "[constraints]\nrequires = \"logical\"\n";
    let text = certain(required).replace("baseline = \"rls\"", "baseline = \"database\"");
    let (_, hybrid) = searched(&text, &["database", "schema", "rls"]);
    assert_eq!(hybrid.models.len(), 2);
    assert!(hybrid.notices.iter().any(|notice| notice.contains("rule out")), "{:?}", hybrid.notices);
    // A model of [hybrid] changes nothing in `run`.
    let listed = certain("[hybrid]\nmodels = [\"rls\", \"schema\"]\n");
    let (plain, with) = (Simulated::new(&certain("")), Simulated::new(&listed));
    assert_eq!(plain.column("database", "tco"), with.column("database", "tco"));
    assert_eq!(with.plan.model().isolation.len(), 2);
    assert_eq!(searched(&listed, &[]).1.models.len(), 2);
}

fn tenantrisk(arguments: &[&str]) -> std::process::Output {
    Command::cargo_bin("tenantrisk").unwrap().args(arguments).output().unwrap()
}

/// What cannot be searched is refused before anything is played.
#[test]
fn refusals() {
    let home = tempfile::tempdir().unwrap();
    let tiers: String = (0..5)
        .map(|tier| {
            format!("[tier.t{tier}]\nshare = 0.2\nprice_per_month = 1\ncost_per_month = 0\nrecords_per_tenant = 1\n")
        })
        .collect();
    let many = format!("schema = 1\nbaseline = \"rls\"\n{tiers}[alternative.rls]\nisolation = \"rls\"\n");
    fs::write(home.path().join("many.toml"), many).unwrap();
    let many = home.path().join("many.toml").display().to_string();
    let all = "shared,rls,schema,database_shared_instance,database";
    for (file, models, words) in [
        (SHIPPED, "rls,databse", "there is no isolation model `databse`; accepted: shared, rls, database"),
        (many.as_str(), all, "5 isolation models over 5 tiers make 3125 combinations, more than 1024"),
    ] {
        let found = tenantrisk(&["hybrid", file, "--models", models, "--quiet"]);
        let text = String::from_utf8_lossy(&found.stderr).replace('\n', " ");
        assert_eq!(found.status.code(), Some(2), "{text}");
        assert!(text.contains(words), "{text}");
    }
}

/// The command writes every file, the same for any number of threads.
#[test]
fn the_command_writes_the_same_for_any_number_of_threads() {
    let home = tempfile::tempdir().unwrap();
    let read = |folder: &Path| -> Vec<(String, Vec<u8>)> {
        let names =
            ["hybrid.csv", "ladder.csv", "hybrid.json", "charts/hybrid_frontier.svg", "manifest.json"];
        names.map(|name| (name.to_owned(), fs::read(folder.join(name)).unwrap())).into()
    };
    let results = ["1", "2"].map(|threads| {
        let out = home.path().join(threads);
        let found = tenantrisk(&[
            "hybrid",
            SHIPPED,
            "--runs",
            "3000",
            "--models",
            "rls,database",
            "--threads",
            threads,
            "--out",
            out.to_str().unwrap(),
        ]);
        let text = String::from_utf8_lossy(&found.stdout).into_owned();
        assert!(found.status.success() && text.contains("efficient"), "{text}");
        read(&out.join("ten-thousand-tenants/hybrid"))
    });
    assert_eq!(results[0], results[1]);
    let table = String::from_utf8(results[0][0].1.clone()).unwrap();
    assert_eq!(table.lines().count(), 1 + 8 + 1, "{table}");
}
