//! Charts for people who have five minutes: one picture per question, each titled with its answer.
//!
//! A chart is made as SVG text; [`png`] draws that same text with the font that tenantrisk carries, so both
//! pictures agree on every machine and no installed font is needed.

mod canvas;
mod curve;
mod exceedance;
mod fan;
mod fan_data;
mod fan_sheet;
mod headline;
mod histogram;
mod histogram_data;
mod histogram_row;
mod histogram_title;
mod look;
mod placement;
mod png;
mod robustness;
mod scale;
mod sweep;
mod tco;
#[cfg(test)]
mod tests;

pub use exceedance::loss_exceedance;
pub use fan::cash_flow_fan;
pub use histogram::{roi_histograms, saving_histograms};
pub use png::png;
pub use robustness::robustness_matrix;
pub use sweep::sweep;
pub use tco::tco_components;

use rayon::prelude::*;

use crate::decision::Findings;

type Draw = fn(&Findings) -> Result<Option<String>, ChartError>;

/// Every chart by the name of its files; those that a scenario has nothing for draw nothing.
const CHARTS: [(&str, Draw); 6] = [
    ("loss_exceedance", |findings| loss_exceedance(findings).map(Some)),
    ("tco_components", |findings| tco_components(findings).map(Some)),
    ("cash_flow", cash_flow_fan),
    ("saving", saving_histograms),
    ("roi", roi_histograms),
    ("robustness", robustness_matrix),
];

/// Every chart that the findings have something for, as SVG, by the name of its files.
pub fn all(findings: &Findings) -> Result<Vec<(&'static str, String)>, ChartError> {
    let drawn = CHARTS.par_iter().map(|(name, draw)| Ok(draw(findings)?.map(|svg| (*name, svg))));
    let drawn: Vec<Option<_>> = drawn.collect::<Result<_, ChartError>>()?;
    Ok(drawn.into_iter().flatten().collect())
}

/// Why a chart could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The font inside the program cannot be read.
    #[error("the chart font inside the program cannot be read")]
    Font,
    /// The text given for drawing is no SVG picture.
    #[error("the chart is not valid SVG: {0}")]
    Svg(String),
    /// A sweep has neither one axis nor two.
    #[error("a sweep over {0} numbers has no chart; one or two have")]
    Axes(usize),
    /// The picture is larger than a report needs.
    #[error("the chart of {width} x {height} pixels is too large to draw")]
    TooLarge {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// The PNG file could not be written.
    #[error("the chart could not be stored as PNG: {0}")]
    Encoding(String),
}
