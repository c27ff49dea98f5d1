//! `[insurance.…]`: policies that alternatives may buy.

use super::{
    Diagnostic, Section, nearest,
    number::{Domain, Field, Reader},
};
use crate::model::{Cover, IncidentClass, Insurance, belongs_to, defaults, metrics::Component};

/// Covered unless the file says otherwise: not fines, which many laws forbid to insure, not the contribution of
/// customers who leave, and not credits, which are no loss of one event.
const COVERED: [Component; 3] = [Component::Direct, Component::Response, Component::Support];

/// Reads the policies; `classes` are the incident classes that they may cover.
pub(super) fn read(reader: &mut Reader, root: &mut Section, classes: &[IncidentClass]) -> Vec<Insurance> {
    let mut policies = Vec::new();
    for (name, mut section) in root.children("insurance", &mut reader.diagnostics) {
        let provenance = reader.provenance(&mut section);
        let premium = Field::new("premium_per_year", "usd_per_year");
        let premium_per_year = reader.number(&mut section, &provenance, premium);
        let limit = reader.number(&mut section, &provenance, Field::new("limit", "usd_per_event"));
        let retention = Field::new("retention", "usd_per_event").or(defaults::NO_RETENTION);
        let retention = reader.number(&mut section, &provenance, retention);
        let share = Field::new("coinsurance", "fraction").within(Domain::Fraction);
        let coinsurance = reader.number(&mut section, &provenance, share.or(defaults::INSURERS_SHARE));
        let aggregate = section.table("annual_aggregate", &mut reader.diagnostics);
        let given = aggregate.is_some();
        let mut aggregate = aggregate.unwrap_or_else(|| Section::empty(&section.path_of("annual_aggregate")));
        let annual_limit = aggregate
            .has("limit")
            .then(|| reader.number(&mut aggregate, &provenance, Field::new("limit", "usd_per_year")));
        let kept = Field::new("retention", "usd_per_year").or(defaults::NO_RETENTION);
        let annual_retention = reader.number(&mut aggregate, &provenance, kept);
        if given && annual_limit.is_none() && !aggregate.has("retention") {
            let accepted = "`limit` and `retention`, USD a year, or one of them";
            aggregate.missing("limit", accepted, None, &mut reader.diagnostics);
        }
        aggregate.finish(&mut reader.diagnostics);
        let covers = cover(reader, &mut section, classes);
        section.finish(&mut reader.diagnostics);
        policies.push(Insurance {
            name,
            premium_per_year,
            retention,
            limit,
            coinsurance,
            annual_limit,
            annual_retention,
            covers,
        });
    }
    policies
}

/// `covers = { classes = ["breach"], components = ["direct", "fines"] }`.
fn cover(reader: &mut Reader, section: &mut Section, classes: &[IncidentClass]) -> Cover {
    let mut cover = Cover { classes: None, components: COVERED.to_vec() };
    let Some(mut table) = section.table("covers", &mut reader.diagnostics) else { return cover };
    let mut names: Vec<&str> = classes.iter().map(|class| class.name.as_str()).collect();
    if names.iter().any(|name| belongs_to(name, "breach")) {
        names.push("breach");
    }
    cover.classes = words(reader, &mut table, "classes", &names)
        .map(|found| found.into_iter().map(|position| names[position].to_owned()).collect());
    let components = Cover::POSSIBLE.map(Component::name);
    if let Some(found) = words(reader, &mut table, "components", &components) {
        cover.components = found.into_iter().map(|position| Cover::POSSIBLE[position]).collect();
    }
    table.finish(&mut reader.diagnostics);
    cover
}

/// Positions of a list of words among those that are known; an empty list covers nothing and is a mistake.
fn words(reader: &mut Reader, table: &mut Section, key: &str, known: &[&str]) -> Option<Vec<usize>> {
    let span = table.value(key)?.span();
    let path = table.path_of(key);
    let given = table.text_list(key, &mut reader.diagnostics)?;
    if given.is_empty() {
        let error = Diagnostic::error(span, path, "an empty list covers nothing").accepting(known.join(", "));
        reader.diagnostics.push(error);
        return None;
    }
    let mut found = Vec::new();
    for (word, span) in given {
        match known.iter().position(|name| *name == word) {
            Some(position) => found.push(position),
            None => {
                let error = Diagnostic::error(span, &path, format!("`{word}` cannot be covered"))
                    .accepting(known.join(", "))
                    .suggesting(nearest(word, known.iter().copied()));
                reader.diagnostics.push(error);
            }
        }
    }
    Some(found)
}
