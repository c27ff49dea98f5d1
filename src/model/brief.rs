//! The founding brief's own formulas, restated for comparison.
//!
//! They reproduce what its calculator printed, with its constants and its mistakes: customers' own losses
//! added to the provider's cost, a credit function that jumps, fines as half the direct cost, a lost customer
//! counted with its lifetime value and again with the cost of replacing it. Nothing else in this program
//! uses them. All money is in USD; where the calculator divided by zero, the result is none.

mod business_case;
#[cfg(test)]
mod tests;

pub use business_case::{
    BUSINESS_CASE, BusinessCase, CONNECTIONS, CRITERIA, Criterion, DATABASE_SURCHARGE_USD, RESOURCES,
    TENANTS, TIERS, TierList, YEARS, price_for_margins,
};

use super::{
    finance::{net_present_value, roi},
    service::churn_of_degradation,
};

const COST_PER_RECORD_USD: f64 = 165.0;
const BASE_BREACH_USD: f64 = 150_000.0;
const FINES_PER_DIRECT: f64 = 0.5;
/// Share of the exposed tenants that leave after a breach.
pub const CHURN_AFTER_BREACH: f64 = 0.25;
const CUSTOMER_USD_PER_MONTH: f64 = 500.0;
const LIFETIME_MONTHS: f64 = 36.0;
const ACQUISITION_USD: f64 = 1_200.0;
/// What a tenant is worth, USD: 36 months of $500, whatever its tier.
pub const CUSTOMER_LIFETIME_USD: f64 = CUSTOMER_USD_PER_MONTH * LIFETIME_MONTHS;
/// What a tenant that leaves after a breach costs, USD: its worth, and $1,200 to replace it.
pub const LOST_CUSTOMER_USD: f64 = CUSTOMER_LIFETIME_USD + ACQUISITION_USD;
const ENGINEER_USD_PER_HOUR: f64 = 150.0;
const SUPPORT_USD_PER_HOUR: f64 = 75.0;
/// Minutes in every month of the brief.
pub const MINUTES_IN_MONTH: f64 = 43_200.0;
const DISCOUNT_RATE: f64 = 0.10;
/// The calculator advises to invest above this return (a share).
pub const WORTHWHILE_ROI: f64 = 3.0;

/// What the brief's calculator says that a breach costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breach {
    /// A base and an amount per record, USD.
    pub direct_usd: f64,
    /// Half the direct cost, USD.
    pub fines_usd: f64,
    /// A quarter of the tenants, rounded down.
    pub churned_tenants: u64,
    /// 36 months of $500 and $1,200 of acquisition for each of them, USD.
    pub churn_usd: f64,
    /// The sum, USD.
    pub total_usd: f64,
    /// Sum per exposed tenant, USD: the figure that the brief quotes as the total.
    pub per_tenant_usd: Option<f64>,
    /// Sum per exposed record, USD.
    pub per_record_usd: Option<f64>,
}

/// A breach of `tenants` with `records_per_tenant` records each.
pub fn breach(tenants: u64, records_per_tenant: f64) -> Breach {
    let exposed = tenants as f64;
    let records = exposed * records_per_tenant;
    let direct_usd = BASE_BREACH_USD + COST_PER_RECORD_USD * records;
    let fines_usd = FINES_PER_DIRECT * direct_usd;
    let churned_tenants = (CHURN_AFTER_BREACH * exposed).floor() as u64;
    let churn_usd = churned_tenants as f64 * LOST_CUSTOMER_USD;
    let total_usd = direct_usd + fines_usd + churn_usd;
    Breach {
        direct_usd,
        fines_usd,
        churned_tenants,
        churn_usd,
        total_usd,
        per_tenant_usd: quotient(total_usd, exposed),
        per_record_usd: quotient(total_usd, records),
    }
}

/// What the brief's calculator says that an outage costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Downtime {
    /// What the customers lose, USD: no cost of the provider.
    pub customer_impact_usd: f64,
    /// Credits paid by the provider, USD.
    pub sla_credits_usd: f64,
    /// The sum of the two, USD.
    pub total_usd: f64,
    /// Share of a month of 43,200 minutes.
    pub uptime: f64,
}

/// An outage of `minutes` for `tenants` of a tier.
pub fn downtime(minutes: f64, tier: &TierList, tenants: u64) -> Downtime {
    outage(minutes, tier.price_usd, tier.customer_loss_usd_per_minute, tenants)
}

/// The same for a tier of one's own: its price a month and what a customer loses in a minute, USD.
pub fn outage(minutes: f64, price_usd: f64, customer_loss_usd_per_minute: f64, tenants: u64) -> Downtime {
    let uptime = 1.0 - minutes / MINUTES_IN_MONTH;
    let customer_impact_usd = minutes * customer_loss_usd_per_minute * tenants as f64;
    let sla_credits_usd = price_usd * credit_share(uptime) * tenants as f64;
    let total_usd = customer_impact_usd + sla_credits_usd;
    Downtime { customer_impact_usd, sla_credits_usd, total_usd, uptime }
}

