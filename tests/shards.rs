//! `run --shard` and `merge`, with plain processes.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;

const BRIEF: &str = "scenarios/ten-thousand-tenants.toml";
const EVIDENCE: &str = "scenarios/ten-thousand-tenants-evidence.toml";
const ARRAYS: [&str; 4] =
    ["SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"];

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
";

fn tenantrisk(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    ARRAYS.into_iter().for_each(|variable| {
        command.env_remove(variable);
    });
    command.current_dir(folder).args(arguments);
    command
}

/// Exit code, stdout and stderr.
fn call(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = tenantrisk(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn succeed(folder: &Path, arguments: &[&str]) -> (String, String) {
    let (code, stdout, stderr) = call(folder, arguments);
    assert_eq!(code, 0, "{arguments:?}: {stderr}");
    (stdout, stderr)
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let (code, stdout, stderr) = call(folder, arguments);
    assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
    stderr
}

/// Every file below a folder with its content.
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

fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    assert!(one.keys().any(|name| name.ends_with("manifest.json")), "there is a result");
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, content) in &one {
        assert!(*content == other[name], "{} differs", name.display());
    }
}

/// A folder with `small.toml` and shards of it below `shards`.
fn small(count: u32) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("small.toml"), SMALL).unwrap();
    for index in 1..=count {
        succeed(home.path(), &["run", "small.toml", "--shard", &format!("{index}/{count}"), "--quiet"]);
    }
    home
}

fn shard(home: &Path, index: u32, count: u32) -> PathBuf {
    home.join(format!("shards/small/shard-{index}-of-{count}.trs"))
}

/// 1, 3 and 16 shards give the bytes of the unsharded run, all files and charts.
fn merged_is_whole(scenario: &str, runs: &str, threads: &str) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = tempfile::tempdir().unwrap();
    let folder = |name: String| home.path().join(name).to_str().unwrap().to_owned();
    let whole = folder("whole".to_owned());
    succeed(repository, &["run", scenario, "--runs", runs, "--quiet", "--out", &whole]);
    for count in [1, 3, 16] {
        let mut shards = Vec::new();
        for index in 1..=count {
            // Some shards lie apart.
            let out = folder(format!("{count}-{}", index % 2));
            let part = format!("{index}/{count}");
            let arguments = ["run", scenario, "--runs", runs, "--shard", &part, "--threads", threads];
            let (stdout, stderr) = succeed(repository, &[&arguments[..], &["--out", &out]].concat());
            assert!(stdout.ends_with(&format!("shard-{index}-of-{count}.trs\n")), "{stdout}");
            assert!(stderr.contains(&format!("shard {index} of {count}, ")), "{stderr}");
            if !shards.contains(&out) {
                shards.insert(0, out);
            }
        }
        let merged = folder(format!("merged-{count}"));
        let mut arguments = vec!["merge", "--quiet", "--out", &merged];
        arguments.extend(shards.iter().map(String::as_str));
        let (stdout, stderr) = succeed(repository, &arguments);
        assert_eq!((stdout.as_str(), stderr.as_str()), ("", ""));
        assert_same(Path::new(&whole), Path::new(&merged));
    }
}

/// Weighted runs in replicates.
#[test]
fn shards_of_the_brief_are_the_whole() {
    merged_is_whole(BRIEF, "9000", "2");
}

/// Two blocks, so that most of sixteen shards are empty.
#[test]
fn shards_of_the_evidence_are_the_whole() {
    merged_is_whole(EVIDENCE, "2000", "1");
}

/// Merging prints what running prints, also as JSON, and takes the same options.
#[test]
fn merge_reports_like_run() {
    let home = small(2);
    let options = ["--json", "--format", "csv,json", "--run-rows", "all"];
    let whole = succeed(home.path(), &[&["run", "small.toml", "--out", "whole"], &options[..]].concat());
    let merged = succeed(home.path(), &[&["merge", "shards", "--out", "merged"], &options[..]].concat());
    assert_eq!(whole, merged);
    assert_same(&home.path().join("whole"), &home.path().join("merged"));
    let (whole, _) = succeed(home.path(), &["run", "small.toml", "--format", "json"]);
    let (merged, stderr) = succeed(home.path(), &["merge", "shards", "--format", "json"]);
    assert_eq!(whole, merged);
    assert!(stderr.starts_with("small: 2100 runs of 2 shards merged in "), "{stderr}");
}

