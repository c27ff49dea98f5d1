//! A move from one isolation model to another: what it costs month by month, and when exposure changes.

use crate::common::*;

/// 800 small and 200 large tenants, RLS for $5 and a database each for $50, three years; what RLS is breached
/// every month shows who still lives there.
fn company_that_moves(migration: &str, isolation: &str) -> String {
    let months: Vec<String> = (1..=36).map(|month: u32| month.to_string()).collect();
    format!(
        "schema = 1\nbaseline = \"stay\"\n[horizon]\nyears = 3\n[simulation]\nruns = 2\n\
         [tenants]\ninitial = 1000\n\
         [tier.small]\nshare = 0.8\nprice_per_month = 9\ncost_per_month = 1\nrecords_per_tenant = 1\n\
         compute_cost_per_month = 10\n\
         [tier.large]\nshare = 0.2\nprice_per_month = 99\ncost_per_month = 1\nrecords_per_tenant = 100\n\
         compute_cost_per_month = 100\n\
         [severity]\nmodels = [{{ id = \"fixed\", amount = 1 }}]\n[breach]\nrecords_sigma = 0\n\
         [isolation.rls]\ncost_per_tenant_month = 5\nbuild_cost = 1000\nfixed_cost_per_month = 70\n\
         instance_cost_per_month = 11\ntenants_per_instance = 300\ncompute_overhead = 1.5\n\
         operations_hours_per_tenant_month = 0.01\nengineer_cost_per_hour = 100\n\
         breach = {{ occurs_at_month = [{}], reach = \"all\" }}\n\
         [isolation.database]\ncost_per_tenant_month = 50\nbuild_cost = 2000\nfixed_cost_per_month = 30\n\
         operations_hours_per_tenant_month = 0.02\nengineer_cost_per_hour = 100\n\
         breach = {{ rate = 0, per = \"platform_year\" }}\n\
         [alternative.stay]\nisolation = \"rls\"\n\
         [alternative.move]\nisolation = {isolation}\nmigration = {{ from = \"rls\", {migration} }}\n",
        months.join(", ")
    )
}

const TO_DATABASE: &str = "\"database\"";
/// A month of RLS for all: per tenant, fixed, four instances.
const RLS: f64 = 5_000.0 + 70.0 + 44.0;
const DATABASE: f64 = 50_000.0 + 30.0;

/// A sum over months of an amount and of its present value.
fn flows(months: std::ops::Range<u32>, amount: f64) -> [f64; 2] {
    let value = |month: u32| amount * 1.1_f64.powf(-f64::from(month + 1) / 12.0);
    [months.clone().map(|_| amount).sum(), months.map(value).sum()]
}

fn assert_flows(run: &Simulated, metric: &str, parts: &[[f64; 2]]) {
    let exact = |side: usize| parts.iter().map(|part| part[side]).sum::<f64>();
    assert_close(run.only("move", &format!("{metric}_undiscounted")), exact(0));
    assert_close(run.only("move", metric), exact(1));
}

/// Month 12 to 14: old and new infrastructure are both paid, and tenants live in the old one.
#[test]
fn dual_running_pays_both() {
    let migration = "at_month = 12, months = 3, cost_per_tenant = 20";
    let run = Simulated::new(&company_that_moves(migration, TO_DATABASE));
    assert_flows(&run, "infrastructure", &[flows(0..15, RLS), flows(12..36, DATABASE)]);
    assert_flows(&run, "operations", &[flows(0..15, 1_000.0), flows(12..36, 2_000.0)]);
    assert_flows(&run, "compute_overhead", &[flows(0..15, 0.5 * (8_000.0 + 20_000.0))]);
    assert_flows(&run, "migration", &[flows(12..15, 20_000.0 / 3.0)]);
    // RLS is built at the start, as for those who stay; databases when the move begins.
    assert_close(run.only("move", "build"), 1_000.0 + 2_000.0 / 1.1);
    assert_close(run.only("stay", "build"), 1_000.0);
    // Breaches of RLS stop when the move is over.
    assert_eq!(run.only("move", "events"), 15.0);
    assert_eq!(run.only("stay", "events"), 36.0);
    assert_eq!(run.only("move", "tenants_exposed"), 15_000.0);
}

#[test]
fn without_dual_running_the_new_follows_the_old() {
    let run =
        Simulated::new(&company_that_moves("at_month = 12, months = 3, dual_running = false", TO_DATABASE));
    assert_flows(&run, "infrastructure", &[flows(0..15, RLS), flows(15..36, DATABASE)]);
    assert_eq!(run.only("move", "events"), 15.0);
}

/// A move that takes no time, and one that the horizon cuts off.
#[test]
fn short_and_late_moves() {
    let run = Simulated::new(&company_that_moves("at_month = 6, cost_per_tenant = 20", TO_DATABASE));
    assert_flows(&run, "infrastructure", &[flows(0..6, RLS), flows(6..36, DATABASE)]);
    assert_flows(&run, "migration", &[flows(6..7, 20_000.0)]);
    let run =
        Simulated::new(&company_that_moves("at_month = 33, months = 6, cost_per_tenant = 6", TO_DATABASE));
    assert_flows(&run, "infrastructure", &[flows(0..36, RLS), flows(33..36, DATABASE)]);
    assert_flows(&run, "migration", &[flows(33..36, 1_000.0)]);
    assert_eq!(run.only("move", "events"), 36.0);
}

/// A move that begins after the horizon is no move.
#[test]
fn a_move_after_the_horizon() {
    let run =
        Simulated::new(&company_that_moves("at_month = 36, months = 3, cost_per_tenant = 20", TO_DATABASE));
    for metric in ["infrastructure", "operations", "migration", "events"] {
        assert_eq!(
            run.only("move", metric),
            if metric == "migration" { 0.0 } else { run.only("stay", metric) }
        );
    }
    assert_eq!(run.only("move", "build"), run.only("stay", "build"));
}

/// Only the large tenants move: only theirs is paid twice.
#[test]
fn tenants_that_stay_are_paid_once() {
    let isolation = "{ small = \"rls\", large = \"database\" }";
    let run =
        Simulated::new(&company_that_moves("at_month = 12, months = 3, cost_per_tenant = 20", isolation));
    // From month 15 on: 800 tenants on three instances.
    let (staying, moved) = (4_000.0 + 70.0 + 33.0, 10_000.0 + 30.0);
    let parts = [flows(0..15, RLS), flows(15..36, staying), flows(12..36, moved)];
    assert_flows(&run, "infrastructure", &parts);
    assert_flows(&run, "operations", &[flows(0..15, 1_000.0), flows(15..36, 800.0), flows(12..36, 400.0)]);
    assert_flows(&run, "compute_overhead", &[flows(0..15, 14_000.0), flows(15..36, 4_000.0)]);
    assert_flows(&run, "migration", &[flows(12..15, 4_000.0 / 3.0)]);
    assert_close(run.only("move", "build"), 1_000.0 + 2_000.0 / 1.1);
}
