//! How the cost of each alternative grows from year to year.

use maud::{Markup, html};

use super::{
    Page, estimate, shown,
    table::{Cell, Role, Row, Table},
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let (alternatives, yearly) = (&page.findings.alternatives, &page.findings.yearly);
    if yearly.is_empty() {
        return None;
    }
    let caption = "Mean cost (TCO) by year, present value; the years add up to the total";
    let columns = ["Year".to_owned()].into_iter().chain(alternatives.iter().map(shown));
    let mut table = Table::new(caption, columns);
    let mean = |alternative: &str, year: u32| {
        let mut figures = yearly.iter();
        figures.find(|one| {
            one.alternative == alternative
                && one.year == year
                && (one.component.as_str(), one.basis, one.statistic) == ("tco", "pv", "mean")
        })
    };
    for year in 1..=page.findings.setting.horizon_years {
        let cell = |name: &str| mean(name, year).map_or(Cell::Nothing, |figure| Cell::usd(figure.value_usd));
        let cells = alternatives.iter().map(|one| cell(&one.name)).collect();
        table.push(Row::new(year.to_string(), cells).with(Role::Part));
    }
    let total = |figures: &[crate::decision::Figure]| {
        estimate(figures, "tco", "mean").map_or(Cell::Nothing, |tco| Cell::usd(tco.value))
    };
    let totals = alternatives.iter().map(|one| total(&one.figures)).collect();
    table.push(Row::new("All years", totals).with(Role::Total));
    Some(html! { (page.chart("cash_flow").unwrap_or_default()) (table.markup()) })
}
