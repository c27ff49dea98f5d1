//! What finding out is worth before deciding.

use maud::{Markup, html};

use super::{
    Page,
    table::{Cell, Row, Table},
};
use crate::{
    decision::{InformationFact, ValueOfInformation},
    report::{explain::number, terminal::amount::usd_with_error, words::clean},
    stats::Estimate,
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let value = page.findings.value_of_information.as_ref()?;
    Some(html! {
        @for sentence in &value.sentences { p { (clean(sentence)) } }
        (page.chart("value_of_information").unwrap_or_default())
        (studies(value).markup())
        (logs(value).markup())
    })
}

fn studies(value: &ValueOfInformation) -> Table {
    let caption = "Expected gain of knowing before deciding, present value; ± is one standard error; a study that costs more is not \
                   worth it";
    let columns = ["What is found out", "Worth at most", "Leads to another decision"];
    let mut table = Table::new(caption, columns.map(str::to_owned));
    let line = |name: &str, fact: &InformationFact| {
        let cells = vec![amount(&fact.value_usd), Cell::percent(fact.probability_of_change)];
        Row::new(name, cells)
    };
    table.push(line("Everything that is uncertain (EVPI)", &value.everything));
    for group in &value.groups {
        table.push(line(&format!("Group {}", group.name), group));
    }
    for input in &value.inputs {
        table.push(line(&input.name, input));
    }
    let foresight = vec![amount(&value.foresight_usd), Cell::Nothing];
    table.push(Row::new("All that will happen, chance included: a bound that nobody can sell", foresight));
    table
}

fn logs(value: &ValueOfInformation) -> Table {
    let caption = "Expected gain of deciding after an incident log of some years (EVSI)";
    let columns = [
        "Log of",
        "Years",
        "Worth",
        "No event in it",
        "Rate before",
        "Rate after a clean log",
        "Leads to another decision",
    ];
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for log in &value.logs {
        let rate = |rate: f64| Cell::number(number::text(rate), rate);
        let cells = vec![
            Cell::number(number::text(log.years), log.years),
            amount(&log.value_usd),
            Cell::percent(log.probability_clean),
            rate(log.rate_before),
            rate(log.rate_after_clean),
            Cell::percent(log.probability_of_change),
        ];
        table.push(Row::new(&log.path, cells));
    }
    table
}

/// An amount with its standard error.
fn amount(estimate: &Estimate) -> Cell {
    match estimate.std_error.filter(|error| *error > 0.0) {
        Some(error) => Cell::number(usd_with_error(estimate.value, error), estimate.value),
        None => Cell::usd(estimate.value),
    }
}
