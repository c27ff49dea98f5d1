//! What the value of information means, in sentences.

use super::{InformationFact, LogFact, SensitivityFact, ValueOfInformation};
use crate::units::{format_percent, format_usd};

/// How many inputs are named.
const MOST_NAMED: usize = 3;
/// Standard errors by which a value must exceed zero to be told from chance.
const TOLD_FROM_CHANCE: f64 = 2.0;

/// Sentences about what to find out before deciding, and what moves the saving of `alternative` most. `label` gives the
/// words for an alternative.
pub(super) fn sentences(
    value: &ValueOfInformation,
    sensitivity: &[SensitivityFact],
    label: impl Fn(&str) -> String,
) -> Vec<String> {
    let mut sentences = vec![everything(value, &label(&value.alternative))];
    let worth = value.groups.iter().chain(&value.inputs).filter(|fact| is_worth_something(fact));
    sentences.extend(worth.take(MOST_NAMED).map(knowing));
    if value.inputs.iter().all(|fact| !is_worth_something(fact)) {
        sentences.push("No input alone is worth finding out: knowing it would change nothing.".to_owned());
    }
    let best = value.logs.iter().filter(|log| log.value_usd.value > 0.0);
    let best = best.max_by(|a, b| a.value_usd.value.total_cmp(&b.value_usd.value));
    sentences.extend(best.map(log));
    let subject = sensitivity.iter().find(|fact| fact.alternative == value.alternative);
    sentences.extend(subject.or(sensitivity.first()).map(|fact| moves(fact, &label)));
    sentences
}

/// Whether the value of knowing can be told from chance.
pub(super) fn is_worth_something(fact: &InformationFact) -> bool {
    fact.value_usd.value > TOLD_FROM_CHANCE * fact.value_usd.std_error.unwrap_or(0.0)
}

fn everything(value: &ValueOfInformation, label: &str) -> String {
    let fact = &value.everything;
    if !is_worth_something(fact) {
        return format!(
            "Even knowing every uncertain input would not lead away from {label}: the value of perfect information \
             cannot be told from $0 ({}).",
            with_error(fact)
        );
    }
    format!(
        "Knowing every uncertain input would lead away from {label} with a probability of {} and is worth {}: no \
         study of them can be worth more. What remains is chance.",
        format_percent(fact.probability_of_change),
        with_error(fact)
    )
}

fn knowing(fact: &InformationFact) -> String {
    let subject = match fact.kind {
        "group" => format!("the group {}", fact.name),
        _ => fact.name.clone(),
    };
    format!(
        "Knowing {subject} is worth at most {} and would change the decision with a probability of {}; an audit for less \
         is worth it.",
        with_error(fact),
        format_percent(fact.probability_of_change)
    )
}

fn log(log: &LogFact) -> String {
    let years = if log.years == 1.0 { "1 year".to_owned() } else { format!("{} years", log.years) };
    format!(
        "An incident log of {years} for {} is worth {}; it is clean with a probability of {}.",
        log.path,
        format_usd(log.value_usd.value),
        format_percent(log.probability_clean)
    )
}

fn moves(fact: &SensitivityFact, label: &impl Fn(&str) -> String) -> String {
    let [low, high] = &fact.swing;
    let share = fact.first_order.map_or_else(String::new, |share| {
        format!(", which alone explains {} of its variance", format_percent(share.value))
    });
    format!(
        "What moves the saving of {} against {} most is {}{share}: {} on average at {}, {} at {}.",
        label(&fact.alternative),
        label(&fact.baseline),
        fact.input,
        format_usd(low.saving_usd),
        low.at,
        format_usd(high.saving_usd),
        high.at
    )
}

fn with_error(fact: &InformationFact) -> String {
    let value = format_usd(fact.value_usd.value);
    match fact.value_usd.std_error.filter(|error| *error > 0.0) {
        Some(error) => format!("{value} (standard error {})", format_usd(error)),
        None => value,
    }
}
