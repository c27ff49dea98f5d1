//! Parts of a simulation: which blocks each of them plays, and blocks of outcomes as bytes.
//!
//! A block is, all little-endian: its shape as six 64-bit integers (runs, alternatives, metrics, years, incident
//! classes, limits); one byte per column, 0 for a column that never varies and 1 for one value per run; the values of
//! the columns in order; the sums of costs and of losses, each as present value and nominal amount. Every value is the
//! 64 bits of its floating-point number, so that what is read is what was written.

use std::ops::Range;

use super::{
    columns::{Column, Columns, Shape},
    costs::Money,
    plan::Plan,
};

/// One part of a simulation, numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    count: u32,
}

impl Shard {
    /// Part `index` of `count`; `None` unless `index` is from 1 to `count`.
    pub fn new(index: u32, count: u32) -> Option<Shard> {
        (1..=count).contains(&index).then_some(Shard { index, count })
    }

    /// Number of this part, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// Number of parts.
    pub fn count(self) -> u32 {
        self.count
    }

    /// The blocks of this part of `blocks`: parts are consecutive, cover all blocks, and differ in length by one at
    /// most.
    pub fn blocks(self, blocks: u64) -> Range<u64> {
        let start = |before: u32| {
            let product = u128::from(blocks) * u128::from(before) / u128::from(self.count);
            // At most `blocks`.
            product as u64
        };
        start(self.index - 1)..start(self.index)
    }

    /// The tasks of this part of `tasks` that are of unequal length and not many: every N-th from the K-th on, numbered
    /// from 0.
    pub fn every(self, tasks: usize) -> impl Iterator<Item = usize> {
        (0..tasks).skip(self.index as usize - 1).step_by(self.count as usize)
    }
}

/// Why bytes are no block of a plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BlockError {
    /// Some bytes are missing, or there are too many.
    #[error("a block has {found} bytes where {expected} are expected")]
    Length {
        /// Bytes there are.
        found: usize,
        /// Bytes there should be, as far as is known.
        expected: usize,
    },
    /// The block is of another scenario or has another number of runs.
    #[error(
        "a block has the shape {found:?} where {expected:?} is expected (runs, alternatives, metrics, years, incident \
         classes, limits)"
    )]
    Shape {
        /// Shape that the bytes name.
        found: [u64; SHAPE],
        /// Shape of the plan's block.
        expected: [u64; SHAPE],
    },
    /// A column is neither constant nor has one value per run.
    #[error("a column of a block is of the unknown kind {0}")]
    Kind(u8),
    /// A run has no weight, or a severity model that the scenario doesn't have.
    #[error("a run has the {what} {value}, which no run can have")]
    Value {
        /// What the value is of.
        what: &'static str,
        /// The value.
        value: f64,
    },
}

/// Numbers of a shape.
const SHAPE: usize = 6;
/// Bytes of a number.
const NUMBER: usize = size_of::<u64>();

/// Kinds of columns.
const CONSTANT: u8 = 0;
const PER_RUN: u8 = 1;

fn numbers(shape: &Shape) -> [u64; SHAPE] {
    let Shape { runs, alternatives, metrics, years, classes, limits } = *shape;
    [runs, alternatives, metrics, years, classes, limits].map(|number| number as u64)
}

/// A block of outcomes as bytes; [`decode`] reads them.
pub fn encode(block: &Columns) -> Vec<u8> {
    let Columns { shape, columns, values, cost_sums, loss_sums } = block;
    let constants = columns.iter().filter(|column| matches!(column, Column::Constant(_))).count();
    let numbers_in_all = SHAPE + constants + values.len() + 2 * (cost_sums.len() + loss_sums.len());
    let mut bytes = Vec::with_capacity(columns.len() + NUMBER * numbers_in_all);
    numbers(shape).into_iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes.extend(columns.iter().map(|column| match column {
        Column::Constant(_) => CONSTANT,
        Column::From(_) => PER_RUN,
    }));
    let mut put = |value: f64| bytes.extend(value.to_bits().to_le_bytes());
    for column in columns {
        match *column {
            Column::Constant(value) => put(value),
            Column::From(start) => values[start..start + shape.runs].iter().copied().for_each(&mut put),
        }
    }
    for sum in cost_sums.iter().chain(loss_sums) {
        put(sum.present_value);
        put(sum.nominal);
    }
    bytes
}

/// The block of `runs` runs of a plan that [`encode`] wrote. Fails on anything else, without a panic and without
/// taking more memory than there are bytes.
pub fn decode(bytes: &[u8], plan: &Plan, runs: usize) -> Result<Columns, BlockError> {
    let shape = Shape::new(plan, runs);
    let (head, rest) = split(bytes, NUMBER * SHAPE)?;
    let mut found = [0; SHAPE];
    found.iter_mut().zip(head.as_chunks().0).for_each(|(number, bytes)| *number = u64::from_le_bytes(*bytes));
    let expected = numbers(&shape);
    if found != expected {
        return Err(BlockError::Shape { found, expected });
    }
    let (kinds, rest) = split(rest, shape.row())?;
    let mut width = 0;
    for kind in kinds {
        width += match *kind {
            CONSTANT => 1,
            PER_RUN => runs,
            other => return Err(BlockError::Kind(other)),
        };
    }
    let sums = 2 * (shape.cost_sums() + shape.loss_sums());
    let expected = NUMBER * (width + sums);
    if rest.len() != expected {
        return Err(BlockError::Length { found: rest.len(), expected });
    }
    let mut values = rest.as_chunks().0.iter().map(|bits| f64::from_bits(u64::from_le_bytes(*bits)));
    let constants = kinds.iter().filter(|kind| **kind == CONSTANT).count();
    let mut block = Columns {
        shape,
        columns: Vec::with_capacity(kinds.len()),
        values: Vec::with_capacity(width - constants),
        cost_sums: Vec::with_capacity(shape.cost_sums()),
        loss_sums: Vec::with_capacity(shape.loss_sums()),
    };
    for kind in kinds {
        block.columns.push(match *kind {
            CONSTANT => Column::Constant(values.next().unwrap_or_default()),
            _ => {
                let start = block.values.len();
                block.values.extend(values.by_ref().take(runs));
                Column::From(start)
            }
        });
    }
    let mut sums =
        std::iter::from_fn(|| Some(Money { present_value: values.next()?, nominal: values.next()? }));
    block.cost_sums.extend(sums.by_ref().take(shape.cost_sums()));
    block.loss_sums.extend(sums);
    check(&block, plan)?;
    Ok(block)
}

fn split(bytes: &[u8], at: usize) -> Result<(&[u8], &[u8]), BlockError> {
    bytes.split_at_checked(at).ok_or(BlockError::Length { found: bytes.len(), expected: at })
}

/// Refuses weights and severity models that others rely on.
fn check(block: &Columns, plan: &Plan) -> Result<(), BlockError> {
    let models = plan.model().severity.models.len();
    let all_fit = |column: usize, what: &'static str, fits: &dyn Fn(f64) -> bool| {
        let values = match &block.columns[column] {
            Column::Constant(value) => std::slice::from_ref(value),
            Column::From(start) => &block.values[*start..start + block.shape.runs],
        };
        match values.iter().find(|value| !fits(**value)) {
            Some(&value) => Err(BlockError::Value { what, value }),
            None => Ok(()),
        }
    };
    all_fit(block.shape.weight(), "weight", &|weight| weight.is_finite() && weight >= 0.0)?;
    all_fit(block.shape.severity_model(), "severity model", &|model| {
        model >= 0.0 && model < models as f64 && model.fract() == 0.0
    })
}

#[cfg(test)]
mod tests;
