//! `docs/outputs.md` lists the columns that files have.

use std::{collections::BTreeMap, fs, path::Path};

use assert_cmd::Command;

fn tenantrisk(arguments: &[&str], out: &Path) {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).arg(out).assert().success();
}

/// The columns in the field table of each file.
fn documented() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/outputs.md")).unwrap();
    let mut files = BTreeMap::<String, Vec<String>>::new();
    for section in text.split("\n### ").skip(1) {
        let (name, rest) = section.split_once('\n').unwrap();
        let rows = rest.split("\n## ").next().unwrap().lines().filter(|line| line.starts_with("| "));
        let cells =
            rows.skip(1).map(|row| row.split('|').nth(1).unwrap().trim().trim_matches('`').to_owned());
        files.insert(name.to_owned(), cells.collect());
    }
    files
}

#[test]
fn the_field_tables_list_the_columns_written() {
    let home = tempfile::tempdir().unwrap();
    let surge = "scenarios/enterprise-surge.toml";
    let replayed = home.path().join("enterprise-surge/replay.csv");
    tenantrisk(&["run", surge, "--runs", "50", "--format", "csv", "--quiet", "--out"], home.path());
    tenantrisk(&["replay", surge, "--run", "3", "--csv"], &replayed);
    let uncertain = "scenarios/ten-thousand-tenants-evidence.toml";
    let nested = ["run", uncertain, "--runs", "500", "--outer", "20", "--format", "csv", "--quiet", "--out"];
    tenantrisk(&nested, home.path());
    let shipped = "scenarios/ten-thousand-tenants.toml";
    tenantrisk(&["run", shipped, "--method", "exact", "--quiet", "--out"], home.path());
    let mut documented = documented();
    let mut done = Vec::new();
    for folder in ["enterprise-surge", "ten-thousand-tenants-evidence", "ten-thousand-tenants"] {
        for entry in fs::read_dir(home.path().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if !name.ends_with(".csv") || done.contains(&name) {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let columns: Vec<&str> = text.lines().next().unwrap().split(',').collect();
            let Some(mut listed) = documented.remove(&name) else { panic!("docs/outputs.md lacks {name}") };
            if listed.last().is_some_and(|last| last == "every metric") {
                listed.pop();
                assert!(columns.len() > listed.len() + 20, "{name}");
                assert_eq!(columns[..listed.len()], listed, "{name}");
            } else {
                assert_eq!(columns, listed, "{name}");
            }
            done.push(name);
        }
    }
    assert_eq!(documented.keys().collect::<Vec<_>>(), Vec::<&String>::new(), "files that nothing wrote");
}

/// A comma divides decimals and semicolons divide fields; names of the scenario never become formulas.
#[test]
fn decimals_may_be_divided_by_a_comma() {
    let home = tempfile::tempdir().unwrap();
    let shipped = "scenarios/ten-thousand-tenants.toml";
    for (mark, folder) in [("point", "a"), ("comma", "b")] {
        let out = home.path().join(folder);
        let arguments =
            ["run", shipped, "--runs", "50", "--format", "csv", "--csv-decimal", mark, "--quiet", "--out"];
        tenantrisk(&arguments, &out);
    }
    let read = |folder: &str, file: &str| {
        fs::read_to_string(home.path().join(folder).join("ten-thousand-tenants").join(file)).unwrap()
    };
    for file in
        ["summary.csv", "comparison.csv", "exceedance.csv", "yearly.csv", "convergence.csv", "runs.csv"]
    {
        let (point, comma) = (read("a", file), read("b", file));
        let comma = comma.strip_prefix('\u{feff}').unwrap();
        let same = |text: &str, number: &str| text == number || text.replace(',', ".") == number;
        let mut numbers = 0;
        for (commas, points) in comma.lines().zip(point.lines()) {
            let (commas, points) = (commas.split(';'), points.split(','));
            assert!(
                commas.clone().zip(points.clone()).all(|(a, b)| same(a, b))
                    && commas.clone().count() == points.count()
            );
            numbers += commas.filter(|cell| cell.contains(',')).count();
        }
        assert!(numbers > 3, "{file}");
        assert_eq!(comma.lines().count(), point.lines().count());
    }
}

#[test]
fn findings_completions_and_manual_pages_are_printed() {
    let home = tempfile::tempdir().unwrap();
    let printed = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("tenantrisk").unwrap();
        let output = command.args(arguments).assert().success().get_output().stdout.clone();
        String::from_utf8(output).unwrap()
    };
    let schema: serde_json::Value = serde_json::from_str(&printed(&["schema", "findings"])).unwrap();
    tenantrisk(
        &["run", "scenarios/enterprise-surge.toml", "--runs", "50", "--format", "json", "--quiet", "--out"],
        home.path(),
    );
    let findings = fs::read(home.path().join("enterprise-surge/findings.json")).unwrap();
    let findings = serde_json::from_slice(&findings).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    assert_eq!(validator.iter_errors(&findings).map(|error| error.to_string()).collect::<Vec<_>>(), [""; 0]);
    assert!(printed(&["completions", "bash"]).contains("_tenantrisk"));
    assert!(printed(&["man"]).contains(".TH tenantrisk 1"));
    tenantrisk(&["man", "--out"], home.path());
    assert!(home.path().join("tenantrisk-run.1").is_file());
}
