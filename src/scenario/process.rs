//! How often and how far: the keys that breaches and incidents share.

use super::{
    Diagnostic, Section, mismatch, nearest,
    number::{Domain, Field, Reader, Uncertainty},
};
use crate::{
    model::{
        Frequency, Process, Provenance, Reach,
        defaults::{Default, ReachDefault},
    },
    units::Per,
};

/// The keys that make a table a process.
pub(super) const KEYS: [&str; 6] = ["probability", "rate", "per", "reach", "independent", "occurs_at_month"];

const WHY_PER: &str = "0.1 % per platform and 0.1 % per database differ by four orders of magnitude at ten \
                       thousand databases";
const REACHES: &str = "\"one\", \"all\", \"pool\", { share = 0.1 } or { beta = { a = 0.3, b = 2.7 } }";

/// Reads a process. With a `default_rate` (per platform and year) the frequency may be left out.
pub(super) fn read(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    stream: Option<&'static str>,
    default_rate: Option<Default>,
    default_reach: ReachDefault,
) -> Option<Process> {
    let frequency = frequency(reader, section, provenance, stream, default_rate);
    let reach = reach(reader, section, provenance, "reach", default_reach);
    let given = ["probability", "rate"].iter().any(|key| section.has(key));
    let per = section.choice("per", &Per::ALL, &mut reader.diagnostics);
    let per = match &frequency {
        Some(Frequency::AtMonths(_)) => per.or(Some(Per::PlatformYear)),
        _ if !given && default_rate.is_some() => per.or(Some(Per::PlatformYear)),
        _ => {
            let words: Vec<String> = Per::ALL.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            if per.is_none() {
                section.missing("per", &words.join(", "), Some(WHY_PER), &mut reader.diagnostics);
            }
            per
        }
    };
    Some(Process::new(frequency?, per?, reach?))
}

fn frequency(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    stream: Option<&'static str>,
    default_rate: Option<Default>,
) -> Option<Frequency> {
    const ACCEPTED: &str = "`probability` (at most one event per period), `rate` (any number of events) or \
                            `occurs_at_month` (exactly one event at the end of each month named)";
    let given: Vec<&str> =
        ["probability", "rate", "occurs_at_month"].into_iter().filter(|key| section.has(key)).collect();
    match given[..] {
        ["probability"] => {
            let field = Field::new("probability", "probability").within(Domain::Fraction).on_stream(stream);
            Some(Frequency::Probability(reader.number(section, provenance, field)))
        }
        ["occurs_at_month"] => months(reader, section).map(Frequency::AtMonths),
        ["rate"] | [] if default_rate.is_some() || given == ["rate"] => {
            let mut field = Field::new("rate", "events_per_period").on_stream(stream);
            if let Some(default) = default_rate {
                field = field.or(default);
            }
            Some(Frequency::Rate(reader.number(section, provenance, field)))
        }
        [] => {
            section.missing("probability", ACCEPTED, None, &mut reader.diagnostics);
            None
        }
        _ => {
            let message = format!("{} are given together", given.join(" and "));
            let error = Diagnostic::error(section.span(), section.path(), message).accepting(ACCEPTED);
            reader.diagnostics.push(error);
            None
        }
    }
}

/// `occurs_at_month = 12` or `[6, 18]`.
fn months(reader: &mut Reader, section: &mut Section) -> Option<Vec<u32>> {
    let value = section.value("occurs_at_month")?;
    if !value.get_ref().is_array() {
        let month = reader.integer(section, "occurs_at_month", 1..=1_200)?;
        return Some(vec![month.0 as u32]);
    }
    let path = section.path_of("occurs_at_month");
    let array = value.get_ref().as_array()?;
    let mut months = Vec::new();
    for entry in array.iter() {
        let number =
            super::number_of(entry.get_ref()).filter(|n| n.fract() == 0.0 && (1.0..=1_200.0).contains(n));
        match number {
            Some(month) => months.push(month as u32),
            None => {
                let error = mismatch(&path, entry, "a month").accepting("an integer from 1 to 1200");
                reader.diagnostics.push(error);
            }
        }
    }
    (months.len() == array.len()).then_some(months)
}

/// How far an event reaches, under the key `key`.
pub(super) fn reach(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    key: &str,
    default: ReachDefault,
) -> Option<Reach> {
    let Some(value) = section.value(key) else { return Some(from_default(default)) };
    let (path, span) = (section.path_of(key), value.span());
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
    let mut table = section.table(key, &mut reader.diagnostics)?;
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

pub(super) fn from_default(default: ReachDefault) -> Reach {
    match default {
        ReachDefault::One => Reach::One,
        ReachDefault::All => Reach::All,
        ReachDefault::Pool => Reach::Pool,
        ReachDefault::Beta(a, b) => Reach::Beta { a, b },
    }
}
