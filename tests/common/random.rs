//! Companies drawn at random.

use proptest::prelude::*;

/// A scenario with every part that costs money.
#[derive(Debug, Clone)]
pub struct Company {
    pub tenants: u32,
    pub growth: f64,
    pub dynamics: &'static str,
    pub convention: &'static str,
    pub accounting: &'static str,
    pub outages: f64,
    pub own: f64,
    pub breaches: f64,
    pub reach: &'static str,
    pub effect: f64,
    pub overlap: f64,
    pub start: u32,
    pub move_at: u32,
    pub months: u32,
    pub price: f64,
    pub seed: u64,
}

/// Companies of every kind.
pub fn companies() -> impl Strategy<Value = Company> {
    let reaches = [
        "\"one\"",
        "\"all\"",
        "\"pool\"",
        "{ share = 0.3 }",
        "{ share = { beta = { a = 1, b = 4 } } }",
        "{ beta = { a = 0.5, b = 2 } }",
    ];
    let conventions = ["monthly_arrears", "event_time", "end_of_year", "start_of_year", "mid_year"];
    let people = (1_u32..3_000, -0.5..0.8, prop::sample::select(vec!["expected", "stochastic"]), 1.0..900.0);
    let words = (
        prop::sample::select(conventions.to_vec()),
        prop::sample::select(vec!["lump", "endogenous"]),
        prop::sample::select(reaches.to_vec()),
    );
    let rates = (0.0..8.0, 0.0..8.0, 0.0..2.0, 0.0..1.0, 0.0..1.0);
    let whens = (0_u32..30, 0_u32..30, 0_u32..6, 0_u64..1_000_000);
    (people, words, rates, whens).prop_map(|(people, words, rates, whens)| Company {
        tenants: people.0,
        growth: people.1,
        dynamics: people.2,
        convention: words.0,
        accounting: words.1,
        outages: rates.0,
        own: rates.1,
        breaches: rates.2,
        reach: words.2,
        effect: rates.3,
        overlap: rates.4,
        start: whens.0,
        move_at: whens.1,
        months: whens.2,
        price: people.3,
        seed: whens.3,
    })
}

impl Company {
    /// The scenario with all money times `k`: `rls`, `guarded` by two controls, `mix` and `moved`.
    pub fn text(&self, k: f64) -> String {
        let Company { tenants, growth, dynamics, convention, accounting, .. } = self;
        let Company { outages, own, breaches, reach, effect, overlap, start, move_at, months, .. } = self;
        let (price, hour, seed) = (k * self.price, 90.0 * k, self.seed);
        let [one, ten, hundred, many] = [k, 10.0 * k, 100.0 * k, 1e5 * k];
        format!(
            "schema = 1\nbaseline = \"rls\"\n[horizon]\nyears = 2\nconvention = \"{convention}\"\n\
             [simulation]\nruns = 60\nseed = {seed}\n\
             [tenants]\ninitial = {tenants}\ngrowth_per_year = {growth}\ndynamics = \"{dynamics}\"\n\
             [tier.small]\nshare = 0.8\nprice_per_month = {price}\ncost_per_month = {one}\n\
             records_per_tenant = 10\nchurn_per_month = 0.02\ncompute_cost_per_month = {ten}\n\
             customer_impact_per_minute = {one}\n\
             [tier.small.limits.calls]\nincluded = 100\noverage_price = {one}\nunit_cost = {one}\n\
             usage = {{ median = 70, sigma = 0.6 }}\n\
             [tier.large]\nshare = 0.2\nprice_per_month = {many}\ncost_per_month = {hundred}\n\
             records_per_tenant = 1000\nchurn_per_month = 0.01\n\
             [severity]\nmodels = [{{ id = \"per_record\", base = {many}, per_record = {hundred}, fine_share = 0.1 }},\n\
             {{ id = \"fixed\", amount = {{ p50 = {many}, p95 = {} }} }}]\n\
             [breach]\nchurn = {{ accounting = \"{accounting}\" }}\nresponse = {{ cost_per_hour = {hour} }}\n\
             [incident.outage]\nrate = {outages}\nper = \"platform_year\"\nreach = {reach}\n\
             engineer_cost_per_hour = {hour}\ncost_per_minute = {ten}\n\
             [incident.own]\nrate = {own}\nper = \"platform_year\"\nreach = {reach}\ncost_per_tenant = {one}\n\
             cost_per_record = {one}\nduration_minutes = 40\nsla = true\nchurn = 0.01\ncost_per_event = {ten}\n\
             engineers = 1\nengineer_cost_per_hour = {hour}\ntickets_per_tenant = 1\n\
             support_cost_per_hour = {hour}\nopportunity_per_event = {ten}\n\
             [incident.yearly]\nprobability = 0.95\nper = \"platform_year\"\nreach = {reach}\n\
             cost_per_event = {{ p50 = {many}, p95 = {} }}\n\
             [isolation.rls]\ncost_per_tenant_month = {one}\nbuild_cost = {many}\nfixed_cost_per_month = {ten}\n\
             operations_hours_per_tenant_month = 0.01\nengineer_cost_per_hour = {hour}\n\
             breach = {{ rate = {breaches}, per = \"platform_year\", reach = {reach} }}\n\
             [isolation.database]\ncost_per_tenant_month = {ten}\nbuild_cost = {hundred}\n\
             instance_cost_per_month = {ten}\ntenants_per_instance = 7\n\
             breach = {{ probability = 0.3, per = \"platform_year\", reach = \"one\" }}\n\
             [control.a]\nbuild_cost = {hundred}\ncost_per_year = {ten}\nstart_month = {start}\nramp_months = 5\n\
             reduces.yearly = {{ frequency = {effect} }}\n\
             reduces.outage = {{ frequency = {effect}, severity = 0.2 }}\nreduces.breach = {{ frequency = {effect} }}\n\
             [control.b]\nreduces.own = {{ severity = {effect} }}\nreduces.outage = {{ frequency = 0.4 }}\n\
             [alternative.rls]\nisolation = \"rls\"\n\
             [alternative.guarded]\nisolation = \"rls\"\ncontrols = [\"a\", \"b\"]\noverlap = {overlap}\n\
             [alternative.mix]\nisolation = {{ small = \"rls\", large = \"database\" }}\n\
             [alternative.moved]\nisolation = {{ small = \"rls\", large = \"database\" }}\ncontrols = [\"a\"]\n\
             migration = {{ from = \"rls\", at_month = {move_at}, months = {months}, cost_per_tenant = {ten} }}\n",
            3.0 * many,
            90.0 * many
        )
    }
}
