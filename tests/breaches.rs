//! What a breach costs besides its severity: fines, response, churn; and what hangs together within an event.

use crate::common::*;
use tenantrisk::{decision::extrapolations, dist::normal_cdf};

const RUNS: u64 = 50_000;
/// One breach of one tenant at the end of the first month.
const ONCE: &str = "occurs_at_month = 1, reach = \"one\"";
const NO_CHURN: &str = "churn = \"none\"\nresponse = \"none\"";

/// So many tenants at `price`, breached as given, with the severity models and the `[breach]` table.
fn breached(runs: u64, [tenants, price]: [f64; 2], breach: &str, severity: &str, costs: &str) -> Simulated {
    Simulated::new(&format!(
        "schema = 1\n[horizon]\nyears = 3\n[simulation]\nruns = {runs}\nseed = 11\n\
         [tenants]\ninitial = {tenants}\n\
         [tier.all]\nshare = 1\nprice_per_month = {price}\ncost_per_month = 94.8\nrecords_per_tenant = 1000\n\
         churn_per_month = 0.02\n\
         [severity]\nmodels = [{severity}]\n[breach]\n{costs}\n\
         [isolation.rls]\ncost_per_tenant_month = 5\nbreach = {{ {breach} }}\n"
    ))
}

const JACOBS: &str = "{ id = \"jacobs\" }";

/// Mean and second moment of a lognormal fine limited to `ceiling`.
fn limited(ceiling: f64) -> [f64; 2] {
    let (mu, sigma) = (number(&expected("D05")["mu"]), number(&expected("D05")["sigma"]));
    let above = 1.0 - normal_cdf((ceiling.ln() - mu) / sigma);
    [1.0, 2.0].map(|power: f64| {
        let whole = (power * mu + 0.5 * (power * sigma).powi(2)).exp();
        let below = normal_cdf((ceiling.ln() - mu - power * sigma * sigma) / sigma);
        whole * below + ceiling.powf(power) * above
    })
}

/// D05: a third of the breaches is fined, $212,609 on average, however fines hang together with the rest.
#[test]
fn d05_fines() {
    let expected = expected("D05");
    let [first, second] = limited(10e6);
    assert!((first / number(&expected["capped_mean_10M"]) - 1.0).abs() < 1e-9);
    for correlation in ["0", "0.3", "0.9"] {
        let costs = format!("{NO_CHURN}\ncorrelation = {correlation}");
        let run = breached(RUNS, [100.0, 499.0], ONCE, JACOBS, &costs);
        let fines = run.column("rls", "loss.fines_undiscounted");
        let p = 1.0 / 3.0;
        assert_probability(share(&fines, |fine| fine > 0.0), p, fines.len());
        let exact = number(&expected["expected_fine"]);
        assert_mean(&fines, exact, p * second - exact * exact);
        // The fines that are paid have the median of the law.
        let paid: Vec<f64> = fines.into_iter().filter(|fine| *fine > 0.0).collect();
        assert_quantile(&paid, 0.5, number(&expected["median"]), 1e-6);
    }
}

/// D05 at a ceiling of $500,000.
#[test]
fn d05_ceiling() {
    let [first, second] = limited(500e3);
    assert!((first / number(&expected("D05")["capped_mean_500k"]) - 1.0).abs() < 1e-9);
    let costs =
        format!("{NO_CHURN}\nfine = {{ probability = 1, ceiling = 500_000, ceiling_share_of_revenue = 0 }}");
    let run = breached(RUNS, [100.0, 499.0], ONCE, JACOBS, &costs);
    let fines = run.column("rls", "loss.fines_undiscounted");
    assert_mean(&fines, first, second - first * first);
    assert!(fines.iter().all(|fine| *fine <= 500_000.0));
}

/// D06: the higher of an amount and a share of the yearly revenue.
#[test]
fn d06_ceilings() {
    let expected = expected("D06");
    for turnover in ["10000000", "53280000", "2000000000"] {
        for (key, ceiling) in
            [("art83_4", ""), ("art83_5", ", ceiling = 20_000_000, ceiling_share_of_revenue = 0.04")]
        {
            let costs = format!("{NO_CHURN}\nfine = {{ probability = 1, amount = 1e12{ceiling} }}");
            let price = turnover.parse::<f64>().unwrap() / 12_000.0;
            let run = breached(1, [1_000.0, price], ONCE, JACOBS, &costs);
            assert_close(run.only("rls", "loss.fines_undiscounted"), number(&expected[turnover][key]));
        }
    }
}

