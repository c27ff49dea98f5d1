//! Tenants over time.

/// Factor of a month that compounds to net growth of `growth_per_year` (at least -1).
pub fn monthly_factor(growth_per_year: f64) -> f64 {
    libm::pow(1.0 + growth_per_year, 1.0 / 12.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_compounds_to_the_yearly_rate() {
        assert!((1_000.0 * monthly_factor(0.2).powi(24) - 1_440.0).abs() < 1e-9);
        assert_eq!((monthly_factor(0.0), monthly_factor(-1.0)), (1.0, 0.0));
    }
}
