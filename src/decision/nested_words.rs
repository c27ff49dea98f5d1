//! What nested draws mean, in sentences.

use super::{CredibleBand, VarianceFact, analyse::cheapest, verdict::capitalised};
use crate::{
    model::Model,
    units::{format_percent, format_usd},
};

/// The alternative that is cheapest on average over all draws, and how often it is that of a draw.
pub(super) struct Choice {
    position: usize,
    /// Share of the draws in which its mean cost is the lowest.
    stays: f64,
}

impl Choice {
    /// `means[alternative][draw]`: mean total cost.
    pub fn of(model: &Model, means: &[Vec<f64>]) -> Choice {
        let draws = means.first().map_or(0, Vec::len);
        let at = |draw: usize| -> Vec<f64> { means.iter().map(|of| of[draw]).collect() };
        let overall: Vec<f64> = means.iter().map(|of| of.iter().sum::<f64>()).collect();
        let position = cheapest(&overall, None).unwrap_or(model.baseline);
        let same = (0..draws).filter(|&draw| cheapest(&at(draw), None) == Some(position)).count();
        Choice { position, stays: same as f64 / draws.max(1) as f64 }
    }
}

/// Sentences about the bands and shares of `draws` draws.
pub(super) fn sentences(
    model: &Model,
    draws: usize,
    choice: &Choice,
    bands: &[CredibleBand],
    variance: &[VarianceFact],
) -> Vec<String> {
    let facts = &model.alternatives[choice.position];
    let label = |name: &str| {
        let named = model.alternatives.iter().find(|one| one.name == name);
        named.map_or_else(|| name.to_owned(), |one| one.label.clone())
    };
    let band = |alternative: &str, metric: &str, statistic: &str| {
        bands.iter().find(|band| {
            (band.alternative.as_str(), band.metric, band.statistic) == (alternative, metric, statistic)
        })
    };
    let mut sentences = Vec::new();
    if let (Some(mean), Some(p99)) = (band(&facts.name, "tco", "mean"), band(&facts.name, "loss", "p99")) {
        sentences.push(format!(
            "What is not known puts the mean cost of {} {}, and what one run in 100 loses or more {} (90 % of {draws} draws).",
            facts.label,
            between(mean, format_usd),
            between(p99, format_usd),
        ));
    }
    if model.alternatives.len() > 1 {
        sentences
            .push(format!("It has the lowest mean cost in {} of the draws.", format_percent(choice.stays)));
    }
    // The choice against its baseline, or the first other alternative against the choice.
    let compared = bands.iter().filter(|band| band.statistic == "prob_cheaper");
    let own = compared.clone().find(|band| band.alternative == facts.name);
    if let Some(cheaper) = own.or_else(|| compared.clone().next()) {
        let name = &cheaper.alternative;
        let position = model.alternatives.iter().position(|one| one.name == *name);
        let baseline = position.and_then(|position| model.alternatives[position].baseline);
        let baseline = &model.alternatives[baseline.unwrap_or(model.baseline)];
        sentences.push(format!(
            "{} is cheaper than {} in a share of the runs of a draw that lies {}.",
            capitalised(&label(name)),
            baseline.label,
            between(cheaper, format_percent)
        ));
        let split = variance.iter().find(|fact| fact.alternative == *name && fact.metric == "saving");
        if let Some(share) = split.and_then(|fact| fact.unknown_share) {
            let error = share
                .std_error
                .map_or_else(String::new, |error| format!(" (standard error {})", format_percent(error)));
            sentences.push(format!(
                "Of the variance of what it saves, {}{error} is what nobody knows, which finding out could reduce; the rest is \
                 chance, which no study takes away.",
                format_percent(share.value.clamp(0.0, 1.0))
            ));
        }
    }
    sentences
}

fn between(band: &CredibleBand, format: impl Fn(f64) -> String) -> String {
    let (low, high) = (format(band.p5.value), format(band.p95.value));
    if low == high { format!("at {low}") } else { format!("between {low} and {high}") }
}
