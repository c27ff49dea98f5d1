//! Uncertain inputs that could be found out together.

use super::ParameterId;

/// Inputs that one study would tell at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputGroup {
    /// The name in the scenario file.
    pub name: String,
    /// Parameters that are drawn once per run, in the order of the registry.
    pub parameters: Vec<ParameterId>,
    /// Whether the study would also tell which severity model holds.
    pub with_severity_model: bool,
}
