//! `usage.csv`: what a tenant uses, pays and costs in a month, one tier and resource per row; before any run.
//!
//! | column | unit |
//! |---|---|
//! | `tier`, `resource`, `unit` | as in the scenario file |
//! | `included_units`, `soft_units`, `burst_units` | units a month; `burst_units` may be empty |
//! | `at_limit` | `overage`, `block` or `upgrade` |
//! | `usage_median_units`, `usage_mean_units`, `usage_p95_units` | units a month that a tenant wants |
//! | `probability_above_soft`, `probability_above_included`, `probability_above_burst` | share of tenant-months, 0 to 1 |
//! | `overage_price_usd`, `unit_cost_usd` | USD per unit |
//! | `revenue_usd` | mean revenue beyond the price of the plan per tenant and month; a resource that upgrades as if it were the only one |
//! | `usage_cost_usd` | mean cost of the units that a tenant gets, per tenant and month |
//! | `margin_usd` | `revenue_usd` less the cost of the units beyond the plan |
//! | `upgrade_pays_above_units` | units a month above which the next plan is the cheaper one for the tenant; empty where there is none |

use super::ReportError;
use super::csv_table::{
    self,
    Cell::{Maybe, Number, Text},
};
use super::csv_text::Decimal;
use crate::decision::Findings;

/// The file's name.
pub const NAME: &str = "usage.csv";

/// The whole file. A number that does not exist is an empty field.
pub fn render(findings: &Findings, decimal: Decimal) -> Result<Vec<u8>, ReportError> {
    csv_table::render(
        NAME,
        &findings.usage,
        &[
            ("tier", |fact| Text(&fact.tier)),
            ("resource", |fact| Text(&fact.resource)),
            ("unit", |fact| Text(&fact.unit)),
            ("included_units", |fact| Number(fact.included)),
            ("soft_units", |fact| Number(fact.soft)),
            ("burst_units", |fact| Maybe(fact.burst)),
            ("at_limit", |fact| Text(fact.at_limit)),
            ("usage_median_units", |fact| Number(fact.usage_median)),
            ("usage_mean_units", |fact| Number(fact.usage_mean)),
            ("usage_p95_units", |fact| Number(fact.usage_p95)),
            ("probability_above_soft", |fact| Number(fact.probability_above_soft)),
            ("probability_above_included", |fact| Number(fact.probability_above_included)),
            ("probability_above_burst", |fact| Maybe(fact.probability_above_burst)),
            ("overage_price_usd", |fact| Number(fact.overage_price_usd)),
            ("unit_cost_usd", |fact| Number(fact.unit_cost_usd)),
            ("revenue_usd", |fact| Number(fact.revenue_usd)),
            ("usage_cost_usd", |fact| Number(fact.usage_cost_usd)),
            ("margin_usd", |fact| Number(fact.margin_usd)),
            ("upgrade_pays_above_units", |fact| Maybe(fact.upgrade_pays_above)),
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
tier,resource,unit,included_units,soft_units,burst_units,at_limit,usage_median_units,usage_mean_units,\
usage_p95_units,probability_above_soft,probability_above_included,probability_above_burst,overage_price_usd,\
unit_cost_usd,revenue_usd,usage_cost_usd,margin_usd,upgrade_pays_above_units
growth,api_calls,calls,100000,80000,150000,overage,60000,82627,223000,0.36,0.26,0.126,0.0005,0.0001,10.25,8.25,8.2,9100000
growth,=x,units,10,8,,block,5,5,5,0,0,,0,5,0,25,0,
"
            .replace("=x", "'=x")
        );
    }
}
