//! Tables of price plans and of the limits of the platform.

use super::{
    MISSING, Page,
    grid::{Footnotes, Grid},
    joined, label_of, section,
};
use crate::decision::{Findings, LimitFact, TierFact, UsageFact};
use crate::report::words::clean;
use crate::units::{format_count, format_percent, format_usd_exact};

type Cell<T> = fn(&T) -> Option<String>;
type Month = fn(&LimitFact) -> Option<u32>;

/// Adds a measure unless no row has it.
fn add<T>(grid: &mut Grid, rows: &[&T], label: &str, cell: Cell<T>) {
    super::add_cells(grid, label, rows.iter().map(|row| cell(row)).collect());
}

/// What a tenant uses and pays in a month, one table per tier that meters anything.
pub(super) fn usage(findings: &Findings, page: Page) -> String {
    let tables = findings.tiers.iter().map(|tier| {
        let rows: Vec<&UsageFact> = findings.usage.iter().filter(|usage| usage.tier == tier.tier).collect();
        let mut grid = Grid { corner: "Resource", ..Grid::default() };
        grid.subjects = rows.iter().map(|row| clean(&row.resource)).collect();
        let measures: [(&str, Cell<UsageFact>); 11] = [
            ("Included", |row| Some(format_count(row.included))),
            ("Burst", |row| row.burst.map(format_count)),
            ("At the limit", |row| Some(row.at_limit.to_owned())),
            ("Usage, median", |row| Some(format_count(row.usage_median))),
            ("Usage, P95", |row| Some(format_count(row.usage_p95))),
            ("P(> soft)", |row| Some(format_percent(row.probability_above_soft))),
            ("P(> included)", |row| Some(format_percent(row.probability_above_included))),
            ("P(> burst)", |row| row.probability_above_burst.map(format_percent)),
            ("Beyond the plan", |row| Some(format_usd_exact(row.revenue_usd))),
            ("Margin on it", |row| Some(format_usd_exact(row.margin_usd))),
            ("Usage cost", |row| Some(format_usd_exact(row.usage_cost_usd))),
        ];
        for (label, cell) in measures {
            add(&mut grid, &rows, label, cell);
        }
        section(&format!("{}: a tenant in a month, on average", clean(&tier.tier)), &grid, page)
    });
    joined(tables)
}

/// How the price plans stand; nothing where nothing is metered.
pub(super) fn tiers(findings: &Findings, page: Page) -> String {
    if findings.usage.is_empty() {
        return String::new();
    }
    let rows: Vec<&TierFact> = findings.tiers.iter().collect();
    let mut grid = Grid { corner: "Plan", ..Grid::default() };
    grid.subjects = rows.iter().map(|row| clean(&row.tier)).collect();
    let measures: [(&str, Cell<TierFact>); 10] = [
        ("Tenants at the start", |row| Some(format_count(row.tenants_at_start))),
        ("Price", |row| Some(format_usd_exact(row.price_usd))),
        ("Beyond the plan", |row| Some(format_usd_exact(row.revenue_beyond_usd))),
        ("Stated cost", |row| Some(format_usd_exact(row.stated_cost_usd))),
        ("Computed cost", |row| row.computed_cost_usd.map(format_usd_exact)),
        ("Which counts", |row| Some(row.cost_basis.to_owned())),
        ("Margin, stated", |row| row.stated_margin.map(format_percent)),
        ("Margin, computed", |row| row.computed_margin.map(format_percent)),
        ("Margin, target", |row| row.target_margin.map(format_percent)),
        ("Outgrow it a month", |row| Some(format_count(row.upgrade_candidates))),
    ];
    for (label, cell) in measures {
        add(&mut grid, &rows, label, cell);
    }
    section("Plans: a tenant a month, cost and margin before isolation", &grid, page)
}

/// When each limit is reached, one table per alternative.
pub(super) fn limits(findings: &Findings, page: Page) -> String {
    let tables = findings.alternatives.iter().map(|alternative| {
        let rows: Vec<&LimitFact> =
            findings.limits.iter().filter(|limit| limit.alternative == alternative.name).collect();
        let mut grid = Grid { corner: "Limit", ..Grid::default() };
        grid.subjects = rows.iter().map(|row| clean(&row.resource)).collect();
        let measures: [(&str, Cell<LimitFact>); 4] = [
            ("Available", |row| Some(format_count(row.available))),
            ("Demand at the start", |row| Some(format_count(row.demand_at_start))),
            ("At the end", |row| Some(format_count(row.demand_at_end))),
            ("P(reached)", |row| Some(format_percent(row.probability_reached.value))),
        ];
        for (label, cell) in measures {
            add(&mut grid, &rows, label, cell);
        }
        let months: [(&str, Month); 3] = [
            ("Month, P5", |row| row.p5_month),
            ("Month, median", |row| row.p50_month),
            ("Month, P95", |row| row.p95_month),
        ];
        for (label, month) in months {
            let cells: Vec<String> = rows.iter().map(|row| in_month(month(row), &mut grid.notes)).collect();
            grid.measures.push((label.to_owned(), cells));
        }
        let label = label_of(findings, &alternative.name);
        section(&format!("First month in which demand exceeds a limit under {label}"), &grid, page)
    });
    joined(tables)
}

fn in_month(month: Option<u32>, notes: &mut Footnotes) -> String {
    match month {
        Some(month) => month.to_string(),
        None => format!("{MISSING} {}", notes.mark("not within the horizon")),
    }
}
