//! The cost chart: what the total cost of ownership of each alternative consists of.

use crate::decision::{AlternativeFindings, FigureResult, Findings};
use crate::stats::Estimate;
use crate::units::{UsdNotation, format_percent, format_usd};

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, HEIGHT, INK, SOFT_INK, Type, WIDTH, n};
use super::headline::tco_title;
use super::look::{self, COMPONENTS};
use super::scale::{Axis, linear_ticks, money_tick, runs};

/// Where the bars may begin: labels stand to the left.
const LEFT: f64 = 226.0;
/// Room below the bars for ticks and the axis title.
const FOOT: f64 = 56.0;

/// A bar as it is drawn.
pub(super) struct Bar<'a> {
    pub label: &'a str,
    pub name: &'a str,
    pub is_baseline: bool,
    /// Mean of each component in the order of [`COMPONENTS`]; a recovery is negative.
    parts: Vec<f64>,
    /// Mean total.
    pub total: Option<Estimate>,
    percentiles: Option<(f64, f64)>,
}

impl Bar<'_> {
    fn of(alternative: &AlternativeFindings) -> Bar<'_> {
        let part = |metric: &str| {
            let mean = value(alternative, metric, "mean").unwrap_or(0.0);
            if metric == "recovery" { -mean.abs() } else { mean }
        };
        let ends = (value(alternative, "tco", "p5"), value(alternative, "tco", "p95"));
        Bar {
            label: &alternative.label,
            name: &alternative.name,
            is_baseline: alternative.is_baseline,
            parts: COMPONENTS.iter().map(|component| part(component.metric)).collect(),
            total: estimate(alternative, "tco", "mean"),
            percentiles: if let (Some(low), Some(high)) = ends { Some((low, high)) } else { None },
        }
    }

    /// How far the parts reach below and above zero.
    fn reach(&self) -> (f64, f64) {
        (self.parts.iter().map(|part| part.min(0.0)).sum(), self.parts.iter().map(|part| part.max(0.0)).sum())
    }

    /// The ends of the interval of the mean.
    fn interval(&self) -> Option<(f64, f64)> {
        let interval = self.total?.interval?;
        let (low, high) = (interval.low?, interval.high?);
        (low.is_finite() && high.is_finite()).then_some((low, high))
    }
}

fn estimate(alternative: &AlternativeFindings, metric: &str, statistic: &str) -> Option<Estimate> {
    let figure = alternative.figures.iter().find(|f| f.metric == metric && f.statistic == statistic)?;
    match &figure.result {
        FigureResult::Estimate { estimate, .. } if estimate.value.is_finite() => Some(*estimate),
        _ => None,
    }
}

fn value(alternative: &AlternativeFindings, metric: &str, statistic: &str) -> Option<f64> {
    estimate(alternative, metric, statistic).map(|estimate| estimate.value)
}

/// Draws the mean cost of every alternative as a bar of its components, as SVG.
///
/// A black mark shows the mean total with its 95 % interval, a grey line below the bar the 5th to the 95th
/// percentile of the runs. Components that are zero everywhere are left out. The title names the cheapest
/// alternative and its distance to the baseline.
pub fn tco_components(findings: &Findings) -> Result<String, ChartError> {
    let bars: Vec<Bar> = findings.alternatives.iter().map(Bar::of).collect();
    let shown: Vec<usize> =
        (0..COMPONENTS.len()).filter(|part| bars.iter().any(|bar| bar.parts[*part] != 0.0)).collect();
    let title = tco_title(findings, &bars);
    let mut canvas = Canvas::new()?;
    let below_heading = canvas.heading(&findings.setting, &title, &subtitle(findings));
    let entries: Vec<(usize, String)> =
        shown.iter().map(|part| (*part, COMPONENTS[*part].words.to_owned())).collect();
    let below_legend = look::legend(&mut canvas, below_heading, &entries, |canvas, part, x, y| {
        canvas.rect(x, y - 7.0, 34.0, 14.0, &COMPONENTS[part].style());
    });

    let sheet = Sheet::new(&canvas, &bars, below_legend);
    sheet.axis(&mut canvas);
    for (row, bar) in bars.iter().enumerate() {
        sheet.bar(&mut canvas, row, bar, &shown);
    }
    let zero = sheet.across.at(0.0);
    canvas.line((zero, sheet.top), (zero, sheet.bottom), look::AXIS);
    let definitions: String = shown.iter().map(|part| COMPONENTS[*part].definition()).collect();
    Ok(canvas.finish(&title, sheet.bottom + FOOT, &definitions))
}

