//! What happens in a year and what it costs, by incident class; losses by severity model.

use maud::{Markup, html};

use super::{
    Page, shown,
    table::{Cell, Role, Row, Table},
};
use crate::{
    decision::{AlternativeFindings, Findings, IncidentFact},
    report::terminal::amount::usd_with_error,
    units::{format_count, format_usd},
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let findings = page.findings;
    if findings.incidents.is_empty() && findings.by_severity_model.is_empty() {
        return None;
    }
    Some(html! {
        p { "Means a year, not discounted. What customers lose is no cost of the provider and is never added to it." }
        @for alternative in &findings.alternatives { (classes(findings, alternative).markup()) }
        @for alternative in &findings.alternatives { (models(findings, alternative).markup()) }
    })
}

fn classes(findings: &Findings, alternative: &AlternativeFindings) -> Table {
    let facts: Vec<&IncidentFact> =
        findings.incidents.iter().filter(|fact| fact.alternative == alternative.name).collect();
    let any = |has: fn(&IncidentFact) -> bool| facts.iter().any(|fact| has(fact));
    let (grave, harm) =
        (any(|fact| fact.severity.is_some()), any(|fact| fact.customer_impact_per_year_usd != 0.0));
    let (chance, hints) = (any(|fact| fact.opportunity_per_year_usd != 0.0), any(|fact| fact.hint.is_some()));
    let columns = [
        ("Incident", true),
        ("Severity", grave),
        ("Events a year", true),
        ("Loss per event", true),
        ("Loss a year", true),
        ("Harm to customers a year", harm),
        ("Revenue opportunity a year", chance),
        ("What to do", hints),
    ];
    let columns = columns.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned());
    let mut table = Table::new(format!("Incidents under {}", shown(alternative)), columns);
    let words = |text: &Option<String>| text.as_ref().map_or(Cell::Nothing, Cell::text);
    for fact in &facts {
        let loss = &fact.loss_per_year_usd;
        let loss_words = match loss.std_error {
            Some(error) if error > 0.0 => usd_with_error(loss.value, error),
            _ => format_usd(loss.value),
        };
        let cells = [
            (words(&fact.severity), grave),
            (Cell::number(count(fact.events_per_year.value), fact.events_per_year.value), true),
            (fact.loss_per_event_usd.map_or(Cell::Nothing, Cell::usd), true),
            (Cell::number(loss_words, loss.value), true),
            (Cell::usd(fact.customer_impact_per_year_usd), harm),
            (Cell::usd(fact.opportunity_per_year_usd), chance),
            (words(&fact.hint), hints),
        ];
        let cells = cells.into_iter().filter(|(_, there)| *there).map(|(cell, _)| cell).collect();
        table.push(Row::new(&fact.label, cells).with(Role::Part));
    }
    if facts.len() > 1 {
        let sum = |of: fn(&IncidentFact) -> f64| facts.iter().map(|fact| of(fact)).sum::<f64>();
        let events = sum(|fact| fact.events_per_year.value);
        let cells = [
            (Cell::Nothing, grave),
            (Cell::number(count(events), events), true),
            (Cell::Nothing, true),
            (Cell::usd(sum(|fact| fact.loss_per_year_usd.value)), true),
            (Cell::usd(sum(|fact| fact.customer_impact_per_year_usd)), harm),
            (Cell::usd(sum(|fact| fact.opportunity_per_year_usd)), chance),
            (Cell::Nothing, hints),
        ];
        let cells = cells.into_iter().filter(|(_, there)| *there).map(|(cell, _)| cell).collect();
        table.push(Row::new("All", cells).with(Role::Total));
    }
    table
}

/// A rate in as many digits as it needs.
fn count(value: f64) -> String {
    if value > 0.0 && value < 0.1 { crate::report::explain::number::text(value) } else { format_count(value) }
}

fn models(findings: &Findings, alternative: &AlternativeFindings) -> Table {
    let caption =
        format!("Loss by the severity model that holds, over the horizon, under {}", shown(alternative));
    let columns = ["Severity model", "Share of runs", "Mean", "Median", "P95", "P99"];
    let mut table = Table::new(caption, columns.map(str::to_owned));
    for row in findings.by_severity_model.iter().filter(|row| row.alternative == alternative.name) {
        let cells = vec![
            Cell::percent(row.share),
            Cell::usd(row.mean.value),
            Cell::usd(row.median.value),
            Cell::usd(row.p95.value),
            Cell::usd(row.p99.value),
        ];
        table.push(Row::new(&row.model, cells));
    }
    table
}
