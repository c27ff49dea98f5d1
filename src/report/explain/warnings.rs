//! What is odd about a parameter.

use crate::decision::ParameterFact;

/// Every warning about a parameter, in words.
///
/// Dates are only compared with one another: what today's date is must not change the text.
pub(in crate::report) fn of(parameter: &ParameterFact) -> Vec<String> {
    let mut warnings = Vec::new();
    if parameter.mean > parameter.p95 {
        warnings.push("mean above P95: rare large values make up much of the mean".to_owned());
    }
    if parameter.infinite_variance {
        warnings.push("infinite variance: more runs hardly steady the mean; read percentiles".to_owned());
    }
    let source = parameter.source.as_deref().unwrap_or_default();
    if parameter.origin == "given" && source.trim().is_empty() {
        warnings.push("given without a source".to_owned());
    }
    let dates = [("reviewed", &parameter.reviewed), ("expires", &parameter.expires)].map(|(name, text)| {
        let text = text.as_deref()?;
        let date = date(text);
        if date.is_none() {
            warnings.push(format!("{name} \"{text}\" is no date of the form 2027-01-31"));
        }
        date
    });
    if let [Some(reviewed), Some(expires)] = dates
        && expires < reviewed
    {
        warnings.push("expires before it was reviewed".to_owned());
    }
    warnings
}

/// Year, month and day of a date such as `2027-01-31`; `None` if there is no such day.
pub(in crate::report) fn date(text: &str) -> Option<(u32, u32, u32)> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn only_days_that_exist_are_dates() {
        assert_eq!(date("2028-02-29"), Some((2028, 2, 29)));
        for text in ["2027-02-29", "1900-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "2027-1-1", ""] {
            assert_eq!(date(text), None, "{text}");
        }
        for text in ["+027-01-01", "2027-01-0é", "next year", "2027/01/01", "2027-01-01T00:00:00"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
