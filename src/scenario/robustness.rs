//! `[robustness]`: under which readings of the scenario the decision is made again.

use std::ops::Range;

use super::{Diagnostic, Diagnostics, Section, nearest, number::Reader};
use crate::{
    model::{BreachCosts, ChurnAccounting, RobustnessChecks, severity::SeverityMixture},
    units::Per,
};

/// Reads which cells the matrix has. By default every severity model alone and, where breaches make tenants leave, both
/// ways to book that; readings only where they are listed.
pub(super) fn read(
    reader: &mut Reader,
    root: &mut Section,
    severity: &SeverityMixture,
    breach_costs: &BreachCosts,
) -> RobustnessChecks {
    let d = &mut reader.diagnostics;
    let mut section = root.table("robustness", d).unwrap_or_else(|| Section::empty("robustness"));
    let models: Vec<(&str, usize)> =
        severity.models.iter().enumerate().map(|(index, model)| (model.id.as_str(), index)).collect();
    let every_model = || (0..models.len()).collect();
    let both = || match breach_costs.churn {
        Some(_) => ChurnAccounting::ALL.map(|(_, accounting)| accounting).to_vec(),
        None => Vec::new(),
    };
    let checks = RobustnessChecks {
        severity: words(&mut section, "severity", &models, d).unwrap_or_else(every_model),
        readings: words(&mut section, "readings", &Per::ALL, d).unwrap_or_default(),
        churn: words(&mut section, "churn", &ChurnAccounting::ALL, d).unwrap_or_else(both),
        runs: section.integer("runs", 1..=1_000_000_000, d).map(|(runs, _)| runs.unsigned_abs()),
    };
    section.finish(d);
    checks
}

/// A list of known words, each once, as what they stand for.
fn words<T: Copy>(
    section: &mut Section,
    key: &str,
    known: &[(&str, T)],
    d: &mut Diagnostics,
) -> Option<Vec<T>> {
    let texts: Vec<(&str, Range<usize>)> = section.text_list(key, d)?;
    let accepted = known.iter().map(|(word, _)| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let mut meant = Vec::new();
    for (position, (text, span)) in texts.iter().enumerate() {
        let found = known.iter().find(|(word, _)| word == text);
        let twice = texts[..position].iter().any(|(earlier, _)| earlier == text);
        match found {
            Some((_, meaning)) if !twice => meant.push(*meaning),
            _ => {
                let message = if twice {
                    format!("\"{text}\" is listed twice")
                } else {
                    format!("\"{text}\" is not known here")
                };
                let error =
                    Diagnostic::error(span.clone(), section.path_of(key), message).accepting(&*accepted);
                let suggestion =
                    if twice { None } else { nearest(text, known.iter().map(|(word, _)| *word)) };
                d.push(error.suggesting(suggestion));
            }
        }
    }
    Some(meant)
}
