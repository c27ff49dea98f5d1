//! Service credits: which share of a month's fee is paid back after how much downtime.

/// Downtime this share of the month above the allowance still counts as on it: rounding is not a miss.
const ROUNDING_SHARE: f64 = 1e-9;
/// Outages of one month that are combined exactly; more are reduced to this number.
const EXACT_OUTAGES: usize = 8;

/// A credit schedule: uptime thresholds, highest first, with the credit for missing each.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    levels: Vec<(f64, f64)>,
    /// Share of the month that may be down before each level is missed, least first.
    allowed: Vec<f64>,
    /// Credit after so many missed levels: one more than there are levels.
    credits: Vec<f64>,
}

/// Why a credit schedule is not accepted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScheduleError {
    /// An uptime threshold that is not a share of the month.
    #[error("the uptime threshold {0} is not above 0 and at most 1")]
    Threshold(f64),
    /// A credit that is not a share of the fee.
    #[error("the credit {0} is not between 0 and 1")]
    Credit(f64),
    /// A threshold that stands twice in the schedule.
    #[error("the uptime threshold {0} is given twice")]
    Repeated(f64),
    /// A lower uptime that would earn a lower credit.
    #[error("the credit falls from {higher_credit} to {credit} at the lower uptime threshold {threshold}")]
    Falling {
        /// The threshold at which the credit falls, share of the month.
        threshold: f64,
        /// Its credit, share of the fee.
        credit: f64,
        /// Credit of the next higher threshold, share of the fee.
        higher_credit: f64,
    },
}

impl Schedule {
    /// From pairs of an uptime threshold (share of the month, above 0 and at most 1) and the credit (share of
    /// the month's fee) for an uptime below it, in any order.
    ///
    /// # Errors
    ///
    /// A threshold or credit out of range, a threshold given twice, or a credit that falls with the uptime.
    pub fn new(levels: &[(f64, f64)]) -> Result<Self, ScheduleError> {
        let mut levels = levels.to_vec();
        for &(threshold, credit) in &levels {
            if !(threshold > 0.0 && threshold <= 1.0) {
                return Err(ScheduleError::Threshold(threshold));
            }
            if !(0.0..=1.0).contains(&credit) {
                return Err(ScheduleError::Credit(credit));
            }
        }
        levels.sort_by(|left, right| right.0.total_cmp(&left.0));
        for pair in levels.windows(2) {
            let ((higher, higher_credit), (threshold, credit)) = (pair[0], pair[1]);
            if higher == threshold {
                return Err(ScheduleError::Repeated(threshold));
            }
            if credit < higher_credit {
                return Err(ScheduleError::Falling { threshold, credit, higher_credit });
            }
        }
        Ok(Schedule {
            allowed: levels.iter().map(|level| 1.0 - level.0 + ROUNDING_SHARE).collect(),
            credits: std::iter::once(0.0).chain(levels.iter().map(|level| level.1)).collect(),
            levels,
        })
    }

    /// Never a credit.
    pub fn none() -> Self {
        Schedule { levels: Vec::new(), allowed: Vec::new(), credits: vec![0.0] }
    }

    /// Uptime thresholds (share of the month), highest first, each with its credit (share of the fee).
    pub fn levels(&self) -> &[(f64, f64)] {
        &self.levels
    }

    /// Credit, as a share of the month's fee, after this downtime: that of the lowest threshold with
    /// `downtime > (1 - threshold) × minutes_in_month`. Downtime equal to the allowance is not a miss.
    pub fn credit_share(&self, downtime_minutes: f64, minutes_in_month: f64) -> f64 {
        let is_missed = |allowed: &&f64| downtime_minutes > **allowed * minutes_in_month;
        let missed = self.allowed.iter().filter(is_missed).count();
        if minutes_in_month > 0.0 { self.credits[missed] } else { 0.0 }
    }

    /// The longest downtime of a month that earns no credit whomever it hits, minutes.
    pub fn allowance_minutes(&self, minutes_in_month: f64) -> f64 {
        self.allowed.first().map_or(f64::INFINITY, |allowed| allowed * minutes_in_month)
    }