/// The calculator's credit (share of the fee) at an uptime (share of the month). Its 10 % for an uptime of
/// 99.95 % or more is asked for only below 99.9 %, so that nobody ever gets it: the credit jumps from 0 to 25 %.
pub fn credit_share(uptime: f64) -> f64 {
    if uptime >= 0.999 {
        0.0
    } else if uptime >= 0.99 {
        0.25
    } else {
        0.5
    }
}

/// What the brief's calculator says that a noisy neighbour costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoisyNeighbour {
    /// Three tickets per ten tenants, half an hour each, USD.
    pub support_usd: f64,
    /// One engineer hour per half hour, at least one, USD.
    pub engineering_usd: f64,
    /// Share of the tenants that leave: the degradation in percent over 2,000, at most 5 %.
    pub churn_share: f64,
    /// 36 months of $500 for each of them, USD.
    pub churn_usd: f64,
    /// The sum, USD.
    pub total_usd: f64,
    /// Sum per minute, USD.
    pub per_minute_usd: Option<f64>,
}

/// A neighbour that slows `tenants` by `degradation_percent` for `minutes`.
pub fn noisy_neighbour(tenants: u64, degradation_percent: f64, minutes: f64) -> NoisyNeighbour {
    let slowed = tenants as f64;
    let support_usd = 0.3 * slowed * 0.5 * SUPPORT_USD_PER_HOUR;
    let engineering_usd = (minutes / 30.0).max(1.0) * ENGINEER_USD_PER_HOUR;
    let churn_share = churn_of_degradation(degradation_percent / 100.0);
    let churn_usd = slowed * churn_share * CUSTOMER_LIFETIME_USD;
    let total_usd = support_usd + engineering_usd + churn_usd;
    let per_minute_usd = quotient(total_usd, minutes);
    NoisyNeighbour { support_usd, engineering_usd, churn_share, churn_usd, total_usd, per_minute_usd }
}

/// What the brief's calculator says that an investment returns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Investment {
    /// Incidents × cost × years, USD, undiscounted.
    pub avoided_usd: f64,
    /// Undiscounted return as a share; none when nothing is invested.
    pub roi: Option<f64>,
    /// Investment over yearly saving, also beyond the horizon; none when nothing is ever avoided.
    pub payback_years: Option<f64>,
    /// At 10 %, flows at year ends, USD.
    pub net_present_value_usd: f64,
    /// The advice: a return above 300 %. Also when it costs nothing and avoids something.
    pub worthwhile: bool,
}

/// An investment that avoids `incidents_per_year`, each at `incident_usd`, for `years`.
pub fn investment(investment_usd: f64, incidents_per_year: f64, incident_usd: f64, years: u32) -> Investment {
    let yearly = incidents_per_year * incident_usd;
    let flows = vec![yearly; years as usize];
    let avoided_usd = yearly * f64::from(years);
    let roi = roi(avoided_usd, investment_usd);
    Investment {
        avoided_usd,
        roi,
        payback_years: if investment_usd > 0.0 { quotient(investment_usd, yearly) } else { Some(0.0) },
        net_present_value_usd: net_present_value(DISCOUNT_RATE, &flows, -investment_usd),
        worthwhile: roi.map_or(avoided_usd > 0.0, |roi| roi > WORTHWHILE_ROI),
    }
}

/// What the brief's calculator says that a missed uptime target costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlaPenalty {
    /// Credits, USD.
    pub credits_usd: f64,
    /// 5 % of 36 months of revenue, however small the miss, USD.
    pub reputation_usd: f64,
    /// The sum, USD.
    pub total_usd: f64,
}

/// The penalty at an `uptime` below its `target` (shares of the month) on a monthly revenue in USD.
pub fn sla_penalty(target: f64, uptime: f64, revenue_usd_per_month: f64) -> SlaPenalty {
    if uptime >= target {
        return SlaPenalty { credits_usd: 0.0, reputation_usd: 0.0, total_usd: 0.0 };
    }
    let share = if uptime >= 0.9995 {
        0.10
    } else if uptime >= 0.999 {
        0.25
    } else {
        0.50
    };
    let credits_usd = share * revenue_usd_per_month;
    let reputation_usd = 0.05 * LIFETIME_MONTHS * revenue_usd_per_month;
    SlaPenalty { credits_usd, reputation_usd, total_usd: credits_usd + reputation_usd }
}

fn quotient(amount: f64, count: f64) -> Option<f64> {
    (count > 0.0).then(|| amount / count)
}
