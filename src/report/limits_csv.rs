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
use super::csv_text::CsvText;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "limits.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(NAME);
    text.text_row([
        "alternative",
        "resource",
        "unit",
        "available",
        "demand_at_start",
        "demand_at_end",
        "probability_reached",
        "probability_reached_std_error",
        "p5_month",
        "p50_month",
        "p95_month",
    ])?;
    for fact in &findings.limits {
        text.text(&fact.alternative)?;
        text.text(&fact.resource)?;
        text.text(&fact.unit)?;
        text.number(Some(fact.available))?;
        text.number(Some(fact.demand_at_start))?;
        text.number(Some(fact.demand_at_end))?;
        text.number(Some(fact.probability_reached.value))?;
        text.number(fact.probability_reached.std_error)?;
        text.number(fact.p5_month.map(f64::from))?;
        text.number(fact.p50_month.map(f64::from))?;
        text.number(fact.p95_month.map(f64::from))?;
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
alternative,resource,unit,available,demand_at_start,demand_at_end,probability_reached,\
probability_reached_std_error,p5_month,p50_month,p95_month
shared,connections,connections,28000,1600,42000,0.75,0.01,4,17,
=x,api_calls,calls,1000,10.5,20,0,,,,
"
            .replace("=x", "'=x")
        );
    }
}
