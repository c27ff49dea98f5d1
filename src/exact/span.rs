//! The factor on a loss during a stretch of time.

/// Nodes and weights of the 8-point Gauss-Legendre rule on (0, 1).
pub(super) const GAUSS: [(f64, f64); 8] = [
    (0.019_855_071_751_231_884, 0.050_614_268_145_188_13),
    (0.101_666_761_293_186_63, 0.111_190_517_226_687_24),
    (0.237_233_795_041_835_5, 0.156_853_322_938_943_64),
    (0.408_282_678_752_175_1, 0.181_341_891_689_181),
    (0.591_717_321_247_825, 0.181_341_891_689_181),
    (0.762_766_204_958_164_5, 0.156_853_322_938_943_64),
    (0.898_333_238_706_813_4, 0.111_190_517_226_687_24),
    (0.980_144_928_248_768_1, 0.050_614_268_145_188_13),
];
/// The 3-point rule, for stretches in which the factor hardly moves.
pub(super) const SHORT_GAUSS: [(f64, f64); 3] = [
    (0.112_701_665_379_258_31, 0.277_777_777_777_777_8),
    (0.5, 0.444_444_444_444_444_4),
    (0.887_298_334_620_741_7, 0.277_777_777_777_777_8),
];
/// Longest stretch, as a logarithm of the factor, for the short rule.
const SHORT_STRETCH: f64 = 0.02;
/// Longest stretch, as a logarithm of the factor, that one Gauss rule covers.
const LONGEST_STRETCH: f64 = 0.15;

/// A factor that goes from `from` to `to` by equal ratios in equal times: a discount factor between two moments,
/// times what controls leave of a loss. An event is equally likely at every moment of the stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    /// At the beginning, zero or more.
    pub from: f64,
    /// At the end, zero or more; zero exactly where `from` is.
    pub to: f64,
}

impl Span {
    /// The same factor all the time.
    pub fn at(factor: f64) -> Self {
        Span { from: factor, to: factor }
    }

    /// The single factor, if there is one.
    pub fn single(self) -> Option<f64> {
        (self.from == self.to).then_some(self.from)
    }

    /// `ln(to / from)`.
    pub fn logarithm(self) -> f64 {
        if self.from > 0.0 && self.to > 0.0 { libm::log(self.to / self.from) } else { 0.0 }
    }

    /// Mean of the factor, and of its square.
    pub fn moments(self) -> (f64, f64) {
        let length = self.logarithm();
        // The mean of e^(x u) over u is expm1(x) / x.
        let mean = |x: f64| if x == 0.0 { 1.0 } else { libm::expm1(x) / x };
        (self.from * mean(length), self.from * self.from * mean(2.0 * length))
    }

    /// Factors with weights that sum to 1, by Gauss-Legendre on pieces of at most 15 %.
    pub fn nodes(self) -> Vec<(f64, f64)> {
        if self.single().is_some() {
            return vec![(self.from, 1.0)];
        }
        let length = self.logarithm();
        if length.abs() <= SHORT_STRETCH {
            let node = |(place, weight): (f64, f64)| (self.from * libm::exp(length * place), weight);
            return SHORT_GAUSS.map(node).to_vec();
        }
        let pieces = (length.abs() / LONGEST_STRETCH).ceil().max(1.0);
        let mut nodes = Vec::new();
        for piece in 0..pieces as usize {
            for (place, weight) in GAUSS {
                let along = (piece as f64 + place) / pieces;
                nodes.push((self.from * libm::exp(length * along), weight / pieces));
            }
        }
        nodes
    }

    /// This stretch and the one that follows it, when events are spread over both as over one.
    pub fn joined(self, weight: f64, next: Span, next_weight: f64) -> Option<Span> {
        if self.single().is_some() || next.single().is_some() {
            return (self == next).then_some(self);
        }
        let (length, other) = (self.logarithm(), next.logarithm());
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * a.abs();
        let even = close(weight * other, next_weight * length);
        (close(self.to, next.from) && even).then_some(Span { from: self.from, to: next.to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_nodes() {
        for span in [Span { from: 1.0, to: 0.62 }, Span { from: 0.9, to: 0.899 }, Span::at(0.7)] {
            let (mean, square) = span.moments();
            let sum = |f: fn(f64) -> f64| span.nodes().iter().map(|(v, w)| w * f(*v)).sum::<f64>();
            assert!((sum(|_| 1.0) - 1.0).abs() < 1e-14);
            assert!((sum(|v| v) / mean - 1.0).abs() < 1e-13);
            assert!((sum(|v| v * v) / square - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn stretches_join_where_events_are_spread_evenly() {
        let (first, second) = (Span { from: 1.0, to: 0.9 }, Span { from: 0.9, to: 0.81 });
        assert_eq!(first.joined(2.0, second, 2.0), Some(Span { from: 1.0, to: 0.81 }));
        assert_eq!(first.joined(2.0, second, 3.0), None);
        assert_eq!(first.joined(2.0, Span { from: 0.8, to: 0.72 }, 2.0), None);
        assert_eq!(Span::at(0.5).joined(1.0, Span::at(0.5), 7.0), Some(Span::at(0.5)));
        assert_eq!(Span::at(0.0).moments(), (0.0, 0.0));
    }
}
