//! `tenantrisk fit` from the outside.

use std::{fs, path::Path};

use assert_cmd::Command;

const LOG: &str = "scenarios/data/incidents.csv";
const WINDOW: [&str; 4] = ["--from", "2021-01-01", "--to", "2025-12-31"];

fn fit(file: &str, options: &[&str]) -> Command {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["fit", file]).args(options);
    command
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

fn stderr(command: &mut Command) -> String {
    String::from_utf8(command.assert().code(2).get_output().stderr.clone()).unwrap()
}

fn log_with(lines: &str) -> (tempfile::TempDir, String) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("log.csv");
    fs::write(&file, lines).unwrap();
    let file = file.to_str().unwrap().to_owned();
    (home, file)
}

/// A scenario of one alternative that takes the printed TOML.
fn scenario_with(toml: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("learned.toml");
    let head = "schema = 1\n[simulation]\nruns = 2000\n[tenants]\ninitial = 4000\n[alternative.rls]\nisolation = \"rls\"\n\n";
    fs::write(&file, head.to_owned() + toml).unwrap();
    (home, file)
}

fn check_and_run(toml: &str) {
    let (home, file) = scenario_with(toml);
    Command::cargo_bin("tenantrisk").unwrap().arg("check").arg(&file).assert().success();
    let mut run = Command::cargo_bin("tenantrisk").unwrap();
    run.arg("run").arg(&file).args(["--format", "csv", "--quiet", "--out"]).arg(home.path());
    run.assert().success();
    assert!(home.path().join("learned/incidents.csv").is_file());
}

#[test]
fn the_printed_toml_can_be_checked_and_run() {
    let options = [&WINDOW[..], &["--tenants", "4000", "--bootstrap", "0", "--toml"]].concat();
    let toml = stdout(&mut fit(LOG, &options));
    for words in [
        "[incident.outage]",
        "mixing = { gamma = ",
        "mixture = [{",
        "gpd = {",
        "reach = { beta = ",
        "2021-01-01 to 2025-12-31, 5.00 years",
    ] {
        assert!(toml.contains(words), "{words}\n{toml}");
    }
    check_and_run(&toml);
}

/// The default factor of an outage goes away where the log speaks against it.
#[test]
fn a_default_factor_can_be_taken_away() {
    let mixing = |line: &str| {
        let head = "schema = 1\n[alternative.rls]\nisolation = \"rls\"\n[incident.outage]\n";
        let (model, diagnostics) = tenantrisk::scenario::read("test", &format!("{head}{line}"));
        let text = diagnostics.render("test", "", false, None);
        let model = model.unwrap_or_else(|| panic!("{text}"));
        model.classes.iter().find(|class| class.name == "outage").unwrap().mixing.is_some()
    };
    assert!(mixing("") && !mixing("mixing = \"none\""));
}

/// Every family that can be written is accepted, whichever is the likeliest: constants, zeros, caps, odd names.
#[test]
fn odd_classes_are_written_so_that_they_are_accepted() {
    let mut text = "date,class,tenants_affected,minutes,cost\n".to_owned();
    for place in 0..40 {
        let (month, day) = (1 + place % 12, 1 + place % 28);
        let heavy = 1_000.0 * (40.0 / (f64::from(place) + 0.5)).powf(1.2);
        text += &format!("2024-{month:02}-{day:02},\"Ausfall \"\"Köln\"\" #1\",50,5,{heavy:.0}\n");
        text += &format!("2024-{month:02}-{day:02},breach.boundary,1,{},{}\n", place + 1, place * 10);
        text += &format!("2024-{month:02}-{day:02},fines,7,0,100\n");
    }
    let (_home, file) = log_with(&text);
    let window = ["--from", "2024-01-01", "--to", "2024-12-31"];
    let options = [&window[..], &["--tenants", "50", "--cap", "1e7", "--bootstrap", "0", "--toml"]].concat();
    let toml = stdout(&mut fit(&file, &options));
    assert!(
        toml.contains("[incident.\"Ausfall \\\"Köln\\\" #1\"]") && toml.contains("reach = \"all\""),
        "{toml}"
    );
    assert!(toml.contains("pareto = { alpha = ") && toml.contains("cap = 10000000"), "{toml}");
    assert!(
        toml.contains("# [incident.\"breach.boundary\"]") && toml.contains("# [incident.fines]"),
        "{toml}"
    );
    check_and_run(&toml);
}

