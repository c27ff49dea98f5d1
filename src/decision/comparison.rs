//! One alternative against its baseline, paired by run: saving, NPV, ROI, P(cheaper).

use super::{
    Comparison, Figure,
    figures::{describe, figure, not_applicable},
};
use crate::stats::{Sample, SampleError, paired_difference};

/// What an alternative and its baseline cost, one value per run, USD.
pub(super) struct Paired<'a> {
    pub alternative: &'a str,
    pub baseline: &'a str,
    /// Present value of the total cost of ownership: alternative, baseline.
    pub tco: [&'a [f64]; 2],
    /// The same undiscounted.
    pub tco_undiscounted: [&'a [f64]; 2],
    /// Cost that is paid before anything runs: build.
    pub upfront: [&'a [f64]; 2],
}

const NO_INVESTMENT: &str = "the alternative needs no more up-front cost than its baseline";
const SOMETIMES_NO_INVESTMENT: &str =
    "in some runs the alternative needs no more up-front cost than its baseline";

/// Compares run by run.
///
/// Saving = TCO of the baseline − TCO of the alternative; its mean is the NPV of choosing the alternative.
/// ROI = (saving before the extra up-front cost) / (extra up-front cost) − 1.
pub(super) fn compare(paired: &Paired) -> Result<Comparison, SampleError> {
    let difference = |[alternative, baseline]: [&[f64]; 2]| paired_difference(baseline, alternative);
    let saving = Sample::new(difference(paired.tco))?;
    let undiscounted = Sample::new(difference(paired.tco_undiscounted))?;
    let mut figures = describe("saving", "usd", &saving);
    figures.retain(|figure| figure.statistic != "prob_any");
    for figure in &mut figures {
        drop_note(figure);
    }
    figures.push(figure("saving_undiscounted", "mean", "usd", undiscounted.mean()));
    figures.push(figure("npv", "mean", "usd", saving.mean()));
    figures.push(figure("prob_cheaper", "mean", "fraction", saving.probability_above(0.0)));
    figures.extend(return_on_investment(paired)?);
    Ok(Comparison {
        alternative: paired.alternative.to_owned(),
        baseline: paired.baseline.to_owned(),
        figures,
    })
}

/// A saving of zero is no missing event.
fn drop_note(figure: &mut Figure) {
    if let super::FigureResult::Estimate { note, .. } = &mut figure.result {
        *note = None;
    }
}

fn return_on_investment(paired: &Paired) -> Result<Vec<Figure>, SampleError> {
    const STATISTICS: [(&str, f64); 5] =
        [("p5", 0.05), ("p25", 0.25), ("p50", 0.50), ("p75", 0.75), ("p95", 0.95)];
    let extra = paired_difference(paired.upfront[0], paired.upfront[1]);
    let needing = extra.iter().filter(|extra| **extra > 0.0).count();
    if needing < extra.len() {
        let because = if needing == 0 { NO_INVESTMENT } else { SOMETIMES_NO_INVESTMENT };
        let statistics = ["mean"].into_iter().chain(STATISTICS.map(|(statistic, _)| statistic));
        return Ok(statistics.map(|statistic| not_applicable("roi", statistic, "ratio", because)).collect());
    }
    let [alternative, baseline] = paired.tco;
    let ratios = extra.iter().zip(alternative.iter().zip(baseline));
    let sample = Sample::new(ratios.map(|(extra, (a, b))| (b - a + extra) / extra - 1.0).collect())?;
    let mut figures = vec![figure("roi", "mean", "ratio", sample.mean())];
    for (statistic, level) in STATISTICS {
        figures.push(figure("roi", statistic, "ratio", sample.value_at_risk(level)));
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{FigureResult, figures::find};

    fn paired<'a>(tco: [&'a [f64]; 2], upfront: [&'a [f64]; 2]) -> Paired<'a> {
        Paired { alternative: "a", baseline: "b", tco, tco_undiscounted: tco, upfront }
    }

    /// Build 100 more, save 400 and 200 of running cost: NPV 200, ROI 3 and 1.
    #[test]
    fn saving_and_roi_by_hand() {
        let comparison =
            compare(&paired([&[700.0, 900.0], &[1_000.0, 1_000.0]], [&[300.0; 2], &[200.0; 2]])).unwrap();
        let value = |metric, statistic| find(&comparison.figures, metric, statistic).unwrap().value;
        assert_eq!(value("saving", "mean"), 200.0);
        assert_eq!(value("npv", "mean"), 200.0);
        assert_eq!(value("prob_cheaper", "mean"), 1.0);
        assert_eq!(value("roi", "mean"), 2.0);
        assert_eq!(value("roi", "p95"), 3.0);
        assert_eq!(value("saving", "p5"), 100.0);
    }

    #[test]
    fn roi_needs_an_investment() {
        let comparison = compare(&paired([&[700.0], &[1_000.0]], [&[100.0], &[200.0]])).unwrap();
        let roi = comparison.figures.iter().find(|figure| figure.metric == "roi").unwrap();
        assert!(matches!(&roi.result, FigureResult::NotApplicable { because } if because == NO_INVESTMENT));
    }
}
