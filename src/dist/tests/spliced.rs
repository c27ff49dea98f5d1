//! Spliced distributions: the reference severity, the splice point, caps.

use super::compound::{BODY, TAIL, capped, spliced};
use super::moments::check_moments;
use super::*;
use crate::dist::DistributionError as E;

/// The spliced severity of the model: a lognormal body to probability 0.9, above it a generalised Pareto with
/// xi 0.4. Expected values from 40-digit arithmetic on the definition.
#[test]
fn d10_lognormal_body_with_a_generalised_pareto_tail() {
    let (mu, sigma, p) = (11.0, 1.5, 0.9);
    let point = libm::exp(mu + sigma * crate::dist::normal_quantile(p));
    let distribution = plain(spliced(BODY, p, TAIL));
    close(distribution.quantile(p), point, 1e-15);
    assert_eq!(distribution.quantile(0.5), plain(BODY).quantile(0.5));
    // Body: p exp(mu + sigma^2/2) Phi(z - sigma) / p; tail: 0.1 (point + beta / (1 - xi)).
    let z = crate::dist::normal_quantile(p);
    let body = libm::exp(mu + 0.5 * sigma * sigma) * crate::dist::normal_cdf(z - sigma);
    close(distribution.mean(), body + 0.1 * (point + 5e5), 1e-12);
    // One in a thousand overall is one in a hundred of the tail.
    let excess = 3e5 / 0.4 * (100.0_f64.powf(0.4) - 1.0);
    close(distribution.quantile(0.999), point + excess, 1e-12);
    close(distribution.cdf(point + excess), 0.999, 1e-14);
    // The same tail, given by its own threshold.
    let Family::Gpd { xi, beta, .. } = TAIL else { unreachable!() };
    let rounded = (point * 1e3).round() / 1e3;
    let same = plain(spliced(BODY, p, Family::Gpd { threshold: rounded, xi, beta }));
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
