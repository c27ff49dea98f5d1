//! What a sweep comes to, in sentences.

use super::{Sweep, SweepAxis, SweepPoint};
use crate::{
    decision::analyse::has_infinite_variance,
    engine::Plan,
    units::{format_count, format_number, format_usd, format_with_error},
};

/// Who is cheapest where.
pub(super) fn verdict(sweep: &Sweep) -> Vec<String> {
    if sweep.alternatives.len() < 2 {
        return vec!["There is one alternative, so nothing can be cheaper than it.".to_owned()];
    }
    match &sweep.axes[..] {
        [axis] => along(sweep, axis),
        _ => shares(sweep),
    }
}

fn along(sweep: &Sweep, axis: &SweepAxis) -> Vec<String> {
    let label = |position: usize| &sweep.alternatives[position].label;
    let (first, last) = (axis.values[0], axis.values[axis.values.len() - 1]);
    let range = format!("from {} = {} to {}", axis.path, format_number(first), format_number(last));
    if sweep.crossings.is_empty() {
        return vec![format!("{} is the cheapest at every point {range}.", label(sweep.points[0].cheapest))];
    }
    let mut sentence = format!("{}: {}", axis.path, label(sweep.crossings[0].below));
    for crossing in &sweep.crossings {
        let place = format_with_error(crossing.value.value, crossing.value.std_error);
        sentence += &format!(" is the cheapest up to {place}, then {}", label(crossing.above));
    }
    vec![sentence + ".", unsettled(sweep)]
}

fn shares(sweep: &Sweep) -> Vec<String> {
    let all = sweep.points.len();
    let mut shares: Vec<(usize, &str)> = sweep
        .alternatives
        .iter()
        .enumerate()
        .map(|(position, facts)| {
            (sweep.points.iter().filter(|point| point.cheapest == position).count(), facts.label.as_str())
        })
        .collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.0));
    let shares: Vec<String> = shares
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{label} at {}", format_count(*count as f64)))
        .collect();
    vec![format!("Cheapest of {} points: {}.", format_count(all as f64), shares.join(", ")), unsettled(sweep)]
}

fn unsettled(sweep: &Sweep) -> String {
    let open: Vec<&SweepPoint> = sweep.points.iter().filter(|point| !point.is_settled()).collect();
    let most = open.iter().filter_map(|point| point.margin).map(|margin| margin.value).fold(0.0, f64::max);
    match open.len() {
        0 => "At every point the difference is more than two standard errors.".to_owned(),
        count => format!(
            "At {} of {} points chance could explain who is cheapest: the difference, {} at most, is within two \
             standard errors.",
            format_count(count as f64),
            format_count(sweep.points.len() as f64),
            format_usd(most)
        ),
    }
}

/// What a reader must know.
pub(super) fn notices(plan: &Plan, points: &[SweepPoint]) -> Vec<String> {
    let mut notices = Vec::new();
    if has_infinite_variance(plan) {
        notices.push(
            "The variance of an input is infinite: means have no standard error that could be trusted."
                .to_owned(),
        );
    }
    let rough = points.iter().filter(|point| {
        point
            .alternatives
            .iter()
            .any(|one| one.tco.std_error.is_some_and(|error| error > 0.05 * one.tco.value.abs()))
    });
    match rough.count() {
        0 => {}
        count => notices.push(format!(
            "At {} points a mean cost has a standard error of more than 5 % of its value; more runs (--runs) make it \
             sharper.",
            format_count(count as f64)
        )),
    }
    notices
}
