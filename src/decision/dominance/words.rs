//! Dominance in sentences.

use super::{FigureResult, OrderVerdict, OrderedPair, RiskFact};
use crate::{
    decision::{analyse::cheapest, verdict::capitalised},
    model::Model,
    stats::Estimate,
    units::{format_count, format_percent, format_usd},
};

/// Why there is no flip.
pub(super) fn never(down_to: f64) -> String {
    match down_to.is_finite() {
        true => format!(
            "the preference is the same down to a risk tolerance of {}, below which fewer than 10 runs decide",
            format_usd(down_to)
        ),
        false => "the two have the same mean cost".to_owned(),
    }
}

/// Who prefers what, most important first.
pub(super) fn sentences(
    model: &Model,
    means: &[f64],
    facts: &[RiskFact],
    pairs: &[OrderedPair],
    revenue_per_year_usd: f64,
) -> Vec<String> {
    let Some(best) = cheapest(means, None) else { return Vec::new() };
    let choice = &model.alternatives[best];
    let ours: Vec<&OrderedPair> = pairs.iter().filter(|pair| pair.alternative == choice.name).collect();
    let words = Words { model, choice: &choice.label, revenue_per_year_usd };
    let mut sentences = vec![words.preference(&ours)];
    sentences.extend(words.never_taken(pairs));
    let own = facts.iter().find(|fact| fact.alternative == choice.name);
    sentences.extend(own.map(|own| {
        format!(
            "With hindsight {} will have cost {} too much on average, and {} or more in the worst one per cent of runs.",
            choice.label,
            format_usd(own.expected_regret_usd.value),
            format_usd(own.p99_regret_usd.value)
        )
    }));
    sentences.iter().map(|sentence| capitalised(sentence)).collect()
}

/// The sentence of the verdict: who would choose otherwise; `None` where nobody who dislikes risk would.
pub(in crate::decision) fn for_verdict(dominance: &super::Dominance) -> Option<String> {
    let contested = dominance.pairs.iter().any(|pair| tolerance(pair).is_some());
    dominance.sentences.first().filter(|_| contested).cloned()
}

struct Words<'a> {
    model: &'a Model,
    /// Label of the alternative with the lowest mean cost.
    choice: &'a str,
    revenue_per_year_usd: f64,
}

impl Words<'_> {
    fn label<'s>(&'s self, name: &'s str) -> &'s str {
        let named = self.model.alternatives.iter().find(|alternative| alternative.name == name);
        named.map_or(name, |alternative| &alternative.label)
    }

    /// Who prefers the cheapest on average to all others.
    fn preference(&self, ours: &[&OrderedPair]) -> String {
        let choice = self.choice;
        if ours.iter().all(|pair| pair.first_order.verdict == OrderVerdict::Holds) {
            return format!(
                "{choice} dominates of first order: it is preferred whatever the attitude to risk."
            );
        }
        if ours.iter().all(|pair| is_second(pair, OrderVerdict::Holds)) {
            return format!("{choice} dominates of second order: everybody who dislikes risk prefers it.");
        }
        let flips = ours.iter().filter_map(|pair| Some((*pair, tolerance(pair)?)));
        match flips.max_by(|a, b| a.1.value.total_cmp(&b.1.value)) {
            Some((pair, flip)) => {
                let other = self.label(&pair.other);
                let tail = match is_second(pair, OrderVerdict::Violated) {
                    true => format!(
                        "{choice} is cheaper on average but worse in the tail than {other}: no dominance of second order"
                    ),
                    false => format!(
                        "{choice} is cheaper on average than {other}, and the runs show no dominance of second order"
                    ),
                };
                format!("{tail}; with a risk tolerance below {} {other} is preferred.", self.amount(flip))
            }
            None if ours.iter().any(|pair| is_second(pair, OrderVerdict::Violated)) => format!(
                "{choice} is the cheapest on average and does not dominate of second order: who dislikes risk enough may prefer \
                 another."
            ),
            None => format!(
                "{choice} does not dominate every other alternative, but no risk tolerance that these runs can judge prefers \
                 another."
            ),
        }
    }

    /// `$13.1M (standard error $0.2M, 25 % of a year's revenue)`.
    fn amount(&self, tolerance: Estimate) -> String {
        let error = tolerance.std_error.map(|error| format!("standard error {}", format_usd(error)));
        let share =
            (self.revenue_per_year_usd > 0.0).then(|| match tolerance.value / self.revenue_per_year_usd {
                times if times >= 2.0 => format!("{} times a year's revenue", format_count(times)),
                share => format!("{} of a year's revenue", format_percent(share)),
            });
        let remarks: Vec<String> = error.into_iter().chain(share).collect();
        match remarks.is_empty() {
            true => format_usd(tolerance.value),
            false => format!("{} ({})", format_usd(tolerance.value), remarks.join(", ")),
        }
    }

    /// Alternatives that nobody who dislikes risk takes, where there are some and not all others are.
    fn never_taken(&self, pairs: &[OrderedPair]) -> Option<String> {
        let is_beaten =
            |name: &str| pairs.iter().any(|pair| pair.other == name && is_second(pair, OrderVerdict::Holds));
        let all = &self.model.alternatives;
        let beaten = all.iter().filter(|alternative| is_beaten(&alternative.name));
        let beaten: Vec<&str> = beaten.map(|alternative| alternative.label.as_str()).collect();
        (!beaten.is_empty() && beaten.len() + 1 < all.len()).then(|| {
            format!(
                "Nobody who dislikes risk takes {}: another alternative dominates of second order.",
                beaten.join(" or ")
            )
        })
    }
}

fn is_second(pair: &OrderedPair, verdict: OrderVerdict) -> bool {
    pair.second_order.as_ref().is_some_and(|order| order.verdict == verdict)
}

fn tolerance(pair: &OrderedPair) -> Option<Estimate> {
    match pair.flip_risk_tolerance_usd.as_ref()? {
        FigureResult::Estimate { estimate, .. } => Some(*estimate),
        FigureResult::NotApplicable { .. } => None,
    }
}
