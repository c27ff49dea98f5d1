//! Common shocks: events that strike several incident classes at the same moment.

use super::ParameterId;
use crate::units::Per;

/// A Poisson process whose every event is an event of each class that it lists, on top of the classes' own.
#[derive(Debug, Clone)]
pub struct Shock {
    /// Stable name: identity of the random stream, path in the file.
    pub name: String,
    /// Shocks a year, or over the horizon, of the platform.
    pub rate: ParameterId,
    /// The reading: platform and year, or platform and horizon.
    pub per: Per,
    /// Positions of the classes that it strikes, in the order of the file.
    pub classes: Vec<usize>,
}

impl Shock {
    /// Shocks a year.
    pub fn per_year(&self, values: &[f64], horizon_years: f64) -> f64 {
        let rate = values[self.rate.index()];
        match self.per {
            Per::PlatformHorizon if horizon_years > 0.0 => rate / horizon_years,
            Per::PlatformHorizon => 0.0,
            _ => rate,
        }
    }
}
