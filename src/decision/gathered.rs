//! Runs as they are played, held within the memory allowed.

use std::{collections::BTreeMap, sync::OnceLock};

use rayon::prelude::*;

use super::{
    AnalysisError, ConvergencePoint, Findings, HowFar, Precision, Provenance,
    analyse::findings,
    comparison::{Pair, no_investment},
    convergence,
    exact_beside::Marginals,
    exceedance::{RETURN_PERIODS, periods},
    extrapolation::Extrapolation,
    figures::{QUANTILES, TAILS},
    histogram::SPAN,
    limits::within,
    precision,
    quantity::{Basis, Part as OfYear, Quantity, Reached, baseline_of},
    runs::{Held, Runs, exact, sampling_of},
    totals::Totals,
};
use crate::{
    engine::{self, BLOCK_RUNS, Design, Outcomes, Plan},
    stats::{Layout, Sampling, Summary},
};

/// Columns over all runs that the analysis makes at a time, besides those of the outcomes.
const WORKING_COLUMNS: u64 = 40;

/// The runs of a scenario, given in batches. While all of them will fit into the memory allowed they are kept; where they
/// would not, every quantity of the findings is summarised batch by batch and the runs are dropped.
pub struct Gathered<'a> {
    pub(super) plan: &'a Plan,
    /// Runs that there will be at most.
    most_runs: u64,
    pub(super) memory_bytes: u64,
    pub(super) run_rows: u64,
    pub(super) outcomes: Option<Outcomes>,
    pub(super) summaries: Option<BTreeMap<Quantity, Summary>>,
    /// Whether a pilot has decided what is kept.
    pub(super) is_laid_out: bool,
    always_summarises: bool,
    /// Sums over all runs, where these are not kept.
    pub(super) totals: Totals,
    /// Exact figures, computed when they are first needed.
    marginals: OnceLock<Option<Marginals>>,
    pub(super) extrapolation: Extrapolation,
    /// Figures of looks so far, where runs are not kept.
    pub(super) looks: Vec<ConvergencePoint>,
    /// Batches taken, and after how many of them the next look is due.
    batches: u64,
    next_look: u64,
}

impl<'a> Gathered<'a> {
    /// No runs yet. Of dropped runs the first `run_rows` are kept for the run table.
    pub fn new(plan: &'a Plan, memory_bytes: u64, run_rows: u64) -> Self {
        Gathered {
            plan,
            most_runs: plan.model().simulation.runs,
            memory_bytes,
            run_rows,
            outcomes: None,
            summaries: None,
            is_laid_out: false,
            totals: Totals::default(),
            extrapolation: Extrapolation::default(),
            looks: Vec::new(),
            batches: 0,
            next_look: 1,
            always_summarises: false,
            marginals: OnceLock::new(),
        }
    }

    /// The same where runs are summarised even if they would fit.
    pub fn summarising(self) -> Self {
        Gathered { always_summarises: true, ..self }
    }

    /// Whether exact figures alone meet a rule, so that it needs no runs.
    pub fn is_known(&self, precision: &Precision) -> bool {
        self.marginals().is_some_and(|marginals| precision::is_exact(self.plan, precision, marginals))
    }

    /// Says that there will be so many runs at most.
    pub fn expect(&mut self, most_runs: u64) {
        self.most_runs = most_runs;
    }

    /// Whether it takes a pilot to tell if all runs will fit into the memory allowed. They surely do where they would even
    /// if no column were the same in all runs.
    pub fn needs_pilot(&self) -> bool {
        let all = self.most_runs;
        engine::most_bytes(self.plan, all).saturating_add(WORKING_COLUMNS * 8 * all) > self.memory_bytes
    }

    /// Decides by the runs of a pilot, the first batch of all, how much memory all runs would take, and where it matters to
    /// count exactly. Says whether runs will be summarised and dropped.
    pub fn lay_out(&mut self, pilot: &Outcomes) -> Result<bool, AnalysisError> {
        let all = self.most_runs;
        let needed = self.exact_bytes(pilot, all);
        if self.plan.runs_per_draw().is_some() && needed > self.memory_bytes {
            let allowed_mib = self.memory_bytes >> 20;
            return Err(AnalysisError::NestedTooLarge { needed_mib: needed >> 20, allowed_mib });
        }
        if self.always_summarises || needed > self.memory_bytes {
            self.check(2 * bytes_of(pilot, self.run_rows.min(all)))?;
            self.summaries = Some(summaries(self.plan, pilot)?);
        }
        self.is_laid_out = true;
        Ok(self.summaries.is_some())
    }

