//! `[alternative.…]` and `baseline`: what one could do, and what it is compared with.

use std::ops::Range;

use super::{
    Diagnostic, Section, isolation, mismatch, nearest,
    number::{Field, Reader},
};
use crate::model::{Alternative, IsolationModel, Tier};

/// Reads the alternatives. Isolation models that they name but the file does not describe are added to
/// `models` with their defaults; without alternatives every isolation model is one.
pub(super) fn read(
    reader: &mut Reader,
    root: &mut Section,
    models: &mut Vec<IsolationModel>,
    tiers: &[Tier],
) -> Vec<Alternative> {
    let mut alternatives = Vec::new();
    let given = root.has("alternative");
    for (name, mut section) in root.children("alternative", &mut reader.diagnostics) {
        alternatives.extend(alternative(reader, &mut section, &name, models, tiers));
        section.finish(&mut reader.diagnostics);
    }
    if given {
        return alternatives;
    }
    if models.is_empty() {
        models.extend(
            isolation::names()
                .filter_map(isolation::known)
                .map(|known| isolation::default_model(reader, known)),
        );
    }
    let whole = |(index, model): (usize, &IsolationModel)| Alternative {
        name: model.name.clone(),
        label: model.label.clone(),
        isolation_of_tier: vec![index; tiers.len()],
        build_cost: None,
    };
    models.iter().enumerate().map(whole).collect()
}

fn alternative(
    reader: &mut Reader,
    section: &mut Section,
    name: &str,
    models: &mut Vec<IsolationModel>,
    tiers: &[Tier],
) -> Option<Alternative> {
    let provenance = reader.provenance(section);
    let label = section.text("label", &mut reader.diagnostics).map(|(label, _)| label.to_owned());
    let build_cost = section
        .has("build_cost")
        .then(|| reader.number(section, &provenance, Field::new("build_cost", "usd")));
    let accepted = "an isolation model for all tiers, or a table with one for each tier";
    let value = section.value("isolation");
    section.required("isolation", value, accepted, None, &mut reader.diagnostics);
    let value = value?;
    let isolation_of_tier = if let Some(word) = value.get_ref().as_str() {
        let model = find(reader, models, word, value.span(), &section.path_of("isolation"))?;
        vec![model; tiers.len()]
    } else if value.get_ref().is_table() {
        let mut table = section.table("isolation", &mut reader.diagnostics)?;
        let per_tier: Vec<Option<usize>> =
            tiers.iter().map(|tier| of_tier(reader, &mut table, &tier.name, models)).collect();
        table.finish(&mut reader.diagnostics);
        per_tier.into_iter().collect::<Option<Vec<usize>>>()?
    } else {
        let error = mismatch(&section.path_of("isolation"), value, "an isolation model").accepting(accepted);
        reader.diagnostics.push(error);
        return None;
    };
    let first = isolation_of_tier.first().copied().unwrap_or(0);
    let one_for_all = isolation_of_tier.iter().all(|model| *model == first);
    let label = label.unwrap_or_else(|| match (one_for_all, models.get(first)) {
        (true, Some(model)) if name == model.name => model.label.clone(),
        _ => name.to_owned(),
    });
    Some(Alternative { name: name.to_owned(), label, isolation_of_tier, build_cost })
}

fn of_tier(
    reader: &mut Reader,
    table: &mut Section,
    tier: &str,
    models: &mut Vec<IsolationModel>,
) -> Option<usize> {
    let text = table.text(tier, &mut reader.diagnostics);
    let accepted = "an isolation model for every tier";
    let (word, span) = table.required(tier, text, accepted, None, &mut reader.diagnostics)?;
    find(reader, models, word, span, &table.path_of(tier))
}

fn find(
    reader: &mut Reader,
    models: &mut Vec<IsolationModel>,
    word: &str,
    span: Range<usize>,
    path: &str,
) -> Option<usize> {
    if let Some(position) = models.iter().position(|model| model.name == word) {
        return Some(position);
    }
    if let Some(known) = isolation::known(word) {
        models.push(isolation::default_model(reader, known));
        return Some(models.len() - 1);
    }
    let mut candidates: Vec<String> = models.iter().map(|model| model.name.clone()).collect();
    for name in isolation::names().filter(|name| !models.iter().any(|model| model.name == *name)) {
        candidates.push(name.to_owned());
    }
    let error = Diagnostic::error(span, path, format!("there is no isolation model `{word}`"))
        .accepting(candidates.join(", "))
        .suggesting(nearest(word, candidates.iter().map(String::as_str)));
    reader.diagnostics.push(error);
    None
}

/// The position of the baseline.
pub(super) fn baseline(reader: &mut Reader, root: &mut Section, alternatives: &[Alternative]) -> usize {
    let names: Vec<&str> = alternatives.iter().map(|alternative| alternative.name.as_str()).collect();
    let accepted = names.join(", ");
    let Some((word, span)) = root.text("baseline", &mut reader.diagnostics) else {
        if alternatives.len() > 1 {
            let why = "every alternative is compared with the baseline";
            root.missing("baseline", &accepted, Some(why), &mut reader.diagnostics);
        }
        return 0;
    };
    names.iter().position(|name| *name == word).unwrap_or_else(|| {
        if !names.is_empty() {
            let error = Diagnostic::error(span, "baseline", format!("there is no alternative `{word}`"))
                .accepting(accepted)
                .suggesting(nearest(word, names.iter().copied()));
            reader.diagnostics.push(error);
        }
        0
    })
}
