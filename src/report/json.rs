//! `findings.json`: everything a report shows, for scripts.

use std::path::Path;

use super::ReportError;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "findings.json";

/// The whole file, indented, fields in the order of their declaration, so that equal findings give equal
/// bytes. Runs are left out (they are in `runs.csv`); a number that is not finite is `null`.
pub fn render(findings: &Findings) -> Result<Vec<u8>, ReportError> {
    let mut text = serde_json::to_vec_pretty(findings).map_err(|error| ReportError::new(NAME, error))?;
    text.push(b'\n');
    Ok(text)
}

/// The findings of a file at `path`, as far as charts need them; see [`Findings`].
pub fn read(path: &Path, text: &[u8]) -> Result<Findings, ReportError> {
    serde_json::from_slice(text).map_err(|error| {
        let why = format!("holds no findings of tenantrisk {}: {error}", env!("CARGO_PKG_VERSION"));
        ReportError::refused(path, why)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{chart, fixture};

    #[test]
    fn holds_values_notes_and_reasons_and_repeats_itself() {
        let text = render(&fixture::findings()).unwrap();
        assert_eq!(text, render(&fixture::findings()).unwrap());
        assert!(text.ends_with(b"}\n"));
        let value: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(value["setting"]["seed"], 42);
        assert_eq!(value["alternatives"][0]["figures"][0]["result"]["estimate"]["estimate"]["value"], 9.12e6);
        let roi = value["comparisons"][0]["figures"].as_array().unwrap().last().unwrap();
        assert_eq!(roi["result"]["not_applicable"]["because"], "the alternative needs no extra investment");
        assert!(value.get("runs").is_none());
    }

    /// Charts of what was read are those of what was written.
    #[test]
    fn read_again_it_draws_the_same() {
        let findings = fixture::findings();
        let again = read(Path::new(NAME), &render(&findings).unwrap()).unwrap();
        let draw = |findings: &Findings| chart::drawn(findings, |_| true).unwrap();
        assert_eq!(draw(&again), draw(&findings));
        assert!(again.yearly[3].value_usd.is_nan());
        let message = read(Path::new("x/findings.json"), b"{}").unwrap_err().to_string();
        assert!(message.starts_with("x/findings.json: holds no findings of tenantrisk"), "{message}");
    }
}
