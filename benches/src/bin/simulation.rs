//! Times the simulation stage of the shipped scenarios beside the floor, the peer and the storage.
//!
//! `cargo run --release -p tenantrisk-benches --bin simulation [RUNS] [REPETITIONS]`

use std::{error::Error, hint::black_box};

use rayon::{ThreadPool, ThreadPoolBuilder};
use tenantrisk::engine::Plan;
use tenantrisk_benches::{
    floor::Floor,
    needs::{Counts, Needs},
    peer::Peer,
    scenarios::{self, Scenario},
    storage,
    timing::{Series, Spread, digits, ratios, time},
};

/// Seconds that a short measurement is stretched to, so that a tick of the clock does not matter.
const LEAST_SECONDS: f64 = 0.3;
const MICROSECOND: f64 = 1e-6;

/// What is timed, in the order of the table.
#[derive(Clone, Copy, PartialEq)]
enum What {
    OneThread,
    TwoThreads,
    Floor,
    Peer,
    Storage,
}

impl What {
    const ALL: [What; 5] = [What::OneThread, What::TwoThreads, What::Floor, What::Peer, What::Storage];

    fn words(self) -> &'static str {
        match self {
            What::OneThread => "simulation, 1 thread",
            What::TwoThreads => "simulation, 2 threads",
            What::Floor => "floor: the draws alone",
            What::Peer => "peer: the draws with rand",
            What::Storage => "storage of the outcomes",
        }
    }
}

/// One scenario under measurement.
struct Bench {
    scenario: Scenario,
    plan: Plan,
    counts: Counts,
    floor: Floor,
    peer: Peer,
    pools: [ThreadPool; 2],
    series: [Series; What::ALL.len()],
    /// Passes over the runs that one repetition makes.
    passes: [u64; What::ALL.len()],
}

impl Bench {
    fn new(scenario: Scenario, runs: u64) -> Result<Self, Box<dyn Error>> {
        let plan = scenario.plan(runs)?;
        let outcomes = scenarios::simulate(&plan).ok_or("interrupted")?;
        let needs = Needs::of(&plan, &outcomes)?;
        let pool = |threads| ThreadPoolBuilder::new().num_threads(threads).build();
        let mut bench = Bench {
            scenario,
            plan,
            counts: needs.counts(),
            floor: Floor::new(&needs),
            peer: Peer::new(&needs),
            pools: [pool(1)?, pool(2)?],
            series: Default::default(),
            passes: [1; What::ALL.len()],
        };
        for what in [What::Floor, What::Peer] {
            // The second time counts: the first one warms up.
            bench.once(what);
            let seconds = bench.once(what).wall;
            bench.passes[what as usize] = (LEAST_SECONDS / seconds).ceil().max(1.0) as u64;
        }
        Ok(bench)
    }

    fn once(&self, what: What) -> tenantrisk_benches::timing::Spent {
        let runs = self.runs(what);
        let [one, two] = &self.pools;
        match what {
            What::OneThread => time(one, || scenarios::simulate(black_box(&self.plan))).0,
            What::TwoThreads => time(two, || scenarios::simulate(black_box(&self.plan))).0,
            What::Floor => time(one, || black_box(self.floor.draw(0..runs))).0,
            What::Peer => time(one, || black_box(self.peer.draw(runs))).0,
            What::Storage => time(one, || black_box(storage::fill(storage::figures(&self.plan), runs))).0,
        }
    }

    /// Runs in one repetition.
    fn runs(&self, what: What) -> u64 {
        self.plan.model().simulation.runs * self.passes[what as usize]
    }

    fn repeat(&mut self, order: impl Iterator<Item = What>) {
        for what in order {
            let spent = self.once(what);
            self.series[what as usize].push(spent, self.runs(what));
        }
    }

    fn series(&self, what: What) -> &Series {
        &self.series[what as usize]
    }

    fn print_times(&self) {
        for what in What::ALL {
            let Series { wall, processor } = self.series(what);
            let (wall, processor) = (Spread::of(wall), Spread::of(processor));
            println!(
                "| {} | {} | {} | {} |",
                self.scenario.name,
                what.words(),
                wall.cells(MICROSECOND),
                processor.cells(MICROSECOND)
            );
        }
    }

    fn print_ratios(&self) {
        let print = |words: &str, aim: &str, above: &[f64], below: &[f64]| {
            let of_least = Spread::of(above).least / Spread::of(below).least;
            let pairs = Spread::of(&ratios(above, below));
            println!(
                "| {} | {words} | {aim} | {} | {} | {} to {} |",
                self.scenario.name,
                digits(of_least),
                digits(pairs.median),
                digits(pairs.least),
                digits(pairs.most)
            );
        };
        let best = |what: What| self.series(what).best();
        print("simulation / floor", "at most 2", best(What::OneThread), best(What::Floor));
        print("simulation / peer", "", best(What::OneThread), best(What::Peer));
        print("floor / peer", "", best(What::Floor), best(What::Peer));
        let both = best(What::Floor).iter().zip(best(What::Storage)).map(|(floor, storage)| floor + storage);
        let both: Vec<f64> = both.collect();
        print("simulation / (floor + storage)", "", best(What::OneThread), &both);
        let (one, two) = (self.series(What::OneThread), self.series(What::TwoThreads));
        print("1 thread / 2 threads, wall", "at least 1.85", &one.wall, &two.wall);
        print("work of 2 threads / work of 1, processor", "1", &two.processor, &one.processor);
    }

    fn print_counts(&self) {
        let counts = &self.counts;
        let cells = [
            counts.events,
            counts.uniforms,
            counts.logarithms,
            counts.quantiles_per_run,
            counts.quantiles_of_events,
            counts.solved,
            storage::figures(&self.plan) as f64,
        ];
        println!("| {} | {} |", self.scenario.name, cells.map(digits).join(" | "));
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let runs: u64 = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let repetitions: usize = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let mut benches = Vec::new();
    for scenario in [scenarios::BRIEF, scenarios::EVIDENCE, scenarios::W1] {
        benches.push(Bench::new(scenario, runs)?);
    }
    for repetition in 0..repetitions {
        for bench in &mut benches {
            // In turn, every other time backwards: a machine that slows down harms all alike.
            match repetition % 2 {
                0 => bench.repeat(What::ALL.into_iter()),
                _ => bench.repeat(What::ALL.into_iter().rev()),
            }
        }
    }
    println!("{runs} runs, {repetitions} repetitions in turn.\n");
    println!("Microseconds per run:\n");
    println!(
        "| scenario | what | wall, least | median | most | processor, least | median | most |\n\
         |---|---|--:|--:|--:|--:|--:|--:|"
    );
    benches.iter().for_each(Bench::print_times);
    println!("\nRatios, of processor time unless it says wall:\n");
    println!(
        "| scenario | ratio | aim | of the least | median of pairs | range |\n|---|---|---|--:|--:|---|"
    );
    benches.iter().for_each(Bench::print_ratios);
    println!("\nDraws that one run needs at least, on average, and figures that it stores:\n");
    println!(
        "| scenario | events | uniforms | logarithms | quantiles per run | quantiles of events | of these two \
         gamma, beta, PERT | figures |\n|---|--:|--:|--:|--:|--:|--:|--:|"
    );
    benches.iter().for_each(Bench::print_counts);
    Ok(())
}
