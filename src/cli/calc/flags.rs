//! Numbers and names as they are typed: what is accepted, and what is said where they are not.

use crate::{cli::exit::Failure, model::sla::Schedule, scenario::nearest};

/// A finite number; `10_000` and `5e8` are fine.
fn number(text: &str) -> Option<f64> {
    text.trim().replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
}

/// An amount or a number of things.
pub(super) fn amount(text: &str) -> Result<f64, String> {
    number(text)
        .filter(|number| *number >= 0.0)
        .ok_or_else(|| "expected a number of at least 0, for example 10000 or 2.5e6".to_owned())
}

/// An amount that something is divided by.
pub(super) fn positive(text: &str) -> Result<f64, String> {
    number(text).filter(|number| *number > 0.0).ok_or_else(|| "expected a number above 0".to_owned())
}

/// A part of a whole.
pub(super) fn share(text: &str) -> Result<f64, String> {
    number(text)
        .filter(|number| (0.0..=1.0).contains(number))
        .ok_or_else(|| "expected a share from 0 to 1, for example 0.4 for 40 %".to_owned())
}

/// A part of a whole that is not zero.
pub(super) fn share_above_zero(text: &str) -> Result<f64, String> {
    share(text)
        .ok()
        .filter(|share| *share > 0.0)
        .ok_or_else(|| "expected a share above 0 and at most 1, for example 0.7".to_owned())
}

/// A factor that divides.
pub(super) fn factor(text: &str) -> Result<f64, String> {
    number(text).filter(|number| *number >= 1.0).ok_or_else(|| "expected a factor of at least 1".to_owned())
}

/// A yearly interest rate.
pub(super) fn rate(text: &str) -> Result<f64, String> {
    number(text)
        .filter(|rate| *rate > -1.0)
        .ok_or_else(|| "expected a yearly rate above -1, for example 0.1 for 10 %".to_owned())
}

/// A number of tenants.
pub(super) fn count(text: &str) -> Result<u64, String> {
    const MOST: u64 = 1_000_000_000_000;
    let count: Option<u64> = text.trim().replace('_', "").parse().ok();
    count
        .filter(|count| *count <= MOST)
        .ok_or_else(|| "expected a whole number from 0 to 1,000,000,000,000".to_owned())
}

/// An amount, or the word `none`.
pub(super) fn cap(text: &str) -> Result<Cap, String> {
    if text == "none" {
        return Ok(Cap(None));
    }
    positive(text).map(|cap| Cap(Some(cap))).map_err(|_| "expected an amount above 0, or `none`".to_owned())
}

/// The most that one loss can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cap(pub Option<f64>);

/// Uptimes with the credit for missing each: `0.999:0.10,0.99:0.25`.
pub(super) fn schedule(text: &str) -> Result<Schedule, String> {
    let pair = |part: &str| {
        let (uptime, credit) = part.split_once(':')?;
        Some((number(uptime)?, number(credit)?))
    };
    let levels: Option<Vec<(f64, f64)>> = text.split(',').map(pair).collect();
    let levels = levels.ok_or("expected pairs of uptime and credit, for example 0.999:0.10,0.99:0.25")?;
    Schedule::new(&levels).map_err(|error| error.to_string())
}

/// A value that one flag cannot have, in the words that bad arguments get elsewhere.
pub(super) fn refused(
    flag: &str,
    found: impl std::fmt::Display,
    accepted: impl std::fmt::Display,
) -> Failure {
    Failure::BadInput(format!(
        "error: invalid value '{found}' for '--{flag}': expected {accepted}\n\nFor more information, try '--help'."
    ))
}

/// A name that `known` does not hold.
pub(super) fn unknown(flag: &str, found: &str, place: &str, known: &[&str]) -> Failure {
    let nearest = nearest(found, known.iter().copied());
    let meant = nearest.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
    let list = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    refused(flag, found, format!("a name from {place}: {list}{meant}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_typed() {
        assert_eq!((amount("10_000"), amount("5e8"), amount("0")), (Ok(1e4), Ok(5e8), Ok(0.0)));
        for bad in ["", "x", "-1", "nan", "NaN", "inf", "1e999"] {
            assert!(amount(bad).is_err() && share(bad).is_err() && positive(bad).is_err(), "{bad}");
            assert!(count(bad).is_err() && factor(bad).is_err() && cap(bad).is_err(), "{bad}");
        }
        assert!(share("1.01").is_err() && share_above_zero("0").is_err() && factor("0.5").is_err());
        assert!(rate("-1").is_err() && rate("-0.5").is_ok() && count("1.5").is_err());
        assert!(cap("none").is_ok_and(|cap| cap.0.is_none()));
    }

    #[test]
    fn schedules_as_typed() {
        assert_eq!(schedule("0.99:0.25,0.999:0.1").unwrap().levels(), [(0.999, 0.1), (0.99, 0.25)]);
        for bad in ["", "0.999", "0.999:0.1,", "0.999:x", "1.2:0.1", "0.9:0.1,0.99:0.5"] {
            assert!(schedule(bad).is_err(), "{bad}");
        }
    }
}