fn subtitle(findings: &Findings) -> Vec<String> {
    let setting = &findings.setting;
    vec![
        format!(
            "Total cost of ownership (TCO) over {}, discounted at {} a year; {}, seed {}",
            years(setting.horizon_years),
            format_percent(setting.discount_rate),
            runs(setting.runs),
            setting.seed
        ),
        "Black mark: mean TCO with its 95 % interval. Grey line, end caps: 5th to 95th percentile of runs."
            .to_owned(),
    ]
}

/// A number of years in words.
pub(super) fn years(count: u32) -> String {
    if count == 1 { "1 year".to_owned() } else { format!("{count} years") }
}

/// The mean and half its interval in one unit: `$5.36M ± 0.02M`.
fn total_text(bar: &Bar) -> String {
    let Some(total) = bar.total else { return "not available".to_owned() };
    let text = format_usd(total.value);
    let half = bar.interval().map_or(0.0, |(low, high)| (high - low) / 2.0);
    if half <= 0.0 {
        return text;
    }
    let UsdNotation { scale, unit, decimals } = UsdNotation::of(&text);
    let rounded = format!("{:.decimals$}", half / scale);
    if rounded.chars().any(|digit| ('1'..='9').contains(&digit)) {
        format!("{text} ± {rounded}{unit}")
    } else {
        format!("{text} ± {}", format_usd(half))
    }
}

/// Where the bars lie.
struct Sheet {
    across: Axis,
    ticks: Vec<f64>,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    row: f64,
    ends: (f64, f64),
}

impl Sheet {
    fn new(canvas: &Canvas, bars: &[Bar], below_legend: f64) -> Sheet {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for bar in bars {
            let (reach, interval) = (bar.reach(), bar.interval().unwrap_or((0.0, 0.0)));
            let total = bar.total.map_or(0.0, |total| total.value);
            low = low.min(reach.0).min(interval.0).min(total);
            high = high.max(reach.1).max(interval.1).max(total);
        }
        // Rare runs may cost many times the mean; their lines must not squeeze the bars.
        let span = (high - low).max(f64::MIN_POSITIVE);
        for (p5, p95) in bars.iter().filter_map(|bar| bar.percentiles) {
            low = low.min(p5.max(low - span));
            high = high.max(p95.min(low + 2.5 * span));
        }
        let (low, high) = if high > low { (low, high) } else { (0.0, 1.0) };
        let ticks = linear_ticks(low, high);
        let ends = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
        let widest = bars.iter().map(|bar| canvas.width(&total_text(bar), total_type())).fold(60.0, f64::max);
        let (left, right) = (LEFT, WIDTH - BORDER - widest - 14.0);
        let top = below_legend + 6.0;
        let rows = bars.len().max(1) as f64;
        let row = ((HEIGHT - FOOT - top) / rows).max(52.0);
        let across = Axis::linear(ends.0, ends.1, left, right);
        Sheet { across, ticks, left, right, top, bottom: top + rows * row, row, ends }
    }

