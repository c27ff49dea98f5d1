//! The calendar of months: what service levels and dated ledgers count in.

/// First day of the first month of a scenario; never the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartDate {
    /// Year, for example 2027.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl StartDate {
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

#[cfg(test)]
mod tests {
    use super::*;

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
