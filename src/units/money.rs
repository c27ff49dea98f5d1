//! How money and percentages are written for people.

/// Writes dollars the way a board reads them: `$950`, `$12.5K`, `$1.20M`, `$3.4B`; three significant
/// digits, a leading minus before the dollar sign, never an exponent below $1,000 trillion.
pub fn format_usd(value_usd: f64) -> String {
    if !value_usd.is_finite() {
        return "not available".to_owned();
    }
    let sign = if value_usd < 0.0 { "-" } else { "" };
    let magnitude = value_usd.abs();
    const UNITS: [(f64, &str); 5] = [(1.0, ""), (1e3, "K"), (1e6, "M"), (1e9, "B"), (1e12, "T")];
    // The unit is chosen after rounding to three digits, so that 999,999 prints as $1.00M.
    let unit = UNITS.iter().rev().find(|(scale, _)| magnitude / scale >= 0.9995).unwrap_or(&UNITS[0]);
    let scaled = magnitude / unit.0;
    if scaled == 0.0 {
        return "$0".to_owned();
    }
    if unit.0 == 1.0 && scaled >= 0.9995 && (scaled - scaled.round()).abs() < 1e-9 {
        return format!("{sign}${}", scaled.round());
    }
    let digits = if scaled >= 99.95 {
        0
    } else if scaled >= 9.995 {
        1
    } else {
        2
    };
    format!("{sign}${scaled:.digits$}{}", unit.1)
}

/// Writes a fraction as a percentage with as many digits as its size deserves: `0.10 %`, `4.9 %`, `98.4 %`.
pub fn format_percent(fraction: f64) -> String {
    if !fraction.is_finite() {
        return "not available".to_owned();
    }
    let percent = 100.0 * fraction;
    let distance = percent.abs().min((100.0 - percent).abs());
    if percent == 0.0 || percent == 100.0 {
        format!("{percent:.0} %")
    } else if distance < 0.1 {
        format!("{percent:.3} %")
    } else if distance < 1.0 {
        format!("{percent:.2} %")
    } else {
        format!("{percent:.1} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_three_digits_and_a_unit() {
        for (value, text) in [
            (0.0, "$0"),
            (0.1, "$0.10"),
            (5.0, "$5"),
            (950.0, "$950"),
            (999.7, "$1.00K"),
            (12_500.0, "$12.5K"),
            (999_999.0, "$1.00M"),
            (1_200_000.0, "$1.20M"),
            (-20_470_248.55, "-$20.5M"),
            (600e6, "$600M"),
            (3.4e9, "$3.40B"),
        ] {
            assert_eq!(format_usd(value), text, "{value}");
        }
        assert_eq!(format_usd(f64::NAN), "not available");
    }

    #[test]
    fn percentages_keep_their_meaning_near_the_ends() {
        for (value, text) in [
            (0.0, "0 %"),
            (0.001, "0.10 %"),
            (0.0490, "4.9 %"),
            (0.984, "98.4 %"),
            (0.99995, "99.995 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(format_percent(value), text, "{value}");
        }
    }
}
