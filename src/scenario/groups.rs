//! `[groups]`: uncertain inputs that could be found out together.

use super::{Diagnostic, Section, number::Reader};
use crate::model::{IncidentClass, InputGroup, ParameterId, Process, Role, severity::SeverityMixture};

/// What names the choice of the severity model.
const SEVERITY: &str = "severity.models";

/// Reads the groups: a name and the paths of its inputs, in which `*` stands for any characters.
pub(super) fn read(reader: &mut Reader, root: &mut Section, severity: &SeverityMixture) -> Vec<InputGroup> {
    let Some(mut section) = root.table("groups", &mut reader.diagnostics) else { return Vec::new() };
    let mut groups = Vec::new();
    for (name, _) in section.keys() {
        let patterns = section.text_list(&name, &mut reader.diagnostics).unwrap_or_default();
        let mut group = InputGroup { name: name.clone(), parameters: Vec::new(), with_severity_model: false };
        for (pattern, span) in patterns {
            let registry = &reader.registry;
            let named = registry
                .parameters()
                .iter()
                .filter(|parameter| matches(pattern, &parameter.path) || matches(pattern, &parameter.stream));
            let uncertain = named.clone().filter(|parameter| parameter.role == Role::Epistemic);
            let found: Vec<ParameterId> =
                uncertain.filter_map(|parameter| registry.find(&parameter.path)).collect();
            let names_models = severity.models.len() > 1 && matches(pattern, SEVERITY);
            if found.is_empty() && !names_models {
                let message = match named.count() {
                    0 => format!("`{pattern}` names no parameter of this scenario"),
                    _ => format!("nothing that `{pattern}` names is drawn once per run"),
                };
                let error = Diagnostic::error(span, section.path_of(&name), message);
                let accepted = "paths of inputs with a distribution, as `tenantrisk explain` lists them (epistemic), \
                                or severity.models; * stands for any characters";
                reader.diagnostics.push(error.accepting(accepted));
            }
            group.with_severity_model |= names_models;
            group.parameters.extend(found);
        }
        group.parameters.sort_unstable();
        group.parameters.dedup();
        groups.push(group);
    }
    section.finish(&mut reader.diagnostics);
    groups
}

/// What an audit of row security would tell at once: the items of each checklist that nobody has checked.
pub(super) fn of_postures(reader: &Reader, classes: &[IncidentClass]) -> Vec<InputGroup> {
    let registry = &reader.registry;
    let processes = classes.iter().flat_map(|class| class.processes.iter().flatten());
    let group = |process: &Process| {
        let items = process.posture?.items.into_iter();
        let parameters: Vec<ParameterId> =
            items.filter(|id| registry.get(*id).role == Role::Epistemic).collect();
        let path = &registry.get(*parameters.first()?).path;
        let name = path.rsplit_once('.').map_or(path.as_str(), |(table, _)| table);
        // One item alone has a line of its own.
        (parameters.len() > 1).then(|| InputGroup {
            name: name.to_owned(),
            parameters,
            with_severity_model: false,
        })
    };
    processes.filter_map(group).collect()
}

/// Whether a text is like a pattern in which `*` stands for any characters.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
            ends.into_iter().any(|end| matches(rest, &text[end..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        let path = "isolation.rls.breach.boundary.rate";
        for pattern in [path, "*", "isolation.*", "*.rate", "isolation.*.breach.*.rate", "*breach*"] {
            assert!(matches(pattern, path), "{pattern}");
        }
        for pattern in ["", "isolation", "rls.*", "isolation.*.cost", "*.rat"] {
            assert!(!matches(pattern, path), "{pattern}");
        }
    }
}
