//! What a breach costs.

use super::{
    Reason,
    amount::Amount,
    pricing::{Event, surely_reaches},
    services::records_factor,
    span::GAUSS,
};
use crate::{
    dist::{Distribution, DistributionError, Family, Limits, normal_cdf},
    model::{
        Accounting, ParameterId, Reach,
        severity::{SeverityFormula, SeverityModel},
    },
};

/// The direct loss of one event before the factor of its moment, USD, where it is all that the event costs.
pub(super) fn amounts(event: &Event) -> Result<Vec<Amount>, Reason> {
    let conditions = event.conditions;
    let model = conditions.model;
    if model.accounting == Accounting::Brief {
        return Err(Reason::Brief);
    }
    let severity = &model.severity.models[conditions.severity.ok_or(Reason::SeverityModel)?];
    let (contains, costs) = (severity.formula.contains(), &model.breach_costs);
    let others = costs.fine.is_some() && !contains.fines
        || costs.churn.is_some() && !contains.churn
        || costs.response.is_some() && !contains.response;
    if others {
        return Err(Reason::Components(event.class.name.clone()));
    }
    direct(event, severity).map(|amount| vec![amount])
}

fn direct(event: &Event, severity: &SeverityModel) -> Result<Amount, Reason> {
    let conditions = event.conditions;
    let fixed = |id: ParameterId| conditions.fixed(id);
    let impossible = |_: DistributionError| Reason::Records(event.class.name.clone());
    let cap = severity.cap_usd.map(fixed).transpose()?;
    match severity.formula {
        SeverityFormula::Fixed { amount_usd } => {
            surely_reaches(event)?;
            let law = conditions.law(amount_usd)?;
            Ok(Amount::of(&capped(&law, cap).map_err(impossible)?, 1.0, 0.0))
        }
        SeverityFormula::Lognormal { mu, sigma } => {
            surely_reaches(event)?;
            lognormal(fixed(mu)?, fixed(sigma)?, cap).map_err(impossible)
        }
        SeverityFormula::PerRecord { base_usd, per_record_usd, fine_share } => {
            let more = 1.0 + fixed(fine_share)?;
            let (base, per_record) = (more * fixed(base_usd)?, more * fixed(per_record_usd)?);
            let of_records = |records: &Records| {
                let law = records.law(event)?;
                let room = cap.map(|cap| (cap - base).max(0.0) / per_record).filter(|room| room.is_finite());
                let law = capped(&law, room).map_err(impossible)?;
                Ok(Amount::of(&law, per_record, cap.map_or(base, |cap| base.min(cap))))
            };
            over_records(event, of_records)
        }
        SeverityFormula::PowerLaw { intercept, exponent, sigma } => {
            let (intercept, exponent, sigma) = (fixed(intercept)?, fixed(exponent)?, fixed(sigma)?);
            let given = |records: f64| {
                if records <= 0.0 {
                    return Ok(Amount::constant(0.0));
                }
                lognormal(intercept + exponent * libm::log(records), sigma, cap).map_err(impossible)
            };
            over_records(event, |records| {
                let nodes: Vec<(f64, Amount)> = records
                    .nodes(event)
                    .into_iter()
                    .map(|(weight, records)| given(records).map(|amount| (weight, amount)))
                    .collect::<Result<_, _>>()?;
                Ok(Amount::mixture(nodes))
            })
        }
    }
}

fn capped(law: &Distribution, cap: Option<f64>) -> Result<Distribution, DistributionError> {
    let Some(cap) = cap else { return Ok(law.clone()) };
    if let Some(value) = law.as_constant() {
        return Ok(Distribution::constant(value.min(cap)));
    }
    let limits = *law.limits();
    let cap = limits.cap.map_or(cap, |own| own.min(cap));
    Distribution::new(law.family().clone(), Limits { cap: Some(cap), ..limits })
}

fn lognormal(mu: f64, sigma: f64, cap: Option<f64>) -> Result<Amount, DistributionError> {
    let limits = Limits { cap, ..Limits::default() };
    Ok(Amount::of(&Distribution::new(Family::Lognormal { mu, sigma }, limits)?, 1.0, 0.0))
}

/// Records of the tenants that an event exposes, before the factor on them.
struct Records {
    hit: f64,
    /// Stored by the groups struck.
    stored: f64,
}

impl Records {
    /// The law of the records exposed.
    fn law(&self, event: &Event) -> Result<Distribution, Reason> {
        let sigma = event.conditions.model.breach_costs.records_sigma;
        records_factor(self.hit, self.stored, sigma).map_err(|_| Reason::Records(event.class.name.clone()))
    }

