//! What a scenario says about the classes of a log.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    calibrate::{Log, Prior},
    cli::{exit::Failure, input},
    model::{Frequency, IncidentClass, Model, Process},
};

/// The prior of every class that the scenario or the log has, or why it has none.
pub(super) fn of_scenario(
    file: &PathBuf,
    log: &Log,
    asked: &[String],
) -> Result<BTreeMap<String, Result<Prior, String>>, Failure> {
    let inputs = input::read_all(std::slice::from_ref(file))?;
    let Some(input) = inputs.first() else { return Ok(BTreeMap::new()) };
    let model = &input.model;
    let mut priors: BTreeMap<String, Result<Prior, String>> =
        model.classes.iter().map(|class| (class.name.clone(), of_class(model, class))).collect();
    let names: Vec<&str> = model.classes.iter().map(|class| class.name.as_str()).collect();
    for class in log.incidents.iter().map(|incident| &incident.class).chain(asked) {
        let missing = || Err(format!("the scenario has no such class; it has {}", names.join(", ")));
        priors.entry(class.clone()).or_insert_with(missing);
    }
    // Breaches are in every scenario; a log without them says nothing about them.
    let is_logged =
        |name: &String| log.incidents.iter().any(|one| one.class == *name) || asked.contains(name);
    priors.retain(|name, _| is_logged(name) || !name.starts_with("breach."));
    Ok(priors)
}

fn of_class(model: &Model, class: &IncidentClass) -> Result<Prior, String> {
    let mut processes = class.processes.iter().flatten();
    let Some(first) = processes.next() else { return Err("it occurs under no isolation model".to_owned()) };
    let (id, is_probability) = match number(first) {
        Some(found) => found,
        None => return Err("the scenario fixes the months in which it happens".to_owned()),
    };
    if processes.any(|process| number(process) != Some((id, is_probability))) {
        return Err("the scenario gives it another frequency under every isolation model".to_owned());
    }
    let parameter = model.registry.get(id);
    let law = parameter.distribution.clone();
    Ok(Prior { path: parameter.path.clone(), per: first.per, is_probability, law })
}

fn number(process: &Process) -> Option<(crate::model::ParameterId, bool)> {
    match process.frequency {
        Frequency::Rate(id) => Some((id, false)),
        Frequency::Probability(id) => Some((id, true)),
        Frequency::AtMonths(_) => None,
    }
}
