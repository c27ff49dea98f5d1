//! The data of the loss exceedance chart: curves, the span of the axes, the loss of a rare year.

use crate::decision::{CrediblePoint, ExceedanceCurve, ExceedancePoint, Findings};
use crate::units::format_usd;

use super::placement::Area;
use super::scale::{Axis, linear_ticks, round_to_125};

/// Which loss of a year the chart shows, and on which axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LossView {
    /// The total of the year (AEP), or the largest single event (OEP).
    pub total: bool,
    /// Whether the loss axis is logarithmic; the axis of probabilities always is.
    pub logarithmic: bool,
    /// Whether curve and band are the middle and the ends over draws of what is uncertain, not the pooled curve and its
    /// sampling interval.
    pub credible: bool,
}

impl LossView {
    /// The total of the year on a logarithmic axis: the picture that a report shows first.
    pub const DEFAULT: LossView = LossView { total: true, logarithmic: true, credible: false };

    /// `aep` or `oep`, as in `exceedance.csv`.
    pub fn kind(self) -> &'static str {
        if self.total { "aep" } else { "oep" }
    }
}

/// A curve as it is drawn.
pub(super) struct Curve<'a> {
    /// Words for people.
    pub label: &'a str,
    /// Place of the alternative in the scenario: decides colour, dash and marker.
    pub look: usize,
    /// Probability of any loss in a year.
    pub probability_of_any: f64,
    /// All points of the findings that are numbers.
    pub all: Vec<ExceedancePoint>,
    /// Those with a loss.
    pub drawn: Vec<ExceedancePoint>,
}

/// The curves to draw, without points that are no numbers.
pub(super) fn curves(findings: &Findings, view: LossView) -> Vec<Curve<'_>> {
    let wanted = |curve: &&ExceedanceCurve| curve.kind == view.kind() && curve.period == "average_year";
    let wanted = findings.exceedance.iter().filter(wanted);
    wanted
        .enumerate()
        .map(|(place, curve)| {
            let usable = |point: &&ExceedancePoint| {
                point.loss_usd.is_finite() && point.probability > 0.0 && point.probability <= 1.0
            };
            let points = if view.credible { credible(findings, curve) } else { curve.points.clone() };
            let all: Vec<ExceedancePoint> = points.iter().filter(usable).copied().collect();
            let named = findings.alternatives.iter().position(|other| other.name == curve.alternative);
            Curve {
                label: &curve.label,
                look: named.unwrap_or(place),
                probability_of_any: curve.probability_of_any,
                drawn: all.iter().filter(|point| point.loss_usd > 0.0).copied().collect(),
                all,
            }
        })
        .collect()
}

/// The middle of a curve over the draws of what is uncertain, with the band that holds nine draws in ten.
fn credible(findings: &Findings, curve: &ExceedanceCurve) -> Vec<ExceedancePoint> {
    let all = findings.nested.iter().flat_map(|nested| &nested.curves);
    let same = all.filter(|one| {
        one.alternative == curve.alternative && one.kind == curve.kind && one.period == curve.period
    });
    let points = same.flat_map(|one| &one.points);
    let point = |point: &CrediblePoint| ExceedancePoint {
        probability: point.probability,
        return_period_years: point.return_period_years,
        loss_usd: point.p50_usd,
        low_usd: Some(point.p5_usd),
        high_usd: Some(point.p95_usd),
    };
    points.map(point).collect()
}

/// The values that the axes span.
pub(super) struct Domain {
    /// Losses in dollars.
    pub loss: (f64, f64),
    /// Yearly probabilities.
    pub probability: (f64, f64),
    /// Whether the loss axis is logarithmic.
    pub logarithmic: bool,
}

