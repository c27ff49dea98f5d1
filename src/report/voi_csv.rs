//! `voi.csv`: what knowing more before deciding is worth, one study per row.
//!
//! | column | unit |
//! |---|---|
//! | `kind` | `everything` (EVPI), `group` and `input` (EVPPI), `log` (EVSI), `foresight` (chance included) |
//! | `name` | the input, the group, or the path of the rate that a log is about |
//! | `paths` | paths in the scenario file, separated by `;` |
//! | `years` | length of the log; empty for others |
//! | `value_usd`, `std_error_usd` | expected gain, present value, and its standard error |
//! | `probability_of_change` | probability that the knowledge leads to another alternative; empty for `foresight` |
//! | `probability_clean` | probability of a log without events |
//! | `rate_before`, `rate_after_clean` | mean rate before and after a clean log, events per year |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::{Findings, InformationFact, LogFact, ValueOfInformation};
use crate::stats::Estimate;

/// The file's name.
pub const NAME: &str = "voi.csv";

struct Row<'a> {
    kind: &'static str,
    name: &'a str,
    paths: String,
    value_usd: Estimate,
    probability_of_change: Option<f64>,
    log: Option<&'a LogFact>,
}

impl<'a> Row<'a> {
    fn of(fact: &'a InformationFact) -> Row<'a> {
        Row {
            kind: fact.kind,
            name: &fact.name,
            paths: fact.paths.join(";"),
            value_usd: fact.value_usd,
            probability_of_change: Some(fact.probability_of_change),
            log: None,
        }
    }

    fn of_log(log: &'a LogFact) -> Row<'a> {
        Row {
            kind: "log",
            name: &log.path,
            paths: log.path.clone(),
            value_usd: log.value_usd,
            probability_of_change: Some(log.probability_of_change),
            log: Some(log),
        }
    }
}

fn rows(value: &ValueOfInformation) -> Vec<Row<'_>> {
    let foresight = Row {
        kind: "foresight",
        name: "all that will happen",
        paths: String::new(),
        value_usd: value.foresight_usd,
        probability_of_change: None,
        log: None,
    };
    let facts = std::iter::once(&value.everything).chain(&value.groups).chain(&value.inputs).map(Row::of);
    facts.chain(value.logs.iter().map(Row::of_log)).chain([foresight]).collect()
}

/// The whole file; only headers where there is no value of information.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        findings.value_of_information.iter().flat_map(rows),
        &[
            ("kind", |row| Text(row.kind)),
            ("name", |row| Text(row.name)),
            ("paths", |row| Text(&row.paths)),
            ("years", |row| Maybe(row.log.map(|log| log.years))),
            ("value_usd", |row| Number(row.value_usd.value)),
            ("std_error_usd", |row| Maybe(row.value_usd.std_error)),
            ("probability_of_change", |row| Maybe(row.probability_of_change)),
            ("probability_clean", |row| Maybe(row.log.map(|log| log.probability_clean))),
            ("rate_before", |row| Maybe(row.log.map(|log| log.rate_before))),
            ("rate_after_clean", |row| Maybe(row.log.map(|log| log.rate_after_clean))),
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
        let text =
            String::from_utf8(render(&fixture::findings_with_knowledge(), Decimal::Point).unwrap()).unwrap();
        assert_eq!(
            text,
            "\
kind,name,paths,years,value_usd,std_error_usd,probability_of_change,probability_clean,rate_before,rate_after_clean
everything,everything that is uncertain,a.rate;severity.models,,500000,20000,0.2,,,
input,a.rate,a.rate,,310000,15000,0.125,,,
log,a.rate,a.rate,3,120000,9000,0.0625,0.75,0.1,0.08
foresight,all that will happen,,,4000000,50000,,,,
"
        );
    }
}
