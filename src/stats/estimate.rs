//! A number with its uncertainty.

/// How many standard errors a 95 % interval of a normal estimate reaches to either side.
pub(super) const NORMAL_95: f64 = 1.959_963_984_540_054;

/// A 95 % confidence interval. A side that the sample is too small to bound is `None`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Interval {
    /// Lower end, in the unit of the estimate.
    pub low: Option<f64>,
    /// Upper end, in the unit of the estimate.
    pub high: Option<f64>,
}

/// A number, or `null` for one that is not finite: what JSON makes of it.
fn number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    if !from.is_human_readable() {
        return serde::Deserialize::deserialize(from);
    }
    let number: Option<f64> = serde::Deserialize::deserialize(from)?;
    Ok(number.unwrap_or(f64::NAN))
}

/// A value, its standard error and its 95 % interval; no number leaves this room without them.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Estimate {
    /// The point estimate.
    #[serde(deserialize_with = "number")]
    pub value: f64,
    /// Standard error, `None` where one cannot be had (a single run).
    pub std_error: Option<f64>,
    /// 95 % interval, `None` where one cannot be had.
    pub interval: Option<Interval>,
}

impl Estimate {
    /// A number known without error: standard error 0, both ends of the interval at the value.
    pub fn exact(value: f64) -> Estimate {
        let interval = Interval { low: Some(value), high: Some(value) };
        Estimate { value, std_error: Some(0.0), interval: Some(interval) }
    }

    /// A number whose uncertainty is unknown, such as the mean of a single run.
    pub fn of_unknown_error(value: f64) -> Estimate {
        Estimate { value, std_error: None, interval: None }
    }

    /// A number whose error is close to normal: the interval reaches 1.96 standard errors either way.
    pub fn normal(value: f64, std_error: f64) -> Estimate {
        let half = NORMAL_95 * std_error;
        let interval = Interval { low: Some(value - half), high: Some(value + half) };
        Estimate { value, std_error: Some(std_error), interval: Some(interval) }
    }

    /// A share estimated from `size` independent draws, with Wilson's interval, which keeps a width even
    /// where every draw agrees.
    pub(super) fn share(share: f64, std_error: f64, size: f64) -> Estimate {
        Estimate::share_reaching(share, std_error, size, NORMAL_95)
    }

    /// The same with an interval that reaches so many standard errors instead of 1.96.
    pub(super) fn share_reaching(share: f64, std_error: f64, size: f64, reach: f64) -> Estimate {
        let square = reach * reach / size;
        let middle = (share + square / 2.0) / (1.0 + square);
        let spread = share * (1.0 - share) * square + square * square / 4.0;
        let half = spread.sqrt() / (1.0 + square);
        let low = if share <= 0.0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if share >= 1.0 { 1.0 } else { (middle + half).min(1.0) };
        let interval = Interval { low: Some(low), high: Some(high) };
        Estimate { value: share, std_error: Some(std_error), interval: Some(interval) }
    }
}
