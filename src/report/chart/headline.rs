//! Titles that state what the data say.

use crate::decision::{FigureResult, Findings};
use crate::units::format_usd;

use super::curve::{Curve, LossView, loss_at, lost};
use super::scale::thousands;
use super::tco::{Bar, years};

/// A label short enough for a title.
pub(super) fn short(label: &str) -> String {
    const MOST: usize = 36;
    if label.chars().count() <= MOST {
        return label.to_owned();
    }
    let kept: String = label.chars().take(MOST - 1).collect();
    format!("{}…", kept.trim_end())
}

/// How far what is not known moves the loss of a 1-in-100 year, where it reaches highest.
pub(super) fn credible_title(curves: &[Curve]) -> String {
    let ends = curves.iter().filter_map(|curve| {
        let point = curve.all.iter().find(|point| (point.probability - 0.01).abs() < 1e-9)?;
        Some((curve, point.low_usd?, point.high_usd?))
    });
    match ends.max_by(|one, other| one.2.total_cmp(&other.2)) {
        Some((curve, low, high)) => format!(
            "What is not known puts the 1-in-100 year of {} between {} and {}",
            short(curve.label),
            format_usd(low),
            format_usd(high)
        ),
        None => "How far what is not known moves the losses of a year".to_owned(),
    }
}

/// What a rare year costs with the worst and the best alternative. The year is the 1-in-100 year if every
/// curve reaches it and any loses something, otherwise the nearest that does.
pub(super) fn exceedance_title(curves: &[Curve], view: LossView) -> String {
    if curves.iter().all(|curve| curve.all.iter().all(|point| point.loss_usd <= 0.0)) {
        return if curves.iter().any(|curve| curve.probability_of_any > 0.0) {
            "Losses are too rare for a curve".to_owned()
        } else {
            "No alternative loses anything in any run".to_owned()
        };
    }
    const LEVELS: [f64; 11] = [0.01, 0.005, 0.002, 0.001, 0.0005, 0.0001, 0.02, 0.05, 0.1, 0.2, 0.5];
    let known = LEVELS.iter().find_map(|level| {
        let losses: Vec<f64> = curves.iter().map_while(|curve| loss_at(curve, *level)).collect();
        (losses.len() == curves.len() && losses.iter().any(|loss| *loss > 0.0)).then_some((*level, losses))
    });
    let Some((level, losses)) = known else {
        return "How likely a year is to lose how much".to_owned();
    };
    let year = format!("In a 1-in-{} year", thousands((1.0 / level).round() as u64));
    let (mut best, mut worst) = (0, 0);
    for (index, loss) in losses.iter().enumerate() {
        best = if *loss < losses[best] { index } else { best };
        worst = if *loss > losses[worst] { index } else { worst };
    }
    let words = |index: usize| {
        let ties = losses.iter().filter(|loss| format_usd(**loss) == format_usd(losses[index])).count() - 1;
        let name = short(curves[index].label);
        match ties {
            0 => (name, "loses"),
            1 => (format!("{name} and 1 other"), "lose"),
            more => (format!("{name} and {more} others"), "lose"),
        }
    };
    let at_once = if view.total { "" } else { " in one event" };
    if format_usd(losses[best]) == format_usd(losses[worst]) {
        let who = if curves.len() > 1 { "every alternative".to_owned() } else { short(curves[0].label) };
        return format!("{year}, {who} loses {}{at_once}", lost(losses[worst]));
    }
    let ((loser, loses), (winner, wins)) = (words(worst), words(best));
    format!(
        "{year}, {loser} {loses} {}{at_once}; {winner} {wins} {}",
        lost(losses[worst]),
        lost(losses[best])
    )
}

/// Which alternative is cheapest, and by how much compared with the baseline (or, if it is the baseline,
/// with the next). A difference whose interval holds zero is not called one.
pub(super) fn tco_title(findings: &Findings, bars: &[Bar]) -> String {
    let mut known: Vec<(&Bar, f64)> =
        bars.iter().filter_map(|bar| bar.total.map(|total| (bar, total.value))).collect();
    known.sort_by(|one, other| one.1.total_cmp(&other.1));
    let Some((cheapest, least)) = known.first().copied() else {
        return "What each alternative costs".to_owned();
    };
    let name = short(cheapest.label);
    let over = years(findings.setting.horizon_years);
    if known.len() == 1 {
        return format!("{name} costs {} over {over}", format_usd(least));
    }
    let baseline = known.iter().find(|(bar, _)| bar.is_baseline && bar.name != cheapest.name);
    let (other, more) = *baseline.unwrap_or(&known[1]);
    let difference = more - least;
    if known.iter().all(|(_, total)| *total == least) {
        return format!("All alternatives cost the same over {over}: {}", format_usd(least));
    }
    let role = match (baseline.is_some(), cheapest.is_baseline) {
        (true, _) => " (baseline)",
        (false, true) => ", the next cheapest",
        (false, false) => "",
    };
    let (amount, than) = (format_usd(difference), short(other.label));
    let mine = if cheapest.is_baseline { format!("{name} (baseline)") } else { name };
    if difference == 0.0 || undecided(findings, cheapest.name, other.name) {
        return format!("{mine} looks cheapest, but its lead on {than}{role} is within sampling error");
    }
    format!("{mine} is cheapest over {over}: {amount} less than {than}{role}")
}

/// Whether the saving between two alternatives has an interval that holds zero.
pub(super) fn undecided(findings: &Findings, one: &str, other: &str) -> bool {
    let pair = |names: (&str, &str)| names == (one, other) || names == (other, one);
    let Some(comparison) = findings.comparisons.iter().find(|it| pair((&it.alternative, &it.baseline)))
    else {
        return false;
    };
    comparison.figures.iter().filter(|f| f.metric == "saving" && f.statistic == "mean").any(|figure| {
        let FigureResult::Estimate { estimate, .. } = &figure.result else { return false };
        let ends = estimate.interval.and_then(|interval| interval.low.zip(interval.high));
        ends.is_some_and(|(low, high)| low <= 0.0 && high >= 0.0)
    })
}
