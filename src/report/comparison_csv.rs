//! `comparison.csv`: every alternative against its baseline, one number per row.

use super::ReportError;
use super::csv_table::{self, Cell::Text};
use super::csv_text::Decimal;
use super::summary_csv::figure_columns;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "comparison.csv";

/// The whole file. A figure that is not applicable, such as a return on no investment, has an empty value
/// and standard error.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let comparisons = findings.comparisons.iter();
    let rows =
        comparisons.flat_map(|comparison| comparison.figures.iter().map(move |figure| (comparison, figure)));
    let [metric, statistic, value, std_error, unit] = figure_columns();
    csv_table::render(
        NAME,
        rows,
        &[
            ("alternative", |(comparison, _)| Text(&comparison.alternative)),
            ("baseline", |(comparison, _)| Text(&comparison.baseline)),
            metric,
            statistic,
            value,
            std_error,
            unit,
        ],
        decimal,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn whole_file() {
        assert_eq!(
            String::from_utf8(render(&fixture::findings(), Decimal::Point).unwrap()).unwrap(),
            "\
alternative,baseline,metric,statistic,value,std_error,unit
shared,database,saving,mean,5060000,64000,usd
shared,database,saving,p5,-15300000,,usd
shared,database,saving,p95,11400000,,usd
shared,database,npv,mean,5060000,64000,usd
shared,database,prob_cheaper,mean,0.874,0.0004,fraction
shared,database,roi,mean,,,ratio
rls,database,saving,mean,8820000,21000,usd
rls,database,saving,p5,2100000,,usd
rls,database,saving,p95,10200000,,usd
rls,database,npv,mean,8820000,21000,usd
rls,database,prob_cheaper,mean,0.9784,0.0004,fraction
rls,database,roi,mean,21,0.05,ratio
hybrid,database,saving,mean,6410000,13000,usd
hybrid,database,saving,p5,1400000,,usd
hybrid,database,saving,p95,7300000,,usd
hybrid,database,npv,mean,6410000,13000,usd
hybrid,database,prob_cheaper,mean,0.9712,0.0004,fraction
hybrid,database,roi,mean,,,ratio
"
        );
    }
}
