//! How the time of a run grows with runs, events, tenants and alternatives.
//!
//! `cargo run --release -p tenantrisk-benches --bin growth [REPETITIONS]`

use std::{error::Error, hint::black_box};

use rayon::ThreadPoolBuilder;
use tenantrisk::engine::Plan;
use tenantrisk_benches::{
    scenarios::{self, EVIDENCE, Scenario, W1},
    timing::{Series, Spread, time},
};

const MICROSECOND: f64 = 1e-6;

/// One line of the table.
struct Point {
    what: String,
    plan: Plan,
    series: Series,
}

fn main() -> Result<(), Box<dyn Error>> {
    let repetitions: usize = std::env::args().nth(1).map_or(Ok(5), |text| text.parse())?;
    let pool = ThreadPoolBuilder::new().num_threads(1).build()?;
    let mut points = points()?;
    for _ in 0..repetitions {
        for point in &mut points {
            let spent = time(&pool, || black_box(scenarios::simulate(&point.plan)).is_some()).0;
            point.series.push(spent, point.plan.model().simulation.runs);
        }
    }
    println!("Microseconds per run, one thread, {repetitions} repetitions in turn:\n");
    println!("| scenario | runs | least | median | most |\n|---|--:|--:|--:|--:|");
    for point in &points {
        let runs = point.plan.model().simulation.runs;
        println!("| {} | {runs} | {} |", point.what, Spread::of(point.series.best()).cells(MICROSECOND));
    }
    Ok(())
}

fn points() -> Result<Vec<Point>, Box<dyn Error>> {
    let mut points = Vec::new();
    let mut add = |what: String, scenario: Scenario, changes: &[(&str, &str)], runs: u64| {
        let mut text = scenario.text.to_owned();
        for (old, new) in changes {
            if !text.contains(old) {
                return Err(format!("{} has no {old:?}", scenario.name).into());
            }
            text = text.replace(old, new);
        }
        let plan = scenario.plan_of(&text, runs)?;
        points.push(Point { what, plan, series: Series::default() });
        Ok::<(), Box<dyn Error>>(())
    };
    for runs in [10_240, 102_400, 1_024_000] {
        add("w1".to_owned(), W1, &[], runs)?;
    }
    for rate in ["0.6", "6", "60", "600"] {
        let events = 5.0 * (rate.parse::<f64>()? + 4.01);
        let changed = format!("rate           = {rate}\n");
        add(format!("w1, {events:.0} events"), W1, &[("rate           = 6\n", &changed)], 20_480)?;
    }
    for tenants in ["100", "10_000", "1_000_000"] {
        let changed = format!("initial = {tenants}\n");
        add(format!("evidence, {tenants} tenants"), EVIDENCE, &[("initial = 10_000\n", &changed)], 10_240)?;
    }
    let (start, others) = EVIDENCE.text.split_once("[alternative.rls]").ok_or("no alternatives")?;
    let others: Vec<&str> = others.split("\n[alternative.").collect();
    for kept in 1..=others.len() {
        // The baseline is the third.
        let order = [2, 0, 1, 3];
        let tables: Vec<String> = order[..kept]
            .iter()
            .map(|&position| match position {
                0 => format!("[alternative.rls]{}", others[0]),
                _ => format!("[alternative.{}", others[position]),
            })
            .collect();
        let plan = EVIDENCE.plan_of(&format!("{start}{}", tables.join("\n")), 10_240)?;
        let what = format!("evidence, {kept} alternative{}", if kept == 1 { "" } else { "s" });
        points.push(Point { what, plan, series: Series::default() });
    }
    Ok(points)
}
