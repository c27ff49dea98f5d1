//! One alternative against its baseline, paired by run: saving, NPV, ROI, payback, P(cheaper).

use super::{
    AnalysisError, Comparison, Figure, FigureResult,
    figures::{describe, figure, not_applicable, of_bins},
    quantity::{Basis, Column},
    runs::Distribution,
};
use crate::{model::finance::payback_years, stats::paired_difference};

/// What an alternative and its baseline cost, one value per run, USD; the alternative stands first.
pub(super) struct Paired {
    /// Present value of the total cost of ownership.
    pub tco: [Vec<f64>; 2],
    /// The same undiscounted.
    pub tco_undiscounted: [Vec<f64>; 2],
    /// Present value of build, migration and controls.
    pub upfront: [Vec<f64>; 2],
    /// Saving of each year, `[basis][year][run]`, without what is paid at the start.
    pub saving_by_year: [Vec<Vec<f64>>; 2],
    /// What the alternative pays more than its baseline at the start.
    pub extra_at_start: Vec<f64>,
}

/// A quantity of an alternative and its baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Pair {
    /// TCO of the baseline less TCO of the alternative.
    Saving,
    SavingUndiscounted,
    /// What the alternative builds, migrates and controls for more.
    Extra,
    /// 1 where not all of that is paid at the start.
    InvestedLater,
    /// Saving before the extra over the extra, less 1; -1 where there is no extra.
    Roi,
    /// The same in the runs in which the investment is not lost.
    RoiUnlessLost,
    /// 1 where the investment saves nothing.
    TotalLoss,
    /// Undiscounted saving over the extra.
    Return,
    /// Time of payback in years, one more than the horizon where there is none.
    Payback(Basis),
    /// 1 where there is payback within the horizon.
    PaidBack(Basis),
}

const NO_INVESTMENT: &str = "the alternative needs no more up-front cost than its baseline";
const SOMETIMES_NO_INVESTMENT: &str =
    "in some runs the alternative needs no more up-front cost than its baseline";
const NO_PAYBACK: &str = "in some runs the investment is not paid back within the horizon";
const INVESTED_LATER: &str = "not everything is invested at the start";
const ROI_UNDISCOUNTED: &str = "roi_undiscounted";
const QUANTILES: [(&str, f64); 5] =
    [("p5", 0.05), ("p25", 0.25), ("p50", 0.50), ("p75", 0.75), ("p95", 0.95)];

impl Pair {
    /// What needs an investment to exist.
    pub const OF_INVESTMENT: [Pair; 8] = [
        Pair::Roi,
        Pair::RoiUnlessLost,
        Pair::TotalLoss,
        Pair::Return,
        Pair::Payback(Basis::PresentValue),
        Pair::PaidBack(Basis::PresentValue),
        Pair::Payback(Basis::Nominal),
        Pair::PaidBack(Basis::Nominal),
    ];
}

impl Paired {
    /// A quantity of the pair, one value per run.
    pub fn column(&self, pair: Pair) -> Column {
        let is_defined = match pair {
            Pair::RoiUnlessLost => Some(self.roi().into_iter().map(|roi| !is_total_loss(roi)).collect()),
            _ => None,
        };
        let flags = |flags: Vec<bool>| flags.into_iter().map(|flag| f64::from(u8::from(flag))).collect();
        let values = match pair {
            Pair::Saving => self.saving(),
            Pair::SavingUndiscounted => self.saving_undiscounted(),
            Pair::Extra => self.extra(),
            Pair::InvestedLater => {
                let pairs = self.extra().into_iter().zip(&self.extra_at_start);
                flags(pairs.map(|(all, start)| (all - start).abs() > 1e-9 * all.abs()).collect())
            }
            Pair::Roi | Pair::RoiUnlessLost => self.roi(),
            Pair::TotalLoss => flags(self.roi().into_iter().map(is_total_loss).collect()),
            Pair::Return => {
                let pairs = self.saving_undiscounted().into_iter().zip(self.extra());
                pairs.map(|(saving, extra)| per(extra, saving)).collect()
            }
            Pair::Payback(basis) => self.payback(basis),
            Pair::PaidBack(basis) => {
                let horizon = self.years();
                flags(self.payback(basis).into_iter().map(|years| years <= horizon).collect())
            }
        };
        Column { values: vec![values], is_defined }
    }

