//! `yearly.csv`: money by year, one number per row.

use super::ReportError;
use super::csv_text::CsvText;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "yearly.csv";

/// The whole file. Year 1 is the first; `basis` says whether the value is discounted (`pv`) or not (`nominal`);
/// `value_usd` is empty where there is no such number.
pub fn render(findings: &Findings) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(NAME);
    text.text_row(["alternative", "year", "component", "basis", "statistic", "value_usd"])?;
    for figure in &findings.yearly {
        text.text(&figure.alternative)?;
        text.whole(figure.year.into())?;
        text.text(&figure.component)?;
        text.text(figure.basis)?;
        text.text(figure.statistic)?;
        text.number(Some(figure.value_usd))?;
        text.end_row()?;
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn whole_file() {
        assert_eq!(
            String::from_utf8(render(&fixture::findings()).unwrap()).unwrap(),
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
