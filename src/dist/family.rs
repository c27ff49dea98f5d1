//! The families and their limits, as plain data.

use super::distribution::Distribution;

/// A family of distributions with its parameters. Money is in dollars, durations in the unit of their use,
/// fractions between 0 and 1: the family itself has no unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Family {
    /// Always this value.
    Constant(f64),
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, zero or more.
        sd: f64,
    },
    /// The exponential of a normal.
    Lognormal {
        /// Mean of the logarithm (natural); the median is `exp(mu)`.
        mu: f64,
        /// Standard deviation of the logarithm, zero or more.
        sigma: f64,
    },
    /// The logistic function of a normal; lives between 0 and 1.
    LogitNormal {
        /// Mean of `ln(x / (1 - x))`.
        mu: f64,
        /// Standard deviation of `ln(x / (1 - x))`, zero or more.
        sigma: f64,
    },
    /// Every value of the range equally likely.
    Uniform {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
    },
    /// Density rising in a straight line to the mode and falling in a straight line.
    Triangular {
        /// Smallest value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        max: f64,
    },
    /// Beta on `[min, max]` with `a = 1 + lambda (mode - min) / (max - min)`,
    /// `b = 1 + lambda (max - mode) / (max - min)` (Malcolm and others 1959; Vose's modified PERT).
    Pert {
        /// Smallest value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        max: f64,
        /// Weight of the mode, zero or more; 4 in the classical form.
        lambda: f64,
    },
    /// Beta, between 0 and 1, mean `a / (a + b)`.
    Beta {
        /// First shape, more than zero.
        a: f64,
        /// Second shape, more than zero.
        b: f64,
    },
    /// Gamma, mean `shape * scale`.
    Gamma {
        /// Shape, more than zero.
        shape: f64,
        /// Scale, more than zero.
        scale: f64,
    },
    /// Exponential.
    Exponential {
        /// Mean, more than zero.
        mean: f64,
    },
    /// Weibull, `P(X > x) = exp(-(x / scale)^shape)`.
    Weibull {
        /// Shape, more than zero.
        shape: f64,
        /// Scale, more than zero.
        scale: f64,
    },
    /// Pareto of the first kind, `P(X > x) = (min / x)^alpha`.
    Pareto {
        /// Tail exponent, more than zero; the mean is finite above 1, the variance above 2.
        alpha: f64,
        /// Smallest value, more than zero.
        min: f64,
    },
    /// Generalised Pareto, `P(X > x) = (1 + xi (x - threshold) / beta)^(-1 / xi)` above the threshold.
    Gpd {
        /// Smallest value.
        threshold: f64,
        /// Tail index; the mean is finite below 1, the variance below 1/2; below 0 the tail ends.
        xi: f64,
        /// Scale, more than zero.
        beta: f64,
    },
    /// Finitely many values.
    Discrete {
        /// The values.
        values: Vec<f64>,
        /// Their probabilities, up to a common factor.
        weights: Vec<f64>,
    },
    /// The values of a sample, each equally likely: the quantile at `p` is the order statistic number
    /// `ceil(p n)`, the variance that of the values themselves (divided by n). A weighted sample is a
    /// [`Family::Discrete`].
    Empirical {
        /// The values, in any order; equal values count as often as they stand.
        values: Vec<f64>,
    },
    /// One of several distributions, chosen by chance.
    Mixture {
        /// Weight (more than zero, up to a common factor) and distribution of each component. Build
        /// components whose mean is infinite with [`Distribution::component`]; a cap on the mixture then
        /// makes them acceptable.
        components: Vec<(f64, Distribution)>,
    },
    /// A body up to a splice point, a tail of another kind above it. The splice point is the body's own
    /// quantile at `at_probability`; below lies the body, conditioned on not exceeding the splice point, with
    /// probability `at_probability`; above lies the tail with the rest.
    Spliced {
        /// What the values below the splice point follow.
        body: Box<Distribution>,
        /// Probability of a value at or below the splice point, strictly between 0 and 1.
        at_probability: f64,
        /// What the values above follow. Its support starts at 0, and then it is the excess over the splice
        /// point; or at the splice point (to 1e-5 relative), and then it is the value itself.
        tail: Box<Distribution>,
    },
}

impl Family {
    /// The family's name in words.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Family::Constant(_) => "constant",
            Family::Normal { .. } => "normal",
            Family::Lognormal { .. } => "lognormal",
            Family::LogitNormal { .. } => "logit-normal",
            Family::Uniform { .. } => "uniform",
            Family::Triangular { .. } => "triangular",
            Family::Pert { .. } => "PERT",
            Family::Beta { .. } => "beta",
            Family::Gamma { .. } => "gamma",
            Family::Exponential { .. } => "exponential",
            Family::Weibull { .. } => "Weibull",
            Family::Pareto { .. } => "Pareto",
            Family::Gpd { .. } => "generalised Pareto",
            Family::Discrete { .. } => "discrete",
            Family::Empirical { .. } => "empirical",
            Family::Mixture { .. } => "mixture",
            Family::Spliced { .. } => "spliced",
        }
    }
}

/// What is done to the values of a family: first the truncation, then the floor and the cap.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits {
    /// Values below are raised to the floor (censoring: the probability stays, at the floor).
    pub floor: Option<f64>,
    /// Values above are lowered to the cap (censoring: the probability stays, at the cap).
    pub cap: Option<f64>,
    /// Values outside this closed range do not occur: the distribution is conditioned on the range. An end
    /// may be infinite.
    pub truncate: Option<(f64, f64)>,
}
