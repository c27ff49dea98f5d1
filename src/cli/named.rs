//! What is named on the command line: an alternative, a control, an amount.

use super::exit::Failure;
use crate::scenario::nearest;

/// The position of what is named among all of its kind.
pub(super) fn position<'n>(
    option: &str,
    kind: &str,
    name: &str,
    mut names: impl Iterator<Item = &'n str> + Clone,
) -> Result<usize, Failure> {
    let all = names.clone();
    names.position(|known| known == name).ok_or_else(|| {
        let all: Vec<&str> = all.collect();
        let accepted = match all.is_empty() {
            true => format!("the scenario has no {kind}"),
            false => format!("accepted: {}", all.join(", ")),
        };
        let meant = nearest(name, all.iter().copied())
            .map_or(String::new(), |name| format!("; did you mean {name}?"));
        Failure::BadInput(format!("error: {option}: there is no {kind} `{name}`, {accepted}{meant}"))
    })
}

/// An amount of at least 0, `250_000`.
pub(super) fn usd(text: &str) -> Result<f64, String> {
    number(text).filter(|amount| *amount >= 0.0).ok_or_else(|| "expected USD, for example 250_000".to_owned())
}

/// A finite number, which may have `_` between digits.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
}
