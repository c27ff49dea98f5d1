//! The company of a scenario: isolation models, alternatives, horizon.

use super::{
    Appetite, BreachCosts, Capacity, ChurnAccounting, Control, Correlation, EventCosts, IncidentClass,
    InputGroup, Insurance, Migration, ParameterId, Registry, RobustnessChecks, ServiceChurn, Shock, Tier,
    defaults, severity::SeverityMixture, sla::Schedule,
};
use crate::units::{Convention, StartDate};

/// A validated scenario. Parameter values are in [`Model::registry`]; `runs` and `seed` in
/// [`Model::simulation`].
#[derive(Debug, Clone)]
pub struct Model {
    /// The scenario's name: the stem of its file.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What the reader wants to know first.
    pub question: Question,
    /// Which formulas value an incident.
    pub accounting: Accounting,
    /// First day of the first month; never the clock.
    pub start: StartDate,
    /// Length, discounting.
    pub horizon: Horizon,
    /// Runs and seed.
    pub simulation: Simulation,
    /// Number of tenants at the start.
    pub initial_tenants: ParameterId,
    /// How the number of tenants moves.
    pub dynamics: Dynamics,
    /// Surges, in the order of the file.
    pub changes: Vec<Change>,
    /// Price plans in the order of the file.
    pub tiers: Vec<Tier>,
    /// Isolation models in the order of the file, then those that alternatives use by default.
    pub isolation: Vec<IsolationModel>,
    /// What can happen: the breach classes, then the incidents in the order of the file.
    pub classes: Vec<IncidentClass>,
    /// What strikes several classes at once, in the order of the file.
    pub shocks: Vec<Shock>,
    /// What a breach costs besides its severity.
    pub breach_costs: BreachCosts,
    /// Service level credits.
    pub sla: Schedule,
    /// Share of the credits due that customers claim.
    pub sla_claim_rate: ParameterId,
    /// Database connections, `None` when the scenario does not describe them.
    pub capacity: Option<Capacity>,
    /// Investments that alternatives may choose, in the order of the file.
    pub controls: Vec<Control>,
    /// Most that a portfolio of controls may cost over the horizon in present value, USD; `None` for no limit.
    pub controls_budget_usd: Option<f64>,
    /// Policies that alternatives may buy, in the order of the file.
    pub insurances: Vec<Insurance>,
    /// What one could do, in the order of the file.
    pub alternatives: Vec<Alternative>,
    /// Alternatives that the constraints rule out, in the order of the file.
    pub excluded: Vec<Excluded>,
    /// Index of the alternative that the others are compared with.
    pub baseline: usize,
    /// What a breach costs.
    pub severity: SeverityMixture,
    /// Under which readings of the scenario the decision is made again.
    pub robustness: RobustnessChecks,
    /// What the company can bear, and among which mixtures it looks.
    pub appetite: Appetite,
    /// How what is uncertain hangs together, `None` for independent inputs.
    pub correlation: Option<Correlation>,
    /// What could be found out together, in the order of the file.
    pub input_groups: Vec<InputGroup>,
    /// Every number.
    pub registry: Registry,
}

impl Model {
    /// Whether any alternative is insured.
    pub fn is_insured(&self) -> bool {
        (0..self.alternatives.len()).any(|position| self.policy_of(position).is_some())
    }

    /// The policy of the alternative at a position.
    pub fn policy_of(&self, alternative: usize) -> Option<&Insurance> {
        let policy = self.alternatives.get(alternative)?.insurance?;
        self.insurances.get(policy)
    }

    /// How leaving tenants are valued, when anything makes them leave: the longest lifetime of a tenant in months
    /// and how the worth is booked.
    pub fn churn_terms(&self) -> Option<(u32, ChurnAccounting)> {
        let by_service = self.classes.iter().any(|class| match &class.costs {
            EventCosts::Breach => false,
            EventCosts::Service(costs) => match costs.churn {
                ServiceChurn::OfDegradation => true,
                ServiceChurn::Share(id) => self.registry.get(id).distribution.as_constant() != Some(0.0),
            },
        });
        match &self.breach_costs.churn {
            Some(churn) => Some((churn.lifetime_months, churn.accounting)),
            None => by_service.then_some((defaults::LIFETIME_MONTHS as u32, ChurnAccounting::Lump)),
        }
    }
}

/// Which formulas value an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accounting {
    /// Those of `docs/model.md`.
    Standard,
    /// The founding brief's own, for comparison only.
    Brief,
}

impl Accounting {
    /// The word in the file and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Accounting::Standard => "standard",
            Accounting::Brief => "brief",
        }
    }
}

/// What the reader wants to know first; every result is there whatever the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Which alternative?
    Compare,
    /// Does the investment pay?
    Roi,
    /// What does a breach cost?
    Breach,
    /// What breaks first when tenants come?
    Capacity,
    /// What do tenants pay beyond their plan?
    Overage,
    /// What do incidents cost?
    Incident,
}

impl Question {
    /// All questions by the word in the file.
    pub const ALL: [(&str, Question); 6] = [
        ("compare", Question::Compare),
        ("roi", Question::Roi),
        ("breach", Question::Breach),
        ("capacity", Question::Capacity),
        ("overage", Question::Overage),
        ("incident", Question::Incident),
    ];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        Question::ALL.iter().find(|(_, question)| *question == self).map_or("", |(word, _)| word)
    }
}

