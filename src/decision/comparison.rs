//! One alternative against its baseline, paired by run: saving, NPV, ROI, payback, P(cheaper).

use super::{
    Comparison, Figure, FigureResult,
    figures::{describe, figure, not_applicable},
};
use crate::{
    model::finance::payback_years,
    stats::{SampleError, Sampling, paired_difference},
};

/// What an alternative and its baseline cost, one value per run, USD; the alternative stands first.
pub(super) struct Paired<'a> {
    pub alternative: &'a str,
    pub baseline: &'a str,
    /// Present value of the total cost of ownership.
    pub tco: [Vec<f64>; 2],
    /// The same undiscounted.
    pub tco_undiscounted: [Vec<f64>; 2],
    /// Present value of build, migration and controls.
    pub upfront: [Vec<f64>; 2],
    /// Saving of each year, `[year][run]`, without what is paid at the start.
    pub saving_by_year: &'a (dyn Fn(Basis) -> Vec<Vec<f64>> + Sync),
    /// What the alternative pays more than its baseline at the start.
    pub extra_at_start: Vec<f64>,
    /// How the runs were drawn.
    pub sampling: &'a Sampling,
}

/// How money in the future counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    PresentValue,
    Nominal,
}

const NO_INVESTMENT: &str = "the alternative needs no more up-front cost than its baseline";
const SOMETIMES_NO_INVESTMENT: &str =
    "in some runs the alternative needs no more up-front cost than its baseline";
const NO_PAYBACK: &str = "in some runs the investment is not paid back within the horizon";
const INVESTED_LATER: &str = "not everything is invested at the start";
const ROI_UNDISCOUNTED: &str = "roi_undiscounted";
const QUANTILES: [(&str, f64); 5] =
    [("p5", 0.05), ("p25", 0.25), ("p50", 0.50), ("p75", 0.75), ("p95", 0.95)];

/// Runs by run figures that histograms are made of.
pub(super) struct Distributions {
    pub saving: Vec<f64>,
    /// `None` where there is no ROI.
    pub roi: Option<Vec<f64>>,
}

/// Compares run by run.
///
/// Saving = TCO of the baseline − TCO of the alternative; its mean is the NPV of choosing the alternative.
/// ROI = (saving before the extra up-front cost) / (extra up-front cost) − 1. Payback is the time at which the
/// cumulative saving is first not below zero, interpolated within a year.
pub(super) fn compare(paired: &Paired) -> Result<(Comparison, Distributions), SampleError> {
    let difference = |[alternative, baseline]: &[Vec<f64>; 2]| paired_difference(baseline, alternative);
    let sampling = paired.sampling;
    let saving = sampling.sample(difference(&paired.tco))?;
    let undiscounted = sampling.sample(difference(&paired.tco_undiscounted))?;
    let mut figures = describe("saving", "usd", &saving);
    figures.retain(|figure| figure.statistic != "prob_any");
    figures.iter_mut().for_each(drop_note);
    figures.push(figure("saving_undiscounted", "mean", "usd", undiscounted.mean()));
    figures.push(figure("npv", "mean", "usd", saving.mean()));
    let cheaper = saving.probability_above(0.0);
    figures.push(figure("prob_cheaper", "mean", "fraction", cheaper));
    figures.push(figure("prob_npv_positive", "mean", "fraction", cheaper));
    let extra = paired_difference(&paired.upfront[0], &paired.upfront[1]);
    let because = if sampling.all(|run| extra[run] > 0.0) {
        None
    } else if sampling.all(|run| extra[run] <= 0.0) {
        Some(NO_INVESTMENT)
    } else {
        Some(SOMETIMES_NO_INVESTMENT)
    };
    let roi = match because {
        Some(because) => {
            for statistic in ["mean"].into_iter().chain(QUANTILES.map(|(statistic, _)| statistic)) {
                figures.push(not_applicable("roi", statistic, "ratio", because));
            }
            figures.push(not_applicable(ROI_UNDISCOUNTED, "mean", "ratio", because));
            for metric in ["payback_years", "payback_years_undiscounted"] {
                figures.push(not_applicable(metric, "p50", "years", because));
            }
            None
        }
        None => {
            let ratios = saving.values().iter().zip(&extra);
            let roi: Vec<f64> = ratios.map(|(saving, extra)| per(*extra, saving + extra) - 1.0).collect();
            figures.extend(return_on_investment(&roi, sampling)?);
            figures.extend(undiscounted_return(
                &extra,
                &paired.extra_at_start,
                undiscounted.values(),
                sampling,
            )?);
            for (metric, basis) in
                [("payback_years", Basis::PresentValue), ("payback_years_undiscounted", Basis::Nominal)]
            {
                let saving = (paired.saving_by_year)(basis);
                figures.extend(payback(metric, &paired.extra_at_start, &saving, sampling)?);
            }
            Some(roi)
        }
    };
    let comparison = Comparison {
        alternative: paired.alternative.to_owned(),
        baseline: paired.baseline.to_owned(),
        figures,
    };
    Ok((comparison, Distributions { saving: saving.values().to_vec(), roi }))
}

