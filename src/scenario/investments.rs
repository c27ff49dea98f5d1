//! `[control.…]` and the `migration` of an alternative.

use super::{
    Section,
    number::{Domain, Field, Reader},
};
use crate::{
    dist::{Distribution, Family, Limits},
    model::{BreachClass, Control, Effect, IncidentClass, ParameterId, Provenance, Ramp, defaults},
};

/// Reads the controls; `classes` are the incident classes that they may reduce.
pub(super) fn controls(reader: &mut Reader, root: &mut Section, classes: &[IncidentClass]) -> Vec<Control> {
    let mut controls = Vec::new();
    for (name, mut section) in root.children("control", &mut reader.diagnostics) {
        let provenance = reader.provenance(&mut section);
        let build_cost = Field::new("build_cost", "usd").or(defaults::ZERO_COST);
        let build_cost = reader.number(&mut section, &provenance, build_cost);
        let cost_per_year = Field::new("cost_per_year", "usd_per_year").or(defaults::ZERO_COST);
        let cost_per_year = reader.number(&mut section, &provenance, cost_per_year);
        let start = reader.integer(&mut section, "start_month", 0..=1_200);
        let ramp = ramp(reader, &mut section);
        let effects = effects(reader, &mut section, &provenance, classes);
        section.finish(&mut reader.diagnostics);
        controls.push(Control {
            name,
            build_cost,
            cost_per_year,
            start_month: start.map_or(0, |(month, _)| month as u32),
            ramp,
            effects,
        });
    }
    controls
}

/// `[budget]`: the most that controls may cost over the horizon in present value, USD.
pub(super) fn budget(reader: &mut Reader, root: &mut Section) -> Option<f64> {
    let mut section = root.table("budget", &mut reader.diagnostics)?;
    let controls_usd = reader.plain_between(&mut section, "controls", [0.0, f64::INFINITY]);
    section.finish(&mut reader.diagnostics);
    controls_usd
}

/// `ramp_months = 6`, `ramp = "linear"` or `"exponential"`.
fn ramp(reader: &mut Reader, section: &mut Section) -> Ramp {
    let months = reader.integer(section, "ramp_months", 0..=1_200);
    let linear = section.choice("ramp", &[("linear", true), ("exponential", false)], &mut reader.diagnostics);
    match months.map(|(months, _)| months as f64) {
        None => Ramp::None,
        Some(months) if linear == Some(false) => Ramp::Exponential(months),
        Some(months) => Ramp::Linear(months),
    }
}

/// `reduces.outage = { frequency = 0.5, severity = 0.2 }`, by class; `breach` covers its three processes.
fn effects(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    classes: &[IncidentClass],
) -> Vec<Effect> {
    let mut effects = Vec::new();
    let Some(mut reduces) = section.table("reduces", &mut reader.diagnostics) else {
        section.missing("reduces", "reduces.<class> = { frequency = … }", None, &mut reader.diagnostics);
        return effects;
    };
    if let Some(mut breach) = reduces.table("breach", &mut reader.diagnostics) {
        for class in BreachClass::ALL {
            let key = class.name().trim_start_matches("breach.");
            if let Some(mut part) = breach.table(key, &mut reader.diagnostics) {
                effects.push(effect(reader, &mut part, provenance, class.name()));
                part.finish(&mut reader.diagnostics);
            }
        }
        if breach.has("frequency") || breach.has("severity") || effects.is_empty() {
            effects.push(effect(reader, &mut breach, provenance, "breach"));
        }
        breach.finish(&mut reader.diagnostics);
    }
    for class in classes.iter().filter(|class| !class.name.starts_with("breach.")) {
        if let Some(mut table) = reduces.table(&class.name, &mut reader.diagnostics) {
            effects.push(effect(reader, &mut table, provenance, &class.name));
            table.finish(&mut reader.diagnostics);
        }
    }
    reduces.finish(&mut reader.diagnostics);
    effects
}

fn effect(reader: &mut Reader, table: &mut Section, inherited: &Provenance, class: &str) -> Effect {
    let own = reader.provenance(table);
    let provenance = if own == Provenance::default() { inherited } else { &own };
    let [a, b] = defaults::CONTROL_EFFECT_BETA;
    let default = Distribution::new(Family::Beta { a, b }, Limits::default());
    let default = default.unwrap_or_else(|_| Distribution::constant(a / (a + b)));
    let mut number = |key: &'static str, needed: bool| -> Option<ParameterId> {
        let given = table.has(key);
        (given || needed).then(|| {
            let field = Field::new(key, "fraction_removed").within(Domain::Fraction);
            reader.number(table, provenance, field.or_distributed(default.clone(), defaults::JUDGED))
        })
    };
    let severity = number("severity", false);
    // A control that names a class without saying what it removes reduces its frequency.
    let frequency = number("frequency", severity.is_none());
    Effect { class: class.to_owned(), frequency, severity }
}
