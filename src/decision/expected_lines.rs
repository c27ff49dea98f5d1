//! What every line of the total cost is expected to be: by closed form where there is one, and simulated.

use rayon::prelude::*;

use super::{AnalysisError, quantity::Quantity, runs::Runs};
use crate::{
    engine::{CostComponent, Outcomes, Plan},
    exact::{Law, Reason, alternative_laws},
    stats::Estimate,
};

/// One line of the total cost of an alternative, over the horizon, in present value.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ExpectedLine {
    /// Name of the alternative.
    pub alternative: String,
    /// Words for it.
    pub label: String,
    /// The metric, for example `infrastructure` or `loss.outage`.
    pub metric: String,
    /// Its exact expectation, USD; none where none is known.
    pub closed_form_usd: Option<f64>,
    /// Its mean over the runs, USD.
    pub simulated: Estimate,
    /// Where the closed form comes from, or why there is none.
    pub note: String,
}

/// Every line that is not zero in all runs: costs by component, losses by incident class, all losses, the total.
///
/// # Errors
///
/// Outcomes that are no sample.
pub fn expected_lines(plan: &Plan, outcomes: &Outcomes) -> Result<Vec<ExpectedLine>, AnalysisError> {
    let runs = Runs::of(plan, outcomes)?;
    let of = (0..plan.model().alternatives.len()).into_par_iter().map(|position| lines(&runs, position));
    Ok(of.collect::<Result<Vec<_>, _>>()?.concat())
}

fn lines(runs: &Runs, position: usize) -> Result<Vec<ExpectedLine>, AnalysisError> {
    let plan = runs.plan;
    let facts = &plan.model().alternatives[position];
    let mut lines = Vec::new();
    let mut add = |metric: String, known: &dyn Fn([f64; 2]) -> Result<(f64, String), String>| {
        let Some(column) = plan.metric(&metric) else { return Ok(()) };
        let values = runs.of_all(Quantity::Metric { alternative: position, metric: column })?;
        let ends = [values.min(), values.max()];
        if ends == [0.0, 0.0] {
            return Ok(());
        }
        let (closed_form_usd, note) = match known(ends) {
            Ok((value, note)) => (Some(value), note),
            Err(why) => (None, format!("no closed form, because {why}")),
        };
        lines.push(ExpectedLine {
            alternative: facts.name.clone(),
            label: facts.label.clone(),
            metric,
            closed_form_usd,
            simulated: values.mean(),
            note,
        });
        Ok::<(), AnalysisError>(())
    };
    let constant = |[least, most]: [f64; 2]| match least == most {
        true => Ok((least, "the same in every run".to_owned())),
        false => Err("it follows from numbers that are drawn in every run".to_owned()),
    };
    let of_law = |law: &Result<Law, Reason>| match law {
        Ok(law) => Ok((law.moments().mean, "expectation of its exact law".to_owned())),
        Err(reason) => Err(reason.to_string()),
    };
    for component in CostComponent::ALL.iter().filter(|component| component.is_of_tco()) {
        add(component.name().to_owned(), &constant)?;
    }
    let laws = alternative_laws(plan.model(), position);
    for class in &laws.classes {
        add(format!("loss.{}", class.name), &|_| of_law(&class.loss))?;
    }
    add("loss".to_owned(), &|_| of_law(&laws.loss))?;
    let costs = plan.costs_before_losses().into_iter().nth(position).flatten();
    add("tco".to_owned(), &|_| match (costs, of_law(&laws.loss)) {
        (Some(costs), Ok((loss, _))) => {
            Ok((costs.present_value + loss, "costs that are the same in every run, and losses".to_owned()))
        }
        (None, _) => Err("its costs are drawn in every run".to_owned()),
        (_, Err(why)) => Err(why),
    })?;
    Ok(lines)
}
