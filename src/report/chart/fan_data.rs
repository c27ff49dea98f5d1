//! The data of the cash flow chart: what each alternative has cost by the end of each year, and the title.

use std::collections::HashMap;

use crate::decision::Findings;

use super::headline::{short, undecided};
use super::scale::money;
use super::tco::years;

/// Costs by the end of one year, USD.
#[derive(Debug, Clone, Copy)]
pub(super) struct YearEnd {
    /// 0 is the start.
    pub year: u32,
    pub mean: f64,
    /// 5th, 25th, 50th, 75th and 95th percentile, where all are known.
    pub percentiles: Option<[f64; 5]>,
}

/// One alternative's costs over time.
pub(super) struct Path<'a> {
    pub label: &'a str,
    pub name: &'a str,
    pub is_baseline: bool,
    /// Place of the alternative in the scenario: decides the colour.
    pub look: usize,
    /// From the start to the last year that has a mean; two at least.
    pub ends: Vec<YearEnd>,
}

impl Path<'_> {
    /// The last year.
    pub(super) fn last(&self) -> YearEnd {
        let start = YearEnd { year: 0, mean: 0.0, percentiles: None };
        self.ends.last().copied().unwrap_or(start)
    }

    fn mean_at(&self, year: u32) -> Option<f64> {
        self.ends.iter().find(|end| end.year == year).map(|end| end.mean)
    }
}

/// Present values by alternative, component, statistic and year.
type Figures<'a> = HashMap<(&'a str, &'a str, &'static str, u32), f64>;

/// The alternatives that have costs by year.
pub(super) fn paths(findings: &Findings) -> Vec<Path<'_>> {
    let wanted = findings.yearly.iter().filter(|figure| {
        figure.basis == "pv"
            && figure.value_usd.is_finite()
            && matches!(figure.component.as_str(), "tco_cumulative" | "build")
    });
    let figures: Figures = wanted
        .map(|figure| {
            let key = (figure.alternative.as_str(), figure.component.as_str(), figure.statistic, figure.year);
            (key, figure.value_usd)
        })
        .collect();
    let all = findings.alternatives.iter().enumerate().map(|(look, alternative)| {
        let name = alternative.name.as_str();
        let (label, is_baseline) = (alternative.label.as_str(), alternative.is_baseline);
        Path { label, name, is_baseline, look, ends: ends(&figures, name, findings.setting.horizon_years) }
    });
    all.filter(|path| path.ends.len() > 1).collect()
}

/// The start and the ends of all years up to the first that has no mean.
fn ends(figures: &Figures, name: &str, years: u32) -> Vec<YearEnd> {
    let build = figures.get(&(name, "build", "mean", 1)).copied().unwrap_or(0.0);
    let mut ends = vec![YearEnd { year: 0, mean: build, percentiles: Some([build; 5]) }];
    ends.extend((1..=years).map_while(|year| {
        let cumulative =
            |statistic: &'static str| figures.get(&(name, "tco_cumulative", statistic, year)).copied();
        let percentiles = match ["p5", "p25", "p50", "p75", "p95"].map(cumulative) {
            [Some(p5), Some(p25), Some(p50), Some(p75), Some(p95)] => Some([p5, p25, p50, p75, p95]),
            _ => None,
        };
        Some(YearEnd { year, mean: cumulative("mean")?, percentiles })
    }));
    ends
}

/// Which alternative is cheapest by the last year, and since when it has been cheaper than the baseline (or,
/// if it is the baseline, than the next cheapest). A difference whose interval holds zero is no finding.
pub(super) fn title(findings: &Findings, paths: &[Path]) -> String {
    let mut order: Vec<&Path> = paths.iter().collect();
    order.sort_by(|one, other| one.last().mean.total_cmp(&other.last().mean));
    let Some(cheapest) = order.first() else { return "What each alternative costs by year".to_owned() };
    let (name, end) = (short(cheapest.label), cheapest.last());
    let over = years(end.year);
    let baseline = order.iter().find(|path| path.is_baseline && path.name != cheapest.name);
    let Some(other) = baseline.or(order.get(1)) else {
        return format!("{name} costs {} over {over} on average", money(end.mean));
    };
    let than = short(other.label);
    let role = match (other.is_baseline, cheapest.is_baseline) {
        (true, _) => " (baseline)",
        (false, true) => ", the next cheapest",
        (false, false) => "",
    };
    let mine = if cheapest.is_baseline { format!("{name} (baseline)") } else { name };
    let difference = other.last().mean - end.mean;
    if difference <= 0.0 {
        return format!("{mine} and {than}{role} cost the same after {over}: {} on average", money(end.mean));
    }
    if undecided(findings, cheapest.name, other.name) {
        return format!(
            "{mine} looks cheapest after {over}, but its lead on {than}{role} is within sampling error"
        );
    }
    let since = match overtakes_in(cheapest, other) {
        Some(0) => ", and cheaper from the start".to_owned(),
        Some(year) => format!(", which it overtakes in year {year}"),
        None => String::new(),
    };
    let saved = money(difference);
    format!("{mine} is cheapest on average after {over}: {saved} less than {than}{role}{since}")
}

/// The year since whose end the first has cost less than the second, to the last; 0 is the start.
fn overtakes_in(one: &Path, other: &Path) -> Option<u32> {
    let ahead = |end: &&YearEnd| other.mean_at(end.year).is_some_and(|mean| end.mean < mean);
    one.ends.iter().rev().take_while(ahead).last().map(|end| end.year)
}
