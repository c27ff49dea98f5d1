//! The assumption ledger: every parameter of the registry as a fact.

use super::ParameterFact;
use crate::model::{Parameter, Registry};

/// Every parameter in the order of the registry.
pub fn parameter_facts(registry: &Registry) -> Vec<ParameterFact> {
    registry.parameters().iter().map(fact).collect()
}

fn fact(parameter: &Parameter) -> ParameterFact {
    ParameterFact {
        path: parameter.path.clone(),
        value: parameter.distribution.describe(),
        role: parameter.role.word(),
        origin: parameter.origin.word(),
        source: parameter.provenance.source.clone(),
        unit: parameter.unit,
        mean: parameter.distribution.mean(),
        median: parameter.distribution.quantile(0.5),
        p95: parameter.distribution.quantile(0.95),
        p99: parameter.distribution.quantile(0.99),
        infinite_variance: parameter.distribution.has_infinite_variance(),
        owner: parameter.provenance.owner.clone(),
        reviewed: parameter.provenance.reviewed.clone(),
        expires: parameter.provenance.expires.clone(),
    }
}
