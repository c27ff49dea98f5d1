//! `sensitivity.csv`: how much each uncertain input matters to the saving of an alternative against its baseline.
//!
//! | column | unit |
//! |---|---|
//! | `alternative`, `baseline` | as in the scenario file |
//! | `input`, `paths` | the input, and its paths in the scenario file separated by `;` |
//! | `rank_correlation` | Spearman's, -1 to 1; empty for the severity model |
//! | `first_order`, `first_order_std_error` | share of the variance of the saving that the input explains alone |
//! | `total`, `total_std_error` | share that would be left if all else were known; only from `tenantrisk sensitivity` |
//! | `low_at`, `low_value`, `low_saving_usd` | the end of the input with the lower mean saving: `p10`, `p90` or a severity model; the value there; the mean saving |
//! | `high_at`, `high_value`, `high_saving_usd` | the same for the higher mean saving |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::SensitivityFact;

/// The file's name.
pub const NAME: &str = "sensitivity.csv";

/// The whole file.
pub fn render(facts: &[SensitivityFact], decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    let rows = facts.iter().map(|fact| (fact, fact.paths.join(";")));
    csv_table::render::<(&SensitivityFact, String)>(
        NAME,
        rows,
        &[
            ("alternative", |(fact, _)| Text(&fact.alternative)),
            ("baseline", |(fact, _)| Text(&fact.baseline)),
            ("input", |(fact, _)| Text(&fact.input)),
            ("paths", |(_, paths)| Text(paths)),
            ("rank_correlation", |(fact, _)| Maybe(fact.rank_correlation)),
            ("first_order", |(fact, _)| Maybe(fact.first_order.map(|share| share.value))),
            ("first_order_std_error", |(fact, _)| Maybe(fact.first_order.and_then(|share| share.std_error))),
            ("total", |(fact, _)| Maybe(fact.total.map(|share| share.value))),
            ("total_std_error", |(fact, _)| Maybe(fact.total.and_then(|share| share.std_error))),
            ("low_at", |(fact, _)| Text(&fact.swing[0].at)),
            ("low_value", |(fact, _)| Maybe(fact.swing[0].value)),
            ("low_saving_usd", |(fact, _)| Number(fact.swing[0].saving_usd)),
            ("high_at", |(fact, _)| Text(&fact.swing[1].at)),
            ("high_value", |(fact, _)| Maybe(fact.swing[1].value)),
            ("high_saving_usd", |(fact, _)| Number(fact.swing[1].saving_usd)),
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
        let findings = fixture::findings_with_knowledge();
        let text = String::from_utf8(render(&findings.sensitivity, Decimal::Point).unwrap()).unwrap();
        assert_eq!(
            text,
            "\
alternative,baseline,input,paths,rank_correlation,first_order,first_order_std_error,total,total_std_error,low_at,\
low_value,low_saving_usd,high_at,high_value,high_saving_usd
shared,database,a.rate,a.rate,-0.25,0.0625,0.005,,,p90,0.2,-1000000,p10,0.05,2000000
shared,database,severity.models,severity.models,,0.03125,0.004,0.5,0.01,per_record,,-500000,jacobs,,750000
"
        );
    }
}
