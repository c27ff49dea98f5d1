//! The scenarios that are timed, drawn plainly.

use std::{error::Error, sync::atomic::AtomicBool};

use tenantrisk::{
    engine::{self, Outcomes, Plan, RunOptions},
    model::Method,
    scenario,
};

/// A scenario file.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// Stem of the file.
    pub name: &'static str,
    /// What is in it.
    pub text: &'static str,
}

/// At the founding brief's figures: one kind of rare event.
pub const BRIEF: Scenario = Scenario {
    name: "ten-thousand-tenants",
    text: include_str!("../../scenarios/ten-thousand-tenants.toml"),
};

/// On published evidence: about 124 events in a run.
pub const EVIDENCE: Scenario = Scenario {
    name: "ten-thousand-tenants-evidence",
    text: include_str!("../../scenarios/ten-thousand-tenants-evidence.toml"),
};

/// A workload that other programs can run, too: three classes, 50 events in a run.
pub const W1: Scenario = Scenario { name: "w1", text: include_str!("../scenarios/w1.toml") };

impl Scenario {
    /// Reads and compiles the scenario for `runs` runs.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub fn plan(&self, runs: u64) -> Result<Plan, Box<dyn Error>> {
        self.plan_of(self.text, runs)
    }

    /// The same of a changed text.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn plan_of(&self, text: &str, runs: u64) -> Result<Plan, Box<dyn Error>> {
        let (model, diagnostics) = scenario::read(self.name, text);
        let mut model = model.ok_or_else(|| diagnostics.render(self.name, text, false, None))?;
        model.simulation.runs = runs;
        model.simulation.method = Method::Plain;
        Ok(Plan::new(model)?)
    }
}

/// The simulation stage, on the current thread pool; `None` never happens, as nothing interrupts it.
pub fn simulate(plan: &Plan) -> Option<Outcomes> {
    let options = RunOptions { progress: &|_| {}, interrupted: &AtomicBool::new(false) };
    engine::run(plan, &options)
}
