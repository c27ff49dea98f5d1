//! A Gaussian copula over what is drawn once per run.

use super::streams::Stream;
use crate::{
    dist::{normal_cdf, normal_quantile},
    model::{Correlation, Registry},
};

/// The streams that hang together.
#[derive(Debug)]
pub(super) struct Dependence {
    streams: Vec<Stream>,
    /// Row `i`: weights of the normal scores of streams 0 to `i` in the score of stream `i`.
    factor: Vec<Vec<f64>>,
}

impl Dependence {
    /// The copula of a scenario; streams are named after `parameter/<stream>`.
    pub fn new(correlation: &Correlation, registry: &Registry, seed: u64) -> Self {
        let streams = correlation.parameters.iter().map(|id| {
            let name = &registry.get(*id).stream;
            Stream::new(seed, &format!("parameter/{name}"))
        });
        Dependence { streams: streams.collect(), factor: correlation.factor.clone() }
    }

    /// The level of the draw of a stream, a uniform that hangs together with the others, where each stream's own level
    /// is independent; a stream that depends on none before it keeps its own.
    pub fn level(&self, stream: Stream, own: impl Fn(Stream) -> f64) -> f64 {
        let Some(row) = self.streams.iter().position(|other| *other == stream) else { return own(stream) };
        let (before, itself) = self.factor[row].split_at(row);
        if before.iter().all(|weight| *weight == 0.0) {
            return own(stream);
        }
        let all = self.streams.iter().zip(before.iter().chain(itself));
        let scores = all.filter(|(_, weight)| **weight != 0.0);
        let score: f64 = scores.map(|(stream, weight)| weight * normal_quantile(own(*stream))).sum();
        normal_cdf(score).clamp(f64::MIN_POSITIVE, 1.0_f64.next_down())
    }
}
