//! `summary.csv`: every statistic of every metric of every alternative, one number per row.

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Text},
    Column,
};
use super::csv_text::Decimal;
use crate::decision::{Figure, FigureResult, Findings};
use crate::stats::Estimate;

/// The file's name.
pub const NAME: &str = "summary.csv";

/// The whole file. A figure that is not applicable has an empty value and standard error; the reason is in
/// the JSON file and in the terminal.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let alternatives = findings.alternatives.iter();
    let rows = alternatives
        .flat_map(|alternative| alternative.figures.iter().map(move |figure| (alternative, figure)));
    let [metric, statistic, value, std_error, unit] = figure_columns();
    csv_table::render(
        NAME,
        rows,
        &[
            ("alternative", |(alternative, _)| Text(&alternative.name)),
            metric,
            statistic,
            value,
            std_error,
            unit,
        ],
        decimal,
    )
}

/// The columns `metric,statistic,value,std_error,unit` of a figure beside whatever it is about.
pub(super) fn figure_columns<'f, T>() -> [Column<(&'f T, &'f Figure)>; 5] {
    [
        ("metric", |(_, figure)| Text(&figure.metric)),
        ("statistic", |(_, figure)| Text(figure.statistic)),
        ("value", |(_, figure)| Maybe(estimate(figure).map(|estimate| estimate.value))),
        ("std_error", |(_, figure)| Maybe(estimate(figure).and_then(|estimate| estimate.std_error))),
        ("unit", |(_, figure)| Text(figure.unit)),
    ]
}

fn estimate(figure: &Figure) -> Option<&Estimate> {
    match &figure.result {
        FigureResult::Estimate { estimate, .. } => Some(estimate),
        FigureResult::NotApplicable { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn whole_file() {
        let mut findings = fixture::findings();
        findings.alternatives.retain(|one| ["shared", "database"].contains(&one.name.as_str()));
        assert_eq!(
            String::from_utf8(render(&findings, Decimal::Point).unwrap()).unwrap(),
            "\
alternative,metric,statistic,value,std_error,unit
shared,tco,mean,9120000,64000,usd
shared,infrastructure,mean,2380000,0,usd
shared,build,mean,0,0,usd
shared,operations,mean,610000,0,usd
shared,compute_overhead,mean,0,0,usd
shared,loss,mean,6130000,64000,usd
shared,events,prob_any,0.221,0.0007,fraction
shared,loss,p95,29500000,120000,usd
shared,loss,p99,58300000,410000,usd
shared,loss,tvar99,81200000,950000,usd
database,tco,mean,14180000,3200,usd
database,infrastructure,mean,11500000,0,usd
database,build,mean,950000,0,usd
database,operations,mean,1660000,0,usd
database,compute_overhead,mean,0,0,usd
database,loss,mean,71000,3200,usd
database,events,prob_any,0.0488,0.0007,fraction
database,loss,p95,0,,usd
database,loss,p99,1900000,,usd
database,loss,tvar99,4400000,,usd
"
        );
    }

    #[test]
    fn hostile_names_stay_text_and_missing_numbers_stay_empty() {
        let mut findings = fixture::findings();
        findings.alternatives.truncate(1);
        findings.alternatives[0].name = "=cmd,\"x\"\nnext".to_owned();
        findings.alternatives[0].figures = vec![
            fixture::not_applicable("gross_margin_percent", "fraction", "revenue is zero"),
            fixture::figure("tco", "mean", "usd", -1.5, None),
        ];
        assert_eq!(
            String::from_utf8(render(&findings, Decimal::Point).unwrap()).unwrap(),
            "alternative,metric,statistic,value,std_error,unit\n\
             \"'=cmd,\"\"x\"\"\nnext\",gross_margin_percent,mean,,,fraction\n\
             \"'=cmd,\"\"x\"\"\nnext\",tco,mean,-1.5,,usd\n"
        );
    }
}
