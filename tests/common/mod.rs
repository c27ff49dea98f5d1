//! Shared by the integration tests: the expected values and a scenario that runs in memory.

pub mod random;

use std::sync::atomic::AtomicBool;

use tenantrisk::{
    decision::{self, Findings},
    engine::{self, BLOCK_RUNS, Design, Outcomes, Plan, RunOptions, Simulator},
    model::Method,
    scenario,
};

/// The `expected` part of a case of `tests/data/cases.json`.
pub fn expected(id: &str) -> serde_json::Value {
    let cases: serde_json::Value = serde_json::from_str(include_str!("../data/cases.json")).unwrap();
    let case = cases["cases"].as_array().unwrap().iter().find(|case| case["id"] == id);
    case.unwrap_or_else(|| panic!("no case {id}"))["expected"].clone()
}

pub fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// A simulated scenario.
pub struct Simulated {
    pub plan: Plan,
    pub outcomes: Outcomes,
}

impl Simulated {
    /// Reads and plays a scenario, all runs independent and of equal weight; panics with the diagnostics if it has
    /// mistakes.
    pub fn new(source: &str) -> Self {
        Self::by(Method::Plain, source)
    }

    /// The same by a method.
    pub fn by(method: Method, source: &str) -> Self {
        let (model, diagnostics) = scenario::read("test", source);
        let mut model =
            model.unwrap_or_else(|| panic!("{}", diagnostics.render("test", source, false, None)));
        model.simulation.method = method;
        Self::of(Plan::new(model).unwrap())
    }

    /// Plays a plan.
    pub fn of(plan: Plan) -> Self {
        let interrupted = AtomicBool::new(false);
        let options = RunOptions { progress: &|_| {}, interrupted: &interrupted };
        let outcomes = engine::run(&plan, &options).unwrap();
        Simulated { plan, outcomes }
    }

    /// Plays a plan in which run `r` counts `weight(r)`, drawn by `design`.
    pub fn weighted(plan: Plan, design: Design, weight: impl Fn(u64) -> f64) -> Self {
        let runs = plan.model().simulation.runs;
        let mut simulator = Simulator::new(&plan);
        let blocks = (0..runs.div_ceil(BLOCK_RUNS)).map(|block| {
            let range = block * BLOCK_RUNS..runs.min((block + 1) * BLOCK_RUNS);
            simulator.play_weighted(range, &weight)
        });
        let outcomes = Outcomes::new(blocks.collect(), design);
        Simulated { plan, outcomes }
    }

    /// One metric of one alternative, by name.
    pub fn column(&self, alternative: &str, metric: &str) -> Vec<f64> {
        let position = self.position(alternative);
        let metric = self.plan.metric(metric).unwrap_or_else(|| panic!("no metric {metric}"));
        self.outcomes.metric(position, metric)
    }

    /// One metric that is the same in every run.
    pub fn only(&self, alternative: &str, metric: &str) -> f64 {
        let values = self.column(alternative, metric);
        assert!(values.iter().all(|value| *value == values[0]), "{metric} differs from run to run");
        values[0]
    }

    /// What the decision room makes of it.
    pub fn findings(&self) -> Findings {
        let provenance = decision::Provenance::default();
        decision::analyse(&self.plan, &self.outcomes, provenance, 0).unwrap()
    }

    pub fn position(&self, alternative: &str) -> usize {
        let mut alternatives = self.plan.model().alternatives.iter();
        alternatives.position(|other| other.name == alternative).unwrap()
    }
}

/// The keys of the mistakes of a scenario that must be refused.
pub fn refused(source: &str) -> Vec<String> {
    let (model, diagnostics) = scenario::read("test", source);
    assert!(model.is_none(), "accepted:\n{source}");
    diagnostics.errors().iter().map(|error| error.key.clone()).collect()
}

/// Asserts equality up to rounding.
pub fn assert_close(actual: f64, expected: f64) {
    let distance = (actual - expected).abs();
    assert!(distance <= 1e-9 * expected.abs().max(1e-9), "{actual} against {expected}");
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

pub fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64
}

pub fn share(values: &[f64], condition: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|value| condition(**value)).count() as f64 / values.len() as f64
}

/// Asserts that a simulated mean is within four exact standard errors of `expected`.
pub fn assert_mean(values: &[f64], expected: f64, exact_variance: f64) {
    let error = (exact_variance / values.len() as f64).sqrt();
    let distance = (mean(values) - expected) / error;
    assert!(distance.abs() < 4.0, "mean {} against {expected}: {distance:.2} standard errors", mean(values));
}

