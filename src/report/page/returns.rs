//! What each alternative saves, and what its investment returns.

use maud::{Markup, html};

use super::{
    Page, find, label_of,
    table::{Cell, Row, Table},
};

/// Lines of the table: words, metric, statistic, whether with the standard error.
const MEASURES: [(&str, &str, &str, bool); 14] = [
    ("Saving, mean", "saving", "mean", true),
    ("Saving, P5", "saving", "p5", false),
    ("Saving, median", "saving", "p50", false),
    ("Saving, P95", "saving", "p95", false),
    ("Chance to be cheaper", "prob_cheaper", "mean", false),
    ("Net present value (NPV), mean", "npv", "mean", true),
    ("Chance of an NPV above zero", "prob_npv_positive", "mean", false),
    ("Return on investment (ROI), mean", "roi", "mean", false),
    ("ROI, P5", "roi", "p5", false),
    ("ROI, median", "roi", "p50", false),
    ("ROI, P95", "roi", "p95", false),
    ("Chance that the whole investment is lost", "prob_total_loss", "mean", false),
    ("Payback, median", "payback_years", "p50", false),
    ("Chance to be paid back within the horizon", "prob_payback", "mean", false),
];

pub(super) fn content(page: &Page) -> Option<Markup> {
    let comparisons = &page.findings.comparisons;
    if comparisons.is_empty() {
        return None;
    }
    let name = |one: &crate::decision::Comparison| {
        let [alternative, baseline] =
            [&one.alternative, &one.baseline].map(|name| label_of(page.findings, name));
        format!("{alternative} against {baseline}")
    };
    let columns = ["Figure".to_owned()].into_iter().chain(comparisons.iter().map(name));
    let caption =
        format!("Compared run by run over {}, present value; ± is one standard error", page.period());
    let mut table = Table::new(caption, columns);
    for (words, metric, statistic, with_error) in MEASURES {
        let cells: Vec<Cell> = comparisons
            .iter()
            .map(|one| table.figure(find(&one.figures, metric, statistic), with_error))
            .collect();
        table.push(Row::new(words, cells));
    }
    Some(html! {
        (page.chart("saving").unwrap_or_default())
        (page.chart("roi").unwrap_or_default())
        (table.markup())
    })
}
