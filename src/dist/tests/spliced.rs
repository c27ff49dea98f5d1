//! Spliced distributions: the reference severity, the splice point, caps.

use super::compound::{BODY, TAIL, capped, spliced};
use super::moments::check_moments;
use super::*;
use crate::dist::DistributionError as E;

/// A spliced severity: a lognormal body to probability 0.9, above it a generalised Pareto with xi 0.4.
/// Expected values from integration of the definition with 40 digits.
#[test]
fn lognormal_body_with_a_generalised_pareto_tail() {
    let distribution = plain(spliced(BODY, 0.9, TAIL));
    let point = 409_350.627_743_744;
    close(distribution.quantile(0.9), point, 1e-14);
    assert_eq!(distribution.quantile(0.5), plain(BODY).quantile(0.5));
    close(distribution.quantile(0.999), 4_391_530.711_345_193, 1e-12);
    close(distribution.cdf(4_391_530.711_345_193), 0.999, 1e-14);
    close(distribution.mean(), 167_202.293_160_482_4, 1e-13);
    close(distribution.variance(), 193_565_494_022.579_8, 1e-12);
    close(distribution.limited_expected_value(1e6), 146_280.972_994_803_64, 1e-13);
    // The same tail, given by its own threshold.
    let Family::Gpd { xi, beta, .. } = TAIL else { unreachable!() };
    let rounded = (point * 1e3).round() / 1e3;
    let same = plain(spliced(BODY, 0.9, Family::Gpd { threshold: rounded, xi, beta }));
    close(same.quantile(0.999), distribution.quantile(0.999), 1e-15);
    close(same.mean(), distribution.mean(), 1e-13);
}

#[test]
fn a_spliced_tail_without_mean_needs_a_cap() {
    let family = spliced(BODY, 0.9, Family::Pareto { alpha: 0.9, min: 1e6 });
    let start = Distribution::new(family, NO_LIMITS).unwrap_err();
    assert!(start.to_string().starts_with("tail must start at 0"), "{start}");
    let family = spliced(BODY, 0.9, Family::Gpd { threshold: 0.0, xi: 1.2, beta: 3e5 });
    let refused = Distribution::new(family.clone(), NO_LIMITS).unwrap_err();
    let expected = E::InfiniteMean { family: "generalised Pareto", parameter: "xi", value: 1.2 };
    assert_eq!(refused, expected);
    let capped = capped(family, 5e8 + 0.1);
    assert_eq!((capped.support().1, capped.quantile(1.0 - 1e-9)), (5e8 + 0.1, 5e8 + 0.1));
    check_moments(&capped, 1e-6);
    let wide = plain(spliced(BODY, 0.9, Family::Gpd { threshold: 0.0, xi: 0.5, beta: 3e5 }));
    assert!(wide.has_infinite_variance() && wide.mean().is_finite());
}

#[test]
fn a_cap_below_the_splice_point_holds() {
    let uncapped = plain(spliced(BODY, 0.5, TAIL));
    let cap = uncapped.quantile(0.4);
    let capped = capped(uncapped.family().clone(), cap);
    assert_eq!(
        (capped.support().1, capped.quantile(0.9), capped.quantile(0.3)),
        (cap, cap, uncapped.quantile(0.3))
    );
    close(capped.mean(), uncapped.limited_expected_value(cap), 1e-14);
    assert_eq!(capped.cdf(cap), 1.0);
}
