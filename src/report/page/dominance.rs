//! Which alternative is preferred whatever the attitude to risk, and what each is regretted by.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::{
    decision::{FigureResult, OrderFact},
    report::{terminal::amount::usd_with_error, words::clean},
    stats::Estimate,
    units::{format_percent, format_usd},
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let dominance = page.findings.dominance.as_ref()?;
    let tolerance = match &dominance.risk_tolerance {
        FigureResult::Estimate { estimate, .. } => {
            format!("Certain cost at a risk tolerance of {}", format_usd(estimate.value))
        }
        FigureResult::NotApplicable { .. } => "Certain cost that is as unwelcome".to_owned(),
    };
    let columns = ["Alternative", "Expected regret", "P95", "P99", "Largest"].map(str::to_owned);
    let caption = "Regret: what each alternative costs more than the cheapest of the same run";
    let mut regret = Table::new(caption, columns.into_iter().chain([tolerance]));
    for fact in &dominance.alternatives {
        let certain = result(&mut regret, &fact.certainty_equivalent_usd);
        let cells = vec![
            money(&fact.expected_regret_usd),
            Cell::usd(fact.p95_regret_usd.value),
            Cell::usd(fact.p99_regret_usd.value),
            Cell::usd(fact.largest_regret_usd),
            certain,
        ];
        regret.push(Row::new(label_of(page.findings, &fact.alternative), cells));
    }
    let columns = [
        "Is the first preferred to the second",
        "by everybody (first order)",
        "by all who dislike risk (second order)",
        "Cheaper in",
        "Flips at a risk tolerance of",
    ];
    let mut pairs = Table::new(
        "Stochastic dominance of total costs, with the largest violation in brackets",
        columns.map(str::to_owned),
    );
    for pair in &dominance.pairs {
        let [one, other] = [&pair.alternative, &pair.other].map(|name| label_of(page.findings, name));
        let second = match &pair.second_order {
            None => Cell::text("not available, because the variance of an input is infinite"),
            Some(order) => judged(order, format_usd),
        };
        let flip = match &pair.flip_risk_tolerance_usd {
            None => Cell::Nothing,
            Some(flip) => result(&mut pairs, flip),
        };
        let cells = vec![
            judged(&pair.first_order, format_percent),
            second,
            Cell::percent(pair.prob_cheaper.value),
            flip,
        ];
        pairs.push(Row::new(format!("{one}, to {other}"), cells));
    }
    Some(html! {
        @for sentence in &dominance.sentences { p { (clean(sentence)) } }
        (regret.markup())
        (pairs.markup())
    })
}

fn judged(order: &OrderFact, amount: fn(f64) -> String) -> Cell {
    let word = order.verdict.word();
    Cell::text(match order.largest_violation.value {
        0.0 => word.to_owned(),
        violation => format!("{word} ({})", amount(violation)),
    })
}

fn money(estimate: &Estimate) -> Cell {
    let value = estimate.value;
    let words = estimate.std_error.map_or_else(|| format_usd(value), |error| usd_with_error(value, error));
    Cell::number(words, value)
}

fn result(table: &mut Table, result: &FigureResult) -> Cell {
    match result {
        FigureResult::Estimate { estimate, .. } => money(estimate),
        FigureResult::NotApplicable { because } => {
            Cell::text(format!("n/a {}", table.mark(&format!("not available, because {because}"))))
        }
    }
}
