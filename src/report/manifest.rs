//! `manifest.json`: what produced a result and how to tell whether two results are the same.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::{NamedFile, ReportError, WrittenFile, accounting, page};
use crate::decision::Setting;

/// The file's name.
pub const NAME: &str = "manifest.json";

/// Version of the layout of the output directory; rises when a reader of the files must change.
pub const FORMAT_VERSION: u32 = 1;

/// Files below this folder are drawings of the data, so the result digest leaves them out.
pub const CHARTS_FOLDER: &str = "charts/";

/// The file's content. Nothing here (no date, no path, no duration) differs between two identical runs.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Manifest {
    format_version: u32,
    tenantrisk_version: String,
    scenario: String,
    scenario_sha256: String,
    seed: u64,
    runs: u64,
    method: String,
    /// Number of independent replicates; absent where every run is independent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replicates: Option<u64>,
    /// How far quantiles may be off, relative to them; absent where they are those of the runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quantile_error: Option<f64>,
    /// What a reader must know where the accounting is not the standard one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
    result_sha256: String,
    pub(super) files: Vec<WrittenFile>,
}

/// The whole file: setting, result digest, and every file of the result with its SHA-256, by name.
pub fn render(setting: &Setting, files: &[WrittenFile]) -> Result<Vec<u8>, ReportError> {
    Manifest::new(setting, files).to_text()
}

/// The file of a result that is of an incident log: its name and SHA-256 stand where those of a scenario would.
pub fn render_of_log(
    (log, sha256, seed): (&str, &str, u64),
    files: &[WrittenFile],
) -> Result<Vec<u8>, ReportError> {
    let mut files = files.to_vec();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let manifest = Manifest {
        format_version: FORMAT_VERSION,
        tenantrisk_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: log.to_owned(),
        scenario_sha256: sha256.to_owned(),
        seed,
        runs: 0,
        method: "fit".to_owned(),
        replicates: None,
        quantile_error: None,
        notice: None,
        result_sha256: result_digest(&files),
        files,
    };
    manifest.to_text()
}

impl Manifest {
    pub(super) fn new(setting: &Setting, files: &[WrittenFile]) -> Self {
        let mut files = files.to_vec();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Manifest {
            format_version: FORMAT_VERSION,
            tenantrisk_version: setting.version.clone(),
            scenario: setting.scenario.clone(),
            scenario_sha256: setting.scenario_sha256.clone(),
            seed: setting.seed,
            runs: setting.runs,
            method: setting.method.clone(),
            replicates: setting.replicates,
            quantile_error: setting.quantile_error,
            notice: accounting::label(setting),
            result_sha256: result_digest(&files),
            files,
        }
    }

    /// The manifest in the file at `path`, whose content is `text`.
    pub(super) fn read(path: &Path, text: &[u8]) -> Result<Self, ReportError> {
        serde_json::from_slice(text)
            .map_err(|_| ReportError::refused(path, "is no manifest of tenantrisk; name another directory"))
    }

    /// The same with `files` added or replaced; they are made from the result and no part of it, so its digest
    /// stays.
    pub(super) fn with(mut self, files: &[NamedFile]) -> Self {
        for (name, content) in files {
            self.files.retain(|file| file.name != *name);
            self.files.push(WrittenFile { name: name.clone(), sha256: sha256_hex(content) });
        }
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        self
    }

    pub(super) fn to_text(&self) -> Result<Vec<u8>, ReportError> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| ReportError::new(NAME, error))?;
        text.push(b'\n');
        Ok(text)
    }
}

/// One digest for the whole result: SHA-256 over the lines `name sha256` of the data files, sorted by name,
/// each ended by a line feed. Charts, the page and the manifest itself do not count.
pub fn result_digest(files: &[WrittenFile]) -> String {
    let mut lines: Vec<String> = files
        .iter()
        .filter(|file| !is_drawing(&file.name) && file.name != NAME)
        .map(|file| format!("{} {}\n", file.name, file.sha256))
        .collect();
    lines.sort();
    sha256_hex(lines.concat().as_bytes())
}

/// Whether a file only shows what the data files hold.
fn is_drawing(name: &str) -> bool {
    name.starts_with(CHARTS_FOLDER) || name == page::NAME
}

/// Files with their digests, before they are written.
pub fn digests(files: &[NamedFile]) -> Vec<WrittenFile> {
    let digest =
        |(name, content): &NamedFile| WrittenFile { name: name.clone(), sha256: sha256_hex(content) };
    files.iter().map(digest).collect()
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn file(name: &str, content: &[u8]) -> WrittenFile {
        WrittenFile { name: name.to_owned(), sha256: sha256_hex(content) }
    }

    #[test]
    fn whole_file() {
        let files = [file("summary.csv", b"abc"), file("charts/tco.svg", b""), file("runs.csv", b"")];
        let text = String::from_utf8(render(&fixture::findings().setting, &files).unwrap()).unwrap();
        let digest = sha256_hex(
            b"runs.csv e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n\
              summary.csv ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
        );
        assert_eq!(
            text,
            format!(
                r#"{{
  "format_version": 1,
  "tenantrisk_version": "0.1.0",
  "scenario": "saas",
  "scenario_sha256": "5e2bf57d3f40c4b6df69daf1936cb766f832374b4fc0259a7cbff06e2f70f269",
  "seed": 42,
  "runs": 100000,
  "method": "plain",
  "result_sha256": "{digest}",
  "files": [
    {{
      "name": "charts/tco.svg",
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    }},
    {{
      "name": "runs.csv",
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    }},
    {{
      "name": "summary.csv",
      "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }}
  ]
}}
"#
            )
        );
    }

    #[test]
    fn charts_do_not_change_the_result_digest() {
        let data = file("summary.csv", b"abc");
        let with_chart = [data.clone(), file("charts/tco.svg", b"x")];
        assert_eq!(result_digest(std::slice::from_ref(&data)), result_digest(&with_chart));
        assert_ne!(result_digest(&[data]), result_digest(&[file("summary.csv", b"abd")]));
    }

    #[test]
    fn replicates_are_said() {
        let mut setting = fixture::findings().setting;
        (setting.method, setting.replicates) = ("auto".to_owned(), Some(98));
        let text = String::from_utf8(render(&setting, &[]).unwrap()).unwrap();
        assert!(text.contains("\"method\": \"auto\",\n  \"replicates\": 98,\n"), "{text}");
        assert_eq!(setting.drawn(), "100,000 runs in 98 independent replicates (auto)");
    }

    #[test]
    fn another_accounting_is_said() {
        let mut setting = fixture::findings().setting;
        setting.accounting = "brief".to_owned();
        let text = String::from_utf8(render(&setting, &[]).unwrap()).unwrap();
        let notice =
            "\"notice\": \"accounting: brief — the founding brief's own formulas, for comparison only\"";
        assert!(text.contains(notice), "{text}");
        assert!(serde_json::from_str::<Manifest>(&text).is_ok());
    }
}
