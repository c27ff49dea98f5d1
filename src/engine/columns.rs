//! Outcomes of runs, stored by column.

/// Outcomes of a block of consecutive runs.
#[derive(Debug, Clone)]
pub struct Columns {
    runs: usize,
    metrics: usize,
    years: usize,
    /// `[alternative][metric][run]`.
    values: Vec<f64>,
    /// `[alternative][year][run]`: undiscounted loss of the year, USD.
    annual_loss: Vec<f64>,
    /// `[alternative][year][run]`: largest undiscounted loss of one event of the year, USD.
    annual_maximum: Vec<f64>,
}

impl Columns {
    /// Zeros for `runs` runs.
    pub fn new(runs: usize, alternatives: usize, metrics: usize, years: usize) -> Self {
        Columns {
            runs,
            metrics,
            years,
            values: vec![0.0; alternatives * metrics * runs],
            annual_loss: vec![0.0; alternatives * years * runs],
            annual_maximum: vec![0.0; alternatives * years * runs],
        }
    }

    /// Number of runs in the block.
    pub fn runs(&self) -> usize {
        self.runs
    }

    pub(super) fn add(&mut self, alternative: usize, metric: usize, run: usize, value: f64) {
        self.values[(alternative * self.metrics + metric) * self.runs + run] += value;
    }

    pub(super) fn add_annual(&mut self, alternative: usize, year: usize, run: usize, loss_usd: f64) {
        let cell = (alternative * self.years + year) * self.runs + run;
        self.annual_loss[cell] += loss_usd;
        self.annual_maximum[cell] = self.annual_maximum[cell].max(loss_usd);
    }

    /// One metric of one alternative, one value per run.
    pub fn metric(&self, alternative: usize, metric: usize) -> &[f64] {
        let start = (alternative * self.metrics + metric) * self.runs;
        &self.values[start..start + self.runs]
    }

    fn year(&self, columns: Annual, alternative: usize, year: usize) -> &[f64] {
        let start = (alternative * self.years + year) * self.runs;
        let values = match columns {
            Annual::Total => &self.annual_loss,
            Annual::Maximum => &self.annual_maximum,
        };
        &values[start..start + self.runs]
    }
}

#[derive(Clone, Copy)]
enum Annual {
    Total,
    Maximum,
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
        self.gather(|block| block.metric(alternative, metric))
    }

    /// Undiscounted loss of a year, one value per run, USD.
    pub fn annual_loss(&self, alternative: usize, year: usize) -> Vec<f64> {
        self.gather(|block| block.year(Annual::Total, alternative, year))
    }

    /// Largest undiscounted loss of one event of a year, one value per run, USD.
    pub fn annual_maximum(&self, alternative: usize, year: usize) -> Vec<f64> {
        self.gather(|block| block.year(Annual::Maximum, alternative, year))
    }

    fn gather<'a>(&'a self, column: impl Fn(&'a Columns) -> &'a [f64]) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.runs());
        for block in &self.blocks {
            values.extend_from_slice(column(block));
        }
        values
    }
}