/// A saving of zero is no missing event.
fn drop_note(figure: &mut Figure) {
    if let FigureResult::Estimate { note, .. } = &mut figure.result {
        *note = None;
    }
}

fn return_on_investment(roi: &[f64], sampling: &Sampling) -> Result<Vec<Figure>, SampleError> {
    let mut figures = returns("roi", roi.to_vec(), sampling)?;
    let total_loss = roi.iter().map(|roi| f64::from(is_total_loss(*roi))).collect();
    let total_loss = sampling.sample(total_loss)?.probability_above(0.5);
    figures.push(figure("prob_total_loss", "mean", "fraction", total_loss));
    Ok(figures)
}

fn returns(metric: &str, roi: Vec<f64>, sampling: &Sampling) -> Result<Vec<Figure>, SampleError> {
    let sample = sampling.sample(roi)?;
    let quantiles =
        QUANTILES.map(|(statistic, level)| figure(metric, statistic, "ratio", sample.value_at_risk(level)));
    Ok([figure(metric, "mean", "ratio", sample.mean())].into_iter().chain(quantiles).collect())
}

/// The return without discounting, where the whole investment is paid at the start and so needs none.
fn undiscounted_return(
    extra: &[f64],
    extra_at_start: &[f64],
    saving: &[f64],
    sampling: &Sampling,
) -> Result<Vec<Figure>, SampleError> {
    let at_start = |run: usize| (extra[run] - extra_at_start[run]).abs() <= 1e-9 * extra[run].abs();
    if !sampling.all(at_start) {
        return Ok(vec![not_applicable(ROI_UNDISCOUNTED, "mean", "ratio", INVESTED_LATER)]);
    }
    let returned = saving.iter().zip(extra).map(|(saving, extra)| per(*extra, *saving)).collect();
    returns(ROI_UNDISCOUNTED, returned, sampling)
}

/// What a dollar of an investment brings; 0 where none is needed, which only runs of weight zero are.
fn per(investment: f64, amount: f64) -> f64 {
    if investment > 0.0 { amount / investment } else { 0.0 }
}

/// ROI of exactly -100 %, up to rounding of sums of money: the investment saved nothing.
pub(super) fn is_total_loss(roi: f64) -> bool {
    (roi + 1.0).abs() < 1e-9
}

