//! Distribution literals: the table that may stand wherever a number may.

use super::{Diagnostic, Section, compound, empirical, families, found, mismatch, number::Reader, number_of};
use crate::{
    dist::{
        Distribution, DistributionError, Family, Limits, logit_normal_p5_p95, logit_normal_p50_p95,
        lognormal_mean_cv, lognormal_median_sigma, lognormal_p5_p95, lognormal_p50_p95,
    },
    model::Provenance,
};

/// Every spelling, for the message when none is found.
const SPELLINGS: &str = "{ p5, p95 }, { p50, p95 }, { median, sigma }, { mean, cv }, { value }, { empirical }, \
                         or one of { normal, lognormal, uniform, triangular, pert, beta, gamma, exponential, \
                         weibull, pareto, gpd, discrete, mixture, spliced = … }";

/// Where a distribution stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// A probability, share or churn: percentiles mean a logit-normal, elsewhere a lognormal.
    pub bounded: bool,
    /// How many mixtures and spliced distributions it is a part of.
    pub depth: usize,
}

type Built<T> = Result<T, DistributionError>;
/// Makes a family from the two numbers of a spelling.
type Spelling = fn(f64, f64) -> Built<Family>;

/// Reads a distribution and its own provenance.
pub(super) fn read(
    reader: &mut Reader,
    mut table: Section,
    bounded: bool,
) -> Option<(Distribution, Provenance)> {
    let provenance = reader.provenance(&mut table);
    let distribution = build(reader, table, Place { bounded, depth: 0 }, Distribution::new)?;
    Some((distribution, provenance))
}

/// Reads a part of a mixture or of a spliced distribution: a number, or a distribution whose mean may be
/// infinite, since the whole may have a cap.
pub(super) fn part(
    reader: &mut Reader,
    section: &mut Section,
    key: &str,
    place: Place,
) -> Option<Distribution> {
    let Some(value) = section.value(key) else {
        section.missing(key, "a number or a distribution", None, &mut reader.diagnostics);
        return None;
    };
    if let Some(number) = number_of(value.get_ref()) {
        if !number.is_finite() {
            let message = format!("{} is out of range", found(value.get_ref()));
            let error = Diagnostic::error(value.span(), section.path_of(key), message);
            reader.diagnostics.push(error.accepting("a finite number or a distribution"));
            return None;
        }
        return Some(Distribution::constant(number));
    }
    if !value.get_ref().is_table() {
        reader.diagnostics.push(mismatch(&section.path_of(key), value, "a number or a distribution"));
        return None;
    }
    let table = section.table(key, &mut reader.diagnostics)?;
    build(reader, table, place, Distribution::component)
}

fn build(
    reader: &mut Reader,
    mut table: Section,
    place: Place,
    make: impl Fn(Family, Limits) -> Built<Distribution>,
) -> Option<Distribution> {
    let limits = limits(reader, &mut table);
    let family = family(reader, &mut table, place);
    let (span, path) = (table.span(), table.path().to_owned());
    let before = reader.diagnostics.errors().len();
    table.finish(&mut reader.diagnostics);
    if reader.diagnostics.errors().len() > before {
        return None;
    }
    let (family, limits) = (family?, limits?);
    match family.and_then(|family| make(family, limits)) {
        Ok(distribution) => Some(distribution),
        Err(error) => {
            reader.diagnostics.push(Diagnostic::error(span, path, error.to_string()));
            None
        }
    }
}

/// The family; `None` when a mistake was already reported.
fn family(reader: &mut Reader, table: &mut Section, place: Place) -> Option<Built<Family>> {
    let (low, middle) = if place.bounded {
        (logit_normal_p5_p95 as Spelling, logit_normal_p50_p95 as Spelling)
    } else {
        (lognormal_p5_p95 as Spelling, lognormal_p50_p95 as Spelling)
    };
    let pairs: [(&str, &str, Spelling); 4] = [
        ("p5", "p95", low),
        ("p50", "p95", middle),
        ("median", "sigma", lognormal_median_sigma),
        ("mean", "cv", lognormal_mean_cv),
    ];
    let mut spellings: Vec<&str> = pairs.iter().map(|(first, ..)| *first).collect();
    spellings.extend(["value", "empirical", "mixture", "spliced"]);
    spellings.extend(families::NAMES);
    let given: Vec<&str> = spellings.into_iter().filter(|key| table.has(key)).collect();
    let [name] = given[..] else {
        let message = match given[..] {
            [] => "this table is no distribution: it has none of the spellings".to_owned(),
            _ => format!("a distribution is spelled in one way, found {}", given.join(" and ")),
        };
        let error = Diagnostic::error(table.span(), table.path(), message).accepting(SPELLINGS);
        reader.diagnostics.push(error);
        for key in pairs.iter().map(|(_, second, _)| *second).chain(["column"]) {
            table.has(key);
        }
        return None;
    };
    if let Some((first, second, make)) = pairs.into_iter().find(|(first, ..)| *first == name) {
        let (first, second) = (reader.plain(table, first), reader.plain(table, second));
        return Some(make(first?, second?));
    }
    match name {
        "value" => reader.plain(table, "value").map(|value| Ok(Family::Constant(value))),
        "empirical" => empirical::read(reader, table).map(|values| Ok(Family::Empirical { values })),
        "mixture" => compound::mixture(reader, table, place).map(Ok),
        "spliced" => compound::spliced(reader, table, place).map(Ok),
        _ => families::read(reader, table, name),
    }
}

fn limits(reader: &mut Reader, table: &mut Section) -> Option<Limits> {
    let before = reader.diagnostics.errors().len();
    let mut optional = |key: &str| if table.has(key) { reader.plain(table, key) } else { None };
    let (floor, cap) = (optional("floor"), optional("cap"));
    let mut truncate = None;
    if let Some(mut range) =
        table.has("truncate").then(|| table.table("truncate", &mut reader.diagnostics)).flatten()
    {
        let mut end =
            |key: &str, open: f64| if range.has(key) { reader.plain(&mut range, key) } else { Some(open) };
        let (from, to) = (end("min", f64::NEG_INFINITY), end("max", f64::INFINITY));
        range.finish(&mut reader.diagnostics);
        truncate = Some((from?, to?));
    }
    (reader.diagnostics.errors().len() == before).then_some(Limits { floor, cap, truncate })
}
