//! What is lost with a tenant that leaves: its contribution, thinned by churn and discounted.

/// Value, in USD at the moment when the tenant leaves, of its next `months` contributions: each month it
/// would have stayed with probability `1 - churn_per_month`, and each is discounted by `monthly_discount`
/// (the factor `v` of one month). The first contribution is due at once:
/// `contribution × (1 - q^n) / (1 - q)` with `q = (1 - churn) v`, and `contribution × n` at `q = 1`.
///
/// What falls inside the horizon, which the simulated tenant count no longer earns, and what runs off after its end,
/// brought back to now, add up to the same wherever the horizon ends.
pub fn truncated_value(
    contribution_per_month: f64,
    churn_per_month: f64,
    monthly_discount: f64,
    months: u32,
) -> f64 {
    contribution_per_month * geometric_sum((1.0 - churn_per_month) * monthly_discount, months)
}

/// `1 + q + … + q^(n-1)`, precise for `q` near 1.
fn geometric_sum(q: f64, terms: u32) -> f64 {
    if terms == 0 {
        return 0.0;
    }
    if q <= 0.0 {
        return 1.0;
    }
    if q == 1.0 {
        return f64::from(terms);
    }
    let log = libm::log(q);
    libm::expm1(f64::from(terms) * log) / libm::expm1(log)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, close, number};

    /// Case D12 of tests/data/cases.json.
    #[test]
    fn value_of_a_growth_tenant() {
        let case = case("D12");
        let input = |name: &str| number(&case["inputs"][name]);
        let expected = &case["expected"];
        let contribution = input("price") * input("margin");
        let (churn, v) = (input("monthly_churn"), libm::pow(1.0 + input("discount"), -1.0 / 12.0));
        close(truncated_value(contribution, churn, v, 36), expected["truncated_36"].clone());
        close(truncated_value(contribution, churn, v, u32::MAX), expected["geometric_infinite"].clone());
        close(truncated_value(contribution, 0.0, 1.0, 36), expected["undiscounted_36_full"].clone());
        close(truncated_value(input("price"), 0.0, 1.0, 36), expected["seed_style"].clone());
    }

    #[test]
    fn ends_of_the_range() {
        assert_eq!(truncated_value(5.0, 0.1, 0.99, 0), 0.0);
        assert_eq!(truncated_value(5.0, 1.0, 0.99, 36), 5.0);
        close(truncated_value(5.0, 0.1, 0.99, 1), 5.0);
        close(truncated_value(5.0, 1e-13, 1.0, 1_000), 5_000.0);
    }

    /// What falls within the next `k` months, and what runs off after them.
    #[test]
    fn the_parts_add_up_wherever_the_horizon_ends() {
        for (churn, v) in [(0.02, 0.992), (0.0, 1.0), (1.0, 0.99), (0.5, 0.9)] {
            let whole = truncated_value(399.2, churn, v, 36);
            for inside in [0, 1, 12, 35, 36] {
                let kept = libm::pow((1.0 - churn) * v, f64::from(inside));
                let parts = truncated_value(399.2, churn, v, inside)
                    + kept * truncated_value(399.2, churn, v, 36 - inside);
                close(parts, whole);
            }
        }
    }
}
