//! Tests of the directory swap.

use super::*;

/// A directory with one committed result in `result`, whose summary says `old`.
fn home_with_result() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("result");
    commit_result(&target, "old").unwrap();
    (home, target)
}

fn prepared(target: &Path, content: &str) -> Result<OutputDirectory, ReportError> {
    let mut directory = OutputDirectory::create(target)?;
    directory.write("summary.csv", content.as_bytes())?;
    directory.write("charts/tco.svg", b"<svg/>")?;
    let setting = crate::report::fixture::findings().setting;
    let manifest = manifest::render(&setting, directory.written())?;
    directory.write(manifest::NAME, &manifest)?;
    Ok(directory)
}

fn commit_result(target: &Path, content: &str) -> Result<(), ReportError> {
    prepared(target, content)?.commit()
}

fn summary(target: &Path) -> String {
    fs::read_to_string(target.join("summary.csv")).unwrap()
}

fn names(home: &tempfile::TempDir) -> Vec<String> {
    let entries = fs::read_dir(home.path()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_commit_replaces_the_previous_result_whole() {
    let (home, target) = home_with_result();
    assert_eq!(summary(&target), "old");
    let directory = prepared(&target, "new").unwrap();
    assert_eq!(summary(&target), "old");
    directory.commit().unwrap();
    assert_eq!(summary(&target), "new");
    assert!(target.join("charts/tco.svg").is_file());
    assert_eq!(names(&home), ["result"]);
}

#[test]
fn missing_parents_and_empty_targets_are_fine() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("a/b/result");
    commit_result(&target, "new").unwrap();
    assert_eq!(summary(&target), "new");
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    fs::write(empty.join(".DS_Store"), "").unwrap();
    commit_result(&empty, "new").unwrap();
    assert_eq!(summary(&empty), "new");
}

#[test]
fn dropping_without_commit_changes_nothing() {
    let (home, target) = home_with_result();
    drop(prepared(&target, "new").unwrap());
    assert_eq!(summary(&target), "old");
    assert_eq!(names(&home), ["result"]);
}

#[test]
fn a_failed_swap_puts_the_previous_result_back() {
    let (home, target) = home_with_result();
    let directory = prepared(&target, "new").unwrap();
    fs::remove_dir_all(&directory.partial).unwrap();
    let error = directory.commit().unwrap_err();
    assert!(error.to_string().contains("cannot put the result in place"), "{error}");
    assert_eq!(summary(&target), "old");
    assert_eq!(names(&home), ["result"]);
}

#[test]
fn leftovers_of_our_own_process_id_are_replaced() {
    let (home, target) = home_with_result();
    for word in ["partial", "previous"] {
        let leftover = home.path().join(format!(".result.{word}-{}", std::process::id()));
        fs::create_dir(&leftover).unwrap();
        fs::write(leftover.join("junk"), "").unwrap();
    }
    commit_result(&target, "new").unwrap();
    assert!(!target.join("junk").exists());
    assert_eq!(names(&home), ["result"]);
}

#[test]
fn refuses_what_is_not_ours() {
    let (home, target) = home_with_result();
    let file = home.path().join("file");
    fs::write(&file, "mine").unwrap();
    let foreign = home.path().join("foreign");
    fs::create_dir_all(foreign.join("sub")).unwrap();
    fs::write(foreign.join("sub/thesis.txt"), "mine").unwrap();
    let web = home.path().join("web");
    fs::create_dir(&web).unwrap();
    fs::write(web.join("manifest.json"), r#"{"name": "a web application"}"#).unwrap();
    let repository = home.path().join("repository");
    fs::create_dir_all(repository.join(".git")).unwrap();
    fs::write(repository.join(".git/HEAD"), "mine").unwrap();
    for (path, reason) in [
        (&file, "is a file"),
        (&foreign, "no manifest.json of tenantrisk"),
        (&web, "no manifest.json of tenantrisk"),
        (&repository, "no manifest.json of tenantrisk"),
    ] {
        let error = OutputDirectory::create(path).unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
        assert_eq!(&error.path, path);
    }
    fs::write(target.join("notes.txt"), "mine").unwrap();
    let error = OutputDirectory::create(&target).unwrap_err();
    assert!(error.to_string().contains("holds notes.txt"), "{error}");
    assert_eq!(names(&home), ["file", "foreign", "repository", "result", "web"]);
}

#[test]
fn refuses_a_foreign_file_that_appears_during_the_simulation() {
    let (home, target) = home_with_result();
    let directory = prepared(&target, "new").unwrap();
    fs::write(target.join("notes.txt"), "mine").unwrap();
    assert!(directory.commit().is_err());
    assert_eq!(summary(&target), "old");
    assert_eq!(names(&home), ["result"]);
}

/// A sweep lies inside the result of the scenario: a new result neither deletes it nor is refused because of it; one
/// that holds something foreign is not moved.
#[test]
fn a_sweep_inside_a_result_stays() {
    let (_home, target) = home_with_result();
    commit_result(&target.join("sweep"), "swept").unwrap();
    commit_result(&target, "new").unwrap();
    assert_eq!((summary(&target), summary(&target.join("sweep"))), ("new".into(), "swept".into()));
    fs::remove_dir_all(&target).unwrap();
    commit_result(&target.join("sweep"), "first").unwrap();
    commit_result(&target, "second").unwrap();
    assert_eq!((summary(&target), summary(&target.join("sweep"))), ("second".into(), "first".into()));
    fs::write(target.join("sweep/notes.txt"), "mine").unwrap();
    let error = OutputDirectory::create(&target).unwrap_err();
    assert!(error.to_string().contains("holds sweep/"), "{error}");
}

#[test]
fn refuses_names_outside_the_directory() {
    let (_home, target) = home_with_result();
    let mut directory = OutputDirectory::create(&target).unwrap();
    for name in ["", "../x", "/etc/x", "charts/../../x"] {
        assert!(directory.write(name, b"").is_err(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_survives_and_an_unwritable_parent_fails_early() {
    let (home, target) = home_with_result();
    let link = home.path().join("latest");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    commit_result(&home.path().join("latest/"), "new").unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(summary(&target), "new");
    fs::remove_dir_all(&target).unwrap();
    assert!(OutputDirectory::create(&link).is_err(), "a dangling link");
    commit_result(&target, "new").unwrap();
    let below_a_file = target.join("summary.csv/result");
    assert!(OutputDirectory::create(&below_a_file).is_err());
}
