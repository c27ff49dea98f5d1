//! How often one class happens: the laws side by side, and what a scenario should say.

use serde::Serialize;

use super::{
    Estimated, Interval, Uniform,
    counts::{self, Bernoulli, CountFit, PeriodCount},
    dispersion::{self, Dispersion},
    exposure::{Exposure, LEAST_PERIODS, Period},
    prior::{Belief, Prior, Update},
};
use crate::units::{Per, StartDate};

/// A law of how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FrequencyModel {
    /// Any number of independent events.
    Poisson,
    /// The same with a rate that differs from period to period.
    NegativeBinomial,
    /// At most one event a year.
    Bernoulli,
}

/// How often.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrequencyFit {
    /// Incidents in the window.
    pub events: u64,
    /// Events per unit and year, with Garwood's exact 95 % interval for Poisson counts.
    pub rate: Estimated,
    /// The period of the counts; `None` where the window holds too few.
    pub period: Option<Period>,
    /// Incidents by period.
    pub counts: Vec<PeriodCount>,
    /// Whether they vary more than Poisson counts.
    pub dispersion: Option<Dispersion>,
    /// The Poisson law of the counts, per platform and year.
    pub poisson: Option<CountFit>,
    /// The negative binomial law of the counts.
    pub negative_binomial: Option<CountFit>,
    /// Why there is none.
    pub no_negative_binomial_because: Option<String>,
    /// The chance of a year with an incident.
    pub bernoulli: Option<Bernoulli>,
    /// Why there is none.
    pub no_bernoulli_because: Option<String>,
    /// The law to use: as asked for, else negative binomial where its criterion is the lower one, else Poisson.
    pub chosen: FrequencyModel,
    /// Rate or probability per unit and year to use, as uncertain as the log leaves it.
    pub belief: Belief,
    /// Shape of the gamma factor by year to use; `None` without one.
    pub shape_by_year: Option<f64>,
    /// The scenario's belief, updated.
    pub update: Option<Update>,
    /// What to know.
    pub remarks: Vec<String>,
}

/// What a user may choose.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrequencyOptions<'a> {
    pub least_events: usize,
    pub period: Option<Period>,
    pub model: Option<FrequencyModel>,
    pub prior: Option<&'a Prior>,
}

/// Fits the dates of one class.
pub(super) fn fit(
    exposure: &Exposure,
    dates: &[StartDate],
    options: FrequencyOptions<'_>,
    uniform: &Uniform,
) -> FrequencyFit {
    let events = dates.len() as u64;
    let mut remarks = Vec::new();
    let period = options.period.or_else(|| exposure.period());
    let counts = period.map(|period| counts::by_period(exposure, period, dates)).unwrap_or_default();
    if period.is_none() {
        remarks.push(format!(
            "the window holds fewer than {LEAST_PERIODS} months: whether counts vary more than Poisson counts cannot be said"
        ));
    }
    let poisson = (!counts.is_empty()).then(|| counts::poisson(&counts));
    let negative_binomial = if dates.len() < options.least_events {
        Err(format!("fewer than {} incidents (--min-values) cannot tell", options.least_events))
    } else {
        counts::negative_binomial(&counts)
            .ok_or_else(|| "the counts vary no more than Poisson counts, which is its limit".to_owned())
    };
    let bernoulli = if exposure.per == Per::PlatformYear {
        counts::bernoulli(exposure, dates)
    } else {
        Err("the log does not say which unit an incident struck".to_owned())
    };
    let likelier = match (&poisson, &negative_binomial) {
        (Some(poisson), Ok(other)) => other.aic < poisson.aic,
        _ => false,
    };
    let automatic = if likelier { FrequencyModel::NegativeBinomial } else { FrequencyModel::Poisson };
    let chosen = match options.model {
        Some(FrequencyModel::NegativeBinomial) if negative_binomial.is_err() => {
            remarks.push(format!(
                "a negative binomial law was asked for and cannot be had: {}",
                negative_binomial.as_ref().err().map_or("", String::as_str)
            ));
            FrequencyModel::Poisson
        }
        Some(FrequencyModel::Bernoulli) if bernoulli.is_err() => {
            remarks.push(format!(
                "a Bernoulli law was asked for and cannot be had: {}",
                bernoulli.as_ref().err().map_or("", String::as_str)
            ));
            automatic
        }
        Some(model) => model,
        None => automatic,
    };
    let dispersion = dispersion::test(&counts, uniform);
    if negative_binomial.is_ok() || dates.len() >= options.least_events {
        remarks.extend(disagreement(dispersion.as_ref(), likelier));
    }
    let mut fit = FrequencyFit {
        events,
        rate: counts::poisson_rate(events, exposure.unit_years()),
        period,
        counts,
        dispersion,
        poisson,
        no_negative_binomial_because: negative_binomial.as_ref().err().cloned(),
        negative_binomial: negative_binomial.ok(),
        no_bernoulli_because: bernoulli.as_ref().err().cloned(),
        bernoulli: bernoulli.ok(),
        chosen,
        belief: Belief::of_rate(events, exposure.unit_years()),
        shape_by_year: None,
        update: None,
        remarks,
    };
    fit.decide(exposure, options.prior);
    fit
}

