//! What comes with a breach: fines, tenants that leave, response.

use super::{Default, JUDGEMENT, of};

/// Sigma of the lognormal factor on the records of a breach.
pub const RECORDS_SIGMA: Default = of(0.5, JUDGEMENT);
/// Spearman correlation between the components of one breach.
pub const COMPONENT_CORRELATION: Default = of(0.3, JUDGEMENT);
/// Probability that a breach is fined.
pub const FINE_PROBABILITY: Default = of(1.0 / 3.0, "IBM 2024: about one third of breached firms are fined");
/// Mu and sigma of the lognormal fine.
pub const FINE: [f64; 2] = [11.729_938_218_381_983, 1.036_751_082_220_467];
/// Source of [`FINE`].
pub const FINE_SOURCE: &str =
    "IBM 2024: 56 % of fined firms pay $50-250K, 25 % more; lognormal through these bands";
/// Statutory ceiling of a fine, USD.
pub const FINE_CEILING: Default =
    of(10_000_000.0, "GDPR Art. 83(4): EUR 10M or 2 % of turnover, the higher; EUR = USD");
/// The same as a share of yearly revenue.
pub const FINE_CEILING_SHARE: Default = of(0.02, "GDPR Art. 83(4)");
/// The two ceilings of the GDPR, an amount in USD and a share of yearly turnover each: Art. 83(4) for failing to
/// secure data, Art. 83(5) for breaking the principles and rights; EUR = USD.
pub const FINE_CEILINGS: [(f64, f64); 2] =
    [(FINE_CEILING.value, FINE_CEILING_SHARE.value), (20_000_000.0, 0.04)];
/// Months from event to fine.
pub const FINE_LAG_MONTHS: Default = of(18.0, JUDGEMENT);
/// Beta shapes of the probability that an exposed tenant leaves.
pub const BREACH_CHURN_BETA: [f64; 2] = [4.0, 96.0];
/// Source of [`BREACH_CHURN_BETA`].
pub const BREACH_CHURN_SOURCE: &str =
    "Ponemon 2006-2019: abnormal churn 2.0-3.9 % after a breach (managers' estimates)";
/// Probability that another tenant leaves.
pub const OTHERS_CHURN: Default = of(0.005, JUDGEMENT);
/// Months of contribution that a leaving tenant would have brought at most.
pub const LIFETIME_MONTHS: i64 = 36;
/// People who handle a breach.
pub const RESPONDERS: Default = of(4.0, JUDGEMENT);
/// Median and sigma of the hours of each.
pub const RESPONSE_HOURS: [f64; 2] = [80.0, 0.8];
