//! What a search comes to, in sentences.

use super::{Efficiency, Hybrid, HybridPoint, LadderTarget, Pays, combinations::Combinations};
use crate::{
    decision::{analyse::has_infinite_variance, verdict::capitalised},
    engine::Plan,
    stats::Estimate,
    units::{format_count, format_percent, format_usd, in_words},
};

/// Most combinations that a sentence names.
const MOST_NAMED: usize = 5;

/// The cheapest, the frontier, where the baseline stands, the ladder.
pub(super) fn verdict(hybrid: &Hybrid) -> Vec<String> {
    let efficient = |of: fn(&HybridPoint) -> Option<Efficiency>| -> Vec<&HybridPoint> {
        let mut points: Vec<&HybridPoint> =
            hybrid.points.iter().filter(|point| of(point) == Some(Efficiency::Efficient)).collect();
        points.sort_by(|a, b| a.tco_usd.value.total_cmp(&b.tco_usd.value));
        points
    };
    let by_tail = efficient(|point| point.by_tvar99);
    let Some(cheapest) = by_tail.first() else { return Vec::new() };
    let count = hybrid.points.iter().filter(|point| point.is_combination).count();
    let mut sentences = vec![format!(
        "The cheapest of {} is {}: {} on average, {} in the worst hundredth of the runs.",
        combinations(count),
        cheapest.label,
        with_error(cheapest.tco_usd),
        with_error(cheapest.tvar99_usd)
    )];
    sentences.push(match by_tail.len() {
        1 => "No other has a lower mean of the worst hundredth: it is the whole frontier.".to_owned(),
        length => format!(
            "{} are efficient, the others cost more on average without a better worst hundredth: {}.",
            format_count(length as f64),
            named(&by_tail, |point| format!(
                "{} ({} and {})",
                point.label,
                format_usd(point.tco_usd.value),
                format_usd(point.tvar99_usd.value)
            ))
        ),
    });
    if let Some(limit) = hybrid.survival {
        let period = limit.period();
        let by_ruin = efficient(|point| point.by_ruin);
        sentences.push(format!(
            "Efficient on mean cost and the chance of losses above {} {period}, which the company does not survive: {}.",
            format_usd(limit.loss_usd),
            named(&by_ruin, |point| format!(
                "{} ({} at {})",
                point.label,
                point.prob_ruin.map_or_else(String::new, |ruin| format_percent(ruin.value)),
                format_usd(point.tco_usd.value)
            ))
        ));
    }
    let baseline = hybrid.points.iter().find(|point| point.is_baseline);
    sentences.extend(baseline.and_then(|baseline| standing(hybrid, baseline)));
    sentences.extend(hybrid.tiers.iter().filter_map(|tier| promotion(hybrid, tier)));
    sentences.iter().map(|sentence| capitalised(sentence)).collect()
}

fn combinations(count: usize) -> String {
    format!("{} combination{}", format_count(count as f64), if count == 1 { "" } else { "s" })
}

fn with_error(estimate: Estimate) -> String {
    let error = estimate.std_error.map(|error| format!(" (standard error {})", format_usd(error)));
    format_usd(estimate.value) + &error.unwrap_or_default()
}

/// So many of them, and how many more there are.
fn named(points: &[&HybridPoint], words: impl Fn(&HybridPoint) -> String) -> String {
    let mut each: Vec<String> = points.iter().take(MOST_NAMED).map(|point| words(point)).collect();
    if points.len() > MOST_NAMED {
        each.push(format!("and {} more", points.len() - MOST_NAMED));
    }
    each.join("; ")
}

/// Where the baseline stands.
fn standing(hybrid: &Hybrid, baseline: &HybridPoint) -> Option<String> {
    Some(match baseline.by_tvar99? {
        Efficiency::Efficient => format!("The baseline, {}, is efficient.", baseline.label),
        Efficiency::Dominated { by, is_settled } => {
            let better = &hybrid.points[by];
            let unsure = if is_settled { "" } else { ", though chance could explain that" };
            format!(
                "The baseline, {}, is dominated by {}: {} less on average and {} less in the worst hundredth{unsure}.",
                baseline.label,
                better.label,
                format_usd(baseline.tco_usd.value - better.tco_usd.value),
                format_usd(baseline.tvar99_usd.value - better.tvar99_usd.value)
            )
        }
    })
}

/// When a tier earns a more isolated model.
fn promotion(hybrid: &Hybrid, tier: &str) -> Option<String> {
    let targets: Vec<&LadderTarget> = hybrid.ladder.iter().filter(|target| target.tier == tier).collect();
    let best = targets.iter().max_by(|a, b| {
        let saving =
            |target: &LadderTarget| target.best().map_or(f64::NEG_INFINITY, |step| step.saving_usd.value);
        // A move that pays for certain comes before one that may.
        (a.first_year.is_some(), saving(a))
            .partial_cmp(&(b.first_year.is_some(), saving(b)))
            .unwrap_or(std::cmp::Ordering::Equal)
    })?;
    let model = |name: &str| {
        hybrid
            .models
            .iter()
            .find(|model| model.name == name)
            .map_or_else(|| name.to_owned(), |model| model.label.clone())
    };
    let (to, from) = (model(&best.to), model(&best.from));
    let tier = in_words(tier);
    Some(match best.first_year {
        Some(first) => {
            let step = best.steps.iter().find(|step| step.year == first)?;
            let most = best.best().filter(|most| most.year != first).map(|most| {
                format!("; most, {}, where it moves in year {}", format_usd(most.saving_usd.value), most.year)
            });
            format!(
                "{tier} earns {to} from {}: that saves {} against {from}, and the worst hundredth falls by {}{}.",
                when(first),
                with_error(step.saving_usd),
                format_usd(step.tvar99_relief_usd.value),
                most.unwrap_or_default()
            )
        }
        None => {
            let step = best.best()?;
            if step.pays == Pays::Open {
                return Some(format!(
                    "Whether {tier} earns {to} from {} is open: it saves {} against {from}; more runs would tell.",
                    when(step.year),
                    with_error(step.saving_usd)
                ));
            }
            let factor = step
                .loss_factor
                .filter(|factor| *factor > 1.0)
                .map(|factor| format!("; it would pay with losses {} times as large", format_count(factor)));
            format!(
                "{tier} does not earn a more isolated model in any year: {to} from {} comes closest, {} dearer than \
                 {from}{}.",
                when(step.year),
                with_error(Estimate { value: -step.saving_usd.value, ..step.saving_usd }),
                factor.unwrap_or_default()
            )
        }
    })
}

/// The start of a year, in words.
fn when(year: u32) -> String {
    if year == 1 { "the start".to_owned() } else { format!("year {year} on") }
}

/// What a reader must know.
pub(super) fn notices(plan: &Plan, combinations: &Combinations) -> Vec<String> {
    let model = plan.model();
    let mut notices = Vec::new();
    if !combinations.left_out.is_empty() {
        let names: Vec<&str> =
            combinations.left_out.iter().map(|&one| model.isolation[one].label.as_str()).collect();
        notices.push(format!("The constraints rule out {}.", names.join(", ")));
    }
    if model.appetite.survival.is_none() {
        notices.push(
            "The probability of a loss that the company does not survive is not available, because the file gives no \
             [survival] loss_usd."
                .to_owned(),
        );
    }
    if has_infinite_variance(plan) {
        notices.push(
            "The variance of an input is infinite: means have no standard error that could be trusted."
                .to_owned(),
        );
    }
    notices
}
