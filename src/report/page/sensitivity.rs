//! Which uncertain inputs move the saving.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::{
    decision::{SensitivityFact, SwingEnd},
    report::explain::number,
    units::{format_percent, format_usd},
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let facts = &page.findings.sensitivity;
    if facts.is_empty() {
        return None;
    }
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for fact in facts {
        if !pairs.contains(&(&fact.alternative, &fact.baseline)) {
            pairs.push((&fact.alternative, &fact.baseline));
        }
    }
    Some(html! {
        p {
            "Mean saving with one input low or high and everything else as drawn, by regression over the runs. An input may move the \
             saving much and still not change the decision: that is what the value of finding out is about. "
            code { "tenantrisk sensitivity FILE" } " plays the ends and adds total Sobol indices."
        }
        (page.chart("tornado").unwrap_or_default())
        @for (alternative, baseline) in pairs { (table(page, alternative, baseline).markup()) }
    })
}

fn table(page: &Page, alternative: &str, baseline: &str) -> Table {
    let [of, against] = [alternative, baseline].map(|name| label_of(page.findings, name));
    let caption = format!("What moves the saving of {of} against {against}, the widest swing first");
    let columns =
        ["Input", "Lower saving", "Higher saving", "Swing", "Explains of the variance", "Rank correlation"];
    let mut table = Table::new(caption, columns.map(str::to_owned));
    let facts = page.findings.sensitivity.iter();
    let mut facts: Vec<&SensitivityFact> =
        facts.filter(|fact| fact.alternative == alternative && fact.baseline == baseline).collect();
    facts.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
    for fact in facts {
        let end = |end: &SwingEnd| {
            let value = end.value.map_or_else(String::new, |value| format!(" = {}", number::text(value)));
            Cell::number(format!("{} ({}{value})", format_usd(end.saving_usd), end.at), end.saving_usd)
        };
        let share = fact.first_order.map_or(Cell::Nothing, |share| match share.std_error {
            Some(error) if error > 0.0 && share.value > 0.0 => {
                let words = format!("{} ± {}", format_percent(share.value), format_percent(error));
                Cell::number(words, share.value)
            }
            _ => Cell::number(format_percent(share.value), share.value),
        });
        let rank = fact.rank_correlation;
        let cells = vec![
            end(&fact.swing[0]),
            end(&fact.swing[1]),
            Cell::usd(swing(fact)),
            share,
            rank.map_or(Cell::Nothing, |rank| Cell::number(format!("{rank:.2}"), rank)),
        ];
        table.push(Row::new(&fact.input, cells));
    }
    table
}

/// How far an input moves the mean saving, USD.
pub(super) fn swing(fact: &SensitivityFact) -> f64 {
    fact.swing[1].saving_usd - fact.swing[0].saving_usd
}
