//! Tests of the room as a whole.

mod coverage;
mod curves;
mod properties;
mod replicates;
mod speed;
mod values;

/// Asserts agreement to a relative (below one: absolute) tolerance.
fn close(actual: f64, expected: f64, tolerance: f64) {
    let scale = expected.abs().max(1.0);
    assert!((actual - expected).abs() <= tolerance * scale, "{actual} against {expected}");
}
