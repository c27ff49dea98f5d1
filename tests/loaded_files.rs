//! Scenarios that load files from disk, through the command.

use std::{fs, path::Path};

use assert_cmd::Command;
use sha2::{Digest, Sha256};

const BASE: &str = "\
schema = 1
baseline = \"rls\"
[simulation]
runs = 200
[alternative.rls]
isolation = \"rls\"
[alternative.database]
isolation = \"database\"
";

fn tenantrisk(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(folder).args(arguments);
    command
}

fn stderr(folder: &Path, arguments: &[&str]) -> String {
    let output = tenantrisk(folder, arguments).assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

/// `a/my.toml` extends `b/base.toml`.
fn two_folders() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for folder in ["a", "b"] {
        fs::create_dir(home.path().join(folder)).unwrap();
    }
    fs::write(home.path().join("a/my.toml"), "extends = \"../b/base.toml\"\n[horizon]\nyears = 2\n").unwrap();
    fs::write(home.path().join("b/base.toml"), BASE).unwrap();
    home
}

/// The scenario's digest in the manifest of a run.
fn digest(home: &Path) -> String {
    tenantrisk(home, &["run", "a/my.toml", "--quiet", "--format", "json", "--out", "out"]).assert().success();
    let manifest = fs::read(home.join("out/my/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    manifest["scenario_sha256"].as_str().unwrap().to_owned()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Paths are seen from the scenario's folder, not from where the command is called.
#[test]
fn a_base_is_found_beside_the_scenario() {
    let home = two_folders();
    tenantrisk(home.path(), &["check", "a/my.toml"]).assert().success();
    tenantrisk(&home.path().join("a"), &["check", "my.toml"]).assert().success();
    tenantrisk(&home.path().join("b"), &["check", "../a/my.toml"]).assert().success();
}

#[test]
fn the_digest_covers_every_loaded_file() {
    let home = two_folders();
    let before = digest(home.path());
    let files = ["a/my.toml", "b/base.toml"].map(|file| fs::read(home.path().join(file)).unwrap());
    assert_eq!(before, sha256(files.map(|bytes| sha256(&bytes) + "\n").concat().as_bytes()));
    fs::write(home.path().join("b/base.toml"), BASE.replace("200", "201")).unwrap();
    let after = digest(home.path());
    assert_ne!(before, after);
    fs::write(home.path().join("b/base.toml"), BASE).unwrap();
    assert_eq!(before, digest(home.path()));
    fs::write(home.path().join("a/my.toml"), BASE).unwrap();
    assert_eq!(digest(home.path()), sha256(BASE.as_bytes()), "a scenario that loads nothing is its file");
}

/// The values of a column reach the run; the digest changes with them, and with the base.
#[test]
fn the_digest_covers_data() {
    let home = two_folders();
    let incident = "[incident.fraud]\nrate = 2\nper = \"platform_year\"\ncost_per_event = \
                    { mixture = [{ weight = 1, of = { empirical = \"losses.csv\" } }, { weight = 1, of = 3 }] }\n";
    fs::write(home.path().join("b/base.toml"), format!("{BASE}{incident}")).unwrap();
    fs::write(home.path().join("b/losses.csv"), "usd\n1000\n2000\n").unwrap();
    let before = digest(home.path());
    fs::write(home.path().join("b/losses.csv"), "usd\n1000\n2001\n").unwrap();
    assert_ne!(before, digest(home.path()));
    tenantrisk(home.path(), &["explain", "a/my.toml"]).assert().success();
    fs::write(home.path().join("b/losses.csv"), "usd\n1000\n2000\nlots\n").unwrap();
    let text = stderr(home.path(), &["check", "a/my.toml"]);
    assert!(text.contains("--> b/losses.csv:4:1") && text.contains("found text \"lots\""), "{text}");
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let home = two_folders();
    fs::remove_file(home.path().join("b/base.toml")).unwrap();
    let text = stderr(home.path(), &["check", "a/my.toml"]);
    assert!(text.contains("`../b/base.toml` cannot be read (my.toml → ../b/base.toml): "), "{text}");
    assert!(text.contains("a/my.toml:1:11"), "{text}");
    fs::write(home.path().join("b/base.toml"), b"schema = 1\n\xff\n").unwrap();
    let text = stderr(home.path(), &["check", "a/my.toml"]);
    assert!(text.contains("it is not UTF-8 text (byte 12)"), "{text}");
}

#[test]
fn mistakes_of_a_base_have_its_path() {
    let home = two_folders();
    fs::write(home.path().join("b/base.toml"), BASE.replace("runs = 200", "runs = 0")).unwrap();
    let text = stderr(home.path(), &["run", "a/my.toml"]);
    assert!(text.contains("--> b/base.toml:4:8") && text.contains("4 | runs = 0"), "{text}");
    assert!(!home.path().join("output").exists());
}
