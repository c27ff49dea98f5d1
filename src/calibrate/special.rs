//! Derivatives of the logarithm of the gamma function.
//!
//! Recurrence to an argument of at least 10, then the asymptotic series (Abramowitz and Stegun 6.3.18 and 6.4.12);
//! relative accuracy about 1e-14.

/// Where the series is used: its first term left out is below 1e-16 from there on.
const LARGE: f64 = 12.0;

/// Derivative of `ln gamma(x)` for `x > 0`.
pub(super) fn digamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < LARGE {
        sum -= 1.0 / x;
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let series =
        y * (1.0 / 12.0 - y * (1.0 / 120.0 - y * (1.0 / 252.0 - y * (1.0 / 240.0 - y * (1.0 / 132.0)))));
    sum + libm::log(x) - 0.5 / x - series
}

/// Second derivative of `ln gamma(x)` for `x > 0`.
pub(super) fn trigamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < LARGE {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let series = y * (1.0 / 6.0 - y * (1.0 / 30.0 - y * (1.0 / 42.0 - y * (1.0 / 30.0 - y * (5.0 / 66.0)))));
    sum + 1.0 / x + 0.5 * y + series / x
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{LN_2, PI};

    const EULER: f64 = 0.577_215_664_901_532_9;

    #[test]
    fn values_known_in_closed_form() {
        let close = |actual: f64, expected: f64| {
            assert!((actual / expected - 1.0).abs() < 1e-13, "{actual} {expected}")
        };
        close(digamma(1.0), -EULER);
        close(digamma(0.5), -EULER - 2.0 * LN_2);
        close(digamma(20.0), (1..20).map(|n| 1.0 / f64::from(n)).sum::<f64>() - EULER);
        close(trigamma(1.0), PI * PI / 6.0);
        close(trigamma(0.5), PI * PI / 2.0);
        close(trigamma(20.0), PI * PI / 6.0 - (1..20).map(|n| 1.0 / f64::from(n * n)).sum::<f64>());
        close(digamma(1e9), 1e9_f64.ln() - 0.5e-9);
    }
}
