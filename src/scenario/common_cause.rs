//! `breach.common_cause_share`: a given breach rate split into a common cause and the boundary.

use std::ops::Range;

use super::{
    Diagnostic, Section,
    isolation::Isolation,
    nearest,
    number::{Domain, Field, Reader},
};
use crate::{
    model::{BreachClass, Frequency, ParameterId, Part, Process, Provenance},
    units::Per,
};

const SHARE: &str = "common_cause_share";
const OF: &str = "common_cause_of";
const COMMON: usize = BreachClass::CommonCause as usize;
const BOUNDARY: usize = BreachClass::Boundary as usize;
const UNIT: usize = BreachClass::Unit as usize;

/// What the file says of a common cause.
pub(super) struct CommonCause {
    share: ParameterId,
    /// The isolation model whose rate is split, and where it is named.
    of: Option<(String, Range<usize>)>,
    /// Where the share stands.
    span: Range<usize>,
    path: String,
}

/// Reads the share and whose rate it is of; `None` where the file has neither.
pub(super) fn read(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
) -> Option<CommonCause> {
    let of = section.text(OF, &mut reader.diagnostics).map(|(word, span)| (word.to_owned(), span));
    let Some(span) = section.value(SHARE).map(|value| value.span()) else {
        if let Some((_, span)) = of {
            let message = format!("`{OF}` has no meaning without `{SHARE}`");
            let error = Diagnostic::error(span, section.path_of(OF), message);
            reader.diagnostics.push(error.accepting(format!("`{SHARE} = 0.3` (say) beside it, or neither")));
        }
        return None;
    };
    let field = Field::new(SHARE, "fraction").within(Domain::Fraction);
    let share = reader.number(section, provenance, field);
    Some(CommonCause { share, of, span, path: section.path().to_owned() })
}

/// Splits the breach of every isolation model: the common cause is the share of the named one's rate, the same under every
/// model and as far as there; what is left of each model's own rate is its boundary.
pub(super) fn split(reader: &mut Reader, common: CommonCause, isolation: &mut Isolation) {
    let names: Vec<String> = isolation.models.iter().map(|model| model.name.clone()).collect();
    let mut refuse =
        |span: Range<usize>, key: &str, message: String, accepted: String, hint: Option<String>| {
            let error = Diagnostic::error(span, format!("{}.{key}", common.path), message);
            reader.diagnostics.push(error.accepting(accepted).suggesting(hint));
        };
    let Some((word, span)) = &common.of else {
        let message = format!("`{OF}` is missing: of whose breach rate is this the share?");
        return refuse(common.span, OF, message, names.join(", "), None);
    };
    let Some(of) = names.iter().position(|name| name == word) else {
        let hint = nearest(word, names.iter().map(String::as_str));
        let message = format!("no alternative uses an isolation model `{word}`");
        return refuse(span.clone(), OF, message, names.join(", "), hint);
    };
    for (name, processes) in names.iter().zip(&isolation.breach) {
        let in_short = processes[COMMON].is_none() && processes[UNIT].is_none();
        let rated = processes[BOUNDARY].as_ref().is_some_and(|process| {
            matches!(process.frequency, Frequency::Rate(_) | Frequency::Probability(_))
        });
        if !in_short || !rated {
            let message =
                format!("the breach of `{name}` is not one rate or probability that could be split");
            let accepted = format!(
                "`isolation.{name}.breach` in short, with `rate` or `probability`, `per` and `reach`"
            );
            return refuse(common.span, SHARE, message, accepted, None);
        }
    }
    let Some(reference) = isolation.breach[of][BOUNDARY].clone() else { return };
    if !matches!(reference.per, Per::PlatformYear | Per::PlatformHorizon) {
        let message = format!(
            "the breach of `{word}` is not read per platform, and a common cause strikes the platform"
        );
        let accepted = "`per = \"platform_year\"` or `\"platform_horizon\"`".to_owned();
        return refuse(span.clone(), OF, message, accepted, None);
    }
    let cause = Process { part: Part::Share(common.share), posture: None, ..reference };
    for processes in &mut isolation.breach {
        processes[COMMON] = Some(cause.clone());
        if let Some(boundary) = &mut processes[BOUNDARY] {
            boundary.part = Part::Rest(common.share);
        }
    }
}
