//! Samples; the refusals and the words of everything made of parts.

use super::compound::{BODY, TAIL, capped, mixture, spliced, two_lognormals};
use super::*;
use crate::dist::DistributionError as E;

#[test]
fn samples_by_hand() {
    let sample = plain(Family::Empirical { values: vec![5.0, 1.0, 2.0, 2.0, 10.0] });
    for (p, value) in [(0.0, 1.0), (0.2, 1.0), (0.21, 2.0), (0.6, 2.0), (0.61, 5.0), (0.8, 5.0), (0.81, 10.0)]
    {
        assert_eq!(sample.quantile(p), value, "{p}");
    }
    assert_eq!(
        (sample.quantile(1.0), sample.upper_quantile(0.2), sample.upper_quantile(0.19)),
        (10.0, 5.0, 10.0)
    );
    assert_eq!((sample.cdf(0.9), sample.cdf(2.0), sample.cdf(4.9), sample.cdf(10.0)), (0.0, 0.6, 0.6, 1.0));
    close(sample.mean(), 4.0, 1e-15);
    close(sample.variance(), (1.0 + 9.0 + 4.0 + 4.0 + 36.0) / 5.0, 1e-15);
    close(sample.limited_expected_value(4.0), (1.0 + 2.0 + 2.0 + 4.0 + 4.0) / 5.0, 1e-15);
    let limits = Limits { floor: Some(2.5), cap: Some(4.0), truncate: Some((2.0, 9.0)) };
    let limited = Distribution::new(sample.family().clone(), limits).unwrap();
    close(limited.mean(), 3.0, 1e-15);
    close(limited.variance(), 0.5, 1e-14);
    assert_eq!((limited.quantile(0.6), limited.quantile(0.7), limited.cdf(2.5)), (2.5, 4.0, 2.0 / 3.0));
    // Every k / n falls on the k-th value, whatever the rounding of p n.
    for n in [7, 100, 1000] {
        let sample = plain(Family::Empirical { values: (1..=n).map(f64::from).collect() });
        for k in 1..=n {
            let p = f64::from(k) / f64::from(n);
            assert_eq!(sample.quantile(p), f64::from(k));
            assert_eq!(sample.quantile(p.next_up()), f64::from((k + 1).min(n)));
        }
    }
    let sampled = plain(two_lognormals());
    let values = (0..200_000).map(|step| sampled.quantile((f64::from(step) + 0.5) / 2e5)).collect();
    let sample = plain(Family::Empirical { values });
    close(sample.mean(), sampled.mean(), 1e-3);
    close(sample.limited_expected_value(300.0), sampled.limited_expected_value(300.0), 1e-5);
}

#[test]
fn refusals_of_the_compound_families() {
    let refused = |family| Distribution::new(family, NO_LIMITS).unwrap_err();
    assert_eq!(refused(Family::Empirical { values: vec![] }), E::NoValues { parameter: "values" });
    let infinite = Family::Empirical { values: vec![1.0, f64::INFINITY] };
    assert_eq!(refused(infinite), E::NotFinite { parameter: "values", value: f64::INFINITY });
    assert_eq!(refused(mixture(vec![])).to_string(), "components must have at least one entry");
    let part = plain(TAIL);
    let weights = |first, second| refused(mixture(vec![(first, part.clone()), (second, part.clone())]));
    assert_eq!(weights(1.0, 0.0), E::NotPositive { parameter: "weights", value: 0.0 });
    assert!(matches!(weights(1.0, f64::NAN), E::NotFinite { parameter: "weights", .. }));
    assert!(matches!(weights(f64::MAX, f64::MAX), E::NoWeight { parameter: "weights", .. }));
    for p in [0.0, 1.0, -0.1] {
        assert_eq!(
            refused(spliced(BODY, p, TAIL)),
            E::NotAFraction { parameter: "at_probability", value: p }
        );
    }
    let normal = Family::Normal { mean: 0.0, sd: 1.0 };
    assert!(matches!(refused(spliced(BODY, 0.5, normal)), E::TailStart { parameter: "tail", .. }));
    let limits = Limits { truncate: Some((-5.0, -1.0)), ..NO_LIMITS };
    for family in [two_lognormals(), spliced(BODY, 0.5, TAIL), Family::Empirical { values: vec![1.0, 2.0] }] {
        assert!(matches!(Distribution::new(family, limits), Err(E::EmptyTruncation { .. })));
    }
}

#[test]
fn words_and_constants() {
    let text = plain(mixture(vec![(1.0, plain(TAIL)), (3.0, Distribution::constant(5.0))])).describe();
    assert_eq!(text, "mixture (0.25: generalised Pareto, xi 0.4, beta 300,000, above 0; 0.75: 5)");
    let text = capped(spliced(Family::Exponential { mean: 2.0 }, 0.9, TAIL), 1e6).describe();
    let expected = "spliced (up to probability 0.9: exponential, mean 2; above: generalised Pareto, xi 0.4, \
                    beta 300,000, above 0), capped at 1,000,000";
    assert_eq!(text, expected);
    let sample = plain(Family::Empirical { values: vec![2.0, 1.0, 2.0] });
    assert_eq!(sample.describe(), "empirical, 3 values from 1 to 2");
    let five = Distribution::constant(5.0);
    assert_eq!(plain(mixture(vec![(1.0, five.clone()), (2.0, five.clone())])), five);
    assert_eq!(plain(Family::Empirical { values: vec![5.0, 5.0] }), five);
    let family = spliced(BODY, 0.9, TAIL);
    let built = plain(family.clone());
    assert_eq!(plain(built.family().clone()), built);
}
