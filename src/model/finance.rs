//! Return on a control: payback, return on investment, net present value, labour.

/// Years until the money is back: the first time at which `cumulative` is zero or more after it was below,
/// by a straight line between year ends. `cumulative[k]` is the net cash after `k` years, USD; index 0 stands
/// after the up-front investment. `Some(0.0)` when nothing ever has to be earned back, none when it never is.
pub fn payback_years(cumulative: &[f64]) -> Option<f64> {
    let Some(spent) = cumulative.iter().position(|cash| *cash < 0.0) else { return Some(0.0) };
    let year = spent + cumulative[spent..].iter().position(|cash| *cash >= 0.0)?;
    let (before, after) = (cumulative[year - 1], cumulative[year]);
    Some((year - 1) as f64 + before / (before - after))
}

/// Net cash after 0, 1, … years, USD: `initial_usd` at the start, then one flow at each year's end.
pub fn cumulative_cash(initial_usd: f64, flows_at_year_ends: &[f64]) -> Vec<f64> {
    let later = flows_at_year_ends.iter().scan(initial_usd, |cash, flow| {
        *cash += flow;
        Some(*cash)
    });
    std::iter::once(initial_usd).chain(later).collect()
}

/// The flows at year ends as they are worth at the start, USD, at a yearly `rate` above -1.
pub fn discounted_flows(rate: f64, flows_at_year_ends: &[f64]) -> Vec<f64> {
    let factor = 1.0 / (1.0 + rate);
    let later = flows_at_year_ends.iter().scan(1.0, |discount, flow| {
        *discount *= factor;
        Some(flow * *discount)
    });
    later.collect()
}

/// Return on investment as a share: `(avoided - cost) / cost`, both in USD; none when nothing is spent.
pub fn roi(avoided: f64, cost: f64) -> Option<f64> {
    (cost > 0.0).then(|| (avoided - cost) / cost)
}

/// Present value in USD of `initial` (at the start; negative when it is spent) and one flow at each year's
/// end, at a yearly `rate` above -1.
pub fn net_present_value(rate: f64, flows_at_year_ends: &[f64], initial: f64) -> f64 {
    let factor = 1.0 / (1.0 + rate);
    initial + flows_at_year_ends.iter().rev().fold(0.0, |later, flow| (later + flow) * factor)
}

/// Present value of 1 at the end of each of `years` years, at a yearly `rate` above -1: `(1 - v^n) / rate`.
pub fn annuity(rate: f64, years: u32) -> f64 {
    if rate == 0.0 {
        return f64::from(years);
    }
    -libm::expm1(-f64::from(years) * libm::log1p(rate)) / rate
}

/// Cost of labour, USD: engineers × weeks × hours a week × USD per hour.
pub fn labour_cost_usd(engineers: f64, weeks: f64, hours_per_week: f64, wage_usd_per_hour: f64) -> f64 {
    engineers * weeks * hours_per_week * wage_usd_per_hour
}

/// Incidents a year that a control must avoid for its present value to be zero, at a cost per incident in
/// USD; none when an incident costs nothing.
pub fn break_even_incidents_per_year(
    investment_usd: f64,
    incident_usd: f64,
    rate: f64,
    years: u32,
) -> Option<f64> {
    let worth = incident_usd * annuity(rate, years);
    (worth > 0.0).then(|| investment_usd / worth)
}

