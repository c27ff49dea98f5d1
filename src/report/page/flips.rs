//! What would flip the decision: amounts that are off by a factor, and inputs within their range.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::{
    decision::{Flips, InputFlip, factor_in_words},
    report::{chart::flip_subject, explain::number},
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let flips = page.findings.flips.as_ref()?;
    let label = label_of(page.findings, &flips.alternative);
    Some(html! {
        p {
            "How far the figures would have to be off before another alternative costs no more than " (label) " on average. Costs are \
             linear in every amount, so these factors need no further simulation and are exact for the runs that were played. For \
             any other number of the scenario: " code { "tenantrisk breakeven FILE --vary PATH" } "; for two at a time: "
            code { "tenantrisk sweep" } "."
        }
        @if let Some(because) = &flips.no_losses_because { p { "No factor on losses is given, because " (because) "." } }
        @if flips.amounts.is_empty() && flips.inputs.is_empty() { p { "No change within a factor of 1,000 flips it." } }
        (page.chart("break_even").unwrap_or_default())
        (amounts(page, flips).markup())
        (page.chart("frontier").unwrap_or_default())
        (inputs(page, flips).markup())
        @if flips.inputs.is_empty() && page.findings.value_of_information.is_some() {
            p { "No uncertain input flips the decision within its own range, as far as these runs can tell from chance." }
        }
    })
}

fn amounts(page: &Page, flips: &Flips) -> Table {
    let columns = ["As cheap", "Amount", "Factor", "95 % interval"];
    let caption = "Amounts that make another alternative as cheap when they alone are so many times what the scenario has, for each \
                   alternative the smallest changes first; those without an alternative's name are of all";
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for flip in &flips.amounts {
        let factor = flip.factor.value;
        let ends = flip.factor.interval.and_then(|ends| ends.low.zip(ends.high));
        let ends =
            ends.map(|(low, high)| format!("{} to {}", factor_in_words(low.max(0.0)), factor_in_words(high)));
        let cells = vec![
            Cell::text(flip_subject(page.findings, flip)),
            Cell::number(format!("× {}", factor_in_words(factor)), factor),
            ends.map_or(Cell::Nothing, |words| Cell::number(words, f64::NAN)),
        ];
        table.push(Row::new(label_of(page.findings, &flip.as_cheap), cells));
    }
    table
}

fn inputs(page: &Page, flips: &Flips) -> Table {
    let columns = ["Uncertain input", "Where another is cheapest", "Probability of that", "Cheapest there"];
    let caption = "Uncertain inputs that flip the decision within their range, everything else as drawn; by regression over the \
                   runs, and only where the value of knowing the input can be told from chance";
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for flip in &flips.inputs {
        let cells = vec![
            Cell::text(stretch(flip)),
            Cell::percent(flip.probability),
            Cell::text(label_of(page.findings, &flip.cheapest)),
        ];
        table.push(Row::new(&flip.input, cells));
    }
    table
}

/// Where a stretch lies, in words.
pub(super) fn stretch(flip: &InputFlip) -> String {
    match (&flip.model, flip.above.map(number::text), flip.below.map(number::text)) {
        (Some(model), ..) => format!("under {model}"),
        (None, Some(above), Some(below)) => format!("from {above} to {below}"),
        (None, Some(above), None) => format!("above {above}"),
        (None, None, Some(below)) => format!("below {below}"),
        (None, None, None) => "in all of its range".to_owned(),
    }
}
