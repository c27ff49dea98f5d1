//! Distribution literals: the table that may stand wherever a number may.

use super::{Diagnostic, Section, mismatch, number::Reader, number_of};
use crate::{
    dist::{
        Distribution, DistributionError, Family, Limits, logit_normal_p5_p95, logit_normal_p50_p95,
        lognormal_mean_cv, lognormal_median_sigma, lognormal_p5_p95, lognormal_p50_p95,
    },
    model::Provenance,
};

/// Every spelling, for the message when none is found.
const SPELLINGS: &str = "{ p5, p95 }, { p50, p95 }, { median, sigma }, { mean, cv }, { value }, or one of \
                         { normal, lognormal, uniform, triangular, pert, beta, gamma, exponential, weibull, \
                         pareto, gpd, discrete = { … } }";

const FAMILIES: [&str; 12] = [
    "normal",
    "lognormal",
    "uniform",
    "triangular",
    "pert",
    "beta",
    "gamma",
    "exponential",
    "weibull",
    "pareto",
    "gpd",
    "discrete",
];

/// Reads a distribution and its own provenance. On a `bounded` field (a probability, share or churn)
/// percentiles mean a logit-normal, elsewhere a lognormal.
pub(super) fn read(
    reader: &mut Reader,
    mut table: Section,
    bounded: bool,
) -> Option<(Distribution, Provenance)> {
    let (span, path) = (table.span(), table.path().to_owned());
    let provenance = reader.provenance(&mut table);
    let limits = limits(reader, &mut table);
    let family = family(reader, &mut table, bounded);
    let before = reader.diagnostics.errors().len();
    table.finish(&mut reader.diagnostics);
    if reader.diagnostics.errors().len() > before {
        return None;
    }
    let (family, limits) = (family?, limits?);
    match family.and_then(|family| Distribution::new(family, limits)) {
        Ok(distribution) => Some((distribution, provenance)),
        Err(error) => {
            reader.diagnostics.push(Diagnostic::error(span, path, error.to_string()));
            None
        }
    }
}

type Parsed<T> = Result<T, DistributionError>;
/// Makes a family from the two numbers of a spelling.
type Spelling = fn(f64, f64) -> Parsed<Family>;

