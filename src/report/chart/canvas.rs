//! A sheet to draw on: SVG elements as text, with measured, wrapped and escaped words.

use std::fmt::Write;

use ab_glyph::{Font, FontRef};

use super::ChartError;
use crate::decision::Setting;
use crate::report::accounting;

/// Name of the vendored font.
pub(super) const FAMILY: &str = "Open Sans";
/// Its plain weight.
pub(super) const REGULAR: &[u8] = include_bytes!("../../../assets/OpenSans-Regular.ttf");
/// Its weight for titles.
pub(super) const SEMIBOLD: &[u8] = include_bytes!("../../../assets/OpenSans-Semibold.ttf");

/// Width of every chart in logical pixels.
pub(super) const WIDTH: f64 = 1000.0;
/// Least height of a chart.
pub(super) const HEIGHT: f64 = 600.0;
/// Left and right border of the texts.
pub(super) const BORDER: f64 = 28.0;

/// Colour of titles, labels and marks.
pub(super) const INK: &str = "#1a1a1a";
/// Colour of explanations and ticks.
pub(super) const SOFT_INK: &str = "#555555";

/// Which side of a text its position names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// Size, weight, anchor and colour of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub size: f64,
    pub bold: bool,
    pub anchor: Anchor,
    pub fill: &'static str,
}

impl Type {
    /// Left-aligned text.
    pub(super) fn new(size: f64, fill: &'static str) -> Self {
        Type { size, bold: false, anchor: Anchor::Start, fill }
    }

    /// The same in the heavier weight.
    pub(super) fn bold(self) -> Self {
        Type { bold: true, ..self }
    }

    /// The same, anchored otherwise.
    pub(super) fn anchored(self, anchor: Anchor) -> Self {
        Type { anchor, ..self }
    }
}

/// The SVG being written.
pub(super) struct Canvas {
    body: String,
    regular: FontRef<'static>,
    semibold: FontRef<'static>,
}

impl Canvas {
    /// An empty sheet.
    pub(super) fn new() -> Result<Self, ChartError> {
        let read = |bytes| FontRef::try_from_slice(bytes).map_err(|_| ChartError::Font);
        Ok(Canvas { body: String::new(), regular: read(REGULAR)?, semibold: read(SEMIBOLD)? })
    }

    /// Width of a text; a character that the font lacks counts as a full em.
    pub(super) fn width(&self, text: &str, kind: Type) -> f64 {
        let font = if kind.bold { &self.semibold } else { &self.regular };
        let em = f64::from(font.units_per_em().unwrap_or(2048.0));
        let advance = |character| match font.glyph_id(character) {
            id if id.0 == 0 => em,
            id => f64::from(font.h_advance_unscaled(id)),
        };
        text.chars().map(advance).sum::<f64>() / em * kind.size
    }

    /// The text cut with an ellipsis where it is wider than `room`.
    pub(super) fn fit(&self, text: &str, kind: Type, room: f64) -> String {
        if self.width(text, kind) <= room {
            return text.to_owned();
        }
        let mut kept: String = text.to_owned();
        while kept.pop().is_some() {
            let candidate = format!("{}…", kept.trim_end());
            if self.width(&candidate, kind) <= room {
                return candidate;
            }
        }
        "…".to_owned()
    }

