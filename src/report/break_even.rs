//! What stdout shows of a break-even.

use super::{
    accounting,
    calculation::{Row, Sheet, Table, Value, render as sheet_text},
};
use crate::{
    decision::{BreakEven, BreakEvenPoint},
    units::{format_number, format_with_error},
};

/// The answer, then every flip with its interval, no line wider than `width` columns unless a single number is.
pub fn render(found: &BreakEven, width: u16) -> String {
    let setting = &found.setting;
    let unit =
        if found.unit.is_empty() { String::new() } else { format!(", {}", found.unit.replace('_', " ")) };
    let columns = ["value", "95 % interval", "up to it", "beyond it"].map(str::to_owned).to_vec();
    let row = |(place, flip): (usize, &BreakEvenPoint)| {
        let interval = flip.value.interval.and_then(|ends| ends.low.zip(ends.high));
        let interval = interval.map_or(Value::None, |(low, high)| {
            Value::Text(format!("{} to {}", format_number(low), format_number(high)))
        });
        let value = Value::Text(format_with_error(flip.value.value, flip.value.std_error));
        let sides = [&flip.below, &flip.above].map(|label| Value::Text(label.clone()));
        let values = [value, interval].into_iter().chain(sides).collect();
        Row { name: format!("flip {}", place + 1), values, note: String::new() }
    };
    let runs = format!(
        "Mean cost in present value, paired on the same random numbers: each value {}, seed {}.",
        setting.drawn(),
        setting.seed
    );
    let sheet = Sheet {
        title: format!("{}: break-even of {}{unit}", setting.scenario, found.path),
        verdict: found.verdict.join(" "),
        tables: vec![Table {
            title: format!(
                "Searched from {} to {}",
                format_number(found.searched[0]),
                format_number(found.searched[1])
            ),
            columns,
            rows: found.flips.iter().enumerate().map(row).collect(),
        }],
        remarks: accounting::label(setting).into_iter().chain([runs]).collect(),
    };
    sheet_text(&sheet, width)
}
