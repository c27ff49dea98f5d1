//! `[alternative.…]` and `baseline`: what one could do, and what it is compared with.

use std::ops::Range;

use super::{
    Diagnostic, Section,
    isolation::{self, Isolation},
    mismatch, nearest,
    number::{Domain, Field, Reader, Uncertainty},
};
use crate::model::{
    Alternative, Control, Excluded, Insurance, Migration, ParameterId, Provenance, Tier, defaults,
};

/// Reads the alternatives. Isolation models that they name but the file does not describe are added to
/// `models` with their defaults; without alternatives every isolation model is one.
pub(super) fn read(
    reader: &mut Reader,
    root: &mut Section,
    models: &mut Isolation,
    tiers: &[Tier],
) -> (Vec<Alternative>, Vec<References>) {
    let (mut alternatives, mut references) = (Vec::new(), Vec::new());
    let given = root.has("alternative");
    for (name, mut section) in root.children("alternative", &mut reader.diagnostics) {
        let named = named(reader, &mut section);
        if let Some(read) = alternative(reader, &mut section, &name, models, tiers) {
            alternatives.push(read);
            references.push(named);
        }
        section.finish(&mut reader.diagnostics);
    }
    if given {
        return (alternatives, references);
    }
    if models.models.is_empty() {
        for known in isolation::names().filter_map(isolation::known) {
            models.add_default(reader, known);
        }
    }
    for (index, model) in models.models.iter().enumerate() {
        let mut section = Section::empty(&format!("alternative.{}", model.name));
        alternatives.push(Alternative {
            name: model.name.clone(),
            label: model.label.clone(),
            isolation_of_tier: vec![index; tiers.len()],
            build_cost: None,
            controls: Vec::new(),
            overlap: overlap(reader, &mut section, &Provenance::default()),
            migration: None,
            insurance: None,
            baseline: None,
        });
        references.push(References::default());
    }
    (alternatives, references)
}

/// What an alternative names that is read after it.
#[derive(Default)]
pub(super) struct References {
    controls: Vec<(String, Range<usize>)>,
    insurance: Option<(String, Range<usize>)>,
    baseline: Option<(String, Range<usize>)>,
}

fn named(reader: &mut Reader, section: &mut Section) -> References {
    let owned = |(word, span): (&str, Range<usize>)| (word.to_owned(), span);
    let controls = section.text_list("controls", &mut reader.diagnostics).unwrap_or_default();
    let controls = controls.into_iter().map(owned).collect();
    let baseline = section.text("baseline", &mut reader.diagnostics).map(owned);
    let insurance = section.text("insurance", &mut reader.diagnostics).map(owned);
    References { controls, insurance, baseline }
}

/// Finds the controls and baselines that the alternatives name.
pub(super) fn resolve(
    reader: &mut Reader,
    alternatives: &mut [Alternative],
    references: Vec<References>,
    controls: &[Control],
    insurances: &[Insurance],
) {
    let control_names: Vec<&str> = controls.iter().map(|control| control.name.as_str()).collect();
    let policy_names: Vec<&str> = insurances.iter().map(|policy| policy.name.as_str()).collect();
    let names: Vec<String> = alternatives.iter().map(|alternative| alternative.name.clone()).collect();
    for (alternative, named) in alternatives.iter_mut().zip(references) {
        let path = format!("alternative.{}", alternative.name);
        for (word, span) in named.controls {
            let found = named_in(reader, "control", &control_names, &word, span, &format!("{path}.controls"));
            alternative.controls.extend(found.filter(|control| !alternative.controls.contains(control)));
        }
        alternative.insurance = named.insurance.and_then(|(word, span)| {
            named_in(reader, "insurance", &policy_names, &word, span, &format!("{path}.insurance"))
        });
        if let Some((word, span)) = named.baseline {
            alternative.baseline = position(reader, &names, &word, span, &format!("{path}.baseline"));
        }
    }
}

/// The position of what an alternative names among all of its kind.
fn named_in(
    reader: &mut Reader,
    kind: &str,
    names: &[&str],
    word: &str,
    span: Range<usize>,
    path: &str,
) -> Option<usize> {
    let found = names.iter().position(|name| *name == word);
    if found.is_none() {
        let accepted = match names {
            [] => format!("one that the file describes in [{kind}.…]"),
            names => names.join(", "),
        };
        let error = Diagnostic::error(span, path, format!("there is no {kind} `{word}`"))
            .accepting(accepted)
            .suggesting(nearest(word, names.iter().copied()));
        reader.diagnostics.push(error);
    }
    found
}

/// Share of what several controls prevent that is the same.
fn overlap(reader: &mut Reader, section: &mut Section, provenance: &Provenance) -> ParameterId {
    let field = Field::new("overlap", "fraction").within(Domain::Fraction).or(defaults::NO_OVERLAP);
    reader.number(section, provenance, field.uncertain(Uncertainty::Plain))
}

fn alternative(
    reader: &mut Reader,
    section: &mut Section,
    name: &str,
    models: &mut Isolation,
    tiers: &[Tier],
) -> Option<Alternative> {
    let provenance = reader.provenance(section);
    let label = section.text("label", &mut reader.diagnostics).map(|(label, _)| label.to_owned());
    let build_cost = section
        .has("build_cost")
        .then(|| reader.number(section, &provenance, Field::new("build_cost", "usd")));
    let overlap = overlap(reader, section, &provenance);
    let isolation_of_tier = isolation_of_tier(reader, section, "isolation", models, tiers);
    let migration = section.table("migration", &mut reader.diagnostics);
    let isolation_of_tier = isolation_of_tier?;
    let migration = migration.map(|mut table| {
        let migration = migration_of(reader, &mut table, &provenance, models, tiers);
        table.finish(&mut reader.diagnostics);
        migration
    });
    let first = isolation_of_tier.first().copied().unwrap_or(0);
    let one_for_all = isolation_of_tier.iter().all(|model| *model == first);
    let label = label.unwrap_or_else(|| match (one_for_all, models.models.get(first)) {
        (true, Some(model)) if name == model.name => model.label.clone(),
        _ => name.to_owned(),
    });
    let migration = match migration {
        None => None,
        Some(migration) => Some(migration?),
    };
    Some(Alternative {
        name: name.to_owned(),
        label,
        isolation_of_tier,
        build_cost,
        controls: Vec::new(),
        overlap,
        migration,
        insurance: None,
        baseline: None,
    })
}

