//! Histograms of savings and returns.

use super::{Bin, Histogram, comparison::is_total_loss};
use crate::stats::{Sample, SampleError, sum};

const BINS: usize = 40;
/// The bins span these quantiles; what lies beyond is counted apart.
const SPAN: [f64; 2] = [0.025, 0.975];

/// A histogram of `values`, one per run, on round-free equal bins between the outer quantiles.
pub(super) fn histogram(
    alternative: &str,
    label: &str,
    baseline_label: &str,
    metric: &'static str,
    values: &[f64],
) -> Result<Histogram, SampleError> {
    let runs = values.len() as f64;
    let apart = metric == "roi";
    let inside: Vec<f64> = values.iter().copied().filter(|value| !(apart && is_total_loss(*value))).collect();
    let total_loss = 1.0 - inside.len() as f64 / runs;
    let mut histogram = Histogram {
        alternative: alternative.to_owned(),
        label: label.to_owned(),
        baseline_label: baseline_label.to_owned(),
        metric,
        bins: Vec::new(),
        below: 0.0,
        above: 0.0,
        mass_at_total_loss: apart.then_some(total_loss),
        mean: sum(values.iter().copied()) / runs,
        probability_positive: values.iter().filter(|value| **value > 0.0).count() as f64 / runs,
    };
    if inside.is_empty() {
        return Ok(histogram);
    }
    let sample = Sample::new(inside)?;
    let [low, high] = SPAN.map(|level| sample.value_at_risk(level).value);
    // A single value gets one bin around it.
    let width = if high > low { (high - low) / BINS as f64 } else { (0.05 * low.abs()).max(1e-9) };
    let (low, count) = if high > low { (low, BINS) } else { (low - width / 2.0, 1) };
    let mut counts = vec![0_u64; count];
    let (mut below, mut above) = (0_u64, 0_u64);
    for value in sample.values() {
        let position = (value - low) / width;
        if position < 0.0 {
            below += 1;
        } else if *value > high.max(low + width * count as f64) {
            above += 1;
        } else {
            counts[(position as usize).min(count - 1)] += 1;
        }
    }
    let edge = |index: usize| low + width * index as f64;
    histogram.bins = counts
        .iter()
        .enumerate()
        .map(|(index, count)| Bin {
            low: edge(index),
            high: edge(index + 1),
            probability: *count as f64 / runs,
        })
        .collect();
    (histogram.below, histogram.above) = (below as f64 / runs, above as f64 / runs);
    Ok(histogram)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(histogram: &Histogram) -> f64 {
        let bins: f64 = histogram.bins.iter().map(|bin| bin.probability).sum();
        bins + histogram.below + histogram.above + histogram.mass_at_total_loss.unwrap_or(0.0)
    }

    #[test]
    fn shares_add_up() {
        let values: Vec<f64> = (0..10_000).map(|i| f64::from(i).sqrt()).collect();
        let saving = histogram("a", "A", "B", "saving", &values).unwrap();
        assert!((total(&saving) - 1.0).abs() < 1e-12);
        assert!(saving.below > 0.0 && saving.above > 0.0);
    }

    #[test]
    fn total_losses_stand_apart() {
        let roi = histogram("a", "A", "B", "roi", &[-1.0, -1.0, -1.0, 2.0]).unwrap();
        assert_eq!(roi.mass_at_total_loss, Some(0.75));
        assert_eq!((roi.bins.len(), roi.bins[0].probability), (1, 0.25));
        let all = histogram("a", "A", "B", "roi", &[-1.0]).unwrap();
        assert_eq!((all.bins.len(), all.mass_at_total_loss), (0, Some(1.0)));
    }

    #[test]
    fn one_value_is_one_bin() {
        let one = histogram("a", "A", "B", "saving", &[5.0; 10]).unwrap();
        assert_eq!((one.bins.len(), one.bins[0].probability), (1, 1.0));
        assert!((total(&one) - 1.0).abs() < 1e-12);
    }
}
