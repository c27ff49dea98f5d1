//! The cash flow chart: how the cost of each alternative grows from year to year, and how far it may stray.

use crate::decision::Findings;
use crate::units::format_percent;

use super::ChartError;
use super::canvas::{Anchor, Canvas, INK, Type, WIDTH, n};
use super::fan_data::{Path, YearEnd, paths, title};
use super::fan_sheet::Sheet;
use super::look;
use super::placement::Point;
use super::scale::{Axis, money, runs};
use super::tco::years;

/// The mean of the baseline in the panels of the others.
const BASELINE: &str = r##"fill="none" stroke="#333333" stroke-width="1.6" stroke-dasharray="6 4""##;
/// Dots of the median.
const MEDIAN: &str = r#"fill="none" stroke-width="2.2" stroke-dasharray="0.1 4.4" stroke-linecap="round""#;
/// Opacity of the middle 90 % of the runs, and of the middle 50 % on top of it.
const BANDS: [f64; 2] = [0.16, 0.32];

/// Draws the cumulative cost of every alternative by the end of each year, in present value, as SVG; `None`
/// if the findings hold no costs by year.
///
/// One panel per alternative on common axes, from the build cost at the start. Bands hold the middle 90 % and
/// 50 % of the runs, the line is the mean, the dots are the median; the baseline's mean is repeated in the
/// other panels. A band that leaves its panel says how far it goes.
pub fn cash_flow_fan(findings: &Findings) -> Result<Option<String>, ChartError> {
    let paths = paths(findings);
    if paths.is_empty() {
        return Ok(None);
    }
    let title = title(findings, &paths);
    let setting = &findings.setting;
    let last = paths.iter().map(|path| path.last().year).max().unwrap_or(0);
    let subtitle = [format!(
        "Total cost (TCO) from the start to the end of each year, present value at {} a year; {}, seed {}. Lines \
         begin with the mean cost of building. At most one run in twenty costs more than the light band shows, at \
         most one in twenty less. Figures above the panels: after {}.",
        format_percent(setting.discount_rate),
        runs(setting.runs),
        setting.seed,
        years(last)
    )];
    let mut canvas = Canvas::new()?;
    let below_heading = canvas.heading(setting, &title, &subtitle);
    let below_legend = legend(&mut canvas, below_heading, &paths);

    let sheet = Sheet::new(&canvas, &paths, below_legend);
    let baseline = paths.iter().find(|path| path.is_baseline);
    let mut clips = String::new();
    for (place, path) in paths.iter().enumerate() {
        let plot = sheet.plot(place);
        clips += &format!(
            r#"<clipPath id="panel-{place}"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>"#,
            n(plot.left),
            n(plot.top - 1.5),
            n(plot.right - plot.left),
            n(plot.bottom - plot.top + 3.0)
        );
        sheet.axes(&mut canvas, place, &plot);
        let (across, up) = sheet.scales(&plot);
        canvas.add(&format!(r##"<g clip-path="url(#panel-{place})">"##));
        bands(&mut canvas, path, across, up);
        if let Some(baseline) = baseline.filter(|_| !path.is_baseline) {
            canvas.add(&format!(r#"<path d="M{}" {BASELINE}/>"#, line(baseline, across, up)));
        }
        let colour = look::colour(path.look);
        for part in known(path) {
            let dots = edge(part, 2, across, up);
            canvas.add(&format!(r#"<path d="M{}" stroke="{colour}" {MEDIAN}/>"#, joined(&dots)));
        }
        let style = format!(r#"fill="none" stroke="{colour}" stroke-width="2.4" stroke-linejoin="round""#);
        canvas.add(&format!(r#"<path d="M{}" {style}/>"#, line(path, across, up)));
        canvas.add("</g>");
        for end in path.ends.iter().filter(|end| sheet.years.contains(&end.year)) {
            let (x, y) = (across.at(f64::from(end.year)), up.at(end.mean));
            look::marker(&mut canvas, path.look, x, y);
            canvas.tip(
                x - 9.0,
                y - 9.0,
                18.0,
                18.0,
                &format!("after {}: {}", years(end.year), money(end.mean)),
            );
        }
        sheet.head(&mut canvas, path, &plot);
    }
    let middle = (sheet.top + sheet.bottom) / 2.0;
    let kind = Type::new(13.0, INK);
    canvas.upward_text(24.0, middle, kind, "Cumulative cost, present value (USD)");
    let centred = kind.anchored(Anchor::Middle);
    canvas.text(WIDTH / 2.0, sheet.bottom + 14.0, centred, "Years since the start");
    Ok(Some(canvas.finish(&title, sheet.bottom + 30.0, &clips)))
}

fn legend(canvas: &mut Canvas, top: f64, paths: &[Path]) -> f64 {
    let mut entries =
        vec![(0, "mean"), (1, "median"), (2, "middle 50 % (P25 to P75)"), (3, "middle 90 % (P5 to P95)")];
    if paths.len() > 1 && paths.iter().any(|path| path.is_baseline) {
        entries.push((4, "mean of the baseline"));
    }
    let entries: Vec<(usize, String)> =
        entries.into_iter().map(|(sample, words)| (sample, words.to_owned())).collect();
    // The dark band lies on the light one, as in the panels.
    let [light, dark] = BANDS;
    let shade = |opacity: f64| format!(r##"fill="#333333" fill-opacity="{opacity}""##);
    look::legend(canvas, top, &entries, |canvas, sample, x, y| match sample {
        0 => canvas.line((x, y), (x + 34.0, y), r##"stroke="#333333" stroke-width="2.4""##),
        1 => canvas.line((x + 1.0, y), (x + 34.0, y), &format!(r##"stroke="#333333" {MEDIAN}"##)),
        2 => {
            canvas.rect(x, y - 7.0, 34.0, 14.0, &shade(light));
            canvas.rect(x, y - 7.0, 34.0, 14.0, &shade(dark));
        }
        3 => canvas.rect(x, y - 7.0, 34.0, 14.0, &shade(light)),
        _ => canvas.line((x, y), (x + 34.0, y), BASELINE),
    })
}

/// The corners of the mean line.
fn line(path: &Path, across: Axis, up: Axis) -> String {
    let corners = path.ends.iter().map(|end| (across.at(f64::from(end.year)), up.at_any(end.mean)));
    joined(&corners.collect::<Vec<_>>())
}

/// Stretches of two years or more in which all percentiles are known.
fn known<'a>(path: &'a Path) -> impl Iterator<Item = &'a [YearEnd]> {
    path.ends.split(|end| end.percentiles.is_none()).filter(|part| part.len() > 1)
}

/// The corners of one percentile's line.
fn edge(part: &[YearEnd], place: usize, across: Axis, up: Axis) -> Vec<Point> {
    let point =
        |end: &YearEnd| Some((across.at(f64::from(end.year)), up.at_any(*end.percentiles?.get(place)?)));
    part.iter().filter_map(point).collect()
}

/// The light band below the dark one.
fn bands(canvas: &mut Canvas, path: &Path, across: Axis, up: Axis) {
    let colour = look::colour(path.look);
    for ([low, high], opacity) in [[0, 4], [1, 3]].into_iter().zip(BANDS) {
        for part in known(path) {
            let mut outline = edge(part, low, across, up);
            outline.extend(edge(part, high, across, up).iter().rev());
            canvas.add(&format!(
                r#"<path d="M{}Z" fill="{colour}" fill-opacity="{opacity}"/>"#,
                joined(&outline)
            ));
        }
    }
}

fn joined(points: &[Point]) -> String {
    let corners: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
    corners.join("L")
}