    fn years(&self) -> f64 {
        self.saving_by_year[0].len() as f64
    }

    fn saving(&self) -> Vec<f64> {
        paired_difference(&self.tco[1], &self.tco[0])
    }

    fn saving_undiscounted(&self) -> Vec<f64> {
        paired_difference(&self.tco_undiscounted[1], &self.tco_undiscounted[0])
    }

    fn extra(&self) -> Vec<f64> {
        paired_difference(&self.upfront[0], &self.upfront[1])
    }

    fn roi(&self) -> Vec<f64> {
        let ratios = self.saving().into_iter().zip(self.extra());
        ratios.map(|(saving, extra)| per(extra, saving + extra) - 1.0).collect()
    }

    fn payback(&self, basis: Basis) -> Vec<f64> {
        let saving = &self.saving_by_year[basis as usize];
        let mut cumulative = vec![0.0; saving.len() + 1];
        let runs = self.extra_at_start.iter().enumerate();
        let years = runs.map(|(run, extra)| {
            cumulative[0] = -extra;
            for (year, saving) in saving.iter().enumerate() {
                cumulative[year + 1] = cumulative[year] + saving[run];
            }
            payback_years(&cumulative).unwrap_or(self.years() + 1.0)
        });
        years.collect()
    }
}

/// What a dollar of an investment brings; 0 where none is needed.
fn per(investment: f64, amount: f64) -> f64 {
    if investment > 0.0 { amount / investment } else { 0.0 }
}

/// Compares run by run; `of` gives the distribution of a quantity of the pair over a horizon of so many years.
///
/// Saving = TCO of the baseline − TCO of the alternative; its mean is the NPV of choosing the alternative.
/// ROI = (saving before the extra up-front cost) / (extra up-front cost) − 1. Payback is the time at which the
/// cumulative saving is first not below zero, interpolated within a year.
pub(super) fn compare(
    [alternative, baseline]: [&str; 2],
    years: usize,
    of: &dyn Fn(Pair) -> Result<Distribution, AnalysisError>,
) -> Result<Comparison, AnalysisError> {
    let saving = of(Pair::Saving)?;
    let mut figures = describe("saving", "usd", &saving);
    figures.retain(|figure| figure.statistic != "prob_any");
    figures.iter_mut().for_each(|figure| drop_note(figure, &saving));
    figures.push(figure("saving_undiscounted", "mean", "usd", of(Pair::SavingUndiscounted)?.mean()));
    figures.push(figure("npv", "mean", "usd", saving.mean()));
    let cheaper = saving.probability_above(0.0);
    figures.push(figure("prob_cheaper", "mean", "fraction", cheaper));
    figures.push(figure("prob_npv_positive", "mean", "fraction", cheaper));
    match no_investment(&of(Pair::Extra)?) {
        Some(because) => {
            for statistic in ["mean"].into_iter().chain(QUANTILES.map(|(statistic, _)| statistic)) {
                figures.push(not_applicable("roi", statistic, "ratio", because));
            }
            figures.push(not_applicable(ROI_UNDISCOUNTED, "mean", "ratio", because));
            for metric in ["payback_years", "payback_years_undiscounted"] {
                figures.push(not_applicable(metric, "p50", "years", because));
            }
        }
        None => {
            figures.extend(returns("roi", &of(Pair::Roi)?));
            let total_loss = of(Pair::TotalLoss)?.probability_above(0.5);
            figures.push(figure("prob_total_loss", "mean", "fraction", total_loss));
            if of(Pair::InvestedLater)?.max() > 0.0 {
                figures.push(not_applicable(ROI_UNDISCOUNTED, "mean", "ratio", INVESTED_LATER));
            } else {
                figures.extend(returns(ROI_UNDISCOUNTED, &of(Pair::Return)?));
            }
            for (metric, basis) in
                [("payback_years", Basis::PresentValue), ("payback_years_undiscounted", Basis::Nominal)]
            {
                let within = of(Pair::PaidBack(basis))?.probability_above(0.5);
                let when = of(Pair::Payback(basis))?;
                figures.extend(payback(metric, years as f64, &when));
                let share = metric.replacen("payback_years", "prob_payback", 1);
                figures.push(figure(&share, "mean", "fraction", within));
            }
        }
    }
    Ok(Comparison { alternative: alternative.to_owned(), baseline: baseline.to_owned(), figures })
}

