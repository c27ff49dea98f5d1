//! What one service incident takes: engineers' hours, and customers who don't like a slow service.

/// Hours of work: so many `engineers` for as long as it lasts, at least `least_hours`.
pub fn engineer_hours(engineers: f64, minutes: f64, least_hours: f64) -> f64 {
    (engineers * minutes / 60.0).max(least_hours)
}

/// Share of the slowed tenants that leave when the share `degradation` of the service is lost: the degradation
/// in percent over 2,000, at most 5 % (the founding brief's rule; the duration plays no part).
pub fn churn_of_degradation(degradation: f64) -> f64 {
    (100.0 * degradation / 2_000.0).min(0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, close};

    #[test]
    fn hours_follow_the_duration() {
        assert_eq!((engineer_hours(2.0, 45.0, 1.0), engineer_hours(2.0, 15.0, 1.0)), (1.5, 1.0));
    }

    /// Case A06 of tests/data/cases.json.
    #[test]
    fn slow_service_drives_tenants_away() {
        close(churn_of_degradation(0.4), case("A06")["expected"]["churn_probability"].clone());
        assert_eq!((churn_of_degradation(0.0), churn_of_degradation(1.0)), (0.0, 0.05));
    }
}
