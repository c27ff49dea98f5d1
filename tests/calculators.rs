//! `tenantrisk calc`: every exact figure that it can show, and bad input.

mod breach;
mod incidents;
mod input;
mod money;

use crate::common::{expected, number};
use assert_cmd::Command;
use serde_json::Value;

fn calc(arguments: &str) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("tenantrisk").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("calc").args(arguments.split_whitespace()).assert()
}

/// The `result` of a calculation.
fn result(arguments: &str) -> Value {
    let output = calc(&format!("{arguments} --json")).success().get_output().clone();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["calculator"], arguments.split_whitespace().next().unwrap());
    assert!(document["verdict"].as_str().unwrap().ends_with('.'));
    document["result"].clone()
}

/// What follows a dotted path; numbers are positions in a list.
fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    let part = |value: &'v Value, part: &str| match part.parse::<usize>() {
        Ok(position) => &value[position],
        Err(_) => &value[part],
    };
    path.split('.').fold(value, part)
}

fn assert_close(result: &Value, path: &str, expected: f64) {
    let actual = number(at(result, path));
    assert!((actual - expected).abs() <= 1e-9 * expected.abs(), "{path}: {actual} against {expected}");
}

/// Compares pairs of a path in the result and a path in the case.
fn assert_case(result: &Value, case: &Value, pairs: &[(&str, &str)]) {
    for (path, key) in pairs {
        let parts: Vec<&str> = key.split('/').collect();
        let expected = parts.iter().fold(case, |value, part| &value[*part]);
        assert_close(result, path, number(expected));
    }
}

/// The figures of one severity model.
fn model<'v>(result: &'v Value, id: &str) -> &'v Value {
    result["models"].as_array().unwrap().iter().find(|model| model["id"] == id).unwrap()
}
