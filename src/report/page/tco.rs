//! What the total cost consists of.

use maud::{Markup, html};

use super::{
    Page, estimate, find, shown,
    table::{Cell, Role, Row, Table},
};
use crate::report::chart::COST_COMPONENTS;

pub(super) fn content(page: &Page) -> Option<Markup> {
    let alternatives = &page.findings.alternatives;
    if alternatives.is_empty() {
        return None;
    }
    let caption = format!(
        "Mean cost over {} by component, present value; the components add up to the total",
        page.period()
    );
    let columns = ["Component".to_owned()].into_iter().chain(alternatives.iter().map(shown));
    let mut table = Table::new(caption, columns);
    for (metric, words) in COST_COMPONENTS {
        let means =
            alternatives.iter().map(|one| estimate(&one.figures, metric, "mean").map(|mean| mean.value));
        let means: Vec<Option<f64>> = means.collect();
        if means.iter().all(|mean| mean.is_none_or(|mean| mean == 0.0)) {
            continue;
        }
        let sign = if metric == "recovery" { -1.0 } else { 1.0 };
        let cell = |mean: Option<f64>| mean.map_or(Cell::Nothing, |mean| Cell::usd(sign * mean));
        table.push(Row::new(words, means.into_iter().map(cell).collect()).with(Role::Part));
    }
    let total =
        alternatives.iter().map(|one| table.figure(find(&one.figures, "tco", "mean"), false)).collect();
    table.push(Row::new("Total cost (TCO)", total).with(Role::Total));
    Some(html! { (page.chart("tco_components").unwrap_or_default()) (table.markup()) })
}
