//! The uniforms of one event, by purpose: each a pure function of (stream, run, event), made when asked for.

use super::streams::Stream;
use crate::{
    dist::{normal_cdf, normal_quantile},
    model::blast::SpreadMarks,
};

/// Draws of one event are numbered within its own range of this many counters.
const COUNTERS_PER_EVENT_BITS: u32 = 8;
/// First counter of the draws that split exposed tenants over tiers; the last purpose, as tiers are an open set.
const FIRST_SPLIT: u64 = 16;

/// Purposes of draws, each a counter within the event's range that gives two uniforms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Arrival = 0,
    PlaceAndPool = 1,
    SeverityAndUnit = 2,
    ShareAndSpread = 3,
    Records = 4,
    FineAndOthers = 5,
    ChurnAndResponse = 6,
    DurationAndDegradation = 7,
}

/// Number of purposes.
pub(super) const PURPOSES: usize = 8;

/// The draws of the events of one class in one run: a function of (stream, run, event, purpose), made when asked for,
/// but those that every event needs all at once.
pub(super) struct Draws {
    stream: Stream,
    run: u64,
    /// `[event]`: what it is called in the stream.
    numbers: Vec<u64>,
    /// `[purpose][event]`: draws that were made at once, else empty.
    columns: [Vec<[f64; 2]>; PURPOSES],
    /// `[purpose]`: draws of the event at a position that are given.
    given: Option<(usize, [[f64; 2]; PURPOSES])>,
}

impl Draws {
    /// None yet.
    pub fn new(stream: Stream, run: u64) -> Self {
        Draws { stream, run, numbers: Vec::new(), columns: Default::default(), given: None }
    }

    /// Begins a class in a run.
    pub fn enter(&mut self, stream: Stream, run: u64) {
        (self.stream, self.run, self.given) = (stream, run, None);
        self.numbers.clear();
        self.columns.iter_mut().for_each(Vec::clear);
    }

    /// Adds an event.
    pub fn push(&mut self, number: u64) {
        self.numbers.push(number);
    }

    /// Adds so many events with numbers in sequence.
    pub fn extend(&mut self, first: u64, count: usize) {
        self.numbers.extend(first..first + count as u64);
    }

    /// Keeps the first so many events.
    pub fn truncate(&mut self, count: usize) {
        self.numbers.truncate(count);
    }

    /// Adds an event whose draws are given.
    pub fn push_given(&mut self, number: u64, pairs: [[f64; 2]; PURPOSES]) {
        self.given = Some((self.numbers.len(), pairs));
        self.numbers.push(number);
    }

    /// Makes the draws of these purposes for all events.
    pub fn draw(&mut self, purposes: &[Purpose]) {
        let Draws { stream, run, numbers, columns, given } = self;
        for &purpose in purposes {
            let column = &mut columns[purpose as usize];
            column.extend(numbers.iter().map(|&number| stream.pair(*run, counter(number, purpose as u64))));
            if let Some((position, pairs)) = given {
                column[*position] = pairs[purpose as usize];
            }
        }
    }

    /// One number of a purpose for each event: the first or the second of its pair.
    pub fn each(&self, purpose: Purpose, place: usize) -> impl Iterator<Item = f64> {
        (0..self.numbers.len()).map(move |position| self.of(position).pair(purpose)[place])
    }

    /// Those of the event at a position.
    pub fn of(&self, position: usize) -> Marks<'_> {
        Marks { draws: self, position }
    }
}

/// Gap in level from the event before, and time within the horizon, of the event with a number.
pub(super) fn arrival(stream: Stream, run: u64, number: u64) -> [f64; 2] {
    stream.pair(run, counter(number, Purpose::Arrival as u64))
}

fn counter(number: u64, counter: u64) -> u64 {
    (number << COUNTERS_PER_EVENT_BITS) + counter
}

/// The draws of one event, the same under every alternative.
#[derive(Clone, Copy)]
pub(super) struct Marks<'d> {
    draws: &'d Draws,
    position: usize,
}

