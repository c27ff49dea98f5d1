//! `[isolation.rls.posture]`: the checklist of row-level security.

use toml::de::DeValue;

use super::{
    Diagnostic, Section,
    number::{Domain, Field, Reader},
    process,
};
use crate::{
    dist::{Distribution, Family, Limits},
    model::{
        Origin, Posture, PostureItem, Provenance, Role,
        defaults::{self, IsolationDefaults},
    },
};

/// Reads the checklist of an isolation model; `None` where the file has none.
pub(super) fn read(reader: &mut Reader, section: &mut Section, known: &IsolationDefaults) -> Option<Posture> {
    let mut table = section.table("posture", &mut reader.diagnostics)?;
    if known.name != "rls" {
        let message = format!("`{}` does not rest on row-level security", known.name);
        let error = Diagnostic::error(table.span(), table.path(), message);
        reader.diagnostics.push(error.accepting("a posture of `rls`, or of a model with `like = \"rls\"`"));
        return None;
    }
    let provenance = reader.provenance(&mut table);
    let items = PostureItem::ALL.map(|item| {
        let (_, default) = defaults::POSTURE.iter().find(|(known, _)| *known == item)?;
        Some(one(reader, &mut table, &provenance, item, *default))
    });
    let factor = Field::new("unenforced_factor", "factor").within(Domain::AtLeast(1.0));
    let unenforced_factor = reader.number(&mut table, &provenance, factor.or(defaults::UNENFORCED_FACTOR));
    let unenforced_reach =
        process::reach(reader, &mut table, &provenance, "unenforced_reach", defaults::UNENFORCED_REACH);
    table.finish(&mut reader.diagnostics);
    let [Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)] = items else { return None };
    Some(Posture { items: [a, b, c, d, e, f], unenforced_factor, unenforced_reach: unenforced_reach? })
}

/// One item: `true` or `false` where it was checked, else the probability that it is in order. What is not checked is a
/// state that nobody knows: 1 with that probability, 0 otherwise, drawn once per run.
fn one(
    reader: &mut Reader,
    table: &mut Section,
    provenance: &Provenance,
    item: PostureItem,
    default: defaults::Default,
) -> crate::model::ParameterId {
    let key = item.key();
    let checked = table.value(key).and_then(|value| match value.get_ref() {
        DeValue::Boolean(yes) => Some(*yes),
        _ => None,
    });
    let field = Field::new(key, "state").within(Domain::Fraction);
    let id = match checked {
        None => reader.number(table, provenance, field.or(default)),
        Some(yes) => {
            let mut nothing = Section::empty(table.path());
            let value = if yes { 1.0 } else { 0.0 };
            let id = reader.number(
                &mut nothing,
                provenance,
                field.or(defaults::Default { value, source: "checked" }),
            );
            reader.registry.amend(id, |parameter| parameter.origin = Origin::Given);
            id
        }
    };
    reader.registry.amend(id, |parameter| {
        let probability = parameter.distribution.mean();
        if probability > 0.0
            && probability < 1.0
            && let Ok(state) = Distribution::new(
                Family::Discrete { values: vec![0.0, 1.0], weights: vec![1.0 - probability, probability] },
                Limits::default(),
            )
        {
            parameter.distribution = state;
            parameter.role = Role::Epistemic;
        }
    });
    id
}
