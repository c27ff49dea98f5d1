//! `[incident.…]`: the catalogue of service incidents and classes of the user's own.

use super::{
    Diagnostic, Section,
    number::{Domain, Field, Reader, Uncertainty},
    process,
};
use crate::{
    dist::{Distribution, Family, Limits, lognormal_median_sigma},
    model::{
        ClassFacts, EventCosts, IncidentClass, IsolationModel, Mixing, MixingLaw, ParameterId, Provenance,
        Scope, ServiceChurn, ServiceCosts,
        defaults::{self, ReachDefault, ServiceDefaults},
        metrics::Component,
    },
};

/// A class without defaults of its own: nothing costs anything unless given.
const OWN: ServiceDefaults = ServiceDefaults {
    name: "",
    rate: defaults::ZERO_COST,
    gamma_shape: None,
    duration: [0.0, 0.0],
    duration_source: "no duration unless given",
    reach: ReachDefault::Pool,
    degradation: None,
    only_shared: false,
    platform: false,
    counts_for_sla: false,
    engineers: defaults::ZERO_COST,
    least_engineer_hours: defaults::ZERO_COST,
    tickets_per_tenant: defaults::ZERO_COST,
    churn_of_degradation: false,
    utilisation_exponent: None,
};

/// Reads the incident classes of the file.
pub(super) fn read(
    reader: &mut Reader,
    root: &mut Section,
    isolation: &[IsolationModel],
) -> Vec<IncidentClass> {
    let mut classes = Vec::new();
    for (name, mut section) in root.children("incident", &mut reader.diagnostics) {
        let reserved = Component::ALL.iter().any(|component| component.name() == name);
        if reserved || name == "breach" || name.starts_with("breach.") {
            let message = format!("`{name}` is a name of the tool's own");
            let error = Diagnostic::error(section.span(), section.path(), message);
            reader.diagnostics.push(error.accepting("any other name for an incident class"));
        }
        classes.extend(class(reader, &mut section, &name, isolation));
        section.finish(&mut reader.diagnostics);
    }
    classes
}

fn class(
    reader: &mut Reader,
    section: &mut Section,
    name: &str,
    isolation: &[IsolationModel],
) -> Option<IncidentClass> {
    let provenance = reader.provenance(section);
    let words = defaults::SERVICES.map(|known| (known.name, known));
    let like = section.choice("like", &words, &mut reader.diagnostics);
    let known = like.or_else(|| words.iter().find(|(word, _)| *word == name).map(|(_, known)| *known));
    let own = known.is_none();
    let known = known.unwrap_or(OWN);
    let default_rate = (!own).then_some(known.rate);
    let process = process::read(reader, section, &provenance, None, default_rate, known.reach);
    let mixing = mixing(reader, section, &provenance, &known);
    let scope = section
        .choice(
            "scope",
            &[("platform", Scope::Platform), ("group", Scope::TierGroup)],
            &mut reader.diagnostics,
        )
        .unwrap_or(if known.platform { Scope::Platform } else { Scope::TierGroup });
    let applies = applies(reader, section, isolation, known.only_shared);
    let costs = costs(reader, section, &provenance, &known);
    let facts = facts(reader, section, name);
    let process = process?;
    Some(IncidentClass {
        name: name.to_owned(),
        facts,
        scope,
        processes: applies.into_iter().map(|applies| applies.then(|| process.clone())).collect(),
        mixing,
        costs: EventCosts::Service(Box::new(costs)),
    })
}

/// `label`, `severity` and `hint`, for people.
fn facts(reader: &mut Reader, section: &mut Section, name: &str) -> ClassFacts {
    let mut text = |key: &str| section.text(key, &mut reader.diagnostics).map(|(text, _)| text.to_owned());
    ClassFacts {
        label: text("label").unwrap_or_else(|| name.replace('_', " ")),
        severity: text("severity"),
        hint: text("hint"),
    }
}

/// `isolation = ["rls"]`: where the class occurs; by default everywhere, or where tenants share instances.
fn applies(
    reader: &mut Reader,
    section: &mut Section,
    isolation: &[IsolationModel],
    only_shared: bool,
) -> Vec<bool> {
    let Some(listed) = section.text_list("isolation", &mut reader.diagnostics) else {
        return isolation.iter().map(|model| !only_shared || model.pool_size != Some(1)).collect();
    };
    for (word, span) in &listed {
        if !isolation.iter().any(|model| model.name == *word) {
            let names: Vec<&str> = isolation.iter().map(|model| model.name.as_str()).collect();
            let message = format!("no alternative uses an isolation model `{word}`");
            let error = Diagnostic::error(span.clone(), section.path_of("isolation"), message)
                .accepting(names.join(", "))
                .suggesting(super::nearest(word, names.iter().copied()));
            reader.diagnostics.push(error);
        }
    }
    isolation.iter().map(|model| listed.iter().any(|(word, _)| *word == model.name)).collect()
}