    /// Mean credit (share of the month's fee) of one tenant over the `outages` of a month, each given as the
    /// share of tenants that it affects and its length in minutes. A tenant is hit by each independently with
    /// the affected share as its probability; the minutes of those that hit add up.
    ///
    /// Exact for up to eight outages. Of more, the seven whose minutes vary most (by `share (1 - share)
    /// minutes²`) are combined exactly, and the others are merged into one outage with the same mean and
    /// variance of the minutes. Measured on 2,000 months of 9 to 12 random outages (any affected share,
    /// lognormal minutes with median 70) against the sum over all subsets: off by at most 0.022 of the fee in
    /// one month, and by 0.00005 of the fee in the mean over the months.
    pub fn expected_credit_share(&self, outages: &[(f64, f64)], minutes_in_month: f64) -> f64 {
        if let &[(share, length)] = outages {
            return share.clamp(0.0, 1.0) * self.credit_share(length, minutes_in_month);
        }
        let total: f64 = outages.iter().map(|outage| outage.1).sum();
        if total <= self.allowance_minutes(minutes_in_month) {
            return 0.0;
        }
        let mut kept = [(0.0, 0.0); EXACT_OUTAGES];
        let count = reduce(outages, &mut kept);
        let kept = &mut kept[..count];
        kept.sort_unstable_by(|left, right| right.1.total_cmp(&left.1));
        let rest = kept.iter().map(|outage| outage.1).sum();
        let credit = |minutes| self.credit_share(minutes, minutes_in_month);
        let subsets = Subsets { minutes: 0.0, least: credit(0.0), rest, most: credit(rest) };
        subsets.mean(kept, &credit)
    }
}

/// The subsets of some outages, one of which hits a tenant.
struct Subsets {
    /// Minutes that are down whichever it is, and the credit for them.
    minutes: f64,
    least: f64,
    /// Minutes of all outages together, and the credit where all of them hit.
    rest: f64,
    most: f64,
}

impl Subsets {
    /// Mean credit over the subsets of `outages`; `credit` is that of some minutes.
    fn mean(&self, outages: &[(f64, f64)], credit: &impl Fn(f64) -> f64) -> f64 {
        let Some((&(share, length), others)) = outages.split_first() else { return self.least };
        if self.least == self.most {
            return self.least;
        }
        let Subsets { minutes, least, rest, most } = *self;
        let rest = rest - length;
        let spared = || Subsets { minutes, least, rest, most: credit(minutes + rest) }.mean(others, credit);
        let after = minutes + length;
        let hit = || Subsets { minutes: after, least: credit(after), rest, most }.mean(others, credit);
        let spared = if share < 1.0 { spared() } else { 0.0 };
        let hit = if share > 0.0 { hit() } else { 0.0 };
        (1.0 - share) * spared + share * hit
    }
}

