//! Every layer of the grid, played and priced.

use super::{LayerAxis, LayerError, LayerOptions, LayerResult, PremiumRule, TAIL, Uninsured, cover_of};
use crate::{
    decision::{
        portfolio::Watch,
        versions::{self, AT_ONCE, Played},
    },
    dist::Distribution,
    model::{Alternative, Insurance, Model, Origin, Parameter, ParameterId, Provenance, Role, defaults},
    stats::{Estimate, SampleError, paired_difference},
};

/// The metrics that are kept of each version, and their places.
const METRICS: [&str; 2] = ["tco", "recovery_undiscounted"];
const TCO: usize = 0;
const PAYMENTS: usize = 1;
/// Columns of layers may take so many bytes.
const MOST_BYTES: u64 = 2 << 30;

/// What was found.
pub(super) struct Found {
    pub uninsured: Uninsured,
    pub layers: Vec<LayerResult>,
    pub best: usize,
}

/// How the figures of a layer follow.
struct Pricing {
    rule: PremiumRule,
    /// Present value of a dollar at the start of every year.
    years_factor: f64,
    years: f64,
    /// What the tail is multiplied by.
    tail_price: f64,
}

/// Plays the layers of the grid; the limit varies fastest.
pub(super) fn play(
    model: &Model,
    alternative: usize,
    policy: Option<&Insurance>,
    axes: &[LayerAxis; 2],
    options: &LayerOptions,
    years_factor: f64,
    watch: Watch,
) -> Result<Found, LayerError> {
    let [retentions, limits] = axes;
    let pairs: Vec<(f64, f64)> = retentions
        .values_usd
        .iter()
        .flat_map(|retention| limits.values_usd.iter().map(|limit| (*retention, *limit)))
        .collect();
    let layers = pairs.len();
    let (model, policies) = with_layers(model, policy, &pairs);
    let bare = Alternative { insurance: None, baseline: None, ..model.alternatives[alternative].clone() };
    let pricing = Pricing {
        rule: options.premium,
        years_factor,
        years: f64::from(model.horizon.years).max(1.0),
        tail_price: options.tail_price_per_year * years_factor,
    };
    let mut results: Vec<LayerResult> = Vec::with_capacity(layers);
    let mut objectives: Vec<Vec<f64>> = Vec::with_capacity(layers);
    let mut without = None;
    let mut last = None;
    for some in policies.chunks(AT_ONCE) {
        let insured = some.iter().map(|policy| Alternative { insurance: Some(*policy), ..bare.clone() });
        let versions = std::iter::once(bare.clone()).chain(insured).collect();
        let played = versions::play(&model, versions, &METRICS, watch)?;
        let (uninsured, objective) = match without.take() {
            Some(known) => known,
            None => pricing.uninsured(&played)?,
        };
        for version in 1..=some.len() {
            let (result, own) = pricing.layer(&played, version, pairs[results.len()], &objective)?;
            results.push(result);
            objectives.push(own);
        }
        without = Some((uninsured, objective));
        last = Some(played);
    }
    let (Some((uninsured, _)), Some(played)) = (without, last) else { return Err(SampleError::Empty.into()) };
    let worth = |layer: &usize| results[*layer].objective.value;
    let best = (0..results.len()).min_by(|a, b| worth(a).total_cmp(&worth(b))).unwrap_or(0);
    for (layer, own) in results.iter_mut().zip(&objectives) {
        layer.behind_best = played.mean(paired_difference(own, &objectives[best]))?;
    }
    Ok(Found { uninsured, layers: results, best })
}

/// Refuses more columns than fit into memory.
pub(super) fn hold(layers: usize, runs: u64) -> Result<(), LayerError> {
    match layers as u64 * runs > MOST_BYTES / size_of::<f64>() as u64 {
        true => Err(LayerError::TooLarge { layers, runs }),
        false => Ok(()),
    }
}

