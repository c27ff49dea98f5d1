//! The robustness matrix as a sentence and a table.

use comfy_table::{CellAlignment, Table};

use super::{
    amount,
    grid::{Footnotes, GAP, STYLE, drawn},
    label_of, paragraphs,
};
use crate::decision::{CellResult, Findings, Robustness, RobustnessCell};
use crate::units::{format_count, format_percent, format_usd};

/// Who is cheapest under every reading; nothing where that was not computed.
pub(super) fn table(findings: &Findings, width: usize) -> String {
    let Some(matrix) = &findings.robustness else { return String::new() };
    let mut notes = Footnotes::default();
    let mut table = Table::new();
    let baseline = format!("Less than {}", label_of(findings, &findings.setting.baseline));
    table.load_style(STYLE).set_header(["Severity, reading, churn", "Cheapest", &baseline, "in runs"]);
    for cell in &matrix.cells {
        table.add_row(row(findings, cell, &mut notes));
    }
    for (position, column) in table.column_iter_mut().enumerate() {
        column.set_padding((if position == 0 { 0 } else { GAP }, 0));
        if position >= 2 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let runs = format_count(matrix.runs as f64);
    let title = format!("{} ({runs} runs each on common random numbers)", title(findings, matrix));
    paragraphs([title.as_str()], width) + &drawn(table, width) + &notes.render(width)
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
