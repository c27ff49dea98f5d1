//! The file of a shard: where it goes, whether it is there, and how it comes to be whole or not at all.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    time::Instant,
};

use super::{exit::Failure, partial::Partial, shard_file::ShardFile, shard_header::Header, simulate};
use crate::report::manifest;

/// Where a shard goes.
pub(super) struct Target<'a> {
    header: &'a Header,
    path: PathBuf,
    quiet: bool,
}

impl<'a> Target<'a> {
    /// The file of a shard below `out`; a result that lies there is not touched.
    pub fn new(out: &Path, header: &'a Header, quiet: bool) -> Result<Self, Failure> {
        let folder = out.join(&header.scenario);
        if folder.join(manifest::NAME).exists() {
            let folder = folder.display();
            return Err(Failure::BadInput(format!(
                "error: {folder} holds a result of tenantrisk; name another directory for shards with --out"
            )));
        }
        Ok(Target { header, path: folder.join(header.file_name()), quiet })
    }

    /// Why the file is not written.
    pub fn failed(&self, error: io::Error) -> Failure {
        Failure::Internal(format!("{}: cannot be written: {error}", self.path.display()))
    }

    /// Writes the file, unless it is there and whole; its path goes to stdout. `play` computes the shard, writes it and
    /// says what it was.
    pub fn write(&self, play: impl FnOnce(&mut File) -> Result<String, Failure>) -> Result<(), Failure> {
        if !self.is_there()? {
            // Before the simulation, so that a path that cannot be written fails at once.
            let mut partial = Partial::create(&self.path).map_err(|error| self.failed(error))?;
            let started = Instant::now();
            let played = play(&mut partial.file)?;
            simulate::check_interruption()?;
            partial.put_in_place(&self.path).map_err(|error| self.failed(error))?;
            let Header { shard, shards, .. } = self.header;
            let seconds = started.elapsed().as_secs_f64();
            self.say(&format!(
                "{}: shard {shard} of {shards}, {played} in {seconds:.2} s",
                self.header.what()
            ));
        }
        if !self.quiet {
            anstream::println!("{}", self.path.display());
        }
        Ok(())
    }

    /// Whether a whole file of the same shard is there; says so, or why it is not used.
    fn is_there(&self) -> Result<bool, Failure> {
        if !self.path.exists() {
            return Ok(false);
        }
        let shown = self.path.display();
        match ShardFile::open(&self.path) {
            Ok(found) => match self.header.difference(&found.header) {
                None => {
                    self.say(&format!("{shown} is there and whole; it is not computed again"));
                    Ok(true)
                }
                Some(difference) => Err(Failure::BadInput(format!(
                    "error: {shown} is a shard of another simulation ({difference}); move it away, or name another \
                     directory with --out"
                ))),
            },
            Err(broken) => {
                self.say(&format!("{shown} is computed again: {broken}"));
                Ok(false)
            }
        }
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            anstream::eprintln!("{text}");
        }
    }
}
