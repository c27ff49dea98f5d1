//! Outcomes of runs, stored by column.

use super::{
    costs::{CostComponent, Money},
    plan::Plan,
};
use crate::model::metrics::Component;

/// Outcomes of a block of consecutive runs.
#[derive(Debug, Clone)]
pub struct Columns {
    runs: usize,
    metrics: usize,
    years: usize,
    classes: usize,
    /// `[run][alternative][metric or annual figure]` while the block is played: a run writes into one place.
    rows: Vec<f64>,
    /// `[alternative][metric or annual figure][run]` afterwards; a column whose runs are all equal keeps one
    /// value.
    columns: Vec<Vec<f64>>,
    /// `[alternative][cost component][year]`: sums over the runs of the block.
    cost_sums: Vec<Money>,
    /// `[alternative][year][class][component]`: sums over the runs of the block.
    loss_sums: Vec<Money>,
}

/// What is kept for every year and run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Annual {
    /// Undiscounted loss of the year, USD.
    Loss,
    /// Largest undiscounted loss of one event of the year without service level credits, USD.
    LargestLoss,
    /// Present value of the year's losses, USD.
    LossPresentValue,
    /// Undiscounted cost of the year before losses, USD.
    Cost,
    /// Present value of the year's cost before losses, USD.
    CostPresentValue,
}

const KINDS: usize = 5;

/// Columns that are turned at once: as many as numbers in a cache line.
const TILE: usize = 8;

impl Columns {
    /// Zeros for `runs` runs of a plan.
    pub fn new(plan: &Plan, runs: usize) -> Self {
        let (alternatives, metrics, years) = (plan.alternatives.len(), plan.metrics().len(), plan.years());
        Columns {
            runs,
            metrics,
            years,
            classes: plan.classes.len(),
            rows: vec![0.0; runs * alternatives * (metrics + KINDS * years)],
            columns: Vec::new(),
            cost_sums: vec![Money::default(); alternatives * CostComponent::ALL.len() * years],
            loss_sums: Vec::new(),
        }
    }

    /// Number of runs in the block.
    pub fn runs(&self) -> usize {
        self.runs
    }

    /// Figures of one alternative in one run.
    fn width(&self) -> usize {
        self.metrics + KINDS * self.years
    }

    fn annual_position(&self, alternative: usize, kind: Annual, year: usize) -> usize {
        alternative * self.width() + self.metrics + kind as usize * self.years + year
    }

    fn row(&mut self, run: usize) -> &mut [f64] {
        let width = self.rows.len() / self.runs;
        &mut self.rows[run * width..(run + 1) * width]
    }

    pub(super) fn add(&mut self, alternative: usize, metric: usize, run: usize, value: f64) {
        let column = alternative * self.width() + metric;
        self.row(run)[column] += value;
    }

    pub(super) fn put_annual_loss(
        &mut self,
        alternative: usize,
        year: usize,
        run: usize,
        loss: Money,
        largest_usd: f64,
    ) {
        for (kind, value) in [
            (Annual::Loss, loss.nominal),
            (Annual::LossPresentValue, loss.present_value),
            (Annual::LargestLoss, largest_usd),
        ] {
            let column = self.annual_position(alternative, kind, year);
            self.row(run)[column] = value;
        }
    }

    pub(super) fn add_annual_cost(
        &mut self,
        alternative: usize,
        component: usize,
        year: usize,
        run: usize,
        cost: Money,
    ) {
        if component < CostComponent::OF_TCO {
            let nominal = self.annual_position(alternative, Annual::Cost, year);
            let present_value = self.annual_position(alternative, Annual::CostPresentValue, year);
            let row = self.row(run);
            row[nominal] += cost.nominal;
            row[present_value] += cost.present_value;
        }
        let cell = (alternative * CostComponent::ALL.len() + component) * self.years + year;
        self.cost_sums[cell].add_money(cost, 1.0);
    }

    /// Takes the block's sums of losses and turns its rows into columns.
    pub(super) fn finish(&mut self, loss_sums: Vec<Money>) {
        self.loss_sums = loss_sums;
        let rows = std::mem::take(&mut self.rows);
        let width = rows.len() / self.runs.max(1);
        self.columns = Vec::with_capacity(width);
        for first in (0..width).step_by(TILE) {
            let count = TILE.min(width - first);
            let mut tile: Vec<Vec<f64>> = (0..count).map(|_| Vec::with_capacity(self.runs)).collect();
            for row in rows.chunks_exact(width) {
                for (column, value) in tile.iter_mut().zip(&row[first..first + count]) {
                    column.push(*value);
                }
            }
            self.columns.extend(tile.into_iter().map(without_repetition));
        }
    }

    fn extend(&self, column: &[f64], values: &mut Vec<f64>) {
        match column {
            [constant] => values.resize(values.len() + self.runs, *constant),
            _ => values.extend_from_slice(column),
        }
    }
}

/// One value for a column whose values are all equal.
fn without_repetition(column: Vec<f64>) -> Vec<f64> {
    match column.first() {
        Some(first) if column.iter().all(|value| value.to_bits() == first.to_bits()) => vec![*first],
        _ => column,
    }
}

/// Outcomes of all runs: blocks in run order.
#[derive(Debug, Clone)]
pub struct Outcomes {
    blocks: Vec<Columns>,
}

impl Outcomes {
    /// Joins blocks that are in run order.
    pub fn new(blocks: Vec<Columns>) -> Self {
        Outcomes { blocks }
    }

    /// Number of runs.
    pub fn runs(&self) -> usize {
        self.blocks.iter().map(Columns::runs).sum()
    }

    /// One metric of one alternative, one value per run.
    pub fn metric(&self, alternative: usize, metric: usize) -> Vec<f64> {
        self.gather(|block| &block.columns[alternative * block.width() + metric])
    }

    /// One kind of yearly figure of one alternative and year (0 is the first), one value per run, USD.
    pub fn annual(&self, alternative: usize, kind: Annual, year: usize) -> Vec<f64> {
        self.gather(|block| &block.columns[block.annual_position(alternative, kind, year)])
    }

    /// Mean over the runs of a cost or revenue component in a year.
    pub fn mean_cost(&self, alternative: usize, component: CostComponent, year: usize) -> Money {
        self.mean(|block| {
            block.cost_sums
                [(alternative * CostComponent::ALL.len() + component as usize) * block.years + year]
        })
    }

    /// Mean over the runs of one component of the losses from the class at position `class` in a year.
    pub fn mean_loss(&self, alternative: usize, class: usize, component: Component, year: usize) -> Money {
        self.mean(|block| {
            let cell = (alternative * block.years + year) * block.classes + class;
            block.loss_sums[cell * Component::ALL.len() + component as usize]
        })
    }

    fn mean(&self, sum: impl Fn(&Columns) -> Money) -> Money {
        let mut total = Money::default();
        for block in &self.blocks {
            total.add_money(sum(block), 1.0);
        }
        let runs = self.runs() as f64;
        Money { present_value: total.present_value / runs, nominal: total.nominal / runs }
    }

    fn gather<'a>(&'a self, column: impl Fn(&'a Columns) -> &'a [f64]) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.runs());
        for block in &self.blocks {
            block.extend(column(block), &mut values);
        }
        values
    }
}