/// The family; `None` when a mistake was already reported.
fn family(reader: &mut Reader, table: &mut Section, bounded: bool) -> Option<Parsed<Family>> {
    let (low, middle) = if bounded {
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
    spellings.push("value");
    spellings.extend(FAMILIES);
    let found: Vec<&str> = spellings.into_iter().filter(|key| table.has(key)).collect();
    let name = match found[..] {
        [name] => name,
        [] => {
            let message = "this table is no distribution: it has none of the spellings";
            let error = Diagnostic::error(table.span(), table.path(), message).accepting(SPELLINGS);
            reader.diagnostics.push(error);
            for (_, second, _) in pairs {
                table.has(second);
            }
            return None;
        }
        _ => {
            let message = format!("a distribution is spelled in one way, found {}", found.join(" and "));
            let error = Diagnostic::error(table.span(), table.path(), message).accepting(SPELLINGS);
            reader.diagnostics.push(error);
            for (_, second, _) in pairs {
                table.has(second);
            }
            return None;
        }
    };
    if let Some((first, second, make)) = pairs.into_iter().find(|(first, ..)| *first == name) {
        let (first, second) = (plain(reader, table, first), plain(reader, table, second));
        return Some(make(first?, second?));
    }
    if name == "value" {
        return plain(reader, table, "value").map(|value| Ok(Family::Constant(value)));
    }
    let mut inner = table.table(name, &mut reader.diagnostics)?;
    let family = named(reader, &mut inner, name);
    inner.finish(&mut reader.diagnostics);
    family.map(Ok)
}

fn named(reader: &mut Reader, inner: &mut Section, name: &str) -> Option<Family> {
    let mut get = |key: &str| plain(reader, inner, key);
    Some(match name {
        "normal" => two(get("mean"), get("sd"), |mean, sd| Family::Normal { mean, sd })?,
        "lognormal" => two(get("mu"), get("sigma"), |mu, sigma| Family::Lognormal { mu, sigma })?,
        "uniform" => two(get("min"), get("max"), |min, max| Family::Uniform { min, max })?,
        "beta" => two(get("a"), get("b"), |a, b| Family::Beta { a, b })?,
        "gamma" => {
            two(get("shape"), get("mean"), |shape, mean| Family::Gamma { shape, scale: mean / shape })?
        }
        "exponential" => Family::Exponential { mean: get("mean")? },
        "weibull" => two(get("shape"), get("scale"), |shape, scale| Family::Weibull { shape, scale })?,
        "pareto" => two(get("alpha"), get("min"), |alpha, min| Family::Pareto { alpha, min })?,
        "gpd" => {
            let (threshold, xi, beta) = (get("threshold"), get("xi"), get("beta"));
            Family::Gpd { threshold: threshold?, xi: xi?, beta: beta? }
        }
        "triangular" => {
            let (min, mode, max) = (get("min"), get("mode"), get("max"));
            Family::Triangular { min: min?, mode: mode?, max: max? }
        }
        "pert" => {
            let (min, mode, max) = (get("min"), get("mode"), get("max"));
            let lambda = if inner.has("lambda") { plain(reader, inner, "lambda")? } else { 4.0 };
            Family::Pert { min: min?, mode: mode?, max: max?, lambda }
        }
        _ => {
            let values = plain_list(reader, inner, "values");
            let weights = if inner.has("weights") {
                plain_list(reader, inner, "weights")
            } else {
                values.as_ref().map(|values| vec![1.0; values.len()])
            };
            Family::Discrete { values: values?, weights: weights? }
        }
    })
}

fn two(first: Option<f64>, second: Option<f64>, make: impl Fn(f64, f64) -> Family) -> Option<Family> {
    Some(make(first?, second?))
}

fn limits(reader: &mut Reader, table: &mut Section) -> Option<Limits> {
    let before = reader.diagnostics.errors().len();
    let mut optional = |key: &str| if table.has(key) { plain(reader, table, key) } else { None };
    let (floor, cap) = (optional("floor"), optional("cap"));
    let mut truncate = None;
    if let Some(mut range) =
        table.has("truncate").then(|| table.table("truncate", &mut reader.diagnostics)).flatten()
    {
        let mut end = |key: &str, open: f64| {
            if range.has(key) { plain(reader, &mut range, key) } else { Some(open) }
        };
        truncate = Some((end("min", f64::NEG_INFINITY)?, end("max", f64::INFINITY)?));
        range.finish(&mut reader.diagnostics);
    }
    (reader.diagnostics.errors().len() == before).then_some(Limits { floor, cap, truncate })
}

/// A plain number that must be there.
fn plain(reader: &mut Reader, section: &mut Section, key: &str) -> Option<f64> {
    let Some(value) = section.value(key) else {
        section.missing(key, "a number", None, &mut reader.diagnostics);
        return None;
    };
    let number = number_of(value.get_ref());
    if number.is_none() {
        reader.diagnostics.push(mismatch(&section.path_of(key), value, "a number"));
    }
    number
}

fn plain_list(reader: &mut Reader, section: &mut Section, key: &str) -> Option<Vec<f64>> {
    let Some(value) = section.value(key) else {
        section.missing(key, "a list of numbers", None, &mut reader.diagnostics);
        return None;
    };
    let path = section.path_of(key);
    let Some(array) = value.get_ref().as_array() else {
        reader.diagnostics.push(mismatch(&path, value, "a list of numbers"));
        return None;
    };
    let mut numbers = Vec::new();
    for (index, entry) in array.iter().enumerate() {
        match number_of(entry.get_ref()) {
            Some(number) => numbers.push(number),
            None => reader.diagnostics.push(mismatch(&format!("{path}[{}]", index + 1), entry, "a number")),
        }
    }
    (numbers.len() == array.len()).then_some(numbers)
}
