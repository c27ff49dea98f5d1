//! `incidents.csv`: what happens in a year, one alternative and incident class per row.
//!
//! | column | unit |
//! |---|---|
//! | `alternative`, `class`, `label`, `severity`, `hint` | as in the scenario file; `severity` and `hint` may be empty |
//! | `events_per_year` | mean number that reach a tenant |
//! | `events_per_year_std_error` | its standard error |
//! | `loss_per_year_usd`, `loss_per_year_std_error_usd` | provider's mean loss, undiscounted |
//! | `loss_per_event_usd` | the same per event; empty without events |
//! | `customer_impact_per_year_usd` | what customers lose; never part of the loss |
//! | `opportunity_per_year_usd` | revenue opportunity; never part of the loss |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "incidents.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        &findings.incidents,
        &[
            ("alternative", |fact| Text(&fact.alternative)),
            ("class", |fact| Text(&fact.class)),
            ("label", |fact| Text(&fact.label)),
            ("severity", |fact| Text(fact.severity.as_deref().unwrap_or_default())),
            ("events_per_year", |fact| Number(fact.events_per_year.value)),
            ("events_per_year_std_error", |fact| Maybe(fact.events_per_year.std_error)),
            ("loss_per_year_usd", |fact| Number(fact.loss_per_year_usd.value)),
            ("loss_per_year_std_error_usd", |fact| Maybe(fact.loss_per_year_usd.std_error)),
            ("loss_per_event_usd", |fact| Maybe(fact.loss_per_event_usd)),
            ("customer_impact_per_year_usd", |fact| Number(fact.customer_impact_per_year_usd)),
            ("opportunity_per_year_usd", |fact| Number(fact.opportunity_per_year_usd)),
            ("hint", |fact| Text(fact.hint.as_deref().unwrap_or_default())),
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
alternative,class,label,severity,events_per_year,events_per_year_std_error,loss_per_year_usd,\
loss_per_year_std_error_usd,loss_per_event_usd,customer_impact_per_year_usd,opportunity_per_year_usd,hint
shared,outage,outage,critical,2.5,0.01,5000,40,2000,100,0,\"call the owner, then fail over\"
=x,outage,outage,,0,0,0,0,,0,0,
"
            .replace("=x", "'=x")
        );
    }
}
