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
        let months = usize::from(self.month) - 1 + index;
        let year = usize::from(self.year) + months / 12;
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match months % 12 {
            1 if leap => 29,
            1 => 28,
            3 | 5 | 8 | 10 => 30,
            _ => 31,
        };
        f64::from(days * 24 * 60)
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
        let century = StartDate { year: 2100, month: 2, day: 1 };
        assert_eq!(century.minutes_in_month(0), 28.0 * 1440.0);
    }
}
