//! What can go wrong when a report is made or written.

use std::path::{Path, PathBuf};

/// A report that could not be made or written: which file or directory, and why.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", path.display())]
pub struct ReportError {
    /// The file or directory concerned; a bare file name while the content is still being made.
    pub path: PathBuf,
    /// Why it failed.
    pub cause: Cause,
}

/// The reason inside a [`ReportError`].
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// The operating system refused.
    #[error("cannot {doing}: {error}")]
    Io {
        /// What was attempted, completing "cannot …".
        doing: &'static str,
        /// The system's answer.
        error: std::io::Error,
    },
    /// A table could not be written as CSV.
    #[error("cannot write the table: {0}")]
    Csv(#[from] csv::Error),
    /// The findings could not be written as JSON.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The workbook could not be made.
    #[error("cannot make the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The runs could not be written as Parquet.
    #[error("cannot write Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// tenantrisk declines, to protect something that is not its own.
    #[error("{0}")]
    Refused(String),
}

impl ReportError {
    pub(super) fn new(path: impl AsRef<Path>, cause: impl Into<Cause>) -> Self {
        ReportError { path: path.as_ref().to_owned(), cause: cause.into() }
    }

    pub(super) fn io(path: impl AsRef<Path>, doing: &'static str, error: std::io::Error) -> Self {
        ReportError::new(path, Cause::Io { doing, error })
    }

    pub(super) fn refused(path: impl AsRef<Path>, why: impl Into<String>) -> Self {
        ReportError::new(path, Cause::Refused(why.into()))
    }
}
