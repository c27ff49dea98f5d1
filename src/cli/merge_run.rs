//! The shards of a `run` become its result.

use std::{fs::File, io::BufReader, time::Instant};

use super::{
    arguments::MergeArguments,
    exit::Failure,
    merge::{Whole, directory, refused},
    report_arguments::ReportArguments,
    result,
    shard_file::{Broken, Content, Records, ShardFile},
    shard_header::Work,
    shard_set::Set,
    simulate::{self, Prepared},
};
use crate::{
    decision::{self, Findings, Gathered, Part, PartError, PlayedCell},
    engine::{self, Columns},
};

/// Merges the shards of one scenario.
pub(super) fn one(arguments: &MergeArguments, set: &Set, whole: Whole) -> Result<Findings, Failure> {
    let started = Instant::now();
    let prepared = simulate::prepare(whole.input, &whole.simulation)?;
    let target = arguments.out.join(prepared.name());
    let directory = directory(set, target.clone())?;
    let report = &arguments.report;
    let cells = cells(set, &prepared)?;
    let gathered = match set[0].content {
        Content::Bins => joined(set, &prepared, report)?,
        _ => {
            let blocks = set.iter().flat_map(|shard| blocks_of(shard, &prepared));
            prepared.gather_again(blocks, report.memory, report.run_rows.count())?
        }
    };
    let findings = result::write(&prepared, gathered, None, &cells, directory, report)?;
    if !report.is_silent() {
        anstream::eprintln!(
            "{}: {} runs of {} shards merged in {:.2} s; results in {}",
            prepared.name(),
            findings.setting.runs,
            set.len(),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(findings)
}

/// The blocks of a shard, or why they cannot be read.
fn blocks_of<'a>(
    shard: &'a ShardFile,
    prepared: &'a Prepared,
) -> impl Iterator<Item = Result<Columns, Failure>> + 'a {
    let blocks = || -> Result<_, Broken> {
        let (_, records) = begin(shard, Content::Runs)?;
        Ok(records.blocks(&prepared.plan, shard.header.part()?.blocks(engine::blocks(&prepared.plan))))
    };
    let (blocks, failure) = match blocks() {
        Ok(blocks) => (Some(blocks), None),
        Err(broken) => (None, Some(Err(broken))),
    };
    let all = failure.into_iter().chain(blocks.into_iter().flatten());
    all.map(|block| block.map_err(|broken| refused(shard, &broken)))
}

/// The runs of shards that hold bins.
fn joined<'a>(set: &Set, prepared: &'a Prepared, report: &ReportArguments) -> Result<Gathered<'a>, Failure> {
    let rows = report.run_rows.count();
    let mut gathered = Gathered::new(&prepared.plan, report.memory, rows);
    for shard in set {
        if let Work::Run { run_rows, .. } = &shard.header.work
            && rows.min(prepared.plan.model().simulation.runs) > *run_rows
        {
            let why =
                format!("it keeps {run_rows} runs for the run table (--run-rows), fewer than are wanted now");
            return Err(refused(shard, &why));
        }
        let part = || -> Result<Part, Broken> {
            let (_, mut records) = begin(shard, Content::Bins)?;
            let part = records.get()?;
            records.end()?;
            Ok(part)
        };
        simulate::check_interruption()?;
        let range = shard.header.part().map(|part| part.blocks(engine::blocks(&prepared.plan)));
        let range = range.map_err(|broken| refused(shard, &broken))?;
        let part = part().map_err(|broken| refused(shard, &broken))?;
        gathered.join(part, prepared.runs_of(&range)).map_err(|error| match error {
            PartError::Analysis(error) => prepared.refuse(error),
            error => refused(shard, &error),
        })?;
    }
    Ok(gathered)
}

/// The cells that a shard played, and the records after them.
fn begin(shard: &ShardFile, content: Content) -> Result<(Vec<PlayedCell>, Records<BufReader<File>>), Broken> {
    let mut records = shard.records(content)?;
    Ok((records.get()?, records))
}

/// All cells of the robustness matrix in order; none where the shards left it out.
fn cells(set: &Set, prepared: &Prepared) -> Result<Vec<PlayedCell>, Failure> {
    let count = decision::robustness_cells(&prepared.plan);
    let mut all: Vec<Option<PlayedCell>> = vec![None; count];
    for shard in set {
        let found = begin(shard, shard.content).and_then(|(cells, _)| Ok((cells, shard.header.part()?)));
        let (cells, part) = found.map_err(|broken| refused(shard, &broken))?;
        if cells.is_empty() {
            continue;
        }
        if cells.len() != part.every(count).count() || cells.iter().any(|cell| !cell.fits(&prepared.plan)) {
            return Err(refused(shard, &"its cells are not those of the robustness matrix"));
        }
        part.every(count).zip(cells).for_each(|(cell, played)| all[cell] = Some(played));
    }
    // Where shards left the matrix out, all did: it is a fact that they share.
    Ok(all.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default())
}
