//! The histograms: how the saving or the return of each alternative spreads over the runs.

use crate::decision::Findings;
use crate::units::format_percent;

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, HEIGHT, INK, SOFT_INK, Type, WIDTH};
use super::histogram_data::{Row, Subject, format_return, rows, without_return};
use super::histogram_row::{ABOVE, ACROSS, BELOW, MASS, Panel, definitions, mean_mark, spans_zero};
use super::histogram_title::title;
use super::look;
use super::placement::Area;
use super::scale::{Axis, money_tick, round_to_125, runs};

/// Where the bars may begin: names and figures stand to the left.
const LEFT: f64 = 292.0;
/// Room of the bar for runs in which nothing was saved, break of the axis included.
const APART: f64 = 78.0;
/// Room above the bars of a row for what the bars cannot show.
const HEAD: f64 = 40.0;
/// Room below the bars of a row for the mark of the mean.
const FOOT: f64 = 30.0;
/// Room for the ticks of the values.
const TICKS: f64 = 20.0;

/// Draws how much each alternative saves against its baseline over the runs, as SVG; `None` if the findings
/// hold no such histogram.
pub fn saving_histograms(findings: &Findings) -> Result<Option<String>, ChartError> {
    draw(findings, Subject::Saving)
}

/// Draws the return on investment of each alternative over the runs, as SVG; `None` if the findings hold no
/// such histogram. Runs in which the investment prevented nothing stand in a bar of their own.
pub fn roi_histograms(findings: &Findings) -> Result<Option<String>, ChartError> {
    draw(findings, Subject::Return)
}

fn draw(findings: &Findings, subject: Subject) -> Result<Option<String>, ChartError> {
    let rows = rows(findings, subject);
    if rows.is_empty() {
        return Ok(None);
    }
    let title = title(findings, subject, &rows);
    let mut canvas = Canvas::new()?;
    let spans = spans(&rows, subject);
    let shared = spans.windows(2).all(|pair| pair[0] == pair[1]);
    let below_heading = canvas.heading(&findings.setting, &title, &subtitle(findings, subject, shared));
    let below_legend = legend(&mut canvas, below_heading, subject, &rows);

    let apart = rows.iter().any(|row| row.nothing_saved.is_some());
    let left = if apart { LEFT + APART } else { LEFT };
    let own_ticks = if shared { 0.0 } else { TICKS };
    let top = below_legend + 4.0;
    let row_height = ((HEIGHT - TICKS - 26.0 - top) / rows.len() as f64).max(HEAD + FOOT + own_ticks + 64.0);
    let bottom = top + rows.len() as f64 * row_height;
    for (place, (row, (low, high))) in rows.iter().zip(&spans).enumerate() {
        let row_top = top + place as f64 * row_height;
        let plot = Area {
            left,
            top: row_top + HEAD,
            right: WIDTH - BORDER,
            bottom: row_top + row_height - FOOT - own_ticks,
        };
        let across = Axis::linear(*low, *high, plot.left, plot.right);
        let panel = Panel { row, subject, plot, across, span: (*low, *high), apart: LEFT };
        if place > 0 {
            canvas.line((BORDER, row_top), (WIDTH - BORDER, row_top), look::GRID);
        }
        axes(&mut canvas, &panel, !shared || place + 1 == rows.len());
        panel.draw(&mut canvas);
        names(&mut canvas, row, subject, &panel.plot);
    }
    let name = match subject {
        Subject::Saving => "Saving against the baseline, present value (USD)",
        Subject::Return => {
            "Return on investment (%): what is saved beyond the investment, over the investment"
        }
    };
    let middle = Type::new(13.0, INK).anchored(Anchor::Middle);
    let mut below = bottom + if shared { TICKS + 14.0 } else { 14.0 };
    canvas.text((left + WIDTH - BORDER) / 2.0, below, middle, name);
    if subject == Subject::Return {
        below += 4.0;
        for sentence in without_return(findings) {
            below = canvas.paragraph(below, Type::new(12.5, INK), &sentence);
        }
    }
    Ok(Some(canvas.finish(&title, below + 16.0, &definitions())))
}

fn subtitle(findings: &Findings, subject: Subject, shared: bool) -> Vec<String> {
    let setting = &findings.setting;
    let what = match subject {
        Subject::Saving => "Cost of the baseline less cost of the alternative, run by run",
        Subject::Return => "Return on the extra investment over the baseline, run by run",
    };
    let values = if shared { "" } else { " Each row has a value axis of its own." };
    vec![format!(
        "{what}, present value at {} a year; {}, seed {}. A bar's height is its share of the runs, on a scale \
         of its own in each row; bars that tower over the others are cut and carry their share.{values}",
        format_percent(setting.discount_rate),
        runs(setting.runs),
        setting.seed
    )]
}

