//! The shards of a `sweep` become its result.

use std::time::Instant;

use super::{
    arguments::MergeArguments,
    exit::Failure,
    merge::{Whole, directory, refused},
    shard_file::{Broken, Content, ShardFile},
    shard_set::Set,
    sweep,
    vary::VaryArgument,
};
use crate::{
    decision::{Sweep, SweepGrid, SweepPoint, Vary},
    engine::Plan,
    report::sweep::FOLDER,
    units::format_count,
};

/// Merges the shards of one sweep.
pub(super) fn one(
    arguments: &MergeArguments,
    set: &Set,
    vary: &[String],
    whole: Whole,
) -> Result<Sweep, Failure> {
    let started = Instant::now();
    let read = |typed: &String| typed.parse::<VaryArgument>().and_then(|vary| vary.with_values());
    let vary: Vec<Vary> = vary
        .iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map_err(|why| refused(&set[0], &Broken::Header(why)))?;
    let (prepared, grid) = sweep::grid(&whole.simulation, &vary, whole.input)?;
    let target = arguments.out.join(prepared.name()).join(FOLDER);
    let directory = directory(set, target.clone())?;
    let points = points(set, &grid, &prepared.plan)?;
    let swept = grid.finish(&prepared.plan, prepared.sha256.clone(), points);
    sweep::write(&swept, directory, arguments.report.csv_decimal)?;
    if !arguments.report.is_silent() {
        anstream::eprintln!(
            "{}: {} points of {} shards merged in {:.2} s; results in {}",
            prepared.name(),
            format_count(swept.points.len() as f64),
            set.len(),
            started.elapsed().as_secs_f64(),
            target.display()
        );
    }
    Ok(swept)
}

/// All points in order.
fn points(set: &Set, grid: &SweepGrid, plan: &Plan) -> Result<Vec<SweepPoint>, Failure> {
    let mut all: Vec<Option<SweepPoint>> = vec![None; grid.points()];
    for shard in set {
        let found = points_of(shard, plan).and_then(|points| Ok((points, shard.header.part()?)));
        let (points, part) = found.map_err(|broken| refused(shard, &broken))?;
        if points.len() != part.every(all.len()).count() {
            return Err(refused(shard, &"its points are not those of the sweep"));
        }
        part.every(all.len()).zip(points).for_each(|(point, played)| all[point] = Some(played));
    }
    all.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| refused(&set[0], &"points are missing"))
}

fn points_of(shard: &ShardFile, plan: &Plan) -> Result<Vec<SweepPoint>, Broken> {
    let mut records = shard.records(Content::Points)?;
    let points: Vec<SweepPoint> = records.get()?;
    records.end()?;
    match points.iter().find(|point| !point.fits(plan)) {
        Some(_) => Err(Broken::Record("a point has other alternatives than the scenario".to_owned())),
        None => Ok(points),
    }
}