/// Copies the outages into `kept` and returns how many there are. When they do not fit, those whose minutes
/// vary least are merged into one outage with the same mean and variance of the minutes.
fn reduce(outages: &[(f64, f64)], kept: &mut [(f64, f64); EXACT_OUTAGES]) -> usize {
    let clean = |&(share, minutes): &(f64, f64)| (share.clamp(0.0, 1.0), minutes.max(0.0));
    if outages.len() <= EXACT_OUTAGES {
        kept.iter_mut().zip(outages).for_each(|(slot, outage)| *slot = clean(outage));
        return outages.len();
    }
    let variance = |(share, minutes): (f64, f64)| share * (1.0 - share) * minutes * minutes;
    let (mut mean_of_rest, mut variance_of_rest) = (0.0, 0.0);
    for outage in outages {
        let mut least = clean(outage);
        for slot in &mut kept[1..] {
            if variance(*slot) < variance(least) {
                std::mem::swap(slot, &mut least);
            }
        }
        mean_of_rest += least.0 * least.1;
        variance_of_rest += variance(least);
    }
    if mean_of_rest > 0.0 {
        let second_moment = mean_of_rest * mean_of_rest + variance_of_rest;
        kept[0] = (mean_of_rest * mean_of_rest / second_moment, second_moment / mean_of_rest);
    }
    EXACT_OUTAGES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, number, table};
    use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

    const MONTH: f64 = 43_200.0;

    /// Credits over 99.9 %, 99 % and 95 %, as in case G01.
    fn usual() -> Schedule {
        Schedule::new(&[(0.99, 0.25), (0.999, 0.1), (0.95, 0.5)]).unwrap()
    }

    /// Cases G01 and G02 of tests/data/cases.json; equality is not a miss.
    #[test]
    fn credits_of_published_schedules() {
        for id in ["G01", "G02"] {
            let case = case(id);
            let levels: Vec<(f64, f64)> = serde_json::from_value(case["inputs"]["schedule"].clone()).unwrap();
            let schedule = Schedule::new(&levels).unwrap();
            let month = number(&case["inputs"]["month"]);
            for (minutes, credit) in table(&case["expected"]) {
                assert_eq!(schedule.credit_share(minutes, month), number(&credit), "{id}: {minutes} min");
            }
        }
        assert_eq!(Schedule::none().credit_share(MONTH, MONTH), 0.0);
        assert_eq!(usual().credit_share(f64::NAN, MONTH), 0.0);
        assert_eq!(usual().credit_share(10.0, 0.0), 0.0);
    }

    /// 43.2 minutes put together from parts that add up to a little more than 43.2.
    #[test]
    fn rounding_is_not_a_miss() {
        let minutes = (0..432).map(|_| 0.1).sum::<f64>();
        assert!(minutes > 43.2);
        assert_eq!(usual().credit_share(minutes, MONTH), 0.0);
    }

    #[test]
    fn schedules_are_sorted_and_checked() {
        assert_eq!(usual().levels(), [(0.999, 0.1), (0.99, 0.25), (0.95, 0.5)]);
        assert_eq!(Schedule::new(&[]), Ok(Schedule::none()));
        assert_eq!(Schedule::new(&[(0.0, 0.1)]), Err(ScheduleError::Threshold(0.0)));
        assert!(Schedule::new(&[(f64::NAN, 0.1)]).is_err() && Schedule::new(&[(1.01, 0.1)]).is_err());
        assert_eq!(Schedule::new(&[(0.9, 1.1)]), Err(ScheduleError::Credit(1.1)));
        assert_eq!(Schedule::new(&[(0.9, 0.1), (0.9, 0.2)]), Err(ScheduleError::Repeated(0.9)));
        let falling = ScheduleError::Falling { threshold: 0.9, credit: 0.1, higher_credit: 0.2 };
        assert_eq!(Schedule::new(&[(0.9, 0.1), (0.99, 0.2)]), Err(falling));
        assert!(Schedule::new(&[(1.0, 0.1), (0.9, 0.1)]).is_ok());
    }

    /// The mean credit by plain enumeration of all subsets.
    fn enumerated(schedule: &Schedule, outages: &[(f64, f64)]) -> f64 {
        let subset = |set: u32| {
            let (mut chance, mut minutes) = (1.0, 0.0);
            for (index, (share, length)) in outages.iter().enumerate() {
                let hit = set >> index & 1 == 1;
                chance *= if hit { *share } else { 1.0 - share };
                minutes += if hit { *length } else { 0.0 };
            }
            chance * schedule.credit_share(minutes, MONTH)
        };
        (0..1 << outages.len()).map(subset).sum()
    }

    /// A month of outages like the defaults': any share of the tenants, lognormal(4.25, 1.25) minutes.
    fn month(rng: &mut ChaCha8Rng, outages: usize) -> Vec<(f64, f64)> {
        let length = |u: f64| libm::exp(4.25 + 1.25 * crate::dist::normal_quantile(u));
        (0..outages).map(|_| (rng.random(), length(rng.random()))).collect()
    }

    #[test]
    fn up_to_eight_outages_are_exact() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        for outages in 0..=8 {
            for _ in 0..200 {
                let outages = month(&mut rng, outages);
                let (found, exact) =
                    (usual().expected_credit_share(&outages, MONTH), enumerated(&usual(), &outages));
                assert!((found - exact).abs() < 1e-14, "{outages:?}: {found} against {exact}");
            }
        }
        assert_eq!(usual().expected_credit_share(&[(1.0, 43.2)], MONTH), 0.0);
        assert_eq!(usual().expected_credit_share(&[(1.0, 40.0), (0.3, 20.0)], MONTH), 0.3 * 0.1);
        assert_eq!(Schedule::none().expected_credit_share(&[(1.0, MONTH)], MONTH), 0.0);
    }

    /// The figures in the documentation of `expected_credit_share`.
    #[test]
    fn more_outages_are_nearly_exact() {
        let mut rng = ChaCha8Rng::seed_from_u64(8);
        let (mut worst, mut signed, mut months) = (0.0_f64, 0.0, 0.0);
        for outages in 9..=12 {
            for _ in 0..500 {
                let outages = month(&mut rng, outages);
                let error = usual().expected_credit_share(&outages, MONTH) - enumerated(&usual(), &outages);
                worst = worst.max(error.abs());
                (signed, months) = (signed + error, months + 1.0);
            }
        }
        println!("worst {worst}, mean {}", signed / months);
        assert!(worst < 0.025 && (signed / months).abs() < 1e-4, "{worst} {}", signed / months);
    }

    /// Many short outages: the merged rest tends to their expected minutes, here 400 × 0.5 = 200 of 43.2.
    #[test]
    fn hundreds_of_outages() {
        let found = usual().expected_credit_share(&[(0.5, 1.0); 400], MONTH);
        assert!((found - 0.1).abs() < 1e-3, "{found}");
    }
}
