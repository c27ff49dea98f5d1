use super::*;
use statrs::distribution::{ContinuousCDF, Normal};

/// Evenly spread quantiles, so that the mean of any function is its integral up to the step.
fn spread(count: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
    (0..count).map(|place| of((place as f64 + 0.5) / count as f64)).collect()
}

fn normal(mean: f64, sd: f64) -> impl Fn(f64) -> f64 {
    let law = Normal::new(mean, sd).unwrap();
    move |level| law.inverse_cdf(level)
}

/// A deterministic shuffle, so that blocks of runs are alike.
fn shuffled(mut values: Vec<f64>) -> Vec<f64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for place in (1..values.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        values.swap(place, (state >> 33) as usize % (place + 1));
    }
    values
}

/// Normal cost: R ln E exp(C / R) is mean + variance / (2 R). Points at equal probabilities miss some of the tails, by
/// less than 1e-4 of the correction.
#[test]
fn a_normal_cost_is_mean_and_half_the_variance_by_the_tolerance() {
    let costs = spread(200_000, normal(10.0, 2.0));
    let sampling = Sampling::independent(costs.len());
    for tolerance in [1.0, 2.0, 5.0, 100.0] {
        let exact = 10.0 + 4.0 / (2.0 * tolerance);
        let found = sampling.certainty_equivalent(&costs, tolerance).unwrap();
        assert!((found.cost.value - exact).abs() < 2e-3 * (exact - 10.0), "{tolerance}: {found:?}");
        // Kish's size of exp(C / R): n exp(-variance / R²), for points that reach far enough into the tail.
        let kish = costs.len() as f64 * libm::exp(-4.0 / (tolerance * tolerance));
        assert!(
            tolerance < 2.0 || (found.effective_runs / kish - 1.0).abs() < 0.02,
            "{tolerance}: {found:?}"
        );
        // Delta method: R / sqrt(n) sqrt(exp(variance / R²) - 1).
        let error =
            tolerance * ((libm::exp(4.0 / (tolerance * tolerance)) - 1.0) / costs.len() as f64).sqrt();
        assert!(tolerance < 2.0 || (found.cost.std_error.unwrap() / error - 1.0).abs() < 0.02, "{tolerance}");
    }
}

/// Two costs 0 and 2 of weights 3 and 1: R ln(0.75 + 0.25 exp(2 / R)).
#[test]
fn weights_count() {
    let sampling = Sampling::new(2, Some(vec![3.0, 1.0]), None).unwrap();
    let found = sampling.certainty_equivalent(&[0.0, 2.0], 1.5).unwrap().cost.value;
    let exact = 1.5 * libm::log(0.75 + 0.25 * libm::exp(2.0 / 1.5));
    assert!((found - exact).abs() < 1e-14, "{found} {exact}");
}

/// Normal costs N(10, 2²) and N(11, 1²) are equally welcome where 10 + 2 / R = 11 + 0.5 / R: R = 1.5.
#[test]
fn normal_costs_are_equally_welcome_at_half_the_variances_by_the_means() {
    let (one, other) = (spread(200_000, normal(10.0, 2.0)), shuffled(spread(200_000, normal(11.0, 1.0))));
    let sampling = Sampling::independent(one.len());
    let Indifference::At(found) = sampling.indifference([&one, &other]).unwrap() else { panic!("no flip") };
    assert!((found.value - 1.5).abs() < 0.01, "{found:?}");
    assert!(found.std_error.unwrap() < 0.05, "{found:?}");
}

/// The interval of the tolerance covers the exact one: 200 samples of 2,000, a tenth of them may miss (95 % and 4
/// binomial standard errors of 1.54 %).
#[test]
fn the_interval_of_the_tolerance_covers_it() {
    let mut covered = 0;
    for seed in 0..200_u32 {
        let draw = |side: u32, run: usize| {
            crate::stats::regression::tests::uniform(run + 10_000 * seed as usize, side)
        };
        let (one_law, other_law) = (normal(10.0, 2.0), normal(11.0, 1.0));
        let one: Vec<f64> = (0..2_000).map(|run| one_law(draw(0, run))).collect();
        let other: Vec<f64> = (0..2_000).map(|run| other_law(draw(1, run))).collect();
        if let Indifference::At(found) = Sampling::independent(2_000).indifference([&one, &other]).unwrap() {
            let ends = found.interval.unwrap();
            covered += usize::from(ends.low.unwrap() <= 1.5 && 1.5 <= ends.high.unwrap());
        }
    }
    assert!(covered >= 177, "{covered} of 200");
}

/// A cost that is lower in every run stays preferred.
#[test]
fn a_cost_that_is_always_lower_stays_preferred() {
    let dearer = spread(2_000, normal(10.0, 2.0));
    let cheaper: Vec<f64> = dearer.iter().map(|cost| cost - 1.0).collect();
    let sampling = Sampling::independent(2_000);
    let found = sampling.indifference([&cheaper, &dearer]).unwrap();
    assert!(matches!(found, Indifference::Never { down_to } if down_to < 2.0), "{found:?}");
    // Nothing to prefer where the first is not the cheaper.
    let found = sampling.indifference([&dearer, &cheaper]).unwrap();
    assert_eq!(found, Indifference::Never { down_to: f64::INFINITY });
}

/// A rare loss: 1 in 100 runs costs 50, else nothing; against a certain 1. R ln(0.99 + 0.01 exp(50 / R)) = 1 at R found by
/// another bisection.
#[test]
fn a_rare_loss_against_a_certain_cost() {
    let risky: Vec<f64> = (0..100_000).map(|run| if run % 100 == 7 { 50.0 } else { 0.0 }).collect();
    let certain = vec![1.0; risky.len()];
    let sampling = Sampling::independent(risky.len());
    let Indifference::At(found) = sampling.indifference([&risky, &certain]).unwrap() else {
        panic!("no flip")
    };
    let excess = |r: f64| r * (0.99 + 0.01 * (50.0 / r).exp()).ln() - 1.0;
    let (mut low, mut high) = (1.0, 1e6);
    for _ in 0..200 {
        let middle: f64 = 0.5 * (low + high);
        if excess(middle) > 0.0 { low = middle } else { high = middle }
    }
    assert!((found.value / low - 1.0).abs() < 1e-9, "{found:?} {low}");
}

/// Tail values: their mean is the tail mean and their error that of the tail mean.
#[test]
fn tail_values_have_the_mean_and_the_error_of_the_tail_mean() {
    let sample = Sample::new(shuffled(spread(10_000, normal(0.0, 1.0)))).unwrap();
    let tail = sample.tail_value_at_risk(0.99);
    let values = Sample::new(sample.tail_values(0.99)).unwrap().mean();
    assert!((tail.value - values.value).abs() < 1e-9, "{tail:?} {values:?}");
    assert!((tail.std_error.unwrap() / values.std_error.unwrap() - 1.0).abs() < 1e-9);
}