/// The model with a policy without premium for each pair of retention and limit, and their positions.
fn with_layers(model: &Model, policy: Option<&Insurance>, pairs: &[(f64, f64)]) -> (Model, Vec<usize>) {
    let mut model = model.clone();
    let mut add = |value: f64| -> ParameterId {
        model.registry.add(Parameter {
            path: format!("insurance layer {}", model.registry.parameters().len()),
            distribution: Distribution::constant(value),
            role: Role::Fixed,
            origin: Origin::Given,
            provenance: Provenance::default(),
            unit: "usd_per_event",
            stream: String::new(),
        })
    };
    let (nothing, everything) = (add(defaults::NO_RETENTION.value), add(defaults::INSURERS_SHARE.value));
    let mut layers = Vec::with_capacity(pairs.len());
    for (retention, limit) in pairs {
        layers.push(Insurance {
            name: "layer".to_owned(),
            premium_per_year: nothing,
            retention: add(*retention),
            limit: add(*limit),
            coinsurance: policy.map_or(everything, |policy| policy.coinsurance),
            annual_limit: policy.and_then(|policy| policy.annual_limit),
            annual_retention: policy.map_or(nothing, |policy| policy.annual_retention),
            covers: cover_of(policy),
        });
    }
    let first = model.insurances.len();
    model.insurances.extend(layers);
    let positions = (first..model.insurances.len()).collect();
    (model, positions)
}

impl Pricing {
    /// The alternative without insurance, and its objective run by run.
    fn uninsured(&self, played: &Played) -> Result<(Uninsured, Vec<f64>), SampleError> {
        let tco = played.sample(played.column(0, TCO).to_vec())?;
        let objective = self.objective(tco.values(), &tco.tail_terms(TAIL));
        let uninsured = Uninsured {
            tco: played.trusted(tco.mean()),
            tvar99: played.trusted(tco.tail_value_at_risk(TAIL)),
            objective: played.mean(objective.clone())?,
        };
        Ok((uninsured, objective))
    }

    /// A layer, and its objective run by run: their mean is the objective, and the mean of the difference of two is the
    /// difference of the objectives with its paired error.
    fn layer(
        &self,
        played: &Played,
        version: usize,
        (retention_usd, limit_usd): (f64, f64),
        without: &[f64],
    ) -> Result<(LayerResult, Vec<f64>), SampleError> {
        let tco_without = played.column(0, TCO);
        let payments: Vec<f64> =
            played.column(version, PAYMENTS).iter().map(|payments| payments / self.years).collect();
        let payments_per_year = played.mean(payments.clone())?;
        let premium_per_year_usd = self.rule.premium(limit_usd, payments_per_year.value);
        // Where the premium follows from simulated payments, its error moves with theirs, run by run.
        let premium: Vec<f64> = match self.rule.loading {
            Some(loading) if loading * payments_per_year.value >= premium_per_year_usd => {
                payments.iter().map(|payments| self.years_factor * loading * payments).collect()
            }
            _ => vec![self.years_factor * premium_per_year_usd; payments.len()],
        };
        let before = played.sample(played.column(version, TCO).to_vec())?;
        let with_premium = |values: &[f64]| -> Vec<f64> {
            values.iter().zip(&premium).map(|(value, premium)| value + premium).collect()
        };
        let (tco, tail) = (with_premium(before.values()), with_premium(&before.tail_terms(TAIL)));
        let objective = self.objective(&tco, &tail);
        let result = LayerResult {
            retention_usd,
            limit_usd,
            payments_per_year,
            exact_payments_per_year_usd: None,
            premium_per_year_usd,
            tco: played.mean(tco.clone())?,
            tco_change: played.difference(&tco, tco_without)?,
            tvar99: played.mean(tail)?,
            objective: played.mean(objective.clone())?,
            objective_change: played.difference(&objective, without)?,
            behind_best: Estimate::exact(0.0),
        };
        Ok((result, objective))
    }

    fn objective(&self, tco: &[f64], tail: &[f64]) -> Vec<f64> {
        tco.iter().zip(tail).map(|(tco, tail)| tco + self.tail_price * tail).collect()
    }
}
