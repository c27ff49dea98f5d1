//! What stdout shows of a verification.

use super::calculation::{Row, Sheet, Table, Value, render as sheet_text};
use crate::{
    decision::{MOST_STANDARD_ERRORS, Verification, VerifiedLine},
    units::{format_grouped, format_percent},
};

/// A table of simulated and exact figures for each alternative, no line wider than `width` columns unless a
/// single number is.
pub fn render(verification: &Verification, width: u16) -> String {
    sheet_text(&sheet(verification), width)
}

/// One sentence for stderr when simulated and exact figures are too far apart; none when they are not.
pub fn disagreement(verification: &Verification) -> Option<String> {
    let worst = verification.lines.iter().filter(|line| line.is_failed()).max_by(|one, other| {
        let z = |line: &VerifiedLine| line.z.map_or(0.0, f64::abs);
        z(one).total_cmp(&z(other))
    })?;
    Some(format!(
        "{} of {} judged figures are more than {MOST_STANDARD_ERRORS} standard errors from their exact values; the \
         farthest is {} {} of {} (z = {})",
        verification.failed,
        verification.judged,
        worst.metric,
        worst.statistic,
        worst.alternative,
        z_text(worst.z)
    ))
}

fn sheet(verification: &Verification) -> Sheet {
    let setting = &verification.setting;
    let mut names: Vec<&str> = Vec::new();
    for line in &verification.lines {
        if !names.contains(&line.alternative.as_str()) {
            names.push(&line.alternative);
        }
    }
    let of = |name: &str| {
        verification.lines.iter().filter(move |line| line.alternative == name).collect::<Vec<_>>()
    };
    let tables = names.iter().flat_map(|name| tables(name, &of(name))).collect();
    let verdict = match (verification.judged, verification.failed, verification.largest_z) {
        (_, _, None) => {
            "Nothing in this scenario has an exact value that the runs could be judged by.".to_owned()
        }
        (judged, 0, Some(z)) => format!(
            "All {judged} figures that can be judged agree with their exact values: the farthest is {z:.1} standard \
             errors away, and {MOST_STANDARD_ERRORS} are allowed."
        ),
        (judged, failed, Some(_)) => format!(
            "{failed} of {judged} figures are more than {MOST_STANDARD_ERRORS} standard errors from their exact values."
        ),
    };
    Sheet {
        title: format!(
            "{}: {} runs beside exact answers",
            setting.scenario,
            format_grouped(setting.runs as f64, 0)
        ),
        verdict,
        tables,
        remarks: vec![
            "z: simulated less exact in standard errors; for a quantile by the share of runs up to the exact value."
                .to_owned(),
            "aep, oep: loss of a year and largest loss of one event, of the average year, undiscounted.".to_owned(),
        ],
    }
}

/// A table for each metric with exact figures, then one of the metrics without any. Metrics that are surely zero are
/// left out.
fn tables(name: &str, lines: &[&VerifiedLine]) -> Vec<Table> {
    let mut metrics: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| line.exact.is_some() && !is_nothing(line)) {
        if !metrics.contains(&line.metric.as_str()) {
            metrics.push(&line.metric);
        }
    }
    let row = |line: &&VerifiedLine| Row {
        name: line.statistic.replace('_', " "),
        values: vec![
            value(line.unit, line.simulated),
            value(line.unit, line.exact),
            value(line.unit, line.std_error),
            Value::Text(z_text(line.z) + if line.is_failed() { " !" } else { "" }),
        ],
        note: line.note.clone().unwrap_or_default(),
    };
    let columns = ["simulated", "exact", "std error", "z"].map(str::to_owned).to_vec();
    let of_metric = |metric: &&str| Table {
        title: format!("{name}: {metric}"),
        columns: columns.clone(),
        rows: lines.iter().filter(|line| line.metric == **metric).map(row).collect(),
    };
    let mut tables: Vec<Table> = metrics.iter().map(of_metric).collect();
    let without = lines.iter().filter(|line| line.exact.is_none() && line.statistic == "all");
    let why = |line: &&VerifiedLine| {
        let because = line.note.clone().unwrap_or_default();
        Row::new(line.metric.clone(), Value::None, because)
    };
    tables.push(Table::new(format!("{name}: not exact"), without.map(why).collect()));
    tables
}

/// Whether a line says that what cannot happen did not happen.
fn is_nothing(line: &VerifiedLine) -> bool {
    line.statistic == "mean" && line.exact == Some(0.0) && line.simulated == Some(0.0)
}

fn value(unit: &str, number: Option<f64>) -> Value {
    let Some(number) = number.filter(|number| number.is_finite()) else { return Value::None };
    match unit {
        "usd" if number.abs() >= 1_000.0 || number.fract() == 0.0 => {
            Value::Text(format!("${}", format_grouped(number, 0)))
        }
        "usd" => Value::Usd(number),
        "fraction" => Value::Text(format_percent(number)),
        _ => Value::Number(number, ""),
    }
}

fn z_text(z: Option<f64>) -> String {
    match z {
        Some(z) if z.is_finite() => format!("{:.2}", z + 0.0),
        Some(_) => "without limit".to_owned(),
        None => String::new(),
    }
}
