//! What the figures leave open: assumptions without evidence, and chance.

use super::{
    Block, Cell, Section, Table,
    context::Context,
    words::{about, count, counted, paragraph},
};
use crate::{
    decision::{ParameterFact, verdict::ROUGH},
    stats::{Estimate, runs_needed},
};

/// Draws shown, at most.
const MOST_DRAWS: usize = 6;
/// Paths listed, at most.
const MOST_PATHS: usize = 8;

/// What is not known.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Unknowns {
    /// Numbers in all.
    pub parameters: usize,
    /// Numbers that the scenario leaves to their defaults.
    pub defaults: usize,
    /// Numbers whose source says that they are a judgement.
    pub judgements: usize,
    /// Numbers given in the scenario without a source: their paths.
    pub unsourced: Vec<String>,
    /// Numbers whose review date lies before the start of the scenario: their paths.
    pub expired: Vec<String>,
    /// Numbers that are drawn once per run because they are not known.
    pub uncertain: usize,
    /// The uncertain draws that go with the saving (with the cost, where there is one alternative), strongest
    /// first; those that chance explains are left out.
    pub influential: Vec<InfluentialDraw>,
}

/// An uncertain draw and how it goes with the saving.
#[derive(Debug, Clone, serde::Serialize)]
pub struct InfluentialDraw {
    /// The parameters that share the draw.
    pub paths: Vec<String>,
    /// Spearman's rank correlation over the runs.
    pub rank_correlation: f64,
}

/// Looks through the registry and the draws.
pub(super) fn unknowns(context: &Context) -> Unknowns {
    let facts = &context.findings.parameters;
    let start = context.plan.model().start;
    let start = format!("{:04}-{:02}-{:02}", start.year, start.month, start.day);
    let paths = |fits: &dyn Fn(&ParameterFact) -> bool| -> Vec<String> {
        facts.iter().filter(|fact| fits(fact)).map(|fact| fact.path.clone()).collect()
    };
    let is_judgement = |fact: &&ParameterFact| {
        let source = fact.source.as_deref().unwrap_or_default().to_lowercase();
        source.contains("judgement") || source.contains("judgment")
    };
    Unknowns {
        parameters: facts.len(),
        defaults: facts.iter().filter(|fact| fact.origin == "default").count(),
        judgements: facts.iter().filter(is_judgement).count(),
        unsourced: paths(&|fact| {
            fact.origin == "given" && fact.source.as_deref().unwrap_or_default().trim().is_empty()
        }),
        expired: paths(&|fact| fact.expires.as_deref().is_some_and(|expires| expires < start.as_str())),
        uncertain: facts.iter().filter(|fact| fact.role == "epistemic").count(),
        influential: influential(context),
    }
}

fn influential(context: &Context) -> Vec<InfluentialDraw> {
    let result = match context.choice.reference {
        Some(reference) => context.more(reference, "tco"),
        None => context.column(context.choice.best, "tco"),
    };
    // Chance alone stays within three standard errors of zero, about 1 / sqrt(runs) each, or less in replicates.
    let sampling = context.sampling;
    let chance = 3.0 / sampling.effective_size().sqrt();
    let mut draws: Vec<InfluentialDraw> = context
        .plan
        .draws()
        .iter()
        .filter_map(|draw| {
            let levels: Vec<f64> = (0..result.len() as u64).map(|run| draw.level(run)).collect();
            let rank_correlation = sampling.rank_correlation(&levels, &result)?;
            let paths = draw.paths.iter().map(|path| (*path).to_owned()).collect();
            (rank_correlation.abs() > chance).then_some(InfluentialDraw { paths, rank_correlation })
        })
        .collect();
    draws.sort_by(|a, b| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()));
    draws
}

/// The section.
pub(super) fn section(context: &Context, unknowns: &Unknowns) -> Section {
    let mut blocks = vec![Block::Heading("Assumptions"), Block::Paragraph(paragraph(assumptions(unknowns)))];
    for (words, paths) in
        [("Given without a source", &unknowns.unsourced), ("Past their review date", &unknowns.expired)]
    {
        if !paths.is_empty() {
            blocks.push(Block::Paragraph(format!("{words}: {}.", some_of(paths))));
        }
    }
    if !unknowns.influential.is_empty() {
        let caption = match context.choice.reference {
            Some(reference) => format!(
                "Uncertain assumptions by how closely the saving against {} follows them",
                context.label(reference)
            ),
            None => "Uncertain assumptions by how closely the cost follows them".to_owned(),
        };
        blocks.push(Block::Table(ranking(context, unknowns, caption)));
    }
    blocks.push(Block::Heading("Chance"));
    blocks.push(Block::Paragraph(format!(
        "{} run{} stand behind these figures; more runs shrink the standard errors below, not the doubt about the \
         assumptions.",
        count(context.findings.setting.runs as f64),
        if context.findings.setting.runs == 1 { "" } else { "s" }
    )));
    blocks.push(Block::Table(errors(context)));
    Section { id: "unknown", heading: "What isn't known", blocks }
}