impl Marks<'_> {
    fn pair(&self, purpose: Purpose) -> [f64; 2] {
        if let Some(pair) = self.draws.columns[purpose as usize].get(self.position) {
            return *pair;
        }
        match &self.draws.given {
            Some((position, pairs)) if *position == self.position => pairs[purpose as usize],
            _ => self.counter(purpose as u64),
        }
    }

    fn counter(&self, index: u64) -> [f64; 2] {
        let Draws { stream, run, numbers, .. } = self.draws;
        stream.pair(*run, counter(numbers[self.position], index))
    }

    /// Which tenant it starts at.
    pub fn place(&self) -> f64 {
        self.pair(Purpose::PlaceAndPool)[0]
    }

    /// Quantile of the share of tenants.
    pub fn share(&self) -> f64 {
        self.pair(Purpose::ShareAndSpread)[0]
    }

    /// Which isolation unit is struck.
    pub fn unit(&self) -> f64 {
        self.pair(Purpose::SeverityAndUnit)[1]
    }

    /// Which pool is struck.
    pub fn pool(&self) -> f64 {
        self.pair(Purpose::PlaceAndPool)[1]
    }

    /// Pool, and number of tenants given the share.
    pub fn spread(&self) -> SpreadMarks {
        SpreadMarks { pool: self.pool(), spread: self.pair(Purpose::ShareAndSpread)[1] }
    }

    /// Part of a tier in the split of exposed tenants.
    pub fn split(&self, tier: usize) -> f64 {
        self.counter(FIRST_SPLIT + tier as u64 / 2)[tier % 2]
    }

    /// Normal score of the factor on records.
    pub fn records_score(&self) -> f64 {
        normal_quantile(self.pair(Purpose::Records)[0])
    }

    /// Quantile of the direct loss.
    pub fn severity(&self) -> f64 {
        self.pair(Purpose::SeverityAndUnit)[0]
    }

    /// Quantiles of the other components of a breach, each with the same Pearson correlation
    /// `loading²` of its normal score with that of the direct loss and of each other (one-factor Gaussian
    /// copula).
    pub fn components(&self, loading: f64) -> ComponentQuantiles {
        let own = (1.0 - loading * loading).sqrt();
        // The factor given the direct loss: direct = loading × factor + own × noise.
        let direct = normal_quantile(self.severity());
        let noise = normal_quantile(self.pair(Purpose::Records)[1]);
        let factor = loading * direct + own * noise;
        let quantile = |u: f64| normal_cdf(loading * factor + own * normal_quantile(u));
        let fine = quantile(self.pair(Purpose::FineAndOthers)[0]);
        let [churn, response] = self.pair(Purpose::ChurnAndResponse).map(quantile);
        ComponentQuantiles { fine, churn, response }
    }

    /// Quantile of the number of tenants that leave without having been exposed.
    pub fn churn_of_others(&self) -> f64 {
        self.pair(Purpose::FineAndOthers)[1]
    }
}

/// Quantiles of the components of a breach besides its direct loss.
pub(super) struct ComponentQuantiles {
    /// Of the fine, which is zero for those who are not fined.
    pub fine: f64,
    pub churn: f64,
    pub response: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rank correlation of the components: Pearson 2 sin(π 0.3 / 6) of the scores is Spearman 0.3.
    #[test]
    fn components_of_an_event_hang_together() {
        let pearson = 2.0 * (std::f64::consts::PI * 0.3 / 6.0).sin();
        let loading = pearson.sqrt();
        let stream = Stream::new(1, "test");
        let n = 200_000;
        let mut sums = [0.0; 4];
        let mut draws = Draws::new(stream, 0);
        for run in 0..n {
            draws.enter(stream, run);
            draws.push(0);
            let marks = draws.of(0);
            let others = marks.components(loading);
            let centred = |u: f64| u - 0.5;
            let direct = centred(marks.severity());
            sums[0] += direct * centred(others.fine);
            sums[1] += direct * centred(others.response);
            sums[2] += centred(others.fine) * centred(others.churn);
            sums[3] += centred(others.response);
        }
        // Spearman's rho is 12 E[(u - ½)(v - ½)]; its standard error is below 1 / sqrt(n).
        let error = 4.0 / (n as f64).sqrt();
        for sum in &sums[..3] {
            let rho = 12.0 * sum / n as f64;
            assert!((rho - 0.3).abs() < error, "{rho}");
        }
        assert!((sums[3] / n as f64).abs() < error);
    }
}
