//! `findings.json`: everything a report shows, for scripts.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

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
}
