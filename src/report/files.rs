//! The output directory: written beside the previous result and swapped in whole.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::manifest::{self, Manifest};
use super::{Cause, ReportError, business_case, hybrid, sweep};

/// A file of the result with the digest of its content.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WrittenFile {
    /// Name relative to the output directory, with `/`.
    pub name: String,
    /// SHA-256 of the content in lower-case hexadecimal.
    pub sha256: String,
}

/// A result that is being written.
///
/// Files go to `.<name>.partial-<pid>` beside the target. [`OutputDirectory::commit`] puts that directory in
/// the target's place; without it, dropping the value removes the partial directory and the previous result
/// stays as it was. A process that is killed leaves its partial directory behind: nothing reads it, and it
/// can be deleted; a later process removes it only if it happens to have the same process id.
#[derive(Debug)]
pub struct OutputDirectory {
    target: PathBuf,
    partial: PathBuf,
    previous: PathBuf,
    written: Vec<WrittenFile>,
    committed: bool,
}

impl OutputDirectory {
    /// Makes the partial directory (and the target's parents). To be called before a long simulation, so
    /// that a path which cannot be written, or must not be replaced, fails at once.
    ///
    /// Refuses a target that is a file, or a directory with anything in it that tenantrisk did not write:
    /// replacing it would delete that. What desktops and office programs drop anywhere does not count.
    pub fn create(target: &Path) -> Result<Self, ReportError> {
        let target = resolved(target)?;
        let Some(name) = target.file_name() else {
            return Err(ReportError::refused(&target, "does not name a directory that can be replaced"));
        };
        refuse_foreign(&target)?;
        let sibling = |word: &str| {
            let mut sibling = std::ffi::OsString::from(".");
            sibling.push(name);
            sibling.push(format!(".{word}-{}", std::process::id()));
            target.with_file_name(sibling)
        };
        let (partial, previous) = (sibling("partial"), sibling("previous"));
        if let Some(parent) = partial.parent() {
            fs::create_dir_all(parent)
                .map_err(|error| ReportError::io(parent, "create this directory", error))?;
        }
        // Containers reuse process ids: a directory under our own id is the leftover of a dead process.
        remove_if_present(&partial)?;
        fs::create_dir(&partial)
            .map_err(|error| ReportError::io(&partial, "create this directory", error))?;
        Ok(OutputDirectory { target, partial, previous, written: Vec::new(), committed: false })
    }

    /// Writes one file; `relative` is its name below the output directory, folders separated by `/`.
    pub fn write(&mut self, relative: &str, bytes: &[u8]) -> Result<(), ReportError> {
        let inside = Path::new(relative).components().all(|part| matches!(part, Component::Normal(_)));
        if relative.is_empty() || !inside {
            return Err(ReportError::refused(relative, "is not a name inside the output directory"));
        }
        let path = self.partial.join(relative);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| ReportError::io(folder, "create this directory", error))?;
        }
        fs::write(&path, bytes).map_err(|error| ReportError::io(&path, "write this file", error))?;
        self.written.retain(|file| file.name != relative);
        self.written.push(WrittenFile { name: relative.to_owned(), sha256: manifest::sha256_hex(bytes) });
        Ok(())
    }

    /// The files written so far with their digests: what the manifest lists.
    pub fn written(&self) -> &[WrittenFile] {
        &self.written
    }

    /// Puts the new result in the target's place. If that fails, the previous result is put back. A previous
    /// result that cannot be deleted afterwards stays as `.<name>.previous-<pid>`; that is not an error,
    /// because the new result is in place.
    pub fn commit(mut self) -> Result<(), ReportError> {
        // Again, because the simulation may have taken an hour.
        refuse_foreign(&self.target)?;
        let replaces = self.target.symlink_metadata().is_ok();
        if replaces {
            remove_if_present(&self.previous)?;
            fs::rename(&self.target, &self.previous)
                .map_err(|error| ReportError::io(&self.target, "move the previous result aside", error))?;
        }
        if let Err(error) = fs::rename(&self.partial, &self.target) {
            if replaces && fs::rename(&self.previous, &self.target).is_err() {
                let kept = format!("cannot put the result in place: {error}; the previous one is kept in ");
                return Err(ReportError::refused(&self.target, kept + &self.previous.to_string_lossy()));
            }
            return Err(ReportError::io(&self.target, "put the result in place", error));
        }
        self.committed = true;
        if replaces {
            self.keep_nested()?;
            let _ = fs::remove_dir_all(&self.previous);
        }
        Ok(())
    }

    /// Moves results that lie inside the previous result, such as a sweep, into the new one.
    fn keep_nested(&self) -> Result<(), ReportError> {
        for nested in nested(&self.previous) {
            let name = nested.file_name().unwrap_or_default();
            let kept = self.target.join(name);
            if !kept.exists() {
                fs::rename(&nested, &kept).map_err(|error| {
                    ReportError::io(&nested, "move this directory into the new result", error)
                })?;
            }
        }
        Ok(())
    }
}

