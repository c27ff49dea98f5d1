//! The command as a user types it.

use std::{collections::BTreeMap, fs, path::Path};

use assert_cmd::Command;

const SHIPPED: &str = "scenarios/ten-thousand-tenants.toml";

fn tenantrisk() -> Command {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every file below a folder with its content.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// The same bytes for 1, 2 and 7 threads, and for a second run.
#[test]
fn files_do_not_depend_on_threads() {
    let home = tempfile::tempdir().unwrap();
    let mut results = Vec::new();
    for (round, threads) in ["1", "2", "7", "7"].into_iter().enumerate() {
        let out = home.path().join(round.to_string());
        let out_text = out.to_str().unwrap();
        let arguments = ["run", SHIPPED, "--runs", "20000", "--threads", threads, "--out", out_text];
        tenantrisk().args(arguments).arg("--quiet").assert().success();
        results.push(files(&out));
    }
    for name in
        ["summary.csv", "comparison.csv", "exceedance.csv", "runs.csv", "findings.json", "manifest.json"]
    {
        assert!(results[0].contains_key(&format!("ten-thousand-tenants/{name}")), "{name}");
    }
    for chart in ["loss_exceedance", "tco_components"] {
        for kind in ["svg", "png"] {
            assert!(results[0].contains_key(&format!("ten-thousand-tenants/charts/{chart}.{kind}")));
        }
    }
    for other in &results[1..] {
        assert_eq!(results[0].keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, content) in &results[0] {
            assert!(content == &other[name], "{name} differs");
        }
    }
}

/// Adding an alternative moves no number of the others, whose runs are drawn plainly; otherwise the rarest events
/// are those under any alternative, and runs are weighted by their probability.
#[test]
fn an_alternative_moves_no_other() {
    let home = tempfile::tempdir().unwrap();
    let shipped = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SHIPPED)).unwrap();
    let before = home.path().join("scenario.toml");
    fs::write(&before, &shipped).unwrap();
    let after = home.path().join("more").join("scenario.toml");
    fs::create_dir(after.parent().unwrap()).unwrap();
    let more = "\n[alternative.schema]\nisolation = \"schema\"\n";
    fs::write(&after, shipped.replace("[alternative.shared]", &format!("{more}[alternative.shared]")))
        .unwrap();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for file in [&before, &after] {
        let out = file.with_extension("out");
        let arguments = ["--runs", "20000", "--method", "plain", "--format", "csv", "--quiet"];
        tenantrisk().arg("run").arg(file).arg("--out").arg(&out).args(arguments).assert().success();
        let summary = fs::read_to_string(out.join("scenario/summary.csv")).unwrap();
        // The default schema model brings a common-cause class; its zero rows are new for the others.
        let kept = |line: &&str| !line.starts_with("schema,") && !line.contains("breach.common_cause");
        rows.push(summary.lines().filter(kept).map(str::to_owned).collect());
    }
    assert_eq!(rows[0], rows[1]);
}

/// `runs.csv` with all rows reproduces `summary.csv`.
#[test]
fn runs_reproduce_the_summary() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().to_str().unwrap();
    let arguments =
        ["run", SHIPPED, "--runs", "5000", "--run-rows", "all", "--format", "csv", "--quiet", "--out", out];
    tenantrisk().args(arguments).assert().success();
    let folder = home.path().join("ten-thousand-tenants");
    let mut reader = csv::Reader::from_path(folder.join("runs.csv")).unwrap();
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut columns: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        for (header, value) in headers.iter().zip(&record).skip(3) {
            let metric = header.trim_end_matches("_usd").to_owned();
            columns.entry((record[2].to_owned(), metric)).or_default().push(value.parse().unwrap());
        }
    }
    let mut compared = 0;
    for record in csv::Reader::from_path(folder.join("summary.csv")).unwrap().records() {
        let record = record.unwrap();
        let mut values = columns[&(record[0].to_owned(), record[1].to_owned())].clone();
        values.sort_by(f64::total_cmp);
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let actual: f64 = record[3].parse().unwrap();
        let quantile = |level: f64| values[((level * n - 1e-6).ceil() as usize).max(1) - 1];
        let exact = match &record[2] {
            "mean" => mean,
            "prob_any" => values.iter().filter(|value| **value > 0.0).count() as f64 / n,
            "p5" => quantile(0.05),
            "p50" => quantile(0.5),
            "p95" => quantile(0.95),
            "p99" => quantile(0.99),
            "p99.9" => quantile(0.999),
            "tvar95" => values[values.len() * 95 / 100..].iter().sum::<f64>() / (0.05 * n),
            _ => continue,
        };
        compared += 1;
        assert!((actual - exact).abs() <= 1e-9 * exact.abs(), "{record:?}: {exact} from the runs");
    }
    assert!(compared > 500);
}

