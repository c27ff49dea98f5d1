//! `tenantrisk explain`: every parameter of a scenario, given or default, and what each line is expected to cost.

use std::sync::atomic::AtomicBool;

use super::{
    arguments::ExplainArguments,
    exit::{Failure, internal},
    input::{self, Input},
    screen,
};
use crate::{
    decision::{self, ExpectedLine},
    engine::{self, Plan, RunOptions},
    model::{Method, Nesting},
    report::{self, explain},
};

/// Prints the parameters of all files, or writes those of one as a page.
pub(super) fn explain(arguments: &ExplainArguments) -> Result<(), Failure> {
    if arguments.html.is_some() && arguments.files.len() > 1 {
        return Err(Failure::BadInput("error: --html: expected one scenario, found several".to_owned()));
    }
    for input in input::read_all(&arguments.files)? {
        let (plan, lines) = expected(input, arguments.runs)?;
        let facts = decision::parameter_facts(&plan.model().registry);
        let title = &plan.model().title;
        if let Some(path) = &arguments.html {
            let page = explain::html(&facts, &lines, arguments.runs, title);
            report::write_file(path, page.as_bytes()).map_err(internal)?;
            continue;
        }
        let width = screen::width();
        anstream::println!("{}", explain::render(&facts, title, width).trim_end());
        if !lines.is_empty() {
            anstream::println!("\n{}", explain::render_expected(&lines, arguments.runs, width).trim_end());
        }
    }
    Ok(())
}

fn expected(input: Input, runs: u64) -> Result<(Plan, Vec<ExpectedLine>), Failure> {
    let mut model = input.model;
    let name = model.name.clone();
    model.simulation.runs = runs.max(1);
    model.simulation.method = Method::Plain;
    model.simulation.uncertainty = Nesting::Flat;
    let plan = Plan::new(model).map_err(|error| Failure::BadInput(format!("error: {name}: {error}")))?;
    if runs == 0 {
        return Ok((plan, Vec::new()));
    }
    let options = RunOptions { progress: &|_| {}, interrupted: &AtomicBool::new(false) };
    let outcomes = engine::run(&plan, &options).ok_or(Failure::Interrupted)?;
    let lines = decision::expected_lines(&plan, &outcomes).map_err(internal)?;
    Ok((plan, lines))
}
