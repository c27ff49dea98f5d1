//! The label of results that do not follow the standard accounting: its only wording.

use crate::decision::Setting;

/// The label to show wherever a result is; `None` for the standard accounting.
pub(super) fn label(setting: &Setting) -> Option<String> {
    let formulas = match setting.accounting.as_str() {
        "standard" => return None,
        "brief" => "the founding brief's own formulas",
        _ => "other formulas than the standard ones",
    };
    Some(format!("accounting: {} — {formulas}, for comparison only", setting.accounting))
}