/// Median time of payback and the share of runs that see it; runs without payback count as later than any.
fn payback(
    metric: &str,
    extra_at_start: &[f64],
    saving: &[Vec<f64>],
    sampling: &Sampling,
) -> Result<Vec<Figure>, SampleError> {
    let horizon = saving.len() as f64;
    let mut cumulative = vec![0.0; saving.len() + 1];
    let years: Vec<f64> = extra_at_start
        .iter()
        .enumerate()
        .map(|(run, extra)| {
            cumulative[0] = -extra;
            for (year, saving) in saving.iter().enumerate() {
                cumulative[year + 1] = cumulative[year] + saving[run];
            }
            payback_years(&cumulative).unwrap_or(horizon + 1.0)
        })
        .collect();
    let within = years.iter().map(|years| f64::from(*years <= horizon)).collect();
    let within = sampling.sample(within)?.probability_above(0.5);
    let sample = sampling.sample(years)?;
    let median = sample.value_at_risk(0.5);
    let median = if median.value <= horizon {
        figure(metric, "p50", "years", median)
    } else {
        not_applicable(metric, "p50", "years", "half of the runs or more see no payback within the horizon")
    };
    let mean = if sample.max() <= horizon {
        figure(metric, "mean", "years", sample.mean())
    } else {
        not_applicable(metric, "mean", "years", NO_PAYBACK)
    };
    let share = metric.replacen("payback_years", "prob_payback", 1);
    Ok(vec![median, mean, figure(&share, "mean", "fraction", within)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::figures::find;

    /// Compares over one year of which everything but the up-front cost is running cost.
    fn compared(tco: [&[f64]; 2], upfront: [&[f64]; 2]) -> (Comparison, Distributions) {
        let owned = |pair: [&[f64]; 2]| pair.map(<[f64]>::to_vec);
        let extra = paired_difference(upfront[0], upfront[1]);
        let saving: Vec<f64> =
            paired_difference(tco[1], tco[0]).iter().zip(&extra).map(|(s, e)| s + e).collect();
        compare(&Paired {
            alternative: "a",
            baseline: "b",
            tco: owned(tco),
            tco_undiscounted: owned(tco),
            upfront: owned(upfront),
            saving_by_year: &|_| vec![saving.clone()],
            extra_at_start: extra,
            sampling: &Sampling::independent(tco[0].len()),
        })
        .unwrap()
    }

    /// Build 100 more, save 400 and 200 of running cost in one year: NPV 200, ROI 3 and 1, payback 1/4 and 1/2.
    #[test]
    fn saving_and_roi_by_hand() {
        let (comparison, _) = compared([&[700.0, 900.0], &[1_000.0, 1_000.0]], [&[300.0; 2], &[200.0; 2]]);
        let value = |metric, statistic| find(&comparison.figures, metric, statistic).unwrap().value;
        assert_eq!(value("saving", "mean"), 200.0);
        assert_eq!(value("npv", "mean"), 200.0);
        assert_eq!(value("prob_cheaper", "mean"), 1.0);
        assert_eq!(value("roi", "mean"), 2.0);
        assert_eq!(value("roi", "p95"), 3.0);
        assert_eq!(value("saving", "p5"), 100.0);
        assert_eq!(value("prob_total_loss", "mean"), 0.0);
        assert_eq!(value("payback_years", "mean"), 0.375);
        assert_eq!(value("prob_payback", "mean"), 1.0);
    }

    #[test]
    fn an_investment_that_saves_nothing_is_a_total_loss() {
        let (comparison, distributions) =
            compared([&[1_100.0, 1_000.0], &[1_000.0, 1_200.0]], [&[100.0; 2], &[0.0; 2]]);
        let value = |metric, statistic| find(&comparison.figures, metric, statistic).unwrap().value;
        assert_eq!(value("prob_total_loss", "mean"), 0.5);
        assert_eq!(value("prob_payback", "mean"), 0.5);
        assert_eq!(distributions.roi.unwrap(), [-1.0, 2.0]);
    }

    #[test]
    fn roi_needs_an_investment() {
        let (comparison, _) = compared([&[700.0], &[1_000.0]], [&[100.0], &[200.0]]);
        let roi = comparison.figures.iter().find(|figure| figure.metric == "roi").unwrap();
        assert!(matches!(&roi.result, FigureResult::NotApplicable { because } if because == NO_INVESTMENT));
    }
}