    /// Adds the runs that follow. The first batch is also the pilot, unless there was one.
    pub fn take(&mut self, batch: Outcomes) -> Result<(), AnalysisError> {
        if !self.is_laid_out {
            self.lay_out(&batch)?;
        }
        let kept_runs = match &mut self.summaries {
            None => u64::MAX,
            Some(summaries) => {
                add(self.plan, summaries, &batch)?;
                batch.blocks().iter().for_each(|block| self.totals.add(block));
                let bins: usize = summaries.values().map(Summary::bytes).sum();
                let kept = self.outcomes.as_ref().map_or(0, Outcomes::bytes);
                self.check((bins + kept + batch.bytes()) as u64)?;
                self.run_rows
            }
        };
        self.extrapolation.add(self.plan, &batch);
        self.batches += 1;
        let design = batch.design();
        let outcomes = self.outcomes.get_or_insert_with(|| Outcomes::new(Vec::new(), design));
        outcomes.append(batch, kept_runs);
        if self.summaries.is_some() {
            outcomes.put_sums(self.plan, self.totals.sums());
        }
        Ok(())
    }

    /// Whether a look at the figures is due: after 1, 2, 4, 8, … batches.
    pub fn is_look(&self) -> bool {
        self.batches == self.next_look
    }

    /// Looks at the figures: how far a rule is from being met.
    pub fn look(&mut self, precision: Option<&Precision>) -> Result<Option<HowFar>, AnalysisError> {
        let runs = self.runs()?;
        let reached = match precision {
            Some(precision) => {
                let number = self.next_look.trailing_zeros() + 1;
                Some(precision::check(&runs, precision, number, || self.marginals())?)
            }
            None => None,
        };
        let points = if self.summaries.is_some() { convergence::at(&runs)? } else { Vec::new() };
        self.looks.extend(points);
        self.next_look *= 2;
        Ok(reached)
    }

    fn marginals(&self) -> Option<&Marginals> {
        self.marginals.get_or_init(|| Marginals::of(self.plan)).as_ref()
    }

    fn runs(&self) -> Result<Runs<'_>, AnalysisError> {
        let Some(outcomes) = &self.outcomes else { return Err(crate::stats::SampleError::Empty.into()) };
        match &self.summaries {
            None => Runs::of(self.plan, outcomes),
            Some(summaries) => Ok(Runs { plan: self.plan, outcomes, held: Held::Binned(summaries) }),
        }
    }

    /// Everything that reports show about the runs.
    pub fn findings(&self, mut provenance: Provenance) -> Result<Findings, AnalysisError> {
        let rows = usize::try_from(self.run_rows).unwrap_or(usize::MAX);
        let runs = self.runs()?;
        if self.summaries.is_some() {
            provenance.looks.clone_from(&self.looks);
            if self.looks.last().is_none_or(|last| last.runs < runs.outcomes.runs() as u64) {
                provenance.looks.extend(convergence::at(&runs)?);
            }
        }
        provenance.notices.extend(self.extrapolation.notices(self.plan));
        findings(&runs, provenance, rows, || self.marginals())
    }

    /// Memory that keeping and analysing `all` runs like those of a batch takes.
    fn exact_bytes(&self, batch: &Outcomes, all: u64) -> u64 {
        bytes_of(batch, all).saturating_add(WORKING_COLUMNS * 8 * all)
    }

    pub(super) fn check(&self, bytes: u64) -> Result<(), AnalysisError> {
        if bytes <= self.memory_bytes {
            return Ok(());
        }
        Err(AnalysisError::TooLarge { needed_mib: bytes >> 20, allowed_mib: self.memory_bytes >> 20 })
    }
}

/// Memory that so many runs like those of a batch take.
fn bytes_of(batch: &Outcomes, runs: u64) -> u64 {
    let each = batch.bytes() as u64 / (batch.runs() as u64).max(1) + 1;
    each.saturating_mul(runs)
}

/// Runs that are summed up together: a replicate, or a block of independent runs.
fn group_runs(design: Design) -> usize {
    match design {
        Design::Independent => BLOCK_RUNS as usize,
        Design::Replicated { runs_per_replicate } => runs_per_replicate.max(1),
    }
}

/// Empty summaries of every quantity, laid out by the runs of a pilot.
fn summaries(plan: &Plan, pilot: &Outcomes) -> Result<BTreeMap<Quantity, Summary>, AnalysisError> {
    let sampling = &sampling_of(pilot)?;
    let each = quantities(plan, pilot, sampling)?.into_par_iter().map(|quantity| {
        let column = quantity.column(plan, pilot);
        let [thresholds, levels, tails] = watched(quantity, plan);
        let layout = match column.values.len() {
            // Periods of a run count each, by the weight of the run.
            2.. => {
                let weights = column.values.iter().flat_map(|_| pilot.first_weights(pilot.runs()));
                let runs = column.values.len() * pilot.runs();
                let pooled = Sampling::new(runs, Some(weights.collect()), None)?;
                Layout::new(&pooled.sample(column.values.concat())?, &thresholds, &levels, &tails)
            }
            _ => match &column.is_defined {
                None => Layout::new(&sampling.sample(column.values.concat())?, &thresholds, &levels, &tails),
                // Where a quantity is defined in no run of the pilot, all of them are better than nothing.
                Some(is_defined) => {
                    let some = sampling.only(|run| is_defined[run]);
                    let sample = some.as_ref().unwrap_or(sampling).sample(column.values.concat())?;
                    Layout::new(&sample, &thresholds, &levels, &tails)
                }
            },
        };
        Ok((quantity, Summary::new(layout)))
    });
    each.collect()
}

