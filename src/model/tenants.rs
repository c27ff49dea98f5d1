//! Tenants over time: the expected path of each tier.

/// Number of tenants of one tier in each month: `initial × (1 + growth_per_year)^(month / 12)`.
/// Real-valued; a growth of -1 leaves none from the second month on.
pub fn expected_path(initial: f64, growth_per_year: f64, months: usize) -> impl Iterator<Item = f64> {
    let monthly_factor = libm::pow(1.0 + growth_per_year, 1.0 / 12.0);
    std::iter::successors(Some(initial), move |tenants| Some(tenants * monthly_factor)).take(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_compounds_to_the_yearly_rate() {
        let path: Vec<f64> = expected_path(1_000.0, 0.2, 25).collect();
        assert_eq!(path[0], 1_000.0);
        assert!((path[12] - 1_200.0).abs() < 1e-9);
        assert!((path[24] - 1_440.0).abs() < 1e-9);
    }

    #[test]
    fn flat_and_vanishing() {
        assert!(expected_path(10_000.0, 0.0, 60).all(|tenants| tenants == 10_000.0));
        assert_eq!(expected_path(5.0, -1.0, 3).collect::<Vec<_>>(), [5.0, 0.0, 0.0]);
    }
}
