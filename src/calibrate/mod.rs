//! Learning from an incident log: how often, how large, how far.
//!
//! [`read`] makes a [`Log`] of text, [`calibrate`] fits it: frequencies, severities by maximum likelihood, reach, and
//! beliefs of a scenario updated by what was logged. The room draws no random numbers of its own; whoever calls it hands
//! over a [`Uniforms`], so that p-values are a function of the seed and not of the number of threads.

mod classes;
mod counts;
mod dispersion;
mod exposure;
mod families;
mod fit;
mod frequency;
mod goodness;
mod laws;
mod log;
mod maximum;
mod prior;
mod qq;
mod reach;
mod severity;
mod special;
mod tail;
#[cfg(test)]
mod tests;

pub use counts::{Bernoulli, CountFit, PeriodCount};
pub use dispersion::Dispersion;
pub use exposure::{Exposure, ExposureError, Period};
pub use families::Kind;
pub use fit::{Calibration, ClassFit, Options, calibrate};
pub use frequency::{FrequencyFit, FrequencyModel};
pub use goodness::Goodness;
pub use log::{Column, Incident, Log, LogError, Reading, Rejection, read};
pub use prior::{Belief, Prior, Update};
pub use qq::{QqPoint, qq_points};
pub use reach::Reach;
pub use severity::{FamilyFit, Fitted, Outcome, Parameter, SizeFit, Tail};

use serde::Serialize;

/// The 97.5 % quantile of the standard normal distribution.
const Z_975: f64 = 1.959_963_984_540_054;

/// Independent uniform numbers in (0, 1) by replicate and place.
pub type Uniform = dyn Fn(u64, u64) -> f64 + Send + Sync;

/// A stream of uniform numbers for every name.
pub type Uniforms<'a> = dyn Fn(&str) -> Box<Uniform> + Sync + 'a;

/// A 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// An estimate, with its standard error and 95 % interval where there are some.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimated {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub std_error: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}

impl Estimated {
    /// With a normal interval.
    fn normal(value: f64, std_error: Option<f64>) -> Self {
        let interval =
            std_error.map(|error| Interval { low: value - Z_975 * error, high: value + Z_975 * error });
        Estimated { value, std_error, interval }
    }

    /// With the standard error of the logarithm, and an interval that is normal in it.
    fn of_logarithm(value: f64, error: Option<f64>) -> Self {
        let interval = error.map(|error| {
            let factor = libm::exp(Z_975 * error);
            Interval { low: value / factor, high: value * factor }
        });
        Estimated { value, std_error: error.map(|error| value * error), interval }
    }
}
