//! What a breach costs besides the severity model: fines, churn, response, and how these hang together.

use super::{ParameterId, severity::SeverityFormula};

/// Costs of a breach besides the severity model's direct loss.
#[derive(Debug, Clone)]
pub struct BreachCosts {
    /// Sigma of the lognormal factor of mean 1 on the records of an event.
    pub records_sigma: f64,
    /// Spearman rank correlation between the components of one event.
    pub correlation: f64,
    /// Regulatory fine, `None` when switched off.
    pub fine: Option<Fine>,
    /// Customers who leave, `None` when switched off.
    pub churn: Option<BreachChurn>,
    /// Response team, `None` when switched off.
    pub response: Option<Response>,
}

/// A fine: whether, how much, at most how much, when.
#[derive(Debug, Clone)]
pub struct Fine {
    /// Probability that a breach is fined.
    pub probability: ParameterId,
    /// Amount before the ceiling, USD (aleatory).
    pub amount_usd: ParameterId,
    /// Statutory ceiling: the higher of this amount …
    pub ceiling_usd: f64,
    /// … and this share of yearly revenue.
    pub ceiling_share_of_revenue: f64,
    /// Years between event and payment.
    pub lag_years: f64,
}

/// The most that a statute allows, USD: an amount, or a share of the turnover of a year in USD, the higher.
pub fn fine_ceiling(amount_usd: f64, share: f64, turnover_usd: f64) -> f64 {
    amount_usd.max(share * turnover_usd)
}

/// Customers who leave after a breach and what they were worth.
#[derive(Debug, Clone)]
pub struct BreachChurn {
    /// Probability that an exposed tenant leaves.
    pub exposed: ParameterId,
    /// Probability that another tenant leaves.
    pub others: ParameterId,
    /// How their worth is booked.
    pub accounting: ChurnAccounting,
    /// Months of contribution that a leaving tenant would have brought at most.
    pub lifetime_months: u32,
}

/// How the worth of leaving tenants is booked: never both ways at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChurnAccounting {
    /// Truncated lifetime value at the event, paid over the following year.
    Lump,
    /// Contribution forgone in the months that remain, plus the run-off value at the end of the horizon.
    Endogenous,
}

/// People who handle a breach.
#[derive(Debug, Clone)]
pub struct Response {
    /// How many.
    pub responders: ParameterId,
    /// Hours of each (aleatory).
    pub hours: ParameterId,
    /// Price of an hour, USD.
    pub cost_per_hour: ParameterId,
}

/// Which components a severity model already contains; those are off in runs that draw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contains {
    /// Fines.
    pub fines: bool,
    /// Response.
    pub response: bool,
    /// Churn.
    pub churn: bool,
}

impl SeverityFormula {
    /// What this severity model already contains: marginal loss models hold fines and response, a fixed amount
    /// is the whole cost of a breach, the per-record formula brings its own fines.
    pub fn contains(&self) -> Contains {
        match self {
            SeverityFormula::Fixed { .. } => Contains { fines: true, response: true, churn: true },
            SeverityFormula::Lognormal { .. } => Contains { fines: true, response: true, churn: false },
            SeverityFormula::PerRecord { .. } => Contains { fines: true, response: false, churn: false },
            SeverityFormula::PowerLaw { .. } => Contains { fines: false, response: false, churn: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cases::{case, close, table},
        model::defaults,
    };

    /// Case D06 of tests/data/cases.json.
    #[test]
    fn statutory_ceilings() {
        let [lower, upper] = defaults::FINE_CEILINGS;
        for (turnover, expected) in table(&case("D06")["expected"]) {
            close(fine_ceiling(lower.0, lower.1, turnover), expected["art83_4"].clone());
            close(fine_ceiling(upper.0, upper.1, turnover), expected["art83_5"].clone());
            close(fine_ceiling(0.0, lower.1, turnover), expected["two_pct"].clone());
            close(fine_ceiling(0.0, upper.1, turnover), expected["four_pct"].clone());
        }
    }
}
