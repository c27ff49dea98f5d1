//! Why a figure has no exact value.

/// Why a figure has no exact value; the text completes "not exact: …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Inputs that are drawn once per run.
    #[error("inputs are drawn once per run ({}): it is exact only given their values", some(.0))]
    Uncertain(Vec<String>),
    /// Which severity model holds: resolved by taking each in turn.
    #[error("it depends on which severity model holds")]
    SeverityModel,
    /// A common shock.
    #[error(
        "the shock {0} strikes several incident classes at once, and a law is only computed for independent ones"
    )]
    Shock(String),
    /// Random churn and arrivals.
    #[error("the number of tenants moves by chance")]
    RandomTenants,
    /// Formulas that are kept for comparison only.
    #[error("the founding brief's own formulas are not integrated")]
    Brief,
    /// Service level credits.
    #[error("service level credits for {0} depend on all downtime of a month together")]
    Credits(String),
    /// A product of random parts.
    #[error("the loss of an event of {class} multiplies parts that vary independently: {parts}")]
    Product {
        /// The incident class.
        class: String,
        /// What is multiplied.
        parts: &'static str,
    },
    /// Groups that are reached differently by one event.
    #[error("an event of {0} strikes several tier groups at once, each as far as its own reach goes")]
    SeveralGroups(String),
    /// Records of tiers that differ.
    #[error("the records that {0} exposes depend on how many tenants of which tier it reaches by chance")]
    Records(String),
    /// Components under a copula.
    #[error("direct loss, fine, churn and response of one event of {0} hang together")]
    Components(String),
    /// An amount below zero.
    #[error("an event of {0} may bring money in, and a law is only computed for losses")]
    Negative(String),
    /// A floor under hours that cost by the minute, too.
    #[error("the loss of an event of {0} bends with its duration")]
    Bend(String),
    /// A mean that does not exist.
    #[error("its mean is infinite")]
    InfiniteMean,
    /// A variance that does not exist.
    #[error("its variance is infinite")]
    InfiniteVariance,
    /// A law that would take too long.
    #[error("its law is made of {0} parts, more than are added up in reasonable time")]
    ManyParts(usize),
    /// A law that would take longer than the simulation beside it.
    #[error("its law would take longer than the simulation; `--method exact` computes it")]
    TooLong,
    /// Money that is not the same in every run.
    #[error("costs before losses differ from run to run")]
    RandomCosts,
    /// Payments of a policy.
    #[error("what a policy pays depends on every event of a year by itself, and no law is computed for it")]
    Insurance,
    /// A policy that covers a part of what an event costs.
    #[error("the policy covers only a part of the loss of an event of {0}")]
    Covered(String),
    /// The largest of losses that are sums.
    #[error("the loss of one event is a sum of several random amounts")]
    SumOfAmounts,
}

/// One of several.
fn some(paths: &[String]) -> String {
    match paths {
        [] => String::new(),
        [only] => only.clone(),
        [first, ..] => format!("{first} and others"),
    }
}
