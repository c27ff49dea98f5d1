//! The break-even frontier: who is cheapest when all losses and the running cost of one alternative are so many times what the
//! scenario has.

use crate::decision::{AlternativeFindings, FigureResult, Findings, factor_in_words};

use super::ChartError;
use super::canvas::{Anchor, BORDER, Canvas, INK, SOFT_INK, Type, WIDTH, n};
use super::headline::short;
use super::look;
use super::placement::{Area, label_type};
use super::scale::{Axis, log_ticks, round_to_125, runs};

const LEFT: f64 = 112.0;
const TALL: f64 = 440.0;
/// Room below the plot for ticks and the axis title.
const FOOT: f64 = 62.0;
/// Factors that the map reaches in any case, and at most.
const LEAST: f64 = 10.0;
const MOST: f64 = 1000.0;
/// Steps of a border across the map.
const STEPS: usize = 240;
/// Cells of the raster that places labels.
const RASTER: (usize, usize) = (60, 40);

/// Mean costs as functions of the two factors: those of losses and those of the running cost of one alternative.
struct Map {
    /// `(all but losses, losses)` of every alternative.
    costs: Vec<(f64, f64)>,
    /// The alternative whose running cost is varied.
    varied: usize,
    running: f64,
}

/// Draws who is cheapest over both factors; `None` where losses or running costs are zero, or where a policy pays a part of the
/// losses, which is not in proportion.
pub fn frontier(findings: &Findings) -> Result<Option<String>, ChartError> {
    let Some(map) = Map::of(findings) else { return Ok(None) };
    let best = map.cheapest(1.0, 1.0);
    let losses = map.flips_along_losses();
    let [low, high] = ends(&losses);
    let price = map.flip_of_running(1.0).filter(|factor| *factor > 1.0 / MOST && *factor < MOST);
    let [cheap, dear] = ends(price.as_slice());
    let title = title(findings, &map, best, &losses, price);
    let label = |place: usize| findings.alternatives[place].label.as_str();
    let subtitle = [format!(
        "Cheapest by mean total cost (TCO) in present value; black line: the break-even frontier; cross: the scenario as given. \
         Costs are linear in both factors, so no point of the map was simulated; {}, seed {}",
        runs(findings.setting.runs),
        findings.setting.seed
    )];
    let mut canvas = Canvas::new()?;
    let below = canvas.heading(&findings.setting, &title, &subtitle);
    let log = |low: f64, high: f64, share: f64| low * libm::pow(high / low, share);
    let raster = |place: usize| {
        let (column, row) = (place % RASTER.0, place / RASTER.0);
        let at = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
        (log(low, high, at(column, RASTER.0)), log(cheap, dear, at(row, RASTER.1)))
    };
    let cells: Vec<usize> = (0..RASTER.0 * RASTER.1)
        .map(|place| {
            let (x, y) = raster(place);
            map.cheapest(x, y)
        })
        .collect();
    let winners: Vec<usize> =
        (0..map.costs.len()).filter(|place| cells.contains(place) || *place == best).collect();
    let entries: Vec<(usize, String)> =
        winners.iter().map(|place| (*place, label(*place).to_owned())).collect();
    let below = look::legend(&mut canvas, below, &entries, |canvas, place, x, y| {
        canvas.rect(x, y - 7.0, 34.0, 14.0, &fill(place));
    });
    let plot =
        Area { left: LEFT, right: WIDTH - BORDER - 12.0, top: below + 8.0, bottom: below + 8.0 + TALL };
    let across = Axis::logarithmic(low, high, plot.left, plot.right);
    let up = Axis::logarithmic(cheap, dear, plot.bottom, plot.top);
    regions(&mut canvas, &map, [low, high], &plot, &across, &up);
    axes(&mut canvas, [low, high, cheap, dear], &plot, &across, &up);
    let horizontal = "Factor on all losses of all alternatives";
    canvas.text(
        (plot.left + plot.right) / 2.0,
        plot.bottom + 44.0,
        Type::new(13.0, INK).anchored(Anchor::Middle),
        horizontal,
    );
    let vertical = format!("Factor on the infrastructure cost of {}", label(map.varied));
    let vertical = canvas.fit(&vertical, Type::new(13.0, INK), TALL);
    canvas.upward_text(30.0, (plot.top + plot.bottom) / 2.0, Type::new(13.0, INK), &vertical);
    for place in winners {
        if let Some(cell) = middle(&cells, place) {
            let (x, y) = raster(cell);
            // Clear of the cross and its words.
            let (x, mut y) = (across.at(x), up.at(y));
            if (x - across.at(1.0)).abs() < 240.0 && (y - up.at(1.0)).abs() < 26.0 {
                y = up.at(1.0) - 34.0;
            }
            name(&mut canvas, label(place), (x, y), &plot);
        }
    }
    let near = losses.iter().any(|factor| *factor > 1.0 && across.at(*factor) < across.at(1.0) + 80.0);
    cross(&mut canvas, across.at(1.0), up.at(1.0), near);
    Ok(Some(canvas.finish(&title, plot.bottom + FOOT, "")))
}

