//! Checks on parameters, and the simplest equal form of a family.

use super::DistributionError as E;
use super::distribution::Distribution;
use super::family::{Family, Limits};

/// A finite number.
pub(super) fn finite(parameter: &'static str, value: f64) -> Result<f64, E> {
    if value.is_finite() { Ok(value) } else { Err(E::NotFinite { parameter, value }) }
}

/// A finite number, zero or more.
pub(super) fn non_negative(parameter: &'static str, value: f64) -> Result<f64, E> {
    if finite(parameter, value)? >= 0.0 { Ok(value) } else { Err(E::Negative { parameter, value }) }
}

/// A finite number above zero.
pub(super) fn positive(parameter: &'static str, value: f64) -> Result<f64, E> {
    if finite(parameter, value)? > 0.0 { Ok(value) } else { Err(E::NotPositive { parameter, value }) }
}

/// A number strictly between 0 and 1.
pub(super) fn fraction(parameter: &'static str, value: f64) -> Result<f64, E> {
    let inside = finite(parameter, value)? > 0.0 && value < 1.0;
    if inside { Ok(value) } else { Err(E::NotAFraction { parameter, value }) }
}

/// Two numbers in ascending order, possibly equal.
pub(super) fn ordered(lower: (&'static str, f64), upper: (&'static str, f64)) -> Result<(), E> {
    if lower.1 <= upper.1 {
        return Ok(());
    }
    Err(E::OutOfOrder { parameter: lower.0, value: lower.1, upper: upper.0, upper_value: upper.1 })
}

/// Checks the limits on their own.
pub(super) fn check_limits(limits: &Limits) -> Result<(), E> {
    let floor = limits.floor.map(|value| finite("floor", value)).transpose()?;
    let cap = limits.cap.map(|value| finite("cap", value)).transpose()?;
    if let (Some(floor), Some(cap)) = (floor, cap) {
        ordered(("floor", floor), ("cap", cap))?;
    }
    match limits.truncate {
        Some((from, to)) if from.is_nan() || to.is_nan() || from > to => {
            Err(E::EmptyTruncation { parameter: "truncate", from, to })
        }
        _ => Ok(()),
    }
}

/// Checks the parameters; a spread of zero becomes a constant, discrete values are sorted, merged and given
/// weights that sum to 1.
pub(super) fn check_family(family: Family) -> Result<Family, E> {
    match &family {
        Family::Constant(value) => {
            finite("value", *value)?;
        }
        Family::Normal { mean, sd } => {
            finite("mean", *mean)?;
            if non_negative("sd", *sd)? == 0.0 {
                return Ok(Family::Constant(*mean));
            }
        }
        Family::Lognormal { mu, sigma } => {
            finite("mu", *mu)?;
            if non_negative("sigma", *sigma)? == 0.0 {
                return Ok(Family::Constant(finite("exp(mu)", libm::exp(*mu))?));
            }
        }
        Family::LogitNormal { mu, sigma } => {
            finite("mu", *mu)?;
            if non_negative("sigma", *sigma)? == 0.0 {
                return Ok(Family::Constant(super::inverse::logistic(*mu).0));
            }
        }
        Family::Uniform { min, max } => {
            ordered(("min", finite("min", *min)?), ("max", finite("max", *max)?))?;
            if min == max {
                return Ok(Family::Constant(*min));
            }
        }
        Family::Triangular { min, mode, max } | Family::Pert { min, mode, max, .. } => {
            if let Family::Pert { lambda, .. } = &family {
                non_negative("lambda", *lambda)?;
            }
            let [min, mode, max] = [finite("min", *min)?, finite("mode", *mode)?, finite("max", *max)?];
            ordered(("min", min), ("mode", mode))?;
            ordered(("mode", mode), ("max", max))?;
            if min == max {
                return Ok(Family::Constant(min));
            }
        }
        Family::Beta { a, b } => {
            positive("a", *a)?;
            positive("b", *b)?;
        }
        Family::Gamma { shape, scale } | Family::Weibull { shape, scale } => {
            positive("shape", *shape)?;
            positive("scale", *scale)?;
        }
        Family::Exponential { mean } => {
            positive("mean", *mean)?;
        }
        Family::Pareto { alpha, min } => {
            positive("alpha", *alpha)?;
            positive("min", *min)?;
        }
        Family::Gpd { threshold, xi, beta } => {
            finite("threshold", *threshold)?;
            finite("xi", *xi)?;
            positive("beta", *beta)?;
        }
        Family::Discrete { values, weights } => return discrete(values, weights),
        Family::Empirical { values } => return empirical(values),
        Family::Mixture { components } => return mixture(components),
        Family::Spliced { body, at_probability, tail } => {
            fraction("at_probability", *at_probability)?;
            splice_point(body, *at_probability, tail)?;
        }
    }
    Ok(family)
}

fn discrete(values: &[f64], weights: &[f64]) -> Result<Family, E> {
    if values.is_empty() || values.len() != weights.len() {
        return Err(E::LengthMismatch { parameter: "weights", values: values.len(), weights: weights.len() });
    }
    for value in values {
        finite("values", *value)?;
    }
    for weight in weights {
        non_negative("weights", *weight)?;
    }
    let total: f64 = weights.iter().sum();
    if !(total > 0.0 && total.is_finite()) {
        return Err(E::NoWeight { parameter: "weights", value: total });
    }
    let mut pairs: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_by(|left, right| left.0.total_cmp(&right.0));
    Ok(from_pairs(&pairs, total))
}

fn empirical(values: &[f64]) -> Result<Family, E> {
    if values.is_empty() {
        return Err(E::NoValues { parameter: "values" });
    }
    for value in values {
        finite("values", *value)?;
    }
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    Ok(Family::Empirical { values })
}

fn mixture(components: &[(f64, Distribution)]) -> Result<Family, E> {
    if components.is_empty() {
        return Err(E::NoValues { parameter: "components" });
    }
    for (weight, _) in components {
        positive("weights", *weight)?;
    }
    let total: f64 = components.iter().map(|component| component.0).sum();
    if !total.is_finite() {
        return Err(E::NoWeight { parameter: "weights", value: total });
    }
    let components = components.iter().map(|(weight, component)| (weight / total, component.clone()));
    Ok(Family::Mixture { components: components.collect() })
}

/// The splice point, and what has to be added to the values of the tail.
pub(super) fn splice_point(body: &Distribution, p: f64, tail: &Distribution) -> Result<(f64, f64), E> {
    let (point, start) = (body.quantile(p), tail.support().0);
    if start == 0.0 {
        return Ok((point, point));
    }
    if (start - point).abs() <= 1e-5 * point.abs() {
        return Ok((point, point - start));
    }
    Err(E::TailStart { parameter: "tail", start, splice_point: point })
}

/// A discrete family from ascending pairs (value, weight): equal values merged, weights of zero dropped.
pub(super) fn from_pairs(pairs: &[(f64, f64)], total: f64) -> Family {
    let (mut values, mut weights): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    for &(value, weight) in pairs.iter().filter(|pair| pair.1 > 0.0) {
        match (values.last(), weights.last_mut()) {
            (Some(last), Some(sum)) if *last == value => *sum += weight / total,
            _ => {
                values.push(value);
                weights.push(weight / total);
            }
        }
    }
    match values[..] {
        [only] => Family::Constant(only),
        _ => Family::Discrete { values, weights },
    }
}
