//! `hybrid.csv` and `ladder.csv`.

use crate::{
    decision::{Efficiency, Hybrid, HybridPoint, LadderStep, LadderTarget},
    report::{
        ReportError,
        csv_table::{
            self,
            Cell::{Maybe, Number, Text, Whole},
        },
        csv_text::{CsvText, Decimal},
    },
    stats::Estimate,
};

/// Every combination.
pub(super) const POINTS: &str = "hybrid.csv";
/// When a tier earns a more isolated model.
pub(super) const LADDER: &str = "ladder.csv";

/// One row per combination, then one per alternative of the scenario that is none of them. The first columns are headed
/// by the tiers and hold their isolation models. Without a survival limit the columns of ruin are empty.
pub(super) fn points(hybrid: &Hybrid, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(POINTS, decimal);
    let tiers = hybrid.tiers.iter().map(String::as_str);
    text.text_row(["label"].into_iter().chain(tiers).chain([
        "kind",
        "alternatives",
        "mean_tco_usd",
        "mean_tco_std_error_usd",
        "tvar99_usd",
        "tvar99_std_error_usd",
        "prob_ruin",
        "prob_ruin_std_error",
        "tvar99_efficient",
        "tvar99_dominated_by",
        "tvar99_dominance_settled",
        "ruin_efficient",
        "ruin_dominated_by",
        "ruin_dominance_settled",
    ]))?;
    for point in &hybrid.points {
        text.text(&point.label)?;
        for model in &point.models {
            text.text(model)?;
        }
        text.text(if point.is_combination { "combination" } else { "alternative" })?;
        text.text(&point.alternatives.join(";"))?;
        with_error(&mut text, Some(&point.tco_usd))?;
        with_error(&mut text, Some(&point.tvar99_usd))?;
        with_error(&mut text, point.prob_ruin.as_ref())?;
        standing(&mut text, hybrid, point.by_tvar99)?;
        standing(&mut text, hybrid, point.by_ruin)?;
        text.end_row()?;
    }
    text.finish()
}

fn standing(text: &mut CsvText, hybrid: &Hybrid, standing: Option<Efficiency>) -> Result<(), ReportError> {
    let [efficient, by, settled] = match standing {
        None => ["", "", ""],
        Some(Efficiency::Efficient) => ["yes", "", ""],
        Some(Efficiency::Dominated { by, is_settled }) => {
            ["no", &hybrid.points[by].label, if is_settled { "yes" } else { "no" }]
        }
    };
    [efficient, by, settled].into_iter().try_for_each(|word| text.text(word))
}

fn with_error(text: &mut CsvText, estimate: Option<&Estimate>) -> Result<(), ReportError> {
    text.number(estimate.map(|estimate| estimate.value))?;
    text.number(estimate.and_then(|estimate| estimate.std_error))
}

/// One row per tier, more isolated model and year.
pub(super) fn ladder(hybrid: &Hybrid, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let steps = hybrid.ladder.iter().flat_map(|target| target.steps.iter().map(move |step| (target, step)));
    type Line<'a> = (&'a LadderTarget, &'a LadderStep);
    csv_table::render(
        LADDER,
        steps,
        &[
            ("tier", |line: &Line| Text(&line.0.tier)),
            ("from", |line| Text(&line.0.from)),
            ("to", |line| Text(&line.0.to)),
            ("year", |line| Whole(u64::from(line.1.year))),
            ("pays", |line| Text(line.1.pays.word())),
            ("saving_usd", |line| Number(line.1.saving_usd.value)),
            ("saving_std_error_usd", |line| Maybe(line.1.saving_usd.std_error)),
            ("prob_cheaper", |line| Number(line.1.prob_cheaper.value)),
            ("prob_cheaper_std_error", |line| Maybe(line.1.prob_cheaper.std_error)),
            ("tvar99_relief_usd", |line| Number(line.1.tvar99_relief_usd.value)),
            ("tvar99_relief_std_error_usd", |line| Maybe(line.1.tvar99_relief_usd.std_error)),
            ("loss_factor", |line| Maybe(line.1.loss_factor)),
        ],
        decimal,
    )
}

/// The label with a mark for what is marked.
pub(super) fn marked(point: &HybridPoint) -> String {
    match point.is_baseline {
        true => format!("{} (baseline)", point.label),
        false => point.label.clone(),
    }
}