    fn axis(&self, canvas: &mut Canvas) {
        let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::Middle);
        for tick in &self.ticks {
            let x = self.across.at(*tick);
            canvas.line((x, self.top), (x, self.bottom), look::GRID);
            canvas.text(x, self.bottom + 18.0, kind, &money_tick(*tick));
        }
        canvas.line((self.left, self.bottom), (self.right, self.bottom), look::AXIS);
        let name = Type::new(13.0, INK).anchored(Anchor::Middle);
        canvas.text((self.left + self.right) / 2.0, self.bottom + 40.0, name, "Mean cost, present value");
    }

    fn bar(&self, canvas: &mut Canvas, row: usize, bar: &Bar, shown: &[usize]) {
        let thickness = (0.44 * self.row).min(36.0);
        let top = self.top + row as f64 * self.row + (self.row - thickness - 12.0) / 2.0;
        let middle = top + thickness / 2.0;
        self.label(canvas, middle, bar);
        let (mut below, mut above) = (0.0, 0.0);
        for part in shown {
            let size = bar.parts[*part];
            let (from, to) = if size < 0.0 { (below + size, below) } else { (above, above + size) };
            below += size.min(0.0);
            above += size.max(0.0);
            let (x, end) = (self.across.at(from), self.across.at(to));
            if end - x > 0.05 {
                canvas.rect(x, top, end - x, thickness, &COMPONENTS[*part].style());
                let words = format!("{}: {}", COMPONENTS[*part].words, format_usd(size));
                canvas.tip(x, top, end - x, thickness, &words);
            }
        }
        self.range(canvas, top + thickness + 8.0, bar);
        let mut end = self.across.at(bar.reach().1.max(0.0));
        if let Some(total) = bar.total {
            let x = self.across.at(total.value);
            let (low, high) =
                bar.interval().map_or((x, x), |(low, high)| (self.across.at(low), self.across.at(high)));
            // A white rim keeps the mark visible on dark bars.
            let tick = format!("M{},{}V{}", n(x), n(top - 3.0), n(top + thickness + 3.0));
            let whisker = format!(
                "M{0},{2}H{1}M{0},{3}V{4}M{1},{3}V{4}",
                n(low),
                n(high),
                n(middle),
                n(middle - 5.0),
                n(middle + 5.0)
            );
            // An interval narrower than the mark itself would only be a blot on it.
            let path = if high - low < 6.0 { tick } else { tick + &whisker };
            for (colour, width) in [("#ffffff", 4.5), (INK, 2.0)] {
                let style = format!(r#"fill="none" stroke="{colour}" stroke-width="{width}""#);
                canvas.add(&format!(r#"<path d="{path}" {style}/>"#));
            }
            end = end.max(high);
        }
        canvas.text(end + 9.0, middle + 4.5, total_type(), &total_text(bar));
    }

    /// The line from the 5th to the 95th percentile; an end beyond the axis has an arrow and its value.
    fn range(&self, canvas: &mut Canvas, y: f64, bar: &Bar) {
        let Some((p5, p95)) = bar.percentiles else { return };
        const STYLE: &str = r##"fill="none" stroke="#777777" stroke-width="1.6""##;
        let kind = Type::new(11.5, SOFT_INK);
        let (from, to) = (
            self.across.at(p5).clamp(self.left, self.right),
            self.across.at(p95).clamp(self.left, self.right),
        );
        let mut path = format!("M{},{}H{}", n(from), n(y), n(to));
        let cap = |x: f64| format!("M{},{}V{}", n(x), n(y - 4.0), n(y + 4.0));
        let arrow = |x: f64, back: f64| {
            format!("M{0},{2}L{1},{3}L{0},{4}", n(x + back), n(x), n(y - 4.0), n(y), n(y + 4.0))
        };
        if p95 > self.ends.1 {
            path += &arrow(to, -6.0);
            canvas.text(to + 6.0, y + 4.0, kind, &format!("to {}", format_usd(p95)));
        } else {
            path += &cap(to);
        }
        if p5 < self.ends.0 {
            path += &arrow(from, 6.0);
            let end = kind.anchored(Anchor::End);
            canvas.text(from - 6.0, y + 4.0, end, &format!("from {}", format_usd(p5)));
        } else {
            path += &cap(from);
        }
        canvas.add(&format!(r#"<path d="{path}" {STYLE}/>"#));
    }

    fn label(&self, canvas: &mut Canvas, middle: f64, bar: &Bar) {
        let kind = Type::new(14.0, INK).anchored(Anchor::End);
        let small = Type::new(12.0, SOFT_INK).anchored(Anchor::End);
        let room = self.left - BORDER - 12.0;
        let most = if bar.is_baseline && self.row < 60.0 { 1 } else { 2 };
        let lines = canvas.wrap(bar.label, kind, room, most);
        let count = lines.len() + usize::from(bar.is_baseline);
        let mut y = middle + 5.0 - 8.5 * (count as f64 - 1.0);
        for line in lines {
            canvas.text(self.left - 12.0, y, kind, &line);
            y += 17.0;
        }
        if bar.is_baseline {
            canvas.text(self.left - 12.0, y - 1.0, small, "(baseline)");
        }
    }
}

fn total_type() -> Type {
    Type::new(14.0, INK).bold()
}
