//! One row of the histograms: bars, cut bars, the zero line, the mean, and what lies beyond the bars.

use crate::decision::Bin;
use crate::units::format_percent;

use super::canvas::{Anchor, Canvas, INK, SOFT_INK, Type, n};
use super::histogram_data::{Row, Subject};
use super::look;
use super::placement::Area;
use super::scale::Axis;

/// Style of bars above zero.
pub(super) const ABOVE: &str = r##"fill="#0072B2" stroke="#ffffff" stroke-width="0.6""##;
/// Style of bars below zero.
pub(super) const BELOW: &str = r##"fill="url(#below-zero)" stroke="#ffffff" stroke-width="0.6""##;
/// Style of the bar of runs in which nothing was saved.
pub(super) const MASS: &str = r##"fill="url(#nothing-saved)" stroke="#555555" stroke-width="1""##;
/// Style of a bar that reaches to both sides of zero.
pub(super) const ACROSS: &str = r##"fill="#9a9a9a" stroke="#ffffff" stroke-width="0.6""##;

/// The hatches that the styles refer to.
pub(super) fn definitions() -> String {
    let hatch = |name: &str, fill: &str, ink: &str, path: &str| {
        format!(
            r##"<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">
<rect width="6" height="6" fill="{fill}"/>
<path d="{path}" fill="none" stroke="{ink}" stroke-width="1.2"/></pattern>"##
        )
    };
    hatch("below-zero", "#E8843C", "#8a3c00", "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2")
        + &hatch("nothing-saved", "#ffffff", "#555555", "M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2")
}

/// Whether a bin holds values on both sides of zero.
pub(super) fn spans_zero(bin: &Bin) -> bool {
    bin.low < 0.0 && bin.high > 0.0
}