/// The assumptions in numbers.
pub(super) fn assumptions(unknowns: &Unknowns) -> Vec<String> {
    let mut sentences = vec![format!(
        "Of {}, {} {} given in the scenario and {} {} left to documented defaults; the sources call {} a judgement.",
        counted(unknowns.parameters, "number"),
        unknowns.parameters - unknowns.defaults,
        if unknowns.parameters - unknowns.defaults == 1 { "is" } else { "are" },
        unknowns.defaults,
        if unknowns.defaults == 1 { "is" } else { "are" },
        if unknowns.judgements == 0 { "none".to_owned() } else { unknowns.judgements.to_string() },
    )];
    sentences.push(match (unknowns.uncertain, unknowns.influential.len()) {
        (0, _) => "None has a range: the spread in these figures is chance alone, and a mistake in an assumption is \
                   not part of it."
            .to_owned(),
        (1, 0) => "One is drawn from a range in every run, and does not move the result by more than chance.".to_owned(),
        (uncertain, 0) => {
            format!("{uncertain} are drawn from a range in every run; none moves the result by more than chance.")
        }
        (uncertain, _) => format!(
            "{} drawn from a range in every run; a mistake in the others is not part of the spread.",
            if uncertain == 1 { "One is".to_owned() } else { format!("{uncertain} are") }
        ),
    });
    sentences
}

fn some_of(paths: &[String]) -> String {
    let shown = paths.iter().take(MOST_PATHS).map(String::as_str).collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(MOST_PATHS) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn ranking(context: &Context, unknowns: &Unknowns, caption: String) -> Table {
    let mut table = Table::new(caption, &["Assumption", "Value", "Origin", "Source", "Rank correlation"]);
    for draw in unknowns.influential.iter().take(MOST_DRAWS) {
        let Some(path) = draw.paths.first() else { continue };
        let fact = context.findings.parameters.iter().find(|fact| &fact.path == path);
        let of =
            |words: fn(&ParameterFact) -> String| fact.map_or(Cell::Nothing, |fact| Cell::Text(words(fact)));
        let also = match draw.paths.len() {
            1 => Cell::Path(path.clone()),
            more => Cell::Text(format!("{path} and {} on the same draw", counted(more - 1, "other"))),
        };
        table.rows.push(vec![
            also,
            of(|fact| fact.value.clone()),
            of(|fact| fact.origin.to_owned()),
            of(|fact| fact.source.clone().unwrap_or_else(|| "none".to_owned())),
            Cell::Number(draw.rank_correlation),
        ]);
    }
    table
}

/// Standard errors of the main figures, and the runs that would bring each to 5 % of its value.
fn errors(context: &Context) -> Table {
    let runs = context.findings.setting.runs;
    let mut table = Table::new(
        "Main figures with their standard errors, present value",
        &["Figure", "Value", "Runs for a standard error of 5 %"],
    );
    let mut add = |words: String, estimate: &Estimate, is_money: bool| {
        let needed = runs_needed(estimate, runs as usize, ROUGH);
        let value = if is_money { Cell::UsdEstimate(*estimate) } else { Cell::Percent(estimate.value) };
        let needed = match needed {
            Some(needed) if needed > runs => Cell::text(about(needed as f64)),
            Some(_) => Cell::text("enough"),
            None => Cell::Nothing,
        };
        table.rows.push(vec![Cell::Text(words), value, needed]);
    };
    let (best, choice) = (context.choice.best, context.choice);
    for other in [choice.reference, choice.runner_up.filter(|other| Some(*other) != choice.reference)] {
        if let Some((other, saving)) = other.and_then(|other| Some((other, context.mean_saving(other)?))) {
            add(format!("Saving against {}", context.label(other)), &saving, true);
        }
    }
    for position in [Some(best), choice.reference].into_iter().flatten() {
        let label = context.label(position);
        for (words, metric, statistic) in [
            ("Expected loss of", "loss", "mean"),
            ("P99 loss of", "loss", "p99"),
            ("Probability of a breach of", "tenants_exposed", "prob_any"),
        ] {
            if let Some(estimate) = context.estimate(position, metric, statistic) {
                add(format!("{words} {label}"), estimate, metric == "loss");
            }
        }
    }
    table
}
