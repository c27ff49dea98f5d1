//! What the choice risks.

use super::{
    Block, Cell, Section, Table,
    context::Context,
    words::{dollars, factor, paragraph, percent, period},
};
use crate::model::{EventCosts, metrics::Component};

/// The section.
pub(super) fn section(context: &Context) -> Section {
    let best = context.choice.best;
    let subjects: Vec<usize> = [Some(best), context.choice.reference].into_iter().flatten().collect();
    let mut sentences = vec![odds(context)];
    sentences.extend(worst_component(context));
    sentences.push(worst_hundredth(context));
    let blocks = vec![
        Block::Paragraph(paragraph(sentences)),
        Block::Table(table(context, &subjects)),
        Block::Chart("loss_exceedance"),
    ];
    Section { id: "risks", heading: "What it risks", blocks }
}

/// How likely any breach is, under the choice and the reference.
pub(super) fn odds(context: &Context) -> String {
    let best = context.choice.best;
    let any = |position| percent(context.value(position, "tenants_exposed", "prob_any"));
    let years = period(context.findings.setting.horizon_years);
    let mut sentence = format!(
        "Under {} tenant data is breached at least once in {years} with a probability of {}",
        context.label(best),
        any(best)
    );
    if let Some(other) = context.choice.reference {
        sentence += &format!(", under {} with {}", context.label(other), any(other));
    }
    let incidents = context.value(best, "events", "prob_any");
    let breaches_only =
        context.plan.model().classes.iter().all(|class| matches!(class.costs, EventCosts::Breach));
    if !breaches_only {
        sentence +=
            &format!("; with incidents of every kind, something happens in {} of runs", percent(incidents));
    }
    sentence + "."
}

/// The component that most of the expected loss comes from.
fn worst_component(context: &Context) -> Option<String> {
    let best = context.choice.best;
    let total = context.value(best, "loss", "mean");
    let mean = |component: &Component| context.value(best, &format!("loss.{}", component.name()), "mean");
    let worst = Component::ALL.into_iter().max_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    if total <= 0.0 {
        return None;
    }
    let share = mean(&worst) / total;
    Some(format!(
        "Losses cost it {} on average, in present value; {} of that {} {}.",
        dollars(total),
        if share >= 1.0 { "all".to_owned() } else { percent(share) },
        if share >= 1.0 { "is" } else { "are" },
        words(worst)
    ))
}

fn words(component: Component) -> &'static str {
    match component {
        Component::Direct => "the direct cost of incidents",
        Component::Fines => "fines",
        Component::Churn => "the worth of customers who leave",
        Component::Response => "the work of handling incidents",
        Component::Support => "support tickets",
        Component::SlaCredits => "service level credits",
    }
}

/// The worst one per cent in words.
pub(super) fn worst_hundredth(context: &Context) -> String {
    let best = context.choice.best;
    let value = |position, statistic| context.value(position, "loss", statistic);
    let label = context.label(best);
    if value(best, "mean") == 0.0 {
        return format!("{label} loses nothing in any run.");
    }
    let (at_least, on_average) = (value(best, "p99"), value(best, "tvar99"));
    let mut sentence = if at_least > 0.0 {
        format!(
            "In the worst run of a hundred {label} loses {} or more, {} on average",
            dollars(at_least),
            dollars(on_average)
        )
    } else {
        format!(
            "Losses of {label} are too rare to reach one run in a hundred; the worst hundredth of runs loses {} on \
             average",
            dollars(on_average)
        )
    };
    if let Some(other) = context.choice.reference {
        sentence += &format!(", against {} under {}", dollars(value(other, "tvar99")), context.label(other));
        let saving = context.more_on_average(other, "tco");
        if saving > 0.0 && on_average > saving {
            sentence += &format!("; that average is {} times the mean saving", factor(on_average / saving));
        }
    }
    sentence + "."
}

fn table(context: &Context, subjects: &[usize]) -> Table {
    let mut table = Table::new(
        format!("Losses over {}, present value", period(context.findings.setting.horizon_years)),
        &["Alternative", "Any breach", "Mean", "P95", "P99, VaR99", "Mean of the worst 1 %, TVaR99"],
    );
    for &position in subjects {
        let loss = |statistic| Cell::usd(context.estimate(position, "loss", statistic));
        let any = context.estimate(position, "tenants_exposed", "prob_any");
        let mean = context.estimate(position, "loss", "mean");
        table.rows.push(vec![
            Cell::text(context.label(position)),
            any.map_or(Cell::Nothing, |any| Cell::Percent(any.value)),
            mean.map_or(Cell::Nothing, |mean| Cell::UsdEstimate(*mean)),
            loss("p95"),
            loss("p99"),
            loss("tvar99"),
        ]);
    }
    table
}
