//! What a service incident costs.

use super::{Basis, Reason, amount::Amount, pricing::Event};
use crate::{
    dist::{Distribution, Family, Limits},
    model::{
        Accounting, ChurnAccounting, CostBasis, ParameterId, Reach, ServiceChurn, ServiceCosts, lifetime,
        service::{churn_of_degradation, engineer_hours},
        usage,
    },
};

/// Independent amounts that make up the loss of one event, at the discount factor of the event and before
/// controls, USD.
pub(super) fn amounts(event: &Event, costs: &ServiceCosts) -> Result<Vec<Amount>, Reason> {
    let conditions = event.conditions;
    let fixed = |id| conditions.fixed(id);
    let minutes = match costs.duration_minutes {
        Some(id) => conditions.law(id)?,
        None => Distribution::constant(0.0),
    };
    refuse(event, costs, &minutes)?;
    let mut sum = Sum { fixed: 0.0, random: Vec::new() };

    // Engineers, for as long as it lasts.
    let (engineers, least) = (fixed(costs.engineers)?, fixed(costs.least_engineer_hours)?);
    let hour = fixed(costs.engineer_cost_per_hour)?;
    let per_minute = conditions.law(costs.per_minute_usd)?;
    match minutes.as_constant() {
        Some(minutes) => {
            sum.fixed += engineer_hours(engineers, minutes, least) * hour;
            sum.add(&per_minute, minutes);
        }
        None => {
            let Some(per_minute) = per_minute.as_constant() else {
                return Err(product(event, "duration and cost per minute"));
            };
            let labour = engineers * hour / 60.0;
            let floor = if labour > 0.0 { 60.0 * least / engineers } else { 0.0 };
            if labour == 0.0 {
                sum.fixed += least * hour;
            }
            if labour > 0.0 && floor > minutes.support().0 {
                if per_minute != 0.0 {
                    return Err(Reason::Bend(event.class.name.clone()));
                }
                sum.add(&Amount::with_floor(&minutes, floor).map_err(|_| bend(event))?, labour);
            } else {
                sum.add(&minutes, labour + per_minute);
            }
        }
    }
    sum.add(&conditions.law(costs.per_event_usd)?, 1.0);
    of_tenants(event, costs, &mut sum)?;
    sum.finish()
}

/// Refuses what depends on more than this event.
fn refuse(event: &Event, costs: &ServiceCosts, minutes: &Distribution) -> Result<(), Reason> {
    let model = event.conditions.model;
    let follows_brief = costs.counts_for_sla || matches!(costs.churn, ServiceChurn::OfDegradation);
    if model.accounting == Accounting::Brief && follows_brief {
        return Err(Reason::Brief);
    }
    let has_credits = costs.counts_for_sla
        && minutes.as_constant() != Some(0.0)
        && model.sla.levels().iter().any(|(_, credit)| *credit > 0.0);
    if has_credits && event.conditions.fixed(model.sla_claim_rate)? > 0.0 {
        return Err(Reason::Credits(event.class.name.clone()));
    }
    Ok(())
}

fn product(event: &Event, parts: &'static str) -> Reason {
    Reason::Product { class: event.class.name.clone(), parts }
}

fn bend(event: &Event) -> Reason {
    Reason::Bend(event.class.name.clone())
}

/// Amounts that are added up.
struct Sum {
    fixed: f64,
    random: Vec<Amount>,
}

impl Sum {
    /// `scale` times a quantity.
    fn add(&mut self, law: &Distribution, scale: f64) {
        match law.as_constant() {
            Some(value) => self.fixed += scale * value,
            None if scale == 0.0 => {}
            None => self.random.push(Amount::of(law, scale, 0.0)),
        }
    }

    fn finish(self) -> Result<Vec<Amount>, Reason> {
        let Sum { fixed, mut random } = self;
        if random.is_empty() {
            return Ok(vec![Amount::constant(fixed)]);
        }
        let last = random.len() - 1;
        let moved = random.swap_remove(last).plus(fixed);
        random.push(moved);
        Ok(random)
    }
}

