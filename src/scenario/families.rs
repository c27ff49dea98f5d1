//! Distributions spelled by the name of their family: `{ beta = { a = 4, b = 96 } }`.

use super::{Section, number::Reader};
use crate::dist::{DistributionError, Family};

/// The families whose parameters are plain numbers.
pub(super) const NAMES: [&str; 12] = [
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

/// Weight of the mode in the classical PERT.
const PERT_LAMBDA: f64 = 4.0;

/// Reads the table that stands under the family's name; `None` when a mistake was already reported.
pub(super) fn read(
    reader: &mut Reader,
    table: &mut Section,
    name: &str,
) -> Option<Result<Family, DistributionError>> {
    let mut inner = table.table(name, &mut reader.diagnostics)?;
    let family = family(reader, &mut inner, name);
    inner.finish(&mut reader.diagnostics);
    family
}

fn family(reader: &mut Reader, inner: &mut Section, name: &str) -> Option<Result<Family, DistributionError>> {
    if name == "discrete" {
        return discrete(reader, inner).map(Ok);
    }
    let mut get = |key: &str| reader.plain(inner, key);
    Some(Ok(match name {
        "normal" => two(get("mean"), get("sd"), |mean, sd| Family::Normal { mean, sd })?,
        "lognormal" => two(get("mu"), get("sigma"), |mu, sigma| Family::Lognormal { mu, sigma })?,
        "uniform" => two(get("min"), get("max"), |min, max| Family::Uniform { min, max })?,
        "beta" => two(get("a"), get("b"), |a, b| Family::Beta { a, b })?,
        "gamma" => return gamma(get("shape"), get("mean")),
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
        _ => {
            let (min, mode, max) = (get("min"), get("mode"), get("max"));
            let lambda = if inner.has("lambda") { reader.plain(inner, "lambda")? } else { PERT_LAMBDA };
            Family::Pert { min: min?, mode: mode?, max: max?, lambda }
        }
    }))
}

fn two(first: Option<f64>, second: Option<f64>, make: impl Fn(f64, f64) -> Family) -> Option<Family> {
    Some(make(first?, second?))
}

/// Spelled by its mean, and a mistake in it is named as the mean.
fn gamma(shape: Option<f64>, mean: Option<f64>) -> Option<Result<Family, DistributionError>> {
    let (shape, mean) = (shape?, mean?);
    if mean.is_finite() && mean <= 0.0 {
        return Some(Err(DistributionError::NotPositive { parameter: "mean", value: mean }));
    }
    Some(Ok(Family::Gamma { shape, scale: mean / shape }))
}

fn discrete(reader: &mut Reader, inner: &mut Section) -> Option<Family> {
    let values = reader.plain_list(inner, "values");
    let weights = if inner.has("weights") {
        reader.plain_list(inner, "weights")
    } else {
        values.as_ref().map(|values| vec![1.0; values.len()])
    };
    Some(Family::Discrete { values: values?, weights: weights? })
}