fn legend(canvas: &mut Canvas, top: f64, subject: Subject, rows: &[Row]) -> f64 {
    let (won, lost) = match subject {
        Subject::Saving => ("alternative is cheaper", "alternative costs more"),
        Subject::Return => ("pays off", "does not pay off"),
    };
    let mut entries = vec![(0, won), (1, lost)];
    if rows.iter().any(|row| row.nothing_saved.is_some()) {
        entries.push((2, "nothing saved: -100 %"));
    }
    if rows.iter().flat_map(|row| &row.bins).any(|bin| spans_zero(bin) && bin.probability > 0.0) {
        entries.push((3, "on both sides of zero"));
    }
    entries.push((4, "mean of all runs"));
    let entries: Vec<(usize, String)> = entries.into_iter().map(|(at, text)| (at, text.to_owned())).collect();
    look::legend(canvas, top, &entries, |canvas, sample, x, y| match sample {
        0 => canvas.rect(x, y - 7.0, 34.0, 14.0, ABOVE),
        1 => canvas.rect(x, y - 7.0, 34.0, 14.0, BELOW),
        2 => canvas.rect(x, y - 7.0, 34.0, 14.0, MASS),
        3 => canvas.rect(x, y - 7.0, 34.0, 14.0, ACROSS),
        _ => mean_mark(canvas, x + 17.0, y - 6.0),
    })
}

/// The ends of each row's axis: the same for all, unless that would squeeze a row into a tenth of its room.
fn spans(rows: &[Row], subject: Subject) -> Vec<(f64, f64)> {
    let own: Vec<(f64, f64)> = rows.iter().map(|row| row.span(subject)).collect();
    let all = own.iter().fold((0.0_f64, 0.0_f64), |all, one| (all.0.min(one.0), all.1.max(one.1)));
    let width = |span: (f64, f64)| span.1 - span.0;
    let squeezed = own.iter().any(|span| width(*span) > 0.0 && width(*span) < 0.1 * width(all));
    let padded = |span: (f64, f64)| {
        let pad = if width(span) > 0.0 { 0.02 * width(span) } else { 1.0 };
        (span.0 - pad, span.1 + pad)
    };
    own.iter().map(|span| padded(if squeezed { *span } else { all })).collect()
}

/// Both axes with their grids, behind the bars.
fn axes(canvas: &mut Canvas, panel: &Panel, labelled: bool) {
    let kind = Type::new(12.0, SOFT_INK);
    let (low, high) = panel.span;
    let plot = &panel.plot;
    for tick in multiples(round_to_125((high - low) / 9.0, true), low, high) {
        let x = panel.across.at(tick);
        canvas.line((x, plot.top), (x, plot.bottom), look::GRID);
        if labelled {
            let text = match panel.subject {
                Subject::Saving => money_tick(tick),
                Subject::Return => format_return(tick).replace(".0 %", " %"),
            };
            let kind = if tick == 0.0 { Type::new(12.0, INK).bold() } else { kind };
            canvas.text(x, plot.bottom + FOOT + 14.0, kind.anchored(Anchor::Middle), &text);
        }
    }
    let step = round_to_125(panel.row.cut / 4.2, true);
    let digits = (-(100.0 * step).log10().floor()).clamp(0.0, 9.0) as usize;
    for share in multiples(step, 0.0, panel.row.cut) {
        let y = plot.bottom - (plot.bottom - plot.top) * share / panel.row.cut;
        let text = format!("{:.digits$} %", 100.0 * share);
        canvas.text(LEFT - 8.0, y + 4.0, kind.anchored(Anchor::End), &text);
        if share > 0.0 {
            canvas.line((LEFT - 4.0, y), (plot.right, y), look::GRID);
        }
    }
    let from = if panel.row.nothing_saved.is_some() { plot.left } else { LEFT };
    canvas.line((from, plot.bottom), (plot.right, plot.bottom), look::AXIS);
}

/// The multiples of a step from `low` to `high`; 50 at most.
fn multiples(step: f64, low: f64, high: f64) -> Vec<f64> {
    let first = (low / step).ceil();
    (0..50).map(|index| (first + f64::from(index)) * step).take_while(|value| *value <= high).collect()
}

/// Who is compared with whom, and how often it wins, left of the bars.
fn names(canvas: &mut Canvas, row: &Row, subject: Subject, plot: &Area) {
    let (bold, plain) = (Type::new(14.0, INK).bold(), Type::new(12.5, INK));
    let small = Type::new(12.0, SOFT_INK);
    let room = LEFT - BORDER - 58.0;
    let mut y = plot.top - HEAD + 24.0;
    for line in canvas.wrap(row.label, bold, room, 2) {
        canvas.text(BORDER, y, bold, &line);
        y += 17.0;
    }
    let against = canvas.fit(&format!("against {}", row.baseline), small, room);
    canvas.text(BORDER, y, small, &against);
    y += 22.0;
    let [won, lost] = subject.shares(row.positive);
    canvas.text(BORDER, y, plain.bold(), &won);
    canvas.text(BORDER, y + 16.0, plain, &lost);
}
