//! The data of the histograms: usable bins, the bars that must be cut, and what to say about them.

use crate::decision::{Bin, FigureResult, Findings, Histogram};
use crate::units::format_percent;

use super::headline::short;
use super::scale::{money, thousands};

/// What a histogram is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Subject {
    /// Dollars saved against the baseline.
    Saving,
    /// Return on investment.
    Return,
}

impl Subject {
    /// Name in the findings.
    pub(super) fn metric(self) -> &'static str {
        if self == Subject::Saving { "saving" } else { "roi" }
    }

    /// A value in words.
    pub(super) fn value(self, value: f64) -> String {
        match self {
            Subject::Saving => money(value),
            Subject::Return => format_return(value),
        }
    }

    /// In how many runs the alternative wins, and in how many it does not.
    pub(super) fn shares(self, positive: f64) -> [String; 2] {
        let (won, lost) = (format_percent(positive), format_percent(1.0 - positive));
        match self {
            Subject::Saving => [format!("cheaper in {won} of runs"), format!("not cheaper in {lost}")],
            Subject::Return => [format!("pays off in {won} of runs"), format!("does not in {lost}")],
        }
    }
}

/// A return: 3.2 is 320 %.
pub(super) fn format_return(value: f64) -> String {
    let percent = 100.0 * value;
    if !value.is_finite() || percent.abs() < 99.5 {
        return format_percent(value);
    }
    if percent.abs() >= 1e7 {
        return format!("{} %", money(percent).replace('$', ""));
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{} %", thousands(percent.abs().round() as u64))
}

/// A histogram as it is drawn.
pub(super) struct Row<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub baseline: &'a str,
    /// Those that are numbers.
    pub bins: Vec<Bin>,
    pub mean: f64,
    pub positive: f64,
    /// Share of runs below and above the bins.
    pub beyond: (f64, f64),
    /// Share of runs in which the investment saved nothing.
    pub nothing_saved: Option<f64>,
    /// The share at which bars are cut.
    pub cut: f64,
}

impl Row<'_> {
    /// Lower end of the first and upper end of the last bin; zero lies between. Bins that are zero but for
    /// rounding have no span.
    pub(super) fn span(&self, subject: Subject) -> (f64, f64) {
        let low = self.bins.iter().map(|bin| bin.low).fold(0.0, f64::min);
        let high = self.bins.iter().map(|bin| bin.high).fold(0.0, f64::max);
        // A cent, or a ten-thousandth of a percent.
        let least = if subject == Subject::Saving { 0.01 } else { 1e-6 };
        if high - low < least { (0.0, 0.0) } else { (low, high) }
    }
}

/// The histograms of a subject that have anything to draw.
pub(super) fn rows(findings: &Findings, subject: Subject) -> Vec<Row<'_>> {
    let wanted = findings.histograms.iter().filter(|histogram| histogram.metric == subject.metric());
    wanted.map(row).filter(|row| !row.bins.is_empty() || row.nothing_saved.is_some()).collect()
}

fn row(histogram: &Histogram) -> Row<'_> {
    let share = |share: f64| if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    // Beyond 1e290 the width of an axis is no number.
    let drawable = |end: f64| end.is_finite() && end.abs() <= 1e290;
    let usable = |bin: &&Bin| {
        drawable(bin.low) && drawable(bin.high) && bin.low <= bin.high && bin.probability.is_finite()
    };
    let bins: Vec<Bin> = histogram.bins.iter().filter(usable).copied().collect();
    let nothing_saved = histogram.mass_at_total_loss.map(share).filter(|share| *share > 0.0);
    Row {
        name: &histogram.alternative,
        label: &histogram.label,
        baseline: &histogram.baseline_label,
        cut: cut(bins.iter().map(|bin| bin.probability).chain(nothing_saved)),
        bins,
        mean: histogram.mean,
        positive: share(histogram.probability_positive),
        beyond: (share(histogram.below), share(histogram.above)),
        nothing_saved,
    }
}

/// The share at which bars are cut: where up to three bars tower over all others, a little above the tallest
/// of the others, else above the tallest of all.
fn cut(shares: impl Iterator<Item = f64>) -> f64 {
    const TOWERS: f64 = 5.0;
    let mut shares: Vec<f64> = shares.filter(|share| *share > 0.0).collect();
    shares.sort_by(|one, other| other.total_cmp(one));
    let next = shares.windows(2).take(3).find(|pair| pair[0] > TOWERS * pair[1]).map(|pair| pair[1]);
    1.15 * next.or(shares.first().copied()).unwrap_or(1.0)
}

/// Why alternatives have no return on investment, a sentence for each reason.
pub(super) fn without_return(findings: &Findings) -> Vec<String> {
    let label = |name: &str| {
        let known = findings.alternatives.iter().find(|alternative| alternative.name == name);
        short(known.map_or(name, |alternative| &alternative.label))
    };
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for comparison in &findings.comparisons {
        let roi =
            comparison.figures.iter().find(|figure| figure.metric == "roi" && figure.statistic == "mean");
        let Some(FigureResult::NotApplicable { because }) = roi.map(|figure| &figure.result) else {
            continue;
        };
        let name = label(&comparison.alternative);
        match reasons.iter_mut().find(|(reason, _)| reason == because) {
            Some((_, names)) => names.push(name),
            None => reasons.push((because, vec![name])),
        }
    }
    let sentence = |(because, names): &(&str, Vec<String>)| {
        format!("{}: not applicable, because {because}.", names.join("; "))
    };
    reasons.iter().map(sentence).collect()
}