/// Five different mistakes, all reported in one go; exit code 2; nothing written.
#[test]
fn five_mistakes_are_reported_together() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("broken.toml");
    fs::write(
        &file,
        "schema = 1\nbaseline = \"rls\"\n[horizon]\ndiscount_rat = 0.1\n[tier.all]\nshare = 0.9\n\
         price_per_month = -5\ncost_per_month = 1\nrecords_per_tenant = \"many\"\n[isolation.rls]\n\
         breach = { probability = 0.01 }\n[alternative.rls]\nisolation = \"rsl\"\n",
    )
    .unwrap();
    let out = home.path().join("out");
    for command in ["run", "check"] {
        let mut call = tenantrisk();
        call.arg(command).arg(&file);
        if command == "run" {
            call.arg("--out").arg(&out);
        }
        let output = call.assert().code(2).get_output().clone();
        assert!(output.stdout.is_empty());
        let stderr = text(&output.stderr);
        for part in [
            "unknown key `discount_rat`",
            "did you mean `discount_rate`?",
            "broken.toml:4:1",
            "the shares of the tiers sum to 0.9",
            "integer -5 is out of range",
            "expected a number, found text \"many\"",
            "`per` is missing",
            "four orders of magnitude",
            "there is no isolation model `rsl`",
            "did you mean `rls`?",
            "6 errors in",
        ] {
            assert!(stderr.contains(part), "`{part}` is not in\n{stderr}");
        }
    }
    assert!(!out.exists(), "nothing is written");
}

#[test]
fn bad_calls_end_with_two() {
    tenantrisk().args(["run", "no-such-file.toml"]).assert().code(2);
    tenantrisk().args(["run", SHIPPED, SHIPPED]).assert().code(2);
    tenantrisk().args(["run", SHIPPED, "--runs", "0"]).assert().code(2);
    tenantrisk().args(["run", SHIPPED, "--threads", "0"]).assert().code(2);
    tenantrisk().arg("frobnicate").assert().code(2);
}

/// A directory that cannot be made is an I/O failure, found before the simulation.
#[test]
fn an_output_that_is_a_file_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("taken");
    fs::write(&file, "mine").unwrap();
    tenantrisk().args(["run", SHIPPED, "--runs", "1000000000", "--out"]).arg(&file).assert().code(1);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn json_is_one_document() {
    let home = tempfile::tempdir().unwrap();
    let output = tenantrisk()
        .args(["run", SHIPPED, "--runs", "2000", "--json", "--format", "csv", "--out"])
        .arg(home.path())
        .assert()
        .success()
        .get_output()
        .clone();
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(findings["setting"]["scenario"], "ten-thousand-tenants");
    assert!(findings["verdict"][0].as_str().unwrap().contains("RLS + pooling"));
}

/// One run is enough for means; standard errors are then not available.
#[test]
fn one_run() {
    let home = tempfile::tempdir().unwrap();
    tenantrisk().args(["run", SHIPPED, "--runs", "1", "--out"]).arg(home.path()).assert().success();
    let summary = fs::read_to_string(home.path().join("ten-thousand-tenants/summary.csv")).unwrap();
    let line = summary.lines().find(|line| line.starts_with("rls,tco,mean,")).unwrap();
    assert_eq!(line.split(',').nth(4), Some(""), "{line}");
}

/// Every scenario that ships is free of mistakes.
#[test]
fn shipped_scenarios_are_valid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            tenantrisk().arg("check").arg(path).assert().success();
        }
    }
}
