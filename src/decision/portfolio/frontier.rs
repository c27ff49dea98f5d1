//! Which portfolios are efficient: none that costs as much or less is better.

use super::PortfolioResult;

/// Marks the efficient ones; the portfolios are in the order of cost.
pub(super) fn mark(results: &mut [PortfolioResult]) {
    let costs: Vec<f64> = results.iter().map(|result| result.cost.value).collect();
    let of = |value: fn(&PortfolioResult) -> f64| {
        efficient(&costs, &results.iter().map(value).collect::<Vec<_>>())
    };
    let (saving, tail) = (of(|result| result.saving.value), of(|result| -result.tvar99_loss.value));
    for (result, (saves_most, cuts_tail_most)) in results.iter_mut().zip(saving.into_iter().zip(tail)) {
        (result.saves_most, result.cuts_tail_most) = (saves_most, cuts_tail_most);
    }
}

/// Whether nothing that costs as much or less has more, and nothing cheaper as much. Costs ascend.
fn efficient(costs: &[f64], values: &[f64]) -> Vec<bool> {
    let is_beaten = |position: usize| {
        let (cost, value) = (costs[position], values[position]);
        costs.iter().zip(values).any(|(other_cost, other)| {
            *other_cost <= cost && *other >= value && (*other_cost < cost || *other > value)
        })
    };
    (0..costs.len()).map(|position| !is_beaten(position)).collect()
}

#[cfg(test)]
mod tests {
    use super::efficient;

    #[test]
    fn the_frontier_rises_with_cost() {
        let costs = [0.0, 1.0, 1.0, 2.0, 3.0, 3.0, 4.0];
        let values = [0.0, 5.0, 6.0, 6.0, 7.0, 7.0, 6.5];
        assert_eq!(efficient(&costs, &values), [true, false, true, false, true, true, false]);
    }
}
