//! Outcomes of a block of runs, stored by column.

use super::{
    costs::{CostComponent, Money},
    limits::LimitFigure,
    plan::Plan,
};
use crate::model::metrics::Component;

/// Outcomes of a block of consecutive runs.
#[derive(Debug, Clone)]
pub struct Columns {
    pub(super) shape: Shape,
    /// `[alternative][figure]`: a column of `values`.
    pub(super) columns: Vec<Column>,
    /// The columns one after the other, in one piece of memory.
    pub(super) values: Vec<f64>,
    /// `[alternative][cost component][year]`: sums over the runs, each by its weight.
    pub(super) cost_sums: Vec<Money>,
    /// `[alternative][year][class][what is kept]`: sums over the runs, each by its weight.
    pub(super) loss_sums: Vec<Money>,
}

/// A column of a block.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    /// The same value in all runs.
    Constant(f64),
    /// One value per run from this position on.
    From(usize),
}

/// A block while it is played: each run writes into one place.
pub(super) struct Block {
    shape: Shape,
    /// `[run][alternative][figure]`.
    rows: Vec<f64>,
    cost_sums: Vec<Money>,
    /// Whether the costs are those of the first run in all.
    repeated: bool,
}

/// What the sizes of a block's parts follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub runs: usize,
    pub alternatives: usize,
    pub metrics: usize,
    pub years: usize,
    pub classes: usize,
    pub limits: usize,
}

impl Shape {
    /// The shape of a block of `runs` runs of a plan.
    pub fn new(plan: &Plan, runs: usize) -> Self {
        Shape {
            runs,
            alternatives: plan.alternatives.len(),
            metrics: plan.metrics().len(),
            years: plan.years(),
            classes: plan.classes.len(),
            limits: plan.limits().len(),
        }
    }

    /// Figures of one alternative in one run: its metrics, what it builds at the start, the annual figures.
    fn width(&self) -> usize {
        self.metrics + 1 + KINDS * self.years
    }

    /// Figures of one run: those of every alternative, then the severity model that holds, then the weight, then
    /// the limits.
    pub fn row(&self) -> usize {
        self.limit(self.limits, 0)
    }

    /// Memory that the columns of a run take at most, bytes.
    pub fn most_bytes_per_run(&self) -> usize {
        self.row() * size_of::<f64>()
    }

    /// Memory that a block takes besides, bytes.
    pub fn bytes_per_block(&self) -> usize {
        self.row() * size_of::<Column>() + (self.cost_sums() + self.loss_sums()) * size_of::<Money>()
    }

    /// Number of sums of costs.
    pub fn cost_sums(&self) -> usize {
        self.alternatives * CostComponent::ALL.len() * self.years
    }

    /// Number of sums of losses.
    pub fn loss_sums(&self) -> usize {
        self.alternatives * self.years * self.classes * Kept::COUNT
    }

    pub fn severity_model(&self) -> usize {
        self.alternatives * self.width()
    }

    pub fn weight(&self) -> usize {
        self.severity_model() + 1
    }

    pub fn limit(&self, limit: usize, figure: usize) -> usize {
        self.weight() + 1 + limit * LimitFigure::COUNT + figure
    }

    pub fn metric(&self, alternative: usize, metric: usize) -> usize {
        alternative * self.width() + metric
    }

    pub fn at_start(&self, alternative: usize) -> usize {
        alternative * self.width() + self.metrics
    }

    pub fn annual(&self, alternative: usize, kind: Annual, year: usize) -> usize {
        self.at_start(alternative) + 1 + kind as usize * self.years + year
    }

    pub fn cost(&self, alternative: usize, component: usize, year: usize) -> usize {
        (alternative * CostComponent::ALL.len() + component) * self.years + year
    }

    /// Position among the sums by class.
    pub fn class_sum(&self, alternative: usize, class: usize, kept: Kept, year: usize) -> usize {
        ((alternative * self.years + year) * self.classes + class) * Kept::COUNT + kept.position()
    }
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
    /// Undiscounted cost of the year before losses, less what a policy pays, USD.
    Cost,
    /// Present value of the year's cost before losses, less what a policy pays, USD.
    CostPresentValue,
}

const KINDS: usize = 5;

/// What is summed by class and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// A component of the provider's losses.
    Loss(Component),
    /// What customers lose.
    CustomerImpact,
    /// Revenue opportunity.
    Opportunity,
    /// What a policy pays.
    Recovery,
}

impl Kept {
    pub(super) const COUNT: usize = Component::ALL.len() + 3;

    pub(super) fn position(self) -> usize {
        match self {
            Kept::Loss(component) => component as usize,
            Kept::CustomerImpact => Component::ALL.len(),
            Kept::Opportunity => Component::ALL.len() + 1,
            Kept::Recovery => Component::ALL.len() + 2,
        }
    }
}

/// Columns that are turned at once: as many as numbers in a cache line.
const TILE: usize = 8;

impl Block {
    /// Zeros for `runs` runs of a plan, in the storage of `rows`.
    pub fn new(plan: &Plan, runs: usize, mut rows: Vec<f64>) -> Self {
        let shape = Shape::new(plan, runs);
        rows.clear();
        rows.resize(runs * shape.row(), 0.0);
        Block { shape, rows, cost_sums: vec![Money::default(); shape.cost_sums()], repeated: false }
    }

