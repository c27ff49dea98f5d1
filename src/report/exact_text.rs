//! What stdout shows of an exact result.

use super::calculation::{Row, Sheet, Table, Value, render as sheet_text};
use crate::{
    decision::{ExactAlternative, ExactFigure, ExactFindings},
    units::{format_percent, format_usd},
};

/// A table for each alternative, no line wider than `width` columns unless a single number is.
pub fn render(findings: &ExactFindings, width: u16) -> String {
    sheet_text(&sheet(findings), width)
}

fn sheet(findings: &ExactFindings) -> Sheet {
    let setting = &findings.setting;
    let mut remarks: Vec<String> = Vec::new();
    for figure in findings.alternatives.iter().flat_map(|alternative| &alternative.figures) {
        if let Some(because) = &figure.because {
            let remark = format!("{} {}: not exact, because {because}.", figure.metric, figure.statistic);
            if figure.statistic == "mean" && !remarks.contains(&remark) {
                remarks.push(remark);
            }
        }
    }
    remarks.push(format!(
        "Over {} years, in present value at {} a year ({}). Error bounds: docs/exact.md. Undiscounted figures are \
         in exact.csv.",
        setting.horizon_years,
        format_percent(setting.discount_rate),
        setting.convention
    ));
    Sheet {
        title: format!("{}: exact, nothing was simulated", setting.title),
        verdict: verdict(findings),
        tables: findings.alternatives.iter().map(table).collect(),
        remarks,
    }
}

fn find<'a>(alternative: &'a ExactAlternative, metric: &str, statistic: &str) -> Option<&'a ExactFigure> {
    alternative.figures.iter().find(|figure| figure.metric == metric && figure.statistic == statistic)
}

/// Who is the cheapest on average.
fn verdict(findings: &ExactFindings) -> String {
    let known = |metric: &str| -> Option<Vec<(f64, &str)>> {
        let mean = |one: &'_ ExactAlternative| find(one, metric, "mean").and_then(|figure| figure.value);
        findings.alternatives.iter().map(|one| mean(one).map(|usd| (usd, one.label.as_str()))).collect()
    };
    let (mut ranked, what) = match (known("tco"), known("loss")) {
        (Some(costs), _) => (costs, "total cost"),
        (None, Some(losses)) => (losses, "loss"),
        (None, None) => return String::new(),
    };
    ranked.sort_by(|one, other| one.0.total_cmp(&other.0));
    match ranked[..] {
        [] => String::new(),
        [(usd, label)] => format!("The mean {what} of {label} is {}.", format_usd(usd)),
        [(usd, label), (next, other), ..] => format!(
            "{label} has the lowest mean {what} of {} alternatives: {}, against {} of {other}.",
            ranked.len(),
            format_usd(usd),
            format_usd(next)
        ),
    }
}

fn table(alternative: &ExactAlternative) -> Table {
    let value = |figure: Option<&ExactFigure>| match figure
        .and_then(|figure| figure.value.map(|v| (v, figure.unit)))
    {
        Some((value, "usd")) => Value::RoundUsd(value),
        Some((value, _)) => Value::Share(value),
        None => Value::None,
    };
    let losses = alternative.figures.iter().filter(|figure| figure.metric == "loss");
    let rows = losses.map(|loss| Row {
        name: loss.statistic.replace('_', " "),
        values: vec![
            value(Some(loss)),
            value(find(alternative, "tco", loss.statistic)),
            match loss.error_bound {
                Some(bound) => Value::Text(format!("{bound:.0e}")),
                None => Value::None,
            },
        ],
        note: String::new(),
    });
    Table {
        title: alternative.label.clone(),
        columns: ["loss", "tco", "error bound"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
