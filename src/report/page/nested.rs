//! What is not known told from what varies.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::{
    decision::{CredibleBand, NestedFindings},
    report::words::clean,
    units::{format_count, format_percent, format_usd},
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let nested = page.findings.nested.as_ref()?;
    let how = format!(
        "What is uncertain was drawn {} times, and {} runs were played with each draw. A band holds the figure of nine draws in \
         ten; it is widened by the sampling error that the runs of one draw have.",
        format_count(nested.outer as f64),
        format_count(nested.runs_per_draw as f64)
    );
    Some(html! {
        @for sentence in &nested.sentences { p { (clean(sentence)) } }
        (page.chart("credible_bands").unwrap_or_default())
        (bands(page, nested).markup())
        (variance(page, nested).markup())
        p.note { (how) }
    })
}

fn bands(page: &Page, nested: &NestedFindings) -> Table {
    let columns = ["Figure", "5 % of draws below", "Half", "95 % of draws below"];
    let mut table = Table::new("Figures given a draw of what is uncertain", columns.map(str::to_owned));
    for band in &nested.bands {
        let cell = |value: f64| match band.unit {
            "fraction" => Cell::percent(value),
            _ => Cell::usd(value),
        };
        let cells = vec![cell(band.p5.value), cell(band.p50.value), cell(band.p95.value)];
        let head = format!("{}: {}", label_of(page.findings, &band.alternative), words(band));
        table.push(Row::new(head, cells));
    }
    table
}

fn words(band: &CredibleBand) -> String {
    let of = match band.metric {
        "tco" => "total cost",
        "loss" => "losses",
        other => other,
    };
    match band.statistic {
        "mean" => format!("mean {of}"),
        "prob_cheaper" => "cheaper than its baseline".to_owned(),
        "tvar99" => format!("TVaR99 of {of}"),
        other => format!("{} of {of}", other.to_uppercase()),
    }
}

fn variance(page: &Page, nested: &NestedFindings) -> Table {
    let columns = ["Figure", "Standard deviation", "Share not known", "Share by chance"];
    let caption = "What a figure's variance comes from; the standard error of the shares in parentheses";
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for fact in nested.variance.iter().filter(|fact| fact.total.value > 0.0) {
        let deviation = fact.total.value.max(0.0).sqrt();
        let deviation = match fact.unit {
            "usd" => Cell::number(format_usd(deviation), deviation),
            _ => Cell::number(format!("{deviation:.3} events"), deviation),
        };
        let share = |share: f64| {
            let error = fact.unknown_share.and_then(|share| share.std_error);
            let error = error.map_or_else(String::new, |error| format!(" ({})", format_percent(error)));
            Cell::number(format_percent(share) + &error, share)
        };
        let unknown = fact.unknown_share.map_or(0.0, |share| share.value.clamp(0.0, 1.0));
        let metric = match fact.metric.as_str() {
            "tco" => "total cost".to_owned(),
            "loss" => "losses".to_owned(),
            "saving" => "saving".to_owned(),
            other => other.replace("events.", "number of incidents: ").replace('_', " "),
        };
        let head = format!("{}: {metric}", label_of(page.findings, &fact.alternative));
        table.push(Row::new(head, vec![deviation, share(unknown), share(1.0 - unknown)]));
    }
    table
}
