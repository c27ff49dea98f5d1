//! The decision: what to choose, and how sure that is.

use super::{
    Block, Cell, Section, Table,
    context::Context,
    words::{about, counted, dollars, paragraph, percent, period, usd},
};
use crate::{
    decision::answers::{Facts, answer},
    stats::{Estimate, runs_needed},
};

/// Relative standard error at which the 95 % interval of a mean ends at zero.
const JUST_SETTLED: f64 = 0.5;

/// Margin over the cost of the choice below which the choice is narrow.
const NARROW: f64 = 0.05;

/// The section.
pub(super) fn section(context: &Context) -> Section {
    let findings = context.findings;
    let sentences = [Some(decision(context)), narrow(context)].into_iter().flatten();
    let mut blocks = vec![Block::Paragraph(paragraph(sentences))];
    let answers = answer(
        context.plan.model().question,
        &Facts {
            alternatives: &findings.alternatives,
            comparisons: &findings.comparisons,
            incidents: &findings.incidents,
            capacity: &findings.capacity,
            limits: &findings.limits,
            usage: &findings.usage,
            tiers: &findings.tiers,
            years: findings.setting.horizon_years,
        },
    );
    if !answers.is_empty() {
        blocks.push(Block::List(answers));
    }
    let ruled_out: Vec<String> = findings
        .excluded
        .iter()
        .map(|excluded| format!("Ruled out: {}, because {}.", excluded.label, excluded.reason))
        .collect();
    if !ruled_out.is_empty() {
        blocks.push(Block::List(ruled_out));
    }
    if context.choice.runner_up.is_some() {
        blocks.push(Block::Table(alternatives(context)));
    }
    Section { id: "decision", heading: "The decision", blocks }
}

/// The decision in one sentence.
pub(super) fn decision(context: &Context) -> String {
    let choice = context.choice;
    let best = context.label(choice.best);
    let cost = dollars(context.value(choice.best, "tco", "mean"));
    let years = period(context.findings.setting.horizon_years);
    let (Some(other), Some(margin)) = (choice.runner_up, &choice.margin) else {
        return format!(
            "{best} is the only alternative: it costs {cost} over {years} on average, in present value, and there is \
             nothing to compare it with."
        );
    };
    let other = context.label(other);
    if !choice.settled {
        return tie(context, [best, other], &cost, margin);
    }
    let count = context.findings.alternatives.len();
    let allowed = if context.findings.excluded.is_empty() { "" } else { " allowed" };
    let against = match count {
        2 => format!("{} less than {other}", usd(margin)),
        _ => format!("{} less than the next, {other}", usd(margin)),
    };
    format!(
        "Choose {best}: it is the cheapest of {}{allowed}, at {cost} over {years} on average, in present value, {against}.",
        counted(count, "alternative")
    )
}

/// A warning where the next alternative costs little more but loses less in bad runs.
fn narrow(context: &Context) -> Option<String> {
    let choice = context.choice;
    let (other, margin) = (choice.runner_up?, choice.margin.as_ref()?);
    let cost = context.value(choice.best, "tco", "mean");
    if margin.value >= NARROW * cost || cost <= 0.0 {
        return None;
    }
    let tail = |position| context.value(position, "loss", "tvar99");
    let (own, others) = (tail(choice.best), tail(other));
    let label = context.label(other);
    let mut sentence =
        format!("The choice is narrow: {label} costs {} more on average", percent(margin.value / cost));
    if others < own {
        sentence += &format!(
            ", and loses less in the worst hundredth of runs, {} against {}",
            dollars(others),
            dollars(own)
        );
    }
    Some(sentence + ".")
}

fn tie(context: &Context, [best, other]: [&str; 2], cost: &str, margin: &Estimate) -> String {
    let runs = context.findings.setting.runs;
    if margin.value == 0.0 {
        return format!("{best} and {other} are a tie: both cost {cost} on average, in present value.");
    }
    let ends = margin.interval.and_then(|interval| interval.low.zip(interval.high));
    let interval = match ends {
        Some((low, high)) => format!(
            ", but the 95 % interval of that difference, {} to {}, holds zero",
            dollars(low),
            dollars(high)
        ),
        None if runs == 1 => ", but one run does not tell how far chance moves that difference".to_owned(),
        None => ", but with an input of infinite variance no number of runs tells how far chance moves that \
                 difference"
            .to_owned(),
    };
    let needed = match runs_needed(margin, runs as usize, JUST_SETTLED) {
        Some(needed) => format!("; {} runs would settle a difference of that size", about(needed as f64)),
        None => String::new(),
    };
    format!(
        "{best} and {other} are a tie: {best} comes out {} cheaper on average, at {cost} in present \
         value{interval}{needed}.",
        dollars(margin.value)
    )
}

fn alternatives(context: &Context) -> Table {
    let mut table = Table::new(
        "Mean cost of every alternative, present value",
        &["Alternative", "Cost", "More than the choice", "Expected loss, part of the cost"],
    );
    let mut order: Vec<usize> = (0..context.findings.alternatives.len()).collect();
    order.sort_by(|&a, &b| context.value(a, "tco", "mean").total_cmp(&context.value(b, "tco", "mean")));
    for position in order {
        let cell = |metric| {
            context.estimate(position, metric, "mean").map_or(Cell::Nothing, |mean| Cell::UsdEstimate(*mean))
        };
        let mut label = context.label(position).to_owned();
        if context.findings.alternatives[position].is_baseline {
            label += " (baseline)";
        }
        let more = if position == context.choice.best {
            Cell::Nothing
        } else {
            context.mean_saving(position).map_or(Cell::Nothing, Cell::UsdEstimate)
        };
        table.rows.push(vec![Cell::Text(label), cell("tco"), more, cell("loss")]);
    }
    table
}
