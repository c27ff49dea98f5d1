//! `limits.csv`: when each limit of the platform is reached, one alternative and limit per row.
//!
//! | column | unit |
//! |---|---|
//! | `alternative` | its name in the scenario file |
//! | `resource`, `unit` | `connections`, or a metered resource as in the scenario file |
//! | `available` | connections at a time with headroom taken off, or units a month; its mean |
//! | `demand_at_start`, `demand_at_end` | mean demand in the first and in the last month |
//! | `probability_reached`, `probability_reached_std_error` | share of runs in which demand exceeds the limit within the horizon, 0 to 1 |
//! | `p5_month`, `p50_month`, `p95_month` | first month in which it does, 1 is the first month; empty when not within the horizon |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "limits.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        &findings.limits,
        &[
            ("alternative", |fact| Text(&fact.alternative)),
            ("resource", |fact| Text(&fact.resource)),
            ("unit", |fact| Text(&fact.unit)),
            ("available", |fact| Number(fact.available)),
            ("demand_at_start", |fact| Number(fact.demand_at_start)),
            ("demand_at_end", |fact| Number(fact.demand_at_end)),
            ("probability_reached", |fact| Number(fact.probability_reached.value)),
            ("probability_reached_std_error", |fact| Maybe(fact.probability_reached.std_error)),
            ("p5_month", |fact| Maybe(fact.p5_month.map(f64::from))),
            ("p50_month", |fact| Maybe(fact.p50_month.map(f64::from))),
            ("p95_month", |fact| Maybe(fact.p95_month.map(f64::from))),
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
alternative,resource,unit,available,demand_at_start,demand_at_end,probability_reached,\
probability_reached_std_error,p5_month,p50_month,p95_month
shared,connections,connections,28000,1600,42000,0.75,0.01,4,17,
=x,api_calls,calls,1000,10.5,20,0,,,,
"
            .replace("=x", "'=x")
        );
    }
}