/// `migration = { from = "rls", at_month = 12, months = 3, cost_per_tenant = 20, dual_running = true }`.
fn migration_of(
    reader: &mut Reader,
    table: &mut Section,
    provenance: &Provenance,
    models: &mut Isolation,
    tiers: &[Tier],
) -> Option<Migration> {
    let from_of_tier = isolation_of_tier(reader, table, "from", models, tiers);
    let at_month = reader.integer(table, "at_month", 0..=1_200);
    let at_month =
        table.required("at_month", at_month, "a month, 0 is the first", None, &mut reader.diagnostics);
    let months = reader.integer(table, "months", 0..=1_200);
    let cost = Field::new("cost_per_tenant", "usd_per_tenant").or(defaults::ZERO_COST);
    let cost_per_tenant = reader.number(table, provenance, cost);
    let dual_running = table.boolean("dual_running", &mut reader.diagnostics);
    Some(Migration {
        from_of_tier: from_of_tier?,
        at_month: at_month?.0 as u32,
        months: months.map_or(0, |(months, _)| months as u32),
        cost_per_tenant,
        dual_running: dual_running.is_none_or(|(yes, _)| yes),
    })
}

/// An isolation model for all tiers, or one for each.
fn isolation_of_tier(
    reader: &mut Reader,
    section: &mut Section,
    key: &str,
    models: &mut Isolation,
    tiers: &[Tier],
) -> Option<Vec<usize>> {
    let accepted = "an isolation model for all tiers, or a table with one for each tier";
    let value = section.value(key);
    section.required(key, value, accepted, None, &mut reader.diagnostics);
    let value = value?;
    if let Some(word) = value.get_ref().as_str() {
        let model = find(reader, models, word, value.span(), &section.path_of(key))?;
        return Some(vec![model; tiers.len()]);
    }
    if !value.get_ref().is_table() {
        let error = mismatch(&section.path_of(key), value, "an isolation model").accepting(accepted);
        reader.diagnostics.push(error);
        return None;
    }
    let mut table = section.table(key, &mut reader.diagnostics)?;
    let per_tier: Vec<Option<usize>> =
        tiers.iter().map(|tier| of_tier(reader, &mut table, &tier.name, models)).collect();
    table.finish(&mut reader.diagnostics);
    per_tier.into_iter().collect()
}

fn of_tier(reader: &mut Reader, table: &mut Section, tier: &str, models: &mut Isolation) -> Option<usize> {
    let text = table.text(tier, &mut reader.diagnostics);
    let accepted = "an isolation model for every tier";
    let (word, span) = table.required(tier, text, accepted, None, &mut reader.diagnostics)?;
    find(reader, models, word, span, &table.path_of(tier))
}

fn find(
    reader: &mut Reader,
    models: &mut Isolation,
    word: &str,
    span: Range<usize>,
    path: &str,
) -> Option<usize> {
    if let Some(position) = models.models.iter().position(|model| model.name == word) {
        return Some(position);
    }
    if let Some(known) = isolation::known(word) {
        return Some(models.add_default(reader, known));
    }
    let mut candidates: Vec<String> = models.models.iter().map(|model| model.name.clone()).collect();
    for name in isolation::names().filter(|name| !models.models.iter().any(|model| model.name == *name)) {
        candidates.push(name.to_owned());
    }
    let error = Diagnostic::error(span, path, format!("there is no isolation model `{word}`"))
        .accepting(candidates.join(", "))
        .suggesting(nearest(word, candidates.iter().map(String::as_str)));
    reader.diagnostics.push(error);
    None
}

/// The position of the baseline.
pub(super) fn baseline(
    reader: &mut Reader,
    root: &mut Section,
    alternatives: &[Alternative],
    excluded: &[Excluded],
) -> usize {
    let names: Vec<&str> = alternatives.iter().map(|alternative| alternative.name.as_str()).collect();
    let accepted = names.join(", ");
    let Some((word, span)) = root.text("baseline", &mut reader.diagnostics) else {
        if alternatives.len() > 1 {
            let why = "every alternative is compared with the baseline";
            root.missing("baseline", &accepted, Some(why), &mut reader.diagnostics);
        }
        return 0;
    };
    if let Some(excluded) = excluded.iter().find(|excluded| excluded.name == word) {
        let message = format!("the baseline `{word}` is ruled out: {}", excluded.reason);
        reader.diagnostics.push(Diagnostic::error(span, "baseline", message).accepting(accepted));
        return 0;
    }
    position(reader, &names, word, span, "baseline").unwrap_or(0)
}

fn position(
    reader: &mut Reader,
    names: &[impl AsRef<str>],
    word: &str,
    span: Range<usize>,
    path: &str,
) -> Option<usize> {
    let found = names.iter().position(|name| name.as_ref() == word);
    if found.is_none() && !names.is_empty() {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        let error = Diagnostic::error(span, path, format!("there is no alternative `{word}`"))
            .accepting(names.join(", "))
            .suggesting(nearest(word, names.iter().copied()));
        reader.diagnostics.push(error);
    }
    found
}
