//! Loss exceedance curves drawn with letters: one for each alternative, so that no colour is needed.

use crate::{
    decision::{ExceedanceCurve, Findings},
    report::words::{clean, wrap},
    units::{UsdNotation, format_percent, format_usd},
};

/// Probabilities with a line of their own, evenly spread; between two there is another line.
const PROBABILITIES: [f64; 9] = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/// Lines of the drawing.
const LINES: usize = 2 * PROBABILITIES.len() - 1;

/// Columns left of the drawing.
const LEFT: usize = 8;

/// Smaller losses than this share of the largest are left out.
const DECADES: f64 = 6.0;

/// Steps between two points of a curve.
const STEPS: usize = 100;

/// Curves beyond these are not drawn; more could not be told apart.
const LETTERS: [char; 8] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

/// Where curves meet.
const SEVERAL: char = '*';

/// A point: decimal logarithm of the loss, and line from the top.
type Point = (f64, f64);

/// The curves of an average year, and what the letters mean, in so many columns; empty where no loss is positive.
pub(super) fn draw(findings: &Findings, width: usize) -> String {
    let all = findings.exceedance.iter();
    let curves: Vec<&ExceedanceCurve> =
        all.filter(|curve| curve.kind == "aep" && curve.period == "average_year").collect();
    let shown: Vec<(char, Vec<Point>)> =
        LETTERS.into_iter().zip(&curves).map(|(letter, curve)| (letter, points(curve))).collect();
    let losses = || shown.iter().flat_map(|(_, points)| points).map(|(loss, _)| *loss);
    let high = losses().fold(f64::NEG_INFINITY, f64::max).ceil();
    let low = losses().fold(f64::INFINITY, f64::min).floor().max(high - DECADES).min(high - 1.0);
    if !(high - low).is_finite() {
        return String::new();
    }
    let columns = width - LEFT;
    let mut cells = vec![vec![' '; columns]; LINES];
    for (letter, points) in &shown {
        let between = points.windows(2).flat_map(|pair| steps(pair[0], pair[1]));
        for (loss, line) in between.chain(points.last().copied()) {
            let column = ((loss - low) / (high - low) * (columns - 1) as f64).round();
            let cell = cells.get_mut(line.round() as usize).filter(|_| column >= 0.0);
            let Some(cell) = cell.and_then(|line| line.get_mut(column as usize)) else { continue };
            *cell = if *cell == ' ' || *cell == *letter { *letter } else { SEVERAL };
        }
    }
    let mut text = String::new();
    for (line, cells) in cells.iter().enumerate() {
        let label = if line % 2 == 0 { percent(PROBABILITIES[line / 2]) } else { String::new() };
        let drawn = format!("{label:>6} │{}", cells.iter().collect::<String>());
        text += &format!("{}\n", drawn.trim_end());
    }
    text += &axis(low, high, columns);
    text + &legend(&curves, shown.iter().map(|(letter, _)| *letter), width)
}

/// The points of a curve that can be drawn.
fn points(curve: &ExceedanceCurve) -> Vec<Point> {
    let drawable = curve.points.iter().filter(|point| point.loss_usd > 0.0 && point.loss_usd.is_finite());
    drawable.filter_map(|point| Some((libm::log10(point.loss_usd), line_of(point.probability)?))).collect()
}

/// The line of a probability; none outside the drawing.
fn line_of(probability: f64) -> Option<f64> {
    let pairs = PROBABILITIES.windows(2).enumerate();
    let (index, pair) = pairs
        .into_iter()
        .find(|(_, pair)| probability <= pair[0] * (1.0 + 1e-9) && probability >= pair[1] * (1.0 - 1e-9))?;
    let passed = libm::log(pair[0] / probability) / libm::log(pair[0] / pair[1]);
    Some(2.0 * (index as f64 + passed))
}

fn steps(from: Point, to: Point) -> impl Iterator<Item = Point> {
    (0..STEPS).map(move |step| {
        let share = step as f64 / STEPS as f64;
        (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1))
    })
}

