//! How many runs would make tail figures precise.

use super::{
    AlternativeFindings, Figure, FigureResult, RunsNeeded, exact_beside::Marginals, verdict::grouped,
};
use crate::{
    stats::{relative_error, runs_needed},
    units::format_percent,
};

/// Standard error over value up to which a tail figure counts as precise.
pub(super) const PRECISE: f64 = 0.01;
/// Figures of the tail.
const TAIL: [&str; 6] = ["p95", "p99", "p99.5", "p99.9", "tvar95", "tvar99"];
/// Those that the tables of a report show, and their words.
const SHOWN: [(&str, &str); 3] = [("p95", "P95"), ("p99", "P99"), ("tvar99", "TVaR99")];

/// The tail figures of loss and total cost that are neither exact nor precise.
pub(super) fn needed(
    alternatives: &[AlternativeFindings],
    runs: u64,
    marginals: Option<&Marginals>,
) -> Vec<RunsNeeded> {
    let mut all = Vec::new();
    for (position, alternative) in alternatives.iter().enumerate() {
        let is_tail = |figure: &&Figure| {
            ["loss", "tco"].contains(&figure.metric.as_str()) && TAIL.contains(&figure.statistic)
        };
        for figure in alternative.figures.iter().filter(is_tail) {
            let FigureResult::Estimate { estimate, .. } = &figure.result else { continue };
            let exact = marginals.and_then(|exact| exact.find(position, &figure.metric, figure.statistic));
            if exact.is_some_and(|exact| exact.error_bound <= PRECISE * exact.value.abs()) {
                continue;
            }
            let Some(relative) = relative_error(estimate).filter(|relative| *relative > PRECISE) else {
                continue;
            };
            let Some(runs) = runs_needed(estimate, runs as usize, PRECISE) else { continue };
            all.push(RunsNeeded {
                alternative: alternative.name.clone(),
                label: alternative.label.clone(),
                metric: figure.metric.clone(),
                statistic: figure.statistic,
                relative_error: relative,
                runs,
            });
        }
    }
    all
}

/// The least precise of the losses that reports show, by alternative, as a sentence; none where all are precise.
pub(super) fn notice(all: &[RunsNeeded]) -> Option<String> {
    let mut worst: Vec<(&RunsNeeded, &str)> = Vec::new();
    for one in all.iter().filter(|one| one.metric == "loss") {
        let Some((_, words)) = SHOWN.iter().find(|(statistic, _)| *statistic == one.statistic) else {
            continue;
        };
        match worst.iter_mut().find(|(other, _)| other.alternative == one.alternative) {
            Some(other) if other.0.runs >= one.runs => {}
            Some(other) => *other = (one, words),
            None => worst.push((one, words)),
        }
    }
    let words = worst.iter().map(|(one, statistic)| {
        format!(
            "{statistic} of {} {} ({} runs)",
            one.label,
            format_percent(one.relative_error),
            grouped(one.runs as f64)
        )
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| {
        format!(
            "Tail losses with a standard error above {} of their value, the least precise of each alternative, and about \
             how many runs would bring it to {}: {}.",
            format_percent(PRECISE),
            format_percent(PRECISE),
            words.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{decision::figures::figure, stats::Estimate};

    fn of(label: &str, errors: [f64; 3]) -> AlternativeFindings {
        let figures = SHOWN
            .iter()
            .zip(errors)
            .map(|((statistic, _), error)| figure("loss", statistic, "usd", Estimate::normal(100.0, error)));
        AlternativeFindings {
            name: label.to_lowercase(),
            label: label.to_owned(),
            is_baseline: false,
            figures: figures.collect(),
        }
    }

    /// Errors fall with the square root: twice the error allowed takes four times the runs.
    #[test]
    fn what_is_rough_says_what_it_takes() {
        let all = needed(&[of("A", [0.5, 2.0, 1.5]), of("B", [0.9, 0.2, 1.0])], 10_000, None);
        let found: Vec<(&str, &str, u64)> =
            all.iter().map(|one| (one.alternative.as_str(), one.statistic, one.runs)).collect();
        assert_eq!(found, [("a", "p99", 40_000), ("a", "tvar99", 22_500)]);
        assert_eq!(
            notice(&all).unwrap(),
            "Tail losses with a standard error above 1.0 % of their value, the least precise of each alternative, and \
             about how many runs would bring it to 1.0 %: P99 of A 2.0 % (40,000 runs)."
        );
        assert_eq!(notice(&needed(&[of("B", [0.9, 0.2, 1.0])], 10_000, None)), None);
    }
}
