//! How long, and over how many units, incidents could have happened.

use serde::Serialize;

use crate::units::{Per, StartDate};

/// Days of a year, leap years spread out.
const DAYS_PER_YEAR: f64 = 365.25;
/// A window that nobody gave must be this long: a rate a year from less is a guess.
const LEAST_DAYS: i64 = 28;
/// A period of counts is one that the window holds this often at least.
pub(super) const LEAST_PERIODS: usize = 8;

/// The period that incidents are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Years from the first day of the window.
    Year,
    /// Three months.
    Quarter,
    /// Calendar months from the first day of the window.
    Month,
}

impl Period {
    /// From the longest to the shortest.
    pub const ALL: [Period; 3] = [Period::Year, Period::Quarter, Period::Month];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Period::Year => "year",
            Period::Quarter => "quarter",
            Period::Month => "month",
        }
    }

    fn months(self) -> u32 {
        match self {
            Period::Year => 12,
            Period::Quarter => 3,
            Period::Month => 1,
        }
    }

    /// How many make a year.
    pub fn per_year(self) -> f64 {
        12.0 / f64::from(self.months())
    }
}

/// The time and the units that incidents are set against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exposure {
    /// First day.
    pub from: StartDate,
    /// Last day, which counts.
    pub to: StartDate,
    /// Whether the first day was given; else it is that of the first incident.
    pub is_from_given: bool,
    /// Whether the last day was given; else it is that of the last incident.
    pub is_to_given: bool,
    /// Days over 365.25.
    pub years: f64,
    /// What the rate is per.
    pub per: Per,
    /// Units that one year holds: 1 for the platform, else tenants or isolation units.
    pub units: f64,
}

/// Why there is no exposure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExposureError {
    /// The window ends before it begins.
    #[error("the window ends on {to}, before it begins on {from}")]
    Backwards {
        /// First day.
        from: StartDate,
        /// Last day.
        to: StartDate,
    },
    /// The window ends in the future.
    #[error("the window ends on {to}, which has not happened yet (today is {today})")]
    Future {
        /// Last day.
        to: StartDate,
        /// Today.
        today: StartDate,
    },
    /// Nothing happened in the window, and no class was named of which that would say something.
    #[error(
        "no incident of the log lies in the window from {from} to {to}; --class NAME says of which classes that is so"
    )]
    Nothing {
        /// First day.
        from: StartDate,
        /// Last day.
        to: StartDate,
    },
    /// The log spans too few days.
    #[error(
        "the log spans {days} days, from {from} to {to}: too short for a rate a year; say with --from and --to from when to when incidents would have been logged"
    )]
    Short {
        /// First day.
        from: StartDate,
        /// Last day.
        to: StartDate,
        /// How many.
        days: i64,
    },
}

impl Exposure {
    /// The window from what was given, else from the first to the last of `dates`.
    pub(super) fn new(
        (from, to): (Option<StartDate>, Option<StartDate>),
        dates: &[StartDate],
        today: StartDate,
        per: Per,
        units: f64,
    ) -> Result<Exposure, ExposureError> {
        let (first, last) = (dates.iter().min().copied(), dates.iter().max().copied());
        let begin = from.or(first).unwrap_or(today);
        let end = to.or(last).unwrap_or(today);
        if end < begin {
            return Err(ExposureError::Backwards { from: begin, to: end });
        }
        if end > today {
            return Err(ExposureError::Future { to: end, today });
        }
        let days = end.day_number() - begin.day_number() + 1;
        if days < LEAST_DAYS && (from.is_none() || to.is_none()) {
            return Err(ExposureError::Short { from: begin, to: end, days });
        }
        let years = days as f64 / DAYS_PER_YEAR;
        let (is_from_given, is_to_given) = (from.is_some(), to.is_some());
        Ok(Exposure { from: begin, to: end, is_from_given, is_to_given, years, per, units })
    }

    /// Years times units.
    pub fn unit_years(&self) -> f64 {
        self.years * self.units
    }

    /// Whether a day lies in the window.
    pub(super) fn contains(&self, date: StartDate) -> bool {
        self.from <= date && date <= self.to
    }

    /// The longest period that the window holds often enough.
    pub(super) fn period(&self) -> Option<Period> {
        Period::ALL.into_iter().find(|period| self.whole_periods(*period) >= LEAST_PERIODS)
    }

    /// How many whole periods there are.
    pub(super) fn whole_periods(&self, period: Period) -> usize {
        let end = self.to.day_number() + 1;
        let begins = |index: usize| self.from.months_later(period.months() * index as u32).day_number();
        (1..).take_while(|index| begins(*index) <= end).count()
    }

    /// The periods from the first day on, the last one perhaps cut short: first day and years. A period ends where the
    /// next begins.
    pub(super) fn periods(&self, period: Period) -> Vec<(StartDate, f64)> {
        let end = self.to.day_number() + 1;
        let begins = |index: u32| self.from.months_later(period.months() * index);
        (0..)
            .map(|index| (begins(index), begins(index + 1).day_number().min(end)))
            .take_while(|(from, _)| from.day_number() < end)
            .map(|(from, to)| (from, (to - from.day_number()) as f64 / DAYS_PER_YEAR))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> StartDate {
        text.parse().unwrap()
    }

    fn window(from: Option<&str>, to: Option<&str>) -> Result<Exposure, ExposureError> {
        let dates = [date("2022-05-10"), date("2020-03-01"), date("2021-01-01")];
        Exposure::new((from.map(date), to.map(date)), &dates, date("2024-06-30"), Per::PlatformYear, 1.0)
    }

    #[test]
    fn given_days_or_those_of_the_log() {
        let own = window(None, None).unwrap();
        assert_eq!((own.from, own.to, own.is_from_given), (date("2020-03-01"), date("2022-05-10"), false));
        assert_eq!(own.years, 801.0 / 365.25);
        let given = window(Some("2020-01-01"), Some("2023-12-31")).unwrap();
        assert_eq!((given.years, given.whole_periods(Period::Year)), (4.0, 4));
        assert_eq!(given.period(), Some(Period::Quarter));
        assert!(!given.contains(date("2024-01-01")) && given.contains(date("2023-12-31")));
    }

    #[test]
    fn periods_fill_the_window() {
        let given = window(Some("2020-01-31"), Some("2022-05-10")).unwrap();
        for period in Period::ALL {
            let periods = given.periods(period);
            let years: f64 = periods.iter().map(|(_, years)| years).sum();
            assert!((years - given.years).abs() < 1e-12);
            let partial = periods.len() - given.whole_periods(period);
            assert_eq!(partial, 1, "{period:?}");
        }
        assert_eq!(given.periods(Period::Month)[1].0, date("2020-02-29"));
    }

    #[test]
    fn impossible_windows_are_refused() {
        assert!(matches!(window(Some("2023-01-01"), None), Err(ExposureError::Backwards { .. })));
        assert!(matches!(window(None, Some("2025-01-01")), Err(ExposureError::Future { .. })));
        assert!(matches!(window(Some("2022-05-01"), None), Err(ExposureError::Short { days: 10, .. })));
    }
}