impl FrequencyFit {
    /// Fills in what a scenario should say.
    fn decide(&mut self, exposure: &Exposure, prior: Option<&Prior>) {
        match self.chosen {
            FrequencyModel::Poisson => {}
            FrequencyModel::NegativeBinomial => self.decide_negative_binomial(exposure),
            FrequencyModel::Bernoulli => {
                if let Some(bernoulli) = &self.bernoulli {
                    self.belief = Belief::of_probability(bernoulli.with_incident, bernoulli.years);
                }
                if let Some(most) =
                    self.bernoulli.as_ref().map(|one| one.most_in_a_year).filter(|most| *most > 1)
                {
                    self.remarks.push(format!(
                        "a year had {most} incidents; a probability counts that year once and loses the others"
                    ));
                }
            }
        }
        let Some(prior) = prior else { return };
        match self.updated(exposure, prior) {
            Ok(update) => {
                self.belief = update.posterior;
                if self.chosen == FrequencyModel::NegativeBinomial {
                    self.remarks.push("the update takes the counts for Poisson counts; they vary more, so that its posterior is too narrow".to_owned());
                }
                self.update = Some(update);
            }
            Err(because) => self.remarks.push(format!("the prior is not updated: {because}")),
        }
    }

    fn decide_negative_binomial(&mut self, exposure: &Exposure) {
        let (Some(law), Some(period)) = (&self.negative_binomial, self.period) else { return };
        let per_unit = |value: f64| value / exposure.units;
        if let Some(error) = law.rate.std_error {
            // The gamma distribution of the estimate's mean and variance.
            let (mean, error) = (per_unit(law.rate.value), per_unit(error));
            self.belief = Belief::Gamma { shape: (mean / error).powi(2), unit_years: mean / (error * error) };
        }
        self.rate = Estimated {
            value: per_unit(law.rate.value),
            std_error: law.rate.std_error.map(per_unit),
            interval: law
                .rate
                .interval
                .map(|ends| Interval { low: per_unit(ends.low), high: per_unit(ends.high) }),
        };
        self.shape_by_year = law.shape.map(|shape| shape.value * period.per_year());
        if let (Some(shape), true) = (law.shape, period != Period::Year) {
            self.remarks.push(format!(
                "the factor on the rate differs from {word} to {word} with shape {:.3}; over a year that is {:.3}. If it lasts a whole year, the year's shape is {:.3}",
                shape.value,
                shape.value * period.per_year(),
                shape.value,
                word = period.word()
            ));
        }
    }

    fn updated(&self, exposure: &Exposure, prior: &Prior) -> Result<Update, String> {
        let words = |per: Per| Per::ALL.iter().find(|(_, known)| *known == per).map_or("", |(word, _)| word);
        if prior.per != exposure.per {
            return Err(format!(
                "`{}` is per {}, the log is read per {} (--per)",
                prior.path,
                words(prior.per),
                words(exposure.per)
            ));
        }
        match (prior.is_probability, &self.bernoulli) {
            (false, _) if self.chosen == FrequencyModel::Bernoulli => {
                Err(format!("`{}` is a rate, and a probability was asked for", prior.path))
            }
            (false, _) => prior.update(self.events as f64, exposure.unit_years()),
            (true, Some(bernoulli)) => prior.update(bernoulli.with_incident as f64, bernoulli.years as f64),
            (true, None) => Err(format!(
                "`{}` is a probability, and {}",
                prior.path,
                self.no_bernoulli_because.as_deref().unwrap_or("there is none in the log")
            )),
        }
    }
}

/// What to say where test and criterion differ.
fn disagreement(dispersion: Option<&Dispersion>, likelier: bool) -> Option<String> {
    let rejected = dispersion?.p_value < 0.05;
    match (rejected, likelier) {
        (true, false) => Some(
            "the dispersion test rejects equal rates at 5 %, and the criterion still prefers the Poisson law: the evidence is mixed".to_owned(),
        ),
        (false, true) => Some(
            "the criterion prefers the negative binomial law, and the dispersion test does not reject equal rates at 5 %: the evidence is mixed".to_owned(),
        ),
        _ => None,
    }
}
