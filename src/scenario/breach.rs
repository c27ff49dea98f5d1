//! `breach` of an isolation model: one process in short, or `common_cause`, `boundary` and `unit`.

use super::{
    Diagnostic, Section,
    number::{Field, Reader},
    process,
};
use crate::{
    dist::{Distribution, Family, Limits},
    model::{
        BreachClass, Frequency, Process, Provenance,
        defaults::{self, IsolationDefaults, ReachDefault},
    },
    units::Per,
};

/// The processes of one isolation model, in the order of [`BreachClass::ALL`].
pub(super) type Processes = [Option<Process>; BreachClass::ALL.len()];

/// Reads the breach processes of an isolation model, or takes its defaults.
pub(super) fn read(reader: &mut Reader, section: &mut Section, known: &IsolationDefaults) -> Processes {
    let default_path = section.path_of("breach");
    let given = section.table("breach", &mut reader.diagnostics);
    if given.is_none() && section.has("breach") {
        return [None, None, None];
    }
    let mut table = given.unwrap_or_else(|| Section::empty(&default_path));
    let provenance = reader.provenance(&mut table);
    let in_short = process::KEYS.iter().any(|key| table.has(key));
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
                let own = reader.provenance(&mut part);
                let provenance = if own == Provenance::default() { &provenance } else { &own };
                let process = one(reader, &mut part, provenance, class, known);
                part.finish(&mut reader.diagnostics);
                process
            }
            None if in_short => None,
            None => default_process(reader, &default_path, class, known),
        }
    });
    if in_short {
        processes[1] = one(reader, &mut table, &provenance, BreachClass::Boundary, known);
    }
    table.finish(&mut reader.diagnostics);
    processes
}

fn key(class: BreachClass) -> &'static str {
    class.name().trim_start_matches("breach.")
}

fn one(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    class: BreachClass,
    known: &IsolationDefaults,
) -> Option<Process> {
    let independent = section.boolean("independent", &mut reader.diagnostics).is_some_and(|(yes, _)| yes);
    let stream = (!independent).then(|| class.name());
    let reach = default_reach(class, known);
    process::read(reader, section, provenance, stream, None, reach)
}

fn default_reach(class: BreachClass, known: &IsolationDefaults) -> ReachDefault {
    match class {
        BreachClass::CommonCause => known.common_cause_reach,
        BreachClass::Boundary => known.boundary_reach,
        BreachClass::Unit => ReachDefault::Pool,
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
    let reach = process::from_default(default_reach(class, known));
    Some(Process::new(Frequency::Rate(rate), per, reach))
}