impl Domain {
    /// Room for every curve; `None` if there is no loss to draw.
    pub(super) fn of(curves: &[Curve], logarithmic: bool) -> Option<Domain> {
        let points = || curves.iter().flat_map(|curve| &curve.drawn);
        let extreme = |values: &mut dyn Iterator<Item = f64>, pick: fn(f64, f64) -> f64| values.reduce(pick);
        let least = extreme(&mut points().map(|point| point.loss_usd), f64::min)?;
        let largest = extreme(&mut points().map(|point| point.loss_usd), f64::max)?;
        // The bands may widen the picture, but not by more than a factor of three.
        let bound = points().filter_map(|point| point.high_usd).fold(largest, f64::max).min(3.0 * largest);
        // Seven decades at most: what is smaller does not matter beside the largest loss.
        let low = round_to_125((least / 1.25).max(largest / 1e7), false);
        let high = round_to_125(1.15 * bound, true).max(10.0 * low);
        let rarest = extreme(&mut points().map(|point| point.probability), f64::min)?;
        let any = curves.iter().filter(|curve| starts_at_once(curve)).map(|curve| curve.probability_of_any);
        let seen =
            points().filter(|point| !logarithmic || point.loss_usd >= low).map(|point| point.probability);
        let likeliest = extreme(&mut seen.chain(any), f64::max)?;
        let top = round_to_125((1.2 * likeliest).min(1.0), true).min(1.0);
        let bottom = round_to_125(rarest.max(1e-9), false).min(top / 10.0);
        let loss = if logarithmic {
            (low, high)
        } else {
            (0.0, linear_ticks(0.0, 1.03 * bound).last().copied().unwrap_or(high))
        };
        Some(Domain { loss, probability: (bottom, top), logarithmic })
    }

    /// The horizontal and the vertical axis.
    pub(super) fn axes(&self, plot: &Area) -> (Axis, Axis) {
        let scale = if self.logarithmic { Axis::logarithmic } else { Axis::linear };
        (
            scale(self.loss.0, self.loss.1, plot.left, plot.right),
            Axis::logarithmic(self.probability.0, self.probability.1, plot.bottom, plot.top),
        )
    }
}

/// Whether the smallest possible loss is a fixed amount, so that the curve is level up to that amount.
pub(super) fn starts_at_once(curve: &Curve) -> bool {
    let same = |ends: &[ExceedancePoint]| (ends[1].loss_usd / ends[0].loss_usd - 1.0).abs() < 1e-9;
    let above_first = curve.drawn.first().is_some_and(|first| curve.probability_of_any >= first.probability);
    above_first && curve.probability_of_any <= 1.0 && curve.drawn.windows(2).next().is_some_and(same)
}

/// Losses and probabilities with a corner wherever the curve leaves or reaches a fixed amount: a slope there
/// would show losses that cannot happen.
pub(super) fn with_steps(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let same =
        |one: usize, other: usize| (points[one].0 - points[other].0).abs() <= 1e-9 * points[other].0.abs();
    let mut stepped = Vec::with_capacity(points.len());
    for (index, point) in points.iter().enumerate() {
        let leaves = index >= 2 && same(index - 2, index - 1);
        let reaches = index >= 1 && index + 1 < points.len() && same(index, index + 1);
        if (leaves || reaches) && !same(index - 1, index) {
            stepped.push((points[index - 1].0, point.1));
        }
        stepped.push(*point);
    }
    stepped
}

/// The loss that a curve reaches with a probability: `None` if the points do not say.
pub(super) fn loss_at(curve: &Curve, probability: f64) -> Option<f64> {
    if curve.drawn.is_empty() && curve.probability_of_any <= 0.0 {
        return Some(0.0);
    }
    let same = |point: &&ExceedancePoint| (point.probability / probability - 1.0).abs() < 1e-9;
    if let Some(point) = curve.all.iter().find(same) {
        return Some(point.loss_usd.max(0.0));
    }
    if probability >= curve.probability_of_any {
        return Some(0.0);
    }
    let around = curve
        .all
        .windows(2)
        .find(|ends| ends[0].probability > probability && probability > ends[1].probability)?;
    let (more, less) = (&around[0], &around[1]);
    if more.loss_usd <= 0.0 || less.loss_usd <= 0.0 {
        return (less.loss_usd <= 0.0).then_some(0.0);
    }
    let share = (more.probability / probability).ln() / (more.probability / less.probability).ln();
    Some((more.loss_usd.ln() + share * (less.loss_usd / more.loss_usd).ln()).exp())
}

/// A loss in a sentence.
pub(super) fn lost(loss_usd: f64) -> String {
    if loss_usd > 0.0 { format!("{} or more", format_usd(loss_usd)) } else { "nothing".to_owned() }
}
