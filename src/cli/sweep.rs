//! `tenantrisk sweep`: one or two numbers over a range.

use std::{path::PathBuf, time::Instant};

use clap::{Args, builder::ArgPredicate};

use super::{
    arguments::SimulationArguments,
    exit::{Failure, internal},
    input::{self, Input},
    progress,
    report_arguments::DecimalArgument,
    screen,
    shard::{self, ShardArgument},
    shard_file::{Content, Writer},
    shard_header::{Header, Work},
    shard_write::Target,
    simulate::{self, INTERRUPTED, Prepared},
    vary::VaryArgument,
};
use crate::{
    decision::{Sweep, SweepError, SweepGrid, SweepPoint, Vary},
    engine::Shard,
    report::{self, NamedFile, OutputDirectory, chart, manifest::CHARTS_FOLDER, sweep},
    units::format_count,
};

/// Runs of a point unless said otherwise.
pub(super) const RUNS_PER_POINT: u64 = 10_000;

/// Arguments of `sweep`.
#[derive(Debug, Args)]
#[command(mut_arg("runs", |runs| runs.help("Number of runs of every point. [default: 10000]")))]
#[command(after_help = "\
Examples:
  tenantrisk sweep my.toml --vary isolation.rls.breach.probability=0.001..0.1:log
  tenantrisk sweep my.toml --vary tenants.initial=100..100000:log:50 \\
                           --vary isolation.rls.breach.probability=0.001..0.1:log:50
  tenantrisk sweep my.toml --vary horizon.years=1,2,3,5,10
A path is that of a number in the file, as `tenantrisk explain` lists them; values have its unit.
FROM..TO spreads 25 values by equal steps, :log by equal factors, :50 makes it 50. Every point is
played with the same random numbers. Writes output/my/sweep/: sweep.csv, frontier.csv, sweep.json,
manifest.json and charts/sweep.svg and .png. docs/sweep.md describes them.
  tenantrisk sweep my.toml --vary tenants.initial=100..100000:log --shard 2/16 --out shards
plays one sixteenth of the points and writes shards/my/sweep-shard-2-of-16.trs; `tenantrisk merge`
joins the shards.")]
pub(super) struct SweepArguments {
    /// Scenario file (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Path and values of one number, or of two if given twice.
    #[arg(long, required = true, value_name = "PATH=VALUES")]
    pub vary: Vec<VaryArgument>,
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Play only part K of N of the points, numbered from 1, and write it as a shard. `auto/N` takes K from the array job
    /// of SLURM, Kubernetes or AWS Batch.
    #[arg(long, value_name = "K/N", conflicts_with_all = ["csv_decimal", "json"])]
    pub shard: Option<ShardArgument>,
    /// Where results go; the sweep lands in DIR/<scenario>/sweep. [default: output, or shards with --shard]
    #[arg(
        long,
        value_name = "DIR",
        hide_default_value = true,
        default_value = "output",
        default_value_if("shard", ArgPredicate::IsPresent, "shards")
    )]
    pub out: PathBuf,
    /// What divides decimals in CSV files.
    #[arg(long, value_name = "MARK", default_value = "point")]
    pub csv_decimal: DecimalArgument,
    /// Print nothing but errors.
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
    /// Print one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
}

/// Sweeps one scenario.
pub(super) fn sweep(arguments: &SweepArguments) -> Result<(), Failure> {
    let vary = arguments.vary.iter().map(VaryArgument::with_values);
    let vary: Vec<Vary> = vary.collect::<Result<_, _>>().map_err(bad)?;
    if vary.len() > 2 {
        return Err(bad(format!("--vary: {} numbers; one or two can be varied at once", vary.len())));
    }
    let shard = arguments.shard.map(shard::resolve).transpose()?;
    let inputs = input::read_all(std::slice::from_ref(&arguments.file))?;
    let pool = simulate::pool(arguments.simulation.threads)?;
    inputs.into_iter().try_for_each(|input| {
        pool.install(|| match shard {
            Some(shard) => part(arguments, &vary, shard, input),
            None => one(arguments, &vary, input),
        })
    })
}

