//! Discount factors and the conventions by which flows are placed in time.

/// When a flow counts as paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Convention {
    /// Flows at the end of their month, losses at the moment of the event. The default.
    MonthlyArrears,
    /// Flows continuously over their month, losses at the moment of the event.
    EventTime,
    /// Everything at the end of its year: the founding brief's convention.
    EndOfYear,
    /// Everything at the start of its year.
    StartOfYear,
    /// Everything in the middle of its year.
    MidYear,
}

impl Convention {
    /// Every convention with the word that the scenario file uses.
    pub const ALL: [(&'static str, Convention); 5] = [
        ("monthly_arrears", Convention::MonthlyArrears),
        ("event_time", Convention::EventTime),
        ("end_of_year", Convention::EndOfYear),
        ("start_of_year", Convention::StartOfYear),
        ("mid_year", Convention::MidYear),
    ];

    /// One sentence for reports.
    pub fn describe(self) -> &'static str {
        match self {
            Convention::MonthlyArrears => "flows at the end of each month, losses at the moment of the event",
            Convention::EventTime => "flows spread over each month, losses at the moment of the event",
            Convention::EndOfYear => "flows and losses at the end of their year",
            Convention::StartOfYear => "flows and losses at the start of their year",
            Convention::MidYear => "flows and losses in the middle of their year",
        }
    }
}

/// Present-value factors at a yearly rate `i`: `v(t) = (1 + i)^(-t)`, `t` in years from the start.
#[derive(Debug, Clone, Copy)]
pub struct Discount {
    /// Continuous rate: `ln(1 + i)`.
    force: f64,
    convention: Convention,
}

impl Discount {
    /// `rate_per_year` must exceed -1 (the scenario reader refuses anything else).
    pub fn new(rate_per_year: f64, convention: Convention) -> Self {
        Discount { force: libm::log1p(rate_per_year), convention }
    }

    /// Whether every moment has its own factor, instead of every year.
    pub fn is_continuous(&self) -> bool {
        matches!(self.convention, Convention::MonthlyArrears | Convention::EventTime)
    }

    /// `v(t)`; 1 at a rate of zero.
    pub fn at(&self, years: f64) -> f64 {
        libm::exp(-self.force * years)
    }

    /// Factor for a flow of month `month` (0 is the first).
    pub fn monthly_flow(&self, month: usize) -> f64 {
        let (from, to) = (month as f64 / 12.0, (month + 1) as f64 / 12.0);
        match self.convention {
            Convention::MonthlyArrears => self.at(to),
            Convention::EventTime => {
                if self.force.abs() < 1e-12 {
                    1.0
                } else {
                    self.at(from) * -libm::expm1(-self.force / 12.0) * 12.0 / self.force
                }
            }
            _ => self.yearly(month / 12),
        }
    }

    /// Factor for a loss at `years` after the start.
    pub fn event(&self, years: f64) -> f64 {
        if self.is_continuous() { self.at(years) } else { self.yearly(years as usize) }
    }

    /// Factor for a payment when month `month` begins; at the very start nothing is discounted.
    pub fn event_at_start_of(&self, month: usize) -> f64 {
        if month == 0 { 1.0 } else { self.event(month as f64 / 12.0) }
    }

    /// Mean factor of twelve equal payments, one at each month's end of the year after `years`.
    pub fn mean_over_year_after(&self, years: f64) -> f64 {
        (1..=12).map(|month| self.event(years + f64::from(month) / 12.0)).sum::<f64>() / 12.0
    }

    fn yearly(&self, year: usize) -> f64 {
        let year = year as f64;
        match self.convention {
            Convention::StartOfYear => self.at(year),
            Convention::MidYear => self.at(year + 0.5),
            _ => self.at(year + 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Present value of 1 a year for `years` years, paid as twelfths a month.
    fn annuity(rate: f64, convention: Convention, years: usize) -> f64 {
        let discount = Discount::new(rate, convention);
        (0..12 * years).map(|month| discount.monthly_flow(month) / 12.0).sum()
    }

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() <= 1e-12 * expected.abs(), "{actual} against {expected}");
    }

    /// Case H01 of tests/data/cases.json.
    #[test]
    fn five_year_factors_at_ten_percent() {
        close(annuity(0.1, Convention::EndOfYear, 5), 3.790_786_769_408_450_5);
        close(annuity(0.1, Convention::StartOfYear, 5), 4.169_865_446_349_296);
        close(annuity(0.1, Convention::MidYear, 5), 3.975_810_705_281_927);
        close(annuity(0.1, Convention::MonthlyArrears, 5), 3.961_541_689_254_307_4);
        close(annuity(0.1, Convention::EventTime, 5), 3.977_315_725_551_106_7);
    }

    /// Case H03 of tests/data/cases.json, and the empty horizon of R01.
    #[test]
    fn zero_rate_and_zero_horizon() {
        for (_, convention) in Convention::ALL {
            close(annuity(0.0, convention, 5), 5.0);
            assert_eq!(annuity(0.1, convention, 0), 0.0);
        }
    }

    #[test]
    fn losses_follow_the_event_or_the_year() {
        close(Discount::new(0.1, Convention::MonthlyArrears).event(0.5), 1.1_f64.powf(-0.5));
        close(Discount::new(0.1, Convention::EndOfYear).event(0.5), 1.0 / 1.1);
        close(Discount::new(0.1, Convention::StartOfYear).event(1.9), 1.0 / 1.1);
        close(Discount::new(0.1, Convention::MidYear).event(1.9), 1.1_f64.powf(-1.5));
    }
}
