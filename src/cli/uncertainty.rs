//! `--uncertainty` and `--outer`: how what is uncertain is drawn.

use clap::Args;

use super::{exit::Failure, stop::Stop};
use crate::model::{Nesting, defaults};

/// How what is uncertain is drawn.
#[derive(Debug, Args)]
pub(super) struct UncertaintyArguments {
    /// How often what is uncertain is drawn: flat, anew in every run; nested, --outer times, each draw shared by as many
    /// runs, so that bands tell what is not known from what varies. [default: flat]
    #[arg(long, value_name = "MODE")]
    pub uncertainty: Option<UncertaintyArgument>,
    /// Draws of what is uncertain, a divisor of the number of runs; implies --uncertainty nested. [default: 200]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(20..=1_000_000))]
    pub outer: Option<u64>,
}

/// The words of `--uncertainty`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum UncertaintyArgument {
    /// Anew in every run.
    Flat,
    /// So many times, each shared by many runs.
    Nested,
}

impl UncertaintyArguments {
    /// What the command line and the scenario say together.
    pub fn over(&self, scenario: Nesting) -> Result<Nesting, Failure> {
        let outer = self.outer.or(scenario.outer()).unwrap_or(defaults::OUTER_DRAWS);
        match (self.uncertainty, self.outer) {
            (Some(UncertaintyArgument::Flat), Some(_)) => Err(Failure::BadInput(
                "error: --outer has no meaning with --uncertainty flat: every run has its own draw"
                    .to_owned(),
            )),
            (Some(UncertaintyArgument::Flat), None) => Ok(Nesting::Flat),
            (Some(UncertaintyArgument::Nested), _) | (None, Some(_)) => Ok(Nesting::Nested { outer }),
            (None, None) => Ok(scenario),
        }
    }
}

/// Refuses rules that end a simulation between two draws of what is uncertain.
pub(super) fn refuse_stop(uncertainty: Nesting, stop: &Stop) -> Result<(), Failure> {
    let option = match (&stop.precision, stop.max_time) {
        (Some(_), _) => "--precision",
        (None, Some(_)) => "--max-time",
        (None, None) => return Ok(()),
    };
    match uncertainty {
        Nesting::Flat => Ok(()),
        Nesting::Nested { .. } => Err(Failure::BadInput(format!(
            "error: {option} has no meaning with nested uncertainty: every draw needs as many runs as the others; say how \
             many runs with --runs, or choose --uncertainty flat"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(uncertainty: Option<UncertaintyArgument>, outer: Option<u64>) -> Option<Nesting> {
        UncertaintyArguments { uncertainty, outer }.over(Nesting::Nested { outer: 50 }).ok()
    }

    #[test]
    fn the_command_line_wins_over_the_scenario() {
        use UncertaintyArgument::{Flat, Nested};
        assert_eq!(over(None, None), Some(Nesting::Nested { outer: 50 }));
        assert_eq!(over(Some(Nested), None), Some(Nesting::Nested { outer: 50 }));
        assert_eq!(over(None, Some(30)), Some(Nesting::Nested { outer: 30 }));
        assert_eq!(over(Some(Flat), None), Some(Nesting::Flat));
        assert_eq!(over(Some(Flat), Some(30)), None);
        let none = UncertaintyArguments { uncertainty: Some(Nested), outer: None };
        let expected = Nesting::Nested { outer: defaults::OUTER_DRAWS };
        assert_eq!(none.over(Nesting::Flat).ok(), Some(expected));
    }
}