impl Map {
    fn of(findings: &Findings) -> Option<Map> {
        let flips = findings.flips.as_ref().filter(|flips| flips.no_losses_because.is_none())?;
        let alternatives = &findings.alternatives;
        let costs: Option<Vec<(f64, f64)>> = alternatives
            .iter()
            .map(|one| {
                let loss = mean(one, "loss")?;
                Some((mean(one, "tco")? - loss, loss))
            })
            .collect();
        let costs = costs?;
        let best = alternatives.iter().position(|one| one.name == flips.alternative)?;
        let baseline = alternatives.iter().position(|one| one.is_baseline)?;
        let total = |place: &usize| costs[*place].0 + costs[*place].1;
        let next = (0..costs.len()).filter(|place| *place != best);
        let next = next.min_by(|a, b| total(a).total_cmp(&total(b)))?;
        let varied = if baseline == best { next } else { baseline };
        let running = mean(&alternatives[varied], "infrastructure")?;
        let moves = costs.iter().any(|(_, loss)| *loss != costs[0].1);
        (running > 0.0 && moves).then_some(Map { costs, varied, running })
    }

    /// Mean cost of an alternative without a factor on its running cost.
    fn cost(&self, place: usize, losses: f64) -> f64 {
        self.costs[place].0 + losses * self.costs[place].1
    }

    fn cheapest(&self, losses: f64, running: f64) -> usize {
        let cost = |place: &usize| match *place == self.varied {
            true => self.cost(*place, losses) + (running - 1.0) * self.running,
            false => self.cost(*place, losses),
        };
        (0..self.costs.len()).min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap_or(0)
    }

    /// The cheapest of the others.
    fn rest(&self, losses: f64) -> usize {
        let others = (0..self.costs.len()).filter(|place| *place != self.varied);
        others.min_by(|a, b| self.cost(*a, losses).total_cmp(&self.cost(*b, losses))).unwrap_or(0)
    }

    /// The factor on the running cost below which the varied alternative is the cheapest.
    fn flip_of_running(&self, losses: f64) -> Option<f64> {
        let lead = self.cost(self.varied, losses) - self.cost(self.rest(losses), losses);
        Some(1.0 - lead / self.running).filter(|factor| factor.is_finite())
    }

    /// Factors on losses at which another alternative becomes the cheapest at the given running cost: the nearest above 1 and the
    /// nearest below.
    fn flips_along_losses(&self) -> Vec<f64> {
        let best = self.cheapest(1.0, 1.0);
        let factors = (0..self.costs.len()).filter(|place| *place != best).filter_map(|place| {
            let slope = self.costs[place].1 - self.costs[best].1;
            let factor = (self.costs[best].0 - self.costs[place].0) / slope;
            (factor > 1.0 / MOST && factor < MOST).then_some(factor)
        });
        let factors: Vec<f64> = factors.collect();
        let above = factors.iter().copied().filter(|factor| *factor > 1.0).min_by(f64::total_cmp);
        let below = factors.iter().copied().filter(|factor| *factor < 1.0).max_by(f64::total_cmp);
        below.into_iter().chain(above).collect()
    }

    /// Factors on losses at which another of the rest becomes the cheapest of them, ascending.
    fn borders(&self, [low, high]: [f64; 2]) -> Vec<f64> {
        let rest: Vec<usize> = (0..self.costs.len()).filter(|place| *place != self.varied).collect();
        let mut borders = Vec::new();
        for (index, a) in rest.iter().enumerate() {
            for b in &rest[index + 1..] {
                let (one, other) = (self.costs[*a], self.costs[*b]);
                let factor = (other.0 - one.0) / (one.1 - other.1);
                let near = 1e-9 * factor.abs();
                if factor > low && factor < high && self.rest(factor - near) != self.rest(factor + near) {
                    borders.push(factor);
                }
            }
        }
        borders.sort_by(f64::total_cmp);
        borders.dedup();
        borders
    }
}