/// Where the runs are more than the memory allowed, they are counted in the same bins, by the shards or by the merge.
#[test]
fn merge_counts_in_bins_like_run() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("small.toml"), SMALL).unwrap();
    let runs = ["--runs", "150000", "--quiet", "--no-robustness"];
    let memory = ["--memory", "150MiB", "--format", "csv,json", "--no-robustness"];
    succeed(home.path(), &[&["run", "small.toml", "--out", "whole"], &runs[..3], &memory].concat());
    for part in ["1/3", "2/3", "3/3"] {
        succeed(home.path(), &[&["run", "small.toml", "--shard", part], &runs[..]].concat());
        let bins = ["--memory", "150MiB", "--out", "bins"];
        succeed(home.path(), &[&["run", "small.toml", "--shard", part], &bins[..], &runs].concat());
    }
    succeed(home.path(), &[&["merge", "bins", "--out", "binned", "--quiet"], &memory[..]].concat());
    assert_same(&home.path().join("whole"), &home.path().join("binned"));
    let sizes = ["shards", "bins"]
        .map(|folder| fs::metadata(home.path().join(folder).join("small/shard-2-of-3.trs")).unwrap().len());
    assert!(sizes[1] < sizes[0] / 3, "{sizes:?}");
    let text = refused(home.path(), &["merge", "bins", "--run-rows", "25001"]);
    assert!(
        text.contains("it keeps 25000 runs for the run table (--run-rows), fewer than are wanted now"),
        "{text}"
    );
    let text = refused(home.path(), &["merge", "bins", "shards"]);
    assert!(text.contains("--memory 4GiB instead of 150MiB"), "{text}");
    fs::remove_file(home.path().join("bins/small/shard-3-of-3.trs")).unwrap();
    let text = refused(home.path(), &["merge", "bins"]);
    let command = "--runs 150000 --seed 42 --method auto";
    assert!(
        text.contains(&format!("--shard 3/3 --out bins --memory 150MiB --no-robustness {command}")),
        "{text}"
    );
    succeed(home.path(), &[&["merge", "shards", "--out", "merged", "--quiet"], &memory[..]].concat());
    assert_same(&home.path().join("whole"), &home.path().join("merged"));
    succeed(
        home.path(),
        &["merge", "shards", "--out", "exact", "--quiet", "--format", "csv,json", "--no-robustness"],
    );
    let [binned, exact] =
        ["merged", "exact"].map(|out| fs::read(home.path().join(out).join("small/summary.csv")).unwrap());
    assert!(binned != exact, "the memory was enough for all runs");
}

/// Merging needs the shards and nothing else; what the scenario loads is in them.
#[test]
fn shards_hold_their_scenario() {
    let home = tempfile::tempdir().unwrap();
    for folder in ["a", "b"] {
        fs::create_dir(home.path().join(folder)).unwrap();
    }
    let fraud = "[incident.fraud]\nrate = 2\nper = \"platform_year\"\n\
                 cost_per_event = { empirical = \"losses.csv\" }\n";
    fs::write(home.path().join("a/my.toml"), "extends = \"../b/base.toml\"\n[horizon]\nyears = 2\n").unwrap();
    fs::write(home.path().join("b/base.toml"), format!("\u{feff}{SMALL}{fraud}")).unwrap();
    fs::write(home.path().join("b/losses.csv"), "usd\r\n1000\r\n2000\r\n").unwrap();
    succeed(
        home.path(),
        &["run", "a/my.toml", "--seed", "7", "--out", "whole", "--quiet", "--format", "csv"],
    );
    for part in ["1/2", "2/2"] {
        succeed(home.path(), &["run", "a/my.toml", "--seed", "7", "--shard", part, "--quiet"]);
    }
    for folder in ["a", "b"] {
        fs::remove_dir_all(home.path().join(folder)).unwrap();
    }
    succeed(home.path(), &["merge", "shards", "--out", "merged", "--quiet", "--format", "csv"]);
    assert_same(&home.path().join("whole"), &home.path().join("merged"));
    fs::remove_file(home.path().join("shards/my/shard-1-of-2.trs")).unwrap();
    let text = refused(home.path(), &["merge", "shards", "--out", "merged"]);
    assert!(text.contains("(the scenario file is not here)"), "{text}");
}

