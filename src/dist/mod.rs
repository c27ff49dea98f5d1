//! Probability distributions as validated data.
//!
//! A [`Distribution`] is a [`Family`] with optional [`Limits`]; whatever can be built can be drawn from.
//! Draws are made by inversion: the engine feeds uniform numbers to [`Distribution::quantile`], so that two
//! designs which share the uniform numbers share the luck. [`discrete`] holds the counting distributions
//! (how many of n tenants), which are parameterised anew at every event.

pub mod discrete;

mod base;
mod build;
mod compound;
mod describe;
mod distribution;
mod error;
mod family;
mod fitter;
mod inverse;
mod logarithm;
mod moments;
mod normal;
mod partial;
mod quadrature;
mod root;
mod special;
mod spellings;
mod table;
#[cfg(test)]
mod tests;
mod validate;

pub use distribution::Distribution;
pub use error::DistributionError;
pub use family::{Family, Limits};
pub use logarithm::ln_all;
pub use normal::{normal_cdf, normal_quantile};
pub(crate) use quadrature::integrate;
pub(crate) use root::smallest as smallest_root;
pub use spellings::{
    logit_normal_p5_p95, logit_normal_p50_p95, lognormal_mean_cv, lognormal_median_sigma, lognormal_p5_p95,
    lognormal_p50_p95,
};
pub use table::QuantileTable;
