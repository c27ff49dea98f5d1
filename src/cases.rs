//! The exact cases of `tests/data/cases.json`, for the unit tests of every room.

use serde_json::Value;

/// One case by its id: `inputs`, `expected` and the formula in words.
pub fn case(id: &str) -> Value {
    let cases: Value = serde_json::from_str(include_str!("../tests/data/cases.json")).unwrap();
    cases["cases"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap().clone()
}

/// A number of a case.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

/// The entries of a case whose keys are numbers.
pub fn table(value: &Value) -> Vec<(f64, Value)> {
    value.as_object().unwrap().iter().map(|(key, value)| (key.parse().unwrap(), value.clone())).collect()
}

/// Equal to 1e-9 relative.
pub fn close(actual: f64, expected: impl Into<Value>) {
    let expected = number(&expected.into());
    assert!((actual - expected).abs() <= 1e-9 * expected.abs(), "{actual} against {expected}");
}
