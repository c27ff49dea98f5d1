//! The robustness matrix as a sentence and a table.

use super::{add_cells, amount, grid::Grid, label_of, section};
use crate::decision::{CellDecision, CellResult, Findings, Rival, Robustness, RobustnessCell};
use crate::units::{format_count, format_percent, format_usd};

/// Who is cheapest under every reading; nothing where that was not computed.
pub(super) fn table(findings: &Findings, width: usize) -> String {
    let Some(matrix) = &findings.robustness else { return String::new() };
    let mut grid = Grid { corner: "Severity, reading, churn", ..Grid::default() };
    let words = |cell: &RobustnessCell| {
        let mut words = vec![cell.severity.as_str(), &cell.reading, &cell.churn];
        words.retain(|word| *word != "as given");
        if words.is_empty() { "base case, as given".to_owned() } else { words.join(", ") }
    };
    grid.subjects = matrix.cells.iter().map(words).collect();
    let winners: Vec<Option<String>> = matrix
        .cells
        .iter()
        .map(|cell| match &cell.result {
            CellResult::Decision(decision) => {
                let flips = if decision.flips { "flips: " } else { "" };
                let open = if decision.next.is_settled() {
                    String::new()
                } else {
                    let note = "the 95 % interval of its lead on the second cheapest holds zero";
                    format!(" {}", grid.notes.mark(note))
                };
                Some(format!("{flips}{}{open}", label_of(findings, &decision.cheapest)))
            }
            CellResult::NotAvailable(because) => {
                Some(format!("n/a {}", grid.notes.mark(&format!("not available, because {because}"))))
            }
        })
        .collect();
    add_cells(&mut grid, "Cheapest", winners);
    let baseline = format!("Less than {} (baseline)", label_of(findings, &findings.setting.baseline));
    let winner = format!("Less than {} (cheapest in base case)", label_of(findings, &matrix.base_winner));
    rivals(&mut grid, matrix, &baseline, |decision| decision.baseline.as_ref());
    if matrix.base_winner != findings.setting.baseline {
        rivals(&mut grid, matrix, &winner, |decision| decision.base_winner.as_ref());
    }
    let runs = format_count(matrix.runs as f64);
    let title = format!("{} ({runs} runs each on common random numbers)", title(findings, matrix));
    section(&title, &grid, width)
}

fn title(findings: &Findings, matrix: &Robustness) -> String {
    let decisions = || matrix.decisions().skip(1);
    let (all, flips) = (decisions().count(), decisions().filter(|decision| decision.flips).count());
    let name = label_of(findings, &matrix.base_winner);
    match flips {
        0 => format!("Robustness: {name} is cheapest in all {all} readings"),
        _ => format!(
            "Robustness: {name} is cheapest in {} of {all} readings, the decision flips in {flips}",
            all - flips
        ),
    }
}

/// The saving against a rival with its error, and P(cheaper).
fn rivals(grid: &mut Grid, matrix: &Robustness, label: &str, of: impl Fn(&CellDecision) -> Option<&Rival>) {
    let cells = matrix.cells.iter().map(|cell| {
        let CellResult::Decision(decision) = &cell.result else { return None };
        let rival = of(decision)?;
        let saving = match rival.saving_usd.std_error {
            Some(error) => amount::usd_with_error(rival.saving_usd.value, error),
            None => format_usd(rival.saving_usd.value),
        };
        Some(format!("{saving}, P {}", format_percent(rival.prob_cheaper.value)))
    });
    add_cells(grid, label, cells.collect());
}