/// The line below the drawing with its amounts, powers of ten.
fn axis(low: f64, high: f64, columns: usize) -> String {
    let decades = (high - low) as usize;
    let mut rule: Vec<char> = vec!['─'; columns];
    let mut labels = " ".repeat(LEFT);
    for decade in 0..=decades {
        let column = decade * (columns - 1) / decades;
        rule[column] = '┴';
        let amount = short(libm::exp10(low + decade as f64));
        // The last label ends under its mark, the others begin there, where there is room.
        let start = if decade == decades { LEFT + column + 1 - amount.len() } else { LEFT + column };
        if labels.len() <= start {
            labels += &" ".repeat(start - labels.len());
            labels += &amount;
            labels.push(' ');
        }
    }
    format!("{:>LEFT$}{}\n{}\n", "└", rule.iter().collect::<String>(), labels.trim_end())
}

fn legend(curves: &[&ExceedanceCurve], letters: impl Iterator<Item = char>, width: usize) -> String {
    // A letter stays with its name.
    let named = letters.zip(curves).map(|(letter, curve)| format!("{letter} {}", clean(&curve.label)));
    let mut text = format!("{}; {SEVERAL} several", named.collect::<Vec<_>>().join(", "));
    if curves.len() > LETTERS.len() {
        text += &format!("; {} more are not drawn", curves.len() - LETTERS.len());
    }
    wrap(&text, width).iter().map(|line| format!("{line}\n")).collect()
}

/// `$10K` rather than `$10.0K`.
fn short(amount_usd: f64) -> String {
    let notation = UsdNotation::of(&format_usd(amount_usd));
    format!("${}{}", (amount_usd / notation.scale * 1e6).round() / 1e6, notation.unit)
}

/// `5 %` rather than `5.0 %`.
fn percent(probability: f64) -> String {
    let text = format_percent(probability);
    let number = text.trim_end_matches(" %");
    match number.split_once('.') {
        Some(_) => format!("{} %", number.trim_end_matches('0').trim_end_matches('.')),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn lines_are_those_of_the_probabilities() {
        for (index, probability) in PROBABILITIES.into_iter().enumerate() {
            let line = line_of(probability).unwrap();
            assert!((line - 2.0 * index as f64).abs() < 1e-6, "{probability}: {line}");
        }
        // Half way between one per cent and half a per cent on the scale of logarithms.
        assert!((line_of(0.01 / libm::sqrt(2.0)).unwrap() - 11.0).abs() < 1e-6);
        assert_eq!((line_of(0.6), line_of(0.0009)), (None, None));
    }

    #[test]
    fn amounts_and_shares_are_short() {
        assert_eq!([1e3, 1e4, 1e5, 1e6, 1e9].map(short), ["$1K", "$10K", "$100K", "$1M", "$1B"]);
        assert_eq!([0.5, 0.05, 0.005, 0.001].map(percent), ["50 %", "5 %", "0.5 %", "0.1 %"]);
    }

    /// A loss of $1.1M once in ten years under `shared`: A at ten per cent, just right of $1M.
    #[test]
    fn a_point_is_where_its_axes_say() {
        let text = draw(&fixture::findings(), 80);
        let line = text.lines().find(|line| line.trim_start().starts_with("10 %")).unwrap();
        let column = |line: &str, what: &str| line[..line.find(what).unwrap()].chars().count();
        let labels = text.lines().find(|line| line.contains("$1M")).unwrap();
        assert!((0..5).contains(&(column(line, "A") - column(labels, "$1M"))), "{text}");
    }

    #[test]
    fn without_losses_there_is_nothing_to_draw() {
        let mut findings = fixture::findings();
        findings
            .exceedance
            .iter_mut()
            .flat_map(|curve| &mut curve.points)
            .for_each(|point| point.loss_usd = 0.0);
        assert_eq!(draw(&findings, 80), "");
        findings.exceedance.clear();
        assert_eq!(draw(&findings, 80), "");
    }
}
