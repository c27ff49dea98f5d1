//! Loss exceedance: one picture for each of total or largest event, linear or logarithmic, and the figures as a table.
//!
//! The switch is made of radio buttons and styles, so that it works with the keyboard and where no script may run; a
//! browser without styles shows all four pictures.

use maud::{Markup, html};

use super::{
    Page, label_of,
    table::{Cell, Row, Table},
};
use crate::{
    decision::{ExceedanceCurve, ExceedancePoint, Findings},
    report::terminal::amount::grouped,
    units::format_usd,
};

/// Class of a picture and its name among the charts; the first is the one that paper shows.
const VIEWS: [(&str, &str); 4] = [
    ("view aep log", "loss_exceedance"),
    ("view aep lin", "loss_exceedance_linear"),
    ("view oep log", "loss_exceedance_oep"),
    ("view oep lin", "loss_exceedance_oep_linear"),
];

/// Return periods of the table, in years.
const RETURN_PERIODS: [f64; 6] = [10.0, 20.0, 50.0, 100.0, 250.0, 1000.0];

pub(super) fn content(page: &Page) -> Option<Markup> {
    if page.findings.exceedance.is_empty() {
        return None;
    }
    let pictures: Vec<(&str, Markup)> =
        VIEWS.iter().filter_map(|(class, name)| Some((*class, page.chart(name)?))).collect();
    Some(html! {
        p {
            "The chance that a year costs a given loss or more, not discounted, over the average of all years. "
            "The total of a year (AEP) adds up all its events; the largest event (OEP) is what one of them alone costs."
        }
        @if pictures.len() == VIEWS.len() {
            div.switch {
                input type="radio" name="loss-kind" id="loss-aep" checked;
                label for="loss-aep" { "Total of a year (AEP)" }
                input type="radio" name="loss-kind" id="loss-oep";
                label for="loss-oep" { "Largest event (OEP)" }
                span.apart {}
                input type="radio" name="loss-scale" id="loss-log" checked;
                label for="loss-log" { "Logarithmic" }
                input type="radio" name="loss-scale" id="loss-lin";
                label for="loss-lin" { "Linear" }
                div.views { @for (class, picture) in &pictures { div class=(class) { (picture) } } }
            }
        } @else {
            @for (_, picture) in &pictures { (picture) }
        }
        (table(page.findings, "aep", "Total loss of a year (AEP) exceeded on average once in …").markup())
        (table(page.findings, "oep", "Largest loss of a year (OEP) exceeded on average once in …").markup())
    })
}

fn table(findings: &Findings, kind: &str, caption: &str) -> Table {
    let years = RETURN_PERIODS.map(|years| format!("{} years", grouped(years)));
    let mut table = Table::new(caption, ["Alternative".to_owned()].into_iter().chain(years));
    let wanted = |curve: &&ExceedanceCurve| curve.kind == kind && curve.period == "average_year";
    for curve in findings.exceedance.iter().filter(wanted) {
        let at = |years: f64| {
            let same = |point: &&ExceedancePoint| {
                point.return_period_years.is_some_and(|period| (period - years).abs() < 1e-6 * years)
            };
            curve.points.iter().find(same)
        };
        let cells =
            RETURN_PERIODS.map(|years| at(years).map_or(Cell::Nothing, |point| loss(&mut table, point)));
        table.push(Row::new(label_of(findings, &curve.alternative), cells.to_vec()));
    }
    table
}

/// A loss; where the sample bounds it from below only, a remark says so.
fn loss(table: &mut Table, point: &ExceedancePoint) -> Cell {
    let open = point.low_usd.is_some() && point.high_usd.is_none();
    let mark = open.then(|| format!(" {}", table.mark("too few runs to bound this loss from above")));
    Cell::number(format_usd(point.loss_usd) + &mark.unwrap_or_default(), point.loss_usd)
}
