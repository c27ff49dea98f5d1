//! Numbers of any unit in a few characters.

/// A number with four significant digits and thousands separators; an exponent where it would be longer
/// than a column.
pub(in crate::report) fn text(value: f64) -> String {
    if value.is_nan() {
        return "unknown".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "infinite" } else { "-infinite" }.to_owned();
    }
    let magnitude = value.abs();
    if magnitude == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e9).contains(&magnitude) {
        let text = format!("{value:.3e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{exponent}", digits.trim_end_matches('0').trim_end_matches('.'));
    }
    let power = magnitude.log10().floor() as i32;
    let decimals = (3 - power).clamp(0, 8) as usize;
    // Whole numbers keep four digits too: 82,634 reads 82,630.
    let unit = 10f64.powi((power - 3).max(0));
    let rounded = format!("{:.decimals$}", (magnitude / unit).round_ties_even() * unit);
    let digits = if decimals > 0 { format!("{magnitude:.decimals$}") } else { rounded };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::from(if value < 0.0 { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { text } else { format!("{text}.{fraction}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_fit_a_column() {
        for (value, expected) in [
            (0.0, "0"),
            (0.01, "0.01"),
            (0.00043216, "0.0004322"),
            (1.5e-7, "1.5e-7"),
            (5.0, "5"),
            (12.3456, "12.35"),
            (82_634.0, "82,630"),
            (-1_234_567.0, "-1,235,000"),
            (5e7, "50,000,000"),
            (2.5e12, "2.5e12"),
            (f64::INFINITY, "infinite"),
            (f64::NAN, "unknown"),
        ] {
            assert_eq!(super::text(value), expected);
            assert!(expected.len() < super::super::FIGURE_WIDTH);
        }
    }
}
