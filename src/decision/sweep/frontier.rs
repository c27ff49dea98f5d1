//! Where the cheapest alternative changes: between which neighbours of the grid, and the lines that follow.

use super::{SweepAxis, SweepPoint, axis::between};
use crate::stats::Estimate;

/// A change of the cheapest alternative between two neighbouring points.
///
/// Its place is interpolated between the two as if the difference of their mean costs were straight in the number, as
/// costs mostly are, whatever the axis.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Crossing {
    /// Position of the axis along which the two are neighbours.
    pub axis: usize,
    /// The points.
    pub between: [usize; 2],
    /// Where along the axis; the standard error is the paired one of the difference over its slope.
    pub value: Estimate,
    /// The values of all axes there.
    pub at: Vec<f64>,
    /// The cheapest alternative below.
    pub below: usize,
    /// The cheapest above.
    pub above: usize,
}

/// Every change, axis by axis, in the order of the points.
pub(super) fn crossings(axes: &[SweepAxis], points: &[SweepPoint]) -> Vec<Crossing> {
    let mut crossings = Vec::new();
    for axis in 0..axes.len() {
        let step: usize = axes[axis + 1..].iter().map(|axis| axis.values.len()).product();
        for point in 0..points.len() {
            let place = point / step % axes[axis].values.len();
            if place + 1 < axes[axis].values.len() {
                crossings.extend(crossing(axes, points, axis, [point, point + step]));
            }
        }
    }
    crossings
}

fn crossing(axes: &[SweepAxis], points: &[SweepPoint], axis: usize, pair: [usize; 2]) -> Option<Crossing> {
    let [from, to] = pair.map(|point| &points[point]);
    let (below, above) = (from.cheapest, to.cheapest);
    if below == above {
        return None;
    }
    let more = |point: &SweepPoint| point.alternatives[above].tco.value - point.alternatives[below].tco.value;
    let (kept, lost) = (more(from), -more(to));
    let share = if kept + lost > 0.0 { kept / (kept + lost) } else { 0.5 };
    let mut at = super::values_at(axes, pair[0]);
    let ends = pair.map(|point| super::values_at(axes, point)[axis]);
    at[axis] = between(ends, share, false);
    let error = [from, to].into_iter().find_map(|point| point.margin_error([below, above]));
    let value = match error {
        Some(error) if kept + lost > 0.0 => {
            Estimate::normal(at[axis], error / (kept + lost) * (ends[1] - ends[0]))
        }
        _ => Estimate::of_unknown_error(at[axis]),
    };
    Some(Crossing { axis, between: pair, value, at, below, above })
}

/// With two axes, the lines between the crossings around each square of four points; where more than two meet, they
/// meet in their middle.
pub(super) fn lines(axes: &[SweepAxis], crossings: &[Crossing]) -> Vec<[[f64; 2]; 2]> {
    let [_, fast] = axes else { return Vec::new() };
    let width = fast.values.len();
    let mut lines = Vec::new();
    let at = |axis: usize, pair: [usize; 2]| -> Option<[f64; 2]> {
        let found = crossings.binary_search_by(|it| (it.axis, it.between[0]).cmp(&(axis, pair[0]))).ok()?;
        <[f64; 2]>::try_from(crossings[found].at.as_slice()).ok()
    };
    for slow in 0..axes[0].values.len().saturating_sub(1) {
        for place in 0..width - 1 {
            let corner = slow * width + place;
            let edges = [
                at(0, [corner, corner + width]),
                at(1, [corner, corner + 1]),
                at(0, [corner + 1, corner + 1 + width]),
                at(1, [corner + width, corner + width + 1]),
            ];
            let met: Vec<[f64; 2]> = edges.into_iter().flatten().collect();
            match met[..] {
                [] | [_] => {}
                [from, to] => lines.push([from, to]),
                _ => {
                    let middle = middle(axes, &met);
                    lines.extend(met.iter().map(|from| [*from, middle]));
                }
            }
        }
    }
    lines
}