impl Drop for OutputDirectory {
    fn drop(&mut self) {
        if !self.committed {
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// Writes one file that stands alone: under another name first, so that the earlier one stays whole until then.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".partial-{}", std::process::id()));
    let partial = path.with_file_name(name);
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&partial);
        ReportError::io(path, "write this file", error)
    })
}

/// The path to replace: the end of a symbolic link, so that the link itself survives.
fn resolved(target: &Path) -> Result<PathBuf, ReportError> {
    // Without a trailing slash, which would hide that the path is a link.
    let target: PathBuf = target.components().collect();
    let is_link = target.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    if is_link || (target.file_name().is_none() && target.exists()) {
        return fs::canonicalize(&target)
            .map_err(|error| ReportError::io(&target, "follow this path", error));
    }
    Ok(target)
}

fn remove_if_present(directory: &Path) -> Result<(), ReportError> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(ReportError::io(directory, "remove this leftover directory", error))
        }
        _ => Ok(()),
    }
}

/// Passes a target that does not exist, is empty, or holds a result of ours and nothing else.
fn refuse_foreign(target: &Path) -> Result<(), ReportError> {
    let metadata = match target.metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(ReportError::io(target, "look at this path", error)),
    };
    if !metadata.is_dir() {
        return Err(ReportError::refused(target, "is a file; name a directory for the result"));
    }
    let mut present = Vec::new();
    list_files(target, "", &mut present)?;
    for nested in nested(target) {
        let folder = format!("{}/", nested.file_name().unwrap_or_default().to_string_lossy());
        present.retain(|name: &String| !name.starts_with(&folder));
    }
    if present.is_empty() {
        return Ok(());
    }
    let manifest = fs::read(target.join(manifest::NAME)).ok();
    let Some(manifest) = manifest.and_then(|text| serde_json::from_slice::<Manifest>(&text).ok()) else {
        let why = "is not empty and has no manifest.json of tenantrisk, so it is not replaced; \
                   name a new or an empty directory";
        return Err(ReportError::refused(target, why));
    };
    let ours = |name: &str| {
        let Some(file) = manifest.files.iter().find(|file| file.name == name) else { return false };
        // People edit a business case: a changed one is theirs.
        let unchanged =
            || fs::read(target.join(name)).is_ok_and(|now| manifest::sha256_hex(&now) == file.sha256);
        !business_case::is_business_case(name) || unchanged()
    };
    let stranger = present.iter().filter(|name| *name != manifest::NAME && !ours(name)).min();
    match stranger {
        None => Ok(()),
        Some(name) => Err(ReportError::refused(
            target,
            format!(
                "holds {name}, which tenantrisk did not write or which was changed since, and will not delete; move \
                 it away"
            ),
        )),
    }
}

/// Folders of a result that hold a result of their own, which another command wrote.
fn nested(directory: &Path) -> impl Iterator<Item = PathBuf> {
    let folders = [sweep::FOLDER, hybrid::FOLDER].map(|folder| directory.join(folder));
    folders.into_iter().filter(|path| path.join(manifest::NAME).is_file() && refuse_foreign(path).is_ok())
}

/// Files below `directory`, names relative with `/`, without `.DS_Store` and office lock files.
fn list_files(directory: &Path, prefix: &str, names: &mut Vec<String>) -> Result<(), ReportError> {
    let failed = |error| ReportError::new(directory, Cause::Io { doing: "list this directory", error });
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == ".DS_Store" || name.starts_with(".~lock.") || name.starts_with("~$") {
            continue;
        }
        let name = format!("{prefix}{name}");
        if entry.file_type().map_err(failed)?.is_dir() {
            list_files(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
