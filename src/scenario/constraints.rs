//! `[constraints]`: what a contract or a regulation asks for, whatever it costs.

use super::{Section, alternatives::References, number::Reader};
use crate::model::{Alternative, Excluded, IsolationModel, Separation};

const WORDS: [(&str, Separation); 3] =
    [("rows", Separation::Rows), ("logical", Separation::Logical), ("physical", Separation::Physical)];

/// Takes the alternatives out that keep some tier less far apart than `requires` says, with the reason; also gives what is
/// required.
pub(super) fn apply(
    reader: &mut Reader,
    root: &mut Section,
    alternatives: &mut Vec<Alternative>,
    references: &mut Vec<References>,
    isolation: &[IsolationModel],
) -> (Vec<Excluded>, Option<Separation>) {
    let Some(mut section) = root.table("constraints", &mut reader.diagnostics) else {
        return (Vec::new(), None);
    };
    let required = section.choice("requires", &WORDS, &mut reader.diagnostics);
    let accepted = "\"rows\", \"logical\" (a schema or database each) or \"physical\" (an instance each)";
    let required = section.required("requires", required, accepted, None, &mut reader.diagnostics);
    let because = section.text("because", &mut reader.diagnostics).map(|(because, _)| because.to_owned());
    let span = section.span();
    section.finish(&mut reader.diagnostics);
    let Some(required) = required else { return (Vec::new(), None) };
    let word = WORDS.iter().find(|(_, separation)| *separation == required).map_or("", |(word, _)| word);
    let because = because.map_or_else(String::new, |because| format!(" ({because})"));
    let mut excluded = Vec::new();
    let mut kept = Vec::new();
    for (alternative, named) in std::mem::take(alternatives).into_iter().zip(std::mem::take(references)) {
        let mut used = alternative.isolation_of_tier.iter().filter_map(|&model| isolation.get(model));
        match used.find(|model| model.separation < required) {
            None => kept.push((alternative, named)),
            Some(model) => excluded.push(Excluded {
                reason: format!("{word} separation is required{because}; {} does not give it", model.label),
                name: alternative.name,
                label: alternative.label,
            }),
        }
    }
    (*alternatives, *references) = kept.into_iter().unzip();
    if alternatives.is_empty() && !excluded.is_empty() {
        let message = "the constraints rule every alternative out";
        let error = super::Diagnostic::error(span, "constraints", message);
        reader.diagnostics.push(error.accepting("at least one alternative that meets them"));
    }
    (excluded, Some(required))
}
