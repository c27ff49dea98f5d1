//! The value of information: what knowing inputs before deciding is worth.

use rayon::prelude::*;

use super::{
    AnalysisError, InformationFact, LogFact, ValueOfInformation,
    analyse::has_infinite_variance,
    knowledge::{Fits, Knowledge},
};
use crate::{
    engine::DrawnOnce,
    model::{Frequency, ParameterId, Role},
    stats::{
        Estimate, Information, foresight, information, mean_after_none, poisson_results, probability_of_none,
        sample_information,
    },
    units::Per,
};

/// Lengths of incident logs, years.
const LOG_YEARS: [f64; 3] = [1.0, 3.0, 10.0];
/// A log with more events than this tells the rate; its value is that of knowing it.
const MOST_LOGGED: f64 = 100.0;

/// What it is worth to know each input, each group, everything, and some years of incidents. `fits` are those to each input.
pub(super) fn value_of_information(
    knowledge: &Knowledge,
    fits: &[Fits],
) -> Result<ValueOfInformation, AnalysisError> {
    let everything: Vec<usize> = (0..knowledge.inputs.len()).collect();
    let groups = &knowledge.plan.model().input_groups;
    let mut studies: Vec<(&'static str, String, Vec<usize>)> =
        vec![("everything", "everything that is uncertain".to_owned(), everything.clone())];
    for group in groups {
        let is_in = |&input: &usize| {
            let input = &knowledge.inputs[input];
            let named = input.parameters.iter().any(|id| group.parameters.contains(id));
            named || (input.models.is_some() && group.with_severity_model)
        };
        let inputs: Vec<usize> = everything.iter().copied().filter(is_in).collect();
        if !inputs.is_empty() {
            studies.push(("group", group.name.clone(), inputs));
        }
    }
    let studies = studies.into_par_iter().map(|(kind, name, inputs)| {
        let found = match inputs.as_slice() {
            &[input] => information(knowledge.sampling, &fits[input].against_best)?,
            several => information(knowledge.sampling, &knowledge.given_all(several)?)?,
        };
        let paths = inputs.iter().flat_map(|&input| knowledge.paths(input)).collect();
        Ok(fact(knowledge, kind, name, paths, found))
    });
    let mut studies: Vec<InformationFact> = studies.collect::<Result<_, AnalysisError>>()?;
    let groups = studies.split_off(1);
    let inputs = everything.into_par_iter().map(|input| {
        let found = information(knowledge.sampling, &fits[input].against_best)?;
        let name = knowledge.inputs[input].name.clone();
        Ok(fact(knowledge, "input", name, knowledge.paths(input), found))
    });
    let mut inputs: Vec<InformationFact> = inputs.collect::<Result<_, AnalysisError>>()?;
    inputs.sort_by(|a, b| b.value_usd.value.total_cmp(&a.value_usd.value));
    let savings: Vec<&[f64]> = knowledge.against_best.iter().map(|(_, saving)| saving.as_slice()).collect();
    Ok(ValueOfInformation {
        alternative: knowledge.name(knowledge.best),
        sentences: Vec::new(),
        everything: studies.swap_remove(0),
        foresight_usd: known_error(knowledge, foresight(knowledge.sampling, &savings)?),
        groups,
        inputs,
        logs: logs(knowledge)?,
    })
}

fn fact(
    knowledge: &Knowledge,
    kind: &'static str,
    name: String,
    paths: Vec<String>,
    found: Information,
) -> InformationFact {
    let value_usd = known_error(knowledge, found.value);
    InformationFact { kind, name, paths, value_usd, probability_of_change: found.changes }
}

/// An estimate without its error where that could not be trusted.
fn known_error(knowledge: &Knowledge, estimate: Estimate) -> Estimate {
    if has_infinite_variance(knowledge.plan) { Estimate::of_unknown_error(estimate.value) } else { estimate }
}

/// Logs of every class whose rate, of one platform a year, is uncertain under an isolation model in use; of equal rates
/// that are drawn together one stands for all.
fn logs(knowledge: &Knowledge) -> Result<Vec<LogFact>, AnalysisError> {
    let rates = logged_rates(knowledge);
    let drawn: Vec<DrawnOnce> = rates.iter().map(|&id| DrawnOnce::Parameter(id)).collect();
    let values = knowledge.plan.values_of(&drawn, knowledge.sampling.runs() as u64);
    let of_rate = rates.par_iter().zip(&values).map(|(&id, values)| {
        let distribution = &knowledge.plan.model().registry.get(id).distribution;
        let (mean, variance) = (distribution.mean(), distribution.variance());
        if !variance.is_finite() {
            return Ok(Vec::new());
        }
        let fits = knowledge.given_number(values)?;
        let highest = values.iter().copied().fold(0.0, f64::max);
        let log = |years: f64| {
            let found = if highest * years > MOST_LOGGED {
                information(knowledge.sampling, &fits)?
            } else {
                let results = poisson_results(knowledge.sampling, values, years);
                sample_information(knowledge.sampling, &fits, results)?
            };
            Ok(LogFact {
                path: knowledge.path(id),
                years,
                probability_clean: probability_of_none(mean, variance, years),
                rate_after_clean: mean_after_none(mean, variance, years),
                rate_before: mean,
                value_usd: known_error(knowledge, found.value),
                probability_of_change: found.changes,
            })
        };
        LOG_YEARS.into_iter().map(log).collect::<Result<Vec<_>, AnalysisError>>()
    });
    let of_rates: Vec<Vec<LogFact>> = of_rate.collect::<Result<_, AnalysisError>>()?;
    Ok(of_rates.into_iter().flatten().collect())
}

fn logged_rates(knowledge: &Knowledge) -> Vec<ParameterId> {
    let model = knowledge.plan.model();
    let is_used = |isolation: usize| {
        model.alternatives.iter().any(|alternative| alternative.isolation_of_tier.contains(&isolation))
    };
    let mut rates: Vec<ParameterId> = Vec::new();
    // A log of events whose rate follows from more than its parameter would not tell the parameter.
    let is_struck = |position: usize| model.shocks.iter().any(|shock| shock.classes.contains(&position));
    let alone = model.classes.iter().enumerate().filter(|(position, _)| !is_struck(*position));
    for (_, class) in alone {
        for (isolation, process) in class.processes.iter().enumerate() {
            let Some(process) = process else { continue };
            let Frequency::Rate(id) = process.frequency else { continue };
            let parameter = model.registry.get(id);
            let is_same = |&other: &ParameterId| {
                let other = model.registry.get(other);
                other.stream == parameter.stream && other.distribution == parameter.distribution
            };
            if is_used(isolation)
                && process.is_plain()
                && process.per == Per::PlatformYear
                && parameter.role == Role::Epistemic
                && parameter.distribution.as_constant().is_none()
                && !rates.iter().any(is_same)
            {
                rates.push(id);
            }
        }
    }
    rates
}
