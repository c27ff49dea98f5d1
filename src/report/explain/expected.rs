//! The lines of the total cost with their expectations, for people.

use crate::{
    decision::ExpectedLine,
    report::calculation::{Row, Sheet, Table, Value, render as sheet_text},
    units::format_grouped,
};

/// A table for each alternative as text.
pub fn render(lines: &[ExpectedLine], runs: u64, width: u16) -> String {
    sheet_text(&sheet(lines, runs), width)
}

pub(super) fn sheet(lines: &[ExpectedLine], runs: u64) -> Sheet {
    let mut labels: Vec<(&str, &str)> = Vec::new();
    for line in lines {
        if !labels.contains(&(&line.alternative, &line.label)) {
            labels.push((&line.alternative, &line.label));
        }
    }
    let table = |(name, label): (&str, &str)| Table {
        title: label.to_owned(),
        columns: ["Closed form", "Simulated", "Standard error"].map(str::to_owned).to_vec(),
        rows: lines.iter().filter(|line| line.alternative == name).map(row).collect(),
    };
    Sheet {
        title: "Expected cost of each line".to_owned(),
        verdict: format!(
            "Over the horizon, in present value; simulated in {} independent runs. Lines that are zero in all of them are \
             left out.",
            format_grouped(runs as f64, 0)
        ),
        tables: labels.into_iter().map(table).collect(),
        remarks: Vec::new(),
    }
}

fn row(line: &ExpectedLine) -> Row {
    let money = |usd: Option<f64>| usd.map_or(Value::None, Value::Usd);
    let is_constant = line.simulated.std_error == Some(0.0);
    let error = if is_constant {
        Value::Usd(0.0)
    } else {
        line.simulated.std_error.map_or(Value::None, Value::RoundUsd)
    };
    Row {
        name: line.metric.clone(),
        values: vec![money(line.closed_form_usd), Value::Usd(line.simulated.value), error],
        note: line.note.clone(),
    }
}
