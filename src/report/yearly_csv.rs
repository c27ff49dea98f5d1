//! `yearly.csv`: money by year, one number per row.

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Number, Text, Whole},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "yearly.csv";

/// The whole file. Year 1 is the first; `basis` says whether the value is discounted (`pv`) or not (`nominal`);
/// `value_usd` is empty where there is no such number.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        &findings.yearly,
        &[
            ("alternative", |figure| Text(&figure.alternative)),
            ("year", |figure| Whole(figure.year.into())),
            ("component", |figure| Text(&figure.component)),
            ("basis", |figure| Text(figure.basis)),
            ("statistic", |figure| Text(figure.statistic)),
            ("value_usd", |figure| Number(figure.value_usd)),
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
alternative,year,component,basis,statistic,value_usd
shared,1,tco,pv,mean,1900000
shared,2,tco,pv,mean,1850000.5
rls,1,build,pv,mean,420000
rls,1,tco_cumulative,nominal,p95,
'=x,1,tco,nominal,mean,-3
"
        );
    }
}
