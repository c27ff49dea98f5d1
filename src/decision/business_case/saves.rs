//! What the choice saves, and where that comes from.

use super::{
    Block, Cell, Section, Table,
    context::Context,
    words::{count, dollars, paragraph, percent, period, usd},
};

/// Parts of the total cost: the words for each and its metric.
const PARTS: [(&str, &str); 9] = [
    ("Infrastructure", "infrastructure"),
    ("Operations", "operations"),
    ("Compute overhead", "compute_overhead"),
    ("Build", "build"),
    ("Migration", "migration"),
    ("Controls", "controls"),
    ("Insurance premium", "premium"),
    ("Losses", "loss"),
    ("Paid by the policy", RECOVERY),
];

/// The part that lowers the cost.
const RECOVERY: &str = "recovery";

/// The parts that are paid month by month whatever happens.
pub(super) const RUNNING: [&str; 3] = ["infrastructure", "operations", "compute_overhead"];

/// The section.
pub(super) fn section(context: &Context) -> Section {
    let blocks = match context.choice.reference {
        None => vec![Block::Paragraph("There is no other alternative to save money against.".to_owned())],
        Some(reference) => against(context, reference),
    };
    Section { id: "saves", heading: "What it saves", blocks }
}

fn against(context: &Context, reference: usize) -> Vec<Block> {
    let mut sentences = vec![saving(context, reference)];
    sentences.extend(running(context, reference));
    sentences.extend(spread(context, reference));
    let impact = context.more_on_average(reference, "customer_impact");
    if impact != 0.0 {
        sentences.push(format!(
            "What customers lose is counted apart: on average {} {} than under {}, in present value.",
            dollars(impact.abs()),
            if impact > 0.0 { "less" } else { "more" },
            context.label(reference)
        ));
    }
    vec![
        Block::Paragraph(paragraph(sentences)),
        Block::Table(parts(context, reference)),
        Block::Chart("tco_components"),
        Block::Chart("saving"),
    ]
}

/// The saving in present value, undiscounted, a year.
pub(super) fn saving(context: &Context, reference: usize) -> String {
    let (choice, other) = (context.label(context.choice.best), context.label(reference));
    let Some(mean) = context.mean_saving(reference) else { return String::new() };
    let verb = if mean.value < 0.0 { "costs" } else { "saves" };
    let more = if mean.value < 0.0 { " more" } else { "" };
    let nominal = context.more_on_average(reference, "tco_undiscounted");
    let years = context.findings.setting.horizon_years;
    let by_year = match years {
        0 | 1 => String::new(),
        _ => format!(", which is {} a year", dollars(nominal.abs() / context.years())),
    };
    let amount = if mean.value < 0.0 { dollars(-mean.value) } else { usd(&mean) };
    format!(
        "{choice} {verb} {amount}{more} against {other} over {} in present value; not discounted {}{by_year}.",
        period(years),
        dollars(nominal.abs()),
    )
}

/// What running costs alone differ by, a year and per tenant-month; `None` where they do not.
pub(super) fn running(context: &Context, reference: usize) -> Option<String> {
    let (per_year, per_tenant_month) = running_figures(context, reference)?;
    let parts: Vec<&str> = PARTS
        .iter()
        .filter(|(_, metric)| RUNNING.contains(metric) && differs(context, reference, metric))
        .map(|(words, _)| *words)
        .collect();
    let tenants = context.plan.tenants_by_month();
    let of_tenants = match (tenants.first(), tenants.last()) {
        (Some(first), Some(last)) if first == last => format!("at {} tenants", count(*first)),
        (Some(first), Some(last)) => {
            format!("with tenants going from {} to {}", count(first.round()), count(last.round()))
        }
        _ => return None,
    };
    Some(format!(
        "Running costs alone ({}) are {} a year {}, {} per tenant and month {of_tenants}.",
        parts.join(", ").to_lowercase(),
        dollars(per_year.abs()),
        if per_year > 0.0 { "lower" } else { "higher" },
        dollars(per_tenant_month.abs()),
    ))
}

/// Running costs saved, undiscounted: a year, and per tenant and month.
pub(super) fn running_figures(context: &Context, reference: usize) -> Option<(f64, f64)> {
    let more = |metric: &&str| context.more_on_average(reference, &format!("{metric}_undiscounted"));
    let total: f64 = RUNNING.iter().map(more).sum();
    let months = context.tenant_months();
    (total != 0.0 && months > 0.0).then(|| (total / context.years(), total / months))
}

/// How the saving varies from run to run.
fn spread(context: &Context, reference: usize) -> Option<String> {
    let sample = context.saving(reference)?;
    if sample.is_constant() {
        return Some("The saving is the same in every run.".to_owned());
    }
    let ends = [0.05, 0.95].map(|level| sample.quantile(level));
    let [low, high] = ends.map(dollars);
    let range = match low == high {
        true if ends[1] < 0.0 => format!("in nine runs of ten it costs about {} more", dollars(-ends[1])),
        true => format!("in nine runs of ten it saves about {low}"),
        false => format!("nine runs in ten lie between {low} and {high}"),
    };
    let cheaper = sample.probability_above(0.0).value;
    let mut sentence = format!("It is the cheaper of the two in {} of runs; {range}.", percent(cheaper));
    let (sampling, values) = (context.sampling, sample.values());
    if let Some(dearer) = sampling.only(|run| values[run] < 0.0) {
        let mean = -dearer.mean(values);
        let share = sampling.share(|run| values[run] < 0.0);
        sentence +=
            &format!(" In {} of runs it is the dearer, by {} on average.", percent(share), dollars(mean));
    }
    Some(sentence)
}

fn differs(context: &Context, reference: usize, metric: &str) -> bool {
    context.more_on_average(reference, metric) != 0.0
}

/// The cost of both, part by part.
fn parts(context: &Context, reference: usize) -> Table {
    let (choice, other) = (context.choice.best, reference);
    let (first, second) = (context.label(other), context.label(choice));
    let mut table = Table::new(
        "Where the saving comes from, means over all runs",
        &["Part of the cost", first, second, "Saved, present value", "Saved a year, not discounted"],
    );
    let years = context.years();
    let row = |words: &str, metric: &str| {
        let sign = if metric == RECOVERY { -1.0 } else { 1.0 };
        let nominal = sign * context.more_on_average(other, &format!("{metric}_undiscounted"));
        let yearly = if years > 0.0 { Cell::Usd(nominal / years) } else { Cell::Nothing };
        vec![
            Cell::text(words),
            Cell::Usd(sign * context.value(other, metric, "mean")),
            Cell::Usd(sign * context.value(choice, metric, "mean")),
            Cell::Usd(sign * context.more_on_average(other, metric)),
            yearly,
        ]
    };
    for (words, metric) in PARTS.into_iter().filter(|(_, metric)| context.plan.metric(metric).is_some()) {
        let is_zero = |position| context.value(position, metric, "mean") == 0.0;
        if !is_zero(choice) || !is_zero(other) {
            table.rows.push(row(words, metric));
        }
    }
    table.rows.push(row("Total", "tco"));
    table
}