    /// The text in lines no wider than `room`, broken between words; what does not fit the last line is
    /// cut with an ellipsis.
    pub(super) fn wrap(&self, text: &str, kind: Type, room: f64, most_lines: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        // A percent sign stays with its number.
        let glued = text.replace(" %", "\u{a0}%");
        let breaks = |letter: char| letter.is_whitespace() && letter != '\u{a0}';
        for word in glued.split(breaks).filter(|word| !word.is_empty()) {
            let started = lines.len();
            match lines.last_mut() {
                // What the last line cannot hold still joins it, to be cut below.
                Some(line)
                    if started >= most_lines || self.width(&format!("{line} {word}"), kind) <= room =>
                {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines.iter().map(|line| self.fit(&line.replace('\u{a0}', " "), kind, room)).collect()
    }

    /// The text in one line or in two of similar length.
    fn balanced(&self, text: &str, kind: Type, room: f64) -> Vec<String> {
        let loose = self.wrap(text, kind, room, 2);
        let whole = |lines: &[String]| lines.len() == 2 && !lines.iter().any(|line| line.ends_with('…'));
        if !whole(&loose) {
            return loose;
        }
        // The narrowest room in which two lines still hold the text.
        let narrower = (1..=10).map(|step| self.wrap(text, kind, room * (1.0 - 0.05 * f64::from(step)), 2));
        narrower.take_while(|lines| whole(lines)).last().unwrap_or(loose)
    }

    /// Writes a text with its baseline at `y`.
    pub(super) fn text(&mut self, x: f64, y: f64, kind: Type, text: &str) {
        self.turned_text(x, y, kind, text, "");
    }

    /// Writes a text upwards, centred on the point.
    pub(super) fn upward_text(&mut self, x: f64, y: f64, kind: Type, text: &str) {
        let turn = format!(r#" transform="rotate(-90 {} {})""#, n(x), n(y));
        self.turned_text(x, y, kind.anchored(Anchor::Middle), text, &turn);
    }

    fn turned_text(&mut self, x: f64, y: f64, kind: Type, text: &str, turn: &str) {
        let weight = if kind.bold { r#" font-weight="600""# } else { "" };
        let anchor = match kind.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let (size, fill, text) = (n(kind.size), kind.fill, escape(text));
        self.add(&format!(
            r#"<text x="{}" y="{}" font-size="{size}" fill="{fill}"{weight}{anchor}{turn}>{text}</text>"#,
            n(x),
            n(y)
        ));
    }

    /// Draws a straight line; `style` holds further attributes.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), style: &str) {
        self.add(&format!(
            r#"<line x1="{}" y1="{}" x2="{}" y2="{}" {style}/>"#,
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1)
        ));
    }

    /// Draws a rectangle.
    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, style: &str) {
        let (width, height) = (n(width.max(0.0)), n(height.max(0.0)));
        self.add(&format!(r#"<rect x="{}" y="{}" width="{width}" height="{height}" {style}/>"#, n(x), n(y)));
    }

    /// Lays words over a box that a browser shows when the pointer rests there; the picture stays as it is.
    pub(super) fn tip(&mut self, x: f64, y: f64, width: f64, height: f64, words: &str) {
        let (width, height, words) = (n(width.max(0.0)), n(height.max(0.0)), escape(words));
        self.add(&format!(
            r#"<rect x="{}" y="{}" width="{width}" height="{height}" fill-opacity="0"><title>{words}</title></rect>"#,
            n(x),
            n(y)
        ));
    }

    /// Adds an element that is SVG already.
    pub(super) fn add(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// Writes the title in at most two lines and the subtitle below, led by the label of an accounting that is
    /// not the standard one; returns the y below all.
    pub(super) fn heading(&mut self, setting: &Setting, title: &str, subtitle: &[String]) -> f64 {
        self.heading_of(title, accounting::label(setting).as_deref(), subtitle)
    }

    /// The same for a picture that is of no scenario.
    pub(super) fn heading_of(&mut self, title: &str, label: Option<&str>, subtitle: &[String]) -> f64 {
        let mut y = 14.0;
        let room = WIDTH - 2.0 * BORDER;
        let kind = Type::new(20.0, INK).bold();
        for line in self.balanced(title, kind, room) {
            y += 26.0;
            self.text(BORDER, y, kind, &line);
        }
        y += 4.0;
        if let Some(label) = label {
            y = self.paragraph(y, Type::new(13.0, INK).bold(), label);
        }
        for sentence in subtitle {
            y = self.paragraph(y, Type::new(13.0, SOFT_INK), sentence);
        }
        y + 8.0
    }

    /// Writes a paragraph across the sheet; returns the y of its last line.
    pub(super) fn paragraph(&mut self, mut y: f64, kind: Type, text: &str) -> f64 {
        for line in self.wrap(text, kind, WIDTH - 2.0 * BORDER, 4) {
            y += kind.size * 1.45;
            self.text(BORDER, y, kind, &line);
        }
        y
    }

    /// The finished picture. `title` is also its name for a screen reader.
    pub(super) fn finish(self, title: &str, height: f64, definitions: &str) -> String {
        let (width, height) = (n(WIDTH), n(height.ceil()));
        let mut svg = String::new();
        let _ = write!(
            svg,
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"
 viewBox="0 0 {width} {height}"
 role="img" font-family="&apos;{FAMILY}&apos;, Helvetica, Arial, sans-serif">
<title>{}</title>
<defs>{definitions}</defs>
<rect width="{width}" height="{height}" fill="#ffffff"/>
{}</svg>
"##,
            escape(title),
            self.body
        );
        svg
    }
}

/// A coordinate with two digits at most; what is no number is drawn at zero.
pub(super) fn n(value: f64) -> String {
    let hundredths = if value.is_finite() { (value.clamp(-1e6, 1e6) * 100.0).round() } else { 0.0 };
    // Adding zero turns a minus zero into zero.
    format!("{}", hundredths / 100.0 + 0.0)
}

/// Text as XML content; characters that XML forbids become the replacement character.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other if other.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
