//! What stdout shows of one run: what it cost under each alternative, and what happened in it.

use comfy_table::{CellAlignment, Table};

use super::{
    terminal::{
        amount::grouped,
        grid::{GAP, STYLE, drawn},
    },
    words::{clean, wrap},
};
use crate::{
    decision::{AlternativeLedger, LedgerLine, RunLedger},
    units::{format_usd, format_usd_exact},
};

/// Narrower terminals get this width.
const MIN_WIDTH: usize = 40;
/// Wider lines of text are hard to read.
const MAX_TEXT_WIDTH: usize = 100;

/// The ledger as text; at most `most_lines` incidents and credits of each alternative, the dearest.
pub fn render(ledger: &RunLedger, width: u16, most_lines: usize) -> String {
    let width = usize::from(width).max(MIN_WIDTH);
    let mut text = paragraph(&heading(ledger), width);
    for alternative in &ledger.alternatives {
        text.push('\n');
        text.push_str(&of_alternative(alternative, width, most_lines));
    }
    text
}

fn heading(ledger: &RunLedger) -> String {
    let weight = match ledger.weight {
        1.0 => String::new(),
        weight => format!(" It counts as {weight:.3} runs."),
    };
    let drawn: Vec<String> =
        ledger.drawn.iter().map(|drawn| format!("{} = {}", drawn.path, significant(drawn.value))).collect();
    let drawn = match drawn.as_slice() {
        [] => String::new(),
        drawn => format!(" Uncertain numbers in it: {}.", drawn.join(", ")),
    };
    format!(
        "{}: run {} of seed {} ({}); breaches cost by severity model {}.{weight}{drawn}",
        clean(&ledger.scenario),
        grouped(ledger.run as f64),
        ledger.seed,
        ledger.method,
        clean(&ledger.severity_model)
    )
}

fn of_alternative(alternative: &AlternativeLedger, width: usize, most_lines: usize) -> String {
    let mut text = paragraph(
        &format!(
            "{}: {} over the horizon, present value ({} undiscounted)",
            clean(&alternative.label),
            format_usd_exact(alternative.total_usd),
            format_usd_exact(alternative.total_undiscounted_usd)
        ),
        width,
    );
    let (costs, mut events): (Vec<&LedgerLine>, Vec<&LedgerLine>) =
        alternative.lines.iter().partition(|line| line.kind == "cost");
    events.sort_by(|a, b| b.present_value_usd().total_cmp(&a.present_value_usd()));
    let rest = events.split_off(events.len().min(most_lines));
    events.sort_by(|a, b| a.time_years.total_cmp(&b.time_years));
    let headings = ["Date", "What", "Tenants", "Minutes", "Made of", "Cost", "Present value"];
    let mut table = Table::new();
    table.load_style(STYLE).set_header(headings);
    for (what, [nominal_usd, present_value_usd]) in by_component(&costs) {
        table.add_row(row("", &what, ["", "", ""], nominal_usd, present_value_usd));
    }
    for line in &events {
        let what =
            if line.kind == "credits" { format!("credits for {}", line.what) } else { line.what.clone() };
        let tenants = if line.event.is_some() { grouped(line.tenants.round()) } else { String::new() };
        let minutes = line.minutes.map_or_else(String::new, |minutes| grouped(minutes.round()));
        let cells = [tenants.as_str(), minutes.as_str(), &parts(line)];
        table.add_row(row(&line.date, &what, cells, line.nominal_usd(), line.present_value_usd()));
    }
    if !rest.is_empty() {
        let sum = |of: fn(&LedgerLine) -> f64| rest.iter().map(|line| of(line)).sum::<f64>();
        let (nominal_usd, present_value_usd) =
            (sum(LedgerLine::nominal_usd), sum(LedgerLine::present_value_usd));
        let what = format!("{} smaller ones", grouped(rest.len() as f64));
        table.add_row(row("", &what, ["", "", ""], nominal_usd, present_value_usd));
    }
    let totals = [alternative.total_undiscounted_usd, alternative.total_usd];
    table.add_row(row("", "total", ["", "", ""], totals[0], totals[1]));
    for (position, column) in table.column_iter_mut().enumerate() {
        column.set_padding((if position == 0 { 0 } else { GAP }, 0));
        if !matches!(position, 0 | 1 | 4) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    text.push_str(&drawn(table, width));
    text
}

/// Costs before incidents, summed over the years: as paid and discounted.
fn by_component(costs: &[&LedgerLine]) -> Vec<(String, [f64; 2])> {
    let mut sums: Vec<(String, [f64; 2])> = Vec::new();
    for line in costs {
        let amounts = [line.nominal_usd(), line.present_value_usd()];
        match sums.iter_mut().find(|(what, _)| *what == line.what) {
            Some((_, sum)) => sum.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount),
            None => sums.push((line.what.clone(), amounts)),
        }
    }
    sums
}

fn row(date: &str, what: &str, cells: [&str; 3], nominal_usd: f64, present_value_usd: f64) -> Vec<String> {
    let words = [date, &clean(what).replace('_', " ")].map(str::to_owned);
    let money = [nominal_usd, present_value_usd].map(format_usd_exact);
    words.into_iter().chain(cells.map(str::to_owned)).chain(money).collect()
}

/// Components of an incident where there are several.
fn parts(line: &LedgerLine) -> String {
    if line.parts.len() < 2 {
        return String::new();
    }
    let words = line.parts.iter().map(|part| format!("{} {}", part.component, format_usd(part.nominal_usd)));
    words.collect::<Vec<_>>().join(", ")
}

fn significant(value: f64) -> String {
    if value != 0.0 && (value.abs() < 1e-3 || value.abs() >= 1e7) {
        format!("{value:.3e}")
    } else {
        let decimals = (3 - value.abs().max(1e-3).log10().floor() as i32).clamp(0, 6) as usize;
        format!("{value:.decimals$}")
    }
}

fn paragraph(text: &str, width: usize) -> String {
    wrap(text, width.min(MAX_TEXT_WIDTH)).into_iter().map(|line| line + "\n").collect()
}
