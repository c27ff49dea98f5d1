//! A whole log, class by class.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Uniforms,
    classes::lookalikes,
    exposure::{Exposure, ExposureError, Period},
    frequency::{self, FrequencyFit, FrequencyModel, FrequencyOptions},
    log::{Column, Incident, Log, Reading, Rejection},
    prior::Prior,
    reach::{self, Reach},
    severity::{self, SizeFit, SizeOptions},
};
use crate::units::{Per, StartDate};

/// Samples smaller than this cannot tell families apart, which is said.
const FEW_VALUES: usize = 30;

/// What a user may choose.
pub struct Options<'a> {
    /// First day on which incidents would have been logged.
    pub from: Option<StartDate>,
    /// Last day.
    pub to: Option<StartDate>,
    /// The day after which nothing can have happened.
    pub today: StartDate,
    /// What rates are per.
    pub per: Per,
    /// Units that it counts: 1 for the platform.
    pub units: f64,
    /// Tenants of the platform, for the share of them that an incident touches.
    pub tenants: Option<u64>,
    /// Classes to fit, in this order; all of the log, by name, where there are none.
    pub classes: Vec<String>,
    /// Values that a severity or a reach is fitted to at least.
    pub least_values: usize,
    /// Period of the counts; the longest that the window holds often enough unless given.
    pub period: Option<Period>,
    /// Law of the counts; the likelier one by its criterion unless given.
    pub model: Option<FrequencyModel>,
    /// Where the generalised Pareto tail of costs begins, in US dollars.
    pub cost_threshold: Option<f64>,
    /// Where that of durations begins, in minutes.
    pub minutes_threshold: Option<f64>,
    /// Cap on costs, in US dollars.
    pub cost_cap: Option<f64>,
    /// Cap on durations, in minutes.
    pub minutes_cap: Option<f64>,
    /// Replicates behind a p-value at most; 0 for none.
    pub replicates: u64,
    /// What a scenario says about classes, or why it says nothing that could be updated.
    pub priors: BTreeMap<String, Result<Prior, String>>,
    /// Random numbers.
    pub uniforms: &'a Uniforms<'a>,
    /// Told before each class.
    pub progress: &'a (dyn Fn(&str) + Sync),
}

/// What a log says.
#[derive(Debug, Clone, Serialize)]
pub struct Calibration {
    /// Rows below the first line.
    pub rows: usize,
    /// Rows that count as an incident of a class that was fitted.
    pub incidents: usize,
    /// The time and the units that they are set against.
    pub exposure: Exposure,
    /// Tenants of the platform, if given.
    pub tenants: Option<u64>,
    /// Class by class.
    pub classes: Vec<ClassFit>,
    /// What is not used, by line.
    pub rejections: Vec<Rejection>,
    /// What to know about the whole.
    pub notices: Vec<String>,
}

/// One class.
#[derive(Debug, Clone, Serialize)]
pub struct ClassFit {
    /// Its name.
    pub class: String,
    /// How often.
    pub frequency: FrequencyFit,
    /// How long, in minutes; `None` where the log has no such column.
    pub minutes: Option<SizeFit>,
    /// How much, in US dollars; `None` where the log has no such column.
    pub cost: Option<SizeFit>,
    /// How far; `None` where the log has no such column or the number of tenants is not known.
    pub reach: Option<Reach>,
}

impl ClassFit {
    /// Durations and costs, as far as there are some.
    pub fn sizes(&self) -> impl Iterator<Item = &SizeFit> {
        self.minutes.iter().chain(&self.cost)
    }
}

/// Fits a log.
///
/// # Errors
///
/// No exposure: the window ends before it begins or in the future, or the log is too short to give one.
pub fn calibrate(log: &Log, options: &Options<'_>) -> Result<Calibration, ExposureError> {
    let dates: Vec<StartDate> = log.incidents.iter().map(|incident| incident.date).collect();
    let window = (options.from, options.to);
    let exposure = Exposure::new(window, &dates, options.today, options.per, options.units)?;
    let mut rejections = log.rejections.clone();
    let mut by_class: BTreeMap<&str, Vec<&Incident>> =
        options.classes.iter().map(|class| (class.as_str(), Vec::new())).collect();
    for incident in &log.incidents {
        let reason = if !exposure.contains(incident.date) {
            let side = if incident.date < exposure.from { "before" } else { "after" };
            format!("{} is {side} the window from {} to {}", incident.date, exposure.from, exposure.to)
        } else if !options.classes.is_empty() && !by_class.contains_key(incident.class.as_str()) {
            format!("the class `{}` is not among those asked for (--class)", incident.class)
        } else {
            by_class.entry(&incident.class).or_default().push(incident);
            continue;
        };
        rejections.retain(|rejection| rejection.line != incident.line);
        rejections.push(Rejection { line: incident.line, column: None, reason });
    }
    if by_class.is_empty() {
        return Err(ExposureError::Nothing { from: exposure.from, to: exposure.to });
    }
    let order: Vec<&str> = match options.classes.is_empty() {
        true => by_class.keys().copied().collect(),
        false => options.classes.iter().map(String::as_str).collect(),
    };
    let mut classes = Vec::new();
    for class in order {
        (options.progress)(class);
        let incidents = by_class.get(class).map_or(&[][..], Vec::as_slice);
        classes.push(fit_class(class, incidents, log, &exposure, options, &mut rejections));
    }
    rejections.sort_by_key(|rejection| rejection.line);
    let names: Vec<(String, usize)> =
        by_class.iter().map(|(name, incidents)| ((*name).to_owned(), incidents.len())).collect();
    let mut notices = notices(log, &exposure, options);
    notices.extend(lookalikes(&names));
    Ok(Calibration {
        rows: log.rows,
        incidents: by_class.values().map(Vec::len).sum(),
        exposure,
        tenants: options.tenants,
        classes,
        rejections,
        notices,
    })
}

