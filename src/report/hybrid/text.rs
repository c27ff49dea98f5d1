//! What stdout shows of a search.

use super::csv::marked;
use crate::{
    decision::{Efficiency, Hybrid, HybridPoint, LadderTarget},
    report::{
        accounting,
        calculation::{Row, Sheet, Table, Value, render as sheet_text},
        terminal::amount::usd_with_error,
    },
    stats::Estimate,
    units::{format_count, format_percent, format_usd},
};

/// Most combinations in the table besides the efficient ones and those of the scenario.
const MOST_OTHERS: usize = 6;

/// The answer, the efficient combinations, those of the scenario, the ladder.
pub fn render(hybrid: &Hybrid, width: u16) -> String {
    let setting = &hybrid.setting;
    let years = match setting.horizon_years {
        1 => "1 year".to_owned(),
        years => format!("{years} years"),
    };
    let runs = format!(
        "{}, seed {}; costs over {years}, present value at {} a year; all on the same runs.",
        setting.drawn(),
        setting.seed,
        format_percent(setting.discount_rate)
    );
    let mut remarks: Vec<String> = accounting::label(setting).into_iter().collect();
    remarks.push("Efficient: no other combination is as good on both and better on one of them.".to_owned());
    remarks.push(runs);
    remarks.extend(hybrid.notices.iter().cloned());
    let sheet = Sheet {
        title: format!("{}: an isolation model for each tier", setting.scenario),
        verdict: hybrid.verdict.join(" "),
        tables: vec![points(hybrid), ladder(hybrid)],
        remarks,
    };
    sheet_text(&sheet, width)
}

fn points(hybrid: &Hybrid) -> Table {
    let is_shown = |point: &HybridPoint| {
        let efficient = |standing: Option<Efficiency>| standing == Some(Efficiency::Efficient);
        efficient(point.by_tvar99) || efficient(point.by_ruin) || !point.alternatives.is_empty()
    };
    let mut shown: Vec<&HybridPoint> = Vec::new();
    let mut by_cost: Vec<&HybridPoint> = hybrid.points.iter().collect();
    by_cost.sort_by(|a, b| a.tco_usd.value.total_cmp(&b.tco_usd.value));
    let mut others = 0;
    for point in by_cost {
        if is_shown(point) || others < MOST_OTHERS {
            others += usize::from(!is_shown(point));
            shown.push(point);
        }
    }
    let has_ruin = hybrid.survival.is_some();
    let mut columns = vec!["Mean cost".to_owned(), "TVaR99".to_owned()];
    columns.extend(hybrid.survival.map(|limit| format!("P(loss > {})", format_usd(limit.loss_usd))));
    columns.push("Efficient".to_owned());
    columns.extend(has_ruin.then(|| "on P(loss)".to_owned()));
    let row = |point: &HybridPoint| {
        let mut values = vec![money(point.tco_usd), money(point.tvar99_usd)];
        values.extend(point.prob_ruin.map(|ruin| Value::Text(format_percent(ruin.value))));
        values.push(standing(point.by_tvar99));
        values.extend(has_ruin.then(|| standing(point.by_ruin)));
        Row { name: marked(point), values, note: String::new() }
    };
    let more = match hybrid.points.len() - shown.len() {
        0 => String::new(),
        more => format!(" ({} more in hybrid.csv)", format_count(more as f64)),
    };
    Table {
        title: format!("Combinations by mean cost{more}"),
        columns,
        rows: shown.into_iter().map(row).collect(),
    }
}

fn money(estimate: Estimate) -> Value {
    Value::Text(
        estimate
            .std_error
            .map_or_else(|| format_usd(estimate.value), |error| usd_with_error(estimate.value, error)),
    )
}

fn standing(standing: Option<Efficiency>) -> Value {
    let word = match standing {
        None => "",
        Some(Efficiency::Efficient) => "yes",
        Some(Efficiency::Dominated { is_settled: true, .. }) => "no",
        Some(Efficiency::Dominated { is_settled: false, .. }) => "no ?",
    };
    Value::Text(word.to_owned())
}

fn ladder(hybrid: &Hybrid) -> Table {
    let years = hybrid.ladder.iter().map(|target| target.steps.len()).max().unwrap_or(0);
    let columns: Vec<String> = (1..=years).map(|year| format!("year {year}")).collect();
    let row = |target: &LadderTarget| Row {
        name: format!("{} to {}", target.tier, target.to),
        values: target
            .steps
            .iter()
            .map(|step| {
                let mark = if step.pays == crate::decision::Pays::Open { " ?" } else { "" };
                Value::Text(format_usd(step.saving_usd.value) + mark)
            })
            .collect(),
        note: String::new(),
    };
    let from = hybrid.ladder.first().map_or("", |target| target.from.as_str());
    Table {
        title: format!(
            "What moving one tier away from {from} at the start of a year saves to the end of the horizon (? chance could \
             explain it)"
        ),
        columns,
        rows: hybrid.ladder.iter().map(row).collect(),
    }
}
