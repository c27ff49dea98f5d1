//! `breach` of an isolation model: one process in short, or `common_cause`, `boundary` and `unit`.

use super::{
    Diagnostic, Section, mismatch, nearest,
    number::{Domain, Field, Reader, Uncertainty},
};
use crate::{
    dist::{Distribution, Family, Limits},
    model::{
        BreachClass, Frequency, Process, Provenance, Reach,
        defaults::{self, IsolationDefaults, ReachDefault},
    },
    units::Per,
};

const WHY_PER: &str = "0.1 % per platform and 0.1 % per database differ by four orders of magnitude at ten \
                       thousand databases";
const REACHES: &str = "\"one\", \"all\", \"pool\", { share = 0.1 } or { beta = { a = 0.3, b = 2.7 } }";

type Processes = [Option<Process>; BreachClass::ALL.len()];

/// Reads the breach processes of an isolation model, or takes its defaults.
pub(super) fn read(reader: &mut Reader, section: &mut Section, known: &IsolationDefaults) -> Processes {
    let default_path = section.path_of("breach");
    let given = section.table("breach", &mut reader.diagnostics);
    if given.is_none() && section.has("breach") {
        return [None, None, None];
    }
    let mut table = given.unwrap_or_else(|| Section::empty(&default_path));
    let provenance = reader.provenance(&mut table);
    let in_short = ["probability", "rate", "per", "reach", "independent"].iter().any(|key| table.has(key));
    let mut processes = BreachClass::ALL.map(|class| {
        let key = key(class);
        let part = table.table(key, &mut reader.diagnostics);
        if part.is_some() && in_short {
            let message = format!("`{key}` cannot stand beside a breach written in short");
            let error = Diagnostic::error(table.span(), table.path_of(key), message).accepting(
                "either probability or rate, per and reach, or the tables common_cause, boundary and unit",
            );
            reader.diagnostics.push(error);
        }
        match part {
            Some(mut part) => {
                let process = process(reader, &mut part, &provenance, class, known);
                part.finish(&mut reader.diagnostics);
                process
            }
            None if in_short => None,
            None => default_process(reader, &default_path, class, known),
        }
    });
    if in_short {
        processes[1] = process(reader, &mut table, &provenance, BreachClass::Boundary, known);
    }
    table.finish(&mut reader.diagnostics);
    processes
}

fn key(class: BreachClass) -> &'static str {
    class.name().trim_start_matches("breach.")
}

fn process(
    reader: &mut Reader,
    section: &mut Section,
    inherited: &Provenance,
    class: BreachClass,
    known: &IsolationDefaults,
) -> Option<Process> {
    let own =
        if section.path().ends_with(".breach") { Provenance::default() } else { reader.provenance(section) };
    let provenance = if own.source.is_some() { &own } else { inherited };
    let independent = section.boolean("independent", &mut reader.diagnostics).is_some_and(|(yes, _)| yes);
    let stream = (!independent).then(|| class.name());
    let frequency = match (section.has("probability"), section.has("rate")) {
        (true, false) => {
            let field = Field::new("probability", "probability").within(Domain::Fraction).on_stream(stream);
            Some(Frequency::Probability(reader.number(section, provenance, field)))
        }
        (false, true) => {
            let field = Field::new("rate", "events_per_period").on_stream(stream);
            Some(Frequency::Rate(reader.number(section, provenance, field)))
        }
        (true, true) => {
            let message = "both `probability` and `rate` are given";
            let accepted = "`probability` (at most one event per period) or `rate` (any number of events)";
            let error = Diagnostic::error(section.span(), section.path(), message).accepting(accepted);
            reader.diagnostics.push(error);
            None
        }
        (false, false) => {
            let accepted = "`probability` (at most one event per period) or `rate` (any number of events)";
            section.missing("probability", accepted, None, &mut reader.diagnostics);
            None
        }
    };
    let per = section.choice("per", &Per::ALL, &mut reader.diagnostics);
    if per.is_none() {
        let words: Vec<String> = Per::ALL.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        section.missing("per", &words.join(", "), Some(WHY_PER), &mut reader.diagnostics);
    }
    let reach = reach(reader, section, provenance, default_reach(class, known));
    Some(Process { frequency: frequency?, per: per?, reach: reach? })
}

