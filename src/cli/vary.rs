//! `--vary PATH=A..B:log:25`: which number to vary, and over which values.

use std::str::FromStr;

use crate::decision::{Over, Vary};

/// What is accepted, for messages.
const ACCEPTED: &str = "PATH=FROM..TO, PATH=FROM..TO:log, PATH=FROM..TO:log:25 or PATH=1,2,5";

/// What was typed after `--vary`; without values where they may be left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct VaryArgument {
    /// All of it.
    pub typed: String,
    pub path: String,
    pub vary: Option<Vary>,
}

impl VaryArgument {
    /// What was typed, values included.
    pub fn with_values(&self) -> Result<Vary, String> {
        self.vary
            .clone()
            .ok_or_else(|| format!("--vary {}: values are missing; accepted: {ACCEPTED}", self.path))
    }
}

impl FromStr for VaryArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((path, values)) = text.rsplit_once('=') else {
            return Ok(VaryArgument { typed: text.to_owned(), path: text.trim().to_owned(), vary: None });
        };
        let path = path.trim().to_owned();
        let mut parts = values.split(':').map(str::trim);
        let values = parts.next().unwrap_or("");
        let (mut is_logarithmic, mut points) = (false, None);
        for part in parts {
            match part {
                "log" => is_logarithmic = true,
                "linear" => is_logarithmic = false,
                count => {
                    let count =
                        count.parse().map_err(|_| format!("`{part}` is unknown; accepted: {ACCEPTED}"))?;
                    points = Some(count);
                }
            }
        }
        let over = match values.split_once("..") {
            Some((from, to)) => Over::Range { from: number(from)?, to: number(to)?, points },
            None if points.is_some() => return Err("a list has as many points as it names".to_owned()),
            None => Over::List(values.split(',').map(number).collect::<Result<_, _>>()?),
        };
        let vary = Some(Vary { path: path.clone(), over, is_logarithmic });
        Ok(VaryArgument { typed: text.to_owned(), path, vary })
    }
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.trim().replace('_', "").parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| format!("`{text}` is no number; accepted: {ACCEPTED}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(text: &str) -> Result<(Over, bool), String> {
        let vary = VaryArgument::from_str(text)?.with_values()?;
        assert_eq!(vary.path, "a.b");
        Ok((vary.over, vary.is_logarithmic))
    }

    #[test]
    fn ranges_and_lists() {
        let range = |from, to, points| Over::Range { from, to, points };
        assert_eq!(over("a.b=0.001..0.1:log"), Ok((range(0.001, 0.1, None), true)));
        assert_eq!(over("a.b=1e3..100_000:log:50"), Ok((range(1e3, 1e5, Some(50)), true)));
        assert_eq!(over(" a.b = -1..2:7"), Ok((range(-1.0, 2.0, Some(7)), false)));
        assert_eq!(over("a.b=1,2.5, 5"), Ok((Over::List(vec![1.0, 2.5, 5.0]), false)));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, part) in [
            ("a.b=", "`` is no number"),
            ("a.b=1..x", "`x` is no number"),
            ("a.b=1..inf", "`inf` is no number"),
            ("a.b=1..2:lag", "`lag` is unknown"),
            ("a.b=1,2:5", "as many points"),
            ("a.b", "values are missing"),
        ] {
            let refused = over(text).unwrap_err();
            assert!(refused.contains(part), "{text}: {refused}");
        }
    }
}