    /// Records exposed with their weights, for functions that are smooth in the factor.
    fn nodes(&self, event: &Event) -> Vec<(f64, f64)> {
        let sigma = event.conditions.model.breach_costs.records_sigma;
        if sigma == 0.0 {
            return vec![(1.0, self.hit)];
        }
        let cap = self.stored.max(self.hit);
        // Up to the score at which everything stored is exposed, and there.
        let at_cap = libm::log(cap / self.hit) / sigma + 0.5 * sigma;
        let (from, to) = (-FARTHEST_SCORE, at_cap.min(FARTHEST_SCORE));
        let panels = (0.5 * (to - from)).ceil().max(1.0);
        let width = (to - from) / panels;
        let mut nodes = vec![(normal_cdf(-at_cap), cap)];
        for panel in 0..panels as usize {
            for (place, weight) in GAUSS {
                let score = from + width * (panel as f64 + place);
                let density = libm::exp(-0.5 * score * score) / (2.0 * std::f64::consts::PI).sqrt();
                let factor = libm::exp(sigma * score - 0.5 * sigma * sigma);
                nodes.push((width * weight * density, self.hit * factor));
            }
        }
        let total: f64 = nodes.iter().map(|(weight, _)| weight).sum();
        nodes.into_iter().filter(|(weight, _)| *weight > 0.0).map(|(weight, n)| (weight / total, n)).collect()
    }
}

/// Normal scores beyond do not matter.
const FARTHEST_SCORE: f64 = 7.0;

/// The law of a loss that depends on the records exposed, over everything that decides them but the factor on them.
fn over_records(event: &Event, loss: impl Fn(&Records) -> Result<Amount, Reason>) -> Result<Amount, Reason> {
    let conditions = event.conditions;
    let (model, month) = (conditions.model, event.occurrence.month);
    let tiers: Vec<usize> = event
        .occurrence
        .struck
        .iter()
        .flat_map(|&group| event.phase.groups[group].tiers.iter().copied())
        .collect();
    let of_tenant: Vec<f64> = tiers
        .iter()
        .map(|&tier| conditions.fixed(model.tiers[tier].records_per_tenant))
        .collect::<Result<_, _>>()?;
    let tenants: Vec<f64> = tiers.iter().map(|&tier| conditions.counts[month][tier]).collect();
    let stored: f64 = tenants.iter().zip(&of_tenant).map(|(tenants, records)| tenants * records).sum();
    let total: f64 = tenants.iter().sum();
    let mut parts = Vec::new();
    // By the tier in which it starts: a tier of half a tenant counts as one then.
    for (first, share) in tenants.iter().enumerate().filter(|(_, tenants)| **tenants > 0.0) {
        let mut counts: Vec<f64> = tenants.iter().map(|tenants| tenants.round()).collect();
        if !event.strikes_beyond_its_start() {
            counts[first] = counts[first].max(1.0);
        }
        let all: f64 = counts.iter().zip(&of_tenant).map(|(count, records)| count * records).sum();
        let same = of_tenant.iter().all(|records| *records == of_tenant[0]);
        for (weight, exposed) in exposed(event, counts.iter().sum())? {
            let hit = if exposed == counts.iter().sum::<f64>() {
                all
            } else if exposed == 1.0 {
                of_tenant[first]
            } else if same {
                exposed * of_tenant[0]
            } else {
                return Err(Reason::Records(event.class.name.clone()));
            };
            parts.push((weight * share / total, hit));
        }
    }
    let priced = merged(parts)
        .into_iter()
        .map(|(weight, hit)| loss(&Records { hit, stored }).map(|one| (weight, one)));
    Ok(Amount::mixture(priced.collect::<Result<Vec<_>, _>>()?))
}

/// Each value once.
fn merged(parts: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (weight, value) in parts.into_iter().filter(|(weight, _)| *weight > 0.0) {
        match kept.iter_mut().find(|(_, other)| *other == value) {
            Some((sum, _)) => *sum += weight,
            None => kept.push((weight, value)),
        }
    }
    kept
}

/// How many of so many tenants an event exposes, with probabilities.
fn exposed(event: &Event, tenants: f64) -> Result<Vec<(f64, f64)>, Reason> {
    let too_many = || Reason::Records(event.class.name.clone());
    if event.strikes_beyond_its_start() {
        let all = event.occurrence.struck.iter().all(|&group| matches!(event.reach(group), Some(Reach::All)));
        return if all {
            Ok(vec![(1.0, tenants)])
        } else {
            Err(Reason::SeveralGroups(event.class.name.clone()))
        };
    }
    let Some(&group) = event.occurrence.struck.first() else { return Err(too_many()) };
    let pool = event.conditions.model.isolation[event.phase.groups[group].isolation].pool_size;
    Ok(match event.reach(group).ok_or_else(too_many)? {
        Reach::One => vec![(1.0, 1.0)],
        Reach::All => vec![(1.0, tenants)],
        Reach::Pool => {
            let size = pool.map_or(tenants, |size| size as f64);
            let rest = tenants % size.max(1.0);
            vec![((tenants - rest) / tenants, size), (rest / tenants, rest)]
        }
        Reach::Share(id) => {
            let share = event.conditions.law(id)?.as_constant().ok_or_else(too_many)?;
            let (whole, part) = ((share * tenants).floor(), (share * tenants).fract());
            vec![(1.0 - part, whole.clamp(1.0, tenants)), (part, (whole + 1.0).clamp(1.0, tenants))]
        }
        Reach::Beta { .. } => return Err(too_many()),
    })
}