/// Costs that grow with the tenants affected.
fn of_tenants(event: &Event, costs: &ServiceCosts, sum: &mut Sum) -> Result<(), Reason> {
    let conditions = event.conditions;
    let fixed = |id| conditions.fixed(id);
    let per_tenant = conditions.law(costs.per_tenant_usd)?;
    let per_record = conditions.law(costs.per_record_usd)?;
    let ticket = fixed(costs.hours_per_ticket)? * fixed(costs.support_cost_per_hour)?;
    let support = fixed(costs.tickets_per_tenant)? * ticket;
    let degradation = conditions.law(costs.degradation)?;
    let leaving = match costs.churn {
        ServiceChurn::Share(id) => Distribution::constant(fixed(id)?),
        ServiceChurn::OfDegradation => match degradation.as_constant() {
            Some(degradation) => Distribution::constant(churn_of_degradation(degradation)),
            None => degradation,
        },
    };
    let plain = [&per_tenant, &per_record, &leaving].iter().all(|law| law.as_constant() == Some(0.0));
    if plain && support == 0.0 {
        return super::pricing::surely_reaches(event);
    }
    let affected = affected(event)?;
    let is_certain = affected.share.as_constant();
    let [per_tenant_usd, per_record_usd, leaving_share] = [
        (&per_tenant, "tenants affected and cost per tenant"),
        (&per_record, "records and cost per record"),
        (&leaving, "tenants affected and the share of them that leaves"),
    ]
    .map(|(law, parts)| law.as_constant().ok_or(parts));
    // What is random about the amounts themselves needs a certain number of tenants, and the other way round.
    let of_share =
        |amounts: &[f64]| amounts.iter().zip(&affected.tenants).map(|(usd, n)| usd * n).sum::<f64>();
    let each = |usd: f64| of_share(&vec![usd; affected.tenants.len()]);
    // USD for the share 1; what grows with one share is one amount.
    let mut of_all = 0.0;
    match (per_tenant_usd, is_certain) {
        (Ok(usd), _) => of_all += each(usd + support),
        (Err(_), Some(share)) => {
            sum.add(&per_tenant, share * each(1.0));
            sum.fixed += share * each(support);
        }
        (Err(parts), None) => return Err(product(event, parts)),
    }
    if leaving_share != Ok(0.0) {
        let worth: Vec<f64> =
            affected.groups.iter().map(|&group| worth(event, group)).collect::<Result<_, _>>()?;
        let lost = of_share(&worth);
        match (leaving_share, is_certain) {
            (Ok(leaving), _) => of_all += leaving * lost,
            // 100 δ / 2,000, and never above 5 % as δ is at most 1.
            (Err(_), Some(share)) => sum.add(&leaving, share * lost / 20.0),
            (Err(parts), None) => return Err(product(event, parts)),
        }
    }
    if per_record_usd != Ok(0.0) {
        let usd = per_record_usd.map_err(|parts| product(event, parts))?;
        let records: Vec<f64> = affected
            .groups
            .iter()
            .map(|&group| records_per_tenant(event, group))
            .collect::<Result<_, _>>()?;
        let stored = of_share(&records);
        let sigma = conditions.model.breach_costs.records_sigma;
        match is_certain {
            _ if sigma == 0.0 => of_all += usd * stored,
            Some(share) => {
                let factor = records_factor(share * stored, stored, sigma).map_err(|_| bend(event))?;
                sum.add(&factor, usd);
            }
            None => return Err(product(event, "tenants affected and the factor on their records")),
        }
    }
    sum.add(&affected.share, of_all);
    Ok(())
}

/// The tenants that an event affects: a share of those of each group struck.
struct Affected {
    share: Distribution,
    groups: Vec<usize>,
    /// Of each group.
    tenants: Vec<f64>,
}

fn affected(event: &Event) -> Result<Affected, Reason> {
    let conditions = event.conditions;
    let months = conditions.groups(event.phase, event.occurrence.month);
    let groups = event.occurrence.struck.clone();
    let tenants: Vec<f64> = groups.iter().map(|&group| months[group].tenants).collect();
    let mut shares = Vec::new();
    for &group in &groups {
        let facts = &months[group];
        let Some(reach) = event.reach(group) else { continue };
        let spreads = matches!(reach, Reach::One | Reach::Pool);
        if spreads && event.strikes_beyond_its_start() {
            return Err(Reason::SeveralGroups(event.class.name.clone()));
        }
        let pool_size = conditions.model.isolation[event.phase.groups[group].isolation].pool_size;
        shares.push(match reach {
            Reach::All => Distribution::constant(1.0),
            Reach::One => Distribution::constant((1.0 / facts.tenants).min(1.0)),
            Reach::Pool => {
                let full = pool_size.map_or(facts.tenants, |size| size as f64).min(facts.tenants);
                let rest = facts.tenants - facts.in_full_pools;
                two_values(
                    (full / facts.tenants, facts.in_full_pools / facts.tenants),
                    (rest / facts.tenants, rest / facts.tenants),
                )
                .map_err(|_| bend(event))?
            }
            Reach::Share(id) => conditions.law(id)?,
            Reach::Beta { a, b } => {
                Distribution::new(Family::Beta { a, b }, Limits::default()).map_err(|_| bend(event))?
            }
        });
    }
    let mut distinct = shares.into_iter();
    let Some(share) = distinct.next() else { return Err(Reason::SeveralGroups(event.class.name.clone())) };
    if distinct.any(|other| other != share) {
        return Err(Reason::SeveralGroups(event.class.name.clone()));
    }
    Ok(Affected { share, groups, tenants })
}

