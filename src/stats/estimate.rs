//! A number with its uncertainty.

/// A 95 % confidence interval. A side that the sample is too small to bound is `None`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Interval {
    /// Lower end, in the unit of the estimate.
    pub low: Option<f64>,
    /// Upper end, in the unit of the estimate.
    pub high: Option<f64>,
}

/// A value, its standard error and its 95 % interval; no number leaves this room without them.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Standard error, `None` where one cannot be had (a single run).
    pub std_error: Option<f64>,
    /// 95 % interval, `None` where one cannot be had.
    pub interval: Option<Interval>,
}
