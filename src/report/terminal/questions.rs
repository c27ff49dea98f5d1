//! Tables that belong to one question.

use super::{Page, amount, grid::Grid, joined, label_of, section};
use crate::decision::Findings;
use crate::report::words::clean;
use crate::units::{format_percent, format_usd};

/// What happens in a year, one table per alternative; nothing without incidents.
pub(super) fn incidents(findings: &Findings, page: Page) -> String {
    let tables = findings.alternatives.iter().map(|alternative| {
        let facts: Vec<_> =
            findings.incidents.iter().filter(|fact| fact.alternative == alternative.name).collect();
        let mut grid = Grid { corner: "Incident", ..Grid::default() };
        grid.subjects = facts.iter().map(|fact| clean(&fact.label)).collect();
        let mut add = |label: &str, cells: Vec<String>| grid.measures.push((label.to_owned(), cells));
        if facts.iter().any(|fact| fact.severity.is_some()) {
            let severity =
                |fact: &&crate::decision::IncidentFact| clean(fact.severity.as_deref().unwrap_or("-"));
            add("Severity", facts.iter().map(severity).collect());
        }
        add("Events a year", facts.iter().map(|fact| amount::count(fact.events_per_year.value)).collect());
        add("Loss per event", facts.iter().map(|fact| money(fact.loss_per_event_usd)).collect());
        add("Loss a year", facts.iter().map(|fact| format_usd(fact.loss_per_year_usd.value)).collect());
        if facts.iter().any(|fact| fact.customer_impact_per_year_usd != 0.0) {
            let cells = facts.iter().map(|fact| format_usd(fact.customer_impact_per_year_usd));
            add("Harm to customers a year", cells.collect());
        }
        if facts.iter().any(|fact| fact.opportunity_per_year_usd != 0.0) {
            let cells = facts.iter().map(|fact| format_usd(fact.opportunity_per_year_usd));
            add("Opportunity a year", cells.collect());
        }
        let title =
            format!("Incidents a year under {}, not discounted", label_of(findings, &alternative.name));
        section(&title, &grid, page)
    });
    joined(tables)
}

/// Loss over the horizon by the severity model that holds; nothing with one model.
pub(super) fn severity_models(findings: &Findings, page: Page) -> String {
    let tables = findings.alternatives.iter().map(|alternative| {
        let rows: Vec<_> =
            findings.by_severity_model.iter().filter(|row| row.alternative == alternative.name).collect();
        let mut grid = Grid { corner: "Severity model", ..Grid::default() };
        grid.subjects = rows.iter().map(|row| clean(&row.model)).collect();
        let mut add = |label: &str, cells: Vec<String>| grid.measures.push((label.to_owned(), cells));
        add("Share of runs", rows.iter().map(|row| format_percent(row.share)).collect());
        add("Mean", rows.iter().map(|row| format_usd(row.mean.value)).collect());
        add("Median", rows.iter().map(|row| format_usd(row.median.value)).collect());
        add("P95", rows.iter().map(|row| format_usd(row.p95.value)).collect());
        add("P99", rows.iter().map(|row| format_usd(row.p99.value)).collect());
        let label = label_of(findings, &alternative.name);
        section(&format!("Loss by severity model under {label}, not discounted"), &grid, page)
    });
    joined(tables)
}

/// Database connections at the start, after each year and at the end; nothing where they are not described.
pub(super) fn capacity(findings: &Findings, page: Page) -> String {
    let tables = findings.alternatives.iter().map(|alternative| {
        let months = findings.capacity.iter().filter(|month| month.alternative == alternative.name);
        let last = months.clone().count() as u32;
        let shown: Vec<_> =
            months.filter(|month| month.month == 1 || month.month % 12 == 0 || month.month == last).collect();
        let mut grid = Grid { corner: "Month", ..Grid::default() };
        grid.subjects = shown.iter().map(|month| month.month.to_string()).collect();
        let mut add = |label: &str, cells: Vec<String>| grid.measures.push((label.to_owned(), cells));
        add(
            "Connections demanded",
            shown.iter().map(|month| amount::count(month.connections_demanded)).collect(),
        );
        add("Available", shown.iter().map(|month| amount::count(month.connections_available)).collect());
        add("Instances", shown.iter().map(|month| amount::count(month.instances)).collect());
        add("Utilisation", shown.iter().map(|month| format_percent(month.utilisation)).collect());
        add("P(no connection)", shown.iter().map(|month| format_percent(month.blocking)).collect());
        let label = label_of(findings, &alternative.name);
        section(&format!("Database connections under {label}"), &grid, page)
    });
    joined(tables)
}

fn money(amount: Option<f64>) -> String {
    amount.map_or_else(|| "-".to_owned(), format_usd)
}