fn one(arguments: &SweepArguments, vary: &[Vary], input: Input) -> Result<(), Failure> {
    let is_silent = arguments.quiet || arguments.json;
    let (prepared, grid) = grid(&arguments.simulation, vary, input)?;
    let target = arguments.out.join(prepared.name()).join(sweep::FOLDER);
    let directory = OutputDirectory::create(&target).map_err(internal)?;
    let started = Instant::now();
    let points: Vec<usize> = (0..grid.points()).collect();
    let points = play(&grid, &points, prepared.name(), is_silent)?;
    let swept = grid.finish(&prepared.plan, prepared.sha256.clone(), points);
    write(&swept, directory, arguments.csv_decimal)?;
    if arguments.json {
        anstream::print!("{}", String::from_utf8_lossy(&sweep::json(&swept).map_err(internal)?));
    } else if !arguments.quiet {
        anstream::println!("{}", sweep::render(&swept, screen::width()).trim_end());
        anstream::eprintln!(
            "{}: {} points in {:.2} s; results in {}",
            prepared.name(),
            format_count(swept.points.len() as f64),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(())
}

/// Writes data, charts and manifest of a sweep.
pub(super) fn write(
    swept: &Sweep,
    directory: OutputDirectory,
    decimal: DecimalArgument,
) -> Result<(), Failure> {
    let charts = charts(swept)?;
    simulate::check_interruption()?;
    let data = sweep::data_files(swept, decimal.into()).map_err(internal)?;
    report::write_report(directory, &swept.setting, &data, &charts).map_err(internal)
}

/// Plays one shard of the points and writes its file, unless it is there and whole.
fn part(arguments: &SweepArguments, vary: &[Vary], shard: Shard, mut input: Input) -> Result<(), Failure> {
    let (file, texts) = (std::mem::take(&mut input.file), input.scenario.texts().to_vec());
    let (prepared, grid) = grid(&arguments.simulation, vary, input)?;
    let simulation = prepared.plan.model().simulation;
    let header = Header {
        tenantrisk_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: prepared.name().to_owned(),
        scenario_sha256: prepared.sha256.clone(),
        seed: simulation.seed,
        runs: simulation.runs,
        // Which method a point is drawn by may differ from point to point.
        method: simulation.method.word().to_owned(),
        outer: simulation.uncertainty.outer(),
        shard: shard.index(),
        shards: shard.count(),
        work: Work::Sweep { vary: arguments.vary.iter().map(|vary| vary.typed.clone()).collect() },
        typed: file.display().to_string(),
        files: texts,
    };
    let target = Target::new(&arguments.out, &header, arguments.quiet)?;
    target.write(|file| {
        let failed = |error| target.failed(error);
        let points: Vec<usize> = shard.every(grid.points()).collect();
        let played = play(&grid, &points, prepared.name(), arguments.quiet)?;
        let mut writer = Writer::new(file, &header, Content::Points).map_err(failed)?;
        writer.put(&played).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(format!("{} points", format_count(played.len() as f64)))
    })
}

/// The scenario as it is, and the points of its sweep.
pub(super) fn grid(
    arguments: &SimulationArguments,
    vary: &[Vary],
    mut input: Input,
) -> Result<(Prepared, SweepGrid), Failure> {
    simulate::refuse_exact(arguments)?;
    let scenario = input.scenario.clone();
    input.model.simulation.runs = RUNS_PER_POINT;
    let prepared = simulate::prepare_flat(input, arguments)?;
    let grid = SweepGrid::new(scenario, prepared.plan.model().simulation, vary).map_err(failure)?;
    Ok((prepared, grid))
}

/// Plays some points, the first one alone to say how long the others will take.
fn play(grid: &SweepGrid, points: &[usize], name: &str, is_silent: bool) -> Result<Vec<SweepPoint>, Failure> {
    let started = Instant::now();
    let (count, runs) = (points.len(), grid.runs_per_point());
    let bar = progress::bar(name, count as u64 * runs, is_silent);
    let play = |points: &[usize]| grid.play(points, &|runs| bar.inc(runs), &INTERRUPTED).map_err(failure);
    let (first, others) = points.split_at(count.min(1));
    let mut points = play(first)?;
    if !is_silent && count > 0 {
        let estimate = started.elapsed().as_secs_f64() * count as f64;
        let (points, runs) = (format_count(count as f64), format_count(runs as f64));
        bar.suspend(|| anstream::eprintln!("{name}: {points} points of {runs} runs, about {estimate:.0} s"));
    }
    points.extend(play(others)?);
    bar.finish_and_clear();
    Ok(points)
}

fn charts(swept: &Sweep) -> Result<Vec<NamedFile>, Failure> {
    let svg = chart::sweep(swept).map_err(internal)?;
    let png = chart::png(&svg).map_err(internal)?;
    Ok(vec![
        (format!("{CHARTS_FOLDER}sweep.svg"), svg.into_bytes()),
        (format!("{CHARTS_FOLDER}sweep.png"), png),
    ])
}

/// Why a sweep is not made, as far as the user can help it.
pub(super) fn failure(error: SweepError) -> Failure {
    match error {
        SweepError::Interrupted => Failure::Interrupted,
        SweepError::Sample(error) => internal(error),
        error => bad(format!("--vary: {error}")),
    }
}

fn bad(text: String) -> Failure {
    Failure::BadInput(format!("error: {text}"))
}
