//! How the values of a calculation read.

use crate::units::{format_grouped, format_percent, format_usd, format_usd_exact};

/// A value with its unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Money that is known to the cent.
    Usd(f64),
    /// Money that is an estimate: three digits.
    RoundUsd(f64),
    /// A share of a whole, in percent.
    Share(f64),
    /// An uptime, in percent with up to four decimals.
    Uptime(f64),
    /// A return: 25.67 on 1 reads 2,567 %.
    Return(f64),
    /// A number with its unit (which may be empty).
    Number(f64, &'static str),
    /// Words.
    Text(String),
    /// There is none.
    None,
}

impl Value {
    /// The value in a cell.
    pub fn text(&self) -> String {
        match self {
            Value::Usd(usd) => format_usd_exact(*usd),
            Value::RoundUsd(usd) => format_usd(*usd),
            Value::Share(share) => format_percent(*share),
            Value::Uptime(uptime) => format!("{} %", trimmed(&format!("{:.4}", 100.0 * uptime))),
            Value::Return(roi) => return_text(*roi),
            Value::Number(number, "") => number_text(*number),
            Value::Number(number, unit) => format!("{} {unit}", number_text(*number)),
            Value::Text(text) => text.clone(),
            Value::None => "n/a".to_owned(),
        }
    }
}

/// A return (a share) in percent, the way returns are quoted.
pub fn return_text(roi: f64) -> String {
    let percent = 100.0 * roi;
    if !percent.is_finite() {
        return "not available".to_owned();
    }
    let decimals = if percent.abs() < 999.95 { 1 } else { 0 };
    format!("{} %", format_grouped(percent, decimals))
}

/// A number with four digits that count, more where it is larger.
pub fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return if number > 0.0 { "without limit" } else { "not available" }.to_owned();
    }
    let magnitude = number.abs();
    if magnitude == 0.0 || number.fract() == 0.0 {
        return format_grouped(number, 0);
    }
    let decimals = (3.0 - magnitude.log10().floor()).clamp(0.0, 9.0);
    trimmed(&format_grouped(number, decimals as usize))
}

fn trimmed(text: &str) -> String {
    if !text.contains('.') {
        return text.to_owned();
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_carry_their_units() {
        for (value, text) in [
            (Value::Usd(12_497.5), "$12,497.50"),
            (Value::RoundUsd(88_086_023.0), "$88.1M"),
            (Value::Share(0.25), "25.0 %"),
            (Value::Uptime(0.998_958_333), "99.8958 %"),
            (Value::Uptime(0.999), "99.9 %"),
            (Value::Return(25.666_67), "2,567 %"),
            (Value::Return(-1.0), "-100.0 %"),
            (Value::Return(7.706_667), "770.7 %"),
            (Value::Number(43.2, "min"), "43.2 min"),
            (Value::Number(9.1e6, "calls"), "9,100,000 calls"),
            (Value::Number(0.248_816, ""), "0.2488"),
            (Value::Number(476.569_6, "GB"), "476.6 GB"),
            (Value::Number(f64::INFINITY, "tenants"), "without limit tenants"),
            (Value::Number(0.0, "min"), "0 min"),
            (Value::None, "n/a"),
        ] {
            assert_eq!(value.text(), text);
        }
    }
}
