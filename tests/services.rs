//! Service incidents: counts, reach, duration, and every cost of an event by hand.

use crate::common::*;
use tenantrisk::model::lifetime::truncated_value;

const RUNS: u64 = 100_000;
/// Factor that discounts by one month at 10 % a year.
fn month() -> f64 {
    discount(1.0)
}

fn discount(months: f64) -> f64 {
    1.1_f64.powf(-months / 12.0)
}

fn outages(years: u32, more: &str) -> Vec<f64> {
    let incident = format!("[incident.outage]\nreach = \"all\"\nduration_minutes = 60\n{more}\n");
    Simulated::new(&company(RUNS, years, 100, &incident)).column("rls", "events.outage")
}

/// Asserts mean and variance of a negative binomial: variance mean + mean²/size, excess kurtosis
/// 6/size + 1/variance.
fn assert_negative_binomial(events: &[f64], mean: f64, size: f64) {
    let variance = mean + mean * mean / size;
    assert_mean(events, mean, variance);
    assert_variance(events, variance, 3.0 + 6.0 / size + 1.0 / variance);
}

/// The default outages: negative binomial with mean 2.67 a year and size 2, every year anew.
#[test]
fn outages_vary_more_than_poisson_every_year() {
    // Five years of size 2 are one negative binomial of size 10.
    assert_negative_binomial(&outages(5, ""), 5.0 * 2.67, 10.0);
}

/// One unknown factor for the whole run instead: the same mean, three times the variance over five years.
#[test]
fn an_epistemic_factor_holds_for_all_years() {
    let events = outages(5, "mixing = { gamma = 2, role = \"epistemic\" }");
    assert_negative_binomial(&events, 5.0 * 2.67, 2.0);
}

