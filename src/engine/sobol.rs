//! Owen-scrambled Sobol points.
//!
//! A replicate is a net of 2^[`DIGITS`] points: in every dimension each of as many equal cells holds one of them,
//! and the points of several dimensions together spread as evenly as Joe and Kuo's direction numbers let them
//! ("Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008). Nested
//! uniform scrambling (Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995) makes every point uniform
//! and the replicates independent: a random binary tree per dimension and replicate flips each digit depending on
//! the digits before it. Below the digits in which points differ the tree has one point to a branch, so that all
//! further digits are independent random bits.

use sobol::{Sobol, params::JoeKuoD6};

use super::streams::{Stream, uniform};

/// Binary digits in which the points of a replicate differ.
pub(super) const DIGITS: u32 = 10;
/// Points of a replicate.
pub(super) const POINTS: u64 = 1 << DIGITS;
/// Dimensions that there can be.
pub(super) const MOST_DIMENSIONS: usize = 100;

/// Words of 64 random bits that a tree needs: one bit for each of its `POINTS - 1` inner nodes.
const WORDS: usize = (POINTS / 64) as usize;

/// The points before scrambling.
#[derive(Debug)]
pub(super) struct Net {
    /// `[dimension][digit of the point's number, lowest first]`: digits to flip, the first digit highest.
    directions: Vec<[u64; DIGITS as usize]>,
}

/// The random tree of a dimension in a replicate: bit `n` is that of node `n`; the root is node 1, the branches of
/// `n` are `2n` and `2n + 1`.
pub(super) type Tree = [u64; WORDS];

impl Net {
    /// At most [`MOST_DIMENSIONS`].
    pub fn new(dimensions: usize) -> Self {
        let wanted = dimensions.min(MOST_DIMENSIONS);
        let digits = DIGITS as usize;
        let values = Sobol::<f64>::init_direction_vals::<u32>(wanted, digits, &JoeKuoD6::minimal());
        let directions = values.iter().map(|of_dimension| {
            // The crate keeps the first digit in the highest bit of its word.
            std::array::from_fn(|digit| of_dimension.get(digit).map_or(0, |value| value >> (64 - DIGITS)))
        });
        Net { directions: directions.collect() }
    }

    /// Number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.directions.len()
    }

    /// The digits of a point in a dimension, the first one highest.
    fn digits(&self, dimension: usize, point: u64) -> u64 {
        let directions = self.directions[dimension].iter().enumerate();
        directions.fold(0, |digits, (bit, direction)| digits ^ (((point >> bit) & 1) * direction))
    }

    /// A point's coordinate in a dimension, strictly between 0 and 1; `lower` are 64 random bits of its own.
    pub fn coordinate(&self, tree: &Tree, dimension: usize, point: u64, lower: u64) -> f64 {
        let digits = scrambled(tree, self.digits(dimension, point));
        uniform((digits << (64 - DIGITS)) | (lower >> DIGITS))
    }
}

/// The tree of a dimension in a replicate, drawn from a stream.
pub(super) fn tree(stream: Stream, replicate: u64, dimension: usize) -> Tree {
    let mut words = [0; WORDS];
    let first = dimension * WORDS / 2;
    for (index, pair) in (first as u64..).zip(words.chunks_exact_mut(2)) {
        pair.copy_from_slice(&stream.bits(replicate, index));
    }
    words
}

