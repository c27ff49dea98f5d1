//! Dominance, regret and certainty equivalents: sentences and a table.

use super::{
    add_cells, amount,
    grid::{Footnotes, Grid},
    label_of,
    page::Page,
};
use crate::decision::{FigureResult, Findings, RiskFact};
use crate::units::format_usd;

/// What choosing each alternative means to those who dislike risk; nothing where that was not computed.
pub(super) fn table(findings: &Findings, page: Page) -> String {
    let Some(dominance) = &findings.dominance else { return String::new() };
    let mut grid = Grid { corner: "Alternative", ..Grid::default() };
    let facts = &dominance.alternatives;
    grid.subjects = facts.iter().map(|fact| label_of(findings, &fact.alternative)).collect();
    let mut column = |label: &str, of: &dyn Fn(&RiskFact) -> String| {
        add_cells(&mut grid, label, facts.iter().map(|fact| Some(of(fact))).collect());
    };
    column("Expected regret", &|fact| {
        money(fact.expected_regret_usd.value, fact.expected_regret_usd.std_error)
    });
    column("P99 regret", &|fact| format_usd(fact.p99_regret_usd.value));
    if let FigureResult::Estimate { estimate, .. } = &dominance.risk_tolerance {
        let cells = facts.iter().map(|fact| equivalent(fact, &mut grid.notes)).collect::<Vec<_>>();
        let label = format!("Certain cost at {}", format_usd(estimate.value));
        add_cells(&mut grid, &label, cells.into_iter().map(Some).collect());
    }
    let sentences: Vec<&str> = dominance
        .sentences
        .iter()
        .filter(|one| !findings.verdict.contains(one))
        .map(String::as_str)
        .collect();
    let title = "Regret: what each costs more than the cheapest alternative of the same run";
    page.heading(title) + &page.upright(&grid) + &page.paragraphs(sentences)
}

fn equivalent(fact: &RiskFact, notes: &mut Footnotes) -> String {
    match &fact.certainty_equivalent_usd {
        FigureResult::Estimate { estimate, .. } => money(estimate.value, estimate.std_error),
        FigureResult::NotApplicable { because } => {
            format!("n/a {}", notes.mark(&format!("not available, because {because}")))
        }
    }
}

fn money(value: f64, std_error: Option<f64>) -> String {
    std_error.map_or_else(|| format_usd(value), |error| amount::usd_with_error(value, error))
}
