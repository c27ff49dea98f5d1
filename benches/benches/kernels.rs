//! Kernels of the hot loop beside what they replace, and blocks of whole scenarios.
//!
//! `cargo bench -p tenantrisk-benches`

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use tenantrisk::{
    dist::{Distribution, Family, Limits, QuantileTable, ln_all, normal_quantile},
    engine::{BLOCK_RUNS, Simulator, streams::Stream},
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

criterion_group!(benches, draws, quantiles, blocks);
criterion_main!(benches);
