//! Puts the business case beside the results of a run, or where those will be.

use std::{fs, path::Path};

use super::{HTML, MARKDOWN};
use crate::{
    decision::Setting,
    report::{
        NamedFile, ReportError,
        manifest::{self, Manifest},
        write_file,
    },
};

/// Makes the directory and refuses what [`write()`] would refuse: to be called before a long simulation.
pub fn check(target: &Path) -> Result<(), ReportError> {
    let known = known(target)?;
    [MARKDOWN, HTML].into_iter().try_for_each(|name| refuse_changed(target, name, known.as_ref()))
}

/// Writes `files` into `target`, the directory of the scenario's results, and lists them in its manifest, so
/// that a later run may replace them. Everything else there stays as it is.
///
/// Refuses to replace a file that tenantrisk did not write, or that was changed since.
pub fn write(target: &Path, setting: &Setting, files: &[NamedFile]) -> Result<(), ReportError> {
    let known = known(target)?;
    for (name, _) in files {
        refuse_changed(target, name, known.as_ref())?;
    }
    let manifest = match known {
        Some(known) => known,
        None => Manifest::new(setting, &[]),
    };
    // The manifest first: a file that it does not list would be taken for somebody else's.
    write_file(&target.join(manifest::NAME), &manifest.with(files).to_text()?)?;
    files.iter().try_for_each(|(name, content)| write_file(&target.join(name), content))
}

/// The manifest in the directory, which is made if it is not there.
fn known(target: &Path) -> Result<Option<Manifest>, ReportError> {
    fs::create_dir_all(target).map_err(|error| ReportError::io(target, "create this directory", error))?;
    let path = target.join(manifest::NAME);
    match fs::read(&path) {
        Ok(text) => Manifest::read(&path, &text).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ReportError::io(&path, "read this file", error)),
    }
}

/// Passes a file that is not there, or is as the manifest says.
fn refuse_changed(target: &Path, name: &str, known: Option<&Manifest>) -> Result<(), ReportError> {
    let path = target.join(name);
    let Ok(content) = fs::read(&path) else { return Ok(()) };
    let digest = manifest::sha256_hex(&content);
    let listed =
        known.is_some_and(|known| known.files.iter().any(|file| file.name == name && file.sha256 == digest));
    if listed {
        return Ok(());
    }
    let why = "was not written by tenantrisk, or was changed since, so it is not replaced; move it away";
    Err(ReportError::refused(&path, why))
}

/// Whether a file of this name is a business case.
pub(in crate::report) fn is_business_case(name: &str) -> bool {
    name == MARKDOWN || name == HTML
}
