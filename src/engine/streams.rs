//! Counter-based random streams.
//!
//! A uniform is a pure function of (seed, stream name, run, index): nothing is shared between threads
//! and no stream moves when another is added. The generator is Philox2x64-10 (Salmon, Moraes, Dror and
//! Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011), which passes BigCrush; the stream name
//! and the seed make the key, run and index make the counter.

use sha2::{Digest, Sha256};

const MULTIPLIER: u64 = 0xD2B7_4407_B1CE_6E93;
const KEY_STEP: u64 = 0x9E37_79B9_7F4A_7C15;
const ROUNDS: usize = 10;
/// Equal cells that uniforms are the centres of.
const CELLS: f64 = (1_u64 << 52) as f64;

/// One named stream of a seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    key: u64,
}

impl Stream {
    /// The stream `name` of `seed`: the first 8 bytes of SHA-256("tenantrisk stream 1", seed, name).
    pub fn new(seed: u64, name: &str) -> Self {
        let digest = Sha256::new()
            .chain_update(b"tenantrisk stream 1\0")
            .chain_update(seed.to_le_bytes())
            .chain_update(name.as_bytes())
            .finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Stream { key: u64::from_le_bytes(first) }
    }

    /// Two independent uniforms in the open interval (0, 1).
    #[inline]
    pub fn pair(self, run: u64, index: u64) -> [f64; 2] {
        let (first, second) = philox2x64([run, index], self.key);
        [uniform(first), uniform(second)]
    }

    /// Twice 64 independent random bits, those that [`Stream::pair`] makes its uniforms of.
    #[inline]
    pub(super) fn bits(self, run: u64, index: u64) -> [u64; 2] {
        philox2x64([run, index], self.key).into()
    }

    /// The first of [`Stream::pair`].
    #[inline]
    pub fn uniform(self, run: u64, index: u64) -> f64 {
        self.pair(run, index)[0]
    }
}

/// Philox2x64 with ten rounds. Not inlined: in a loop a compiler would put its products together from halves to take
/// two at once, which takes three times as long.
#[inline(never)]
fn philox2x64(counter: [u64; 2], key: u64) -> (u64, u64) {
    let [mut left, mut right] = counter;
    let mut key = key;
    for _ in 0..ROUNDS {
        let product = u128::from(left) * u128::from(MULTIPLIER);
        left = ((product >> 64) as u64) ^ key ^ right;
        right = product as u64;
        key = key.wrapping_add(KEY_STEP);
    }
    (left, right)
}

/// The centre of one of 2^52 equal cells of (0, 1): never 0, never 1, symmetric.
#[inline]
pub(super) fn uniform(bits: u64) -> f64 {
    // The number of the cell, by putting it into the mantissa of 2^52.
    let cell = f64::from_bits(CELLS.to_bits() | (bits >> 12)) - CELLS;
    (cell + 0.5) * (1.0 / CELLS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known-answer vectors published with the reference implementation (Random123, kat_vectors).
    #[test]
    fn known_answers() {
        assert_eq!(philox2x64([0, 0], 0), (0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5));
        assert_eq!(
            philox2x64([u64::MAX, u64::MAX], u64::MAX),
            (0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20)
        );
        assert_eq!(
            philox2x64([0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344], 0xa409_3822_299f_31d0),
            (0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d)
        );
    }

    #[test]
    fn uniforms_stay_inside() {
        assert!(uniform(0) > 0.0 && uniform(u64::MAX) < 1.0);
        assert_eq!(uniform(0) + uniform(u64::MAX), 1.0);
        for bits in [0x0a5e_742c_2997_341c_u64, 1 << 63, (1 << 12) - 1, 1 << 12] {
            assert_eq!(uniform(bits), ((bits >> 12) as f64 + 0.5) / CELLS);
        }
    }

    /// Serial and cross-stream correlation of a million draws stays within 4 / sqrt(n).
    #[test]
    fn neighbouring_counters_and_streams_are_uncorrelated() {
        let (a, b) = (Stream::new(1, "a"), Stream::new(1, "b"));
        let n = 1_000_000_u64;
        let (mut pair, mut runs, mut names, mut mean) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        for run in 0..n {
            let [x, y] = a.pair(run, 0).map(|u| u - 0.5);
            pair += x * y;
            runs += x * (a.uniform(run + 1, 0) - 0.5);
            names += x * (b.uniform(run, 0) - 0.5);
            mean += x;
        }
        let scale = 12.0 / (n as f64).sqrt();
        for correlation in [pair * scale, runs * scale, names * scale, mean * scale / 12.0_f64.sqrt()] {
            assert!(correlation.abs() < 4.0, "{correlation} standard errors");
        }
    }

    #[test]
    fn names_and_seeds_matter() {
        assert_ne!(Stream::new(1, "a"), Stream::new(1, "b"));
        assert_ne!(Stream::new(1, "a"), Stream::new(2, "a"));
    }
}
