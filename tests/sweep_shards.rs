//! `sweep --shard` and `merge`, with plain processes.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;

const SMALL: &str = "\
schema = 1
baseline = \"rls\"
[simulation]
runs = 2100
seed = 42
[alternative.rls]
isolation = \"rls\"
[alternative.database]
isolation = \"database\"
[alternative.hybrid]
isolation = { starter = \"rls\", growth = \"rls\", enterprise = \"database\" }
";
const TENANTS: &str = "tenants.initial=100..10000:log:4";
const YEARS: &str = "horizon.years=1,2,5";
/// A sweep of 12 points.
const SWEEP: [&str; 9] =
    ["sweep", "small.toml", "--vary", TENANTS, "--vary", YEARS, "--runs", "600", "--quiet"];

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("small.toml"), SMALL).unwrap();
    home
}

fn tenantrisk(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    for variable in ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"] {
        command.env_remove(variable);
    }
    command.current_dir(folder).args(arguments);
    command
}

fn succeed(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = tenantrisk(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {stderr}");
    (stdout, stderr)
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = tenantrisk(folder, arguments).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}: {stderr}");
    stderr
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(path).unwrap());
            }
        }
    }
    found
}

fn assert_same(folder: &Path, one: &str, other: &str) {
    let [one, other] = [one, other].map(|name| files(&folder.join(name)));
    assert!(one.keys().any(|name| name.ends_with("sweep/manifest.json")), "there is a sweep");
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, content) in &one {
        assert!(*content == other[name], "{} differs", name.display());
    }
}

/// Twelve points in three shards, in sixteen of which four are empty, and in one.
#[test]
fn merged_sweeps_are_the_whole() {
    let home = home();
    succeed(home.path(), &[&SWEEP[..], &["--out", "whole"]].concat());
    for count in [1, 3, 16] {
        let (shards, merged) = (format!("shards-{count}"), format!("merged-{count}"));
        for index in (1..=count).rev() {
            let part = format!("{index}/{count}");
            succeed(home.path(), &[&SWEEP[..], &["--shard", &part, "--out", &shards]].concat());
        }
        succeed(home.path(), &["merge", &shards, "--out", &merged, "--quiet"]);
        assert_same(home.path(), "whole", &merged);
    }
}

/// Merging prints what sweeping prints, also as JSON and with decimal commas.
#[test]
fn merging_reports_like_sweeping() {
    let home = home();
    let sweep = &SWEEP[..8];
    for part in ["1/2", "2/2"] {
        let (stdout, stderr) = succeed(home.path(), &[sweep, &["--shard", part]].concat());
        let name = format!("shards/small/sweep-shard-{}.trs\n", part.replace('/', "-of-"));
        assert_eq!(stdout, name);
        assert!(
            stderr.contains("the sweep of small: shard ") && stderr.contains(", 6 points in "),
            "{stderr}"
        );
    }
    let (whole, _) = succeed(home.path(), sweep);
    let (merged, stderr) = succeed(home.path(), &["merge", "shards", "--out", "merged"]);
    assert_eq!(whole, merged);
    assert!(stderr.starts_with("small: 12 points of 2 shards merged in "), "{stderr}");
    assert_same(home.path(), "output", "merged");
    let (whole, _) = succeed(home.path(), &[sweep, &["--json"]].concat());
    let (merged, stderr) = succeed(home.path(), &["merge", "shards", "--out", "merged", "--json"]);
    assert_eq!((whole, ""), (merged, stderr.as_str()));
    succeed(home.path(), &[&SWEEP[..], &["--csv-decimal", "comma"]].concat());
    succeed(home.path(), &["merge", "shards", "--out", "merged", "--quiet", "--csv-decimal", "comma"]);
    assert_same(home.path(), "output", "merged");
}

/// What is missing is named with the command that computes just that; what is there is not computed again.
#[test]
fn missing_and_damaged_shards_are_named() {
    let home = home();
    succeed(home.path(), &[&SWEEP[..], &["--out", "whole"]].concat());
    for part in ["1/3", "2/3"] {
        succeed(home.path(), &[&SWEEP[..], &["--shard", part]].concat());
    }
    let second = home.path().join("shards/small/sweep-shard-2-of-3.trs");
    let bytes = fs::read(&second).unwrap();
    fs::write(&second, &bytes[..bytes.len() / 2]).unwrap();
    let text = refused(home.path(), &["merge", "shards"]);
    assert!(text.contains("error: shards/small/sweep-shard-2-of-3.trs is refused: it is damaged"), "{text}");
    assert!(
        text.contains("the sweep of small lacks 2 of its 3 shards; to compute just these, run:"),
        "{text}"
    );
    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  tenantrisk ")).collect();
    let command = |index| {
        format!(
            "sweep small.toml --shard {index}/3 --out shards --vary {TENANTS} --vary {YEARS} --runs 600 --seed 42 \
             --method auto"
        )
    };
    assert_eq!(commands, [2, 3].map(command));
    for command in commands {
        let (_, stderr) = succeed(home.path(), &command.split(' ').collect::<Vec<_>>());
        assert_eq!(command.contains("2/3"), stderr.contains("is computed again: it is damaged"), "{stderr}");
    }
    assert_eq!(fs::read(&second).unwrap(), bytes);
    let (_, stderr) = succeed(home.path(), &[&SWEEP[..8], &["--shard", "2/3"]].concat());
    assert!(stderr.contains("is there and whole; it is not computed again"), "{stderr}");
    succeed(home.path(), &["merge", "shards", "--out", "merged", "--quiet"]);
    assert_same(home.path(), "whole", "merged");
}

