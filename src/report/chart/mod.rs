//! Charts for people who have five minutes: one picture per question, each titled with its answer.
//!
//! A chart is made as SVG text; [`png`] draws that same text with the font that tenantrisk carries, so both
//! pictures agree on every machine and no installed font is needed.

mod break_even;
mod canvas;
mod convergence;
mod curve;
mod exceedance;
mod fan;
mod fan_data;
mod fan_sheet;
mod frontier;
mod headline;
mod histogram;
mod histogram_data;
mod histogram_row;
mod histogram_title;
mod hybrid;
mod inputs;
mod look;
mod placement;
mod png;
mod qq;
mod robustness;
mod scale;
mod sweep;
mod tco;
#[cfg(test)]
mod tests;

pub use break_even::break_even;
pub(super) use break_even::subject as flip_subject;
pub use convergence::convergence;
pub use curve::LossView;
pub use exceedance::loss_exceedance;
pub use fan::cash_flow_fan;
pub use frontier::frontier;
pub use histogram::{roi_histograms, saving_histograms};
pub use hybrid::hybrid;
pub use inputs::{tornado, value_of_information};
pub use png::png;
pub use qq::qq;
pub use robustness::robustness_matrix;
pub use sweep::sweep;
pub use tco::tco_components;

use rayon::prelude::*;

use crate::decision::Findings;

/// A picture that can be drawn of a result.
pub struct Chart {
    /// Name of its files, and of its kind on the command line.
    pub name: &'static str,
    /// Whether a run draws it unless told otherwise.
    pub by_default: bool,
    draw: Draw,
}

impl Chart {
    /// The picture as SVG; `None` where the findings have nothing for it.
    pub fn draw(&self, findings: &Findings) -> Result<Option<String>, ChartError> {
        (self.draw)(findings)
    }
}

/// Every chart, in the order in which people look at them.
pub const CHARTS: &[Chart] = &[
    standard("loss_exceedance", |findings| loss_exceedance(findings, LossView::DEFAULT).map(Some)),
    variant("loss_exceedance_linear", |findings| loss_exceedance(findings, LINEAR).map(Some)),
    variant("loss_exceedance_oep", |findings| loss_exceedance(findings, LARGEST).map(Some)),
    variant("loss_exceedance_oep_linear", |findings| loss_exceedance(findings, LARGEST_LINEAR).map(Some)),
    standard("credible_bands", credible_bands),
    standard("tco_components", |findings| tco_components(findings).map(Some)),
    standard("cash_flow", cash_flow_fan),
    standard("saving", saving_histograms),
    standard("roi", roi_histograms),
    standard("robustness", robustness_matrix),
    standard("break_even", break_even),
    standard("frontier", frontier),
    standard("value_of_information", value_of_information),
    standard("tornado", tornado),
    standard("convergence", convergence),
];

type Draw = fn(&Findings) -> Result<Option<String>, ChartError>;

/// A chart that every run draws.
const fn standard(name: &'static str, draw: Draw) -> Chart {
    Chart { name, by_default: true, draw }
}

/// A chart that is drawn when asked for.
const fn variant(name: &'static str, draw: Draw) -> Chart {
    Chart { name, by_default: false, draw }
}

/// What a total cost consists of, in the order of the bars: metric and words. A recovery reduces the cost.
pub(super) const COST_COMPONENTS: [(&str, &str); look::COMPONENTS.len()] = {
    let mut list = [("", ""); look::COMPONENTS.len()];
    let mut place = 0;
    while place < list.len() {
        list[place] = (look::COMPONENTS[place].metric, look::COMPONENTS[place].words);
        place += 1;
    }
    list
};

const LINEAR: LossView = LossView { logarithmic: false, ..LossView::DEFAULT };
const LARGEST: LossView = LossView { total: false, ..LossView::DEFAULT };
const LARGEST_LINEAR: LossView = LossView { total: false, logarithmic: false, ..LossView::DEFAULT };

/// Loss exceedance curves with what is not known as bands; `None` unless uncertainty is nested.
fn credible_bands(findings: &Findings) -> Result<Option<String>, ChartError> {
    let view = LossView { credible: true, ..LossView::DEFAULT };
    findings.nested.as_ref().map(|_| loss_exceedance(findings, view)).transpose()
}

/// Every chart of a report that the findings have something for, as SVG, by the name of its files.
pub fn all(findings: &Findings) -> Result<Vec<(&'static str, String)>, ChartError> {
    drawn(findings, |chart| chart.by_default)
}

/// The charts that `wanted` says yes to and that the findings have something for, as SVG, by name.
pub fn drawn(
    findings: &Findings,
    wanted: impl Fn(&Chart) -> bool,
) -> Result<Vec<(&'static str, String)>, ChartError> {
    let charts: Vec<&Chart> = CHARTS.iter().filter(|chart| wanted(chart)).collect();
    let drawn = charts.par_iter().map(|chart| Ok(chart.draw(findings)?.map(|svg| (chart.name, svg))));
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
