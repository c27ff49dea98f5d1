//! What stdout shows of a sweep.

use super::basis;
use crate::{
    decision::{Sweep, SweepPoint},
    report::{
        accounting,
        calculation::{Row, Sheet, Table, Value, render as sheet_text},
        terminal::amount::usd_with_error,
    },
    units::{format_count, format_number, format_usd},
};

/// Most rows of a table of points.
const MOST_ROWS: usize = 25;
/// Most columns of a map.
const MOST_COLUMNS: usize = 40;

/// The answer, then the points of one path as a table or of two as a map, no line wider than `width` columns unless a
/// single number is.
pub fn render(sweep: &Sweep, width: u16) -> String {
    let paths: Vec<&str> = sweep.axes.iter().map(|axis| axis.path.as_str()).collect();
    let setting = &sweep.setting;
    let runs = format!(
        "{} points, each of {}, seed {}; mean cost {}.",
        format_count(sweep.points.len() as f64),
        setting.drawn(),
        setting.seed,
        basis(sweep)
    );
    let mut remarks: Vec<String> = accounting::label(setting).into_iter().chain([runs]).collect();
    let table = match &sweep.axes[..] {
        [_] => points(sweep),
        _ => {
            remarks.insert(0, map_legend(sweep));
            map(sweep, usize::from(width))
        }
    };
    remarks.extend(sweep.notices.iter().cloned());
    let sheet = Sheet {
        title: format!("{}: {} varied", setting.scenario, paths.join(" and ")),
        verdict: sweep.verdict.join(" "),
        tables: vec![table],
        remarks,
    };
    sheet_text(&sheet, width)
}

/// Positions of at most so many of so many, evenly chosen, both ends among them.
fn some(count: usize, most: usize) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    (0..most).map(|place| place * (count - 1) / (most - 1)).collect()
}

fn points(sweep: &Sweep) -> Table {
    let axis = &sweep.axes[0];
    let shown = some(sweep.points.len(), MOST_ROWS);
    let mut columns: Vec<String> = sweep.alternatives.iter().map(|facts| facts.label.clone()).collect();
    columns.extend(["cheapest", "by"].map(str::to_owned));
    let row = |position: usize| {
        let point = &sweep.points[position];
        let costs = point.alternatives.iter().map(|one| Value::Text(format_usd(one.tco.value)));
        let label = sweep.alternatives[point.cheapest].label.clone();
        Row {
            name: format_number(axis.values[position]),
            values: costs.chain([Value::Text(label), Value::Text(margin(point))]).collect(),
            note: String::new(),
        }
    };
    let more = match shown.len() < sweep.points.len() {
        true => format!(" ({} of {} points; sweep.csv has all)", shown.len(), sweep.points.len()),
        false => String::new(),
    };
    Table {
        title: format!("Mean cost by {}{more}", axis.path),
        columns,
        rows: shown.into_iter().map(row).collect(),
    }
}

/// What the cheapest costs less, with a mark where chance could explain it.
fn margin(point: &SweepPoint) -> String {
    let Some(margin) = point.margin else { return String::new() };
    let amount = margin
        .std_error
        .map_or_else(|| format_usd(margin.value), |error| usd_with_error(margin.value, error));
    if point.is_settled() { amount } else { format!("{amount} ?") }
}

/// Letters for the cheapest alternative, small where chance could explain it: the first path across, the second upward.
fn map(sweep: &Sweep, width: usize) -> Table {
    let [across, up] = [0, 1].map(|axis| &sweep.axes[axis]);
    let names = up.values.iter().map(|value| format_number(*value).len()).max().unwrap_or(0);
    let room = width.saturating_sub(names + 4).clamp(8, MOST_COLUMNS);
    let columns = some(across.values.len(), room);
    let row = |slow: usize| {
        let letters: String = columns
            .iter()
            .map(|place| {
                let point = &sweep.points[place * up.values.len() + slow];
                let letter = letter(point.cheapest);
                if point.is_settled() { letter } else { letter.to_ascii_lowercase() }
            })
            .collect();
        Row::new(format_number(up.values[slow]), Value::Text(letters), "")
    };
    let rows = some(up.values.len(), MOST_ROWS).into_iter().rev().map(row).collect();
    let ends = [0, across.values.len() - 1].map(|place| format_number(across.values[place]));
    Table::new(format!("{} upward; across, {} from {} to {}", up.path, across.path, ends[0], ends[1]), rows)
}

fn letter(alternative: usize) -> char {
    char::from(b'A' + (alternative % 26) as u8)
}

fn map_legend(sweep: &Sweep) -> String {
    let names = sweep.alternatives.iter().enumerate();
    let names: Vec<String> =
        names.map(|(place, facts)| format!("{} {}", letter(place), facts.label)).collect();
    format!(
        "Cheapest: {}; a small letter where the difference is within two standard errors.",
        names.join(", ")
    )
}