/// Flips each digit by the bit of the node that the digits before it lead to.
fn scrambled(tree: &Tree, digits: u64) -> u64 {
    let (mut node, mut result) = (1_u64, 0);
    for place in (0..DIGITS).rev() {
        let digit = (digits >> place) & 1;
        let flip = tree[(node / 64) as usize] >> (node % 64);
        result = (result << 1) | ((digit ^ flip) & 1);
        node = 2 * node + digit;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net() -> Net {
        Net::new(40)
    }

    /// The first points of the sequence as published: 0, 1/2, 3/4 and 1/4 in Gray order; here in natural order,
    /// in which point 2^k is the direction number k. Dimension 1 is van der Corput's; of the others Joe and Kuo's
    /// table gives m = 1; 1, 3; 1, 3, 1, so v = m / 2^k.
    #[test]
    fn directions_are_those_of_joe_and_kuo() {
        let net = net();
        let value = |dimension, point| net.digits(dimension, point) as f64 / POINTS as f64;
        assert_eq!([value(0, 1), value(0, 2), value(0, 4)], [0.5, 0.25, 0.125]);
        assert_eq!([value(1, 1), value(1, 2)], [0.5, 0.75]);
        assert_eq!([value(2, 1), value(2, 2)], [0.5, 0.75]);
        assert_eq!([value(3, 1), value(3, 2), value(3, 4)], [0.5, 0.75, 0.125]);
    }

    /// In every dimension each of 1,024 equal cells holds one point, scrambled or not, and in the first two
    /// dimensions each of 32 x 32 cells (a (0, 10, 2)-net).
    #[test]
    fn points_are_spread_evenly() {
        let net = net();
        let stream = Stream::new(1, "test");
        let coordinate =
            |dimension, point| net.coordinate(&tree(stream, 3, dimension), dimension, point, point * 77);
        for dimension in 0..net.dimensions() {
            let mut cells: Vec<u64> =
                (0..POINTS).map(|point| (coordinate(dimension, point) * POINTS as f64) as u64).collect();
            cells.sort_unstable();
            assert!(cells.into_iter().eq(0..POINTS), "dimension {dimension}");
        }
        let mut squares: Vec<u64> = (0..POINTS)
            .map(|point| {
                let place = |dimension| (coordinate(dimension, point) * 32.0) as u64;
                32 * place(0) + place(1)
            })
            .collect();
        squares.sort_unstable();
        assert!(squares.into_iter().eq(0..POINTS));
    }

    /// Over replicates every point is uniform, and two points of a replicate are independent in the digits after
    /// the first in which they differ: means of 4,000 replicates stay within four standard errors.
    #[test]
    fn scrambled_points_are_uniform() {
        let net = Net::new(5);
        let stream = Stream::new(9, "test");
        let replicates = 4_000;
        let (mut mean, mut square) = (0.0, 0.0);
        for replicate in 0..replicates {
            let u = net.coordinate(&tree(stream, replicate, 4), 4, 5, stream.bits(replicate, 1 << 40)[0]);
            mean += u / replicates as f64;
            square += u * u / replicates as f64;
        }
        let error = 4.0 / (replicates as f64).sqrt();
        assert!((mean - 0.5).abs() < error * (1.0_f64 / 12.0).sqrt(), "{mean}");
        assert!((square - 1.0 / 3.0).abs() < error * (4.0_f64 / 45.0).sqrt(), "{square}");
    }

    /// The mean of a smooth function of three dimensions over 64 replicates: the error of a replicate is far below
    /// that of as many independent points, and the mean of all within four of its standard errors of the truth.
    #[test]
    fn replicates_know_their_error() {
        let net = Net::new(3);
        let stream = Stream::new(2, "test");
        let replicates = 64;
        let means: Vec<f64> = (0..replicates)
            .map(|replicate| {
                let trees = [0, 1, 2].map(|dimension| tree(stream, replicate, dimension));
                let product = |point: u64| -> f64 {
                    (0..3)
                        .map(|dimension| {
                            let lower = stream.bits(replicate, (1 << 40) + 3 * point + dimension as u64)[0];
                            net.coordinate(&trees[dimension], dimension, point, lower) + 0.5
                        })
                        .product()
                };
                (0..POINTS).map(product).sum::<f64>() / POINTS as f64
            })
            .collect();
        let mean = means.iter().sum::<f64>() / replicates as f64;
        let variance = means.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (replicates - 1) as f64;
        // Each factor has mean 1 and variance 1/12.
        let independent = ((1.0_f64 + 1.0 / 12.0).powi(3) - 1.0) / POINTS as f64;
        assert!(variance < independent / 100.0, "{variance} {independent}");
        assert!((mean - 1.0).abs() < 4.0 * (variance / replicates as f64).sqrt(), "{mean}");
    }
}
