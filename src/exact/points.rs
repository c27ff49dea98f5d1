//! Losses of a certain size, and grids on whose points they lie.

use super::{
    amount::Amount,
    compound::Worlds,
    law::MOST_POINTS,
    measure::Grid,
    part::{Count, Part},
};

/// More different sizes than this are not looked at one by one.
const MOST_SIZES: usize = 1_000;

/// What is known of losses of a certain size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Points {
    /// All are multiples of this, USD.
    unit: Option<f64>,
    /// No loss is anything else: the law is one of multiples of the unit.
    pub all_on_grid: bool,
    /// How far from their place they may seem to be, in steps: half a step, because a mass stands for the half steps
    /// around it, or as far as rounding to a grid that the unit does not fit may spread them.
    pub spread_steps: f64,
}

impl Points {
    pub fn new(worlds: &Worlds) -> Self {
        let stretches = || worlds.iter().flat_map(|(_, parts)| parts).flat_map(|part| &part.stretches);
        let mut sizes: Vec<f64> = Vec::new();
        let (mut only_points, mut hidden) = (true, false);
        for stretch in stretches() {
            let factor = stretch.span.single();
            only_points &= factor.is_some() && !stretch.is_sum();
            for amount in stretch.amounts.iter() {
                only_points &= amount.is_discrete();
                hidden |= amount.has_hidden_points();
                let Some(factor) = factor else { continue };
                for size in amount.atoms.iter().map(|(value, _)| value * factor).filter(|size| *size != 0.0) {
                    let known = sizes.iter().any(|other| (other - size).abs() <= 1e-12 * size.abs());
                    if !known && sizes.len() <= MOST_SIZES {
                        sizes.push(size);
                    }
                }
            }
        }
        let unit = unit(&sizes);
        Points {
            unit,
            all_on_grid: only_points && unit.is_some(),
            spread_steps: if hidden || !sizes.is_empty() { spread_steps(worlds) } else { 0.0 },
        }
        .fitting(hidden)
    }

    /// Nothing is spread further where the unit fits every grid.
    fn fitting(self, hidden: bool) -> Self {
        if self.unit.is_some() && !hidden { Points { spread_steps: 0.5, ..self } } else { self }
    }

    /// A grid over a range with so many points, or more where losses lie on it only then.
    pub fn grid(&self, range: f64, points: usize) -> Grid {
        let step = range / points as f64;
        match self.unit {
            Some(unit) if self.all_on_grid => {
                let points = (range / unit).ceil().min(MOST_POINTS as f64) as usize + 1;
                Grid { step: unit, points: points.next_power_of_two().clamp(64, MOST_POINTS) }
            }
            // The longest step not above the wanted one of which the coarser grid's double fits the unit, too.
            Some(unit) if unit >= 2.0 * step => {
                Grid { step: 0.5 * unit / (0.5 * unit / step).ceil(), points }
            }
            _ => Grid { step, points },
        }
    }
}

/// The largest amount of which all sizes are multiples: the only size, or whole cents.
fn unit(sizes: &[f64]) -> Option<f64> {
    if let [only] = sizes {
        return Some(*only);
    }
    let mut divisor = 0_u64;
    for size in sizes {
        let cents = 100.0 * size;
        if sizes.len() > MOST_SIZES || (cents - cents.round()).abs() > 1e-9 * cents || cents > 1e15 {
            return None;
        }
        divisor = greatest_common_divisor(divisor, cents.round() as u64);
    }
    (divisor > 0).then(|| divisor as f64 / 100.0)
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// Every loss of a certain size between two points of the grid is moved by less than a step, independently and
/// without changing the mean. The sum of N such moves stays within 6 √N steps but for one time in 10^7 (Hoeffding), and
/// within N steps surely.
fn spread_steps(worlds: &Worlds) -> f64 {
    let certain = |part: &Part| {
        let mut only = part.clone();
        only.stretches.retain(|stretch| {
            let fixed = stretch.span.single().is_some();
            let is_certain =
                |amount: &Amount| (fixed && !amount.atoms.is_empty()) || amount.has_hidden_points();
            stretch.amounts.iter().any(is_certain)
        });
        only
    };
    let of_world = |parts: &[Part]| {
        let (mut events, mut most) = (0.0, 0.0);
        for part in parts.iter().map(certain).filter(|part| !part.stretches.is_empty()) {
            events += part.expected_events();
            most += match part.count {
                Count::AtMostOne(periods) => periods as f64,
                Count::Poisson | Count::Mixed(_) => f64::INFINITY,
            };
        }
        if events == 0.0 { 0.0 } else { most.min(6.0 * (events + 3.0 * events.sqrt() + 1.0).sqrt()) }
    };
    worlds.iter().map(|(_, parts)| of_world(parts)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_sizes() {
        assert_eq!(unit(&[12_722.5]), Some(12_722.5));
        assert_eq!(unit(&[1.0, 2.0, 5.0]), Some(1.0));
        assert_eq!(unit(&[500_000.0, 10_000.0, 22_500.0]), Some(2_500.0));
        assert_eq!(unit(&[1.0, std::f64::consts::PI]), None);
        assert_eq!(unit(&[]), None);
    }

    #[test]
    fn grids_fit_the_unit() {
        let points = Points { unit: Some(7.0), all_on_grid: false, spread_steps: 0.0 };
        let grid = points.grid(1_000.0, 1_024);
        for step in [grid.step, 2.0 * grid.step] {
            assert!((7.0 / step).fract() < 1e-9 || (7.0 / step).fract() > 1.0 - 1e-9, "{step}");
        }
        assert!(grid.step <= 1_000.0 / 1_024.0);
        let lattice = Points { all_on_grid: true, ..points };
        assert_eq!(lattice.grid(1_000.0, 65_536), Grid { step: 7.0, points: 256 });
    }
}
