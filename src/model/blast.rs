//! Blast radius: how many tenants one event exposes, and of which tiers.

use crate::dist::discrete::{binomial_quantile, hypergeometric_quantile};

/// How far an event reaches, with its random share already drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    /// The tenant where it starts.
    One,
    /// Every tenant of the group.
    All,
    /// One pool of at most this many tenants; `None` when the group is one pool.
    Pool(Option<u64>),
    /// This share of the tenants, but at least the one where it starts.
    Share(f64),
    /// The tenant where it starts, and each other one independently with this probability. With a
    /// beta-distributed probability the others are beta-binomial: 1 + BetaBin(N - 1; a, b).
    Chance(f64),
}

/// Uniforms of one event, shared by every alternative so that all see the same event.
#[derive(Debug, Clone, Copy)]
pub struct SpreadMarks {
    /// Decides which pool is struck (a large pool is likelier than a small one).
    pub pool: f64,
    /// Decides the number of exposed tenants given the share or chance.
    pub spread: f64,
}

/// Number of exposed tenants among the `tenants` of a group; `starts_here` says whether the event
/// started at one of them. An event that spreads tenant by tenant (`One`, `Pool`) stays where it started.
pub fn exposed_tenants(extent: Extent, tenants: u64, starts_here: bool, marks: SpreadMarks) -> u64 {
    if tenants == 0 {
        return 0;
    }
    let first = u64::from(starts_here);
    match extent {
        Extent::One => first,
        Extent::All => tenants,
        Extent::Pool(_) if !starts_here => 0,
        Extent::Pool(size) => size_of_struck_pool(tenants, size.unwrap_or(tenants), marks.pool),
        Extent::Share(share) => rounded(share * tenants as f64, marks.spread).clamp(first, tenants),
        Extent::Chance(chance) => first + binomial_quantile(marks.spread, tenants - first, chance),
    }
}

/// Size of the pool in which a tenant chosen at random sits: full pools of `size` and one remainder.
/// Its mean over a uniform mark is Σ nᵢ² / Σ nᵢ.
fn size_of_struck_pool(tenants: u64, size: u64, mark: f64) -> u64 {
    let remainder = tenants % size.max(1);
    let in_full_pools = tenants - remainder;
    if mark * (tenants as f64) < in_full_pools as f64 { size } else { remainder }
}

/// Rounds up or down so that the mean over a uniform mark is exact.
fn rounded(value: f64, mark: f64) -> u64 {
    (value + mark).floor().max(0.0) as u64
}