/// An alternative that the constraints rule out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// Name in the file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Why.
    pub reason: String,
}

/// How far apart the constraints want tenants to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Separation {
    /// Rows of one table.
    Rows,
    /// A schema or database each on shared instances.
    Logical,
    /// An instance each.
    Physical,
}

/// How the number of tenants moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dynamics {
    /// Along its expectation.
    Expected,
    /// Churn binomial, arrivals Poisson, each month.
    Stochastic,
}

/// Tenants who come (or leave, below zero) at once.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// From this month on (0 is the first).
    pub at_month: u32,
    /// Index of the tier.
    pub tier: usize,
    /// Tenants added, or the new number.
    pub tenants: ParameterId,
    /// Whether `tenants` replaces the number instead of adding to it.
    pub sets: bool,
}

/// Length of a run and how money in the future is valued.
#[derive(Debug, Clone, Copy)]
pub struct Horizon {
    /// Whole years, 0 to 100.
    pub years: u32,
    /// Yearly discount rate, above -1.
    pub discount_rate: f64,
    /// When flows and losses count as paid.
    pub convention: Convention,
}

/// How much to simulate.
#[derive(Debug, Clone, Copy)]
pub struct Simulation {
    /// Number of five-year histories.
    pub runs: u64,
    /// Seed of every random stream.
    pub seed: u64,
    /// How runs are drawn.
    pub method: Method,
    /// How what is uncertain is drawn.
    pub uncertainty: Nesting,
}

/// How often what is drawn once per run (epistemic) is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nesting {
    /// Anew in every run.
    #[default]
    Flat,
    /// So many times; as many runs share each draw as there are runs for it, and only chance tells them apart.
    Nested {
        /// Number of draws, a divisor of the number of runs.
        outer: u64,
    },
}

impl Nesting {
    /// Number of draws; `None` where every run has its own.
    pub fn outer(self) -> Option<u64> {
        match self {
            Nesting::Flat => None,
            Nesting::Nested { outer } => Some(outer),
        }
    }
}

/// How runs are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Evenly spread points, rare events on purpose, with the weights that put their probability right.
    #[default]
    Auto,
    /// Independent runs of equal weight.
    Plain,
}

impl Method {
    /// Every method with the word that the scenario file uses.
    pub const ALL: [(&'static str, Method); 2] = [("auto", Method::Auto), ("plain", Method::Plain)];

    /// The word that the scenario file uses.
    pub fn word(self) -> &'static str {
        Method::ALL.iter().find(|(_, method)| *method == self).map_or("", |(word, _)| word)
    }
}

/// How tenants share infrastructure. Yearly figures in USD, tenants real-valued.
#[derive(Debug, Clone)]
pub struct IsolationModel {
    /// Name in the file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Cost per tenant and month, USD.
    pub cost_per_tenant_month: ParameterId,
    /// Fixed cost a month, USD.
    pub fixed_cost_per_month: ParameterId,
    /// Price of one instance a month, USD, for every started `tenants_per_instance`.
    pub instance_cost_per_month: ParameterId,
    /// Tenants that one instance carries.
    pub tenants_per_instance: u64,
    /// Operations hours per tenant and month.
    pub operations_hours_per_tenant_month: ParameterId,
    /// Price of an operations hour, USD.
    pub engineer_cost_per_hour: ParameterId,
    /// Factor on compute cost, 1 for none.
    pub compute_overhead: ParameterId,
    /// One-off cost at the start, USD.
    pub build_cost: ParameterId,
    /// How far apart it keeps tenants.
    pub separation: Separation,
    /// Tenants per isolation unit: a pool, an instance, or 1 for a database each; `None` when the whole
    /// platform is one unit.
    pub pool_size: Option<u64>,
    /// Factor by which pooling divides the connections demanded.
    pub multiplex: ParameterId,
}

impl IsolationModel {
    /// Number of isolation units for `tenants` tenants (real-valued paths count a started unit as whole,
    /// except that a database each means exactly one unit per tenant).
    pub fn units(&self, tenants: f64) -> f64 {
        match self.pool_size {
            None => f64::from(tenants > 0.0),
            Some(1) => tenants,
            Some(size) => (tenants / size as f64).ceil(),
        }
    }
}

/// One thing the company could do.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Name in the file.
    pub name: String,
    /// The words to show people.
    pub label: String,
    /// Index into [`Model::isolation`] for each tier, in the order of [`Model::tiers`].
    pub isolation_of_tier: Vec<usize>,
    /// Overrides the sum of the build costs of the isolation models used, USD.
    pub build_cost: Option<ParameterId>,
    /// Controls in place, indices into [`Model::controls`].
    pub controls: Vec<usize>,
    /// Share of what several controls prevent that is the same, 0 to 1.
    pub overlap: ParameterId,
    /// A move during the horizon.
    pub migration: Option<Migration>,
    /// Its policy, an index into [`Model::insurances`].
    pub insurance: Option<usize>,
    /// What this alternative is compared with instead of [`Model::baseline`].
    pub baseline: Option<usize>,
}

impl Alternative {
    /// The isolation models in use, each once, in the order of the tiers.
    pub fn isolation_models(&self) -> Vec<usize> {
        let mut used = Vec::new();
        for &isolation in &self.isolation_of_tier {
            if !used.contains(&isolation) {
                used.push(isolation);
            }
        }
        used
    }
}
