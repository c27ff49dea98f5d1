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
use super::csv_text::CsvText;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "tiers.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings) -> Result<Vec<u8>, ReportError> {
    let mut text = CsvText::new(NAME);
    text.text_row([
        "tier",
        "tenants_at_start",
        "price_usd",
        "stated_cost_usd",
        "computed_cost_usd",
        "cost_basis",
        "stated_margin_fraction",
        "computed_margin_fraction",
        "target_margin_fraction",
        "revenue_beyond_usd",
        "upgrade_to",
        "probability_of_outgrowing",
        "upgrade_candidates_per_month",
    ])?;
    for fact in &findings.tiers {
        text.text(&fact.tier)?;
        text.number(Some(fact.tenants_at_start))?;
        text.number(Some(fact.price_usd))?;
        text.number(Some(fact.stated_cost_usd))?;
        text.number(fact.computed_cost_usd)?;
        text.text(fact.cost_basis)?;
        text.number(fact.stated_margin)?;
        text.number(fact.computed_margin)?;
        text.number(fact.target_margin)?;
        text.number(Some(fact.revenue_beyond_usd))?;
        text.text(fact.upgrade_to.as_deref().unwrap_or_default())?;
        text.number(Some(fact.probability_of_outgrowing))?;
        text.number(Some(fact.upgrade_candidates))?;
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
