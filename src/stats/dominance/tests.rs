use super::*;
use crate::stats::regression::tests::uniform;
use statrs::distribution::{ContinuousCDF, LogNormal, Normal};

const FIRST: StochasticOrder = StochasticOrder::First;
const SECOND: StochasticOrder = StochasticOrder::Second;

fn violations(costs: &[Vec<f64>], order: StochasticOrder) -> [Violation; 2] {
    let sampling = Sampling::independent(costs[0].len());
    let orders = CostOrders::new(&sampling, costs).unwrap();
    [orders.violation(order, 0, 1), orders.violation(order, 1, 0)]
}

fn drawn(runs: usize, side: u32, law: &impl ContinuousCDF<f64, f64>) -> Vec<f64> {
    (0..runs).map(|run| law.inverse_cdf(uniform(run, side))).collect()
}

/// Costs 1, 4 against 2, 3 in independent runs. More than 1 happens in 1/2 and 1 of the runs, more than 3 in 1/2 and 0:
/// the first violates the order by 1/2 at 3, the second by 1/2 at 1. Means are equal; the excess over 3 is 1/2 and 0.
#[test]
fn a_spread_out_cost_by_hand() {
    let costs = [vec![1.0, 4.0], vec![2.0, 3.0]];
    let [spread, tight] = violations(&costs, FIRST);
    assert_eq!((spread.largest.value, spread.at), (0.5, Some(3.0)));
    assert_eq!((tight.largest.value, tight.at), (0.5, Some(1.0)));
    let [spread, tight] = violations(&costs, SECOND);
    // At 2: (4 - 2) / 2 - (3 - 2) / 2.
    assert_eq!((spread.largest.value, spread.at), (0.5, Some(2.0)));
    assert_eq!((tight.largest.value, tight.at), (0.0, None));
    // Two runs prove nothing.
    assert!(!spread.is_significant);
}

/// The same with weights 3 and 1: P(> 3) is 1/4 and 0, the excess over 2 is 2/4 less 1/4.
#[test]
fn weights_count() {
    let costs = [vec![1.0, 4.0], vec![2.0, 3.0]];
    let sampling = Sampling::new(2, Some(vec![3.0, 1.0]), None).unwrap();
    let orders = CostOrders::new(&sampling, &costs).unwrap();
    assert_eq!(orders.violation(FIRST, 0, 1).largest.value, 0.25);
    assert_eq!(orders.violation(SECOND, 0, 1).largest.value, 0.25);
    // The mean of the second is higher, 2.25 against 1.75: at 1, where nothing is below.
    let back = orders.violation(SECOND, 1, 0);
    assert_eq!((back.largest.value, back.at), (0.5, Some(1.0)));
}

/// Normal costs of the same spread: the one with the lower mean is better of both orders, and the other is not.
#[test]
fn a_shifted_normal_is_better_of_both_orders() {
    let shape = drawn(20_000, 0, &Normal::new(0.0, 1.0).unwrap());
    let costs = [shape.clone(), shape.iter().map(|cost| cost + 0.1).collect::<Vec<_>>()];
    for order in [FIRST, SECOND] {
        let [better, worse] = violations(&costs, order);
        assert_eq!((better.largest.value, better.is_significant), (0.0, false), "{order:?}");
        assert!(worse.is_significant, "{order:?} {worse:?}");
    }
    // sup of Φ(t) - Φ(t - 0.1) is at 0.05: 2 Φ(0.05) - 1; of the integral the shift itself.
    let law = Normal::new(0.0, 1.0).unwrap();
    let [_, first] = violations(&costs, FIRST);
    let exact = 2.0 * law.cdf(0.05) - 1.0;
    // The largest over many amounts is drawn upward by chance, by a few standard errors at most.
    assert!(
        (first.largest.value - exact).abs() < 4.0 * first.largest.std_error.unwrap(),
        "{first:?} {exact}"
    );
    let [_, second] = violations(&costs, SECOND);
    assert!((second.largest.value - 0.1).abs() < 1e-9, "{second:?}");
}

/// Lognormal costs of the same median, sigma 0.5 and 1: the laws cross at the median, so neither is better of first
/// order; the narrow one is of second order. P(> t) differs most where the densities cross.
#[test]
fn lognormal_costs_that_cross() {
    let (narrow, wide) = (LogNormal::new(0.0, 0.5).unwrap(), LogNormal::new(0.0, 1.0).unwrap());
    let costs = [drawn(40_000, 0, &narrow), drawn(40_000, 1, &wide)];
    let [narrow_first, wide_first] = violations(&costs, FIRST);
    assert!(narrow_first.is_significant && wide_first.is_significant);
    // The normal densities of sigma 1/2 and 1 cross at z² = 2 ln 2 / 3.
    let z = (8.0 * std::f64::consts::LN_2 / 3.0).sqrt() / 2.0;
    let law = Normal::new(0.0, 1.0).unwrap();
    let exact = law.cdf(2.0 * z) - law.cdf(z);
    for one in [narrow_first, wide_first] {
        let error = one.largest.std_error.unwrap();
        assert!((one.largest.value - exact).abs() < 4.0 * error, "{one:?} {exact}");
    }
    let [narrow_second, wide_second] = violations(&costs, SECOND);
    assert!(!narrow_second.is_significant && wide_second.is_significant, "{narrow_second:?} {wide_second:?}");
    // The violation is largest at the median, where the laws cross: E(X - 1)+ = exp(σ²/2) Φ(σ) - 1/2.
    let excess = |sigma: f64| libm::exp(0.5 * sigma * sigma) * law.cdf(sigma) - 0.5;
    let exact = excess(1.0) - excess(0.5);
    let error = wide_second.largest.std_error.unwrap();
    assert!((wide_second.largest.value - exact).abs() < 4.0 * error, "{wide_second:?} {exact}");
}

/// Two samples of one law: chance is called significant in none of 40.
#[test]
fn chance_is_not_significant() {
    let law = LogNormal::new(0.0, 1.5).unwrap();
    for round in 0..40 {
        let costs = [drawn(4_000, 2 * round, &law), drawn(4_000, 2 * round + 1, &law)];
        for order in [FIRST, SECOND] {
            let found = violations(&costs, order);
            assert!(found.iter().all(|one| !one.is_significant), "{round} {order:?} {found:?}");
            assert!(found.iter().any(|one| one.largest.value > 0.0));
        }
    }
}

/// Replicates of 100 dependent runs: what differs by replicate only is as uncertain as the replicates are few.
#[test]
fn replicates_make_errors() {
    let costs = [
        (0..1_000).map(|run| uniform(run / 100, 0)).collect::<Vec<_>>(),
        (0..1_000).map(|run| uniform(run / 100, 1)).collect::<Vec<_>>(),
    ];
    let independent = Sampling::independent(1_000);
    let replicated = Sampling::new(1_000, None, Some(100)).unwrap();
    let error = |sampling: &Sampling| {
        let orders = CostOrders::new(sampling, &costs).unwrap();
        let side = usize::from(orders.violation(FIRST, 0, 1).largest.value == 0.0);
        orders.violation(FIRST, side, 1 - side).largest.std_error.unwrap()
    };
    assert!(error(&replicated) > 5.0 * error(&independent) / 2.0);
}

/// Equal costs violate nothing.
#[test]
fn equal_costs_violate_nothing() {
    let costs = [vec![2.0; 10], vec![2.0; 10]];
    for order in [FIRST, SECOND] {
        assert!(violations(&costs, order).iter().all(|one| one.largest.value == 0.0 && !one.is_significant));
    }
}
