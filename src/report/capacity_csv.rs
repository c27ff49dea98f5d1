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
use super::csv_table::{
    self,
    Cell::{Number, Text, Whole},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "capacity.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        &findings.capacity,
        &[
            ("alternative", |month| Text(&month.alternative)),
            ("month", |month| Whole(month.month.into())),
            ("connections_demanded", |month| Number(month.connections_demanded)),
            ("connections_available", |month| Number(month.connections_available)),
            ("instances", |month| Number(month.instances)),
            ("utilisation_fraction", |month| Number(month.utilisation)),
            ("blocking_probability", |month| Number(month.blocking)),
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
alternative,month,connections_demanded,connections_available,instances,utilisation_fraction,blocking_probability
shared,1,120.5,300,1,0.4,0.0000001
=x,2,,0,0,,1
"
            .replace("=x", "'=x")
        );
    }
}
