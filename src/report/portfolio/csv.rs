//! `controls.csv` and `contributions.csv`.

use crate::{
    decision::PortfolioFindings,
    report::{
        ReportError,
        csv_text::{CsvText, Decimal},
    },
    stats::Estimate,
};

/// Every portfolio within the budget that was played.
pub(super) const PORTFOLIOS: &str = "controls.csv";
/// What each control of the best portfolio adds.
pub(super) const CONTRIBUTIONS: &str = "contributions.csv";

/// One row per portfolio, by cost. Yes and no are 1 and 0; a figure that does not exist, such as the return of no
/// portfolio, is empty.
pub(super) fn portfolios(findings: &PortfolioFindings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(PORTFOLIOS, decimal);
    text.text_row([
        "portfolio",
        "controls",
        "build_usd",
        "cost_usd",
        "saving_usd",
        "saving_std_error_usd",
        "npv_usd",
        "npv_std_error_usd",
        "roi",
        "roi_std_error",
        "prob_npv_positive",
        "tvar99_loss_usd",
        "tvar99_change_usd",
        "tvar99_change_std_error_usd",
        "saves_most_for_its_cost",
        "cuts_tail_most_for_its_cost",
        "best",
        "behind_best_usd",
        "behind_best_std_error_usd",
    ])?;
    for (position, one) in findings.portfolios.iter().enumerate() {
        text.text(&findings.name(one))?;
        text.number(Some(one.controls.len() as f64))?;
        text.number(Some(one.build_usd))?;
        text.number(Some(one.cost.value))?;
        with_error(&mut text, Some(&one.saving))?;
        with_error(&mut text, Some(&one.npv))?;
        with_error(&mut text, one.roi.as_ref())?;
        text.number(Some(one.prob_npv_positive.value))?;
        text.number(Some(one.tvar99_loss.value))?;
        with_error(&mut text, Some(&one.tvar99_change))?;
        for flag in [one.saves_most, one.cuts_tail_most, position == findings.best] {
            text.number(Some(f64::from(u8::from(flag))))?;
        }
        with_error(&mut text, Some(&one.behind_best))?;
        text.end_row()?;
    }
    text.finish()
}

/// One row per control of the best portfolio: its cost, and what it saves before that cost alone, on top of the others
/// and on average over all orders.
pub(super) fn contributions(findings: &PortfolioFindings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(CONTRIBUTIONS, decimal);
    text.text_row([
        "control",
        "build_usd",
        "cost_usd",
        "alone_usd",
        "alone_std_error_usd",
        "on_top_usd",
        "on_top_std_error_usd",
        "shapley_usd",
        "shapley_std_error_usd",
    ])?;
    for one in &findings.contributions {
        let control = &findings.controls[one.control];
        text.text(&control.name)?;
        text.number(Some(control.build_usd))?;
        text.number(Some(control.cost_usd))?;
        with_error(&mut text, Some(&one.alone))?;
        with_error(&mut text, Some(&one.on_top))?;
        with_error(&mut text, one.shapley.as_ref())?;
        text.end_row()?;
    }
    text.finish()
}

fn with_error(text: &mut CsvText, estimate: Option<&Estimate>) -> Result<(), ReportError> {
    text.number(estimate.map(|estimate| estimate.value))?;
    text.number(estimate.and_then(|estimate| estimate.std_error))
}
