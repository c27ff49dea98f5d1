//! `tiers.csv`: how the price plans stand, one tier per row; every uncertain number at its mean.
//!
//! | column | unit |
//! |---|---|
//! | `tier` | as in the scenario file |
//! | `tenants_at_start` | tenants in the first month |
//! | `price_usd` | per tenant and month |
//! | `stated_cost_usd`, `computed_cost_usd` | cost to serve without isolation, per tenant and month; the computed one is empty where nothing is metered |
//! | `cost_basis` | which of the two counts: `stated` or `computed` |
//! | `stated_margin_fraction`, `computed_margin_fraction` | what is left of the price; 1 is 100 % |
//! | `target_margin_fraction` | what should be left; may be empty |
//! | `revenue_beyond_usd` | mean revenue beyond the price of the plan, per tenant and month |
//! | `upgrade_to` | the plan to which tenants move; may be empty |
//! | `probability_of_outgrowing` | share of tenant-months with one resource above what is included, or two above their soft limits |
//! | `upgrade_candidates_per_month` | mean number of such tenants in the first month |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "tiers.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        &findings.tiers,
        &[
            ("tier", |fact| Text(&fact.tier)),
            ("tenants_at_start", |fact| Number(fact.tenants_at_start)),
            ("price_usd", |fact| Number(fact.price_usd)),
            ("stated_cost_usd", |fact| Number(fact.stated_cost_usd)),
            ("computed_cost_usd", |fact| Maybe(fact.computed_cost_usd)),
            ("cost_basis", |fact| Text(fact.cost_basis)),
            ("stated_margin_fraction", |fact| Maybe(fact.stated_margin)),
            ("computed_margin_fraction", |fact| Maybe(fact.computed_margin)),
            ("target_margin_fraction", |fact| Maybe(fact.target_margin)),
            ("revenue_beyond_usd", |fact| Number(fact.revenue_beyond_usd)),
            ("upgrade_to", |fact| Text(fact.upgrade_to.as_deref().unwrap_or_default())),
            ("probability_of_outgrowing", |fact| Number(fact.probability_of_outgrowing)),
            ("upgrade_candidates_per_month", |fact| Number(fact.upgrade_candidates)),
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
tier,tenants_at_start,price_usd,stated_cost_usd,computed_cost_usd,cost_basis,stated_margin_fraction,\
computed_margin_fraction,target_margin_fraction,revenue_beyond_usd,upgrade_to,probability_of_outgrowing,\
upgrade_candidates_per_month
growth,2500,499,95,214,stated,0.81,0.571,0.8,10.25,enterprise,0.26,650
=x,0,0,495,,computed,,,,0,,0,0
"
            .replace("=x", "'=x")
        );
    }
}
