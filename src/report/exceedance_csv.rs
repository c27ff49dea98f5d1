//! `exceedance.csv`: the loss exceedance curves, one point per row.

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "exceedance.csv";

/// The whole file. `return_period_years` is empty for curves over the horizon, a limit of the interval is
/// empty where the sample is too small to bound the loss.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let curves = findings.exceedance.iter();
    let rows = curves.flat_map(|curve| curve.points.iter().map(move |point| (curve, point)));
    csv_table::render(
        NAME,
        rows,
        &[
            ("alternative", |(curve, _)| Text(&curve.alternative)),
            ("kind", |(curve, _)| Text(curve.kind)),
            ("period", |(curve, _)| Text(&curve.period)),
            ("probability", |(_, point)| Number(point.probability)),
            ("return_period_years", |(_, point)| Maybe(point.return_period_years)),
            ("loss_usd", |(_, point)| Number(point.loss_usd)),
            ("ci_low_usd", |(_, point)| Maybe(point.low_usd)),
            ("ci_high_usd", |(_, point)| Maybe(point.high_usd)),
        ],
        decimal,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::ExceedancePoint;
    use crate::report::fixture;

    #[test]
    fn whole_file() {
        let mut findings = fixture::findings();
        findings.exceedance.retain(|curve| curve.alternative == "shared");
        let mut horizon = findings.exceedance[0].clone();
        horizon.period = "horizon".to_owned();
        horizon.points.truncate(1);
        horizon.points[0] = ExceedancePoint {
            probability: 0.01,
            return_period_years: None,
            loss_usd: 1.2e8,
            low_usd: None,
            high_usd: None,
        };
        findings.exceedance.push(horizon);
        assert_eq!(
            String::from_utf8(render(&findings, Decimal::Point).unwrap()).unwrap(),
            "\
alternative,kind,period,probability,return_period_years,loss_usd,ci_low_usd,ci_high_usd
shared,aep,average_year,0.1,10,1100000,825000,1650000
shared,aep,average_year,0.02,50,17200000,12900000,25800000
shared,aep,average_year,0.004,250,49000000,36750000,73500000
shared,aep,average_year,0.001,1000,88000000,66000000,
shared,aep,horizon,0.01,,120000000,,
"
        );
    }
}
