//! The robustness matrix as a sentence and a table.

use super::{
    add_cells, amount,
    grid::{Footnotes, Grid},
    label_of,
    page::Page,
};
use crate::decision::{CellResult, Findings, Robustness, RobustnessCell};
use crate::units::{format_count, format_percent, format_usd};

/// Who is cheapest under every reading; nothing where that was not computed.
pub(super) fn table(findings: &Findings, page: Page) -> String {
    let Some(matrix) = &findings.robustness else { return String::new() };
    let mut grid = Grid { corner: "Severity, reading, churn", ..Grid::default() };
    let rows: Vec<[String; 4]> =
        matrix.cells.iter().map(|cell| row(findings, cell, &mut grid.notes)).collect();
    grid.subjects = rows.iter().map(|[reading, ..]| reading.clone()).collect();
    let baseline = format!("Less than {}", label_of(findings, &findings.setting.baseline));
    for (column, label) in [(1, "Cheapest"), (2, &baseline), (3, "in runs")] {
        add_cells(&mut grid, label, rows.iter().map(|row| Some(row[column].clone())).collect());
    }
    let runs = format_count(matrix.runs as f64);
    let title = format!("{} ({runs} runs each on common random numbers)", title(findings, matrix));
    page.heading(&title) + &page.upright(&grid)
}

fn row(findings: &Findings, cell: &RobustnessCell, notes: &mut Footnotes) -> [String; 4] {
    let mut words = vec![cell.severity.as_str(), &cell.reading, &cell.churn];
    words.retain(|word| *word != "as given");
    let reading = if words.is_empty() { "as given".to_owned() } else { words.join(", ") };
    let decision = match &cell.result {
        CellResult::Decision(decision) => decision,
        CellResult::NotAvailable(because) => {
            let mark = notes.mark(&format!("not available, because {because}"));
            return [reading, format!("n/a {mark}"), String::new(), String::new()];
        }
    };
    let flips = if decision.flips { "flips: " } else { "" };
    let tie = if decision.next.is_settled() {
        String::new()
    } else {
        let note = "a tie: the 95 % interval of its lead on the second cheapest holds zero";
        format!(" {}", notes.mark(note))
    };
    let cheapest = format!("{flips}{}{tie}", label_of(findings, &decision.cheapest));
    let Some(rival) = &decision.baseline else { return [reading, cheapest, "-".to_owned(), String::new()] };
    let saving = match rival.saving_usd.std_error {
        Some(error) => amount::usd_with_error(rival.saving_usd.value, error),
        None => format_usd(rival.saving_usd.value),
    };
    [reading, cheapest, saving, format_percent(rival.prob_cheaper.value)]
}

fn title(findings: &Findings, matrix: &Robustness) -> String {
    let decisions = || matrix.decisions().skip(1);
    let (all, flips) = (decisions().count(), decisions().filter(|decision| decision.flips).count());
    let name = label_of(findings, &matrix.base_winner);
    match flips {
        0 => format!("Robustness: no other alternative is cheaper than {name} in any of {all} readings"),
        _ => format!("Robustness: in {flips} of {all} readings the decision flips away from {name}"),
    }
}
