//! Events of one run: points of each class's random measure, kept or dropped by every alternative.
//!
//! A class owns a unit-rate Poisson random measure on (time, level). Its points come in increasing level
//! (gaps exponential with mean 1 / horizon); an alternative keeps a point when the level is below its
//! intensity at that time. A lower rate therefore only drops events, an equal rate keeps the same ones,
//! and adding an alternative moves none.

use super::{
    exposure::Paths,
    plan::{AlternativePlan, ClassPlan, Plan, ProcessPlan, ReachPlan},
};
use crate::{
    model::{
        Frequency, Scope,
        blast::{Extent, SpreadMarks, exposed_tenants, split_over_tiers},
    },
    units::Per,
};

/// Draws of one event are numbered within its own range of this many counters.
const COUNTERS_PER_EVENT_BITS: u32 = 8;
/// First counter of the draws that split exposed tenants over tiers.
const FIRST_SPLIT_COUNTER: u64 = 8;

/// What one event does to one alternative.
pub(super) struct Impact {
    /// Position of the alternative.
    pub alternative: usize,
    /// Years from the start.
    pub time_years: f64,
    pub tenants: f64,
    pub records: f64,
    /// Quantile of the severity, shared by all alternatives.
    pub severity_quantile: f64,
}

/// One point of the measure with its marks.
struct Point {
    run: u64,
    event: u64,
    level: f64,
    time_years: f64,
    month: usize,
    /// Tier of the tenant where the event starts.
    tier: usize,
    share_quantile: f64,
    unit_mark: f64,
    spread: SpreadMarks,
}

/// Periods in which an alternative's group already had its one event of a Bernoulli class.
#[derive(Default)]
pub(super) struct Taken(Vec<Vec<u64>>);

impl Taken {
    fn clear(&mut self, slots: usize) {
        self.0.resize_with(slots, Vec::new);
        self.0.iter_mut().for_each(Vec::clear);
    }

    /// Takes a period; false when it was taken before.
    fn take(&mut self, slot: usize, period: u64) -> bool {
        let taken = &mut self.0[slot];
        match taken.binary_search(&period) {
            Ok(_) => false,
            Err(position) => {
                taken.insert(position, period);
                true
            }
        }
    }
}

/// Generates the events of `class` in `run` and reports each impact on each alternative, by increasing
/// level.
pub(super) fn strike(
    plan: &Plan,
    paths: &Paths,
    class: &ClassPlan,
    values: &[f64],
    run: u64,
    taken: &mut Taken,
    mut impact: impl FnMut(Impact),
) {
    let horizon_years = plan.years() as f64;
    let highest = paths.highest_intensity(plan, class, values);
    if highest <= 0.0 || horizon_years <= 0.0 {
        return;
    }
    taken.clear(plan.alternatives.iter().map(|alternative| alternative.groups.len()).sum());
    let mut level = 0.0;
    for event in 0_u64.. {
        let first_counter = event << COUNTERS_PER_EVENT_BITS;
        let [gap, when] = class.stream.pair(run, first_counter);
        level -= libm::log(gap) / horizon_years;
        if level >= highest {
            return;
        }
        let time_years = when * horizon_years;
        let month = ((time_years * 12.0) as usize).min(plan.months - 1);
        let [place, share_quantile] = class.stream.pair(run, first_counter + 1);
        let Some(tier) = paths.locate(month, place) else { continue };
        let [severity_quantile, unit_mark] = class.stream.pair(run, first_counter + 2);
        let [spread, pool] = class.stream.pair(run, first_counter + 3);
        let point = Point {
            run,
            event,
            level,
            time_years,
            month,
            tier,
            share_quantile,
            unit_mark,
            spread: SpreadMarks { pool, spread },
        };
        let mut slot = 0;
        for (position, alternative) in plan.alternatives.iter().enumerate() {
            let (tenants, records) = hit(plan, paths, class, values, alternative, &point, taken, slot);
            slot += alternative.groups.len();
            if tenants > 0.0 {
                impact(Impact { alternative: position, time_years, tenants, records, severity_quantile });
            }
        }
    }
}