/// A fine is paid a year and a half after the breach unless the file says when.
#[test]
fn fines_come_late() {
    for (lag, months) in [("", 19.0), (", lag_months = 6", 7.0), (", lag_months = 0", 1.0)] {
        let costs = format!("{NO_CHURN}\nfine = {{ probability = 1, amount = 5e6{lag} }}");
        let run = breached(1, [100.0, 499.0], ONCE, JACOBS, &costs);
        assert_close(run.only("rls", "loss.fines"), 5e6 * 1.1_f64.powf(-months / 12.0));
        assert_close(run.only("rls", "loss.fines_undiscounted"), 5e6);
    }
}

/// Four people for lognormal hours with median 80 and sigma 0.8, at $150.
#[test]
fn response_hours() {
    let run = breached(RUNS, [100.0, 499.0], ONCE, JACOBS, "churn = \"none\"\nfine = \"none\"");
    let exact = 4.0 * 150.0 * 80.0 * 0.32_f64.exp();
    let variance = exact * exact * (0.64_f64.exp() - 1.0);
    assert_mean(&run.column("rls", "loss.response_undiscounted"), exact, variance);
}

/// D11 and D12: of 100 tenants exposed 4 % leave, each with the contribution of at most 36 months.
#[test]
fn d11_churn_of_exposed_tenants() {
    let (expected, worth) = (expected("D11"), number(&expected("D12")["truncated_36"]));
    let all = "occurs_at_month = 1, reach = \"all\"";
    for (law, exposed) in [("binomial", "0.04"), ("betabinomial", "{ beta = { a = 4, b = 96 } }")] {
        let costs =
            format!("fine = \"none\"\nresponse = \"none\"\nchurn = {{ exposed = {exposed}, others = 0 }}");
        let run = breached(RUNS, [100.0, 499.0], all, JACOBS, &costs);
        let churn = run.column("rls", "loss.churn_undiscounted");
        let leavers: Vec<f64> = churn.iter().map(|loss| loss / worth).collect();
        assert!(leavers.iter().all(|n| (n - n.round()).abs() < 1e-6));
        let case = &expected[law];
        assert_mean(&leavers, number(&case["mean"]), number(&case["var"]));
        let none = case["p0"].as_f64().unwrap_or(0.96_f64.powi(100));
        assert_probability(share(&leavers, |n| n == 0.0), none, leavers.len());
        // Paid over the year that follows.
        let year: f64 = (2..=13).map(|month| 1.1_f64.powf(-f64::from(month) / 12.0)).sum::<f64>() / 12.0;
        assert_close(mean(&run.column("rls", "loss.churn")) / mean(&churn), year);
    }
}

/// The nine others leave with their own probability, half a percent by default; the one exposed stays.
#[test]
fn churn_of_the_others() {
    for (others, probability) in [("", 0.005), ("others = 0.5,", 0.5)] {
        let costs = format!(
            "fine = \"none\"\nresponse = \"none\"\nchurn = {{ exposed = 0, {others} lifetime_months = 1 }}"
        );
        let run = breached(RUNS, [10.0, 499.0], ONCE, JACOBS, &costs);
        let leavers: Vec<f64> =
            run.column("rls", "loss.churn_undiscounted").iter().map(|loss| loss / 399.2).collect();
        assert_mean(&leavers, 9.0 * probability, 9.0 * probability * (1.0 - probability));
        assert!(leavers.iter().all(|leavers| *leavers < 9.5));
    }
}

