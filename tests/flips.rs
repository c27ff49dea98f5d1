//! What would flip the decision: a scenario in which the amount is multiplied by the factor comes to equal costs.

use crate::common::{Simulated, assert_close, mean, scenario};
use tenantrisk::decision::{AmountFlip, Findings};

const RLS: &str = "rate = 0.3, per = \"platform_year\", reach = \"all\"";
const DATABASE: &str = "rate = 0.05, per = \"platform_year\", reach = \"all\"";
const AMOUNT: f64 = 5e6;

fn played(amount: f64) -> String {
    scenario(4_000, 3, RLS, DATABASE, &format!("{{ id = \"fixed\", amount = {amount} }}"))
}

fn flip<'a>(findings: &'a Findings, metric: &str, of: Option<&str>) -> &'a AmountFlip {
    let flips = findings.flips.as_ref().unwrap();
    assert_eq!(flips.alternative, "rls");
    let found = flips.amounts.iter().find(|flip| flip.metric == metric && flip.of.as_deref() == of);
    found.unwrap_or_else(|| panic!("no flip of {metric} in {:?}", flips.amounts))
}

fn equal_costs(text: &str) {
    let run = Simulated::new(text);
    assert_close(mean(&run.column("rls", "tco")), mean(&run.column("database", "tco")));
}

#[test]
fn multiplied_amounts_make_costs_equal() {
    let text = played(AMOUNT);
    let findings = Simulated::new(&text).findings();
    let losses = flip(&findings, "loss", None);
    assert!(losses.factor.value > 1.0 && losses.as_cheap == "database");
    assert!(losses.factor.std_error.unwrap() > 0.0);
    equal_costs(&played(AMOUNT * losses.factor.value));

    let dear = flip(&findings, "infrastructure", Some("database")).factor.value;
    assert!(dear < 1.0);
    equal_costs(
        &text.replace("cost_per_tenant_month = 50", &format!("cost_per_tenant_month = {}", 50.0 * dear)),
    );
    let cheap = flip(&findings, "infrastructure", Some("rls")).factor.value;
    equal_costs(
        &text.replace("cost_per_tenant_month = 5\n", &format!("cost_per_tenant_month = {}\n", 5.0 * cheap)),
    );
    let build = flip(&findings, "build", Some("rls")).factor.value;
    equal_costs(&text.replace("build_cost = 1e6", &format!("build_cost = {}", 1e6 * build)));
}
