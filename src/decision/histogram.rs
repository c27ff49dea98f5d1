//! Histograms of savings and returns.

use super::{Bin, Histogram, runs::Distribution};

const BINS: usize = 40;
/// The bins span these quantiles; what lies beyond is counted apart.
pub(super) const SPAN: [f64; 2] = [0.025, 0.975];

/// A histogram of a quantity on round-free equal bins between the outer quantiles. `inside` is the quantity in the share
/// `share_inside` of the runs that the bins are made of: all of them, or for a return those in which not everything is lost.
pub(super) fn histogram(
    [alternative, label, baseline_label]: [&str; 3],
    metric: &'static str,
    all: &Distribution,
    inside: Option<(&Distribution, f64)>,
) -> Histogram {
    let share_inside = inside.map_or(0.0, |(_, share)| share);
    let mut histogram = Histogram {
        alternative: alternative.to_owned(),
        label: label.to_owned(),
        baseline_label: baseline_label.to_owned(),
        metric,
        bins: Vec::new(),
        below: 0.0,
        above: 0.0,
        mass_at_total_loss: (metric == "roi").then_some(1.0 - share_inside),
        mean: all.mean_value(),
        probability_positive: all.probability_above(0.0).value,
    };
    let Some((inside, _)) = inside else { return histogram };
    let [low, high] = SPAN.map(|level| inside.quantile(level));
    // A single value gets one bin around it.
    let width = if high > low { (high - low) / BINS as f64 } else { (0.05 * low.abs()).max(1e-9) };
    let (low, count) = if high > low { (low, BINS) } else { (low - width / 2.0, 1) };
    let edge = |index: usize| low + width * index as f64;
    let mut shares = vec![0.0; count];
    match inside {
        Distribution::Exact(sample) => {
            let last = high.max(low + width * count as f64);
            let (mut below, mut above) = (0.0, 0.0);
            for (run, value) in sample.values().iter().enumerate() {
                let position = (value - low) / width;
                let place = if position < 0.0 {
                    &mut below
                } else if *value > last {
                    &mut above
                } else {
                    &mut shares[(position as usize).min(count - 1)]
                };
                *place += sample.weight(run);
            }
            let total = all.total_weight();
            shares.iter_mut().for_each(|weight| *weight /= total);
            (histogram.below, histogram.above) = (below / total, above / total);
        }
        Distribution::Binned(binned) => {
            let edges: Vec<f64> = (0..=count).map(edge).collect();
            let ends = [edges[0].min(binned.min()), edges[count].max(binned.max())];
            shares = binned.shares_between(&edges).iter().map(|share| share * share_inside).collect();
            let beyond = |from: f64, to: f64| {
                if from < to { binned.shares_between(&[from, to])[0] * share_inside } else { 0.0 }
            };
            (histogram.below, histogram.above) = (beyond(ends[0], edges[0]), beyond(edges[count], ends[1]));
        }
    }
    let bin = |(index, probability)| Bin { low: edge(index), high: edge(index + 1), probability };
    histogram.bins = shares.into_iter().enumerate().map(bin).collect();
    histogram
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{decision::comparison::is_total_loss, stats::Sampling};

    fn total(histogram: &Histogram) -> f64 {
        let bins: f64 = histogram.bins.iter().map(|bin| bin.probability).sum();
        bins + histogram.below + histogram.above + histogram.mass_at_total_loss.unwrap_or(0.0)
    }

    fn of(metric: &'static str, values: &[f64]) -> Histogram {
        let sampling = Sampling::independent(values.len());
        let all = Distribution::Exact(sampling.sample(values.to_vec()).unwrap());
        let some = sampling.only(|run| metric != "roi" || !is_total_loss(values[run]));
        let inside = some.map(|some| Distribution::Exact(some.sample(values.to_vec()).unwrap()));
        let inside = inside.as_ref().map(|inside| (inside, inside.total_weight() / values.len() as f64));
        histogram(["a", "A", "B"], metric, &all, inside)
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
