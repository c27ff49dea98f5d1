//! The ledger of a run adds up to the run's row, cent by cent.

use tenantrisk::{
    decision::{AlternativeLedger, LedgerLine, replay, run_at_quantile},
    engine::{self, Plan, RunOptions},
    model::Method,
    report::{Decimal, replay_csv},
};

const SCENARIOS: [(&str, &str); 6] = [
    ("evidence", include_str!("../scenarios/ten-thousand-tenants-evidence.toml")),
    ("small", include_str!("../scenarios/small-regulated.toml")),
    ("brief", include_str!("../scenarios/ten-thousand-tenants.toml")),
    ("breakers", include_str!("../scenarios/circuit-breakers.toml")),
    ("noisy", include_str!("../scenarios/noisy-neighbour.toml")),
    ("growth", include_str!("../scenarios/growth-150k.toml")),
];

fn plan(name: &str, text: &str, method: Method) -> Plan {
    let (model, diagnostics) = tenantrisk::scenario::read(name, text);
    let mut model = model.unwrap_or_else(|| panic!("{}", diagnostics.render(name, text, false, None)));
    model.simulation.runs = 8_192;
    model.simulation.method = method;
    Plan::new(model).unwrap()
}

fn outcomes(plan: &Plan) -> engine::Outcomes {
    let options = RunOptions { progress: &|_| {}, interrupted: &false.into() };
    engine::run(plan, &options).unwrap()
}

/// 100 runs of every scenario, spread over all, under both methods.
#[test]
fn lines_add_up_to_the_row_of_the_run() {
    for (name, text) in SCENARIOS {
        for method in [Method::Auto, Method::Plain] {
            let plan = plan(name, text, method);
            let outcomes = outcomes(&plan);
            let metrics = ["tco", "tco_undiscounted"].map(|metric| plan.metric(metric).unwrap());
            let columns = |alternative| metrics.map(|metric| outcomes.metric(alternative, metric));
            let rows: Vec<[Vec<f64>; 2]> = (0..plan.model().alternatives.len()).map(columns).collect();
            for run in (0..100).map(|step| step * 81) {
                let ledger = replay(&plan, run);
                for (alternative, [tco, undiscounted]) in ledger.alternatives.iter().zip(&rows) {
                    let [tco, undiscounted] = [tco[run as usize], undiscounted[run as usize]];
                    assert_eq!(alternative.tco_usd, tco, "{name} run {run}");
                    for (sum, row) in
                        [(alternative.total_usd, tco), (alternative.total_undiscounted_usd, undiscounted)]
                    {
                        // To the cent, or to what doubles of this size can hold.
                        let off = (sum - row).abs();
                        assert!(off < 0.005_f64.max(1e-12 * row), "{name} run {run}: {sum} is not {row}");
                    }
                }
            }
        }
    }
}

/// The same event keeps its number, date and length under every alternative that it strikes.
#[test]
fn alternatives_share_their_events() {
    let (name, text) = SCENARIOS[0];
    let plan = plan(name, text, Method::Plain);
    let ledger = replay(&plan, 5);
    let facts = |line: &LedgerLine| (line.what.clone(), line.event, line.date.clone(), line.minutes);
    let of = |alternative: &AlternativeLedger| -> Vec<_> {
        alternative.lines.iter().filter(|line| line.event.is_some()).map(facts).collect()
    };
    let all: Vec<Vec<_>> = ledger.alternatives.iter().map(of).collect();
    // Row-level security and the hybrid, most of whose tenants are under it.
    let shared = all[0].iter().filter(|event| all[3].contains(event)).count();
    assert!(shared > 20, "{shared}");
    for events in &all {
        for (what, number, date, minutes) in events {
            let same = all.iter().flatten().filter(|event| (&event.0, &event.1) == (what, number));
            assert!(same.into_iter().all(|event| (&event.2, &event.3) == (date, minutes)));
        }
    }
}

#[test]
fn the_quantile_is_a_run_whose_row_has_it() {
    let (name, text) = SCENARIOS[1];
    let plan = plan(name, text, Method::Auto);
    let outcomes = outcomes(&plan);
    let run = run_at_quantile(&plan, &outcomes, 0, "tco", 0.95).unwrap();
    let values = outcomes.metric(0, plan.metric("tco").unwrap());
    let weights = outcomes.weights().unwrap();
    let below = |is_below: &dyn Fn(f64) -> bool| -> f64 {
        values.iter().zip(&weights).filter(|(value, _)| is_below(**value)).map(|(_, weight)| weight).sum()
    };
    let total: f64 = weights.iter().sum();
    let at = values[run as usize];
    assert!(below(&|value| value < at) < 0.95 * total && below(&|value| value <= at) >= 0.95 * total);
    assert!(run_at_quantile(&plan, &outcomes, 0, "no such metric", 0.95).is_err());
}

#[test]
fn the_csv_adds_up_too() {
    let (name, text) = SCENARIOS[1];
    let plan = plan(name, text, Method::Plain);
    let ledger = replay(&plan, 3);
    let file = replay_csv::render(&ledger, Decimal::Point).unwrap();
    let mut reader = csv::Reader::from_reader(file.as_slice());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for alternative in &ledger.alternatives {
        let mine = rows.iter().filter(|row| row[column("alternative")] == alternative.name);
        let sum: f64 = mine.map(|row| row[column("present_value_usd")].parse::<f64>().unwrap()).sum();
        assert!((sum - alternative.tco_usd).abs() < 0.005, "{sum} is not {}", alternative.tco_usd);
    }
}
