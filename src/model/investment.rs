//! Investments of an alternative: controls and migration.

use super::{Model, ParameterId};

/// A control: what it costs, when it works, what it prevents.
#[derive(Debug, Clone)]
pub struct Control {
    /// Name in the file.
    pub name: String,
    /// One-off cost, USD, paid at the start of `start_month`.
    pub build_cost: ParameterId,
    /// Running cost a year from `start_month` on, USD.
    pub cost_per_year: ParameterId,
    /// Month in which it begins (0 is the first).
    pub start_month: u32,
    /// How it grows to full effect.
    pub ramp: Ramp,
    /// Its effects; several may name one class.
    pub effects: Vec<Effect>,
}

/// How a control grows to full effect after its start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ramp {
    /// At once.
    None,
    /// Linearly over this many months.
    Linear(f64),
    /// 1 - e^(-months / this).
    Exponential(f64),
}

impl Ramp {
    /// Share of the full effect `months` after the start; 0 before.
    pub fn share(self, months: f64) -> f64 {
        if months < 0.0 {
            return 0.0;
        }
        match self {
            Ramp::Linear(length) if length > 0.0 => (months / length).min(1.0),
            Ramp::Exponential(length) if length > 0.0 => -libm::expm1(-months / length),
            Ramp::None | Ramp::Linear(_) | Ramp::Exponential(_) => 1.0,
        }
    }
}

/// Effect of a control on one incident class, as removed fractions.
#[derive(Debug, Clone)]
pub struct Effect {
    /// A class, or `breach` for all three breach processes.
    pub class: String,
    /// Fraction of events removed.
    pub frequency: Option<ParameterId>,
    /// Fraction of each event's provider loss removed.
    pub severity: Option<ParameterId>,
}

impl Effect {
    /// Whether the effect applies to a class.
    pub fn covers(&self, class: &str) -> bool {
        belongs_to(class, &self.class)
    }
}

/// Whether a class is `name` or one of its parts: `breach` has three.
pub fn belongs_to(class: &str, name: &str) -> bool {
    class == name || class.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
}

/// Effect of a control that an alternative has in place on one class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ActiveEffect {
    /// When the control begins, in years.
    pub start_years: f64,
    /// How it grows to full effect.
    pub ramp: Ramp,
    /// Fraction of events removed.
    pub frequency: Option<ParameterId>,
    /// Fraction of each event's provider loss removed.
    pub severity: Option<ParameterId>,
}

/// What the controls of an alternative leave of a class at some time, as factors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Left {
    /// Of the rate.
    pub frequency: f64,
    /// Of each loss.
    pub severity: f64,
}

impl Left {
    /// All of it.
    pub const ALL: Left = Left { frequency: 1.0, severity: 1.0 };
}

/// What the controls of an alternative do to a class.
pub fn effects_on(model: &Model, alternative: usize, class: &str) -> Vec<ActiveEffect> {
    let controls = model.alternatives[alternative].controls.iter().map(|&control| &model.controls[control]);
    let of_class = controls.flat_map(|control| {
        let covering = control.effects.iter().filter(|effect| effect.covers(class));
        covering.map(|effect| ActiveEffect {
            start_years: f64::from(control.start_month) / 12.0,
            ramp: control.ramp,
            frequency: effect.frequency,
            severity: effect.severity,
        })
    });
    of_class.collect()
}

/// What several controls leave at a time, at these parameter values.
pub fn left_by(effects: &[ActiveEffect], values: &[f64], overlap: f64, time_years: f64) -> Left {
    let left = |choose: fn(&ActiveEffect) -> Option<ParameterId>| {
        let removed = effects.iter().filter_map(|effect| {
            let share = effect.ramp.share((time_years - effect.start_years) * 12.0);
            choose(effect).map(|id| values[id.index()] * share)
        });
        residual(removed, overlap)
    };
    Left { frequency: left(|effect| effect.frequency), severity: left(|effect| effect.severity) }
}

/// A move from one isolation model to another during the horizon.
#[derive(Debug, Clone)]
pub struct Migration {
    /// Isolation model of each tier before the move, an index into [`super::Model::isolation`].
    pub from_of_tier: Vec<usize>,
    /// Month in which the move begins (0 is the first).
    pub at_month: u32,
    /// Months it takes; the new isolation holds from its end on.
    pub months: u32,
    /// Cost per tenant moved, USD, spread evenly over the months of the move.
    pub cost_per_tenant: ParameterId,
    /// Whether old and new infrastructure are both paid during the move.
    pub dual_running: bool,
}

/// `residual = (1 - w) Π (1 - eⱼ) + w min (1 - eⱼ)`: what several controls leave of a rate or severity when a
/// share `overlap` of what they prevent is the same.
pub fn residual(removed: impl Iterator<Item = f64>, overlap: f64) -> f64 {
    let (mut product, mut least) = (1.0, 1.0_f64);
    for effect in removed {
        product *= 1.0 - effect;
        least = least.min(1.0 - effect);
    }
    (1.0 - overlap) * product + overlap * least
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Case P01 of tests/data/cases.json.
    #[test]
    fn overlapping_controls() {
        for (overlap, removed) in [(0.0, 0.79), (0.5, 0.645), (1.0, 0.5)] {
            let left = residual([0.5, 0.4, 0.3].into_iter(), overlap);
            assert!((1.0 - left - removed).abs() < 1e-12, "{left}");
        }
        assert_eq!(residual(std::iter::empty(), 0.3), 1.0);
    }

    #[test]
    fn ramps() {
        assert_eq!(Ramp::Linear(12.0).share(6.0), 0.5);
        assert_eq!(Ramp::Linear(12.0).share(24.0), 1.0);
        assert_eq!(Ramp::None.share(-0.1), 0.0);
        assert!((Ramp::Exponential(6.0).share(6.0) - (1.0 - (-1.0_f64).exp())).abs() < 1e-15);
    }

    #[test]
    fn an_effect_covers_a_class_and_its_parts() {
        let effect = |class: &str| Effect { class: class.to_owned(), frequency: None, severity: None };
        assert!(effect("breach").covers("breach.boundary") && effect("outage").covers("outage"));
        assert!(!effect("out").covers("outage") && !effect("breach.boundary").covers("breach.unit"));
    }
}
