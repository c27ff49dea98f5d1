//! Scenario files from disk: read, named, validated; every mistake of every file reported together.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::exit::Failure;
use crate::{
    model::Model,
    scenario::{Diagnostics, Scenario, Text},
};

/// A scenario that was read.
pub(super) struct Input {
    pub model: Model,
    /// SHA-256 of the file and of the files that it loads, in hexadecimal.
    pub sha256: String,
    /// The file as it was typed.
    pub file: PathBuf,
    /// The file and the files that it loads.
    pub scenario: Scenario,
}

/// Reads all files; warnings go to stderr. Fails with every mistake of every file.
pub(super) fn read_all(files: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    let mut mistakes = Vec::new();
    for file in files {
        match read(file) {
            Ok(input) => inputs.push(input),
            Err(text) => mistakes.push(text),
        }
    }
    for (index, input) in inputs.iter().enumerate() {
        if inputs[..index].iter().any(|other| other.model.name == input.model.name) {
            let name = &input.model.name;
            mistakes.push(format!(
                "error: two files are called `{name}`: their results would land in one directory"
            ));
        }
    }
    if mistakes.is_empty() { Ok(inputs) } else { Err(Failure::BadInput(mistakes.join("\n"))) }
}

fn read(file: &Path) -> Result<Input, String> {
    let shown = file.display();
    let bytes = std::fs::read(file).map_err(|error| format!("error: cannot read {shown}: {error}"))?;
    let source = text(bytes).map_err(|error| format!("error: {shown} is {error}"))?;
    let path = file.file_name().and_then(|name| name.to_str()).unwrap_or("scenario.toml").to_owned();
    let load = |path: &str| {
        let bytes = std::fs::read(file.with_file_name(path)).map_err(|error| error.to_string())?;
        text(bytes).map_err(|error| format!("it is {error}"))
    };
    read_texts(file, Text { path, text: source }, load)
}

/// Reads a scenario again from its texts alone; the first is the scenario itself. `file` is shown in messages.
pub(super) fn read_again(file: &Path, texts: &[Text]) -> Result<Input, String> {
    let Some(scenario) = texts.first() else { return Err("error: there is no scenario".to_owned()) };
    read_texts(file, scenario.clone(), |path| match texts.iter().find(|text| text.path == path) {
        Some(found) => Ok(found.text.clone()),
        None => Err("it is not among the files of the scenario".to_owned()),
    })
}

fn read_texts(
    file: &Path,
    scenario: Text,
    mut load: impl FnMut(&str) -> Result<String, String>,
) -> Result<Input, String> {
    let Text { path, text } = scenario;
    let (model, diagnostics, scenario) = Scenario::read(&path, &text, &mut load);
    let render = |diagnostics: &Diagnostics| {
        let shown = file.display().to_string();
        diagnostics.render(&shown, &text, std::io::stderr().is_terminal(), None)
    };
    let Some(model) = model else { return Err(render(&diagnostics)) };
    if !diagnostics.warnings().is_empty() {
        anstream::eprintln!("{}", render(&diagnostics).trim_end());
    }
    let digests = scenario.texts().iter().map(|text| sha256(text.text.as_bytes())).collect();
    Ok(Input { model, sha256: combined(digests), file: file.to_owned(), scenario })
}

/// The text in the bytes of a file.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes)
        .map_err(|error| format!("not UTF-8 text (byte {})", error.utf8_error().valid_up_to() + 1))
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a scenario that loads nothing is that of its file; otherwise that of the digests of the
/// scenario and of each file that it loads, in the order loaded, each in hexadecimal on a line of its own.
fn combined(mut digests: Vec<String>) -> String {
    match digests.len() {
        1 => digests.remove(0),
        _ => sha256((digests.join("\n") + "\n").as_bytes()),
    }
}