/// Asserts that a simulated probability is within four exact standard errors.
pub fn assert_probability(actual: f64, expected: f64, runs: usize) {
    let error = (expected * (1.0 - expected) / runs as f64).sqrt();
    let distance = (actual - expected) / error;
    assert!(distance.abs() < 4.0, "{actual} against {expected}: {distance:.2} standard errors");
}

/// Asserts that a variance is within four standard errors, from the exact fourth central moment where it is
/// given as kurtosis (fourth moment over squared variance).
pub fn assert_variance(values: &[f64], expected: f64, kurtosis: f64) {
    let error = expected * ((kurtosis - 1.0) / values.len() as f64).sqrt();
    let distance = (variance(values) - expected) / error;
    assert!(
        distance.abs() < 4.0,
        "variance {} against {expected}: {distance:.2} standard errors",
        variance(values)
    );
}

/// Asserts that `level` of the values lie at or below `quantile`, give or take half a grid step on the value
/// axis and four standard errors of the share.
pub fn assert_quantile(values: &[f64], level: f64, quantile: f64, half_step: f64) {
    let error = 4.0 * (level * (1.0 - level) / values.len() as f64).sqrt();
    let below = share(values, |value| value <= quantile + half_step);
    let under = share(values, |value| value < quantile - half_step);
    assert!(
        below >= level - error && under <= level + error,
        "P{} = {quantile}: {under} below, {below} up to it",
        100.0 * level
    );
}

/// A scenario of one tier of 10,000 tenants with 10,000 records, and isolation models `rls` and `database`
/// with the breach tables and severity model given; a breach costs nothing besides its severity.
pub fn scenario(runs: u64, years: u32, rls_breach: &str, database_breach: &str, severity: &str) -> String {
    format!(
        "schema = 1\nbaseline = \"database\"\n\
         [horizon]\nyears = {years}\n[simulation]\nruns = {runs}\nseed = 7\n\
         [tier.all]\nshare = 1\nprice_per_month = 100\ncost_per_month = 0\nrecords_per_tenant = 10_000\n\
         [severity]\nmodels = [{severity}]\n\
         [breach]\nrecords_sigma = 0\nfine = \"none\"\nchurn = \"none\"\nresponse = \"none\"\n\
         [isolation.rls]\ncost_per_tenant_month = 5\nbuild_cost = 1e6\nbreach = {{ {rls_breach} }}\n\
         [isolation.database]\ncost_per_tenant_month = 50\nbuild_cost = 2e6\nbreach = {{ {database_breach} }}\n\
         [alternative.rls]\nisolation = \"rls\"\n[alternative.database]\nisolation = \"database\"\n"
    )
}

/// One tier `all` of so many tenants at $100 a month with 10 records each, under one isolation model `rls` that
/// costs nothing and is never breached; `rest` are more tables.
pub fn company(runs: u64, years: u32, tenants: u64, rest: &str) -> String {
    format!(
        "schema = 1\nbaseline = \"rls\"\n\
         [horizon]\nyears = {years}\n[simulation]\nruns = {runs}\nseed = 7\n\
         [tenants]\ninitial = {tenants}\n\
         [tier.all]\nshare = 1\nprice_per_month = 100\ncost_per_month = 0\nrecords_per_tenant = 10\n\
         [isolation.rls]\ncost_per_tenant_month = 0\nbuild_cost = 0\n\
         breach = {{ rate = 0, per = \"platform_year\" }}\n\
         [alternative.rls]\nisolation = \"rls\"\n{rest}"
    )
}

/// A company with every kind of incident, a control and a move.
pub fn everything(runs: u64, years: u32, tenants: u64) -> String {
    let rest = "[capacity]\ninstances = 1\n[incident.outage]\n[incident.pool_exhaustion]\n\
        [incident.noisy_neighbour]\n[incident.degradation]\n\
        [incident.own]\noccurs_at_month = 1\nreach = \"all\"\ncost_per_event = 5\n\
        [control.c]\nbuild_cost = 100\nreduces.outage = { frequency = 1 }\nreduces.own = { frequency = 1 }\n\
        reduces.pool_exhaustion = { frequency = 1 }\nreduces.noisy_neighbour = { frequency = 1 }\n\
        reduces.degradation = { frequency = 1 }\nreduces.breach = { frequency = 1 }\n\
        [alternative.guarded]\nisolation = \"rls\"\ncontrols = [\"c\"]\n\
        [alternative.moved]\nisolation = \"database\"\n\
        migration = { from = \"rls\", at_month = 1, cost_per_tenant = 3, months = 2 }\n";
    company(runs, years, tenants, rest)
        .replace("breach = { rate = 0, per = \"platform_year\" }", "fixed_cost_per_month = 10")
        .replace("share = 1", "share = 1\nchurn_per_month = 0.1\ncustomer_impact_per_minute = 1")
}
