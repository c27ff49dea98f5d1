//! `tenantrisk brief` as a user types it.

use std::{fs, path::Path};

use assert_cmd::Command;

const SHIPPED: &str = "scenarios/ten-thousand-tenants.toml";

fn tenantrisk(arguments: &[&str], out: &Path) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.args(arguments).args(["--runs", "5000", "--out"]).arg(out).assert()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Both files, the same bytes for any number of threads, beside what a run has left.
#[test]
fn writes_both_files_beside_the_results() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("ten-thousand-tenants");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    tenantrisk(&["run", SHIPPED, "--quiet", "--format", "csv"], home.path()).success();
    let summary = read("summary.csv");
    tenantrisk(&["brief", SHIPPED, "--threads", "1"], home.path()).success();
    let first = [read("business-case.md"), read("business-case.html")];
    tenantrisk(&["brief", SHIPPED, "--threads", "3"], home.path()).success();
    assert_eq!(first, [read("business-case.md"), read("business-case.html")]);
    assert_eq!(summary, read("summary.csv"));
    for part in ["# Ten thousand tenants", "Choose RLS + pooling", "$60.0K per tenant", "## In two minutes"] {
        assert!(first[0].contains(part), "`{part}` is not in\n{}", first[0]);
    }
    assert!(first[1].starts_with("<!DOCTYPE html>") && first[1].contains("<svg"));
    let manifest: serde_json::Value = serde_json::from_str(&read("manifest.json")).unwrap();
    let names: Vec<&str> =
        manifest["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"business-case.md") && names.contains(&"summary.csv"), "{names:?}");
    // A run replaces the whole directory: a business case of older figures must not stay beside new ones.
    tenantrisk(&["run", SHIPPED, "--quiet", "--format", "csv"], home.path()).success();
    assert!(!folder.join("business-case.md").exists());
    assert_eq!(summary, read("summary.csv"));
}

/// Without a run before, and with a run after.
#[test]
fn needs_no_run_before() {
    let home = tempfile::tempdir().unwrap();
    tenantrisk(&["brief", SHIPPED], home.path()).success();
    assert!(home.path().join("ten-thousand-tenants/business-case.html").exists());
    tenantrisk(&["run", SHIPPED, "--quiet", "--format", "csv"], home.path()).success();
}

/// A business case that somebody has edited is neither replaced by another nor deleted by a run.
#[test]
fn an_edited_business_case_is_kept() {
    let home = tempfile::tempdir().unwrap();
    tenantrisk(&["brief", SHIPPED], home.path()).success();
    let file = home.path().join("ten-thousand-tenants/business-case.md");
    fs::write(&file, "edited").unwrap();
    for command in ["brief", "run"] {
        let output = tenantrisk(&[command, SHIPPED], home.path()).code(1).get_output().clone();
        assert!(text(&output.stderr).contains("business-case.md"), "{}", text(&output.stderr));
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "edited");
}

#[test]
fn stdout_gets_the_markdown_and_no_file_is_written() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::cargo_bin("tenantrisk")
        .unwrap()
        .current_dir(home.path())
        .arg("brief")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(SHIPPED))
        .args(["--stdout", "--runs", "2000", "--seed", "5"])
        .assert()
        .success()
        .get_output()
        .clone();
    assert!(text(&output.stdout).starts_with("# Ten thousand tenants"));
    assert!(text(&output.stdout).contains("2,000 runs (plain), seed 5"));
    assert!(output.stderr.is_empty());
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn bad_calls_are_refused() {
    let home = tempfile::tempdir().unwrap();
    tenantrisk(&["brief", "no-such-file.toml"], home.path()).code(2);
    tenantrisk(&["brief"], home.path()).code(2);
    let file = home.path().join("taken");
    fs::write(&file, "mine").unwrap();
    tenantrisk(&["brief", SHIPPED], &file).code(1);
}
