//! `tenantrisk run --shard`: play one part of the runs and keep it for `tenantrisk merge`.

use std::fs::File;

use super::{
    arguments::RunArguments,
    exit::Failure,
    input::Input,
    shard_file::{Content, Writer},
    shard_header::{Header, Work},
    shard_write::Target,
    simulate::{self, Prepared},
};
use crate::{
    decision::{self, PlayedCell},
    engine::{self, Shard},
};

/// Plays one shard of a scenario and writes its file, unless it is there and whole.
pub(super) fn run(arguments: &RunArguments, shard: Shard, mut input: Input) -> Result<(), Failure> {
    let (file, texts) = (std::mem::take(&mut input.file), input.scenario.texts().to_vec());
    let prepared = simulate::prepare(input, &arguments.simulation)?;
    let report = &arguments.report;
    let header = Header {
        tenantrisk_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: prepared.name().to_owned(),
        scenario_sha256: prepared.sha256.clone(),
        seed: prepared.plan.model().simulation.seed,
        runs: prepared.plan.model().simulation.runs,
        method: prepared.plan.model().simulation.method.word().to_owned(),
        outer: prepared.plan.model().simulation.uncertainty.outer(),
        shard: shard.index(),
        shards: shard.count(),
        work: Work::Run {
            memory: report.memory,
            run_rows: report.run_rows.count(),
            robustness: !report.no_robustness,
        },
        typed: file.display().to_string(),
        files: texts,
    };
    let target = Target::new(&arguments.out, &header, report.quiet)?;
    target.write(|file| play(arguments, &prepared, &header, shard, file, &target))
}

fn play(
    arguments: &RunArguments,
    prepared: &Prepared,
    header: &Header,
    shard: Shard,
    file: &mut File,
    target: &Target,
) -> Result<String, Failure> {
    let failed = |error| target.failed(error);
    let report = &arguments.report;
    let cells = if report.no_robustness { Vec::new() } else { cells_of(prepared, shard)? };
    let range = shard.blocks(engine::blocks(&prepared.plan));
    let words = format!("{} runs", prepared.runs_of(&range));
    let (memory, rows) = (report.memory, report.run_rows.count());
    let part = prepared.part(&range, report.quiet, memory, rows)?;
    let content = if part.is_some() { Content::Bins } else { Content::Runs };
    let mut writer = Writer::new(file, header, content).map_err(failed)?;
    writer.put(&cells).map_err(failed)?;
    match part {
        Some(part) => writer.put(&part).map_err(failed)?,
        None => prepared
            .simulate_blocks(range, report.quiet, |_, blocks| writer.add(&blocks).map_err(failed))??,
    }
    writer.finish().map_err(failed)?;
    Ok(words)
}

/// The cells of the robustness matrix that a shard plays: of N shards, shard K plays every N-th from the K-th on.
fn cells_of(prepared: &Prepared, shard: Shard) -> Result<Vec<PlayedCell>, Failure> {
    let cells = decision::robustness_cells(&prepared.plan);
    prepared.play_cells(shard.every(cells))
}
