//! The JSON Schema of `findings.json`, derived from the types that are written.

use schemars::{Schema, generate::SchemaSettings, transform::RecursiveTransform};

use super::ReportError;
use crate::decision::Findings;

/// The committed file, below `docs`.
pub const FINDINGS: &str = "findings.schema.json";

/// The schema of `findings.json` (draft 2020-12), indented. Wherever a number stands `null` may stand too: JSON has
/// no word for a number that is not finite.
pub fn findings() -> Result<Vec<u8>, ReportError> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with_transform(RecursiveTransform(allow_null));
    let schema = settings.into_generator().into_root_schema_for::<Findings>();
    let mut text = serde_json::to_vec_pretty(&schema).map_err(|error| ReportError::new(FINDINGS, error))?;
    text.push(b'\n');
    Ok(text)
}

fn allow_null(schema: &mut Schema) {
    if schema.get("type").and_then(serde_json::Value::as_str) == Some("number") {
        schema.insert("type".to_owned(), serde_json::json!(["number", "null"]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{fixture, json};

    fn errors(findings: &serde_json::Value) -> Vec<String> {
        let schema = serde_json::from_slice(&super::findings().unwrap()).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        validator.iter_errors(findings).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    #[test]
    fn findings_follow_their_schema() {
        let mut value: serde_json::Value =
            serde_json::from_slice(&json::render(&fixture::findings()).unwrap()).unwrap();
        assert_eq!(errors(&value), Vec::<String>::new());
        value["setting"]["seed"] = serde_json::json!("42");
        assert_eq!(errors(&value).len(), 1);
        value.as_object_mut().unwrap().remove("verdict");
        assert_eq!(errors(&value).len(), 2);
    }

    /// Write it anew with `tenantrisk schema findings > docs/findings.schema.json`.
    #[test]
    fn the_committed_schema_is_the_one_of_the_types() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(FINDINGS);
        assert_eq!(std::fs::read_to_string(file).unwrap().into_bytes(), findings().unwrap());
    }
}
