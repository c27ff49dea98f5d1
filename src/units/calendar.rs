//! The calendar of months: what service levels and dated ledgers count in.

/// First day of the first month of a scenario; never the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StartDate {
    /// Year, for example 2027.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl StartDate {
    /// The same day so many years later; 28 February for 29 February where there is none.
    pub fn anniversary(self, years: u32) -> StartDate {
        let year = u32::from(self.year).saturating_add(years).min(u32::from(u16::MAX)) as u16;
        let first = StartDate { year, day: 1, ..self };
        StartDate { day: u32::from(self.day).min(first.days_in_month(0)) as u8, ..first }
    }

    /// The same day so many months later, or the last of that month where it is shorter.
    pub fn months_later(self, months: u32) -> StartDate {
        let (year, month) = self.calendar_month(months as usize);
        let year = year.min(usize::from(u16::MAX)) as u16;
        let first = StartDate { year, month: month as u8 + 1, day: 1 };
        StartDate { day: u32::from(self.day).min(first.days_in_month(0)) as u8, ..first }
    }

    /// Days since 1 January 1970 in the Gregorian calendar.
    pub fn day_number(self) -> i64 {
        // Years that begin in March put the leap day last; 719,468 days lie between 1 March 0 and 1970.
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
    }

    /// The date so many days after 1 January 1970; the first and the last date that there are beyond them.
    pub fn of_day_number(number: i64) -> StartDate {
        let (mut low, mut high) = (1_u32, 12 * u32::from(u16::MAX));
        let first = StartDate { year: 0, month: 1, day: 1 };
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if first.months_later(middle).day_number() <= number { low = middle } else { high = middle - 1 }
        }
        let month = first.months_later(low);
        let days = i64::from(month.days_in_month(0)) - 1;
        StartDate { day: 1 + (number - month.day_number()).clamp(0, days) as u8, ..month }
    }

    /// Minutes in the calendar month that month `index` (0 is the first) of the scenario begins in.
    pub fn minutes_in_month(self, index: usize) -> f64 {
        f64::from(self.days_in_month(index) * 24 * 60)
    }

    /// The day a time after the start, as `2027-03-31`. A twelfth of a year is a month, whatever its length.
    pub fn date_after(self, years: f64) -> String {
        let months = (12.0 * years).max(0.0);
        let mut index = months as usize;
        let passed = (months.fract() * f64::from(self.days_in_month(index))) as u32;
        let mut day = u32::from(self.day) + passed;
        if day > self.days_in_month(index) {
            day -= self.days_in_month(index);
            index += 1;
        }
        let (year, month) = self.calendar_month(index);
        format!("{year:04}-{:02}-{day:02}", month + 1)
    }

    /// Year and month (0 is January) of month `index` of the scenario.
    fn calendar_month(self, index: usize) -> (usize, usize) {
        let months = usize::from(self.month) - 1 + index;
        (usize::from(self.year) + months / 12, months % 12)
    }

    fn days_in_month(self, index: usize) -> u32 {
        let (year, month) = self.calendar_month(index);
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        match month {
            1 if leap => 29,
            1 => 28,
            3 | 5 | 8 | 10 => 30,
            _ => 31,
        }
    }
}

impl std::fmt::Display for StartDate {
    /// `2027-01-01`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl serde::Serialize for StartDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for StartDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<StartDate, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl std::str::FromStr for StartDate {
    type Err = String;

    /// Reads `2027-01-01`; the error says what is wrong with the date.
    fn from_str(text: &str) -> Result<StartDate, String> {
        let mut parts = text.split('-');
        let mut part =
            || parts.next().filter(|part| part.len() <= 4).and_then(|part| part.parse::<u16>().ok());
        let (Some(year), Some(month), Some(day), None) = (part(), part(), part(), part()) else {
            return Err(format!("`{text}` is no date such as 2027-01-01"));
        };
        if !(1..=12).contains(&month) {
            return Err(format!("`{text}` is no date such as 2027-01-01: there is no month {month}"));
        }
        let first = StartDate { year, month: month as u8, day: 1 };
        let days = first.days_in_month(0);
        if day == 0 || u32::from(day) > days {
            return Err(format!(
                "`{text}` is no date such as 2027-01-01: that month has {days} days, not {day}"
            ));
        }
        Ok(StartDate { day: day as u8, ..first })
    }
}

impl schemars::JsonSchema for StartDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leap_day_has_anniversaries() {
        let day = StartDate { year: 2028, month: 2, day: 29 };
        assert_eq!(day.anniversary(0).to_string(), "2028-02-29");
        assert_eq!(day.anniversary(1).to_string(), "2029-02-28");
        assert_eq!(day.anniversary(4).to_string(), "2032-02-29");
        assert_eq!(StartDate { year: 2027, month: 1, day: 1 }.anniversary(1).to_string(), "2028-01-01");
    }

    #[test]
    fn days_are_numbered() {
        let date = |text: &str| text.parse::<StartDate>().unwrap();
        for (text, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2000-03-01", 11_017),
            ("2026-11-27", 20_784),
        ] {
            assert_eq!((date(text).day_number(), StartDate::of_day_number(number)), (number, date(text)));
        }
        let months = [0, 1, 3, 13].map(|months| date("2027-11-30").months_later(months).to_string());
        assert_eq!(months, ["2027-11-30", "2027-12-30", "2028-02-29", "2028-12-30"]);
    }

    #[test]
    fn impossible_dates_say_why() {
        let why = |text: &str| text.parse::<StartDate>().unwrap_err();
        assert!(why("2026-13-01").ends_with("there is no month 13"));
        assert!(why("2026-02-30").ends_with("that month has 28 days, not 30"));
        assert!(why("2026-02-00").ends_with("not 0"));
        for text in ["", "14/03/2026", "2026-02", "2026-02-01-1", "20260-02-01", "2026-a-01"] {
            assert_eq!(why(text), format!("`{text}` is no date such as 2027-01-01"));
        }
    }

    #[test]
    fn months_have_their_length() {
        let start = StartDate { year: 2027, month: 11, day: 15 };
        let days: Vec<f64> = (0..5).map(|index| start.minutes_in_month(index) / 1440.0).collect();
        assert_eq!(days, [30.0, 31.0, 31.0, 29.0, 31.0], "2028 is a leap year");
        let dates = [0.0, 0.5 / 12.0, (1.0 / 12.0_f64).next_down(), 3.5 / 12.0, 4.99 / 12.0, 1.0]
            .map(|years| start.date_after(years));
        let expected = ["2027-11-15", "2027-11-30", "2027-12-14", "2028-02-29", "2028-04-14", "2028-11-15"];
        assert_eq!(dates, expected);
        let century = StartDate { year: 2100, month: 2, day: 1 };
        assert_eq!(century.minutes_in_month(0), 28.0 * 1440.0);
    }
}