#[test]
fn damaged_shards_are_refused_by_name() {
    let home = small(3);
    let (first, second) = (shard(home.path(), 1, 3), shard(home.path(), 2, 3));
    let bytes = fs::read(&first).unwrap();
    fs::write(&first, &bytes[..bytes.len() - 1]).unwrap();
    let mut flipped = fs::read(&second).unwrap();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    fs::write(&second, flipped).unwrap();
    fs::write(home.path().join("shards/other.trs"), "hello").unwrap();
    let text = refused(home.path(), &["merge", "shards"]);
    for name in ["small/shard-1-of-3.trs", "small/shard-2-of-3.trs"] {
        assert!(text.contains(&format!("error: shards/{name} is refused: it is damaged")), "{text}");
    }
    assert!(text.contains("error: shards/other.trs is refused: it is no shard file"), "{text}");
    assert!(!text.contains("shard-3"), "{text}");
    assert!(text.contains("small lacks 2 of its 3 shards"), "{text}");
    assert!(!home.path().join("output").exists(), "nothing is written");
    // Computing them again mends it; what is whole is not computed again.
    fs::remove_file(home.path().join("shards/other.trs")).unwrap();
    for index in 1..=3 {
        let part = format!("{index}/3");
        let (_, stderr) = succeed(home.path(), &["run", "small.toml", "--shard", &part]);
        let words = if index < 3 { "is computed again: it is damaged" } else { "it is not computed again" };
        assert!(stderr.contains(words), "{stderr}");
        assert_eq!(stderr.contains("runs in"), index < 3, "{stderr}");
    }
    assert_eq!(fs::read(&first).unwrap(), bytes);
    succeed(home.path(), &["merge", "shards", "--quiet", "--format", "csv"]);
}

/// A process that is killed half-way leaves no shard under its name, and the same command computes it.
#[test]
fn a_killed_process_leaves_no_shard() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("small.toml"), SMALL).unwrap();
    let arguments = ["run", "small.toml", "--runs", "100000", "--quiet", "--no-robustness", "--shard", "1/2"];
    let program = tenantrisk(home.path(), &[]).get_program().to_owned();
    let mut process = std::process::Command::new(program);
    let mut child = process.current_dir(home.path()).args(arguments).spawn().unwrap();
    let folder = home.path().join("shards/small");
    let names = || -> Vec<String> {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    while names().is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ends before it is killed");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let left = names();
    assert!(left.iter().all(|name| name.starts_with(".shard-1-of-2.trs.partial-")), "{left:?}");
    let text = refused(home.path(), &["merge", "shards"]);
    assert!(text.contains("there is no shard file (*.trs) below shards"), "{text}");
    succeed(home.path(), &arguments);
    assert!(shard(home.path(), 1, 2).exists());
}

/// A whole shard keeps its file.
#[test]
fn a_whole_shard_is_not_computed_again() {
    let home = small(1);
    let path = shard(home.path(), 1, 1);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let (stdout, stderr) = succeed(home.path(), &["run", "small.toml", "--shard", "1/1"]);
    assert_eq!(stdout, "shards/small/shard-1-of-1.trs\n");
    assert_eq!(stderr, "shards/small/shard-1-of-1.trs is there and whole; it is not computed again\n");
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    let text = refused(home.path(), &["run", "small.toml", "--shard", "1/1", "--seed", "8"]);
    assert!(text.contains("is a shard of another simulation (seed 42 instead of 8)"), "{text}");
    assert_eq!(
        fs::read_dir(home.path().join("shards/small")).unwrap().count(),
        1,
        "no temporary file is left"
    );
}

