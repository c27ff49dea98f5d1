//! The total of independent parts on a grid.

use rustfft::{FftPlanner, num_complex::Complex};

use super::{
    measure::{Grid, Measure, Transforms, merged},
    part::{Count, Part, Stretch},
};

/// Possible worlds with their probabilities: in each the total is the sum of independent parts. Several worlds
/// come from an input that is drawn once for all events, such as the severity model.
pub(super) type Worlds = Vec<(f64, Vec<Part>)>;

/// Parts of one law, on a grid.
struct Factor {
    count: Count,
    copies: u64,
    measure: Measure,
}

/// Masses of the total by point, on the grid and, where `check` asks, on the coarser one.
pub(super) fn compound(
    worlds: &Worlds,
    grid: Grid,
    check: bool,
    planner: &mut FftPlanner<f64>,
) -> (Vec<f64>, Option<Vec<f64>>) {
    let worlds: Vec<(f64, Vec<Factor>)> =
        worlds.iter().map(|(weight, parts)| (*weight, factors(parts, grid))).collect();
    let fine = total(&worlds, &Transforms::new(grid, planner));
    if !check {
        return (fine, None);
    }
    let coarser = worlds.into_iter().map(|(weight, factors)| {
        let factors =
            factors.into_iter().map(|factor| Factor { measure: factor.measure.coarser(), ..factor });
        (weight, factors.collect())
    });
    (fine, Some(total(&coarser.collect::<Vec<_>>(), &Transforms::new(grid.coarser(), planner))))
}

fn factors(parts: &[Part], grid: Grid) -> Vec<Factor> {
    let (poisson, others): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| part.count == Count::Poisson);
    let mut laws: Vec<(Count, u64, Vec<Stretch>)> = Vec::new();
    let all: Vec<Stretch> = poisson.iter().flat_map(|part| part.stretches.iter().cloned()).collect();
    if !all.is_empty() {
        laws.push((Count::Poisson, 1, merged(&all)));
    }
    for part in others {
        let stretches = merged(&part.stretches);
        match laws.iter_mut().find(|law| law.0 == part.count && same_law(&law.2, &stretches)) {
            Some(law) => law.1 += 1,
            None => laws.push((part.count, 1, stretches)),
        }
    }
    let factor = |(count, copies, stretches): (_, _, Vec<_>)| Factor {
        count,
        copies,
        measure: Measure::new(&stretches, grid),
    };
    laws.into_iter().map(factor).collect()
}

/// Whether merged stretches describe the same losses, in whatever year.
pub(super) fn same_law(one: &[Stretch], other: &[Stretch]) -> bool {
    let same = |(a, b): (&Stretch, &Stretch)| {
        (a.events - b.events).abs() <= 1e-12 * a.events
            && a.span == b.span
            && std::sync::Arc::ptr_eq(&a.amounts, &b.amounts)
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

fn total(worlds: &[(f64, Vec<Factor>)], transforms: &Transforms) -> Vec<f64> {
    let mut sum = vec![Complex::new(0.0, 0.0); transforms.frequencies()];
    for (weight, factors) in worlds {
        let mut product = vec![Complex::new(*weight, 0.0); sum.len()];
        for factor in factors {
            let mut transform = factor.measure.transform(transforms);
            factor.count.transform_all(&mut transform);
            for (all, one) in product.iter_mut().zip(transform) {
                *all *= if factor.copies == 1 { one } else { super::part::power(one, factor.copies) };
            }
        }
        sum.iter_mut().zip(product).for_each(|(sum, one)| *sum += one);
    }
    transforms.inverse(sum)
}
