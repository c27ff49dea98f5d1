//! Which layer of insurance to buy: retentions and limits over a grid, priced by a premium that the user states, played
//! on the same runs.
//!
//! Policies draw nothing, so every layer is a version of one alternative that sees the same events. A premium only adds
//! a constant to each run: layers are played without one, and it is added when the payments are known.

mod findings;
mod grid;
mod played;
mod words;

use super::{
    Over, Setting, SweepError,
    portfolio::{VersionsError, Watch},
    versions,
};
use crate::{
    engine::Plan,
    exact::{CoveredLosses, covered_losses},
    model::{Cover, Insurance, Model, Terms, metrics::Component},
    stats::SampleError,
    units::Discount,
};

pub use findings::*;
pub use grid::LayerAxis;

/// Price of a dollar of the tail a year: a judgement. Insurers in the EU had to count 6 % a year on the capital that they
/// hold (Delegated Regulation (EU) 2015/35, Article 39).
pub const TAIL_PRICE_PER_YEAR: f64 = 0.06;
/// Level of the tail.
const TAIL: f64 = 0.99;
/// What is covered where no policy of the scenario says so, as for a policy without `covers`.
const COVERED: [Component; 3] = [Component::Direct, Component::Response, Component::Support];

/// How a premium follows from a layer. No premium is made up: one of the two must be there.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct PremiumRule {
    /// Premium over expected payments.
    pub loading: Option<f64>,
    /// Premium over the limit; the greater premium counts where both are there.
    pub rate_on_line: Option<f64>,
}

impl PremiumRule {
    /// Premium a year for a layer with such a limit and expected payments a year, USD.
    pub fn premium(&self, limit_usd: f64, payments_per_year_usd: f64) -> f64 {
        let by_payments = self.loading.map_or(0.0, |loading| loading * payments_per_year_usd);
        by_payments.max(self.rate_on_line.map_or(0.0, |rate| rate * limit_usd))
    }
}

/// What to search, and how.
#[derive(Debug, Clone)]
pub struct LayerOptions {
    /// Position of the alternative to insure; the cheapest before insurance if `None`.
    pub alternative: Option<usize>,
    /// Position of the policy that gives coinsurance, limits of a year and what is covered; that of the alternative if
    /// `None`, or else the defaults of a policy.
    pub policy: Option<usize>,
    /// Retentions an event, USD, and whether they are spread by equal factors.
    pub retention: (Over, bool),
    /// Widths of the layer above, USD, and whether they are spread by equal factors.
    pub limit: (Over, bool),
    /// How a premium follows.
    pub premium: PremiumRule,
    /// What a dollar of the mean of the worst hundredth of the total cost is worth a year, USD.
    pub tail_price_per_year: f64,
}

