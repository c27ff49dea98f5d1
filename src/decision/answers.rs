//! The answer to a scenario's question, as sentences from computed figures.

mod capacity;
mod overage;

use super::{
    AlternativeFindings, CapacityMonth, Comparison, Figure, FigureResult, IncidentFact, LimitFact, TierFact,
    UsageFact, figures::find,
};
use crate::{
    model::Question,
    units::{format_count as count, format_percent, format_usd},
};

/// How many incident classes a sentence names.
const MOST_CLASSES: usize = 3;

/// What the sentences are made of.
pub(super) struct Facts<'a> {
    pub alternatives: &'a [AlternativeFindings],
    pub comparisons: &'a [Comparison],
    pub incidents: &'a [IncidentFact],
    pub capacity: &'a [CapacityMonth],
    pub limits: &'a [LimitFact],
    pub usage: &'a [UsageFact],
    pub tiers: &'a [TierFact],
    pub years: u32,
}

/// Sentences that answer `question`; none for a comparison, which the verdict answers.
pub(super) fn answer(question: Question, facts: &Facts) -> Vec<String> {
    match question {
        Question::Compare => Vec::new(),
        Question::Overage => facts.overage(),
        Question::Roi => facts.comparisons.iter().map(|comparison| facts.roi(comparison)).collect(),
        Question::Breach => facts.alternatives.iter().filter_map(|one| facts.breach(one)).collect(),
        Question::Capacity => facts.capacity(),
        Question::Incident => facts.alternatives.iter().filter_map(|one| facts.incidents(one)).collect(),
    }
}

