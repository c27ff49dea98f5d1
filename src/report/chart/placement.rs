//! Where a label may stand beside its curve without touching another curve or label.

use super::canvas::{Canvas, INK, Type};

/// A point of the picture.
pub(super) type Point = (f64, f64);

/// A box of the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// Whether a point lies inside.
    pub(super) fn contains(&self, point: Point) -> bool {
        self.distance(point) == 0.0
    }

    fn distance(&self, (x, y): Point) -> f64 {
        let across = (self.left - x).max(x - self.right).max(0.0);
        let along = (self.top - y).max(y - self.bottom).max(0.0);
        across.hypot(along)
    }

    fn inside(&self, outer: &Area) -> bool {
        self.left >= outer.left
            && self.right <= outer.right
            && self.top >= outer.top
            && self.bottom <= outer.bottom
    }

    fn overlaps(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Points every `step` pixels along a path, its corners included.
pub(super) fn resample(path: &[Point], step: f64) -> Vec<Point> {
    let mut points: Vec<Point> = path.first().copied().into_iter().collect();
    for ends in path.windows(2) {
        let ((x0, y0), (x1, y1)) = (ends[0], ends[1]);
        let parts = ((x1 - x0).hypot(y1 - y0) / step).ceil().clamp(1.0, 2000.0) as usize;
        points.extend((1..=parts).map(|part| {
            let share = part as f64 / parts as f64;
            (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
        }));
    }
    points
}

/// Type of the labels beside curves.
pub(super) fn label_type(fill: &'static str) -> Type {
    Type::new(13.0, fill).bold()
}

/// Longer labels go to the legend.
const LONGEST_LABEL: f64 = 190.0;
/// A label this far from its own curve still belongs to it.
const NEAR: f64 = 12.0;
/// Other curves keep this distance.
const FAR: f64 = 14.0;

/// A box for the label of each path, from the end of its curve backwards, or `None` if one of them finds no
/// place: then all go to a legend. A path without points needs no label and gets an empty box.
pub(super) fn place_labels(
    canvas: &Canvas,
    labels: &[&str],
    paths: &[Vec<Point>],
    plot: &Area,
) -> Option<Vec<Area>> {
    let dense: Vec<Vec<Point>> = paths
        .iter()
        .map(|path| resample(path, 4.0).into_iter().filter(|point| plot.contains(*point)).collect())
        .collect();
    let mut taken: Vec<Area> = Vec::new();
    for (own, label) in labels.iter().enumerate() {
        let width = canvas.width(label, label_type(INK)) + 6.0;
        if dense[own].is_empty() {
            taken.push(Area { left: -9.0, right: -9.0, top: -9.0, bottom: -9.0 });
            continue;
        }
        if width > LONGEST_LABEL {
            return None;
        }
        let free = |area: &Area| {
            let clear = |index: usize, least: f64| dense[index].iter().all(|p| area.distance(*p) >= least);
            area.inside(plot)
                && taken.iter().all(|other| !area.overlaps(other))
                && (0..dense.len()).all(|index| clear(index, if index == own { 5.0 } else { FAR }))
                && dense[own].iter().any(|point| area.distance(*point) <= NEAR)
        };
        let found = dense[own]
            .iter()
            .rev()
            .step_by(3)
            .find_map(|point| boxes(*point, width).into_iter().find(free))?;
        taken.push(found);
    }
    Some(taken)
}

/// Boxes to try around a point: right, upper right, left, lower left, above, below.
fn boxes((x, y): Point, width: f64) -> [Area; 6] {
    const HEIGHT: f64 = 17.0;
    let area = |left: f64, top: f64| Area { left, top, right: left + width, bottom: top + HEIGHT };
    [
        area(x + 10.0, y - HEIGHT / 2.0),
        area(x + 8.0, y - HEIGHT - 6.0),
        area(x - 10.0 - width, y - HEIGHT / 2.0),
        area(x - width / 2.0, y - HEIGHT - 8.0),
        area(x - width / 2.0, y + 8.0),
        area(x - 8.0 - width, y + 6.0),
    ]
}