/// Why layers are not searched.
#[derive(Debug, thiserror::Error)]
pub enum LayerError {
    /// A premium would have to be made up.
    #[error(
        "no premium is made up: say how it follows from a layer, by --loading 1.5 (premium over expected payments), \
         --rate-on-line 0.05 (premium over limit), or both for the greater of the two"
    )]
    NoPremium,
    /// A range makes no sense.
    #[error(transparent)]
    Range(#[from] SweepError),
    /// More runs than fit into memory.
    #[error("{layers} layers of {runs} runs take more memory than the 2 GiB allowed; use fewer of either")]
    TooLarge {
        /// Layers wanted.
        layers: usize,
        /// Runs of each.
        runs: u64,
    },
    /// A layer is not played.
    #[error(transparent)]
    Versions(#[from] VersionsError),
}

impl From<SampleError> for LayerError {
    fn from(error: SampleError) -> Self {
        LayerError::Versions(error.into())
    }
}

/// Searches layers; `plan` is that of the scenario as it is.
pub fn layers(
    plan: &Plan,
    scenario_sha256: String,
    options: &LayerOptions,
    watch: Watch,
) -> Result<LayerFindings, LayerError> {
    if options.premium.loading.is_none() && options.premium.rate_on_line.is_none() {
        return Err(LayerError::NoPremium);
    }
    let model = plan.model();
    let axes = [
        LayerAxis::new("retention", &options.retention, true)?,
        LayerAxis::new("limit", &options.limit, false)?,
    ];
    // What cannot be held is refused before anything is played.
    let count = axes.iter().map(|axis| axis.values_usd.len()).product::<usize>();
    played::hold(count.max(model.alternatives.len()) + 1, model.simulation.runs)?;
    let (alternative, chosen) = match options.alternative {
        Some(position) => (position, "as asked for"),
        None => (cheapest(model, watch)?, "the cheapest of the scenario by mean cost, uninsured"),
    };
    let facts = &model.alternatives[alternative];
    let policy = options.policy.or(facts.insurance).and_then(|position| model.insurances.get(position));
    let discount = Discount::new(model.horizon.discount_rate, model.horizon.convention);
    let years = 0..model.horizon.years as usize;
    let years_factor = years.map(|year| discount.event_at_start_of(12 * year)).sum();
    let terms = common_terms(model, policy);
    let played = played::play(model, alternative, policy, &axes, options, years_factor, watch)?;
    let exact = exact_payments(model, alternative, policy, &terms, &played.layers);
    let mut findings = LayerFindings {
        setting: Setting::of(model, scenario_sha256, plan.method().to_owned(), model.simulation.runs),
        alternative: facts.name.clone(),
        label: facts.label.clone(),
        chosen: chosen.to_owned(),
        terms,
        premium: options.premium,
        tail_price_per_year: options.tail_price_per_year,
        years_factor,
        verdict: Vec::new(),
        notices: Vec::new(),
        axes,
        uninsured: played.uninsured,
        layers: played.layers,
        best: played.best,
        exact_not_available: exact.as_ref().err().cloned(),
        policies: model.insurances.iter().map(|policy| policy.name.clone()).collect(),
        alternatives: described(model),
    };
    for (layer, payments) in findings.layers.iter_mut().zip(exact.unwrap_or_default()) {
        layer.exact_payments_per_year_usd = Some(payments);
    }
    findings.verdict = words::verdict(&findings);
    findings.notices = words::notices(plan, &findings);
    Ok(findings)
}

/// The alternative that is cheapest when none is insured.
fn cheapest(model: &Model, watch: Watch) -> Result<usize, VersionsError> {
    let mut bare = model.clone();
    bare.alternatives.iter_mut().for_each(|alternative| alternative.insurance = None);
    match model.alternatives.len() {
        0 | 1 => Ok(0),
        _ => versions::cheapest(&bare, watch).map(|(position, _)| position),
    }
}

fn common_terms(model: &Model, policy: Option<&Insurance>) -> CommonTerms {
    let mean = |id| model.registry.get(id).distribution.mean();
    let cover = cover_of(policy);
    CommonTerms {
        policy: policy.map(|policy| policy.name.clone()),
        coinsurance: policy.map_or(1.0, |policy| mean(policy.coinsurance)),
        annual_limit_usd: policy.and_then(|policy| policy.annual_limit).map(mean),
        annual_retention_usd: policy.map_or(0.0, |policy| mean(policy.annual_retention)),
        classes: cover.classes,
        components: cover.components.into_iter().map(Component::name).collect(),
    }
}

/// What a policy covers, or what one without `covers` does.
fn cover_of(policy: Option<&Insurance>) -> Cover {
    policy.map_or(Cover { classes: None, components: COVERED.to_vec() }, |policy| policy.covers.clone())
}

/// Exact expected payments a year of every layer, or why there are none.
fn exact_payments(
    model: &Model,
    alternative: usize,
    policy: Option<&Insurance>,
    terms: &CommonTerms,
    layers: &[LayerResult],
) -> Result<Vec<f64>, String> {
    let is_uncertain = |id| model.registry.get(id).distribution.as_constant().is_none();
    if policy.is_some_and(|policy| is_uncertain(policy.coinsurance)) {
        return Err("the insurer's share is drawn once per run".to_owned());
    }
    let cover = cover_of(policy);
    let covered: CoveredLosses =
        covered_losses(model, alternative, &cover).map_err(|reason| reason.to_string())?;
    let years = f64::from(model.horizon.years).max(1.0);
    let of_layer = |layer: &LayerResult| {
        let terms = Terms {
            retention_usd: layer.retention_usd,
            limit_usd: layer.limit_usd,
            coinsurance: terms.coinsurance,
            annual_limit_usd: terms.annual_limit_usd.unwrap_or(f64::INFINITY),
            annual_retention_usd: terms.annual_retention_usd,
        };
        covered.expected_payments(&terms).map(|payments| payments / years)
    };
    layers.iter().map(of_layer).collect::<Result<_, _>>().map_err(|reason| reason.to_string())
}

fn described(model: &Model) -> Vec<Described> {
    let of = model.alternatives.iter().map(|alternative| {
        let tiers = model.tiers.iter().zip(&alternative.isolation_of_tier);
        let isolation =
            tiers.map(|(tier, model_of)| (tier.name.clone(), model.isolation[*model_of].name.clone()));
        Described { name: alternative.name.clone(), isolation: isolation.collect() }
    });
    of.collect()
}
