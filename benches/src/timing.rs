//! Wall time and time on a processor, spreads, ratios.

use std::{fs, time::Instant};

use rayon::ThreadPool;

/// What one repetition took, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// On the clock.
    pub wall: f64,
    /// On processors, by all threads of the pool together: what other programs took in between is not in it.
    /// `None` where the system does not tell.
    pub processor: Option<f64>,
}

/// Does `work` on `pool` and says what it took.
pub fn time<T: Send>(pool: &ThreadPool, work: impl FnOnce() -> T + Send) -> (Spent, T) {
    let before = on_processor(pool);
    let started = Instant::now();
    let done = pool.install(work);
    let wall = started.elapsed().as_secs_f64();
    let processor = on_processor(pool).zip(before).map(|(after, before)| after - before);
    (Spent { wall, processor }, done)
}

/// Seconds that the threads of `pool` have had so far. Linux counts each thread's nanoseconds.
fn on_processor(pool: &ThreadPool) -> Option<f64> {
    let of_thread = || -> Option<f64> {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    };
    let nanoseconds: Option<f64> = pool.broadcast(|_| of_thread()).into_iter().sum();
    nanoseconds.map(|nanoseconds| nanoseconds * 1e-9)
}

/// The repetitions of one measurement, each divided by the number of runs in it, in seconds.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// On the clock.
    pub wall: Vec<f64>,
    /// On processors; empty where the system does not tell.
    pub processor: Vec<f64>,
}

impl Series {
    /// Adds a repetition of `runs` runs.
    pub fn push(&mut self, spent: Spent, runs: u64) {
        self.wall.push(spent.wall / runs as f64);
        self.processor.extend(spent.processor.map(|seconds| seconds / runs as f64));
    }

    /// Time on a processor where it is known, else on the clock: for work on one thread.
    pub fn best(&self) -> &[f64] {
        if self.processor.is_empty() { &self.wall } else { &self.processor }
    }
}

/// The least, middle and largest of some repetitions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The least.
    pub least: f64,
    /// The median.
    pub median: f64,
    /// The largest.
    pub most: f64,
}

impl Spread {
    /// Of values; NaN without any.
    pub fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |position: usize| sorted.get(position).copied().unwrap_or(f64::NAN);
        let count = sorted.len();
        Spread {
            least: at(0),
            median: 0.5 * (at(count.saturating_sub(1) / 2) + at(count / 2)),
            most: at(count.saturating_sub(1)),
        }
    }

    /// The three as cells of a Markdown row, in units of `unit`.
    pub fn cells(&self, unit: f64) -> String {
        [self.least, self.median, self.most].map(|value| digits(value / unit)).join(" | ")
    }
}

/// Ratios of repetitions that were made in turn.
pub fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(above, below)| above / below).collect()
}

/// Three significant digits; a dash for what was not measured.
pub fn digits(value: f64) -> String {
    match value.abs() {
        _ if value.is_nan() => "–".to_owned(),
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_of_few() {
        assert_eq!(Spread::of(&[3.0, 1.0]), Spread { least: 1.0, median: 2.0, most: 3.0 });
        assert_eq!(Spread::of(&[3.0, 1.0, 7.0]), Spread { least: 1.0, median: 3.0, most: 7.0 });
        assert!(Spread::of(&[]).median.is_nan());
    }

    #[test]
    fn time_on_a_processor_is_at_most_the_threads_share() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let (spent, sum) = time(&pool, || (0..1_000_000).map(f64::from).map(f64::sqrt).sum::<f64>());
        assert!(sum > 0.0 && spent.wall > 0.0);
        assert!(spent.processor.is_none_or(|processor| processor <= spent.wall + 0.02));
    }
}