/// Adds a batch to every summary, group by group.
fn add(
    plan: &Plan,
    summaries: &mut BTreeMap<Quantity, Summary>,
    batch: &Outcomes,
) -> Result<(), AnalysisError> {
    let size = group_runs(batch.design());
    let weights =
        Some(batch.first_weights(batch.runs())).filter(|all| all.iter().any(|weight| *weight != 1.0));
    let each: Vec<(&Quantity, &mut Summary)> = summaries.iter_mut().collect();
    each.into_par_iter().try_for_each(|(quantity, summary)| {
        let column = quantity.column(plan, batch);
        let weights = match column.is_defined {
            None => weights.clone(),
            Some(is_defined) => {
                let weight = |run: usize| weights.as_ref().map_or(1.0, |weights| weights[run]);
                let each = is_defined.iter().enumerate();
                Some(each.map(|(run, is_defined)| if *is_defined { weight(run) } else { 0.0 }).collect())
            }
        };
        for first in (0..batch.runs()).step_by(size) {
            let range = first..batch.runs().min(first + size);
            let columns: Vec<&[f64]> = column.values.iter().map(|values| &values[range.clone()]).collect();
            summary.add(&columns, weights.as_ref().map(|weights| &weights[range]))?;
        }
        Ok(())
    })
}

/// Every quantity that the findings ask for. Returns of an investment are among them where every run of the pilot needs
/// one: where one run needs none there is no return.
fn quantities(plan: &Plan, pilot: &Outcomes, sampling: &Sampling) -> Result<Vec<Quantity>, AnalysisError> {
    let model = plan.model();
    let years = plan.years();
    let mut all = Vec::new();
    for alternative in 0..model.alternatives.len() {
        all.extend((0..plan.metrics().len()).map(|metric| Quantity::Metric { alternative, metric }));
        if years > 0 {
            let names = model.classes.iter().flat_map(|class| {
                [format!("events.{}", class.name), format!("loss.{}_undiscounted", class.name)]
            });
            let metrics = names.filter_map(|name| plan.metric(&name));
            all.extend(metrics.map(|metric| Quantity::MetricPerYear { alternative, metric }));
        }
        if model.severity.models.len() > 1 {
            let models = 0..model.severity.models.len();
            all.extend(models.map(|model| Quantity::LossUnderModel { alternative, model }));
        }
        for year in 0..years {
            for basis in [Basis::PresentValue, Basis::Nominal] {
                let parts = [OfYear::Loss, OfYear::Tco, OfYear::Cumulative];
                all.extend(parts.map(|part| Quantity::Yearly { alternative, year, basis, part }));
            }
        }
        for period in periods(years) {
            all.extend([false, true].map(|largest| Quantity::Periods { alternative, largest, period }));
        }
        if alternative != baseline_of(plan, alternative) {
            let of = |pair| Quantity::Pair { alternative, pair };
            all.extend([Pair::Saving, Pair::SavingUndiscounted, Pair::Extra, Pair::InvestedLater].map(of));
            let extra = exact(sampling, of(Pair::Extra).column(plan, pilot))?;
            if extra.is_some_and(|extra| no_investment(&extra).is_none()) {
                all.extend(Pair::OF_INVESTMENT.map(of));
            }
        }
    }
    if years > 0 {
        let figures = [Reached::Month, Reached::Backwards, Reached::DemandAtStart, Reached::DemandAtEnd];
        for limit in 0..plan.limits().len() {
            all.extend(figures.map(|figure| Quantity::Limit { limit, figure }));
        }
    }
    Ok(all)
}

/// Thresholds, levels and levels of tails of a quantity whose errors the findings show.
fn watched(quantity: Quantity, plan: &Plan) -> [Vec<f64>; 3] {
    let levels = || QUANTILES.map(|(_, level)| level).into_iter().chain(SPAN).collect();
    let tails = TAILS.map(|(_, level)| level).to_vec();
    match quantity {
        Quantity::Metric { .. } | Quantity::Pair { pair: Pair::Saving, .. } => [vec![0.0], levels(), tails],
        Quantity::MetricPerYear { .. } => [vec![], vec![], vec![]],
        Quantity::Periods { .. } => {
            [vec![0.0], RETURN_PERIODS.map(|periods| 1.0 - 1.0 / periods).to_vec(), vec![]]
        }
        Quantity::Limit { .. } => [vec![within(plan.years())], levels(), vec![]],
        Quantity::Pair { .. } => [vec![0.0, 0.5], levels(), vec![]],
        Quantity::LossUnderModel { .. } | Quantity::Yearly { .. } => [vec![], levels(), vec![]],
    }
}
