//! How money and percentages are written for people.

/// What a dollar figure is divided by, and the letter after it.
const UNITS: [(f64, &str); 5] = [(1.0, ""), (1e3, "K"), (1e6, "M"), (1e9, "B"), (1e12, "T")];

/// Writes dollars the way a board reads them: `$950`, `$12.5K`, `$1.20M`, `$3.4B`; three significant
/// digits, a leading minus before the dollar sign, never an exponent below $1,000 trillion.
pub fn format_usd(value_usd: f64) -> String {
    if !value_usd.is_finite() {
        return "not available".to_owned();
    }
    let sign = if value_usd < 0.0 { "-" } else { "" };
    let magnitude = value_usd.abs();
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

/// How [`format_usd`] has written a figure, so that another can be written alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UsdNotation {
    /// What the figure is divided by.
    pub scale: f64,
    /// The letter after it, empty for dollars.
    pub unit: &'static str,
    /// Digits behind the point.
    pub decimals: usize,
}

impl UsdNotation {
    /// The notation of what [`format_usd`] returned.
    pub fn of(text: &str) -> Self {
        let unit = UNITS.iter().rev().find(|(_, unit)| text.ends_with(unit)).unwrap_or(&UNITS[0]);
        let decimals = text.split_once('.').map_or(0, |(_, rest)| rest.len() - unit.1.len());
        UsdNotation { scale: unit.0, unit: unit.1, decimals }
    }
}

/// Writes dollars to the cent where there are cents, with thousands separators: `$248,205,000`, `$1,441,314.71`,
/// `-$4,716`; below ten cents two digits count, down to a millionth.
pub fn format_usd_exact(value_usd: f64) -> String {
    if !value_usd.is_finite() {
        return "not available".to_owned();
    }
    let magnitude = value_usd.abs();
    let cents = (magnitude * 100.0).round();
    let digits = if magnitude > 1e-6 && magnitude < 0.1 {
        1 + (-magnitude.log10().floor()) as usize
    } else if cents % 100.0 == 0.0 {
        0
    } else {
        2
    };
    let text = format_grouped(magnitude, digits);
    let sign =
        if value_usd < 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit)) { "-" } else { "" };
    format!("{sign}${text}")
}

/// Writes a number with thousands separators and so many decimals: `1,234,567.5`.
pub fn format_grouped(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
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
    } else if distance < 0.000_5 {
        if percent.abs() < 1.0 { "below 0.001 %".to_owned() } else { "above 99.999 %".to_owned() }
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
    fn a_figure_shows_its_notation() {
        for (value, scale, unit, decimals) in [
            (0.0, 1.0, "", 0),
            (5.25, 1.0, "", 2),
            (950.0, 1.0, "", 0),
            (12_500.0, 1e3, "K", 1),
            (-20_470_248.55, 1e6, "M", 1),
            (3.4e9, 1e9, "B", 2),
            (2e12, 1e12, "T", 2),
        ] {
            let text = format_usd(value);
            assert_eq!(UsdNotation::of(&text), UsdNotation { scale, unit, decimals }, "{text}");
        }
    }

    #[test]
    fn exact_money_keeps_its_cents() {
        for (value, text) in [
            (0.0, "$0"),
            (248_205_000.0, "$248,205,000"),
            (12_497.5, "$12,497.50"),
            (1_441_314.707_763_380_1, "$1,441,314.71"),
            (-4_716.0, "-$4,716"),
            (999.999, "$1,000"),
            (0.0005, "$0.00050"),
            (-1e-15, "$0"),
        ] {
            assert_eq!(format_usd_exact(value), text, "{value}");
        }
        assert_eq!(format_usd_exact(f64::INFINITY), "not available");
        assert_eq!(
            (format_grouped(-1_234.56, 1), format_grouped(999.0, 0)),
            ("-1,234.6".into(), "999".into())
        );
    }

    #[test]
    fn percentages_keep_their_meaning_near_the_ends() {
        for (value, text) in [
            (0.0, "0 %"),
            (0.001, "0.10 %"),
            (0.0490, "4.9 %"),
            (0.984, "98.4 %"),
            (0.99995, "99.995 %"),
            (1e-9, "below 0.001 %"),
            (0.000_01, "0.001 %"),
            (0.999_999_9, "above 99.999 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(format_percent(value), text, "{value}");
        }
    }
}