fn fit_class(
    class: &str,
    incidents: &[&Incident],
    log: &Log,
    exposure: &Exposure,
    options: &Options<'_>,
    rejections: &mut Vec<Rejection>,
) -> ClassFit {
    let dates: Vec<StartDate> = incidents.iter().map(|incident| incident.date).collect();
    let prior = options.priors.get(class);
    let frequency_options = FrequencyOptions {
        least_events: options.least_values,
        period: options.period,
        model: options.model,
        prior: prior.and_then(|prior| prior.as_ref().ok()),
    };
    let uniform = (options.uniforms)(&format!("{class}/counts"));
    let mut frequency = frequency::fit(exposure, &dates, frequency_options, &*uniform);
    if let Some(Err(because)) = prior {
        frequency.remarks.push(format!("the prior is not updated: {because}"));
    }
    let size = |column: Column, read: fn(&Incident) -> Reading, threshold, cap| {
        log.columns.contains(&column).then(|| {
            let readings: Vec<Reading> = incidents.iter().map(|incident| read(incident)).collect();
            let zeros = readings.iter().filter(|reading| **reading == Reading::Zero).count();
            let size_options = SizeOptions {
                least_values: options.least_values,
                threshold,
                cap,
                replicates: options.replicates,
                uniforms: options.uniforms,
            };
            let name = format!("{class}/{}", column.name());
            let mut fit = severity::fit(column, positive(&readings), zeros, &name, size_options);
            if let (severity::Outcome::Fitted(fitted), true) = (&mut fit.outcome, fit.values < FEW_VALUES) {
                fitted.remarks.push(format!(
                    "fewer than {FEW_VALUES} values: intervals are wide, and another family may fit as well"
                ));
            }
            fit
        })
    };
    let minutes = size(Column::Minutes, |one| one.minutes, options.minutes_threshold, options.minutes_cap);
    let cost = size(Column::Cost, |one| one.cost, options.cost_threshold, options.cost_cap);
    let reach = options.tenants.filter(|_| log.columns.contains(&Column::Tenants)).map(|tenants| {
        let counts = touched(incidents, tenants, rejections);
        reach::fit(&counts, tenants, options.least_values)
    });
    ClassFit { class: class.to_owned(), frequency, minutes, cost, reach }
}

fn positive(readings: &[Reading]) -> Vec<f64> {
    let value = |reading: &Reading| match reading {
        Reading::Positive(value) => Some(*value),
        Reading::Zero | Reading::Absent => None,
    };
    readings.iter().filter_map(value).collect()
}

/// Numbers of tenants that can be; the others are listed.
fn touched(incidents: &[&Incident], tenants: u64, rejections: &mut Vec<Rejection>) -> Vec<u64> {
    let mut counts = Vec::new();
    for incident in incidents {
        let Reading::Positive(count) = incident.tenants else { continue };
        if count.fract() == 0.0 && count <= tenants as f64 {
            counts.push(count as u64);
            continue;
        }
        let reason = match count.fract() == 0.0 {
            true => format!("tenants_affected is {count}, more than all {tenants} tenants (--tenants)"),
            false => format!("tenants_affected is {count}, no whole number"),
        };
        rejections.push(Rejection { line: incident.line, column: Some(Column::Tenants), reason });
    }
    counts
}

fn notices(log: &Log, exposure: &Exposure, options: &Options<'_>) -> Vec<String> {
    let mut notices = Vec::new();
    if !exposure.is_from_given || !exposure.is_to_given {
        let (ends, flags) = match (exposure.is_from_given, exposure.is_to_given) {
            (false, false) => ("begins with the first incident and ends with the last", "--from and --to"),
            (false, true) => ("begins with the first incident", "--from"),
            _ => ("ends with the last incident", "--to"),
        };
        notices.push(format!(
            "the window {ends} because {flags} was not given: quiet time before and after is left out, which makes every rate too high, the more so the fewer incidents there are"
        ));
    }
    if !log.ignored_columns.is_empty() {
        let names: Vec<String> = log.ignored_columns.iter().map(|name| format!("`{name}`")).collect();
        notices.push(format!("columns that are not used: {}", names.join(", ")));
    }
    for column in [Column::Minutes, Column::Cost] {
        if !log.columns.contains(&column) {
            notices.push(format!("the log has no column `{}`: nothing is fitted to it", column.name()));
        }
    }
    if options.tenants.is_none() && log.columns.contains(&Column::Tenants) {
        notices.push(
            "the share of tenants affected is not fitted: --tenants says how many there are".to_owned(),
        );
    }
    for class in options.priors.keys() {
        if !log.incidents.iter().any(|incident| incident.class == *class) && !options.classes.contains(class)
        {
            notices.push(format!(
                "the scenario has the class `{class}`, of which nothing is logged; if such incidents would have been logged, --class {class} updates it by none"
            ));
        }
    }
    notices
}
