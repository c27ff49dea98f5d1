//! `[capacity]` and `[capacity.limits]`.

use super::{
    Diagnostic, Section, nearest,
    number::{Domain, Field, Reader, Uncertainty},
};
use crate::model::{Capacity, CapacityLimit, Provenance, Tier, defaults};

/// What connections are called; they have a limit of their own.
const CONNECTIONS: &str = "connections";

/// Reads `[capacity]`; without the table connections play no part.
pub(super) fn read(reader: &mut Reader, root: &mut Section, tiers: &[Tier]) -> Option<Capacity> {
    let mut section = root.table("capacity", &mut reader.diagnostics)?;
    let provenance = reader.provenance(&mut section);
    let per_instance = reader.integer(&mut section, "connections_per_instance", 1..=1_000_000);
    let provisioned = reader.integer(&mut section, "instances", 1..=1_000_000);
    let headroom_at = section.value("headroom").map(|value| value.span());
    let headroom_path = section.path_of("headroom");
    let mut fraction = |key: &'static str, value: f64| {
        let field = Field::new(key, "fraction").within(Domain::Fraction).uncertain(Uncertainty::Plain);
        let default = defaults::Default { value, source: defaults::JUDGED };
        let id = reader.number(&mut section, &provenance, field.or(default));
        reader.registry.get(id).distribution.as_constant().unwrap_or(value)
    };
    let (headroom, utilisation) =
        (fraction("headroom", defaults::HEADROOM), fraction("utilisation", defaults::UTILISATION));
    if headroom == 0.0 {
        let message = "without headroom no connection may be used";
        let error = Diagnostic::error(headroom_at.unwrap_or_default(), headroom_path, message);
        reader.diagnostics.push(error.accepting("a share above 0 and up to 1"));
    }
    let limits = limits(reader, &mut section, &provenance, tiers);
    section.finish(&mut reader.diagnostics);
    Some(Capacity {
        connections_per_instance: per_instance.map_or(defaults::CONNECTIONS_PER_INSTANCE, |(n, _)| n) as u64,
        headroom,
        utilisation,
        provisioned_instances: provisioned.map(|(n, _)| n as u64),
        limits,
    })
}

/// Reads `[capacity.limits]`: units a month of a resource that a tier meters.
fn limits(
    reader: &mut Reader,
    section: &mut Section,
    inherited: &Provenance,
    tiers: &[Tier],
) -> Vec<CapacityLimit> {
    let Some(mut table) = section.table("limits", &mut reader.diagnostics) else { return Vec::new() };
    let own = reader.provenance(&mut table);
    let provenance = if own == Provenance::default() { inherited } else { &own };
    let mut metered: Vec<(&str, &str)> = Vec::new();
    for resource in tiers.iter().flat_map(|tier| &tier.resources) {
        if metered.iter().all(|(name, _)| *name != resource.name) {
            metered.push((&resource.name, &resource.unit));
        }
    }
    let mut limits = Vec::new();
    for (name, span) in table.keys() {
        if table.is_asked(&name) {
            continue;
        }
        let path = table.path_of(&name);
        if name == CONNECTIONS {
            let _ = table.value(&name);
            let message = "connections are limited by the instances in place, not here";
            let error = Diagnostic::error(span, path, message);
            reader.diagnostics.push(error.accepting("`instances = 8` in [capacity]"));
            continue;
        }
        let Some((_, unit)) = metered.iter().find(|(known, _)| *known == name) else {
            let _ = table.value(&name);
            let message = format!("no tier meters a resource `{name}`");
            let names: Vec<&str> = metered.iter().map(|(name, _)| *name).collect();
            let accepted = match names.len() {
                0 => "a resource that a tier meters in [tier.NAME.limits.RESOURCE]".to_owned(),
                _ => names.join(", "),
            };
            let error = Diagnostic::error(span, path, message).accepting(accepted);
            reader.diagnostics.push(error.suggesting(nearest(&name, names)));
            continue;
        };
        let unit = (*unit).to_owned();
        let field = Field::new(name.clone(), "units_per_month").within(Domain::Above(0.0));
        let most = reader.number(&mut table, provenance, field);
        limits.push(CapacityLimit { resource: name, unit, most });
    }
    table.finish(&mut reader.diagnostics);
    limits
}
