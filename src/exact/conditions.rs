//! A scenario under given values of its uncertain inputs: tenants, groups, controls, discounting.

use super::Reason;
use crate::{
    dist::Distribution,
    model::{
        ActiveEffect, Dynamics, Left, Model, ParameterId, Role, effects_on,
        groups::{GroupMonth, group_month},
        left_by,
        phases::{Phase, alternatives},
        tenants::expected_path,
    },
    units::Discount,
};

/// Whether money is discounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// To the start.
    PresentValue,
    /// Not at all.
    Undiscounted,
}

/// A scenario in which every number that is drawn once per run has a value, or is not known (NaN).
pub(super) struct Conditions<'a> {
    pub model: &'a Model,
    /// One value per parameter; NaN for what varies by event.
    pub values: Vec<f64>,
    /// The severity model that holds; none where it is not chosen.
    pub severity: Option<usize>,
    pub months: usize,
    pub discount: Discount,
    /// Phases of every alternative.
    pub phases: Vec<Vec<Phase>>,
    /// `[month][tier]`.
    pub counts: Vec<Vec<f64>>,
}

impl<'a> Conditions<'a> {
    /// Under these values. `severity` is a position among the severity models, if one is chosen.
    pub fn new(model: &'a Model, values: Vec<f64>, severity: Option<usize>) -> Result<Self, Reason> {
        let months = 12 * model.horizon.years as usize;
        let mut conditions = Conditions {
            model,
            values,
            severity,
            months,
            discount: Discount::new(model.horizon.discount_rate, model.horizon.convention),
            phases: alternatives(model, months).into_iter().map(|plan| plan.phases).collect(),
            counts: Vec::new(),
        };
        if model.dynamics == Dynamics::Stochastic {
            return Err(Reason::RandomTenants);
        }
        conditions.fixed(model.initial_tenants)?;
        for tier in &model.tiers {
            let own = [tier.share, tier.churn_per_month, tier.growth_per_year];
            own.into_iter()
                .chain(tier.arrivals_per_month)
                .try_for_each(|id| conditions.fixed(id).map(drop))?;
        }
        model.changes.iter().try_for_each(|change| conditions.fixed(change.tenants).map(drop))?;
        if model.capacity.is_some() {
            let limits = model.tiers.iter().map(|tier| tier.connection_limit);
            let multiplex = model.isolation.iter().map(|isolation| isolation.multiplex);
            limits.chain(multiplex).try_for_each(|id| conditions.fixed(id).map(drop))?;
        }
        let tiers = 0..model.tiers.len();
        let paths: Vec<Vec<f64>> =
            tiers.map(|tier| expected_path(model, tier, &conditions.values, months)).collect();
        conditions.counts = (0..months).map(|month| paths.iter().map(|path| path[month]).collect()).collect();
        Ok(conditions)
    }

    /// The value of a parameter that does not vary by event.
    pub fn fixed(&self, id: ParameterId) -> Result<f64, Reason> {
        let value = self.values[id.index()];
        if value.is_nan() { Err(self.uncertain(id)) } else { Ok(value) }
    }

    /// The law of a parameter: a constant unless it varies by event.
    pub fn law(&self, id: ParameterId) -> Result<Distribution, Reason> {
        let parameter = self.model.registry.get(id);
        match parameter.role {
            Role::Aleatory => Ok(parameter.distribution.clone()),
            Role::Fixed | Role::Epistemic => self.fixed(id).map(Distribution::constant),
        }
    }

    fn uncertain(&self, id: ParameterId) -> Reason {
        Reason::Uncertain(vec![self.model.registry.get(id).path.clone()])
    }

    /// Number of whole years.
    pub fn years(&self) -> usize {
        self.months / 12
    }

    /// The groups of a phase in a month.
    pub fn groups(&self, phase: &Phase, month: usize) -> Vec<GroupMonth> {
        let group = |group| group_month(self.model, group, &self.counts[month], &self.values);
        phase.groups.iter().map(group).collect()
    }

    /// All tenants of a month.
    pub fn tenants(&self, month: usize) -> f64 {
        self.counts[month].iter().sum()
    }

    /// Factor on a loss at a moment.
    pub fn factor(&self, basis: Basis, years: f64) -> f64 {
        match basis {
            Basis::PresentValue => self.discount.event(years),
            Basis::Undiscounted => 1.0,
        }
    }
}

/// What the controls of an alternative leave of a class.
pub(super) struct Controls {
    effects: Vec<ActiveEffect>,
    overlap: f64,
}

impl Controls {
    pub fn new(conditions: &Conditions, alternative: usize, class: &str) -> Result<Self, Reason> {
        let effects = effects_on(conditions.model, alternative, class);
        for id in effects.iter().flat_map(|effect| effect.frequency.into_iter().chain(effect.severity)) {
            conditions.fixed(id)?;
        }
        let overlap = match effects.len() {
            0 => 0.0,
            _ => conditions.fixed(conditions.model.alternatives[alternative].overlap)?,
        };
        Ok(Controls { effects, overlap })
    }

    /// At a moment.
    pub fn left(&self, conditions: &Conditions, years: f64) -> Left {
        left_by(&self.effects, &conditions.values, self.overlap, years)
    }

    /// Moments within a month between which what controls leave changes at most smoothly, and enough of them that
    /// it may be taken as even between two.
    pub fn moments(&self, conditions: &Conditions, month: usize) -> Vec<f64> {
        let (from, to) = (month as f64 / 12.0, (month + 1) as f64 / 12.0);
        let inside = |place: f64| from + place * (to - from);
        let moves = [0.25, 0.5, 0.75, 1.0 - 1e-6]
            .iter()
            .any(|place| self.left(conditions, inside(*place)) != self.left(conditions, inside(1e-6)));
        if !moves {
            return vec![from, to];
        }
        let mut moments: Vec<f64> =
            (0..=RAMP_CELLS).map(|cell| inside(f64::from(cell) / f64::from(RAMP_CELLS))).collect();
        for effect in &self.effects {
            if let crate::model::Ramp::Linear(length) = effect.ramp {
                moments.push((effect.start_years + length / 12.0).clamp(from, to));
            }
        }
        moments.sort_by(f64::total_cmp);
        moments.dedup();
        moments
    }
}

/// Cells of a month in which a control grows.
const RAMP_CELLS: u32 = 8;
