//! `[tier.NAME.limits.RESOURCE]`, and the tier that a tenant moves to when its own is too small.

use std::ops::Range;

use super::{
    Diagnostic, Section, nearest,
    number::{Field, Reader, Uncertainty},
};
use crate::model::{ParameterId, Provenance, Resource, ResourceLimit, Tier, defaults};

/// Reads the metered resources of a tier, and what it says about larger ones.
pub(super) fn read(
    reader: &mut Reader,
    section: &mut Section,
    inherited: &Provenance,
) -> (Vec<Resource>, Upgrade) {
    let path = section.path_of("upgrade_to");
    let named = section.text("upgrade_to", &mut reader.diagnostics);
    let named = named.map(|(name, span)| (name.to_owned(), span, path));
    let mut upgrade = Upgrade { named, needed: None };
    let mut resources = Vec::new();
    for (name, mut table) in section.children("limits", &mut reader.diagnostics) {
        let own = reader.provenance(&mut table);
        let provenance = if own == Provenance::default() { inherited } else { &own };
        let resource = resource(reader, &mut table, name, provenance);
        if resource.at_limit == ResourceLimit::Upgrade && upgrade.needed.is_none() {
            let place = table.value("at_limit").map(|value| value.span());
            upgrade.needed = place.map(|place| (place, table.path_of("at_limit")));
        }
        resources.push(resource);
        table.finish(&mut reader.diagnostics);
    }
    (resources, upgrade)
}

fn resource(reader: &mut Reader, table: &mut Section, name: String, provenance: &Provenance) -> Resource {
    let plain = |key: &'static str, unit| Field::new(key, unit).uncertain(Uncertainty::Plain);
    let units = |key: &'static str| plain(key, "units_per_month");
    let unit = table.text("unit", &mut reader.diagnostics).map_or(defaults::UNIT, |(unit, _)| unit);
    let included = reader.number(table, provenance, units("included"));
    let most = value(reader, included);
    let default = defaults::Default { value: defaults::SOFT_SHARE * most, source: defaults::SOFT_SOURCE };
    let soft = reader.number(table, provenance, units("soft").or(default));
    if value(reader, soft) > most {
        let message = format!("a soft limit of {} is above the {most} included", value(reader, soft));
        out_of_order(reader, table, "soft", message, format!("a number from 0 to {most}"));
    }
    let burst = table.has("burst").then(|| reader.number(table, provenance, units("burst")));
    if let Some(burst) = burst.map(|burst| value(reader, burst)).filter(|burst| *burst < most) {
        let message = format!("a burst of {burst} is below the {most} included");
        out_of_order(reader, table, "burst", message, format!("a number of at least {most}"));
    }
    let price = plain("overage_price", "usd_per_unit").or(defaults::ZERO_COST);
    let overage_price = reader.number(table, provenance, price);
    let cost = plain("unit_cost", "usd_per_unit").or(defaults::ZERO_COST);
    let unit_cost = reader.number(table, provenance, cost);
    let usage = Field::new("usage", "units_per_month").uncertain(Uncertainty::Aleatory);
    let usage = reader.number(table, provenance, usage);
    let at_limit = table.choice("at_limit", &ResourceLimit::ALL, &mut reader.diagnostics);
    let at_limit = at_limit.unwrap_or(ResourceLimit::Overage);
    let charged = at_limit == ResourceLimit::Overage && value(reader, overage_price) > 0.0;
    if charged && reader.registry.get(usage).distribution.has_infinite_variance() {
        let message =
            "overage cannot be added up over tenants: the variance of this usage is infinite".to_owned();
        out_of_order(reader, table, "usage", message, "a usage with a cap, or no overage price".to_owned());
    }
    Resource { name, unit: unit.to_owned(), included, soft, burst, overage_price, unit_cost, usage, at_limit }
}

fn value(reader: &Reader, plain: ParameterId) -> f64 {
    reader.registry.get(plain).distribution.as_constant().unwrap_or(0.0)
}

fn out_of_order(reader: &mut Reader, table: &mut Section, key: &str, message: String, accepted: String) {
    let Some(value) = table.value(key) else { return };
    let error = Diagnostic::error(value.span(), table.path_of(key), message);
    reader.diagnostics.push(error.accepting(accepted));
}

/// What a tier says about larger ones; it can be looked up only when all tiers are known.
pub(super) struct Upgrade {
    /// `upgrade_to`, with its place and path.
    named: Option<(String, Range<usize>, String)>,
    /// Place and path of the first resource whose limit upgrades.
    needed: Option<(Range<usize>, String)>,
}

impl Upgrade {
    /// The tier that tenants of `tiers[own]` move to.
    pub fn resolve(&self, reader: &mut Reader, tiers: &[Tier], own: usize) -> Option<usize> {
        let price = |tier: usize| reader.registry.get(tiers[tier].price_per_month).distribution.mean();
        let dearer: Vec<usize> = (0..tiers.len()).filter(|&tier| price(tier) > price(own)).collect();
        let next = dearer.iter().copied().min_by(|a, b| price(*a).total_cmp(&price(*b)));
        let names: Vec<&str> = dearer.iter().map(|&tier| tiers[tier].name.as_str()).collect();
        let accepted = match names.len() {
            0 => "a tier with a higher price, which this scenario lacks".to_owned(),
            _ => names.join(", "),
        };
        if let Some((name, span, path)) = &self.named {
            let found = tiers.iter().position(|tier| tier.name == *name);
            if let Some(found) = found.filter(|found| dearer.contains(found)) {
                return Some(found);
            }
            let message = match found {
                Some(_) => format!("tier `{name}` costs no more than `{}`", tiers[own].name),
                None => format!("there is no tier `{name}`"),
            };
            let nearest = if found.is_none() { nearest(name, names) } else { None };
            let error = Diagnostic::error(span.clone(), path.clone(), message);
            reader.diagnostics.push(error.accepting(accepted).suggesting(nearest));
            return None;
        }
        if let (None, Some((span, path))) = (next, &self.needed) {
            let message =
                format!("no tier costs more than `{}`, so its tenants cannot upgrade", tiers[own].name);
            let error = Diagnostic::error(span.clone(), path.clone(), message);
            reader.diagnostics.push(error.accepting("\"overage\", \"block\", or a tier with a higher price"));
        }
        next
    }
}
