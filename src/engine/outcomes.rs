//! Outcomes of all runs.

use super::{
    columns::{Annual, Columns, Kept, Shape, constant},
    costs::{CostComponent, Money},
    design::Design,
    limits::LimitFigure,
    plan::Plan,
    runner::BLOCK_RUNS,
};

/// Outcomes of all runs: blocks in run order, and sums over all runs. Blocks may have been dropped after they were
/// counted; the columns then hold the runs of the first blocks only.
#[derive(Debug, Clone)]
pub struct Outcomes {
    blocks: Vec<Columns>,
    design: Design,
    /// Number of runs, those of dropped blocks included.
    runs: u64,
    /// Sum of the weights of these.
    weight: f64,
    shape: Option<Shape>,
    cost_sums: Vec<Money>,
    loss_sums: Vec<Money>,
}

/// Sums over all runs, each by its weight.
#[derive(Debug, Clone)]
pub struct Sums {
    /// Number of runs.
    pub runs: u64,
    /// Sum of their weights.
    pub weight: f64,
    /// Costs by alternative, component and year.
    pub costs: Vec<Money>,
    /// Losses by alternative, year, class and kind.
    pub losses: Vec<Money>,
}

impl Sums {
    /// Whether there are as many as the runs of a plan have.
    pub fn fit(&self, plan: &Plan) -> bool {
        let shape = Shape::new(plan, 0);
        self.costs.len() == shape.cost_sums() && self.losses.len() == shape.loss_sums()
    }
}

/// Memory that so many runs of a plan take at most, bytes.
pub fn most_bytes(plan: &Plan, runs: u64) -> u64 {
    let shape = Shape::new(plan, 0);
    let blocks = (shape.bytes_per_block() as u64).saturating_mul(runs.div_ceil(BLOCK_RUNS));
    (shape.most_bytes_per_run() as u64).saturating_mul(runs).saturating_add(blocks)
}

impl Outcomes {
    /// Joins blocks that are in run order and were drawn by `design`.
    pub fn new(blocks: Vec<Columns>, design: Design) -> Self {
        let mut outcomes = Outcomes {
            blocks: Vec::new(),
            design,
            runs: 0,
            weight: 0.0,
            shape: None,
            cost_sums: Vec::new(),
            loss_sums: Vec::new(),
        };
        blocks.into_iter().for_each(|block| outcomes.push(block, true));
        outcomes
    }

    /// Adds the runs of `next`, which follow; of its blocks those are kept that begin before run `kept_runs`.
    pub fn append(&mut self, next: Outcomes, kept_runs: u64) {
        for block in next.blocks {
            let is_kept = self.runs < kept_runs;
            self.push(block, is_kept);
        }
    }

    fn push(&mut self, block: Columns, is_kept: bool) {
        self.runs += block.runs() as u64;
        let mut weights = Vec::new();
        block.copy(block.shape.weight(), block.runs(), &mut weights);
        weights.iter().for_each(|weight| self.weight += weight);
        self.shape.get_or_insert(block.shape);
        for (sums, more) in [(&mut self.cost_sums, &block.cost_sums), (&mut self.loss_sums, &block.loss_sums)]
        {
            sums.resize(more.len(), Money::default());
            sums.iter_mut().zip(more).for_each(|(sum, more)| sum.add_money(*more, 1.0));
        }
        if is_kept {
            self.blocks.push(block);
        }
    }

    /// The blocks that are kept.
    pub fn blocks(&self) -> &[Columns] {
        &self.blocks
    }

    /// Puts sums over all runs of a plan, dropped ones included, in the place of those that were formed block by block.
    pub fn put_sums(&mut self, plan: &Plan, sums: Sums) {
        self.shape.get_or_insert_with(|| Shape::new(plan, 0));
        (self.runs, self.weight) = (sums.runs, sums.weight);
        (self.cost_sums, self.loss_sums) = (sums.costs, sums.losses);
    }

    /// Which runs are independent of each other.
    pub fn design(&self) -> Design {
        self.design
    }

    /// Number of runs that were played.
    pub fn runs(&self) -> usize {
        self.runs as usize
    }

    /// Sum of the weights of all runs that were played.
    pub fn total_weight(&self) -> f64 {
        self.weight
    }

    /// Memory that the blocks take, bytes.
    pub fn bytes(&self) -> usize {
        self.blocks.iter().map(Columns::bytes).sum()
    }

    /// The weight of every run; `None` where every run counts the same.
    pub fn weights(&self) -> Option<Vec<f64>> {
        let weights = self.gather(Shape::weight);
        constant(&weights).is_none().then_some(weights)
    }

    /// The weights of the first `runs` runs.
    pub fn first_weights(&self, runs: usize) -> Vec<f64> {
        self.gather_first(runs, Shape::weight)
    }

    /// One metric of one alternative, one value per run.
    pub fn metric(&self, alternative: usize, metric: usize) -> Vec<f64> {
        self.gather(|shape| shape.metric(alternative, metric))
    }

    /// One metric of one alternative in the first `runs` runs.
    pub fn first(&self, alternative: usize, metric: usize, runs: usize) -> Vec<f64> {
        self.gather_first(runs, |shape| shape.metric(alternative, metric))
    }

    /// One kind of yearly figure of one alternative and year (0 is the first), one value per run, USD.
    pub fn annual(&self, alternative: usize, kind: Annual, year: usize) -> Vec<f64> {
        self.gather(|shape| shape.annual(alternative, kind, year))
    }

    /// Position of the severity model that holds in each run.
    pub fn severity_models(&self) -> Vec<usize> {
        self.gather(Shape::severity_model).into_iter().map(|position| position as usize).collect()
    }

    /// One figure of the limit at a position among [`Plan::limits`](super::Plan::limits), one value per run.
    pub fn limit(&self, limit: usize, figure: LimitFigure) -> Vec<f64> {
        self.gather(|shape| shape.limit(limit, figure as usize))
    }

    /// What one alternative builds at the very start, isolation models and controls, one value per run, USD.
    pub fn built_at_start(&self, alternative: usize) -> Vec<f64> {
        self.gather(|shape| shape.at_start(alternative))
    }

    /// Weighted mean over all runs of a cost or revenue component in a year.
    pub fn mean_cost(&self, alternative: usize, component: CostComponent, year: usize) -> Money {
        self.mean(&self.cost_sums, |shape| shape.cost(alternative, component as usize, year))
    }

    /// Weighted mean over all runs of what the class at position `class` brings in a year.
    pub fn mean_of_class(&self, alternative: usize, class: usize, kept: Kept, year: usize) -> Money {
        self.mean(&self.loss_sums, |shape| shape.class_sum(alternative, class, kept, year))
    }

    fn mean(&self, sums: &[Money], position: impl Fn(&Shape) -> usize) -> Money {
        let total = self.shape.map_or_else(Money::default, |shape| sums[position(&shape)]);
        Money { present_value: total.present_value / self.weight, nominal: total.nominal / self.weight }
    }

    fn gather(&self, position: impl Fn(&Shape) -> usize) -> Vec<f64> {
        self.gather_first(self.blocks.iter().map(Columns::runs).sum(), position)
    }

    fn gather_first(&self, runs: usize, position: impl Fn(&Shape) -> usize) -> Vec<f64> {
        let mut values = Vec::with_capacity(runs);
        for block in &self.blocks {
            let wanted = block.runs().min(runs - values.len());
            block.copy(position(&block.shape), wanted, &mut values);
        }
        values
    }
}
