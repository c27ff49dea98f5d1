//! What is exactly known of an alternative's losses.

use super::{
    Basis, Reason,
    compound::{Worlds, same_law},
    conditions::Conditions,
    largest::Largest,
    law::Law,
    measure::merged,
    part::Part,
    pricing::{counts, parts},
    worlds::{law, of, worlds},
};
use crate::model::{IncidentClass, Model};

/// Laws of the losses and events of one alternative over the horizon, each with the reason where there is none.
#[derive(Debug, Clone)]
pub struct AlternativeLaws {
    /// All losses in present value, USD.
    pub loss: Result<Law, Reason>,
    /// The same undiscounted.
    pub loss_undiscounted: Result<Law, Reason>,
    /// All events that reach a tenant.
    pub events: Result<Law, Reason>,
    /// By incident class, in the order of the model.
    pub classes: Vec<ClassLaws>,
    /// Undiscounted loss of a year, which is any of the horizon with equal chance (AEP).
    pub year: Result<Law, Reason>,
    /// Largest undiscounted loss of one event in such a year (OEP).
    pub largest: Result<Largest, Reason>,
}

/// Laws of one incident class under an alternative.
#[derive(Debug, Clone)]
pub struct ClassLaws {
    /// Name of the class.
    pub name: String,
    /// Losses in present value, USD.
    pub loss: Result<Law, Reason>,
    /// The same undiscounted.
    pub loss_undiscounted: Result<Law, Reason>,
    /// Events that reach a tenant.
    pub events: Result<Law, Reason>,
}

/// The law of all losses of the alternative at a position.
///
/// # Errors
///
/// Why there is none.
pub fn loss_law(model: &Model, alternative: usize, basis: Basis) -> Result<Law, Reason> {
    law(model, &|conditions: &Conditions| {
        all(&model.classes, |class| parts(conditions, alternative, class, basis))
    })
}

/// Laws of the undiscounted loss of a year that is any of the horizon with equal chance, and of its largest event.
pub fn yearly_laws(model: &Model, alternative: usize) -> (Result<Law, Reason>, Result<Largest, Reason>) {
    let found = worlds(model, &|conditions: &Conditions| {
        all(&model.classes, |class| parts(conditions, alternative, class, Basis::Undiscounted))
    });
    let years = model.horizon.years as usize;
    let year = found.clone().and_then(|(worlds, reason)| of_years(&worlds, reason, years));
    let largest = found.and_then(|(worlds, reason)| match reason {
        Some(reason) => Err(reason),
        None => Largest::new(&worlds, years),
    });
    (year, largest)
}

/// What is known of the alternative at a position.
pub fn alternative_laws(model: &Model, alternative: usize) -> AlternativeLaws {
    let of_classes = |classes: &[IncidentClass], basis: Basis| {
        law(model, &|conditions: &Conditions| {
            all(classes, |class| parts(conditions, alternative, class, basis))
        })
    };
    let events = |classes: &[IncidentClass]| {
        law(model, &|conditions: &Conditions| all(classes, |class| counts(conditions, alternative, class)))
    };
    let classes = model.classes.iter().map(|class| {
        let only = std::slice::from_ref(class);
        ClassLaws {
            name: class.name.clone(),
            loss: of_classes(only, Basis::PresentValue),
            loss_undiscounted: of_classes(only, Basis::Undiscounted),
            events: events(only),
        }
    });
    let (year, largest) = yearly_laws(model, alternative);
    AlternativeLaws {
        loss: loss_law(model, alternative, Basis::PresentValue),
        loss_undiscounted: loss_law(model, alternative, Basis::Undiscounted),
        events: events(&model.classes),
        classes: classes.collect(),
        year,
        largest,
    }
}

fn all(
    classes: &[IncidentClass],
    of_class: impl Fn(&IncidentClass) -> Result<Vec<Part>, Reason>,
) -> Result<Vec<Part>, Reason> {
    Ok(classes.iter().map(of_class).collect::<Result<Vec<_>, _>>()?.concat())
}

/// The law of one year of the horizon, chosen with equal chance. Years that are alike make one world.
fn of_years(worlds: &Worlds, reason: Option<Reason>, years: usize) -> Result<Law, Reason> {
    let mut different: Worlds = Vec::new();
    for year in 0..years {
        for (weight, parts) in worlds {
            let parts = parts.iter().map(|part| part.in_year(year)).filter(|part| !part.stretches.is_empty());
            let parts: Vec<Part> = parts.collect();
            let weight = weight / years as f64;
            match different.iter_mut().find(|(_, known)| same_parts(known, &parts)) {
                Some((known, _)) => *known += weight,
                None => different.push((weight, parts)),
            }
        }
    }
    of(different, reason)
}

fn same_parts(one: &[Part], other: &[Part]) -> bool {
    let same =
        |(a, b): (&Part, &Part)| a.count == b.count && same_law(&merged(&a.stretches), &merged(&b.stretches));
    one.len() == other.len() && one.iter().zip(other).all(same)
}
