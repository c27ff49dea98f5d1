//! Times the whole command on the evidence scenario, with all files and charts, and reads its peak memory.
//!
//! `cargo build --release && cargo run --release -p tenantrisk-benches --bin command [REPETITIONS]`

use std::{
    env::consts::EXE_SUFFIX,
    error::Error,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tenantrisk_benches::{scenarios::EVIDENCE, timing::Spread};

const RUNS: &str = "100000";
/// How often the system is asked about the command.
const INTERVAL: Duration = Duration::from_millis(2);
/// Ticks a second in which Linux tells programs the time on processors.
const TICKS: f64 = 100.0;
const MEGABYTE: f64 = 1e6;

/// What one call took; memory and processor time are NaN where the system does not tell.
struct Call {
    wall_seconds: f64,
    processor_seconds: f64,
    peak_bytes: f64,
}

fn call(program: &Path, scenario: &Path, out: &Path, threads: &str) -> Result<Call, Box<dyn Error>> {
    let started = Instant::now();
    let mut child = Command::new(program)
        .arg("run")
        .arg(scenario)
        .args(["--runs", RUNS, "--threads", threads, "--out"])
        .arg(out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let process = Path::new("/proc").join(child.id().to_string());
    let (mut peak_bytes, mut processor_seconds) = (f64::NAN, f64::NAN);
    let status = loop {
        peak_bytes = peak(&process).unwrap_or(peak_bytes);
        processor_seconds = on_processor(&process).unwrap_or(processor_seconds);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(INTERVAL);
    };
    let wall_seconds = started.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("the command failed: {status}").into());
    }
    Ok(Call { wall_seconds, processor_seconds, peak_bytes })
}

/// The most memory that a process has had so far, bytes.
fn peak(process: &Path) -> Option<f64> {
    let text = fs::read_to_string(process.join("status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(1_024.0 * kibibytes)
}

/// Seconds that a process has had on processors so far.
fn on_processor(process: &Path) -> Option<f64> {
    let text = fs::read_to_string(process.join("stat")).ok()?;
    // The fields after the program's name, which stands in brackets: user and system time are the 12th and 13th.
    let (_, fields) = text.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11).map(str::parse::<f64>);
    Some((times.next()?.ok()? + times.next()?.ok()?) / TICKS)
}

fn main() -> Result<(), Box<dyn Error>> {
    let repetitions: usize = std::env::args().nth(1).map_or(Ok(5), |text| text.parse())?;
    let program = std::env::current_exe()?.with_file_name(format!("tenantrisk{EXE_SUFFIX}"));
    if !program.exists() {
        return Err("there is no tenantrisk beside this program: run `cargo build --release` first".into());
    }
    let directory = tempfile::tempdir()?;
    let scenario = directory.path().join(format!("{}.toml", EVIDENCE.name));
    fs::write(&scenario, EVIDENCE.text)?;
    let measure = |threads| call(&program, &scenario, directory.path(), threads);
    // Once without counting: caches of files and code.
    measure("2")?;
    let mut calls = [("1", Vec::new()), ("2", Vec::new())];
    for _ in 0..repetitions {
        for (threads, calls) in &mut calls {
            calls.push(measure(threads)?);
        }
    }
    println!("{}, {RUNS} runs, all files and charts, {repetitions} repetitions in turn:\n", EVIDENCE.name);
    println!("| threads | figure | aim | least | median | most |\n|--:|---|---|--:|--:|--:|");
    for (threads, calls) in &calls {
        let print = |words: &str, aim: &str, unit: f64, figure: fn(&Call) -> f64| {
            let values: Vec<f64> = calls.iter().map(figure).collect();
            let aim = if *threads == "2" { aim } else { "" };
            println!("| {threads} | {words} | {aim} | {} |", Spread::of(&values).cells(unit));
        };
        print("wall time, s", "at most 2", 1.0, |call| call.wall_seconds);
        print("processor time, s", "", 1.0, |call| call.processor_seconds);
        print("peak memory, MB", "below 300", MEGABYTE, |call| call.peak_bytes);
    }
    Ok(())
}
