//! Scenario files from disk: read, named, validated; every mistake of every file reported together.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::exit::Failure;
use crate::{
    model::Model,
    scenario::{self, Diagnostics},
};

/// A scenario that was read.
pub(super) struct Input {
    pub model: Model,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
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
    let source = std::str::from_utf8(&bytes)
        .map_err(|error| format!("error: {shown} is not UTF-8 text (byte {})", error.valid_up_to() + 1))?;
    let name = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("scenario");
    let (model, diagnostics) = scenario::read(name, source);
    let render = |diagnostics: &Diagnostics| {
        diagnostics.render(&shown.to_string(), source, std::io::stderr().is_terminal(), None)
    };
    let Some(model) = model else { return Err(render(&diagnostics)) };
    if !diagnostics.warnings().is_empty() {
        anstream::eprintln!("{}", render(&diagnostics).trim_end());
    }
    let digest = Sha256::digest(&bytes);
    let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Input { model, sha256 })
}
