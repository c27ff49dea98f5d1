//! Histograms of savings and returns.

use super::{Bin, Histogram, comparison::is_total_loss};
use crate::stats::{SampleError, Sampling};

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
    sampling: &Sampling,
) -> Result<Histogram, SampleError> {
    let apart = metric == "roi";
    let is_inside = |run: usize| !(apart && is_total_loss(values[run]));
    let total_loss = 1.0 - sampling.share(is_inside);
    let mut histogram = Histogram {
        alternative: alternative.to_owned(),
        label: label.to_owned(),
        baseline_label: baseline_label.to_owned(),
        metric,
        bins: Vec::new(),
        below: 0.0,
        above: 0.0,
        mass_at_total_loss: apart.then_some(total_loss),
        mean: sampling.mean(values),
        probability_positive: sampling.share(|run| values[run] > 0.0),
    };
    let Some(inside) = sampling.only(is_inside) else { return Ok(histogram) };
    let sample = inside.sample(values.to_vec())?;
    let [low, high] = SPAN.map(|level| sample.value_at_risk(level).value);
    // A single value gets one bin around it.
    let width = if high > low { (high - low) / BINS as f64 } else { (0.05 * low.abs()).max(1e-9) };
    let (low, count) = if high > low { (low, BINS) } else { (low - width / 2.0, 1) };
    let mut weights = vec![0.0; count];
    let (mut below, mut above) = (0.0, 0.0);
    for (run, value) in values.iter().enumerate() {
        let position = (value - low) / width;
        let place = if position < 0.0 {
            &mut below
        } else if *value > high.max(low + width * count as f64) {
            &mut above
        } else {
            &mut weights[(position as usize).min(count - 1)]
        };
        *place += inside.weight(run);
    }
    let total = sampling.total_weight();
    let edge = |index: usize| low + width * index as f64;
    histogram.bins = weights
        .iter()
        .enumerate()
        .map(|(index, weight)| Bin { low: edge(index), high: edge(index + 1), probability: weight / total })
        .collect();
    (histogram.below, histogram.above) = (below / total, above / total);
    Ok(histogram)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(histogram: &Histogram) -> f64 {
        let bins: f64 = histogram.bins.iter().map(|bin| bin.probability).sum();
        bins + histogram.below + histogram.above + histogram.mass_at_total_loss.unwrap_or(0.0)
    }

    fn of(metric: &'static str, values: &[f64]) -> Histogram {
        histogram("a", "A", "B", metric, values, &Sampling::independent(values.len())).unwrap()
    }

    #[test]
    fn shares_add_up() {
        let values: Vec<f64> = (0..10_000).map(|i| f64::from(i).sqrt()).collect();
        let saving = of("saving", &values);
        assert!((total(&saving) - 1.0).abs() < 1e-12);
        assert!(saving.below > 0.0 && saving.above > 0.0);
    }

    #[test]
    fn total_losses_stand_apart() {
        let roi = of("roi", &[-1.0, -1.0, -1.0, 2.0]);
        assert_eq!(roi.mass_at_total_loss, Some(0.75));
        assert_eq!((roi.bins.len(), roi.bins[0].probability), (1, 0.25));
        let all = of("roi", &[-1.0]);
        assert_eq!((all.bins.len(), all.mass_at_total_loss), (0, Some(1.0)));
    }

    #[test]
    fn one_value_is_one_bin() {
        let one = of("saving", &[5.0; 10]);
        assert_eq!((one.bins.len(), one.bins[0].probability), (1, 1.0));
        assert!((total(&one) - 1.0).abs() < 1e-12);
    }
}
