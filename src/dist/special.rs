//! Incomplete gamma and beta functions, built on saddle-point forms that stay accurate for large parameters.
//!
//! The saddle-point forms follow C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).
//! Only `libm` and the four arithmetic operations are used, so that all platforms agree bit for bit.

const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;
const TWO_PI: f64 = std::f64::consts::TAU;
const MAX_TERMS: u32 = 100_000;

/// Both tails of a distribution at one point, and its density per unit of the function's natural variable.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tails {
    /// Probability at or below the point.
    pub lower: f64,
    /// Probability above the point.
    pub upper: f64,
    /// Density with respect to `ln x` (gamma) or `ln(x / (1 - x))` (beta).
    pub density: f64,
}

/// Error of Stirling's formula: `ln n! - ln(sqrt(2 pi n) (n/e)^n)`, for real `n > 0`.
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - LN_ROOT_TWO_PI;
    }
    let nn = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / nn) / nn) / nn) / nn) / n
}

/// Deviance term `x ln(x / m) + m - x` without cancellation near `x == m`.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    for odd in (3..200).step_by(2) {
        term *= v * v;
        let next = sum + term / f64::from(odd);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// Log of the Poisson probability formula at real `x >= 0` and mean `m > 0`.
pub(super) fn ln_poisson_term(x: f64, m: f64) -> f64 {
    if x == 0.0 { -m } else { -stirling_error(x) - deviance(x, m) - 0.5 * libm::log(TWO_PI * x) }
}

/// Log of the binomial probability formula at real `0 <= x <= n`, with `q = 1 - p` given apart.
pub(super) fn ln_binomial_term(x: f64, n: f64, p: f64, q: f64) -> f64 {
    let rest = n - x;
    if x == 0.0 {
        return if n == 0.0 { 0.0 } else { n * ln_complement(p, q) };
    }
    if rest == 0.0 {
        return n * ln_complement(q, p);
    }
    ln_binomial_interior(x, rest, p, q)
}

/// The binomial formula with both counts positive: `x` successes, `rest` failures.
pub(super) fn ln_binomial_interior(x: f64, rest: f64, p: f64, q: f64) -> f64 {
    let n = x + rest;
    stirling_error(n)
        - stirling_error(x)
        - stirling_error(rest)
        - deviance(x, n * p)
        - deviance(rest, n * q)
        - 0.5 * libm::log(TWO_PI * x * (rest / n))
}

/// `ln q` where `q = 1 - p`, from whichever of the two is the more precise.
fn ln_complement(p: f64, q: f64) -> f64 {
    if p < 0.5 { libm::log1p(-p) } else { libm::log(q) }
}

/// Regularised incomplete gamma function: both tails of Gamma(`shape`, scale 1) at `x`.
pub(super) fn gamma_tails(shape: f64, x: f64) -> Tails {
    if x <= 0.0 {
        return Tails { lower: 0.0, upper: 1.0, density: 0.0 };
    }
    if x == f64::INFINITY {
        return Tails { lower: 1.0, upper: 0.0, density: 0.0 };
    }
    let density = shape * libm::exp(ln_poisson_term(shape, x));
    if x < shape + 1.0 {
        let lower = (density * gamma_series(shape, x)).min(1.0);
        Tails { lower, upper: 1.0 - lower, density }
    } else {
        let upper = (density * gamma_fraction(shape, x)).min(1.0);
        Tails { lower: 1.0 - upper, upper, density }
    }
}

/// `sum over n of x^n / (shape (shape + 1) … (shape + n))`.
fn gamma_series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    for n in 1..MAX_TERMS {
        term *= x / (shape + f64::from(n));
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}

/// Legendre's continued fraction for the upper tail, by the modified Lentz method.
fn gamma_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut value = d;
    for n in 1..MAX_TERMS {
        let n = f64::from(n);
        let a = n * (shape - n);
        b += 2.0;
        d = 1.0 / guarded(a * d + b);
        c = guarded(b + a / c);
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < 3e-16 {
            break;
        }
    }
    value
}

/// Regularised incomplete beta function: both tails of Beta(`a`, `b`) at `x`, with `y = 1 - x` given apart.
pub(super) fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> Tails {
    if x <= 0.0 {
        return Tails { lower: 0.0, upper: 1.0, density: 0.0 };
    }
    if y <= 0.0 {
        return Tails { lower: 1.0, upper: 0.0, density: 0.0 };
    }
    let density = libm::exp(ln_binomial_interior(a, b, x, y)) * a * (b / (a + b));
    if x * (a + b + 2.0) < a + 1.0 {
        let lower = (density * beta_fraction(a, b, x) / a).min(1.0);
        Tails { lower, upper: 1.0 - lower, density }
    } else {
        let upper = (density * beta_fraction(b, a, y) / b).min(1.0);
        Tails { lower: 1.0 - upper, upper, density }
    }
}

/// Continued fraction 26.5.8 of Abramowitz and Stegun, by the modified Lentz method.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / guarded(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..MAX_TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guarded(1.0 + even * d);
        c = guarded(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guarded(1.0 + odd * d);
        c = guarded(1.0 + odd / c);
        let factor = d * c;
        value *= factor;
        if (factor - 1.0).abs() < 3e-16 {
            break;
        }
    }
    value
}

/// Keeps a denominator of the Lentz method away from zero.
fn guarded(value: f64) -> f64 {
    if value.abs() < 1e-300 { 1e-300 } else { value }
}
