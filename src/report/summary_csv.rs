//! `summary.csv`: every statistic of every metric of every alternative, one number per row.

use super::ReportError;
use super::csv_text::CsvText;
use crate::decision::{Figure, FigureResult, Findings};

/// The file's name.
pub const NAME: &str = "summary.csv";

/// The whole file. A figure that is not applicable has an empty value and standard error; the reason is in
/// the JSON file and in the terminal.
pub fn render(findings: &Findings) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(NAME);
    text.text_row(["alternative", "metric", "statistic", "value", "std_error", "unit"])?;
    for alternative in &findings.alternatives {
        for figure in &alternative.figures {
            text.text(&alternative.name)?;
            figure_cells(&mut text, figure)?;
        }
    }
    text.finish()
}

/// The cells `metric,statistic,value,std_error,unit` and the end of the row.
pub(super) fn figure_cells(text: &mut CsvText, figure: &Figure) -> Result<(), ReportError> {
    let (value, std_error) = match &figure.result {
        FigureResult::Estimate { estimate, .. } => (Some(estimate.value), estimate.std_error),
        FigureResult::NotApplicable { .. } => (None, None),
    };
    text.text(&figure.metric)?;
    text.text(figure.statistic)?;
    text.number(value)?;
    text.number(std_error)?;
    text.text(figure.unit)?;
    text.end_row()
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
            String::from_utf8(render(&findings).unwrap()).unwrap(),
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
            String::from_utf8(render(&findings).unwrap()).unwrap(),
            "alternative,metric,statistic,value,std_error,unit\n\
             \"'=cmd,\"\"x\"\"\nnext\",gross_margin_percent,mean,,,fraction\n\
             \"'=cmd,\"\"x\"\"\nnext\",tco,mean,-1.5,,usd\n"
        );
    }
}
