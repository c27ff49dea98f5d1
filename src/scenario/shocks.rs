//! `[shock.…]`: events that strike several incident classes at the same moment.

use std::ops::Range;

use super::{
    Diagnostic, Section, nearest,
    number::{Field, Reader},
};
use crate::{
    model::{Frequency, IncidentClass, Shock},
    units::Per,
};

const READINGS: [(&str, Per); 2] =
    [("platform_year", Per::PlatformYear), ("platform_horizon", Per::PlatformHorizon)];
/// Fewer classes than this have nothing in common.
const FEWEST_CLASSES: usize = 2;

/// Reads the shocks after the classes.
pub(super) fn read(reader: &mut Reader, root: &mut Section, classes: &[IncidentClass]) -> Vec<Shock> {
    let mut shocks = Vec::new();
    for (name, mut section) in root.children("shock", &mut reader.diagnostics) {
        let provenance = reader.provenance(&mut section);
        let rate = reader.number(&mut section, &provenance, Field::new("rate", "events_per_period"));
        let per = section.choice("per", &READINGS, &mut reader.diagnostics);
        if per.is_none() && !section.has("per") {
            let accepted = READINGS.map(|(word, _)| format!("\"{word}\"")).join(", ");
            section.missing("per", &accepted, None, &mut reader.diagnostics);
        }
        let struck = struck(reader, &mut section, classes);
        section.finish(&mut reader.diagnostics);
        if let (Some(per), Some(classes)) = (per, struck) {
            shocks.push(Shock { name, rate, per, classes });
        }
    }
    shocks
}

/// `classes = ["outage", "pool_exhaustion"]`: what it strikes.
fn struck(reader: &mut Reader, section: &mut Section, classes: &[IncidentClass]) -> Option<Vec<usize>> {
    let path = section.path_of("classes");
    let names: Vec<&str> = classes.iter().map(|class| class.name.as_str()).collect();
    let accepted = format!("two or more of {}", names.join(", "));
    let Some(listed) = section.text_list("classes", &mut reader.diagnostics) else {
        section.missing("classes", &accepted, None, &mut reader.diagnostics);
        return None;
    };
    let mut refuse = |span: Range<usize>, message: String, accepted: &str, suggestion: Option<String>| {
        let error = Diagnostic::error(span, path.clone(), message).accepting(accepted.to_owned());
        reader.diagnostics.push(error.suggesting(suggestion));
    };
    let mut found: Vec<usize> = Vec::new();
    let mut is_good = true;
    for (word, span) in &listed {
        match names.iter().position(|name| name == word) {
            None => {
                let suggestion = nearest(word, names.iter().copied());
                let message = format!("there is no incident class `{word}` in this scenario");
                refuse(span.clone(), message, &accepted, suggestion);
                is_good = false;
            }
            Some(class) if found.contains(&class) => {
                refuse(span.clone(), format!("`{word}` is listed twice"), "each class once", None);
                is_good = false;
            }
            Some(class) if !is_rated(&classes[class]) => {
                let message = format!(
                    "`{word}` is not given as a `rate`: at most one event per period, or one in a given month, leaves no \
                     room for shocks"
                );
                refuse(span.clone(), message, "classes with a `rate`", None);
                is_good = false;
            }
            Some(class) => found.push(class),
        }
    }
    if is_good && found.len() < FEWEST_CLASSES {
        let span = section.value("classes").map_or(section.span(), |value| value.span());
        refuse(span, "a shock strikes several classes at once".to_owned(), &accepted, None);
        is_good = false;
    }
    is_good.then_some(found)
}

/// Whether a class is given as a rate under every isolation model.
fn is_rated(class: &IncidentClass) -> bool {
    class.processes.iter().flatten().all(|process| matches!(process.frequency, Frequency::Rate(_)))
}
