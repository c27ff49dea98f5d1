//! R01: what is refused, each with the key that is wrong.

use crate::common::*;
use tenantrisk::scenario as file;

const HALF: &str = "probability = 0.5, per = \"platform_year\", reach = \"all\"";
const PER_RECORD: &str = "{ id = \"per_record\" }";

/// Breaches, severity, the company.
#[test]
fn refusals() {
    let base = |severity: &str| scenario(10, 5, HALF, HALF, severity);
    for (text, key) in [
        (
            base(PER_RECORD).replace("probability = 0.5", "probability = 1.5"),
            "isolation.rls.breach.probability",
        ),
        (
            base(PER_RECORD).replace("probability = 0.5", "probability = nan"),
            "isolation.rls.breach.probability",
        ),
        (base(PER_RECORD).replace("probability = 0.5", "rate = -1"), "isolation.rls.breach.rate"),
        (base(PER_RECORD).replace("build_cost = 1e6", "build_cost = -1"), "isolation.rls.build_cost"),
        (base(PER_RECORD).replace("share = 1", "share = 0.9"), "tier"),
        (base(PER_RECORD).replace("runs = 10", "runs = 0"), "simulation.runs"),
        (base(PER_RECORD).replace("years = 5", "years = 5\ndiscount_rate = -1"), "horizon.discount_rate"),
        (base("{ id = \"fixed\", amount = { median = 1, sigma = -1 } }"), "severity.models[1].amount"),
        (
            base("{ id = \"fixed\", amount = { gpd = { threshold = 1, xi = 1, beta = 1 } } }"),
            "severity.models[1].amount",
        ),
        (
            base("{ id = \"fixed\", amount = { pareto = { alpha = 1, min = 1 } } }"),
            "severity.models[1].amount",
        ),
        (
            base(PER_RECORD).replace("reach = \"all\"", "reach = { beta = { a = 0, b = 1 } }"),
            "isolation.rls.breach.reach.beta.a",
        ),
        (base(PER_RECORD).replace("schema = 1", "schema = 1\nrunz = 3"), "runz"),
        (base(PER_RECORD).replace("baseline = \"database\"", "baseline = \"databse\""), "baseline"),
        (base(PER_RECORD).replace(", per = \"platform_year\"", ""), "isolation.rls.breach.per"),
        (base(PER_RECORD).replace("schema = 1", "schema = 1\n[policy]"), "policy"),
        (base("{ id = \"jacobs\", weight = 0 }"), "severity.models"),
    ] {
        assert!(refused(&text).iter().any(|found| found == key), "{key} is not among {:?}", refused(&text));
    }
}

/// Services, tenants, usage, investments, the costs of a breach.
#[test]
fn more_refusals() {
    let base = || {
        let limits = "[tier.all.limits.api]\nincluded = 1\nusage = 1\n[sla]\nclaim_rate = 1\n[breach]\n";
        everything(10, 2, 100) + limits
    };
    let tier = |line: &str| {
        base().replace("share = 1", &format!("share = 1\n{line}")).replace("churn_per_month = 0.1\n", "")
    };
    let own = |line: &str| base().replace("cost_per_event = 5", line);
    let breach = |line: &str| base() + line + "\n";
    assert!(file::read("test", &base()).0.is_some());
    for (text, key) in [
        (tier("churn_per_month = 1.1"), "tier.all.churn_per_month"),
        (tier("growth_per_year = -1.1"), "tier.all.growth_per_year"),
        (tier("arrivals_per_month = -1"), "tier.all.arrivals_per_month"),
        (base().replace("initial = 100", "initial = -1"), "tenants.initial"),
        (base().replace("initial = 100", "initial = nan"), "tenants.initial"),
        (base().replace("price_per_month = 100", "price_per_month = -1"), "tier.all.price_per_month"),
        (base().replace("usage = 1", "usage = -1"), "tier.all.limits.api.usage"),
        (base().replace("included = 1", "included = -1"), "tier.all.limits.api.included"),
        (base().replace("claim_rate = 1", "claim_rate = 1.5"), "sla.claim_rate"),
        (base().replace("claim_rate = 1", "schedule = [[0.9, 2]]"), "sla.schedule"),
        (own("duration_minutes = -1"), "incident.own.duration_minutes"),
        (own("duration_minutes = { median = 1, sigma = -1 }"), "incident.own.duration_minutes"),
        (own("churn = 1.01"), "incident.own.churn"),
        (own("degradation = 2"), "incident.own.degradation"),
        (own("cost_per_tenant = -1"), "incident.own.cost_per_tenant"),
        (own("rate = 1\nper = \"platform_year\""), "incident.own"),
        (base().replace("= \"all\"", "= \"some\""), "incident.own.reach"),
        (base().replace("occurs_at_month = 1", "occurs_at_month = 0"), "incident.own.occurs_at_month"),
        (own("cost_per_evnt = 5"), "incident.own.cost_per_evnt"),
        (base().replace("at_month = 1,", ""), "alternative.moved.migration.at_month"),
        (base().replace("months = 2", "months = -2"), "alternative.moved.migration.months"),
        (base().replace("from = \"rls\"", "from = \"rsl\""), "alternative.moved.migration.from"),
        (
            base().replace("reduces.own = { frequency = 1 }", "reduces.own = { frequency = 1.1 }"),
            "control.c.reduces.own.frequency",
        ),
        (base().replace("reduces.own =", "reduces.owl ="), "control.c.reduces.owl"),
        (base().replace("controls = [\"c\"]", "controls = [\"d\"]"), "alternative.guarded.controls"),
        (base().replace("build_cost = 100", "build_cost = -1"), "control.c.build_cost"),
        (base().replace("instances = 1", "instances = 0"), "capacity.instances"),
        (breach("correlation = -0.1"), "breach.correlation"),
        (breach("correlation = 1.1"), "breach.correlation"),
        (breach("records_sigma = -1"), "breach.records_sigma"),
        (breach("churn = { exposed = 1.1 }"), "breach.churn.exposed"),
        (breach("fine = { probability = 2 }"), "breach.fine.probability"),
        (breach("fine = { lag_months = -1 }"), "breach.fine.lag_months"),
        (breach("response = { hours = -1 }"), "breach.response.hours"),
        (breach("[dependence]"), "dependence"),
    ] {
        assert!(refused(&text).iter().any(|found| found == key), "{key} is not among {:?}", refused(&text));
    }
}

/// Two alternatives of one name, and two severity models.
#[test]
fn names_are_unique() {
    let twice = everything(1, 1, 1).replace("[alternative.guarded]", "[alternative.rls]");
    let (model, diagnostics) = file::read("test", &twice);
    assert!(model.is_none() && diagnostics.render("test", &twice, false, None).contains("alternative.rls"));
    let models = "{ id = \"jacobs\" }, { id = \"jacobs\" }";
    assert_eq!(refused(&scenario(1, 1, HALF, HALF, models)), ["severity.models[2]"]);
}
