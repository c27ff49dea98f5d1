//! What stdout shows of portfolios of controls.

use crate::{
    decision::{PortfolioFindings, PortfolioResult, Searched},
    report::{
        accounting,
        calculation::{Row, Sheet, Table, Value, render as sheet_text},
        terminal::amount::usd_with_error,
    },
    stats::Estimate,
    units::{format_count, format_percent, format_usd},
};

/// Most portfolios in the table.
const MOST_ROWS: usize = 15;

/// The answer, the portfolios that matter and what each control of the best adds; no line wider than `width` columns
/// unless a single number is.
pub fn render(findings: &PortfolioFindings, width: u16) -> String {
    let setting = &findings.setting;
    let searched = match findings.searched {
        Searched::All => "every portfolio within the budget was played",
        Searched::Greedy => "greedy: the control that adds most comes next",
    };
    let overlap = format!(
        "Alternative {}, {}; overlap of controls {}.",
        findings.label,
        findings.chosen,
        format_percent(findings.overlap)
    );
    let runs = format!(
        "{} portfolios ({searched}), each of {}, seed {}; present value at {} a year. ± is the standard error, paired.",
        format_count(findings.portfolios.len() as f64),
        setting.drawn(),
        setting.seed,
        format_percent(setting.discount_rate)
    );
    let too_dear: Vec<&str> = findings
        .controls
        .iter()
        .filter(|control| !control.is_affordable)
        .map(|control| control.name.as_str())
        .collect();
    let mut remarks: Vec<String> = accounting::label(setting).into_iter().collect();
    if has_letters(findings) {
        let names = (0..findings.controls.len()).map(|place| letter(findings, place));
        remarks.push(format!("Controls: {}.", names.collect::<Vec<_>>().join(", ")));
    }
    remarks.extend([overlap, runs]);
    if !too_dear.is_empty() {
        remarks.push(format!("Beyond the budget by themselves: {}.", too_dear.join(", ")));
    }
    remarks.push(
        "Marks: * the best; s none that costs as much or less saves more; t none leaves a smaller tail. Tail: mean of \
         the worst hundredth of the losses, against no controls."
            .to_owned(),
    );
    remarks.extend(findings.notices.iter().cloned());
    let sheet = Sheet {
        title: format!("{}: portfolios of controls", setting.scenario),
        verdict: findings.verdict.join(" "),
        tables: vec![portfolios(findings), contributions(findings)],
        remarks,
    };
    sheet_text(&sheet, width)
}

/// Whether a letter stands for each control in the table: where several have names that would break lines.
fn has_letters(findings: &PortfolioFindings) -> bool {
    (3..=26).contains(&findings.controls.len())
}

/// A control with its letter, where it has one.
fn letter(findings: &PortfolioFindings, place: usize) -> String {
    let name = &findings.controls[place].name;
    if has_letters(findings) { format!("{} {name}", char::from(b'A' + place as u8)) } else { name.clone() }
}

/// A portfolio by the letters of its controls, or by their names.
fn short(findings: &PortfolioFindings, one: &PortfolioResult) -> String {
    if one.controls.is_empty() || !has_letters(findings) {
        return findings.name(one);
    }
    let letters: Vec<String> =
        one.controls.iter().map(|place| char::from(b'A' + *place as u8).to_string()).collect();
    letters.join(" ")
}

/// The best, those that are efficient, and the next best; by cost.
fn portfolios(findings: &PortfolioFindings) -> Table {
    let all = &findings.portfolios;
    let is_efficient = |one: &PortfolioResult| one.saves_most || one.cuts_tail_most;
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| {
        let first = |place: &usize| (*place == findings.best, is_efficient(&all[*place]));
        first(b).cmp(&first(a)).then(all[*b].npv.value.total_cmp(&all[*a].npv.value)).then(a.cmp(b))
    });
    order.truncate(MOST_ROWS);
    order.sort_unstable();
    let row = |place: usize| {
        let one = &all[place];
        let marks = [(place == findings.best, "*"), (one.saves_most, "s"), (one.cuts_tail_most, "t")];
        let marks: String = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| *mark).collect();
        Row {
            name: short(findings, one),
            values: vec![
                Value::Text(marks),
                Value::RoundUsd(one.cost.value),
                Value::RoundUsd(one.saving.value),
                Value::Text(money(&one.npv)),
                one.roi.map_or(Value::None, |roi| Value::Return(roi.value)),
                Value::Share(one.prob_npv_positive.value),
                Value::Text(money(&one.tvar99_change)),
            ],
            note: String::new(),
        }
    };
    let more = match order.len() < all.len() {
        true => format!(" ({} of {}; controls.csv has all)", order.len(), format_count(all.len() as f64)),
        false => String::new(),
    };
    Table {
        title: format!("Portfolios{more}"),
        columns: ["", "cost", "saving", "net", "return", "P(net > 0)", "tail"].map(str::to_owned).to_vec(),
        rows: order.into_iter().map(row).collect(),
    }
}

fn contributions(findings: &PortfolioFindings) -> Table {
    let rows = findings.contributions.iter().map(|one| {
        let control = &findings.controls[one.control];
        let shapley = one.shapley.as_ref().map_or(Value::None, |value| Value::Text(money(value)));
        Row {
            name: letter(findings, one.control),
            values: vec![
                Value::RoundUsd(control.cost_usd),
                Value::Text(money(&one.alone)),
                Value::Text(money(&one.on_top)),
                shapley,
            ],
            note: String::new(),
        }
    });
    Table {
        title: "What each control of the best saves before its cost".to_owned(),
        columns: ["cost", "alone", "on top of the others", "mean of all orders"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

fn money(estimate: &Estimate) -> String {
    match estimate.std_error {
        Some(error) => usd_with_error(estimate.value, error),
        None => format_usd(estimate.value),
    }
}
