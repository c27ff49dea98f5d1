//! A file that is there whole or not at all.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// Attempts to find a temporary name that is free.
const MOST_ATTEMPTS: u32 = 1_000;

/// A file under a temporary name beside its own; removed unless it is put in place.
pub(super) struct Partial {
    pub file: File,
    path: PathBuf,
}

impl Partial {
    /// An empty file beside `path`, whose folder is made.
    pub fn create(path: &Path) -> io::Result<Partial> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let process = std::process::id();
        // Two machines that share a disk may have the same process id, and a dead process may have left a file.
        for attempt in 0..MOST_ATTEMPTS {
            let path = path.with_file_name(format!(".{name}.partial-{process}-{attempt}"));
            match File::create_new(&path) {
                Ok(file) => return Ok(Partial { file, path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("too many temporary files of dead processes lie beside it; delete them"))
    }

    /// Gives the file its name once all of it is on the disk.
    pub fn put_in_place(self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, path)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After it was put in place there is nothing under the temporary name.
        let _ = fs::remove_file(&self.path);
    }
}
