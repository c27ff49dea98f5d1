//! What is lost with a tenant that leaves: its contribution, thinned by churn and discounted.

/// Value, in USD at the moment when the tenant leaves, of its next `months` contributions: each month it
/// would have stayed with probability `1 - churn_per_month`, and each is discounted by `monthly_discount`
/// (the factor `v` of one month). The first contribution is due at once:
/// `contribution × (1 - q^n) / (1 - q)` with `q = (1 - churn) v`, and `contribution × n` at `q = 1`.
pub fn truncated_value(
    contribution_per_month: f64,
    churn_per_month: f64,
    monthly_discount: f64,
    months: u32,
) -> f64 {
    contribution_per_month * geometric_sum((1.0 - churn_per_month) * monthly_discount, months)
}

/// The same value in two parts, for a loss that is booked where it falls: the contributions of the
/// `remaining_months` inside the horizon (which the simulated tenant count no longer earns), plus those after
/// it up to `lifetime_months` from now (the run-off, booked at the horizon's end and brought back to now).
///
/// The parts add up to [`truncated_value`] over `lifetime_months`, wherever the horizon ends. When the
/// lifetime ends first, nothing runs off.
pub fn endogenous_value(
    contribution_per_month: f64,
    churn_per_month: f64,
    monthly_discount: f64,
    remaining_months: u32,
    lifetime_months: u32,
) -> f64 {
    let inside = remaining_months.min(lifetime_months);
    let forgone = truncated_value(contribution_per_month, churn_per_month, monthly_discount, inside);
    let run_off = truncated_value(
        contribution_per_month,
        churn_per_month,
        monthly_discount,
        lifetime_months.saturating_sub(remaining_months),
    );
    forgone + power((1.0 - churn_per_month) * monthly_discount, inside) * run_off
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

fn power(q: f64, exponent: u32) -> f64 {
    if exponent == 0 { 1.0 } else { libm::pow(q.max(0.0), f64::from(exponent)) }
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

    #[test]
    fn the_parts_add_up_wherever_the_horizon_ends() {
        for (churn, v) in [(0.02, 0.992), (0.0, 1.0), (1.0, 0.99), (0.5, 0.9)] {
            for remaining in [0, 1, 12, 35, 36, 37, 60] {
                let whole = truncated_value(399.2, churn, v, 36);
                close(endogenous_value(399.2, churn, v, remaining, 36), whole);
            }
        }
        assert_eq!(endogenous_value(399.2, 0.02, 0.99, 12, 0), 0.0);
    }
}