/// Incidents a year that a control must avoid for this undiscounted return (a share) after `years`; none
/// when an incident costs nothing.
pub fn incidents_per_year_for_roi(
    investment_usd: f64,
    incident_usd: f64,
    years: u32,
    wanted_roi: f64,
) -> Option<f64> {
    let avoided_per_rate = incident_usd * f64::from(years);
    (avoided_per_rate > 0.0).then(|| investment_usd * (1.0 + wanted_roi) / avoided_per_rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{case, close};
    use crate::dist::discrete::{poisson_pmf, poisson_quantile};

    /// Case A13 of tests/data/cases.json: what ten thousand tenants save.
    #[test]
    fn saving_of_shared_infrastructure() {
        let expected = &case("A13")["expected"];
        let month = (50.0 - 5.0) * 10_000.0;
        close(month, expected["saving_month"].clone());
        close(12.0 * month, expected["saving_year"].clone());
        close(60.0 * month, expected["saving_5y"].clone());
        close(12.0 * month * annuity(0.1, 5), expected["pv_end_of_year"].clone());
        close(net_present_value(0.1, &[12.0 * month; 5], 0.0), expected["pv_end_of_year"].clone());
    }

    /// Case A17 of tests/data/cases.json; the stated figures are not its result.
    #[test]
    fn labour() {
        let expected = &case("A17")["expected"];
        close(labour_cost_usd(2.0, 3.0, 40.0, 150.0), expected["pooling_2eng_3wk"].clone());
        close(labour_cost_usd(2.0, 1.0, 40.0, 150.0), expected["circuit_breakers_2eng_1wk"].clone());
        close(labour_cost_usd(2.0, 2.0, 40.0, 150.0), expected["roi_docstring_2eng_2wk"].clone());
    }

    /// Cases H01 (end of year) and H03 of tests/data/cases.json.
    #[test]
    fn annuities() {
        close(annuity(0.1, 5), case("H01")["expected"]["end_of_year"].clone());
        close(annuity(0.0, 5), case("H03")["expected"]["factor"].clone());
        close(annuity(1e-13, 5), 5.0);
        assert_eq!((annuity(0.1, 0), net_present_value(0.1, &[], -3.0)), (0.0, -3.0));
    }

    /// Case L01 of tests/data/cases.json: Poisson(14) incidents avoided, ROI per run.
    #[test]
    fn circuit_breaker_roi() {
        let expected = &case("L01")["expected"];
        let at = |avoided: f64| roi(avoided * 12_722.5, 12_000.0).unwrap();
        close(at(14.0), expected["mean"].clone());
        close((at(1.0) - at(0.0)) * 14.0_f64.sqrt(), expected["sd"].clone());
        for (name, u) in [("p5", 0.05), ("p50", 0.5), ("p95", 0.95)] {
            close(at(poisson_quantile(u, 14.0) as f64), expected[name].clone());
        }
        assert!(at(1.0) > 0.0 && at(0.0) == -1.0);
        close(poisson_pmf(0, 14.0), expected["p_total_loss"].clone());
        close(1.0 - poisson_pmf(0, 14.0), expected["p_npv_positive"].clone());
    }

    /// Case L02 of tests/data/cases.json: most runs of a rare-breach control return -100 %.
    #[test]
    fn rare_breach_roi() {
        let expected = &case("L02")["expected"];
        let avoided = 0.01 * 0.9 * 5.0;
        close(poisson_pmf(0, avoided), expected["p_minus_100pct"].clone());
        close(1.0 - poisson_pmf(0, avoided), expected["p_positive"].clone());
        close(roi(avoided * 5e7, 75_000.0).unwrap(), expected["mean_roi"].clone());
        let median = poisson_quantile(0.5, avoided) as f64;
        close(roi(median * 5e7, 75_000.0).unwrap(), expected["median_roi"].clone());
    }

    /// Case L03 of tests/data/cases.json, in percent.
    #[test]
    fn roi_on_the_saving() {
        let expected = &case("L03")["expected"];
        for investment in [75_000.0, 36_000.0] {
            let expected = &expected[investment.to_string()];
            close(100.0 * roi(5.4e6 * 5.0, investment).unwrap(), expected["undiscounted"].clone());
            let present = 5.4e6 * annuity(0.1, 5);
            close(100.0 * roi(present, investment).unwrap(), expected["discounted"].clone());
        }
    }

    /// Case L04 of tests/data/cases.json: the mean of ratios is not the ratio of means.
    #[test]
    fn ratios() {
        let expected = &case("L04")["expected"];
        close(roi(100.0, 100.0).unwrap(), expected["ratio_of_means"].clone());
        let mean = 0.5 * (roi(100.0, 50.0).unwrap() + roi(100.0, 150.0).unwrap());
        close(mean, expected["mean_of_ratios"].clone());
    }

    /// Case L06 of tests/data/cases.json: nothing invested.
    #[test]
    fn zero_investment() {
        let cash = cumulative_cash(0.0, &[5.0]);
        assert_eq!((roi(5.0, 0.0), payback_years(&cash)), (None, Some(0.0)));
        close(net_present_value(0.25, &[5.0], 0.0), 4.0);
    }

    /// Case U03 of tests/data/cases.json: how often circuit breakers must help.
    #[test]
    fn break_even_incidents() {
        let expected = &case("U03")["expected"];
        let even = |cost: f64| break_even_incidents_per_year(12_000.0, cost, 0.1, 5).unwrap();
        close(even(12_722.5), expected["break_even_incidents_year"].clone());
        close(even(5_224.0), expected["break_even_incidents_corrected"].clone());
        let threshold = incidents_per_year_for_roi(12_000.0, 12_722.5, 5, 3.0).unwrap();
        close(threshold, expected["threshold_300pct_incidents"].clone());
        assert_eq!(break_even_incidents_per_year(1.0, 0.0, 0.1, 5), None);
        assert_eq!(incidents_per_year_for_roi(1.0, 2.0, 0, 3.0), None);
    }

    /// Cases A09 and A10 of tests/data/cases.json.
    #[test]
    fn roi_of_avoided_incidents() {
        for (id, incident) in [("A09", 1e5), ("A10", 5e5)] {
            let (expected, flows) = (&case(id)["expected"], [4.0 * incident; 5]);
            close(100.0 * roi(flows.iter().sum(), 75_000.0).unwrap(), expected["roi_pct"].clone());
            close(net_present_value(0.1, &flows, -75_000.0), expected["npv"].clone());
            let payback = payback_years(&cumulative_cash(-75_000.0, &flows));
            close(payback.unwrap(), expected["payback_years"].clone());
        }
    }

    /// 100 against 60 a year: 54.55 after one year, 104.13 after two at 10 %.
    #[test]
    fn discounted_payback() {
        let flows = discounted_flows(0.1, &[60.0, 60.0]);
        let payback = payback_years(&cumulative_cash(-100.0, &flows)).unwrap();
        close(payback, 1.0 + (100.0 - 60.0 / 1.1) / (60.0 / 1.21));
        let flows = discounted_flows(0.1, &[4e5; 5]);
        close(flows.iter().sum::<f64>() - 75_000.0, case("A09")["expected"]["npv"].clone());
        assert!(discounted_flows(0.1, &[]).is_empty());
    }

    #[test]
    fn payback_by_straight_lines() {
        assert_eq!(payback_years(&cumulative_cash(-10.0, &[4.0, 4.0, 4.0])), Some(2.5));
        assert_eq!(payback_years(&[-10.0, -4.0, 0.0, -1.0]), Some(2.0));
        assert_eq!((payback_years(&[-1.0, -0.5]), payback_years(&[])), (None, Some(0.0)));
        // An investment of the second year that never comes back, and one that does.
        assert_eq!((payback_years(&[0.0, 0.0, -9.0]), payback_years(&[0.0, -1.0, 1.0])), (None, Some(1.5)));
        assert_eq!(payback_years(&[-1.0, f64::NAN]), None);
    }
}