#[test]
fn foreign_and_different_shards_are_refused() {
    let home = home();
    for part in ["1/3", "2/3", "3/3"] {
        succeed(home.path(), &[&SWEEP[..], &["--shard", part]].concat());
    }
    let foreign = |change: &[&str], expected: &str| {
        let sweep = ["sweep", "small.toml", "--quiet", "--shard", "2/3", "--out", "foreign"];
        succeed(home.path(), &[&sweep[..], change].concat());
        let text = refused(home.path(), &["merge", "foreign", "shards"]);
        let first = "belongs to another simulation than shards/small/sweep-shard-1-of-3.trs: ";
        assert!(text.contains(&format!("{first}{expected}")), "{text}");
        fs::remove_dir_all(home.path().join("foreign")).unwrap();
    };
    foreign(
        &["--vary", TENANTS, "--runs", "600"],
        "--vary tenants.initial=100..10000:log:4 instead of tenants.initial=100..10000:log:4 horizon.years=1,2,5",
    );
    foreign(&["--vary", TENANTS, "--vary", YEARS, "--runs", "601"], "runs 601 instead of 600");
    let text = refused(home.path(), &[&SWEEP[..], &["--shard", "1/3", "--seed", "9"]].concat());
    assert!(
        text.contains("is a shard of another simulation (seed 9 instead of 42)")
            || text.contains("is a shard of another simulation (seed 42 instead of 9)"),
        "{text}"
    );
    // The same number with another content.
    let path = home.path().join("copies/sweep-shard-1-of-3.trs");
    fs::create_dir(home.path().join("copies")).unwrap();
    let mut bytes = fs::read(home.path().join("shards/small/sweep-shard-1-of-3.trs")).unwrap();
    fs::write(&path, &bytes).unwrap();
    let (_, stderr) = succeed(home.path(), &["merge", "shards", "copies", "--out", "merged"]);
    assert!(stderr.contains("hold the same shard 1; one of them is read"), "{stderr}");
    let content = bytes.len() - 32;
    bytes[content - 3] ^= 1;
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&bytes[..content]);
    bytes[content..].copy_from_slice(&digest);
    fs::write(&path, bytes).unwrap();
    let text = refused(home.path(), &["merge", "shards", "copies", "--out", "merged"]);
    assert!(text.contains("both are shard 1 and differ; delete the one that is wrong"), "{text}");
}

/// Runs and a sweep of one scenario in the same folder: both results come out, one inside the other.
#[test]
fn runs_and_sweeps_are_merged_together() {
    let home = home();
    succeed(home.path(), &["run", "small.toml", "--quiet", "--out", "whole"]);
    succeed(home.path(), &[&SWEEP[..], &["--out", "whole"]].concat());
    for part in ["1/2", "2/2"] {
        succeed(home.path(), &["run", "small.toml", "--quiet", "--shard", part]);
        succeed(home.path(), &[&SWEEP[..], &["--shard", part]].concat());
    }
    succeed(home.path(), &["merge", "shards", "--out", "merged", "--quiet"]);
    assert_same(home.path(), "whole", "merged");
    let text = refused(home.path(), &["merge", "shards", "--out", "shards"]);
    assert!(text.contains("the result would replace it"), "{text}");
}

#[test]
fn array_jobs_name_the_shard() {
    let home = home();
    let arguments = [&SWEEP[..], &["--shard", "auto/2"]].concat();
    tenantrisk(home.path(), &arguments).env("SLURM_ARRAY_TASK_ID", "1").assert().success();
    tenantrisk(home.path(), &arguments).env("JOB_COMPLETION_INDEX", "1").assert().success();
    succeed(home.path(), &["merge", "shards", "--quiet"]);
    let text = refused(home.path(), &arguments);
    assert!(text.starts_with("error: --shard auto/2: none of SLURM_ARRAY_TASK_ID, "), "{text}");
    for option in [&["--json"][..], &["--csv-decimal", "comma"]] {
        let text = refused(home.path(), &[&SWEEP[..8], &["--shard", "1/2"], option].concat());
        assert!(text.contains("cannot be used with"), "{text}");
    }
}
