//! The cells of the matrix: what each changes in the scenario.

use crate::{
    dist::Distribution,
    model::{ChurnAccounting, EventCosts, Frequency, Model, Origin},
    units::Per,
};

/// The word for what a cell leaves as it is.
const AS_GIVEN: &str = "as given";

/// What a cell changes; `None` leaves the scenario as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell {
    /// The severity model that holds alone, by its position.
    severity: Option<usize>,
    reading: Option<Per>,
    churn: Option<ChurnAccounting>,
}

/// Every combination of what the scenario lists, severity models outermost; none where nothing but the scenario
/// itself would come out.
pub(super) fn cells(model: &Model) -> Vec<Cell> {
    let checks = &model.robustness;
    let severity = or_as_given(&checks.severity);
    let (readings, churn) = (or_as_given(&checks.readings), or_as_given(&checks.churn));
    let mut cells = Vec::new();
    for &severity in &severity {
        for &reading in &readings {
            cells.extend(churn.iter().map(|&churn| Cell { severity, reading, churn }));
        }
    }
    match cells[..] {
        [only] if only.is_as_given(model) => Vec::new(),
        _ => cells,
    }
}

fn or_as_given<T: Copy>(listed: &[T]) -> Vec<Option<T>> {
    if listed.is_empty() { vec![None] } else { listed.iter().copied().map(Some).collect() }
}

impl Cell {
    /// The base case.
    pub const AS_GIVEN: Cell = Cell { severity: None, reading: None, churn: None };

    fn is_as_given(&self, model: &Model) -> bool {
        let booked = model.breach_costs.churn.as_ref().map(|churn| churn.accounting);
        let is_only_model = self.severity.is_none() || model.severity.models.len() == 1;
        is_only_model && self.reading.is_none() && (self.churn.is_none() || self.churn == booked)
    }

    /// Severity model, reading and churn accounting in the words of the file.
    pub fn words(&self, model: &Model) -> [String; 3] {
        let severity = self.severity.map_or(AS_GIVEN, |index| &model.severity.models[index].id);
        let reading =
            Per::ALL.iter().find(|(_, per)| Some(*per) == self.reading).map_or(AS_GIVEN, |(word, _)| word);
        [severity, reading, self.churn.map_or(AS_GIVEN, ChurnAccounting::word)].map(str::to_owned)
    }

    /// Changes the scenario, or says why this cell is not available.
    pub fn apply(&self, model: &mut Model) -> Result<(), String> {
        if let Some(alone) = self.severity {
            for (index, one) in model.severity.models.iter().enumerate() {
                let weight = if index == alone { 1.0 } else { 0.0 };
                model.registry.replace(one.weight, Distribution::constant(weight));
            }
        }
        if let Some(accounting) = self.churn {
            let Some(churn) = &mut model.breach_costs.churn else {
                return Err(
                    "no tenant leaves after a breach in this scenario (breach.churn = \"none\")".to_owned()
                );
            };
            churn.accounting = accounting;
        }
        self.reading.map_or(Ok(()), |per| read_as(model, per))
    }
}

/// Reads every breach frequency that the file gives per something else; defaults keep the reading of their source.
fn read_as(model: &mut Model, per: Per) -> Result<(), String> {
    let mut changed = false;
    let breaches = model.classes.iter_mut().filter(|class| matches!(class.costs, EventCosts::Breach));
    for process in breaches.flat_map(|class| class.processes.iter_mut().flatten()) {
        let id = match process.frequency {
            Frequency::Rate(id) | Frequency::Probability(id) => id,
            Frequency::AtMonths(_) => continue,
        };
        if model.registry.get(id).origin == Origin::Given {
            process.per = per;
            changed = true;
        }
    }
    if changed {
        Ok(())
    } else {
        Err("the file gives no breach probability or rate; the defaults come with the reading of their source".to_owned())
    }
}
