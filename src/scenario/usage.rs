//! `[[change]]` surges and `[sla]`.

use super::{
    Diagnostic, Section,
    number::{Domain, Field, Reader},
};
use crate::{
    dist::Distribution,
    model::{Change, Origin, Parameter, ParameterId, Provenance, Role, Tier, defaults, sla::Schedule},
};

/// Reads `[[change]]`: `at_month`, `tier`, and `add` or `set`.
pub(super) fn changes(reader: &mut Reader, root: &mut Section, tiers: &[Tier]) -> Vec<Change> {
    let mut changes = Vec::new();
    for mut entry in root.array_of_tables("change", &mut reader.diagnostics) {
        let provenance = reader.provenance(&mut entry);
        let month = reader.integer(&mut entry, "at_month", 0..=1_200);
        let month =
            entry.required("at_month", month, "a month, 0 is the first", None, &mut reader.diagnostics);
        let words: Vec<(&str, usize)> =
            tiers.iter().enumerate().map(|(index, tier)| (tier.name.as_str(), index)).collect();
        let tier = entry.choice("tier", &words, &mut reader.diagnostics);
        let tier = entry.required("tier", tier, "the name of a tier", None, &mut reader.diagnostics);
        let tenants = match (entry.has("add"), entry.has("set")) {
            (true, false) => {
                let field = Field::new("add", "tenants").within(Domain::AtLeast(f64::NEG_INFINITY));
                Some((reader.number(&mut entry, &provenance, field), false))
            }
            (false, true) => {
                Some((reader.number(&mut entry, &provenance, Field::new("set", "tenants")), true))
            }
            _ => {
                let message = "a change either adds tenants or sets their number";
                let error = Diagnostic::error(entry.span(), entry.path(), message);
                reader.diagnostics.push(error.accepting("`add = 1000` or `set = 5000`"));
                None
            }
        };
        entry.finish(&mut reader.diagnostics);
        if let (Some((month, _)), Some(tier), Some((tenants, sets))) = (month, tier, tenants) {
            changes.push(Change { at_month: month as u32, tier, tenants, sets });
        }
    }
    changes
}

/// Reads `[sla]`: `schedule` and `claim_rate`.
pub(super) fn sla(reader: &mut Reader, root: &mut Section) -> (Option<Schedule>, ParameterId) {
    let given = root.table("sla", &mut reader.diagnostics);
    let mut section = given.unwrap_or_else(|| Section::empty("sla"));
    let provenance = reader.provenance(&mut section);
    let rate = Field::new("claim_rate", "fraction").within(Domain::Fraction).or(defaults::SLA_CLAIM_RATE);
    let claim_rate = reader.number(&mut section, &provenance, rate);
    let given = section.has("schedule");
    let schedule = match section.value("schedule") {
        None => Schedule::new(&defaults::SLA_SCHEDULE).ok(),
        Some(value) => {
            const ACCEPTED: &str = "pairs of uptime and credit, such as [[0.999, 0.10], [0.99, 0.25]]";
            let number = |value: &toml::Spanned<toml::de::DeValue>| super::number_of(value.get_ref());
            let pair = |entry: &toml::Spanned<toml::de::DeValue>| -> Option<(f64, f64)> {
                let pair = entry.get_ref().as_array()?;
                (pair.len() == 2).then(|| Some((number(pair.first()?)?, number(pair.get(1)?)?))).flatten()
            };
            let pairs: Option<Vec<(f64, f64)>> =
                value.get_ref().as_array().and_then(|array| array.iter().map(pair).collect());
            let schedule = match pairs {
                None => Err("the schedule is no list of pairs of numbers".to_owned()),
                Some(pairs) => Schedule::new(&pairs).map_err(|error| error.to_string()),
            };
            if let Err(message) = &schedule {
                let error = Diagnostic::error(value.span(), section.path_of("schedule"), message.clone());
                reader.diagnostics.push(error.accepting(ACCEPTED));
            }
            schedule.ok()
        }
    };
    section.finish(&mut reader.diagnostics);
    let levels = schedule.as_ref().map_or(&[][..], Schedule::levels);
    for (threshold, credit) in levels {
        let path = format!("sla.schedule.below_{threshold}");
        let default = Provenance { source: Some(defaults::SLA_SOURCE.to_owned()), ..Provenance::default() };
        reader.registry.add(Parameter {
            stream: path.clone(),
            path,
            distribution: Distribution::constant(*credit),
            role: Role::Fixed,
            origin: if given { Origin::Given } else { Origin::Default },
            provenance: if given { provenance.clone() } else { default },
            unit: "share_of_fee",
        });
    }
    (schedule, claim_rate)
}