fn reach(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    default: ReachDefault,
) -> Option<Reach> {
    let Some(value) = section.value("reach") else { return Some(from_default(default)) };
    let (path, span) = (section.path_of("reach"), value.span());
    if let Some(word) = value.get_ref().as_str() {
        let words = [("one", Reach::One), ("all", Reach::All), ("pool", Reach::Pool)];
        let found = words.iter().find(|(known, _)| *known == word);
        if found.is_none() {
            let error = Diagnostic::error(span, path, format!("reach \"{word}\" is not known"))
                .accepting(REACHES)
                .suggesting(nearest(word, words.iter().map(|(known, _)| *known)));
            reader.diagnostics.push(error);
        }
        return found.map(|(_, reach)| *reach);
    }
    if !value.get_ref().is_table() {
        reader.diagnostics.push(mismatch(&path, value, "a reach").accepting(REACHES));
        return None;
    }
    let mut table = section.table("reach", &mut reader.diagnostics)?;
    let reach = match (table.has("share"), table.has("beta")) {
        (true, false) => {
            let field =
                Field::new("share", "fraction").within(Domain::Fraction).uncertain(Uncertainty::Aleatory);
            Some(Reach::Share(reader.number(&mut table, provenance, field)))
        }
        (false, true) => beta(reader, &mut table, provenance),
        _ => {
            let message = "a reach table holds either `share` or `beta`";
            reader.diagnostics.push(Diagnostic::error(span, path, message).accepting(REACHES));
            None
        }
    };
    table.finish(&mut reader.diagnostics);
    reach
}

fn beta(reader: &mut Reader, table: &mut Section, provenance: &Provenance) -> Option<Reach> {
    let mut beta = table.table("beta", &mut reader.diagnostics)?;
    let mut shape = |key| {
        let field = Field::new(key, "shape").within(Domain::Above(0.0)).uncertain(Uncertainty::Plain);
        let id = reader.number(&mut beta, provenance, field);
        reader.registry.get(id).distribution.as_constant()
    };
    let (a, b) = (shape("a"), shape("b"));
    beta.finish(&mut reader.diagnostics);
    Some(Reach::Beta { a: a?, b: b? })
}

fn default_reach(class: BreachClass, known: &IsolationDefaults) -> ReachDefault {
    match class {
        BreachClass::CommonCause => known.common_cause_reach,
        BreachClass::Boundary => known.boundary_reach,
        BreachClass::Unit => ReachDefault::Pool,
    }
}

fn from_default(default: ReachDefault) -> Reach {
    match default {
        ReachDefault::One => Reach::One,
        ReachDefault::All => Reach::All,
        ReachDefault::Pool => Reach::Pool,
        ReachDefault::Beta(a, b) => Reach::Beta { a, b },
    }
}

fn default_process(
    reader: &mut Reader,
    path: &str,
    class: BreachClass,
    known: &IsolationDefaults,
) -> Option<Process> {
    let (rate, shape, per) = match class {
        BreachClass::CommonCause => {
            (defaults::COMMON_CAUSE_RATE, Some(defaults::COMMON_CAUSE_RATE_SHAPE), Per::PlatformYear)
        }
        BreachClass::Boundary => {
            (known.boundary_rate, Some(defaults::BOUNDARY_RATE_SHAPE), Per::PlatformYear)
        }
        BreachClass::Unit if known.unit_rate.value > 0.0 => (known.unit_rate, None, Per::UnitYear),
        BreachClass::Unit => return None,
    };
    let distribution = shape
        .and_then(|shape| {
            let family = Family::Gamma { shape, scale: rate.value / shape };
            Distribution::new(family, Limits::default()).ok()
        })
        .unwrap_or_else(|| Distribution::constant(rate.value));
    let mut section = Section::empty(&format!("{path}.{}", key(class)));
    let field = Field::new("rate", "events_per_period")
        .or_distributed(distribution, rate.source)
        .on_stream(Some(class.name()));
    let rate = reader.number(&mut section, &Provenance::default(), field);
    Some(Process { frequency: Frequency::Rate(rate), per, reach: from_default(default_reach(class, known)) })
}
