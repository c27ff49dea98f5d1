//! The severity models: what a breach costs.

use super::{Default, of};
use crate::dist::{DistributionError, Family, lognormal_p50_p95};

/// `jacobs`: intercept, exponent, sigma of ln L = a + b ln R + s Z.
pub const JACOBS: [f64; 3] = [7.679_962_5, 0.758_357_6, 0.523];
/// Records of the breaches on which [`JACOBS`] was fitted: the fewest and the most.
pub const JACOBS_RECORDS: [f64; 2] = [2_000.0, 120_000.0];
/// Source of [`JACOBS`].
pub const JACOBS_SOURCE: &str =
    "Jacobs 2014, datadrivensecurity.info: 113 degrees of freedom, R2 0.51, 2,000 to 120,000 records";
/// `iris_records`: from two published points, P(L > $10M) = 6 % at 1,000 records and 50 % at 100 million,
/// with sigma 2.5 by judgement.
pub const IRIS_RECORDS: [f64; 3] = [9.899_001_272_570_906, 0.337_614_796_371_148_5, 2.5];
/// Source of [`IRIS_RECORDS`].
pub const IRIS_RECORDS_SOURCE: &str =
    "derived from Cyentia IRIS 20/20: P(L > $10M) 6 % at 1,000 records, 50 % at 100M; sigma by judgement";
/// Cap of `iris_records`, USD.
pub const IRIS_RECORDS_CAP: Default = of(5e8, "judgement: equity value or insurance tower of the company");
/// `iris_2022`: mu and sigma.
pub const IRIS_2022: [f64; 2] = [12.559_49, 3.068_723];
/// Source of [`IRIS_2022`].
pub const IRIS_2022_SOURCE: &str = "IRIS 2022 parameters in public analyses (median $285K, mean $31.6M)";
/// Source of [`iris_2025_band`].
pub const IRIS_2025_SOURCE: &str =
    "Cyentia IRIS 2025, table 1: lognormal through the median and the 95th percentile";
/// `per_record`: base, USD per record, fines as a fraction of both.
pub const PER_RECORD: [f64; 3] = [150_000.0, 165.0, 0.5];
/// Source of [`PER_RECORD`].
pub const PER_RECORD_SOURCE: &str =
    "founding brief; $165 a record is IBM/Ponemon 2023, whose sample ends near 100,000 records";

/// Median and 95th percentile of the loss by yearly revenue, USD.
pub const IRIS_2025_BANDS: [(&str, f64, f64); 5] = [
    ("lt100M", 357_000.0, 9_100_000.0),
    ("100M_1B", 466_700.0, 12_300_000.0),
    ("1B_10B", 1_800_000.0, 61_800_000.0),
    ("gt10B", 2_200_000.0, 266_200_000.0),
    ("all", 603_000.0, 32_000_000.0),
];

/// Mu and sigma of `iris_2025` for a revenue band, `None` for an unknown word.
pub fn iris_2025_band(band: &str) -> Option<(f64, f64)> {
    let &(_, median, p95) = IRIS_2025_BANDS.iter().find(|(word, ..)| *word == band)?;
    match lognormal_p50_p95(median, p95) {
        Ok(Family::Lognormal { mu, sigma }) => Some((mu, sigma)),
        Ok(_) | Err::<Family, DistributionError>(_) => None,
    }
}