/// The mean of some places, as the axes measure it.
fn middle(axes: &[SweepAxis], places: &[[f64; 2]]) -> [f64; 2] {
    let mut middle = places[0];
    for (count, place) in places.iter().enumerate().skip(1) {
        let share = 1.0 / (count + 1) as f64;
        for (axis, middle) in middle.iter_mut().enumerate() {
            *middle = between([*middle, place[axis]], share, axes[axis].is_logarithmic);
        }
    }
    middle
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::sweep::PointResult;

    fn axis(values: &[f64], is_logarithmic: bool) -> SweepAxis {
        let values = values.to_vec();
        SweepAxis { path: "a".to_owned(), unit: String::new(), given: None, is_logarithmic, values }
    }

    /// Mean costs of each alternative, the margin with a standard error of 0.5.
    fn point(costs: &[f64]) -> SweepPoint {
        let mut order: Vec<usize> = (0..costs.len()).collect();
        order.sort_by(|a, b| costs[*a].total_cmp(&costs[*b]));
        let result = |cost: &f64| PointResult {
            tco: Estimate::exact(*cost),
            tvar99: Estimate::exact(*cost),
            saving: None,
            prob_cheaper: None,
        };
        SweepPoint {
            alternatives: costs.iter().map(result).collect(),
            cheapest: order[0],
            runner_up: Some(order[1]),
            margin: Some(Estimate::normal(costs[order[1]] - costs[order[0]], 0.5)),
        }
    }

    /// Costs `x` against `3`: they cross at 3, where the slope is 1, so the error of the place is that of the margin.
    #[test]
    fn a_straight_difference_crosses_where_it_is_zero() {
        let points: Vec<SweepPoint> = [1.0, 2.0, 5.0].iter().map(|x| point(&[*x, 3.0])).collect();
        let crossings = crossings(&[axis(&[1.0, 2.0, 5.0], false)], &points);
        assert_eq!(crossings.len(), 1);
        let crossing = &crossings[0];
        assert_eq!((crossing.between, crossing.below, crossing.above), ([1, 2], 0, 1));
        assert!((crossing.value.value - 3.0).abs() < 1e-12);
        assert!((crossing.value.std_error.unwrap() - 0.5).abs() < 1e-12);
    }

    /// The same on a logarithmic axis: spread by factors, still straight in the number.
    #[test]
    fn a_logarithmic_axis_bends_no_difference() {
        let values = [1.0, 4.0, 16.0];
        let points: Vec<SweepPoint> = values.iter().map(|x| point(&[*x, 10.0])).collect();
        let crossing = &crossings(&[axis(&values, true)], &points)[0];
        assert!((crossing.value.value - 10.0).abs() < 1e-12);
        assert!((crossing.value.std_error.unwrap() - 0.5).abs() < 1e-12);
    }

    /// Costs `x + y` against `3.5` on a grid of nine points: the frontier is the line `x + y = 3.5`.
    #[test]
    fn the_frontier_of_two_numbers_is_a_line() {
        let axes = [axis(&[1.0, 2.0, 3.0], false), axis(&[0.0, 1.0, 2.0], false)];
        let points: Vec<SweepPoint> =
            (0..9).map(|it| point(&[super::super::values_at(&axes, it).iter().sum(), 3.5])).collect();
        let crossings = crossings(&axes, &points);
        assert!(crossings.iter().all(|it| (it.at[0] + it.at[1] - 3.5).abs() < 1e-12));
        let lines = lines(&axes, &crossings);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().flatten().all(|[x, y]| (x + y - 3.5).abs() < 1e-12));
    }

    /// Three alternatives around one square meet in its middle.
    #[test]
    fn three_regions_meet_in_a_point() {
        let axes = [axis(&[0.0, 1.0], false), axis(&[0.0, 1.0], false)];
        let costs = [[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 1.0, 0.0]];
        let points: Vec<SweepPoint> = costs.iter().map(|costs| point(costs)).collect();
        let lines = lines(&axes, &crossings(&axes, &points));
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line[1] == lines[0][1]));
    }
}
