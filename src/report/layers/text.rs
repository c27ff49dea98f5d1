//! What stdout shows of layers of insurance.

use crate::{
    decision::{LayerFindings, LayerResult},
    report::{
        accounting,
        calculation::{Row, Sheet, Table, Value, render as sheet_text},
        terminal::amount::usd_with_error,
    },
    stats::Estimate,
    units::{format_count, format_number, format_percent, format_usd},
};

/// Most layers in the table.
const MOST_ROWS: usize = 12;

/// The answer and the best layers beside no insurance; no line wider than `width` columns unless a single number is.
pub fn render(findings: &LayerFindings, width: u16) -> String {
    let (setting, terms) = (&findings.setting, &findings.terms);
    let mut remarks: Vec<String> = accounting::label(setting).into_iter().collect();
    let years = |factor: f64| format_number((1e4 * factor).round() / 1e4);
    remarks.push(format!(
        "Alternative {}, {}. {} layers, each of {}, seed {}; over {} years, present value at {} a year.",
        findings.label,
        findings.chosen,
        format_count(findings.layers.len() as f64),
        setting.drawn(),
        setting.seed,
        setting.horizon_years,
        format_percent(setting.discount_rate)
    ));
    remarks.push(format!("Premium: {}. It is no quote.", premium(findings)));
    remarks.push(format!(
        "Objective: mean total cost plus {} a year (times {}, the present value of a dollar at the start of every year) \
         for every dollar of the mean of its worst hundredth.",
        format_percent(findings.tail_price_per_year),
        years(findings.years_factor)
    ));
    remarks.push(covered(findings));
    remarks.push(match &findings.exact_not_available {
        None => "Exact: rate times limited expected values, beside the simulated payments.".to_owned(),
        Some(reason) => format!("Exact payments are not available, because {reason}."),
    });
    remarks.extend(findings.notices.iter().cloned());
    let from = terms.policy.as_ref().map_or(String::new(), |policy| format!(" on the terms of {policy}"));
    let sheet = Sheet {
        title: format!("{}: layers of insurance for {}{from}", setting.scenario, findings.label),
        verdict: findings.verdict.join(" "),
        tables: vec![table(findings)],
        remarks,
    };
    sheet_text(&sheet, width)
}

fn premium(findings: &LayerFindings) -> String {
    let rule = &findings.premium;
    let loading = rule.loading.map(|loading| format!("{} times simulated payments", format_number(loading)));
    let rate = rule.rate_on_line.map(|rate| format!("{} of the limit", format_percent(rate)));
    let both: Vec<String> = loading.into_iter().chain(rate).collect();
    both.join(" or, where that is more, ")
}

fn covered(findings: &LayerFindings) -> String {
    let terms = &findings.terms;
    let classes = terms.classes.as_ref().map_or("all incidents".to_owned(), |classes| classes.join(", "));
    let mut text = format!(
        "Covered: {} of {classes}; the insurer pays {} of the layer",
        terms.components.join(", "),
        format_percent(terms.coinsurance)
    );
    if let Some(limit) = terms.annual_limit_usd {
        text += &format!(", at most {} a year", format_usd(limit));
    }
    if terms.annual_retention_usd > 0.0 {
        text += &format!(", less {} a year", format_usd(terms.annual_retention_usd));
    }
    text + "."
}

/// No insurance, then the best layers.
fn table(findings: &LayerFindings) -> Table {
    let mut order: Vec<usize> = (0..findings.layers.len()).collect();
    let worth = |place: &usize| findings.layers[*place].objective.value;
    order.sort_by(|a, b| worth(a).total_cmp(&worth(b)).then(a.cmp(b)));
    order.truncate(MOST_ROWS);
    let has_exact = findings.exact_not_available.is_none();
    let exact = |value: Option<f64>| has_exact.then(|| value.map_or(Value::None, Value::RoundUsd));
    let none = &findings.uninsured;
    let mut first = vec![Value::Text(String::new()), Value::None, Value::None];
    first.extend(exact(None));
    first.extend([Value::RoundUsd(none.tco.value), Value::RoundUsd(none.tvar99.value), Value::None]);
    let row = |layer: &LayerResult| {
        let mut values = vec![
            Value::RoundUsd(layer.limit_usd),
            Value::RoundUsd(layer.premium_per_year_usd),
            Value::Text(money(&layer.payments_per_year)),
        ];
        values.extend(exact(layer.exact_payments_per_year_usd));
        values.extend([
            Value::RoundUsd(layer.tco.value),
            Value::RoundUsd(layer.tvar99.value),
            Value::Text(money(&layer.objective_change)),
        ]);
        let mark = if layer.is_as_good() { " *" } else { "" };
        Row { name: format!("{}{mark}", format_usd(layer.retention_usd)), values, note: String::new() }
    };
    let first = Row { name: "no insurance".to_owned(), values: first, note: String::new() };
    let layers = order.into_iter().map(|place| row(&findings.layers[place]));
    let more = match findings.layers.len() > MOST_ROWS {
        true => format!(", the best {MOST_ROWS} of {}; layers.csv has all", findings.layers.len()),
        false => String::new(),
    };
    let mut columns = vec!["limit", "premium a year", "payments a year"];
    if has_exact {
        columns.push("exact");
    }
    columns.extend(["mean cost", "worst 1 %", "objective"]);
    Table {
        title: format!(
            "Layers by retention{more}. Objective: against no insurance. *: the best, or as good up to chance"
        ),
        columns: columns.into_iter().map(str::to_owned).collect(),
        rows: std::iter::once(first).chain(layers).collect(),
    }
}

fn money(estimate: &Estimate) -> String {
    match estimate.std_error {
        Some(error) => usd_with_error(estimate.value, error),
        None => format_usd(estimate.value),
    }
}