/// Draws the mark of the mean, an upright triangle whose tip is at the point.
pub(super) fn mean_mark(canvas: &mut Canvas, x: f64, y: f64) {
    let corners = format!("{},{} {},{} {},{}", n(x), n(y), n(x + 6.0), n(y + 11.0), n(x - 6.0), n(y + 11.0));
    canvas.add(&format!(r#"<polygon points="{corners}" fill="{INK}"/>"#));
}

/// A row with its place in the picture.
pub(super) struct Panel<'a> {
    pub row: &'a Row<'a>,
    pub subject: Subject,
    pub plot: Area,
    pub across: Axis,
    /// Values at the ends of the axis.
    pub span: (f64, f64),
    /// Where the bar of runs in which nothing was saved has its room.
    pub apart: f64,
}

impl Panel<'_> {
    /// Draws everything but ticks and names.
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let mut labelled: Vec<(f64, f64)> = Vec::new();
        for bin in self.row.bins.iter().filter(|bin| bin.probability > 0.0) {
            let (from, to) = (self.across.at(bin.low), self.across.at(bin.high));
            // A bin of a single value must still be seen, also behind the line at zero.
            let least = if self.row.bins.len() == 1 { 8.0 } else { 2.0 };
            let width = (to - from).max(least);
            let x = (from + to - width) / 2.0;
            let style = match bin {
                bin if spans_zero(bin) => ACROSS,
                bin if bin.low < 0.0 => BELOW,
                _ => ABOVE,
            };
            let label = self.bar(canvas, x, width, bin.probability, style);
            if let Some(middle) = label {
                labelled.push((middle, bin.probability));
            }
        }
        self.shares(canvas, &labelled);
        self.nothing_saved(canvas);
        let zero = self.across.at(0.0);
        let style = format!(r#"stroke="{INK}" stroke-width="1.6""#);
        canvas.line((zero, self.plot.top - 4.0), (zero, self.plot.bottom + 2.0), &style);
        self.mean(canvas);
        self.beyond(canvas);
    }

    /// Draws a bar, cut where it is too tall; returns the middle of a cut bar.
    fn bar(&self, canvas: &mut Canvas, x: f64, width: f64, share: f64, style: &str) -> Option<f64> {
        let full = self.plot.bottom - self.plot.top;
        let cut = share > self.row.cut;
        // The rarest bars are at least visible.
        let height = if cut { full } else { (full * share / self.row.cut).max(1.5) };
        canvas.rect(x, self.plot.bottom - height, width, height, style);
        if !cut {
            return None;
        }
        // Two slanted lines with white between them: the bar goes on.
        let (left, right, y) = (n(x - 4.0), n(x + width + 4.0), self.plot.top + 0.22 * full);
        let gap =
            format!("M{left},{}L{right},{}V{}L{left},{}Z", n(y + 3.0), n(y - 5.0), n(y + 1.0), n(y + 9.0));
        canvas.add(&format!(r##"<path d="{gap}" fill="#ffffff"/>"##));
        let edges = format!(
            "M{left},{}L{right},{}M{left},{}L{right},{}",
            n(y + 3.0),
            n(y - 5.0),
            n(y + 9.0),
            n(y + 1.0)
        );
        canvas.add(&format!(r#"<path d="{edges}" fill="none" stroke="{INK}" stroke-width="1.1"/>"#));
        Some(x + width / 2.0)
    }

    /// The shares of cut bars above them; those too close to one another share a label.
    fn shares(&self, canvas: &mut Canvas, cut: &[(f64, f64)]) {
        let kind = Type::new(12.0, INK).bold();
        let mut groups: Vec<Vec<(f64, f64)>> = Vec::new();
        for bar in cut {
            match groups.last_mut() {
                Some(group) if group.last().is_some_and(|last| bar.0 - last.0 < 52.0) => group.push(*bar),
                _ => groups.push(vec![*bar]),
            }
        }
        for group in groups {
            let words: Vec<String> = group.iter().map(|bar| format_percent(bar.1)).collect();
            let text = words.join(" and ");
            let middle = group.iter().map(|bar| bar.0).sum::<f64>() / group.len() as f64;
            let half = canvas.width(&text, kind) / 2.0;
            let x = middle.clamp(self.apart.max(self.plot.left - 40.0) + half, self.plot.right - half);
            canvas.text(x, self.plot.top - 6.0, kind.anchored(Anchor::Middle), &text);
        }
    }

    /// The bar left of the break in the axis.
    fn nothing_saved(&self, canvas: &mut Canvas) {
        let Some(share) = self.row.nothing_saved else { return };
        let (x, y) = (self.apart + 10.0, self.plot.bottom);
        // Its share stands above the row, in words.
        self.bar(canvas, x, 28.0, share, MASS);
        let kind = Type::new(12.0, SOFT_INK).anchored(Anchor::Middle);
        canvas.text(x + 14.0, y + 16.0, kind, "-100 %");
        let ends = self.plot.left;
        let axis = look::AXIS;
        canvas.line((self.apart, y), (ends - 24.0, y), axis);
        for shift in [24.0, 18.0] {
            canvas.line((ends - shift - 4.0, y + 6.0), (ends - shift + 4.0, y - 6.0), axis);
        }
        canvas.line((ends - 18.0, y), (ends, y), axis);
    }

    /// The mark of the mean below the bars, with its value; an arrow where it lies beyond the axis.
    fn mean(&self, canvas: &mut Canvas) {
        if !self.row.mean.is_finite() {
            return;
        }
        let kind = Type::new(12.5, INK).bold();
        let text = format!("mean {}", self.subject.value(self.row.mean));
        let y = self.plot.bottom + 3.0;
        let (low, high) = self.span;
        let x = self.across.at(self.row.mean.clamp(low, high));
        let width = canvas.width(&text, kind);
        if (low..=high).contains(&self.row.mean) {
            mean_mark(canvas, x, y);
        } else {
            let tip = if self.row.mean > high { 6.0 } else { -6.0 };
            let (base, middle) = (x - tip, y + 7.0);
            let corners = format!(
                "{},{} {},{} {},{}",
                n(x + tip),
                n(middle),
                n(base),
                n(middle - 6.0),
                n(base),
                n(middle + 6.0)
            );
            canvas.add(&format!(r#"<polygon points="{corners}" fill="{INK}"/>"#));
        }
        let right = x + 11.0 + width <= self.plot.right;
        let (at, anchor) = if right { (x + 11.0, Anchor::Start) } else { (x - 11.0, Anchor::End) };
        let from = if right { at } else { at - width };
        canvas.rect(from - 2.0, y + 1.0, width + 4.0, 13.0, r##"fill="#ffffff""##);
        canvas.text(at, y + 11.0, kind.anchored(anchor), &text);
    }

    /// What the bars do not show, above them.
    fn beyond(&self, canvas: &mut Canvas) {
        let kind = Type::new(12.0, INK);
        let y = self.plot.top - 24.0;
        let of_runs = |share: f64| format!("{} of runs", format_percent(share));
        let mut left: Vec<String> = Vec::new();
        if let Some(share) = self.row.nothing_saved {
            left.push(format!("nothing saved: {}", of_runs(share)));
        }
        let (below, above) = self.row.beyond;
        let mut right = String::new();
        if let (Some(first), Some(last)) = (self.row.bins.first(), self.row.bins.last()) {
            if below > 0.0 {
                left.push(format!("{} below {}", of_runs(below), self.subject.value(first.low)));
            }
            if above > 0.0 {
                right = format!("{} above {}", of_runs(above), self.subject.value(last.high));
            }
        }
        if !right.is_empty() {
            canvas.text(self.plot.right, y, kind.anchored(Anchor::End), &right);
        }
        let room = self.plot.right - canvas.width(&right, kind) - 16.0 - self.apart;
        if !left.is_empty() {
            canvas.text(self.apart, y, kind, &canvas.fit(&left.join("; "), kind, room));
        }
    }
}
