//! What stdout shows of the sensitivity of savings to uncertain inputs: one table per comparison.

use super::terminal::{Grid, Page, section};
use super::words::clean;
use crate::decision::SensitivityFact;
use crate::stats::Estimate;
use crate::units::{format_percent, format_usd};

const NOTHING: &str = "Nothing in this scenario is uncertain, or there is nothing to choose between: give some inputs a \
                       distribution, and at least two alternatives.\n";

/// The tables, no line wider than `width` unless a single word is.
pub fn render(facts: &[SensitivityFact], width: u16) -> String {
    if facts.is_empty() {
        return NOTHING.to_owned();
    }
    let page = Page::Text(usize::from(width));
    let same = |a: &SensitivityFact, b: &SensitivityFact| a.alternative == b.alternative;
    let tables = facts.chunk_by(same).map(|facts| {
        let mut grid = Grid { corner: "Input", ..Grid::default() };
        grid.subjects = facts.iter().map(|fact| clean(&fact.input)).collect();
        let mut add = |label: &str, cell: &dyn Fn(&SensitivityFact) -> String| {
            grid.measures.push((label.to_owned(), facts.iter().map(cell).collect()));
        };
        add("Rank correlation", &|fact| match fact.rank_correlation {
            Some(correlation) => format!("{correlation:.3}"),
            None => "-".to_owned(),
        });
        add("Variance alone", &|fact| share(fact.first_order));
        add("Variance in all", &|fact| share(fact.total));
        for end in [0, 1] {
            add(["Lowest mean saving", "Highest"][end], &|fact| {
                let end = &fact.swing[end];
                format!("{} ({})", format_usd(end.saving_usd), clean(&end.at))
            });
        }
        let first = &facts[0];
        let title = format!("Saving of {} against {}", clean(&first.alternative), clean(&first.baseline));
        section(&title, &grid, page)
    });
    let explained = "Variance alone and in all: first-order and total Sobol index, the share of the variance of the saving \
                     that an input explains by itself, and that would be left if all else were known; ± is one standard \
                     error. Lowest and highest: mean saving with the input at its 10th or 90th percentile.";
    tables.chain([page.paragraph(explained)]).collect::<Vec<_>>().join("\n")
}

fn share(share: Option<Estimate>) -> String {
    let Some(share) = share else { return "-".to_owned() };
    match share.std_error {
        Some(error) => format!("{} ± {:.2}", format_percent(share.value), 100.0 * error),
        None => format_percent(share.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn one_row_per_input() {
        let text = render(&fixture::findings_with_knowledge().sensitivity, 120);
        assert!(text.starts_with("Saving of shared against database\n"), "{text}");
        assert!(text.contains("-0.250") && text.contains("50.0 % ± 1.00"), "{text}");
        assert!(text.contains("-$1.00M (p90)") && text.contains("$750K (jacobs)"), "{text}");
        assert_eq!(render(&[], 80), NOTHING);
    }
}
