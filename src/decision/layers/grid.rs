//! The values of a retention or a limit.

use crate::{
    decision::{Over, SweepAxis, SweepError, Vary},
    scenario::{Domain, Number},
};

/// Values of a range of which the number is not said.
const USUAL_VALUES: usize = 7;

/// Values of one term of a layer, USD an event.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LayerAxis {
    /// `retention` or `limit`.
    pub name: String,
    /// Ascending.
    pub values_usd: Vec<f64>,
}

impl LayerAxis {
    /// The values asked for; nothing is a retention but no limit.
    pub(super) fn new(
        name: &str,
        (over, is_logarithmic): &(Over, bool),
        may_be_zero: bool,
    ) -> Result<LayerAxis, SweepError> {
        let vary = Vary { path: name.to_owned(), over: over.clone(), is_logarithmic: *is_logarithmic };
        let domain = if may_be_zero { Domain::NotNegative } else { Domain::Above(0.0) };
        let number =
            Number { path: name.to_owned(), value: None, is_uncertain: false, domain, unit: "usd_per_event" };
        let values_usd = match over {
            Over::List(values) if values.len() == 1 => values.clone(),
            _ => SweepAxis::new(&vary, &number, USUAL_VALUES)?.values,
        };
        match values_usd.iter().find(|value| !domain.contains(**value)) {
            None => Ok(LayerAxis { name: name.to_owned(), values_usd }),
            Some(value) => Err(SweepError::Range {
                path: name.to_owned(),
                why: format!("{value} is out of range, accepted: {}", domain.words()),
            }),
        }
    }

    /// Whether a value is the first or the last of several.
    pub(super) fn is_edge(&self, value_usd: f64) -> bool {
        let values = &self.values_usd;
        values.len() > 1 && (value_usd == values[0] || value_usd == values[values.len() - 1])
    }
}