/// A factor of mean 1 on the records, and never more records than are stored.
#[test]
fn records_have_a_factor_and_a_bound() {
    let records = |reach: &str, sigma: f64| {
        let breach = format!("occurs_at_month = 1, reach = {reach}");
        let costs = format!("{NO_CHURN}\nrecords_sigma = {sigma}");
        let run = breached(RUNS, [1_000.0, 499.0], &breach, JACOBS, &costs);
        run.column("rls", "records_exposed")
    };
    assert!(records("\"one\"", 0.0).iter().all(|records| *records == 1_000.0));
    let one = records("\"one\"", 0.5);
    assert_mean(&one, 1_000.0, 1e6 * (0.25_f64.exp() - 1.0));
    assert_quantile(&one, 0.5, 1_000.0 * (-0.125_f64).exp(), 1e-6);
    // E[min(M, 1)] = 2 Φ(-σ/2).
    let all = records("\"all\"", 0.5);
    assert!(all.iter().all(|records| *records <= 1e6));
    let bounded = 2.0 * normal_cdf(-0.25);
    assert_mean(&all, 1e6 * bounded, 1e12 * (bounded - bounded * bounded));
}

/// Spearman's rank correlation of values without ties.
fn spearman(left: &[f64], right: &[f64]) -> f64 {
    let ranks = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        let mut ranks = vec![0.0; values.len()];
        order.into_iter().enumerate().for_each(|(rank, i)| ranks[i] = rank as f64);
        ranks
    };
    let (left, right, n) = (ranks(left), ranks(right), left.len() as f64);
    let squares: f64 = left.iter().zip(&right).map(|(left, right)| (left - right).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

fn assert_spearman(left: &[f64], right: &[f64], exact: f64, what: &str) {
    let distance = (spearman(left, right) - exact) * (left.len() as f64).sqrt();
    assert!(distance.abs() < 4.0, "{what}: {distance:.2} standard errors from {exact}");
}

/// Direct loss, fine and response of an event: 0.3 by default, else as the file says.
#[test]
fn components_hang_together() {
    for (line, exact) in [("", 0.3), ("correlation = 0", 0.0), ("correlation = 0.8", 0.8)] {
        let costs = format!("{line}\nfine = {{ probability = 1 }}\nrecords_sigma = 0\nchurn = \"none\"");
        let run = breached(RUNS, [100.0, 499.0], ONCE, JACOBS, &costs);
        let [direct, fines, response] =
            ["direct", "fines", "response"].map(|part| run.column("rls", &format!("loss.{part}")));
        assert_spearman(&direct, &fines, exact, "direct and fines");
        assert_spearman(&direct, &response, exact, "direct and response");
        assert_spearman(&fines, &response, exact, "fines and response");
    }
}

/// How far, how much, how many records, when: nothing of an event tells about the others.
#[test]
fn marks_of_an_event_are_independent() {
    let severity = "{ id = \"fixed\", amount = { median = 1000, sigma = 1 } }";
    let breach = "probability = 1, per = \"platform_horizon\", reach = { beta = { a = 2, b = 2 } }";
    let run = breached(RUNS, [1e6, 499.0], breach, severity, "records_sigma = 0.3");
    let of = |metric: &str| run.column("rls", metric);
    let (tenants, amount) = (of("tenants_exposed"), of("loss_undiscounted"));
    let per_tenant: Vec<f64> =
        of("records_exposed").iter().zip(&tenants).map(|(records, tenants)| records / tenants).collect();
    let when: Vec<f64> = of("loss").iter().zip(&amount).map(|(loss, amount)| -loss / amount).collect();
    assert_spearman(&tenants, &amount, 0.0, "tenants and severity");
    assert_spearman(&per_tenant, &amount, 0.0, "records and severity");
    for (name, mark) in [("tenants", &tenants), ("severity", &amount), ("records", &per_tenant)] {
        assert_spearman(&when, mark, 0.0, &format!("time and {name}"));
        assert_spearman(&mark[1..], &mark[..mark.len() - 1], 0.0, &format!("{name} of two runs"));
    }
}

/// The fine tells about the severity, not about the tenants.
#[test]
fn fines_do_not_depend_on_reach() {
    let severity = "{ id = \"jacobs\", exponent = 0 }";
    let breach = "occurs_at_month = 1, reach = { beta = { a = 2, b = 2 } }";
    let costs = "fine = { probability = 1 }\nchurn = \"none\"\nrecords_sigma = 0.3";
    let run = breached(RUNS, [1e6, 499.0], breach, severity, costs);
    for part in ["direct", "fines", "response"] {
        let loss = run.column("rls", &format!("loss.{part}"));
        assert_spearman(&run.column("rls", "tenants_exposed"), &loss, 0.0, part);
        assert_spearman(&run.column("rls", "records_exposed"), &loss, 0.0, part);
    }
}

/// Which severity model holds is drawn once per run, by weight; a weight of 0 keeps a model out.
#[test]
fn severity_models_by_weight() {
    let models = [("a", 1, 2.0), ("b", 10, 1.0), ("c", 100, 1.0), ("d", 1000, 0.0)];
    let list = models.map(|(name, amount, weight)| {
        format!("{{ id = \"fixed\", name = \"{name}\", amount = {amount}, weight = {weight} }}")
    });
    let breach = "occurs_at_month = [1, 2, 3], reach = \"one\"";
    let run = breached(RUNS, [100.0, 499.0], breach, &list.join(", "), "");
    let losses = run.column("rls", "loss_undiscounted");
    for (_, amount, weight) in models {
        let exactly = share(&losses, |loss| loss == 3.0 * f64::from(amount));
        if weight == 0.0 {
            assert_eq!(exactly, 0.0);
        } else {
            assert_probability(exactly, weight / 4.0, losses.len());
        }
    }
}

/// What a model of the whole loss already holds is not added again.
#[test]
fn marginal_models_hold_fines_and_response() {
    for (model, fines, response, churn) in [
        ("{ id = \"jacobs\" }", true, true, true),
        ("{ id = \"iris_records\" }", true, true, true),
        ("{ id = \"iris_2025\" }", false, false, true),
        ("{ id = \"iris_2022\" }", false, false, true),
        ("{ id = \"per_record\" }", true, true, true),
        ("{ id = \"per_record\", fine_share = 0 }", false, true, true),
        ("{ id = \"fixed\", amount = 5 }", false, false, false),
    ] {
        let run = breached(300, [1_000.0, 499.0], ONCE, model, "");
        let found = ["fines", "response", "churn"]
            .map(|part| run.column("rls", &format!("loss.{part}")).iter().any(|loss| *loss > 0.0));
        assert_eq!(found, [fines, response, churn], "{model}");
        assert!(run.column("rls", "loss.direct").iter().all(|loss| *loss > 0.0));
    }
}

/// jacobs was fitted on breaches of 2,000 to 120,000 records: what lies outside is said, how often, and where.
#[test]
fn extrapolated_severity() {
    // A thousand tenants of 1,000 records.
    let notices = |share: &str, severity: &str| {
        let breach = format!("occurs_at_month = 1, reach = {{ share = {share} }}");
        let run = breached(400, [1_000.0, 499.0], &breach, severity, "records_sigma = 0");
        extrapolations(&run.plan, &run.outcomes)
    };
    for inside in ["0.002", "0.05", "0.12"] {
        assert!(notices(inside, JACOBS).is_empty(), "{inside}");
    }
    for outside in ["0.001", "0.121", "1"] {
        let found = notices(outside, JACOBS);
        assert_eq!(found.len(), 1, "{outside}");
        assert!(found[0].contains("2,000 to 120,000 records") && found[0].contains("100 %"), "{found:?}");
    }
    // About half of the runs have a breach; the others count neither as inside nor as outside.
    let half = |share: &str| {
        let breach = format!("probability = 0.2, per = \"platform_year\", reach = {{ share = {share} }}");
        let run = breached(400, [1_000.0, 499.0], &breach, JACOBS, "records_sigma = 0");
        extrapolations(&run.plan, &run.outcomes)
    };
    assert!(half("0.05").is_empty());
    assert!(half("1")[0].contains("100 %"));
    // A model without weight, one with a coefficient of one's own, and one that ignores records.
    let without = "{ id = \"iris_records\" }, { id = \"jacobs\", weight = 0 }";
    let own = "{ id = \"jacobs\", exponent = 0.7 }";
    for severity in [without, own, "{ id = \"iris_2025\" }"] {
        assert!(notices("1", severity).is_empty(), "{severity}");
    }
}
