//! The visual language that all charts share: colours that colour-blind readers can tell apart, and dashes,
//! markers and hatches so that a grey print says the same.

use super::canvas::{BORDER, Canvas, INK, Type, WIDTH, n};

/// Light lines behind the data.
pub(super) const GRID: &str = r##"stroke="#e4e4e4" stroke-width="1""##;
/// Fainter ones between them.
pub(super) const FAINT_GRID: &str = r##"stroke="#f2f2f2" stroke-width="1""##;
/// Axis lines.
pub(super) const AXIS: &str = r##"stroke="#888888" stroke-width="1""##;

/// Okabe and Ito's palette without its yellow, then three of Tol's muted colours.
const COLOURS: [&str; 10] = [
    "#0072B2", "#D55E00", "#009E73", "#B0579A", "#111111", "#E69F00", "#56B4E9", "#882255", "#7F7F2A",
    "#332288",
];
const DASHES: [&str; 10] =
    ["", "10 5", "2.5 3.5", "12 4 2.5 4", "18 4", "6 3", "12 3 2.5 3 2.5 3", "5 7", "22 5 6 5", "1.5 6"];

/// The colour of the alternative with this place in the scenario.
pub(super) fn colour(index: usize) -> &'static str {
    COLOURS[index % COLOURS.len()]
}

/// Stroke attributes of its curve.
pub(super) fn stroke(index: usize) -> String {
    let dash = match DASHES[index % DASHES.len()] {
        "" => String::new(),
        dash => format!(r#" stroke-dasharray="{dash}""#),
    };
    format!(r#"fill="none" stroke="{}" stroke-width="2.4" stroke-linejoin="round"{dash}"#, colour(index))
}

/// Draws its marker, about eight pixels wide, with a white rim.
pub(super) fn marker(canvas: &mut Canvas, index: usize, x: f64, y: f64) {
    const SHAPES: [&[(f64, f64)]; 9] = [
        &[(-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)],
        &[(0.0, -5.5), (5.0, 3.8), (-5.0, 3.8)],
        &[(0.0, -6.0), (5.0, 0.0), (0.0, 6.0), (-5.0, 0.0)],
        &[(0.0, 5.5), (5.0, -3.8), (-5.0, -3.8)],
        &[(-6.0, -2.5), (6.0, -2.5), (6.0, 2.5), (-6.0, 2.5)],
        &[(-2.5, -6.0), (2.5, -6.0), (2.5, 6.0), (-2.5, 6.0)],
        &[(-5.0, 0.0), (4.0, -5.0), (4.0, 5.0)],
        &[(5.0, 0.0), (-4.0, -5.0), (-4.0, 5.0)],
        &[(-5.0, -5.0), (5.0, -5.0), (0.0, 0.0), (5.0, 5.0), (-5.0, 5.0), (0.0, 0.0)],
    ];
    let style = format!(r##"fill="{}" stroke="#ffffff" stroke-width="1.2""##, colour(index));
    match index % (SHAPES.len() + 1) {
        0 => canvas.add(&format!(r#"<circle cx="{}" cy="{}" r="4.8" {style}/>"#, n(x), n(y))),
        shape => {
            let corners: Vec<String> =
                SHAPES[shape - 1].iter().map(|(dx, dy)| format!("{},{}", n(x + dx), n(y + dy))).collect();
            canvas.add(&format!(r#"<polygon points="{}" {style}/>"#, corners.join(" ")));
        }
    }
}

/// A part of a cost: its metric, the words for it, a colour and the lines of a hatch over the colour.
pub(super) struct Component {
    /// Name in the metric catalogue.
    pub metric: &'static str,
    /// Words for the legend.
    pub words: &'static str,
    colour: &'static str,
    hatch: &'static str,
}

/// Every component in the order of the bars: neighbours differ in lightness and in hatch.
pub(super) const COMPONENTS: [Component; 9] = [
    component("infrastructure", "Infrastructure", "#005A96", ""),
    component("build", "Build", "#9AD0F2", "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"),
    component("operations", "Operations", "#2FA885", ""),
    component("compute_overhead", "Compute overhead", "#8FDCC0", "M4,0 v8"),
    component("migration", "Migration", "#8E3B76", "M0,4 h8"),
    component("controls", "Controls", "#E3B3D2", "M2,2 h2 v2 h-2 z M6,6 h2 v2 h-2 z"),
    component("premium", "Insurance premium", "#F0C75E", "M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4"),
    component("loss", "Expected losses", "#C44E00", "M0,0 l8,8 M0,8 l8,-8"),
    component("recovery", "Recovery (reduces cost)", "#FFFFFF", "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"),
];

const fn component(
    metric: &'static str,
    words: &'static str,
    colour: &'static str,
    hatch: &'static str,
) -> Component {
    Component { metric, words, colour, hatch }
}

impl Component {
    /// Fill and outline attributes.
    pub(super) fn style(&self) -> String {
        let outline = if self.colour == "#FFFFFF" { "#555555" } else { "#ffffff" };
        format!(r##"fill="url(#part-{})" stroke="{outline}" stroke-width="1""##, self.place())
    }

    fn place(&self) -> usize {
        COMPONENTS.iter().position(|other| other.metric == self.metric).unwrap_or(0)
    }

    /// The pattern that the style refers to.
    pub(super) fn definition(&self) -> String {
        let ink = match self.metric {
            "loss" => "#FFFFFF",
            "migration" => "#E3B3D2",
            _ => "#333333",
        };
        format!(
            r##"<pattern id="part-{}" width="8" height="8" patternUnits="userSpaceOnUse">
<rect width="8" height="8" fill="{}"/>
<path d="{}" fill="none" stroke="{ink}" stroke-width="1" stroke-opacity="0.6"/></pattern>"##,
            self.place(),
            self.colour,
            if self.hatch.is_empty() { "M0,0" } else { self.hatch },
        )
    }
}

/// Writes a legend in as many rows as needed below `top`; `sample` draws an entry's sample into a box of
/// 34 x 14 pixels whose left middle it is given. Returns the y below the legend.
pub(super) fn legend(
    canvas: &mut Canvas,
    top: f64,
    entries: &[(usize, String)],
    mut sample: impl FnMut(&mut Canvas, usize, f64, f64),
) -> f64 {
    let kind = Type::new(13.0, INK);
    let (mut x, mut y) = (BORDER, top + 12.0);
    for (index, words) in entries {
        let words = canvas.fit(words, kind, 258.0);
        let width = 42.0 + canvas.width(&words, kind);
        if x > BORDER && x + width > WIDTH - BORDER {
            x = BORDER;
            y += 22.0;
        }
        sample(canvas, *index, x, y);
        canvas.text(x + 42.0, y + 4.5, kind, &words);
        // With long entries a common width makes columns.
        x += if entries.len() > 6 && width > 150.0 { 315.0_f64.max(width + 15.0) } else { width + 24.0 };
    }
    if entries.is_empty() { top } else { y + 18.0 }
}
