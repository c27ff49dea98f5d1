//! The rooms import only what `docs/architecture.md` allows.

use std::{collections::BTreeMap, fs, path::Path};

/// Room → rooms that it may import.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("units", &[]),
    ("dist", &["units"]),
    ("model", &["units", "dist"]),
    ("scenario", &["units", "dist", "model"]),
    ("engine", &["units", "dist", "model"]),
    ("stats", &[]),
    ("calibrate", &["units", "dist", "stats"]),
    ("exact", &["units", "dist", "model", "stats"]),
    ("decision", &["units", "dist", "model", "scenario", "engine", "stats", "exact"]),
    ("report", &["units", "stats", "calibrate", "decision"]),
    (
        "cli",
        &[
            "units",
            "dist",
            "model",
            "scenario",
            "engine",
            "stats",
            "calibrate",
            "exact",
            "decision",
            "report",
        ],
    ),
];

fn rust_files(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Every room named after `crate::`, also inside a braced group `use crate::{a::B, c}`.
fn imported_rooms(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for after in code.split("crate::").skip(1) {
        let word = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        if let Some(group) = after.strip_prefix('{') {
            let (mut depth, mut start) = (1, 0);
            for (position, letter) in group.char_indices() {
                match letter {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 || (depth == 1 && letter == ',') {
                    rooms.push(word(&group[start..position]));
                    start = position + 1;
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            rooms.push(word(after));
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.into_iter().collect();
    let mut seen = 0;
    for (room, may_import) in &allowed {
        let mut files = Vec::new();
        rust_files(&source.join(room), &mut files);
        assert!(!files.is_empty(), "there is no room {room}");
        for file in files {
            let code = fs::read_to_string(&file).unwrap();
            // Unit tests may use any room as an oracle.
            let code = code.split("#[cfg(test)]\nmod ").next().unwrap();
            if file.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs") {
                continue;
            }
            for import in imported_rooms(code) {
                seen += 1;
                let fits = import == *room || may_import.contains(&import.as_str());
                assert!(fits, "{} imports `{import}`, which `{room}` may not", file.display());
            }
        }
    }
    assert!(seen > 20, "the test reads no imports");
    let rooms =
        fs::read_dir(&source).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(rooms, ALLOWED.len(), "a room is missing from the table");
}

#[test]
fn the_import_scanner_sees_groups() {
    let rooms = imported_rooms("use crate::{\n a::{B, C},\n dist,\n};\nlet x = crate::units::Y;");
    assert_eq!(rooms, ["a", "dist", "units"]);
}

#[test]
fn main_is_short() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).unwrap();
    assert!(main.lines().count() < 20);
}

/// A file of tests that is no part of the one binary would never run.
#[test]
fn every_file_of_tests_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let is_listed = main.contains(&format!("\nmod {name};\n"));
        assert!(path.extension().is_none_or(|it| it != "rs") || name == "main" || is_listed, "{name}");
    }
}