impl Facts<'_> {
    fn label(&self, name: &str) -> &str {
        self.alternatives.iter().find(|one| one.name == name).map_or("", |one| one.label.as_str())
    }

    fn roi(&self, comparison: &Comparison) -> String {
        let value = |metric: &str, statistic: &str| {
            find(&comparison.figures, metric, statistic).map(|estimate| estimate.value)
        };
        let (label, baseline) = (self.label(&comparison.alternative), self.label(&comparison.baseline));
        let npv = value("npv", "mean").map(format_usd).unwrap_or_default();
        let positive = value("prob_npv_positive", "mean").map(format_percent).unwrap_or_default();
        let worth = format!("its net present value is {npv}, positive in {positive} of runs");
        let Some(mean) = value("roi", "mean") else {
            let because = reason(&comparison.figures, "roi").unwrap_or("it is not computed");
            return format!(
                "{label} against {baseline}: no return on investment, because {because}; {worth}."
            );
        };
        let mut sentence = format!("{label} against {baseline} returns {} on average", percent(mean));
        let [low, median, high] = ["p5", "p50", "p95"].map(|statistic| value("roi", statistic).map(percent));
        if let (Some(low), Some(median), Some(high)) = (low, median, high) {
            sentence += &format!(" ({low} at 5 %, {median} in the median, {high} at 95 % of runs)");
        }
        if let Some(nominal) = value("roi_undiscounted", "mean").map(percent).filter(|n| *n != percent(mean))
        {
            sentence += &format!(", {nominal} without discounting");
        }
        if let Some(nothing) = value("prob_total_loss", "mean").filter(|share| *share > 0.0) {
            sentence += &format!("; in {} of runs it saves nothing", format_percent(nothing));
        }
        sentence += &format!("; {worth}");
        match value("payback_years", "p50") {
            Some(years) => sentence + &format!("; it is paid back after {} (median).", duration(years)),
            None => sentence + ".",
        }
    }

    fn breach(&self, alternative: &AlternativeFindings) -> Option<String> {
        let value = |metric: &str, statistic: &str| {
            find(&alternative.figures, metric, statistic).map(|estimate| estimate.value)
        };
        // Only breaches expose tenants.
        let any = value("tenants_exposed", "prob_any")?;
        let mut classes = self.incidents.iter().filter(|fact| fact.alternative == alternative.name);
        let of_all =
            if classes.all(|fact| fact.class.starts_with("breach.")) { "" } else { " of all incidents" };
        let exposed = value("tenants_exposed", "mean")?;
        let records = value("records_exposed", "mean")?;
        let quantile = |statistic: &str| value("tenants_exposed", statistic).unwrap_or(exposed);
        let spread = if quantile("p50") == quantile("p95") {
            String::new()
        } else {
            let [half, most, worst] = ["p50", "p75", "p95"].map(|statistic| count(quantile(statistic)));
            format!(" (tenants: {half} in the median, {most} at 75 %, {worst} at 95 %)")
        };
        Some(format!(
            "{}: a breach in {} of runs; it exposes {} tenants and {} records on average over all runs{spread}. \
             Losses{of_all}, not discounted: {} in the median, {} on average, {} at 95 %.",
            alternative.label,
            format_percent(any),
            count(exposed),
            count(records),
            format_usd(value("loss_undiscounted", "p50")?),
            format_usd(value("loss_undiscounted", "mean")?),
            format_usd(value("loss_undiscounted", "p95")?),
        ))
    }

    fn incidents(&self, alternative: &AlternativeFindings) -> Option<String> {
        let facts = self.incidents.iter().filter(|fact| fact.alternative == alternative.name);
        let sum = |of: fn(&IncidentFact) -> f64| facts.clone().map(of).sum::<f64>();
        let events = sum(|fact| fact.events_per_year.value);
        let loss = sum(|fact| fact.loss_per_year_usd.value);
        facts.clone().next()?;
        let mut sentence = format!(
            "{}: {} incidents a year cost {} on average",
            alternative.label,
            count(events),
            format_usd(loss)
        );
        if events > 0.0 {
            sentence += &format!(", {} each", format_usd(loss / events));
        }
        let harm = sum(|fact| fact.customer_impact_per_year_usd);
        if harm > 0.0 {
            sentence += &format!("; customers lose {} besides", format_usd(harm));
        }
        let opportunity = sum(|fact| fact.opportunity_per_year_usd);
        if opportunity > 0.0 {
            sentence += &format!("; revenue opportunity of {}", format_usd(opportunity));
        }
        sentence += ".";
        let mut costly: Vec<&IncidentFact> =
            facts.filter(|fact| fact.loss_per_year_usd.value > 0.0).collect();
        costly.sort_by(|a, b| b.loss_per_year_usd.value.total_cmp(&a.loss_per_year_usd.value));
        if costly.len() > 1 {
            let class = |fact: &&IncidentFact| {
                let each = fact.loss_per_event_usd.map_or_else(String::new, format_usd);
                format!("{}, {} a year, {each} each", fact.label, format_usd(fact.loss_per_year_usd.value))
            };
            let classes: Vec<String> = costly.iter().take(MOST_CLASSES).map(class).collect();
            sentence += &format!(" The costliest: {}.", classes.join("; "));
        }
        Some(sentence)
    }
}

fn reason<'a>(figures: &'a [Figure], metric: &str) -> Option<&'a str> {
    figures.iter().filter(|figure| figure.metric == metric).find_map(|figure| match &figure.result {
        FigureResult::NotApplicable { because } => Some(because.as_str()),
        FigureResult::Estimate { .. } => None,
    })
}

/// A return as a percentage: 25.7 is 2,570 %.
fn percent(ratio: f64) -> String {
    if ratio.abs() < 10.0 { format_percent(ratio) } else { format!("{} %", count(100.0 * ratio)) }
}

fn duration(years: f64) -> String {
    if years < 1.0 { format!("{:.1} months", 12.0 * years) } else { format!("{years:.1} years") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        assert_eq!((percent(0.5), percent(25.666)), ("50.0 %".into(), "2,567 %".into()));
        assert_eq!((duration(0.25), duration(1.5)), ("3.0 months".into(), "1.5 years".into()));
    }
}