#[cfg(unix)]
#[test]
fn missing_shards_come_with_their_commands() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("it's here");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("small.toml"), SMALL).unwrap();
    let file = "it's here/small.toml";
    succeed(
        home.path(),
        &["run", file, "--runs", "4000", "--seed", "9", "--out", "whole", "--quiet", "--format", "csv"],
    );
    let arguments = ["run", file, "--runs", "4000", "--seed", "9", "--shard", "2/3", "--out", "my shards"];
    succeed(home.path(), &arguments);
    let text = refused(home.path(), &["merge", "my shards"]);
    assert!(
        text.starts_with("error: small lacks 2 of its 3 shards; to compute just these, run:\n"),
        "{text}"
    );
    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  tenantrisk ")).collect();
    assert_eq!(
        commands,
        [1, 3].map(|index| format!(
            "run 'it'\\''s here/small.toml' --shard {index}/3 --out 'my shards' --runs 4000 --seed 9 --method auto"
        ))
    );
    // As a user does who pastes them.
    let program = PathBuf::from(tenantrisk(home.path(), &[]).get_program());
    let places = [program.parent().unwrap().to_owned(), PathBuf::from("/usr/bin"), PathBuf::from("/bin")];
    for command in commands {
        let shell = std::process::Command::new("sh")
            .args(["-c", &format!("tenantrisk {command} --quiet")])
            .env("PATH", std::env::join_paths(&places).unwrap())
            .current_dir(home.path())
            .status();
        assert!(shell.unwrap().success());
    }
    succeed(home.path(), &["merge", "my shards", "--quiet", "--out", "merged", "--format", "csv"]);
    assert_same(&home.path().join("whole"), &home.path().join("merged"));
}

#[test]
fn foreign_shards_are_refused() {
    let home = small(3);
    let text = |change: &[&str], expected: &str| {
        let arguments = [&["run", "small.toml", "--out", "foreign", "--quiet"], change].concat();
        succeed(home.path(), &arguments);
        let text = refused(home.path(), &["merge", "foreign", "shards"]);
        let expected =
            format!("belongs to another simulation than shards/small/shard-1-of-3.trs: {expected}");
        assert!(text.contains("error: foreign/small/shard-") && text.contains(&expected), "{text}");
        fs::remove_dir_all(home.path().join("foreign")).unwrap();
    };
    text(&["--shard", "2/3", "--seed", "8"], "seed 8 instead of 42");
    text(&["--shard", "2/3", "--runs", "2101"], "runs 2101 instead of 2100");
    text(&["--shard", "2/4"], "number of shards 4 instead of 3");
    text(&["--shard", "2/3", "--no-robustness"], "robustness matrix left out instead of played");
    text(
        &["--shard", "2/3", "--runs", "9000", "--method", "plain", "--seed", "8"],
        "seed 8 instead of 42, runs 9000 instead of 2100, method plain instead of auto",
    );
    fs::write(home.path().join("small.toml"), format!("{SMALL}# changed\n")).unwrap();
    text(&["--shard", "2/3"], "SHA-256 of the scenario ");
}

/// A second copy does no harm; another content with the same number does.
#[test]
fn duplicates_must_be_identical() {
    let home = small(2);
    let copies = home.path().join("copies");
    fs::create_dir(&copies).unwrap();
    fs::copy(shard(home.path(), 1, 2), copies.join("shard-1-of-2.trs")).unwrap();
    let (_, stderr) =
        succeed(home.path(), &["merge", "shards", "copies", "--out", "merged", "--format", "csv"]);
    assert!(stderr.contains("hold the same shard 1; one of them is read"), "{stderr}");
    // The same shard from a scenario that was typed otherwise.
    let file = home.path().join("small.toml");
    let arguments = ["run", file.to_str().unwrap(), "--shard", "2/2", "--out", "copies", "--quiet"];
    succeed(home.path(), &arguments);
    succeed(home.path(), &["merge", "shards", "copies", "--out", "merged", "--quiet", "--format", "csv"]);
    // A machine that computes otherwise: one value differs, and the digest is that of the content.
    let path = copies.join("shard-1-of-2.trs");
    let mut bytes = fs::read(&path).unwrap();
    let content = bytes.len() - 32;
    bytes[content - 1] ^= 1;
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&bytes[..content]);
    bytes[content..].copy_from_slice(&digest);
    fs::write(&path, bytes).unwrap();
    let text = refused(home.path(), &["merge", "shards", "copies", "--out", "merged", "--format", "csv"]);
    assert!(text.contains("both are shard 1 and differ; delete the one that is wrong"), "{text}");
}