/// Why there is no return, by what the alternative needs more up front.
pub(super) fn no_investment(extra: &Distribution) -> Option<&'static str> {
    if extra.min() > 0.0 {
        None
    } else if extra.max() <= 0.0 {
        Some(NO_INVESTMENT)
    } else {
        Some(SOMETIMES_NO_INVESTMENT)
    }
}

/// A saving of zero is no missing event.
fn drop_note(figure: &mut Figure, saving: &Distribution) {
    if let FigureResult::Estimate { note, .. } = &mut figure.result {
        *note = None;
    }
    of_bins(figure, saving);
}

fn returns(metric: &str, ratios: &Distribution) -> Vec<Figure> {
    let mut figures = vec![figure(metric, "mean", "ratio", ratios.mean())];
    for (statistic, level) in QUANTILES {
        figures.push(figure(metric, statistic, "ratio", ratios.value_at_risk(level)));
    }
    figures.iter_mut().for_each(|figure| of_bins(figure, ratios));
    figures
}

/// ROI of exactly -100 %, up to rounding of sums of money: the investment saved nothing.
pub(super) fn is_total_loss(roi: f64) -> bool {
    (roi + 1.0).abs() < 1e-9
}

/// Median and mean time of payback; runs without payback count as later than any.
fn payback(metric: &str, horizon: f64, when: &Distribution) -> [Figure; 2] {
    let median = when.value_at_risk(0.5);
    let mut median = if median.value <= horizon {
        figure(metric, "p50", "years", median)
    } else {
        not_applicable(metric, "p50", "years", "half of the runs or more see no payback within the horizon")
    };
    of_bins(&mut median, when);
    let mean = if when.max() <= horizon {
        figure(metric, "mean", "years", when.mean())
    } else {
        not_applicable(metric, "mean", "years", NO_PAYBACK)
    };
    [median, mean]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        decision::{figures::find, runs::exact},
        stats::Sampling,
    };

    /// Compares over one year of which everything but the up-front cost is running cost.
    fn compared(tco: [&[f64]; 2], upfront: [&[f64]; 2]) -> (Comparison, Vec<f64>) {
        let owned = |pair: [&[f64]; 2]| pair.map(<[f64]>::to_vec);
        let extra = paired_difference(upfront[0], upfront[1]);
        let saving: Vec<f64> =
            paired_difference(tco[1], tco[0]).iter().zip(&extra).map(|(s, e)| s + e).collect();
        let paired = Paired {
            tco: owned(tco),
            tco_undiscounted: owned(tco),
            upfront: owned(upfront),
            saving_by_year: [vec![saving.clone()], vec![saving]],
            extra_at_start: extra,
        };
        let sampling = Sampling::independent(tco[0].len());
        let of = |pair| Ok(exact(&sampling, paired.column(pair))?.expect("all runs"));
        (compare(["a", "b"], 1, &of).unwrap(), paired.roi())
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
        let (comparison, roi) =
            compared([&[1_100.0, 1_000.0], &[1_000.0, 1_200.0]], [&[100.0; 2], &[0.0; 2]]);
        let value = |metric, statistic| find(&comparison.figures, metric, statistic).unwrap().value;
        assert_eq!(value("prob_total_loss", "mean"), 0.5);
        assert_eq!(value("prob_payback", "mean"), 0.5);
        assert_eq!(roi, [-1.0, 2.0]);
    }

    #[test]
    fn roi_needs_an_investment() {
        let (comparison, _) = compared([&[700.0], &[1_000.0]], [&[100.0], &[200.0]]);
        let roi = comparison.figures.iter().find(|figure| figure.metric == "roi").unwrap();
        assert!(matches!(&roi.result, FigureResult::NotApplicable { because } if because == NO_INVESTMENT));
    }
}
