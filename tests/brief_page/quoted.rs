//! Quoted figures of breaches and incidents.

use super::{
    given::*,
    page::{Page, count, factor, percent, reproduced},
};
use tenantrisk::{
    model::{
        brief::{self, TIERS},
        defaults, fine_ceiling,
        lifetime::truncated_value,
        severity::LossFigures,
    },
    units::{format_usd, format_usd_exact as exact},
};

pub const HEADER: [&str; 5] =
    ["quoted", "where", "what its own formulas give", "reproduced?", "what evidence gives"];

pub fn row(quoted: &str, place: &str, formulas: String, verdict: String, evidence: String) -> [String; 5] {
    [quoted.to_owned(), place.to_owned(), formulas, verdict, evidence]
}

fn range(records: f64) -> String {
    let (low, high) = evidence_range_usd(records);
    format!("mean {} to {}, by severity model", format_usd(low), format_usd(high))
}

pub fn breaches(page: &mut Page) {
    let (brief_case, readme) = (brief::breach(100, 1e4), brief::breach(50, 5e3));
    let total = |found: &brief::Breach| {
        format!("{}; per tenant {}", exact(found.total_usd), exact(found.per_tenant_usd.unwrap()))
    };
    let [base, per_record, fines] = defaults::PER_RECORD;
    let largest = per_record * 57e6;
    let fine = LossFigures::lognormal(defaults::FINE, Some(defaults::FINE_CEILING.value)).mean_usd;
    let [a, b] = defaults::BREACH_CHURN_BETA;
    let churn = a / (a + b);
    let at_published = churn * 100.0 * brief::LOST_CUSTOMER_USD;
    page.heading(2, "Breaches");
    page.table(
        HEADER,
        &[
            row(
                "about $2.5M: 100 tenants of 10,000 records",
                "brief",
                total(&brief_case),
                reproduced(2.5e6, brief_case.total_usd),
                range(1e6),
            ),
            row(
                "$1.2M: 50 tenants of 5,000 records",
                "README",
                total(&readme),
                reproduced(1.2e6, readme.total_usd),
                range(2.5e5),
            ),
            row(
                "$165M direct cost of a million records",
                "brief",
                exact(brief_case.direct_usd),
                reproduced(165e6, brief_case.direct_usd),
                format!("survey: about {}", format_usd(MILLION_RECORDS_USD.value)),
            ),
            row(
                "$9.4M for 57 million records",
                "docstring",
                exact(largest),
                reproduced(9.4e6, largest),
                format!("survey: about {} for 50 million", format_usd(FIFTY_MILLION_RECORDS_USD.value)),
            ),
            row(
                "fine of 2-4 % of revenue",
                "brief",
                format!("half the direct cost: {}", exact(brief_case.fines_usd)),
                "no: revenue is not in the code".to_owned(),
                format!(
                    "{} are fined; {} expected",
                    percent(defaults::FINE_PROBABILITY.value),
                    format_usd(defaults::FINE_PROBABILITY.value * fine)
                ),
            ),
            row(
                "25 % of the exposed tenants leave",
                "brief",
                format!("{} of 100: {}", brief_case.churned_tenants, exact(brief_case.churn_usd)),
                "yes: an input".to_owned(),
                format!(
                    "{}: {}; the quote is {} times that",
                    percent(churn),
                    exact(at_published),
                    factor(brief::CHURN_AFTER_BREACH / churn)
                ),
            ),
        ],
    );
    let records = ((2.5e6 - brief_case.churn_usd) / (1.0 + fines) - base) / per_record;
    page.text(&format!(
        "Twice the *per-tenant* field of the calculator is quoted as the total. The formula gives a total of \
         $2.5M for {} records in all, {} per tenant. The sample behind its $165 a record ends at {} records, \
         so that a million lies outside. The range of means runs from IRIS 2025 (firms with less than $100M \
         of revenue, whatever the records) to the power law of Jacobs, which is extrapolated beyond 120,000 \
         records.",
        count(records),
        count(records / 100.0),
        count(LARGEST_SAMPLED.value),
    ));
    let turnover = 12.0 * defaults::INITIAL_TENANTS.value * mean_price_usd();
    let [lower, upper] = defaults::FINE_CEILINGS;
    page.text(&format!(
        "The percentages of the GDPR are ceilings, beside an amount, and the higher of the two holds. On a \
         turnover of {} they are {} and {}; the ceilings are {} and {} (EUR = USD).",
        format_usd(turnover),
        format_usd(lower.1 * turnover),
        format_usd(upper.1 * turnover),
        format_usd(fine_ceiling(lower.0, lower.1, turnover)),
        format_usd(fine_ceiling(upper.0, upper.1, turnover)),
    ));
}

pub fn incidents(page: &mut Page) {
    let slow = brief::noisy_neighbour(200, 40.0, 120.0);
    let cash = slow.support_usd + slow.engineering_usd;
    let growth = &TIERS[1];
    let month = (1.0 + defaults::DISCOUNT_RATE.value).powf(-1.0 / 12.0);
    let worth = truncated_value(
        growth.price_usd * growth.target_margin,
        defaults::CHURN_OF_PRICE_LIST.value,
        month,
        defaults::LIFETIME_MONTHS as u32,
    );
    let by_margin = cash + 200.0 * slow.churn_share * worth;
    let (outage, one) = (brief::downtime(45.0, &TIERS[2], 10), brief::downtime(45.0, &TIERS[2], 1));
    let provider = provider_outage_usd(45.0, &TIERS[2], 10.0);
    page.heading(2, "Outages and noisy neighbours");
    page.table(
        HEADER,
        &[
            row(
                "noisy neighbour $8K: 200 tenants, 40 %, 2 hours",
                "README",
                exact(slow.total_usd),
                reproduced(8e3, slow.total_usd),
                format!("{} in cash; {} with churn by margin", exact(cash), exact(by_margin.round())),
            ),
            row(
                "outage of 45 minutes $405K: 10 Enterprise tenants",
                "README",
                exact(outage.total_usd),
                reproduced(405e3, outage.total_usd),
                format!("{} for us: credits and engineers", exact(provider)),
            ),
        ],
    );
    page.text(&format!(
        "The noisy neighbour is {} of support, {} of engineers and {} of churn: {} of it is an assumed churn \
         of {}, at {} for a tenant of whatever tier. With a Growth tenant's margin, churn and discount it is \
         worth {}.",
        exact(slow.support_usd),
        exact(slow.engineering_usd),
        exact(slow.churn_usd),
        percent(slow.churn_usd / slow.total_usd),
        percent(slow.churn_share),
        exact(brief::CUSTOMER_LIFETIME_USD),
        exact(worth.round()),
    ));
    page.text(&format!(
        "The outage is {} that the customers are said to lose themselves, which is no cost of the provider, \
         and {} of credits at {} of the fee. $405K is one tenant of ten ({}). Published schedules credit {} \
         for it; two engineers for 45 minutes are the rest of our cost.",
        exact(outage.customer_impact_usd),
        exact(outage.sla_credits_usd),
        percent(brief::credit_share(outage.uptime)),
        exact(one.customer_impact_usd),
        percent(published_credit(45.0)),
    ));
}