/// Gamma(2, mean 4) is 2 events in half a year; the five years of 27 and one unreadable deploys follow.
#[test]
fn beliefs_of_a_scenario_are_updated() {
    let toml = "[incident.failed_deploy]\nrate = { gamma = { shape = 2, mean = 4 } }\nper = \"platform_year\"\n\
                [incident.data_exposure]\nprobability = { beta = { a = 1, b = 9 } }\nper = \"platform_year\"\n\
                [incident.outage]\nrate = 12\nper = \"platform_year\"\n";
    let (_home, file) = scenario_with(toml);
    let options = [&WINDOW[..], &["--bootstrap", "0", "--json", "--prior", file.to_str().unwrap()]].concat();
    let found: serde_json::Value = serde_json::from_str(&stdout(&mut fit(LOG, &options))).unwrap();
    let class = |name: &str| {
        let classes = found["classes"].as_array().unwrap();
        classes.iter().find(|class| class["class"] == name).unwrap()["frequency"].clone()
    };
    let deploys = class("failed_deploy");
    let (events, years) = (deploys["events"].as_f64().unwrap(), found["exposure"]["years"].as_f64().unwrap());
    let posterior = &deploys["update"]["posterior"]["gamma"];
    assert_eq!(posterior["shape"].as_f64().unwrap(), 2.0 + events);
    assert!((posterior["unit_years"].as_f64().unwrap() - 0.5 - years).abs() < 1e-12);
    let exposures = &class("data_exposure")["update"]["posterior"]["beta"];
    assert_eq!((exposures["a"].as_f64(), exposures["b"].as_f64()), (Some(4.0), Some(11.0)));
    let outage = class("outage")["remarks"].to_string();
    assert!(outage.contains("is a plain number"), "{outage}");
    let neighbour = class("noisy_neighbour")["remarks"].to_string();
    assert!(neighbour.contains("the scenario has no such class"), "{neighbour}");
}

#[test]
fn what_is_not_used_is_listed_by_line() {
    let text = stdout(&mut fit(LOG, &[&WINDOW[..], &["--tenants", "4000", "--bootstrap", "0"]].concat()));
    for words in [
        "that month has 28 days, not 30",
        "the class is blank",
        "cost is blank",
        "cost is negative: -350",
        "`$1200`, no number",
        "more than all 4000 tenants",
        "cost is 0",
        "Exposure assumed: 2021-01-01 to 2025-12-31, 5.00 years of one platform",
        "data_exposure: cost in USD, 3 values",
        "10 are needed",
    ] {
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(joined.contains(words), "{words}\n{text}");
    }
}

#[test]
fn a_window_of_the_logs_own_is_said_to_bias_the_rate() {
    let text = stdout(&mut fit(LOG, &["--bootstrap", "0"])).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("which makes every rate too high"), "{text}");
}

#[test]
fn bad_logs_are_refused_with_the_reason() {
    for (lines, options, words) in [
        (
            "date,class\n2024-13-01,a\n",
            &[][..],
            "line 2: `2024-13-01` is no date such as 2027-01-01: there is no month 13",
        ),
        ("when,class\n2024-01-01,a\n", &[], "has no column `date`"),
        ("date,class\n", &[], "has no rows"),
        ("date,class\n2024-01-01,a\n", &[], "too short for a rate a year"),
        ("date,class\n2024-01-01,a\n", &["--from", "2024-02-01", "--to", "2024-01-01"], "before it begins"),
        (
            "date,class\n2024-01-01,a\n",
            &["--from", "2024-02-01", "--to", "2024-12-31"],
            "no incident of the log lies in the window from 2024-02-01 to 2024-12-31",
        ),
        ("date,class\n2024-01-01,a\n", &["--to", "2999-01-01"], "has not happened yet"),
        ("date,class\n2024-01-01,a\n", &["--per", "tenant_year"], "needs --tenants"),
        ("date,class\n2024-01-01,a\n", &["--from", "2024-02-30"], "that month has 29 days"),
    ] {
        let (_home, file) = log_with(lines);
        let message = stderr(&mut fit(&file, options));
        assert!(message.contains(words), "{words}\n{message}");
    }
    assert!(stderr(&mut fit("absent.csv", &[])).contains("cannot read absent.csv"));
}

/// Files are complete, and the same whatever the number of threads.
#[test]
fn files_repeat_themselves() {
    let home = tempfile::tempdir().unwrap();
    let read = |folder: &Path, name: &str| fs::read(folder.join("incidents").join(name)).unwrap();
    for threads in ["1", "3"] {
        let out = home.path().join(threads);
        let options = [&WINDOW[..], &["--bootstrap", "49", "--out", out.to_str().unwrap()]].concat();
        let mut command = fit(LOG, &options);
        command.env("RAYON_NUM_THREADS", threads).assert().success();
        // A second time over the first.
        command.assert().success();
    }
    for name in [
        "fit.toml",
        "fit.csv",
        "fit.json",
        "rejected.csv",
        "manifest.json",
        "charts/qq_outage_cost.svg",
        "charts/qq_outage_cost.png",
        "charts/qq_noisy_neighbour_minutes.svg",
    ] {
        let [one, three] = ["1", "3"].map(|threads| read(&home.path().join(threads), name));
        assert!(!one.is_empty() && one == three, "{name}");
    }
}
