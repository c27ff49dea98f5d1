//! Counting distributions: how many of n. Parameterised anew at every event, hence functions, not data.

mod mass;
mod quantiles;

pub use mass::{
    beta_binomial_mean, beta_binomial_pmf, beta_binomial_variance, binomial_pmf, hypergeometric_mean,
    hypergeometric_pmf, hypergeometric_variance, negative_binomial_pmf, negative_binomial_variance,
    poisson_pmf,
};
pub use quantiles::{binomial_quantile, hypergeometric_quantile, poisson_quantile};