/// Poisson-lognormal: P(0) = E[e^(-λM)] by the trapezoidal rule over the normal score.
#[test]
fn a_lognormal_factor() {
    let (rate, sigma) = (2.0, 0.87_f64);
    let mixing = format!(
        "rate = {rate}\nper = \"platform_year\"\nmixing = {{ lognormal = {sigma}, role = \"aleatory\" }}"
    );
    let events = outages(1, &mixing);
    let step = 0.01;
    let none: f64 = (-800..=800)
        .map(|i| {
            let z = step * f64::from(i);
            let factor = (sigma * z - 0.5 * sigma * sigma).exp();
            step * (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt() * (-rate * factor).exp()
        })
        .sum();
    assert_probability(share(&events, |n| n == 0.0), none, events.len());
    assert_mean(&events, rate, rate + rate * rate * ((sigma * sigma).exp() - 1.0));
}

/// A probability is a probability: the default factor on the rate of outages plays no part.
#[test]
fn a_probability_is_not_mixed() {
    let events = outages(1, "probability = 0.3\nper = \"platform_year\"");
    assert_probability(share(&events, |n| n == 1.0), 0.3, events.len());
    let both = "[incident.outage]\nprobability = 0.3\nper = \"platform_year\"\n\
                mixing = { gamma = 2, role = \"aleatory\" }\n";
    assert_eq!(refused(&company(1, 1, 1, both)), ["incident.outage.mixing"]);
}

/// 1,000 tenants that use half of 50 connections through a pooler of ten need 2,500 at a time.
#[test]
fn exhaustion_follows_utilisation() {
    for (instances, utilisation) in
        [("instances = 3", 2.5 / 3.0), ("instances = 4", 0.625), ("instances = 2", 1.25), ("", 0.625)]
    {
        let rest = format!(
            "[capacity]\nconnections_per_instance = 1000\n{instances}\n\
             [incident.pool_exhaustion]\nreach = \"one\"\nduration_minutes = 1\nutilisation_exponent = 5\n"
        );
        let text = company(20_000, 5, 1_000, &rest).replace("share = 1", "share = 1\nconnection_limit = 50");
        let events = Simulated::new(&text).column("rls", "events.pool_exhaustion");
        // Beyond full use nothing is left to run out.
        let mean = 20.0 * (5.0 * f64::max(f64::min(utilisation, 1.0) - 0.7, 0.0)).exp();
        assert_mean(&events, mean, mean);
    }
}

/// A database each has no pool to exhaust and no neighbours; `isolation` says so of a class of one's own.
#[test]
fn shared_incidents_need_shared_instances() {
    let rest = "[isolation.database]\nbreach = { rate = 0, per = \"platform_year\" }\n\
        [alternative.database]\nisolation = \"database\"\n\
        [incident.pool_exhaustion]\n[incident.noisy_neighbour]\n[incident.degradation]\n[incident.outage]\n\
        [incident.own]\nrate = 4\nper = \"platform_year\"\nisolation = [\"database\"]\n";
    let run = Simulated::new(&company(200, 5, 1_000, rest));
    for (class, in_rls, in_databases) in [
        ("pool_exhaustion", true, false),
        ("noisy_neighbour", true, false),
        ("degradation", true, false),
        ("outage", true, true),
        ("own", false, true),
    ] {
        let strikes = |name| mean(&run.column(name, &format!("events.{class}"))) > 0.0;
        assert_eq!((strikes("rls"), strikes("database")), (in_rls, in_databases), "{class}");
    }
}

fn one_event(runs: u64, tenants: u64, more: &str) -> Simulated {
    let incident = format!("[incident.own]\noccurs_at_month = 1\n{more}\n");
    Simulated::new(&company(runs, 1, tenants, &incident))
}

/// Pools of 300 among 1,000: nine of ten tenants sit in a full one, the others in the rest of 100.
#[test]
fn a_pool_is_struck_by_its_size() {
    let run = one_event(RUNS, 1_000, "reach = \"pool\"\ncost_per_tenant = 1");
    let affected = run.column("rls", "loss_undiscounted");
    assert!(affected.iter().all(|n| *n == 300.0 || *n == 100.0));
    assert_probability(share(&affected, |n| n == 100.0), 0.1, affected.len());
}

#[test]
fn a_beta_share_of_the_tenants() {
    let run = one_event(RUNS, 1_000, "reach = { beta = { a = 2, b = 2 } }\ncost_per_tenant = 1");
    let affected = run.column("rls", "loss_undiscounted");
    assert_mean(&affected, 500.0, 1e6 / 20.0);
    assert_variance(&affected, 1e6 / 20.0, 3.0 - 6.0 / 7.0);
}

/// Lognormal(4.25, 1.25), near the published median of 67 and 95th percentile of 528 minutes.
#[test]
fn outages_last_as_published() {
    let incident = "[incident.outage]\noccurs_at_month = 1\ncost_per_minute = 1\n";
    let run = Simulated::new(&company(RUNS, 1, 100, incident));
    let minutes = run.column("rls", "loss.direct_undiscounted");
    let mean = (4.25_f64 + 0.5 * 1.25 * 1.25).exp();
    assert_mean(&minutes, mean, mean * mean * ((1.25_f64 * 1.25).exp() - 1.0));
    assert_quantile(&minutes, 0.5, 4.25_f64.exp(), 1e-9);
    assert_quantile(&minutes, 0.95, (4.25_f64 + 1.25 * 1.644_853_626_951_472_7).exp(), 1e-9);
}

/// Every cost of an event at the end of month 7 that affects 250 of 1,000 tenants, who pay $100 and cost $40.
const EVERYTHING: &str = "[breach]\nrecords_sigma = 0\n\
    [incident.own]\noccurs_at_month = 7\nreach = { share = 0.25 }\nduration_minutes = 90\ndegradation = 0.4\n\
    cost_per_event = 1000\ncost_per_tenant = 2\ncost_per_minute = 3\ncost_per_record = 0.5\n\
    engineers = 2\nengineer_hours = 5\nengineer_cost_per_hour = 120\n\
    tickets_per_tenant = 0.3\nhours_per_ticket = 0.5\nsupport_cost_per_hour = 75\n\
    churn = 0.02\nopportunity_per_event = 123\n";

#[test]
fn every_cost_of_an_event() {
    let text = company(20, 2, 1_000, EVERYTHING)
        .replace("cost_per_month = 0", "cost_per_month = 30\ncustomer_impact_per_minute = 7")
        .replace("share = 1", "share = 1\nchurn_per_month = 0.02")
        .replace("cost_per_tenant_month = 0", "cost_per_tenant_month = 10");
    let run = Simulated::new(&text);
    let worth = truncated_value(60.0, 0.02, month(), 36);
    let year_after: f64 = (1..=12).map(|month| discount(7.0 + f64::from(month))).sum::<f64>() / 12.0;
    let parts = [
        ("loss.direct", 1_000.0 + 250.0 * 2.0 + 90.0 * 3.0 + 2_500.0 * 0.5, discount(7.0)),
        ("loss.response", 5.0 * 120.0, discount(7.0)),
        ("loss.support", 250.0 * 0.3 * 0.5 * 75.0, discount(7.0)),
        ("loss.churn", 0.02 * 250.0 * worth, year_after),
        ("loss.sla_credits", 0.0, 1.0),
        ("loss.fines", 0.0, 1.0),
    ];
    for (metric, nominal, factor) in parts {
        assert_close(run.only("rls", &format!("{metric}_undiscounted")), nominal);
        assert_close(run.only("rls", metric), nominal * factor);
    }
    let loss: f64 = parts.iter().map(|(_, nominal, _)| nominal).sum();
    assert_close(run.only("rls", "loss_undiscounted"), loss);
    assert_close(run.only("rls", "loss.own_undiscounted"), loss);
    assert_close(run.only("rls", "customer_impact_undiscounted"), 90.0 * 0.4 * 250.0 * 7.0);
    assert_close(run.only("rls", "customer_impact"), 90.0 * 0.4 * 250.0 * 7.0 * discount(7.0));
    assert_close(run.only("rls", "opportunity"), 123.0 * discount(7.0));
    let tco = run.only("rls", "tco_undiscounted");
    assert_close(tco, loss + run.only("rls", "infrastructure_undiscounted"));
}

/// Longer than the least hours: engineers work while it lasts.
#[test]
fn engineers_work_while_it_lasts() {
    let text = company(1, 2, 1_000, EVERYTHING).replace("duration_minutes = 90", "duration_minutes = 300");
    assert_close(Simulated::new(&text).only("rls", "loss.response_undiscounted"), 10.0 * 120.0);
}

/// A06: 200 tenants lose 40 % for two hours, by the rules that the brief gave.
#[test]
fn a06_noisy_neighbour() {
    let expected = expected("A06");
    let incident = "[incident.noisy_neighbour]\noccurs_at_month = 1\nreach = \"all\"\nduration_minutes = 120\n\
                    degradation = 0.4\n";
    let run = Simulated::new(&company(1, 1, 200, incident));
    assert_close(run.only("rls", "loss.support_undiscounted"), number(&expected["support"]));
    assert_close(run.only("rls", "loss.response_undiscounted"), number(&expected["engineering"]));
    let leaving = 200.0 * number(&expected["churn_probability"]);
    assert_close(
        run.only("rls", "loss.churn_undiscounted"),
        leaving * truncated_value(100.0, 0.0, month(), 36),
    );
}

/// Events of one month reach tenants independently; each tenant's minutes are summed before the schedule of
/// 99.9 % and 99 % of a month of 30 days: 43.2 and 432 minutes. Fees are $100,000.
#[test]
fn credits_for_several_events_of_a_month() {
    let event = |name: &str, share: f64, minutes: f64, at: u32| {
        format!(
            "[incident.{name}]\noccurs_at_month = {at}\nreach = {{ share = {share} }}\n\
             duration_minutes = {minutes}\nsla = true\n"
        )
    };
    let credits = |events: &[String], claims: &str| {
        let sla = format!("[sla]\nschedule = [[0.999, 0.10], [0.99, 0.25]]\n{claims}\n");
        let text = company(3, 1, 1_000, &(sla + &events.concat()))
            .replace("schema = 1", "schema = 1\nstart = 2027-04-01");
        Simulated::new(&text)
    };
    let total = |run: &Simulated| run.only("rls", "loss.sla_credits_undiscounted");
    let (a, b, c) = (event("a", 0.5, 30.0, 1), event("b", 0.4, 25.0, 1), event("c", 0.2, 400.0, 1));
    assert_close(total(&credits(&[event("a", 0.3, 60.0, 1)], "")), 0.3 * 0.1 * 1e5);
    assert_eq!(total(&credits(std::slice::from_ref(&a), "")), 0.0);
    // Only those hit by both miss 43.2 minutes.
    assert_close(total(&credits(&[a.clone(), b.clone()], "")), 0.5 * 0.4 * 0.1 * 1e5);
    assert_close(total(&credits(&[a.clone(), b.clone()], "claim_rate = 0.5")), 0.5 * 0.2 * 0.1 * 1e5);
    assert_eq!(total(&credits(&[a.clone(), event("b", 0.4, 25.0, 2)], "")), 0.0, "months apart");
    // With c: hit by all three 455 minutes; by c otherwise; by a and b without c.
    let share = 0.2 * (0.2 * 0.25 + 0.8 * 0.1) + 0.8 * 0.2 * 0.1;
    let run = credits(&[a, b, c], "");
    assert_close(total(&run), share * 1e5);
    assert_close(run.only("rls", "loss.sla_credits"), share * 1e5 * month());
    // The credit is shared out by share times minutes: 15, 10 and 80.
    for (class, part) in [("a", 15.0), ("b", 10.0), ("c", 80.0)] {
        let loss = run.only("rls", &format!("loss.{class}_undiscounted"));
        assert_close(loss, share * 1e5 * part / 105.0);
    }
}

/// However the worth of those who leave is booked, it is their lifetime value, wherever the horizon ends: as a
/// lump that is paid over a year, or month by month.
#[test]
fn churn_as_a_lump_or_month_by_month() {
    for at in [1, 12, 40, 60] {
        let loss = |accounting: &str| {
            let rest = format!(
                "[breach]\nchurn = {{ accounting = \"{accounting}\", exposed = 0, others = 0 }}\n\
                 [incident.own]\noccurs_at_month = {at}\nreach = \"all\"\nchurn = 0.1\n"
            );
            let run = Simulated::new(&company(1, 5, 1_000, &rest));
            assert_eq!(run.only("rls", "loss"), run.only("rls", "loss.churn"));
            let nominal = run.only("rls", "loss.churn_undiscounted");
            [
                run.only("rls", "loss.churn"),
                nominal,
                run.only("rls", "revenue"),
                run.only("rls", "infrastructure"),
            ]
        };
        let ([lump, lump_nominal, earned, cost], [present, nominal, earned_too, cost_too]) =
            (loss("lump"), loss("endogenous"));
        // Neither also takes the tenants away.
        assert_eq!((earned, cost), (earned_too, cost_too));
        let value = 100.0 * truncated_value(100.0, 0.0, month(), 36);
        assert_close(lump_nominal, value);
        assert!(lump < value);
        assert_close(present, value * month().powi(at));
        assert_close(nominal, 100.0 * 100.0 * 36.0);
    }
}
