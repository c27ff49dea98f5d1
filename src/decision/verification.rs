//! Simulated figures beside exact ones.

mod compared;

use rayon::prelude::*;

use super::{Provenance, Setting};
use crate::{
    engine::{Annual, Outcomes, Plan},
    exact::{AlternativeLaws, Law, Reason, alternative_laws},
    stats::SampleError,
};
use compared::{Runs, Years};

/// Standard errors that a simulated figure may be off.
pub const MOST_STANDARD_ERRORS: f64 = 4.0;

/// What the comparison of a simulation with exact answers shows.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Verification {
    /// What was simulated.
    pub setting: Setting,
    /// Lines in which simulated and exact value were judged.
    pub judged: usize,
    /// How many of them are more than [`MOST_STANDARD_ERRORS`] apart.
    pub failed: usize,
    /// Largest distance of a judged line in standard errors; none without any.
    pub largest_z: Option<f64>,
    /// One line per alternative, metric and statistic; one per alternative and metric where nothing is exact.
    pub lines: Vec<VerifiedLine>,
}

/// One statistic of one metric of one alternative, simulated and exact.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct VerifiedLine {
    /// Name of the alternative.
    pub alternative: String,
    /// Name of the metric, or `aep` and `oep` for the exceedance curves of the average year.
    pub metric: String,
    /// `mean`, `p50` … `p99.9`, `tvar95`, `tvar99`, `prob_any`, or `return_10_years` …; `all` where nothing is exact.
    pub statistic: &'static str,
    /// `usd`, `events` or `fraction`.
    pub unit: &'static str,
    /// The simulated value.
    pub simulated: Option<f64>,
    /// Its standard error: by the exact law for means and chances, from order statistics for quantiles.
    pub std_error: Option<f64>,
    /// The exact value.
    pub exact: Option<f64>,
    /// What the exact value may be off.
    pub error_bound: Option<f64>,
    /// Simulated less exact in standard errors; for a quantile by the share of runs up to the exact value.
    pub z: Option<f64>,
    /// Whether the runs suffice to judge by it.
    pub judged: bool,
    /// Why there is no exact value, or why the line is not judged.
    pub note: Option<String>,
}

impl VerifiedLine {
    /// Whether it is judged and too far off.
    pub fn is_failed(&self) -> bool {
        self.judged && self.z.is_some_and(|z| z.is_nan() || z.abs() > MOST_STANDARD_ERRORS)
    }
}

/// Compares losses, events and exceedance curves of every alternative with their exact laws.
///
/// # Errors
///
/// Outcomes that are no sample.
pub fn verify(plan: &Plan, outcomes: &Outcomes, provenance: Provenance) -> Result<Verification, SampleError> {
    let model = plan.model();
    let names = model.alternatives.iter().enumerate();
    let mut lines = Vec::new();
    for (position, alternative) in names {
        let laws = alternative_laws(model, position);
        lines.extend(
            of_alternative(plan, outcomes, position, &laws)?
                .into_iter()
                .map(|line| VerifiedLine { alternative: alternative.name.clone(), ..line }),
        );
    }
    let judged = lines.iter().filter(|line| line.judged);
    let largest_z = judged.clone().filter_map(|line| line.z).map(f64::abs).reduce(f64::max);
    Ok(Verification {
        setting: Setting::of(
            model,
            provenance.scenario_sha256,
            plan.method().to_owned(),
            outcomes.runs() as u64,
        ),
        judged: judged.count(),
        failed: lines.iter().filter(|line| line.is_failed()).count(),
        largest_z,
        lines,
    })
}

fn of_alternative(
    plan: &Plan,
    outcomes: &Outcomes,
    position: usize,
    laws: &AlternativeLaws,
) -> Result<Vec<VerifiedLine>, SampleError> {
    let mut metrics: Vec<(String, &'static str, &Result<Law, Reason>)> = vec![
        ("loss".to_owned(), "usd", &laws.loss),
        ("loss_undiscounted".to_owned(), "usd", &laws.loss_undiscounted),
    ];
    for class in &laws.classes {
        metrics.push((format!("loss.{}", class.name), "usd", &class.loss));
        metrics.push((format!("loss.{}_undiscounted", class.name), "usd", &class.loss_undiscounted));
    }
    metrics.push(("events".to_owned(), "events", &laws.events));
    metrics
        .extend(laws.classes.iter().map(|class| (format!("events.{}", class.name), "events", &class.events)));
    let of_metric = |(metric, unit, law): (String, &'static str, &Result<Law, Reason>)| {
        let Some(column) = plan.metric(&metric) else { return Ok(Vec::new()) };
        let runs = Runs::new(outcomes.metric(position, column))?;
        let lines = match law {
            Ok(law) => runs.beside(law, unit == "usd"),
            Err(reason) => vec![compared::without("all", reason)],
        };
        Ok(lines.into_iter().map(|line| compared::named(line, &metric, unit)).collect())
    };
    let mut lines: Vec<VerifiedLine> =
        metrics.into_par_iter().map(of_metric).collect::<Result<Vec<_>, _>>()?.concat();
    if plan.model().policy_of(position).is_some() {
        let missing = |metric| compared::named(compared::without("all", &Reason::Insurance), metric, "usd");
        lines.extend(["recovery", "tco"].map(missing));
    }
    if plan.years() > 0 {
        let columns = |kind| (0..plan.years()).map(|year| outcomes.annual(position, kind, year)).collect();
        let curves = [
            ("aep", laws.year.clone().and_then(|law| compared::quantiles(&law)), Annual::Loss),
            ("oep", laws.largest.as_ref().map(compared::largest).map_err(Clone::clone), Annual::LargestLoss),
        ];
        for (metric, exact, kind) in curves {
            let found = match exact {
                Ok(exact) => Years::new(columns(kind))?.beside(&exact),
                Err(reason) => vec![compared::without("all", &reason)],
            };
            lines.extend(found.into_iter().map(|line| compared::named(line, metric, "usd")));
        }
    }
    Ok(lines)
}
