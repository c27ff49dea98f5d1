//! Positions of the metrics that the engine writes.

use super::costs::CostComponent;
use crate::model::metrics::{Component, Metric};

/// A money metric's position; its undiscounted twin stands right behind it.
#[derive(Debug)]
pub(super) struct Layout {
    pub tco: usize,
    pub loss: usize,
    pub gross_margin: usize,
    pub opportunity: usize,
    pub customer_impact: usize,
    pub gross_margin_percent: usize,
    pub events: usize,
    pub tenants_exposed: usize,
    pub records_exposed: usize,
    /// In the order of [`CostComponent::ALL`]; `None` for a component that is no metric of the scenario.
    pub costs: [Option<usize>; CostComponent::ALL.len()],
    /// In the order of [`Component::ALL`].
    pub components: [usize; Component::ALL.len()],
    /// Where an alternative is insured.
    pub recovery: Option<RecoveryLayout>,
    pub loss_of_class: Vec<usize>,
    pub events_of_class: Vec<usize>,
}

/// Positions of what policies pay.
#[derive(Debug)]
pub(super) struct RecoveryLayout {
    pub all: usize,
    pub of_class: Vec<usize>,
}

impl Layout {
    pub fn new(metrics: &[Metric], classes: &[&str]) -> Self {
        let find = |name: &str| metrics.iter().position(|metric| metric.name == name);
        // The catalogue is made from the same names, so every position exists.
        let at = |name: &str| find(name).unwrap_or(0);
        Layout {
            tco: at("tco"),
            loss: at("loss"),
            gross_margin: at("gross_margin"),
            opportunity: at("opportunity"),
            customer_impact: at("customer_impact"),
            gross_margin_percent: at("gross_margin_percent"),
            events: at("events"),
            tenants_exposed: at("tenants_exposed"),
            records_exposed: at("records_exposed"),
            costs: CostComponent::ALL.map(|component| find(component.name())),
            components: Component::ALL.map(|component| at(&format!("loss.{}", component.name()))),
            recovery: find("recovery").map(|all| RecoveryLayout {
                all,
                of_class: classes.iter().map(|class| at(&format!("recovery.{class}"))).collect(),
            }),
            loss_of_class: classes.iter().map(|class| at(&format!("loss.{class}"))).collect(),
            events_of_class: classes.iter().map(|class| at(&format!("events.{class}"))).collect(),
        }
    }
}
