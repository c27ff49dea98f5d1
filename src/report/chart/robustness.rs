//! The robustness chart: who is cheapest under every reading of the scenario, as a matrix.

use crate::decision::{CellResult, Findings, Robustness, RobustnessCell};
use crate::units::{format_percent, format_usd};

use super::ChartError;
use super::canvas::{BORDER, Canvas, INK, SOFT_INK, Type, WIDTH, n};
use super::headline::short;
use super::look;
use super::scale::runs;

/// Where the cells begin: the words of the rows stand to the left.
const LEFT: f64 = 226.0;
const ROW: f64 = 74.0;
/// Room between cells.
const GAP: f64 = 6.0;

/// Draws the matrix as SVG; `None` where it was not computed. The colour of a cell is that of its cheapest alternative, a
/// thick frame and the word "flips" mark those where that is another than in the base case.
pub fn robustness_matrix(findings: &Findings) -> Result<Option<String>, ChartError> {
    let Some(matrix) = &findings.robustness else { return Ok(None) };
    let title = title(findings, matrix);
    let mut canvas = Canvas::new()?;
    let subtitle = [
        format!(
            "Cheapest alternative by mean total cost, what it saves against the second cheapest, and the share of runs in \
             which it costs less; {} per cell on common random numbers, seed {}",
            runs(matrix.runs),
            findings.setting.seed
        ),
        "Colour: the cheapest alternative. Thick frame: the decision flips against the base case.".to_owned(),
    ];
    let top = canvas.heading(&findings.setting, &title, &subtitle) + 8.0;
    let (base, cells) = match matrix.cells.split_first() {
        Some((base, cells)) => (base, cells),
        None => return Ok(None),
    };
    let mut columns: Vec<&str> = Vec::new();
    let mut rows: Vec<(&str, &str)> = Vec::new();
    for cell in cells {
        let row = (cell.severity.as_str(), cell.reading.as_str());
        if !columns.contains(&cell.churn.as_str()) {
            columns.push(&cell.churn);
        }
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let width = (WIDTH - BORDER - LEFT) / columns.len().max(1) as f64;
    label(&mut canvas, top, "Base case", "the scenario as given");
    draw(&mut canvas, findings, base, (LEFT, top), WIDTH - BORDER - LEFT);
    let heads = top + ROW + 26.0;
    for (column, churn) in columns.iter().enumerate() {
        let words = format!("Churn: {churn}");
        canvas.text(LEFT + width * column as f64, heads, Type::new(13.0, INK).bold(), &words);
    }
    let first = heads + 12.0;
    for (row, (severity, reading)) in rows.iter().enumerate() {
        let y = first + ROW * row as f64;
        let reading =
            if *reading == "as given" { "reading as given".to_owned() } else { format!("per {reading}") };
        label(&mut canvas, y, severity, &reading);
        for (column, churn) in columns.iter().enumerate() {
            let found = cells.iter().find(|cell| {
                (cell.severity.as_str(), cell.reading.as_str()) == (*severity, rows[row].1)
                    && cell.churn == *churn
            });
            if let Some(cell) = found {
                draw(&mut canvas, findings, cell, (LEFT + width * column as f64, y), width);
            }
        }
    }
    let bottom = first + ROW * rows.len() as f64 + 24.0;
    Ok(Some(canvas.finish(&title, bottom, "")))
}

fn title(findings: &Findings, matrix: &Robustness) -> String {
    let decisions = || matrix.decisions().skip(1);
    let (all, flips) = (decisions().count(), decisions().filter(|decision| decision.flips).count());
    let name = short(label_of(findings, &matrix.base_winner).1);
    match flips {
        0 => format!("Nothing is cheaper than {name} in any of {all} readings"),
        _ => format!("In {flips} of {all} readings the decision flips away from {name}"),
    }
}

/// Place and label of an alternative.
fn label_of<'a>(findings: &'a Findings, name: &'a str) -> (usize, &'a str) {
    let place = findings.alternatives.iter().position(|one| one.name == name);
    place.map_or((0, name), |place| (place, findings.alternatives[place].label.as_str()))
}

fn label(canvas: &mut Canvas, y: f64, first: &str, second: &str) {
    let room = LEFT - BORDER - 12.0;
    for (offset, kind, words) in
        [(30.0, Type::new(14.0, INK).bold(), first), (49.0, Type::new(12.0, SOFT_INK), second)]
    {
        let words = canvas.fit(words, kind, room);
        canvas.text(BORDER, y + offset, kind, &words);
    }
}

fn draw(canvas: &mut Canvas, findings: &Findings, cell: &RobustnessCell, (x, y): (f64, f64), width: f64) {
    let (width, height) = (width - GAP, ROW - GAP);
    let room = width - 30.0;
    let (plain, bold) = (Type::new(12.0, SOFT_INK), Type::new(14.0, INK).bold());
    match &cell.result {
        CellResult::NotAvailable(because) => {
            canvas.rect(x, y, width, height, r##"fill="#f5f5f5" stroke="#bbbbbb" stroke-dasharray="4 3""##);
            let words = format!("not available, because {because}");
            for (line, words) in canvas.wrap(&words, plain, room, 3).iter().enumerate() {
                canvas.text(x + 20.0, y + 22.0 + 16.0 * line as f64, plain, words);
            }
        }
        CellResult::Decision(decision) => {
            let (place, label) = label_of(findings, &decision.cheapest);
            let colour = look::colour(place);
            let stroke = if decision.flips { 3.5 } else { 0.0 };
            let style = format!(
                r#"fill="{colour}" fill-opacity="0.13" stroke="{colour}" stroke-width="{}""#,
                n(stroke)
            );
            canvas.rect(x, y, width, height, &style);
            look::marker(canvas, place, x + 16.0, y + 19.0);
            let flips = if decision.flips { "flips: " } else { "" };
            let name = canvas.fit(&format!("{flips}{label}"), bold, room - 8.0);
            canvas.text(x + 28.0, y + 24.0, bold, &name);
            let (_, next) = label_of(findings, &decision.next.alternative);
            let saving = format!("{} less than {next}", format_usd(decision.next.saving_usd.value));
            let mut share =
                format!("cheaper in {} of runs", format_percent(decision.next.prob_cheaper.value));
            if !decision.next.is_settled() {
                share += "; within sampling error";
            }
            for (line, words) in [saving, share].iter().enumerate() {
                let words = canvas.fit(words, plain, room);
                canvas.text(x + 12.0, y + 42.0 + 16.0 * line as f64, plain, &words);
            }
        }
    }
}
