//! What each control of a portfolio adds: alone, on top of the others, and on average over all orders.

use super::{
    PortfolioError,
    played::{Portfolios, set_of},
};
use crate::stats::{Estimate, paired_difference};

/// Up to so many controls all orders are averaged: 1,024 portfolios.
const MOST_FOR_ORDERS: usize = 10;

/// What one control of the best portfolio saves before its cost: means in present value, USD.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Contribution {
    /// Position among [`super::PortfolioFindings::controls`].
    pub control: usize,
    /// Without any other control.
    pub alone: Estimate,
    /// On top of all the others of the portfolio.
    pub on_top: Estimate,
    /// Mean over all orders in which they could be added (Shapley value): these sum to what the portfolio saves.
    /// `None` with more than 10 controls.
    pub shapley: Option<Estimate>,
}

/// The contributions of these controls to the portfolio that they make.
pub(super) fn of(
    portfolios: &mut Portfolios,
    controls: &[usize],
) -> Result<Vec<Contribution>, PortfolioError> {
    let whole = set_of(controls);
    let count = controls.len();
    let subset = |pick: u64| -> u64 {
        let chosen = controls.iter().enumerate().filter(|(place, _)| pick >> place & 1 == 1);
        chosen.fold(0, |set, (_, control)| set | 1 << control)
    };
    let takes_orders = count <= MOST_FOR_ORDERS;
    let wanted: Vec<u64> = match takes_orders {
        true => (0..1 << count).map(subset).collect(),
        false => controls.iter().flat_map(|control| [1 << control, whole & !(1 << control)]).collect(),
    };
    portfolios.ensure(&wanted)?;
    let saving = |set: u64| portfolios.get(set).map(|one| one.saving.as_slice()).unwrap_or_default();
    let mut contributions = Vec::with_capacity(count);
    for control in controls {
        let own = 1_u64 << control;
        let mut average = vec![0.0; saving(whole).len()];
        if takes_orders {
            for set in wanted.iter().filter(|set| **set & own == 0) {
                let share = share_of_orders(set.count_ones() as usize, count);
                let (with, without) = (saving(set | own), saving(*set));
                let more = with.iter().zip(without);
                average
                    .iter_mut()
                    .zip(more)
                    .for_each(|(sum, (with, without))| *sum += share * (with - without));
            }
        }
        contributions.push(Contribution {
            control: *control,
            alone: portfolios.mean(saving(own).to_vec())?,
            on_top: portfolios.mean(paired_difference(saving(whole), saving(whole & !own)))?,
            shapley: takes_orders.then(|| portfolios.mean(average)).transpose()?,
        });
    }
    Ok(contributions)
}

/// Share of the orders of `count` controls in which so many come before one of them, and these in any order:
/// `before! (count - before - 1)! / count!`.
fn share_of_orders(before: usize, count: usize) -> f64 {
    // 1 / (count × C(count - 1, before))
    let choices =
        (0..before).fold(1.0, |product, step| product * (count - 1 - step) as f64 / (step + 1) as f64);
    1.0 / (count as f64 * choices)
}

#[cfg(test)]
mod tests {
    use super::share_of_orders;

    /// Of three controls: 2 of 6 orders begin with one, 1 of 6 has one given other before it, 2 of 6 end with it.
    #[test]
    fn orders() {
        let shares = [0, 1, 2].map(|before| share_of_orders(before, 3));
        let expected = [1.0 / 3.0, 1.0 / 6.0, 1.0 / 3.0];
        assert!(shares.iter().zip(expected).all(|(share, expected)| (share - expected).abs() < 1e-15));
        // Over all sets without one control the shares sum to 1.
        let total: f64 = (0_u32..512).map(|set| share_of_orders(set.count_ones() as usize, 10)).sum();
        assert!((total - 1.0).abs() < 1e-12);
    }
}
