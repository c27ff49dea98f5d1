//! The one registry of parameters: path → value or distribution, role, origin, source.

use crate::dist::Distribution;

/// Index of a parameter in its [`Registry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterId(usize);

impl ParameterId {
    /// Position in [`Registry::parameters`] and in every vector of parameter values.
    pub fn index(self) -> usize {
        self.0
    }
}

/// How a parameter varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A plain number.
    Fixed,
    /// What we don't know: drawn once per run, shared by every alternative.
    Epistemic,
    /// What varies: drawn anew for every event.
    Aleatory,
}

impl Role {
    /// The word shown in reports.
    pub fn word(self) -> &'static str {
        match self {
            Role::Fixed => "fixed",
            Role::Epistemic => "epistemic",
            Role::Aleatory => "aleatory",
        }
    }
}

/// Whether the user gave a parameter or the tool filled it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Written in the scenario file.
    Given,
    /// A documented default.
    Default,
}

impl Origin {
    /// The word shown in reports.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Given => "given",
            Origin::Default => "default",
        }
    }
}

/// Where a number comes from and who answers for it: the assumption ledger is made of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Publication, measurement or person.
    pub source: Option<String>,
    /// Who answers for the number.
    pub owner: Option<String>,
    /// When it was last looked at.
    pub reviewed: Option<String>,
    /// When it must be looked at again.
    pub expires: Option<String>,
}

/// One number of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its path in the scenario file, for example `isolation.rls.breach.rate`.
    pub path: String,
    /// Value or distribution.
    pub distribution: Distribution,
    /// How it varies.
    pub role: Role,
    /// Given or default.
    pub origin: Origin,
    /// Source, owner, review dates.
    pub provenance: Provenance,
    /// Unit, for example `usd_per_tenant_month`.
    pub unit: &'static str,
    /// Name of the random stream of an epistemic parameter. Parameters that share a stream are drawn at
    /// the same quantile; by default the stream is the path.
    pub stream: String,
}

/// Every parameter of a scenario, in the order in which the file was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Registry {
    parameters: Vec<Parameter>,
}

impl Registry {
    /// Adds a parameter and returns its place.
    pub fn add(&mut self, parameter: Parameter) -> ParameterId {
        self.parameters.push(parameter);
        ParameterId(self.parameters.len() - 1)
    }

    /// The parameter at `id`.
    pub fn get(&self, id: ParameterId) -> &Parameter {
        &self.parameters[id.0]
    }

    /// Gives a parameter another value; its role must still fit.
    pub fn replace(&mut self, id: ParameterId, distribution: Distribution) {
        self.parameters[id.0].distribution = distribution;
    }

    /// Changes a parameter; its path stays.
    pub fn amend(&mut self, id: ParameterId, change: impl FnOnce(&mut Parameter)) {
        change(&mut self.parameters[id.0]);
    }

    /// All parameters.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The parameter with this path.
    pub fn find(&self, path: &str) -> Option<ParameterId> {
        self.parameters.iter().position(|parameter| parameter.path == path).map(ParameterId)
    }
}