/// `mixing = { gamma = 2, role = "aleatory" }` or `{ lognormal = 0.87, role = … }`: a factor on a rate; `"none"` takes the
/// default away.
fn mixing(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    known: &ServiceDefaults,
) -> Option<Mixing> {
    let given = section.has("mixing");
    // What is given as a probability, or happens at certain months, has no rate that a factor could raise.
    let has_rate = !["probability", "occurs_at_month"].iter().any(|key| section.has(key));
    if section.value("mixing").is_some_and(|value| value.get_ref().as_str() == Some("none")) {
        return None;
    }
    let Some(mut table) = section.table("mixing", &mut reader.diagnostics) else {
        let shape = known.gamma_shape.filter(|_| !given && has_rate)?;
        return Some(Mixing { law: MixingLaw::Gamma(shape), every_year: true });
    };
    if !has_rate {
        let message = "a mixing factor belongs to a `rate`";
        let error = Diagnostic::error(table.span(), table.path(), message);
        reader.diagnostics.push(error.accepting("`rate`, or no `mixing`"));
    }
    let roles = [("aleatory", true), ("epistemic", false)];
    let every_year = table.choice("role", &roles, &mut reader.diagnostics);
    let why = "each year its own factor (aleatory), or one unknown factor for the whole run (epistemic)";
    let every_year =
        table.required("role", every_year, "\"aleatory\", \"epistemic\"", Some(why), &mut reader.diagnostics);
    let law = match (table.has("gamma"), table.has("lognormal")) {
        (true, false) => shape(reader, &mut table, provenance, "gamma").map(MixingLaw::Gamma),
        (false, true) => shape(reader, &mut table, provenance, "lognormal").map(MixingLaw::Lognormal),
        _ => {
            let message = "a mixing factor is either `gamma` (its shape) or `lognormal` (its sigma)";
            let error = Diagnostic::error(table.span(), table.path(), message);
            reader.diagnostics.push(error.accepting("{ gamma = 2, role = \"aleatory\" }"));
            None
        }
    };
    table.finish(&mut reader.diagnostics);
    Some(Mixing { law: law?, every_year: every_year? })
}

fn shape(
    reader: &mut Reader,
    table: &mut Section,
    provenance: &Provenance,
    key: &'static str,
) -> Option<f64> {
    let field = Field::new(key, "shape").within(Domain::Above(0.0)).uncertain(Uncertainty::Plain);
    let id = reader.number(table, provenance, field);
    reader.registry.get(id).distribution.as_constant()
}

fn costs(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    known: &ServiceDefaults,
) -> ServiceCosts {
    let duration_minutes = duration(reader, section, provenance, known);
    let counts_for_sla = section.boolean("sla", &mut reader.diagnostics);
    let churn = churn(reader, section, provenance, known);
    let (degraded, degraded_source) = degradation(known);
    let mut number = |field: Field| reader.number(section, provenance, field);
    let amount = |key: &'static str, unit: &'static str| {
        Field::new(key, unit).uncertain(Uncertainty::Aleatory).or(defaults::ZERO_COST)
    };
    ServiceCosts {
        duration_minutes,
        degradation: number(
            Field::new("degradation", "fraction")
                .within(Domain::Fraction)
                .uncertain(Uncertainty::Aleatory)
                .or_distributed(degraded, degraded_source),
        ),
        per_event_usd: number(
            amount("cost_per_event", "usd_per_event").within(Domain::AtLeast(f64::NEG_INFINITY)),
        ),
        per_tenant_usd: number(amount("cost_per_tenant", "usd_per_tenant")),
        per_record_usd: number(amount("cost_per_record", "usd_per_record")),
        per_minute_usd: number(amount("cost_per_minute", "usd_per_minute")),
        engineers: number(Field::new("engineers", "engineers").or(known.engineers)),
        least_engineer_hours: number(
            Field::new("engineer_hours", "hours_per_event").or(known.least_engineer_hours),
        ),
        engineer_cost_per_hour: number(
            Field::new("engineer_cost_per_hour", "usd_per_hour").or(defaults::ENGINEER_COST_PER_HOUR),
        ),
        tickets_per_tenant: number(
            Field::new("tickets_per_tenant", "tickets_per_tenant").or(known.tickets_per_tenant),
        ),
        hours_per_ticket: number(
            Field::new("hours_per_ticket", "hours_per_ticket").or(defaults::HOURS_PER_TICKET),
        ),
        support_cost_per_hour: number(
            Field::new("support_cost_per_hour", "usd_per_hour").or(defaults::SUPPORT_COST_PER_HOUR),
        ),
        counts_for_sla: counts_for_sla.map_or(known.counts_for_sla, |(yes, _)| yes),
        churn,
        opportunity_usd: number(amount("opportunity_per_event", "usd_per_event")),
        utilisation_exponent: known
            .utilisation_exponent
            .map(|exponent| number(Field::new("utilisation_exponent", "exponent").or(exponent))),
    }
}

/// The duration, where the class has one.
fn duration(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    known: &ServiceDefaults,
) -> Option<ParameterId> {
    let [median, sigma] = known.duration;
    let field = Field::new("duration_minutes", "minutes").uncertain(Uncertainty::Aleatory);
    let default = lognormal_median_sigma(median, sigma)
        .and_then(|family| Distribution::new(family, Limits::default()))
        .ok()
        .filter(|_| median > 0.0);
    match (section.has("duration_minutes"), default) {
        (_, Some(default)) => {
            Some(reader.number(section, provenance, field.or_distributed(default, known.duration_source)))
        }
        (true, None) => Some(reader.number(section, provenance, field)),
        (false, None) => None,
    }
}

/// The default share of the service lost, and its source.
fn degradation(known: &ServiceDefaults) -> (Distribution, &'static str) {
    let pert = known.degradation.and_then(|[min, mode, max]| {
        Distribution::new(Family::Pert { min, mode, max, lambda: 4.0 }, Limits::default()).ok()
    });
    match pert {
        Some(pert) => (pert, defaults::DEGRADATION_SOURCE),
        None => (Distribution::constant(defaults::DOWN.value), defaults::DOWN.source),
    }
}

/// `churn = 0.01`, a share of the tenants affected; the noisy neighbour's default follows its degradation.
fn churn(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    known: &ServiceDefaults,
) -> ServiceChurn {
    if known.churn_of_degradation && !section.has("churn") {
        return ServiceChurn::OfDegradation;
    }
    let field = Field::new("churn", "fraction").within(Domain::Fraction).or(defaults::ZERO_COST);
    ServiceChurn::Share(reader.number(section, provenance, field))
}
