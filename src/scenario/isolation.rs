//! `[isolation.…]`: what each isolation model costs and how it is breached.

use super::{
    Diagnostic, Section,
    breach::{self, Processes},
    nearest,
    number::{Domain, Field, Reader},
    posture,
};
use crate::{
    dist::{Distribution, Limits, lognormal_mean_cv},
    model::{BreachClass, IsolationModel, Origin, defaults, defaults::IsolationDefaults},
};

/// Isolation models and, beside each, its breach processes.
#[derive(Default)]
pub(super) struct Isolation {
    pub models: Vec<IsolationModel>,
    pub breach: Vec<Processes>,
}

impl Isolation {
    /// Adds a model that the file names but does not describe; gives its position.
    pub fn add_default(&mut self, reader: &mut Reader, known: &'static IsolationDefaults) -> usize {
        let mut section = Section::empty(&format!("isolation.{}", known.name));
        self.add(reader, &mut section, known.name, known);
        self.models.len() - 1
    }

    fn add(
        &mut self,
        reader: &mut Reader,
        section: &mut Section,
        name: &str,
        known: &'static IsolationDefaults,
    ) {
        self.models.push(model(reader, section, name, known));
        let posture = posture::read(reader, section, known);
        let mut processes = breach::read(reader, section, known);
        if let (Some(posture), Some(boundary)) = (posture, &mut processes[BreachClass::Boundary as usize]) {
            boundary.posture = Some(posture);
        }
        self.breach.push(processes);
    }
}

/// Reads every isolation model of the file.
pub(super) fn read(reader: &mut Reader, root: &mut Section) -> Isolation {
    let mut isolation = Isolation::default();
    for (name, mut section) in root.children("isolation", &mut reader.diagnostics) {
        let like = section.choice("like", &words(), &mut reader.diagnostics);
        let known = like.or_else(|| known(&name));
        if known.is_none() && !section.has("like") {
            let accepted = names().collect::<Vec<_>>().join(", ");
            let message = format!("`{name}` is none of the five isolation models");
            let error = Diagnostic::error(section.span(), section.path(), message)
                .accepting(format!(
                    "{accepted}; or any name with `like = \"rls\"` (say), whose defaults it takes"
                ))
                .suggesting(nearest(&name, names()));
            reader.diagnostics.push(error);
        }
        isolation.add(reader, &mut section, &name, known.unwrap_or(&defaults::ISOLATION[1]));
        section.finish(&mut reader.diagnostics);
    }
    isolation
}

/// The defaults of a name.
pub(super) fn known(name: &str) -> Option<&'static IsolationDefaults> {
    defaults::ISOLATION.iter().find(|known| known.name == name)
}

/// The five names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    defaults::ISOLATION.iter().map(|known| known.name)
}

fn words() -> [(&'static str, &'static IsolationDefaults); 5] {
    std::array::from_fn(|index| (defaults::ISOLATION[index].name, &defaults::ISOLATION[index]))
}

fn model(
    reader: &mut Reader,
    section: &mut Section,
    name: &str,
    known: &'static IsolationDefaults,
) -> IsolationModel {
    let provenance = reader.provenance(section);
    let label = section.text("label", &mut reader.diagnostics).map_or(known.label, |(label, _)| label);
    let label = label.to_owned();
    let pool_size = reader.integer(section, "pool_size", 1..=1_000_000_000);
    let instance = reader.integer(section, "tenants_per_instance", 1..=1_000_000_000);
    let mut number = |field: Field| reader.number(section, &provenance, field);
    let cost = Field::new("cost_per_tenant_month", "usd_per_tenant_month");
    let cost = cost.or_distributed(uncertain_cost(known), known.cost_per_tenant_month.source);
    let cost_per_tenant_month = number(cost);
    let fixed_cost_per_month =
        number(Field::new("fixed_cost_per_month", "usd_per_month").or(defaults::ZERO_COST));
    let instance_cost_per_month =
        number(Field::new("instance_cost_per_month", "usd_per_instance_month").or(defaults::ZERO_COST));
    let operations_hours_per_tenant_month = number(
        Field::new("operations_hours_per_tenant_month", "hours_per_tenant_month").or(defaults::ZERO_COST),
    );
    let engineer_cost_per_hour =
        number(Field::new("engineer_cost_per_hour", "usd_per_hour").or(defaults::ENGINEER_COST_PER_HOUR));
    let overhead = Field::new("compute_overhead", "factor").within(Domain::AtLeast(1.0));
    let compute_overhead = number(overhead.or(known.compute_overhead));
    let build_cost = number(Field::new("build_cost", "usd").or(known.build_cost));
    let pooled = known.name == "rls" || known.name == "shared";
    let multiplex = if pooled { defaults::MULTIPLEX_POOLED } else { defaults::MULTIPLEX_NONE };
    let multiplex = number(Field::new("multiplex", "factor").within(Domain::AtLeast(1.0)).or(multiplex));
    if instance.is_none() && reader.registry.get(instance_cost_per_month).origin == Origin::Given {
        let accepted = "the number of tenants that one instance carries";
        section.missing("tenants_per_instance", accepted, None, &mut reader.diagnostics);
    }
    IsolationModel {
        name: name.to_owned(),
        label,
        cost_per_tenant_month,
        fixed_cost_per_month,
        instance_cost_per_month,
        tenants_per_instance: instance.map_or(1, |(tenants, _)| tenants as u64),
        operations_hours_per_tenant_month,
        engineer_cost_per_hour,
        compute_overhead,
        build_cost,
        separation: known.separation,
        pool_size: pool_size.map_or(known.pool_size, |(size, _)| Some(size as u64)),
        multiplex,
    }
}

/// The cost of an isolation model that is not given is uncertain.
fn uncertain_cost(known: &IsolationDefaults) -> Distribution {
    let mean = known.cost_per_tenant_month.value;
    lognormal_mean_cv(mean, defaults::COST_CV)
        .and_then(|family| Distribution::new(family, Limits::default()))
        .unwrap_or_else(|_| Distribution::constant(mean))
}
