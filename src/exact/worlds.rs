//! The worlds that inputs drawn once per run may make: one for each severity model and each value of an uncertain
//! input that is integrated.

use super::{Reason, compound::Worlds, conditions::Conditions, law::Law, part::Part};
use crate::{
    dist::{Family, Limits, normal_cdf},
    model::{Model, ParameterId, Role},
};

/// Parts of a total, year by year in which they fall.
type Parts = Vec<Part>;

/// Steps of the normal score over which one uncertain input is integrated. The trapezoidal rule is exact to double
/// precision for what is smooth in the score.
const SCORE_STEP: f64 = 0.5;
/// Steps to either side.
const SCORE_STEPS: i32 = 16;

/// The worlds that `find` finds, and why only their moments are exact where they stand for a continuum.
pub(super) fn worlds(
    model: &Model,
    parts: &dyn Fn(&Conditions) -> Result<Parts, Reason>,
) -> Result<(Worlds, Option<Reason>), Reason> {
    let values: Vec<f64> = model
        .registry
        .parameters()
        .iter()
        .map(|parameter| parameter.distribution.as_constant().unwrap_or(f64::NAN))
        .collect();
    match of_models(model, &values, parts) {
        Err(Reason::Uncertain(first)) => {
            let (worlds, reason) = integrated(model, values, first, parts)?;
            Ok((worlds, Some(reason)))
        }
        known => Ok((known?, None)),
    }
}

/// One law of everything that `parts` finds.
pub(super) fn law(
    model: &Model,
    parts: &dyn Fn(&Conditions) -> Result<Parts, Reason>,
) -> Result<Law, Reason> {
    let (worlds, reason) = worlds(model, parts)?;
    of(worlds, reason)
}

/// The law of what may happen in some worlds.
pub(super) fn of(worlds: Worlds, reason: Option<Reason>) -> Result<Law, Reason> {
    let law = Law::new(worlds);
    match reason {
        _ if !law.moments().mean.is_finite() => Err(Reason::InfiniteMean),
        Some(reason) => Ok(law.only_moments(reason)),
        None => Ok(law),
    }
}

/// One world for each severity model where it matters.
fn of_models(
    model: &Model,
    values: &[f64],
    parts: &dyn Fn(&Conditions) -> Result<Parts, Reason>,
) -> Result<Worlds, Reason> {
    let conditions = |severity| Conditions::new(model, values.to_vec(), severity);
    match parts(&conditions(None)?) {
        Err(Reason::SeverityModel) => {}
        found => return Ok(vec![(1.0, found?)]),
    }
    let any = conditions(None)?;
    let weights: Vec<f64> =
        model.severity.models.iter().map(|one| any.fixed(one.weight)).collect::<Result<_, _>>()?;
    let total: f64 = weights.iter().sum();
    let mut worlds = Vec::new();
    for (position, weight) in weights.into_iter().enumerate().filter(|(_, weight)| *weight > 0.0) {
        worlds.push((weight / total, parts(&conditions(Some(position))?)?));
    }
    Ok(worlds)
}

/// Integrates one uncertain input; refuses several. Between two of its values lies a continuum of laws, so that
/// quantiles of the sum are not exact, but its moments are.
fn integrated(
    model: &Model,
    values: Vec<f64>,
    first: Vec<String>,
    parts: &dyn Fn(&Conditions) -> Result<Parts, Reason>,
) -> Result<(Worlds, Reason), Reason> {
    let mut inputs: Vec<ParameterId> = Vec::new();
    let mut middle = values.clone();
    let mut next = first;
    let stream = |id: &ParameterId| &model.registry.get(*id).stream;
    // With every input that was asked for at its median, the next one is asked for, until there are two draws.
    loop {
        let asked: Vec<ParameterId> = next.iter().filter_map(|path| model.registry.find(path)).collect();
        for id in asked {
            middle[id.index()] = model.registry.get(id).distribution.quantile(0.5);
            inputs.push(id);
        }
        match of_models(model, &middle, parts) {
            Err(Reason::Uncertain(more)) if inputs.iter().all(|id| stream(id) == stream(&inputs[0])) => {
                next = more
            }
            Err(Reason::Uncertain(_)) | Ok(_) => break,
            Err(other) => return Err(other),
        }
    }
    let reason = Reason::Uncertain(inputs.iter().map(|id| model.registry.get(*id).path.clone()).collect());
    if !inputs.iter().all(|id| stream(id) == stream(&inputs[0]) && is_smooth(model, *id)) {
        return Err(reason);
    }
    let mut worlds: Worlds = Vec::new();
    for (weight, level) in scores() {
        let mut at = values.clone();
        for parameter in model.registry.parameters() {
            let shares = parameter.role == Role::Epistemic && parameter.stream == *stream(&inputs[0]);
            if let (true, Some(id)) = (shares, model.registry.find(&parameter.path)) {
                at[id.index()] = parameter.distribution.quantile(level);
            }
        }
        worlds.extend(
            of_models(model, &at, parts)?.into_iter().map(|(of_model, parts)| (weight * of_model, parts)),
        );
    }
    Ok((worlds, reason))
}

/// Weights and levels of the normal scores.
fn scores() -> impl Iterator<Item = (f64, f64)> {
    let density = |score: f64| libm::exp(-0.5 * score * score);
    let steps = || (-SCORE_STEPS..=SCORE_STEPS).map(|step| SCORE_STEP * f64::from(step));
    let total: f64 = steps().map(density).sum();
    steps().map(move |score| (density(score) / total, normal_cdf(score)))
}

/// Whether the quantile of an input is smooth in the normal score.
fn is_smooth(model: &Model, id: ParameterId) -> bool {
    let distribution = &model.registry.get(id).distribution;
    let smooth = matches!(
        distribution.family(),
        Family::Normal { .. }
            | Family::Lognormal { .. }
            | Family::LogitNormal { .. }
            | Family::Beta { .. }
            | Family::Gamma { .. }
            | Family::Pert { .. }
            | Family::Uniform { .. }
            | Family::Exponential { .. }
            | Family::Weibull { .. }
    );
    smooth && *distribution.limits() == Limits::default()
}