/// Several scenarios in one call, each with its own shards.
#[test]
fn several_scenarios_are_merged() {
    let home = small(2);
    fs::write(home.path().join("other.toml"), SMALL.replace("2100", "30")).unwrap();
    for part in ["1/2", "2/2"] {
        succeed(home.path(), &["run", "small.toml", "other.toml", "--shard", part, "--quiet"]);
    }
    succeed(home.path(), &["merge", "shards", "--quiet", "--format", "csv"]);
    succeed(
        home.path(),
        &["run", "small.toml", "other.toml", "--quiet", "--format", "csv", "--out", "whole"],
    );
    assert_same(&home.path().join("whole"), &home.path().join("output"));
    fs::remove_file(home.path().join("shards/other/shard-1-of-2.trs")).unwrap();
    let text = refused(home.path(), &["merge", "shards", "--out", "merged"]);
    assert!(text.contains("other lacks 1 of its 2 shards"), "{text}");
    assert!(!home.path().join("merged").exists(), "nothing is written while something is missing");
}

#[test]
fn shards_and_results_do_not_mix() {
    let home = small(1);
    let text = refused(home.path(), &["merge", "shards", "--out", "shards"]);
    assert!(text.contains("the result would replace it; name another directory with --out"), "{text}");
    succeed(home.path(), &["merge", "shards", "--quiet", "--format", "csv"]);
    let text = refused(home.path(), &["run", "small.toml", "--shard", "1/1", "--out", "output"]);
    assert!(text.contains("output/small holds a result of tenantrisk"), "{text}");
    let empty = tempfile::tempdir().unwrap();
    let text = refused(empty.path(), &["merge", "."]);
    assert!(text.contains("there is no shard file (*.trs) below ."), "{text}");
    assert!(refused(empty.path(), &["merge", "nowhere"]).contains("cannot list nowhere"));
}

#[test]
fn array_jobs_name_the_shard() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("small.toml"), SMALL).unwrap();
    let arguments = ["run", "small.toml", "--shard", "auto/3", "--quiet"];
    tenantrisk(home.path(), &arguments).env("SLURM_ARRAY_TASK_ID", "1").assert().success();
    tenantrisk(home.path(), &arguments).env("JOB_COMPLETION_INDEX", "1").assert().success();
    tenantrisk(home.path(), &arguments).env("AWS_BATCH_JOB_ARRAY_INDEX", "2").assert().success();
    succeed(home.path(), &["merge", "shards", "--quiet", "--format", "csv"]);
    let text = refused(home.path(), &arguments);
    assert!(text.starts_with("error: --shard auto/3: none of SLURM_ARRAY_TASK_ID, "), "{text}");
    let output = tenantrisk(home.path(), &arguments).env("JOB_COMPLETION_INDEX", "3").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("JOB_COMPLETION_INDEX is \"3\"; accepted: a number from 0 to 2"), "{text}");
}

#[test]
fn bad_shards_end_with_two() {
    let home = small(0);
    for part in ["0/3", "4/3", "3", "1/0", "x/3", "auto"] {
        let text = refused(home.path(), &["run", "small.toml", "--shard", part]);
        assert!(text.contains("expected K/N with K from 1 to N"), "{text}");
    }
    let exact = refused(home.path(), &["run", "small.toml", "--shard", "1/3", "--method", "exact"]);
    assert!(exact.contains("--shard has no meaning with --method exact"), "{exact}");
    for option in [&["--json"][..], &["--format", "csv"], &["--max-time", "1s"], &["--precision", "decision"]]
    {
        let text = refused(home.path(), &[&["run", "small.toml", "--shard", "1/3"], option].concat());
        assert!(text.contains("cannot be used with"), "{text}");
    }
}