/// One of two values, each with its probability.
fn two_values(one: (f64, f64), other: (f64, f64)) -> Result<Distribution, crate::dist::DistributionError> {
    if other.1 <= 0.0 || one.0 == other.0 {
        return Ok(Distribution::constant(one.0));
    }
    if one.1 <= 0.0 {
        return Ok(Distribution::constant(other.0));
    }
    let family = Family::Discrete { values: vec![one.0, other.0], weights: vec![one.1, other.1] };
    Distribution::new(family, Limits::default())
}

/// Records of the tenants hit times a lognormal factor of mean 1, at most those stored.
pub(super) fn records_factor(
    hit: f64,
    stored: f64,
    sigma: f64,
) -> Result<Distribution, crate::dist::DistributionError> {
    if hit <= 0.0 || sigma == 0.0 {
        return Ok(Distribution::constant(hit));
    }
    let family = Family::Lognormal { mu: libm::log(hit) - 0.5 * sigma * sigma, sigma };
    Distribution::new(family, Limits { cap: Some(stored.max(hit)), ..Limits::default() })
}

/// The mean over the tenants of a group.
fn average(
    event: &Event,
    group: usize,
    of_tier: impl Fn(usize) -> Result<f64, Reason>,
) -> Result<f64, Reason> {
    let counts = &event.conditions.counts[event.occurrence.month];
    let (mut sum, mut tenants) = (0.0, 0.0);
    for &tier in &event.phase.groups[group].tiers {
        sum += counts[tier] * of_tier(tier)?;
        tenants += counts[tier];
    }
    Ok(sum / tenants)
}

fn records_per_tenant(event: &Event, group: usize) -> Result<f64, Reason> {
    let tiers = &event.conditions.model.tiers;
    average(event, group, |tier| event.conditions.fixed(tiers[tier].records_per_tenant))
}

/// What a tenant of a group that leaves would have brought, relative to the discount factor of the event, USD.
fn worth(event: &Event, group: usize) -> Result<f64, Reason> {
    let conditions = event.conditions;
    let (model, discount) = (conditions.model, &conditions.discount);
    let Some((months, accounting)) = model.churn_terms() else { return Ok(0.0) };
    let of_isolation = model.isolation[event.phase.groups[group].isolation].cost_per_tenant_month;
    let value = |id: ParameterId| conditions.fixed(id);
    average(event, group, |tier| {
        let facts = &model.tiers[tier];
        let served = match facts.cost_basis {
            CostBasis::Stated => value(facts.cost_per_month)?,
            CostBasis::Computed => {
                facts
                    .resources
                    .iter()
                    .flat_map(|one| [one.included, one.unit_cost])
                    .try_for_each(|id| value(id).map(drop))?;
                value(facts.support_cost_per_month)?
                    + usage::cost_per_month_usd(model, facts, &conditions.values)
            }
        };
        let contribution = (value(facts.price_per_month)? - served - value(of_isolation)?).max(0.0);
        let churn = value(facts.churn_per_month)?;
        let monthly = discount.at(1.0 / 12.0);
        Ok(match accounting {
            ChurnAccounting::Lump => {
                let later = event.relative(|years| discount.mean_over_year_after(years));
                lifetime::truncated_value(contribution, churn, monthly, months) * later
            }
            ChurnAccounting::Endogenous => {
                let monthly = if event.basis == Basis::PresentValue { monthly } else { 1.0 };
                lifetime::truncated_value(contribution, churn, monthly, months)
            }
        })
    })
}