/// Splits `exposed` tenants over tiers of `counts` tenants: multivariate hypergeometric, one tier after
/// the other given what is left, each from its own uniform in `marks` (one fewer than tiers suffices).
/// `first_tier` is the tier of the tenant where the event started, when that tenant is in the group; it
/// is always among the exposed.
pub fn split_over_tiers(
    exposed: u64,
    counts: &[u64],
    first_tier: Option<usize>,
    marks: impl Fn(usize) -> f64,
    mut add: impl FnMut(usize, u64),
) {
    let mut left_to_draw = exposed;
    let mut population: u64 = counts.iter().sum();
    if let Some(tier) = first_tier
        && left_to_draw > 0
    {
        add(tier, 1);
        left_to_draw -= 1;
        population -= 1;
    }
    for (tier, &count) in counts.iter().enumerate() {
        if left_to_draw == 0 {
            return;
        }
        let count = count - u64::from(first_tier == Some(tier) && exposed > 0);
        let drawn = if count == population {
            left_to_draw
        } else {
            hypergeometric_quantile(marks(tier), population, count, left_to_draw)
        };
        if drawn > 0 {
            add(tier, drawn);
        }
        left_to_draw -= drawn;
        population -= count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDDLE: SpreadMarks = SpreadMarks { pool: 0.5, spread: 0.5 };

    #[test]
    fn extents_at_their_ends() {
        for extent in
            [Extent::One, Extent::All, Extent::Pool(Some(3)), Extent::Share(0.5), Extent::Chance(1.0)]
        {
            assert_eq!(exposed_tenants(extent, 0, true, MIDDLE), 0);
            assert_eq!(exposed_tenants(extent, 1, true, MIDDLE), 1);
        }
        assert_eq!(exposed_tenants(Extent::One, 10, true, MIDDLE), 1);
        assert_eq!(exposed_tenants(Extent::One, 10, false, MIDDLE), 0);
        assert_eq!(exposed_tenants(Extent::Chance(0.0), 10, true, MIDDLE), 1);
        assert_eq!(exposed_tenants(Extent::Chance(1.0), 10, false, MIDDLE), 10);
        assert_eq!(exposed_tenants(Extent::Pool(Some(300)), 200, true, MIDDLE), 200);
    }

    /// 650 tenants in pools of 300: mean (300² + 300² + 50²) / 650.
    #[test]
    fn a_struck_pool_is_size_biased() {
        let marks = 65_000;
        let total: u64 =
            (0..marks).map(|i| size_of_struck_pool(650, 300, (i as f64 + 0.5) / marks as f64)).sum();
        let expected = (2.0 * 300.0_f64.powi(2) + 50.0_f64.powi(2)) / 650.0;
        assert!((total as f64 / marks as f64 - expected).abs() < 1e-9 * expected);
    }

    /// The mean over the mark is exact: 0.37 of 1,001 tenants.
    #[test]
    fn shares_are_rounded_without_bias() {
        let marks = 100_000;
        let total: u64 = (0..marks)
            .map(|i| {
                let marks = SpreadMarks { pool: 0.5, spread: (i as f64 + 0.5) / marks as f64 };
                exposed_tenants(Extent::Share(0.37), 1_001, true, marks)
            })
            .sum();
        assert!((total as f64 / marks as f64 - 0.37 * 1_001.0).abs() < 1e-4);
    }

    fn split(exposed: u64, counts: &[u64], first: Option<usize>, mark: f64) -> Vec<u64> {
        let mut result = vec![0; counts.len()];
        split_over_tiers(exposed, counts, first, |_| mark, |tier, n| result[tier] += n);
        result
    }

    #[test]
    fn a_split_adds_up_and_stays_within_the_tiers() {
        let counts = [7_000, 2_500, 500];
        assert_eq!(split(1, &counts, Some(2), 0.3), [0, 0, 1]);
        assert_eq!(split(10_000, &counts, Some(0), 0.3), counts);
        assert_eq!(split(10_000, &counts, None, 0.7), counts);
        assert_eq!(split(0, &counts, None, 0.7), [0, 0, 0]);
        for exposed in [2, 17, 999, 9_999] {
            for mark in [1e-9, 0.2, 0.5, 0.9, 1.0 - 1e-9] {
                let parts = split(exposed, &counts, Some(1), mark);
                assert_eq!(parts.iter().sum::<u64>(), exposed);
                assert!(parts[1] >= 1 && parts.iter().zip(counts).all(|(part, count)| *part <= count));
            }
        }
    }

    /// Case C05 of tests/data/cases.json: 1,000 exposed of 10,000 with 500 enterprise tenants: mean 50.
    #[test]
    fn the_split_is_hypergeometric() {
        let marks = 20_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for i in 0..marks {
            let enterprise = split(1_000, &[500, 9_500], None, (i as f64 + 0.5) / marks as f64)[0] as f64;
            sum += enterprise;
            squares += enterprise * enterprise;
        }
        let mean = sum / marks as f64;
        let variance = squares / marks as f64 - mean * mean;
        assert!((mean - 50.0).abs() < 0.02, "{mean}");
        assert!((variance / 42.754_275_427_542_75 - 1.0).abs() < 0.005, "{variance}");
    }
}
