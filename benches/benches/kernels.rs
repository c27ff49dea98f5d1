//! Kernels of the hot loop beside what they replace, blocks of whole scenarios, and statistics of columns.
//!
//! `cargo bench -p tenantrisk-benches`

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use tenantrisk::{
    dist::{Distribution, Family, Limits, QuantileTable, ln_all, normal_quantile},
    engine::{BLOCK_RUNS, Simulator, streams::Stream},
    stats::{Layout, Sample, Sampling, Summary, exceedance_curve},
};
use tenantrisk_benches::scenarios::{BRIEF, EVIDENCE, W1};

/// Numbers that one iteration handles.
const COUNT: u64 = 1_024;

fn uniforms() -> Vec<f64> {
    let stream = Stream::new(1, "kernels");
    (0..COUNT).map(|run| stream.uniform(run, 0)).collect()
}

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draws");
    group.throughput(Throughput::Elements(COUNT));
    let stream = Stream::new(1, "draws");
    group.bench_function("pair of uniforms", |bencher| {
        bencher.iter(|| (0..COUNT).map(|run| stream.pair(black_box(run), 0)[0]).sum::<f64>());
    });
    let uniforms = uniforms();
    group.bench_function("logarithm, libm", |bencher| {
        bencher.iter(|| uniforms.iter().map(|u| libm::log(*u)).sum::<f64>());
    });
    group.bench_function("logarithm, eight at a time", |bencher| {
        bencher.iter_batched_ref(
            || uniforms.clone(),
            |numbers| numbers.as_chunks_mut::<8>().0.iter_mut().for_each(ln_all),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("normal quantile", |bencher| {
        bencher.iter(|| uniforms.iter().map(|u| normal_quantile(*u)).sum::<f64>());
    });
    group.finish();
}

fn quantiles(criterion: &mut Criterion) {
    let laws = [
        ("lognormal", Family::Lognormal { mu: 9.0, sigma: 0.8 }),
        ("gamma", Family::Gamma { shape: 4.0, scale: 0.25 }),
        ("beta", Family::Beta { a: 0.3, b: 2.7 }),
    ];
    let mut group = criterion.benchmark_group("quantiles");
    group.throughput(Throughput::Elements(COUNT));
    let uniforms = uniforms();
    for (name, family) in laws {
        let Ok(law) = Distribution::new(family, Limits::default()) else { continue };
        let table = QuantileTable::new(&law);
        group.bench_function(format!("{name}, table"), |bencher| {
            bencher.iter(|| uniforms.iter().map(|u| table.quantile(*u)).sum::<f64>());
        });
        group.bench_function(format!("{name}, solved"), |bencher| {
            bencher.iter(|| uniforms.iter().map(|u| law.quantile(*u)).sum::<f64>());
        });
    }
    group.finish();
}

fn blocks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("runs");
    group.throughput(Throughput::Elements(BLOCK_RUNS)).sample_size(20);
    for scenario in [BRIEF, W1, EVIDENCE] {
        let Ok(plan) = scenario.plan(BLOCK_RUNS) else { continue };
        let mut simulator = Simulator::new(&plan);
        group.bench_function(scenario.name, |bencher| bencher.iter(|| simulator.play(0..BLOCK_RUNS)));
    }
    group.finish();
}

/// What statistics do with columns of lognormal losses: bins take blocks, the others a hundred thousand runs.
fn statistics(criterion: &mut Criterion) {
    const RUNS: u64 = 100_000;
    const YEARS: u64 = 5;
    const LEVELS: [f64; 4] = [0.5, 0.95, 0.99, 0.999];
    let stream = Stream::new(1, "statistics");
    let loss = |run, year| (9.0 + 0.8 * normal_quantile(stream.uniform(run, year))).exp();
    let years: Vec<Vec<f64>> =
        (0..YEARS).map(|year| (0..RUNS).map(|run| loss(run, year)).collect()).collect();
    let columns: Vec<&[f64]> = years.iter().map(Vec::as_slice).collect();
    let sampling = Sampling::independent(RUNS as usize);
    let mut group = criterion.benchmark_group("statistics");
    group.throughput(Throughput::Elements(RUNS)).sample_size(20);
    if let Ok(pilot) = Sample::new(years[0][..BLOCK_RUNS as usize].to_vec()) {
        let layout = Layout::new(&pilot, &[0.0], &LEVELS, &[0.99]);
        group.bench_function("bins", |bencher| {
            bencher.iter(|| {
                let mut summary = Summary::new(layout.clone());
                years[0].chunks(BLOCK_RUNS as usize).try_for_each(|block| summary.add(&[block], None))
            });
        });
    }
    group.bench_function("sample", |bencher| bencher.iter(|| Sample::new(years[0].clone())));
    group.bench_function("exceedance curve of five years", |bencher| {
        bencher.iter(|| exceedance_curve(&columns, &sampling, &[0.5, 0.1, 0.01, 0.001]));
    });
    group.finish();
}

criterion_group!(benches, draws, quantiles, blocks, statistics);
criterion_main!(benches);
