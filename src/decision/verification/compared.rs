//! One column of runs beside its exact law.

use super::VerifiedLine;
use crate::{
    exact::{Exact, Largest, Law, Reason},
    stats::{Estimate, Sample, SampleError},
};

/// Fewer events or runs in a tail than this say nothing.
const LEAST: f64 = 30.0;
/// Share of the expected square that the 30 largest runs may be expected to carry: beyond it the mean hangs on a
/// few runs, and its distance in standard errors is not normal.
const MOST_OF_FEW: f64 = 0.75;

/// Relative error bound of quantiles to aim at: small beside the error of any simulation.
const TOLERANCE: f64 = 1e-4;
/// Standard deviation over mean of runs with a loss that stands for the same where only moments are known.
const MOST_VARIATION: f64 = 3.0;

const QUANTILES: [(&str, f64); 6] =
    [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p99.5", 0.995), ("p99.9", 0.999)];
const TAILS: [(&str, f64); 2] = [("tvar95", 0.95), ("tvar99", 0.99)];
/// Return periods of the exceedance curves, in years.
const RETURN_PERIODS: [(&str, f64); 5] = [
    ("return_2_years", 2.0),
    ("return_10_years", 10.0),
    ("return_50_years", 50.0),
    ("return_100_years", 100.0),
    ("return_250_years", 250.0),
];

/// One value per run.
pub(super) struct Runs {
    sample: Sample,
    sorted: Vec<f64>,
}

/// A line about a metric without exact value.
pub(super) fn without(statistic: &'static str, reason: &Reason) -> VerifiedLine {
    VerifiedLine { note: Some(format!("not exact: {reason}")), ..line(statistic) }
}

/// The line with its metric.
pub(super) fn named(line: VerifiedLine, metric: &str, unit: &'static str) -> VerifiedLine {
    let unit = if line.statistic == "prob_any" { "fraction" } else { unit };
    VerifiedLine { metric: metric.to_owned(), unit, ..line }
}

fn line(statistic: &'static str) -> VerifiedLine {
    VerifiedLine {
        alternative: String::new(),
        metric: String::new(),
        statistic,
        unit: "usd",
        simulated: None,
        std_error: None,
        exact: None,
        error_bound: None,
        z: None,
        judged: false,
        note: None,
    }
}

/// A simulated mean or share beside its exact value.
fn distance(statistic: &'static str, simulated: f64, exact: Exact, std_error: f64) -> VerifiedLine {
    let apart = simulated - exact.value;
    // Sums of many runs round; what is certain must agree to nine digits.
    let rounding = 1e-9 * exact.value.abs() + exact.error_bound;
    let z = if apart.abs() <= rounding { 0.0 } else { (apart.abs() - rounding).copysign(apart) / std_error };
    VerifiedLine {
        simulated: Some(simulated),
        std_error: Some(std_error),
        exact: Some(exact.value),
        error_bound: Some(exact.error_bound),
        z: Some(z),
        judged: true,
        ..line(statistic)
    }
}

/// Takes the judgement from a line where there is a reason to.
fn unless(line: VerifiedLine, reason: Option<String>) -> VerifiedLine {
    match reason {
        Some(reason) => VerifiedLine { judged: false, note: Some(reason), ..line },
        None => line,
    }
}

/// Why a tail of so many expected runs (or years) says nothing.
fn too_few(expected: f64, what: &str) -> Option<String> {
    (expected < LEAST).then(|| format!("not judged: {expected:.1} {what} expected, 30 are the least"))
}

impl Runs {
    pub fn new(values: Vec<f64>) -> Result<Self, SampleError> {
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        Ok(Runs { sample: Sample::new(values)?, sorted })
    }

    /// Statistics beside those of a law; only means and chances where the column is no money.
    pub fn beside(&self, law: &Law, with_tails: bool) -> Vec<VerifiedLine> {
        let runs = self.sorted.len() as f64;
        let moments = law.moments();
        let exact = |value: f64| Exact { value, error_bound: 1e-12 * value.abs() };
        let any = law.probability_of_any();
        let rare = too_few(runs * any, "runs with an event");
        let heavy = heavy(law, runs);
        let mean = distance(
            "mean",
            self.sample.mean().value,
            exact(moments.mean),
            (moments.variance.max(0.0) / runs).sqrt(),
        );
        let reason = if any > 0.0 { rare.clone().or_else(|| heavy.clone()) } else { None };
        let mut lines = vec![unless(mean, reason.clone())];
        if any > 0.0 {
            let share = self.sample.probability_above(0.0).value;
            let line = distance("prob_any", share, exact(any), (any * (1.0 - any) / runs).sqrt());
            let certain = if any < 1.0 { runs * (1.0 - any) } else { runs };
            lines.push(unless(line, rare.or_else(|| too_few(certain, "runs without an event"))));
        }
        if !with_tails || any <= 0.0 {
            return lines;
        }
        let tails = match law.tails(&QUANTILES.map(|(_, level)| level), TOLERANCE) {
            Ok(tails) => tails,
            Err(reason) => {
                lines.push(without("quantiles", &reason));
                return lines;
            }
        };
        for ((statistic, level), tail) in QUANTILES.into_iter().zip(&tails) {
            let (below, upto) = self.shares(tail.quantile);
            let simulated = self.sample.value_at_risk(level);
            let shares = Shares { below, upto, level, std_error: share_error(level, runs) };
            let line = quantile(statistic, simulated, tail.quantile, shares);
            let least = runs * level.min(1.0 - level);
            lines.push(unless(line, too_few(least, "runs beyond it")));
        }
        for (statistic, level) in TAILS {
            let Some(tail) = tails.iter().find(|tail| tail.level == level) else { continue };
            let Some(exact) = tail.mean_beyond else { continue };
            let simulated = self.sample.tail_value_at_risk(level).value;
            let line = distance(statistic, simulated, exact, tail.spread_beyond / runs.sqrt());
            lines.push(unless(
                line,
                too_few(runs * (1.0 - level), "runs beyond it").or_else(|| reason.clone()),
            ));
        }
        lines
    }

    /// Shares of the runs surely below and possibly up to an exact value.
    fn shares(&self, exact: Exact) -> (f64, f64) {
        let slack = exact.error_bound + 1e-9 * exact.value.abs();
        let count = |wanted: &dyn Fn(f64) -> bool| self.sorted.partition_point(|value| wanted(*value)) as f64;
        let runs = self.sorted.len() as f64;
        let (low, high) = (exact.value - slack, exact.value + slack);
        (count(&|value| value < low) / runs, count(&|value| value <= high) / runs)
    }
}

/// Why a mean cannot be judged by its standard error.
fn heavy(law: &Law, runs: f64) -> Option<String> {
    if !law.moments().variance.is_finite() {
        return Some(format!("not judged: {}", Reason::InfiniteVariance));
    }
    let (moments, any) = (law.moments(), law.probability_of_any());
    if !law.is_whole() {
        let square = (moments.variance + moments.mean * moments.mean) / any;
        let mean = moments.mean / any;
        let ratio = (square / (mean * mean) - 1.0).max(0.0).sqrt();
        return (ratio > MOST_VARIATION).then(|| {
            format!("not judged: where there is a loss, its standard deviation is {ratio:.1} times its mean")
        });
    }
    let of_few = law.square_beyond(1.0 - (LEAST / runs).min(1.0))?;
    (of_few > MOST_OF_FEW)
        .then(|| format!("not judged: {:.0} % of its variance come from 30 runs", 100.0 * of_few))
}

/// Shares of the runs surely below and possibly up to an exact quantile, its level, and the standard error of a
/// share.
struct Shares {
    below: f64,
    upto: f64,
    level: f64,
    std_error: f64,
}

/// Standard error of the share of runs up to a quantile.
fn share_error(level: f64, runs: f64) -> f64 {
    (level * (1.0 - level) / runs).sqrt()
}

/// A quantile: the share of runs below it must not be above its level, that up to it not below.
fn quantile(
    statistic: &'static str,
    simulated: Estimate,
    exact: Exact,
    Shares { below, upto, level, std_error }: Shares,
) -> VerifiedLine {
    // More runs below than there should be: the simulated quantile is too low.
    let apart = if below > level {
        level - below
    } else if upto < level {
        level - upto
    } else {
        0.0
    };
    VerifiedLine {
        simulated: Some(simulated.value),
        std_error: simulated.std_error,
        exact: Some(exact.value),
        error_bound: Some(exact.error_bound),
        z: Some(if apart == 0.0 { 0.0 } else { apart / std_error }),
        judged: true,
        ..line(statistic)
    }
}

/// Exact values of an exceedance curve.
pub(super) fn quantiles(law: &Law) -> Result<Vec<Exact>, Reason> {
    let levels = RETURN_PERIODS.map(|(_, years)| 1.0 - 1.0 / years);
    Ok(law.tails(&levels, TOLERANCE)?.into_iter().map(|tail| tail.quantile).collect())
}

/// The same of the largest events.
pub(super) fn largest(law: &Largest) -> Vec<Exact> {
    RETURN_PERIODS.iter().map(|(_, years)| law.exceeded_with(1.0 / years)).collect()
}

/// One value per year and run.
pub(super) struct Years {
    columns: Vec<Vec<f64>>,
    pooled: Runs,
}

impl Years {
    pub fn new(columns: Vec<Vec<f64>>) -> Result<Self, SampleError> {
        Ok(Years { pooled: Runs::new(columns.concat())?, columns })
    }

    /// Points of the curve beside exact ones.
    pub fn beside(&self, exact: &[Exact]) -> Vec<VerifiedLine> {
        let cells = self.pooled.sorted.len() as f64;
        let of_point = |((statistic, period), exact): (&(&'static str, f64), &Exact)| {
            let level = 1.0 - 1.0 / period;
            let simulated = self.pooled.sample.value_at_risk(level);
            let std_error = self.share_error(exact.value).max(share_error(level, cells));
            let (below, upto) = self.pooled.shares(*exact);
            let line = quantile(statistic, simulated, *exact, Shares { below, upto, level, std_error });
            unless(line, too_few(cells / period, "years beyond it"))
        };
        RETURN_PERIODS.iter().zip(exact).map(of_point).collect()
    }

    /// Standard error of the share of years above a value, the years of a run counted together.
    fn share_error(&self, value: f64) -> f64 {
        let years = self.columns.len() as f64;
        let of_run = |run: usize| self.columns.iter().filter(|year| year[run] > value).count() as f64 / years;
        let runs = self.columns.first().map_or(0, Vec::len);
        let (mut sum, mut squares) = (0.0, 0.0);
        for share in (0..runs).map(of_run) {
            (sum, squares) = (sum + share, squares + share * share);
        }
        let count = runs as f64;
        let mean = sum / count;
        ((squares / count - mean * mean).max(0.0) / count).sqrt()
    }
}