    /// Every run begins as the first one is now, which was written with a weight of 1.
    pub fn repeat_first(&mut self) {
        let width = self.shape.row();
        let (first, others) = self.rows.split_at_mut(width);
        others.chunks_exact_mut(width).for_each(|row| row.copy_from_slice(first));
        self.repeated = true;
    }

    fn cell(&mut self, run: usize, column: usize) -> &mut f64 {
        &mut self.rows[run * self.shape.row() + column]
    }

    pub fn add(&mut self, alternative: usize, metric: usize, run: usize, value: f64) {
        *self.cell(run, self.shape.metric(alternative, metric)) += value;
    }

    pub fn put_severity_model(&mut self, run: usize, position: usize) {
        *self.cell(run, self.shape.severity_model()) = position as f64;
    }

    /// The weight of a run, to be put before its costs: sums over the runs count every run by its weight.
    pub fn put_weight(&mut self, run: usize, weight: f64) {
        *self.cell(run, self.shape.weight()) = weight;
    }

    pub fn put_limit(&mut self, limit: usize, run: usize, figures: [f64; LimitFigure::COUNT]) {
        let first = self.shape.limit(limit, 0);
        for (figure, value) in figures.into_iter().enumerate() {
            *self.cell(run, first + figure) = value;
        }
    }

    pub fn put_at_start(&mut self, alternative: usize, run: usize, built_usd: f64) {
        *self.cell(run, self.shape.at_start(alternative)) = built_usd;
    }

    pub fn put_annual_loss(
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
            *self.cell(run, self.shape.annual(alternative, kind, year)) = value;
        }
    }

    /// What a policy pays in a year lowers its cost.
    pub fn add_annual_recovery(&mut self, alternative: usize, year: usize, run: usize, paid: Money) {
        for (kind, value) in [(Annual::Cost, paid.nominal), (Annual::CostPresentValue, paid.present_value)] {
            *self.cell(run, self.shape.annual(alternative, kind, year)) -= value;
        }
    }

    pub fn add_annual_cost(
        &mut self,
        alternative: usize,
        component: usize,
        year: usize,
        run: usize,
        cost: Money,
    ) {
        if component < CostComponent::OF_TCO {
            *self.cell(run, self.shape.annual(alternative, Annual::Cost, year)) += cost.nominal;
            *self.cell(run, self.shape.annual(alternative, Annual::CostPresentValue, year)) +=
                cost.present_value;
        }
        let weight = *self.cell(run, self.shape.weight());
        self.cost_sums[self.shape.cost(alternative, component, year)].add_money(cost, weight);
    }

    /// Turns the rows into columns; gives back the storage of the rows.
    pub fn into_columns(self, loss_sums: Vec<Money>) -> (Columns, Vec<f64>) {
        let Block { shape, rows, mut cost_sums, repeated } = self;
        if repeated {
            let weight = rows.iter().skip(shape.weight()).step_by(shape.row()).sum();
            cost_sums.iter_mut().for_each(|sum| *sum = sum.times(weight));
        }
        let width = shape.row();
        let mut columns = Vec::with_capacity(width);
        let mut values = Vec::with_capacity(rows.len());
        let mut tile = vec![0.0; TILE * shape.runs];
        for first in (0..width).step_by(TILE) {
            let last = width.min(first + TILE);
            for (run, row) in rows.chunks_exact(width).enumerate() {
                for (place, value) in row[first..last].iter().enumerate() {
                    tile[place * shape.runs + run] = *value;
                }
            }
            for place in 0..last - first {
                let column = &tile[place * shape.runs..][..shape.runs];
                columns.push(match constant(column) {
                    Some(value) => Column::Constant(value),
                    None => {
                        values.extend_from_slice(column);
                        Column::From(values.len() - column.len())
                    }
                });
            }
        }
        values.shrink_to_fit();
        (Columns { shape, columns, values, cost_sums, loss_sums }, rows)
    }
}

impl Columns {
    /// Number of runs in the block.
    pub fn runs(&self) -> usize {
        self.shape.runs
    }

    /// Sums over the runs of the block, each by its weight: of the weights, of costs and of losses.
    pub fn sums(&self) -> (f64, &[Money], &[Money]) {
        let mut weights = Vec::new();
        self.copy(self.shape.weight(), self.shape.runs, &mut weights);
        (weights.iter().sum(), &self.cost_sums, &self.loss_sums)
    }

    /// Memory that the block takes, bytes.
    pub fn bytes(&self) -> usize {
        let sums = (self.cost_sums.len() + self.loss_sums.len()) * size_of::<Money>();
        self.values.capacity() * size_of::<f64>() + self.columns.capacity() * size_of::<Column>() + sums
    }

    /// Adds the first `runs` values of a column at the end of `values`.
    pub(super) fn copy(&self, position: usize, runs: usize, values: &mut Vec<f64>) {
        match self.columns[position] {
            Column::Constant(value) => values.resize(values.len() + runs, value),
            Column::From(start) => values.extend_from_slice(&self.values[start..start + runs]),
        }
    }
}

/// The value of a column whose values are all equal.
pub(super) fn constant(column: &[f64]) -> Option<f64> {
    let first = column.first()?;
    column.iter().all(|value| value.to_bits() == first.to_bits()).then_some(*first)
}
