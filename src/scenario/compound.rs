//! Distributions made of distributions: `mixture` and `spliced`.

use super::{Diagnostic, Section, distribution, distribution::Place, number::Reader};
use crate::dist::Family;

/// How deep mixtures and spliced distributions may stand in one another.
const DEEPEST: usize = 3;

/// `mixture = [{ weight = 0.7, of = { … } }, { weight = 0.3, of = 5 }]`.
pub(super) fn mixture(reader: &mut Reader, table: &mut Section, place: Place) -> Option<Family> {
    let place = deeper(reader, table, place)?;
    let mut components = Vec::new();
    for mut entry in table.array_of_tables("mixture", &mut reader.diagnostics) {
        let weight = reader.plain_between(&mut entry, "weight", [0.0, f64::INFINITY]);
        let of = distribution::part(reader, &mut entry, "of", place);
        entry.finish(&mut reader.diagnostics);
        components.push(weight.zip(of));
    }
    let value = table.value("mixture")?;
    let written = value.get_ref().as_array()?.len();
    if written == 0 {
        let error = Diagnostic::error(value.span(), table.path_of("mixture"), "a mixture of nothing");
        reader.diagnostics.push(error.accepting("[{ weight = 0.7, of = … }, { weight = 0.3, of = … }]"));
        return None;
    }
    let components: Option<Vec<_>> = components.into_iter().collect();
    components
        .filter(|components| components.len() == written)
        .map(|components| Family::Mixture { components })
}

/// `spliced = { body = { … }, at = 0.9, tail = { … } }`.
pub(super) fn spliced(reader: &mut Reader, table: &mut Section, place: Place) -> Option<Family> {
    let place = deeper(reader, table, place)?;
    let mut inner = table.table("spliced", &mut reader.diagnostics)?;
    let body = distribution::part(reader, &mut inner, "body", place);
    let at = reader.plain_between(&mut inner, "at", [0.0, 1.0]);
    let tail = distribution::part(reader, &mut inner, "tail", place);
    inner.finish(&mut reader.diagnostics);
    Some(Family::Spliced { body: Box::new(body?), at_probability: at?, tail: Box::new(tail?) })
}

fn deeper(reader: &mut Reader, table: &Section, place: Place) -> Option<Place> {
    if place.depth < DEEPEST {
        return Some(Place { depth: place.depth + 1, ..place });
    }
    let message = format!("mixtures and spliced distributions stand more than {DEEPEST} deep in one another");
    let error = Diagnostic::error(table.span(), table.path(), message);
    reader.diagnostics.push(error.accepting("another distribution"));
    None
}