/// Tenants and records that a point exposes under one alternative.
#[allow(clippy::too_many_arguments, reason = "the state of the innermost loop, passed without copying")]
fn hit(
    plan: &Plan,
    paths: &Paths,
    class: &ClassPlan,
    values: &[f64],
    alternative: &AlternativePlan,
    point: &Point,
    taken: &mut Taken,
    first_slot: usize,
) -> (f64, f64) {
    let (mut tenants, mut records) = (0.0, 0.0);
    let home = alternative.group_of_tier[point.tier];
    for (position, group) in alternative.groups.iter().enumerate() {
        if class.scope == Scope::TierGroup && position != home {
            continue;
        }
        let Some(process) = &class.processes[group.isolation] else { continue };
        if point.level >= paths.threshold(plan, class, group, point.month, values) {
            continue;
        }
        let isolation = &plan.model.isolation[group.isolation];
        if matches!(process.process.frequency, Frequency::Probability(_)) {
            let units = isolation.units(paths.group_tenants(point.month, group));
            if !taken.take(first_slot + position, period(process.process.per, point, units)) {
                continue;
            }
        }
        let first_tier = (position == home).then(|| group.tiers.iter().position(|&tier| tier == point.tier));
        let first_tier = first_tier.flatten();
        let counts = Counts::new(paths, point.month, &group.tiers, first_tier);
        let extent = extent(process, point.share_quantile, isolation.pool_size);
        let exposed = exposed_tenants(extent, counts.total(), first_tier.is_some(), point.spread);
        tenants += exposed as f64;
        let mark = |position: usize| split_mark(class, point, group.tiers[position]);
        split_over_tiers(exposed, counts.as_slice(), first_tier, mark, |position, count| {
            let per_tenant = values[plan.model.tiers[group.tiers[position]].records_per_tenant.index()];
            records += count as f64 * per_tenant;
        });
    }
    (tenants, records)
}

/// Which period of its reading a Bernoulli event falls into.
fn period(per: Per, point: &Point, units: f64) -> u64 {
    let year = point.time_years as u64;
    match per {
        Per::PlatformHorizon => 0,
        Per::PlatformYear => year,
        Per::UnitYear => (year << 48) | (point.unit_mark * units.ceil()) as u64,
    }
}

fn extent(process: &ProcessPlan, share_quantile: f64, pool_size: Option<u64>) -> Extent {
    match &process.reach {
        ReachPlan::One => Extent::One,
        ReachPlan::All => Extent::All,
        ReachPlan::Pool => Extent::Pool(pool_size),
        ReachPlan::Share(share) => Extent::Share(share.quantile(share_quantile)),
        ReachPlan::Beta(share) => Extent::Chance(share.quantile(share_quantile)),
    }
}

fn split_mark(class: &ClassPlan, point: &Point, tier: usize) -> f64 {
    let counter = (point.event << COUNTERS_PER_EVENT_BITS) + FIRST_SPLIT_COUNTER + tier as u64 / 2;
    class.stream.pair(point.run, counter)[tier % 2]
}

/// Whole tenants per tier of a group, without allocating for up to eight tiers.
enum Counts {
    Few([u64; 8], usize),
    Many(Vec<u64>),
}

impl Counts {
    /// Real-valued paths rounded; the tier where the event starts has at least one tenant.
    fn new(paths: &Paths, month: usize, tiers: &[usize], first_tier: Option<usize>) -> Self {
        let count = |position: usize| {
            let rounded = paths.tier_tenants(month, tiers[position]).round() as u64;
            rounded.max(u64::from(first_tier == Some(position)))
        };
        if tiers.len() <= 8 {
            let mut few = [0; 8];
            (0..tiers.len()).for_each(|position| few[position] = count(position));
            Counts::Few(few, tiers.len())
        } else {
            Counts::Many((0..tiers.len()).map(count).collect())
        }
    }

    fn as_slice(&self) -> &[u64] {
        match self {
            Counts::Few(counts, length) => &counts[..*length],
            Counts::Many(counts) => counts,
        }
    }

    fn total(&self) -> u64 {
        self.as_slice().iter().sum()
    }
}
