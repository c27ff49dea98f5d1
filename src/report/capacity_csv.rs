//! `capacity.csv`: database connections by month, one alternative and month per row.
//!
//! | column | unit |
//! |---|---|
//! | `alternative` | its name in the scenario file |
//! | `month` | 1 is the first month |
//! | `connections_demanded` | connections that the tenants demand after pooling |
//! | `connections_available` | connections that the instances offer, headroom taken off |
//! | `instances` | database instances in place, or needed where their number is not given |
//! | `utilisation_fraction` | demanded over all connections of the instances, without taking headroom off; 1 is 100 % |
//! | `blocking_probability` | chance that a request finds no connection, 0 to 1 |

use super::ReportError;
use super::csv_text::CsvText;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "capacity.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(NAME);
    text.text_row([
        "alternative",
        "month",
        "connections_demanded",
        "connections_available",
        "instances",
        "utilisation_fraction",
        "blocking_probability",
    ])?;
    for month in &findings.capacity {
        text.text(&month.alternative)?;
        text.whole(month.month.into())?;
        text.number(Some(month.connections_demanded))?;
        text.number(Some(month.connections_available))?;
        text.number(Some(month.instances))?;
        text.number(Some(month.utilisation))?;
        text.number(Some(month.blocking))?;
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
alternative,month,connections_demanded,connections_available,instances,utilisation_fraction,blocking_probability
shared,1,120.5,300,1,0.4,0.0000001
=x,2,,0,0,,1
"
            .replace("=x", "'=x")
        );
    }
}