fn mean(alternative: &AlternativeFindings, metric: &str) -> Option<f64> {
    let figure = alternative.figures.iter().find(|one| one.metric == metric && one.statistic == "mean")?;
    match &figure.result {
        FigureResult::Estimate { estimate, .. } => Some(estimate.value).filter(|value| value.is_finite()),
        FigureResult::NotApplicable { .. } => None,
    }
}

/// Ends of an axis: a tenth to tenfold, and past every flip.
fn ends(flips: &[f64]) -> [f64; 2] {
    let low = flips.iter().copied().fold(1.0 / LEAST, |low, flip| low.min(flip / 2.0));
    let high = flips.iter().copied().fold(LEAST, |high, flip| high.max(2.0 * flip));
    [round_to_125(low, false), round_to_125(high, true)]
}

fn fill(place: usize) -> String {
    format!(r#"fill="{}" fill-opacity="0.32""#, look::colour(place))
}

/// The regions and the frontier between them.
fn regions(canvas: &mut Canvas, map: &Map, [low, high]: [f64; 2], plot: &Area, across: &Axis, up: &Axis) {
    let mut borders = vec![low];
    borders.extend(map.borders([low, high]));
    borders.push(high);
    let height = |losses: f64| {
        let factor = map.flip_of_running(losses).unwrap_or(0.0);
        if factor <= 0.0 { plot.bottom } else { up.at_any(factor).clamp(plot.top, plot.bottom) }
    };
    canvas.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top, &fill(map.varied));
    let mut lines = String::new();
    for pair in borders.windows(2) {
        let at = |step: usize| pair[0] * libm::pow(pair[1] / pair[0], step as f64 / STEPS as f64);
        let path: Vec<(f64, f64)> = (0..=STEPS).map(|step| (across.at(at(step)), height(at(step)))).collect();
        let points: Vec<String> = path.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
        let (left, right) = (n(path[0].0), n(path[STEPS].0));
        let shape = format!("{},{} {} {},{}", left, n(plot.top), points.join(" "), right, n(plot.top));
        canvas.add(&format!(r##"<polygon points="{shape}" fill="#ffffff"/>"##));
        canvas.add(&format!(r#"<polygon points="{shape}" {}/>"#, fill(map.rest(at(STEPS / 2)))));
        // The frontier runs where the height lies within the plot.
        for ends in path.windows(2) {
            let inside = |y: f64| y > plot.top + 0.01 && y < plot.bottom - 0.01;
            if inside(ends[0].1) || inside(ends[1].1) {
                let [(x0, y0), (x1, y1)] = [ends[0], ends[1]];
                lines += &format!("M{},{}L{},{}", n(x0), n(y0), n(x1), n(y1));
            }
        }
        if pair[0] > low && path[0].1 > plot.top {
            lines += &format!("M{left},{}V{}", n(plot.top), n(path[0].1));
        }
    }
    if !lines.is_empty() {
        canvas.add(&format!(
            r##"<path d="{lines}" fill="none" stroke="#1a1a1a" stroke-width="2.4" stroke-linecap="round"/>"##
        ));
    }
}

fn axes(canvas: &mut Canvas, [low, high, cheap, dear]: [f64; 4], plot: &Area, across: &Axis, up: &Axis) {
    let below = Type::new(12.0, SOFT_INK).anchored(Anchor::Middle);
    for (tick, is_labelled) in log_ticks(low, high, 3.0) {
        let x = across.at(tick);
        canvas.line((x, plot.bottom), (x, plot.bottom + 5.0), look::AXIS);
        if is_labelled {
            canvas.text(x, plot.bottom + 20.0, below, &format!("× {tick}"));
        }
    }
    let beside = Type::new(12.0, SOFT_INK).anchored(Anchor::End);
    for (tick, is_labelled) in log_ticks(cheap, dear, 3.0) {
        let y = up.at(tick);
        canvas.line((plot.left - 5.0, y), (plot.left, y), look::AXIS);
        if is_labelled {
            canvas.text(plot.left - 9.0, y + 4.0, beside, &format!("× {tick}"));
        }
    }
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), look::AXIS);
    canvas.line((plot.left, plot.bottom), (plot.left, plot.top), look::AXIS);
}

/// The cell of a region that is nearest to its middle; `None` where the region is too small for a label.
fn middle(cells: &[usize], place: usize) -> Option<usize> {
    let own: Vec<usize> = (0..cells.len()).filter(|cell| cells[*cell] == place).collect();
    if own.len() * 25 < cells.len() {
        return None;
    }
    let at = |cell: usize| ((cell % RASTER.0) as f64, (cell / RASTER.0) as f64);
    let count = own.len() as f64;
    let sum = own.iter().map(|cell| at(*cell)).fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    let distance = |cell: &usize| {
        let (x, y) = at(*cell);
        (x - sum.0 / count).powi(2) + (y - sum.1 / count).powi(2)
    };
    own.iter().copied().min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// The label of an alternative in its region.
fn name(canvas: &mut Canvas, words: &str, (x, y): (f64, f64), plot: &Area) {
    let kind = label_type(INK);
    let words = canvas.fit(words, kind, 240.0);
    let half = canvas.width(&words, kind) / 2.0 + 5.0;
    let x = x.clamp(plot.left + half, (plot.right - half).max(plot.left + half));
    let y = y.clamp(plot.top + 12.0, plot.bottom - 10.0);
    canvas.rect(x - half, y - 11.0, 2.0 * half, 19.0, r##"fill="#ffffff" fill-opacity="0.75" rx="3""##);
    canvas.text(x, y + 3.5, kind.anchored(Anchor::Middle), &words);
}

/// Where the scenario stands; its name to the left where a border is near.
fn cross(canvas: &mut Canvas, x: f64, y: f64, to_the_left: bool) {
    let cross = format!("M{0},{3}L{1},{2}M{0},{2}L{1},{3}", n(x - 6.0), n(x + 6.0), n(y - 6.0), n(y + 6.0));
    for (colour, width) in [("#ffffff", 5.0), (INK, 2.2)] {
        canvas.add(&format!(r#"<path d="{cross}" fill="none" stroke="{colour}" stroke-width="{width}"/>"#));
    }
    let kind = Type::new(12.0, INK);
    let width = canvas.width("as given", kind) + 8.0;
    let start = if to_the_left { x - 9.0 - width } else { x + 9.0 };
    canvas.rect(start, y - 9.0, width, 18.0, r##"fill="#ffffff" fill-opacity="0.75" rx="3""##);
    canvas.text(start + 4.0, y + 4.0, kind, "as given");
}

fn title(findings: &Findings, map: &Map, best: usize, losses: &[f64], price: Option<f64>) -> String {
    let label = |place: usize| short(&findings.alternatives[place].label);
    let change = |factor: &f64| libm::log(*factor).abs();
    let nearest = losses.iter().copied().min_by(|a, b| change(a).total_cmp(&change(b)));
    let mut limits: Vec<String> =
        nearest.iter().map(|factor| format!("losses are × {}", factor_in_words(*factor))).collect();
    if let Some(factor) = price.filter(|factor| *factor > 0.0) {
        limits.push(format!("{} costs × {} to run", label(map.varied), factor_in_words(factor)));
    }
    match limits.as_slice() {
        [] => format!("No factor on losses or running costs within reach flips {}", label(best)),
        some => format!("{} stays cheapest until {}", label(best), some.join(", or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Costs of 4 + 6 s, 24 r + 1 + s (varied) and 15 + s.
    fn map() -> Map {
        Map { costs: vec![(4.0, 6.0), (25.0, 1.0), (15.0, 1.0)], varied: 1, running: 24.0 }
    }

    #[test]
    fn borders_lie_where_costs_are_equal() {
        let map = map();
        // 4 + 6 s = 15 + s.
        assert!((map.flips_along_losses()[0] - 2.2).abs() < 1e-12);
        assert_eq!(map.borders([0.1, 10.0]).len(), 1);
        // 25 + 1 + 24 (r - 1) = 10.
        let factor = map.flip_of_running(1.0).unwrap();
        assert!((factor - (1.0 - 16.0 / 24.0)).abs() < 1e-12);
        assert_eq!([map.cheapest(1.0, 1.01 * factor), map.cheapest(1.0, 0.99 * factor)], [0, 1]);
        assert_eq!([map.cheapest(2.1, 1.0), map.cheapest(2.3, 1.0)], [0, 2]);
    }
}
