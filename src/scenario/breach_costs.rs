//! `[breach]`: what a breach costs besides its severity model.

use super::{
    Section,
    common_cause::{self, CommonCause},
    number::{Domain, Field, Reader, Uncertainty},
};
use crate::{
    dist::{Distribution, Family, Limits, lognormal_median_sigma},
    model::{BreachChurn, BreachCosts, ChurnAccounting, Fine, Provenance, Response, defaults},
};

/// Reads the costs of a breach; each of `fine`, `churn` and `response` may be `"none"`.
pub(super) fn read(reader: &mut Reader, root: &mut Section) -> (BreachCosts, Option<CommonCause>) {
    let given = root.table("breach", &mut reader.diagnostics);
    let mut section = given.unwrap_or_else(|| Section::empty("breach"));
    let provenance = reader.provenance(&mut section);
    let plain = |key: &'static str, unit: &'static str, default: defaults::Default| {
        Field::new(key, unit).uncertain(Uncertainty::Plain).or(default)
    };
    let sigma = plain("records_sigma", "sigma", defaults::RECORDS_SIGMA);
    let records_sigma = constant(reader, &mut section, &provenance, sigma);
    let correlation =
        plain("correlation", "spearman", defaults::COMPONENT_CORRELATION).within(Domain::Fraction);
    let correlation = constant(reader, &mut section, &provenance, correlation);
    let costs = BreachCosts {
        records_sigma,
        correlation,
        fine: part(reader, &mut section, &provenance, "fine", fine),
        churn: part(reader, &mut section, &provenance, "churn", churn),
        response: part(reader, &mut section, &provenance, "response", response),
    };
    let common = common_cause::read(reader, &mut section, &provenance);
    section.finish(&mut reader.diagnostics);
    (costs, common)
}

fn constant(reader: &mut Reader, section: &mut Section, provenance: &Provenance, field: Field) -> f64 {
    let id = reader.number(section, provenance, field);
    reader.registry.get(id).distribution.as_constant().unwrap_or_default()
}

/// A part of its own table, with its defaults when the table is absent, or `None` for the word "none".
fn part<T>(
    reader: &mut Reader,
    section: &mut Section,
    inherited: &Provenance,
    key: &str,
    read: impl Fn(&mut Reader, &mut Section, &Provenance) -> T,
) -> Option<T> {
    if section.value(key).is_some_and(|value| value.get_ref().as_str() == Some("none")) {
        return None;
    }
    let path = section.path_of(key);
    let mut table = section.table(key, &mut reader.diagnostics).unwrap_or_else(|| Section::empty(&path));
    let own = reader.provenance(&mut table);
    let provenance = if own == Provenance::default() { inherited } else { &own };
    let part = read(reader, &mut table, provenance);
    table.finish(&mut reader.diagnostics);
    Some(part)
}

fn lognormal(family: Result<Family, crate::dist::DistributionError>, fallback: f64) -> Distribution {
    family
        .and_then(|family| Distribution::new(family, Limits::default()))
        .unwrap_or_else(|_| Distribution::constant(fallback))
}

fn fine(reader: &mut Reader, section: &mut Section, provenance: &Provenance) -> Fine {
    let [mu, sigma] = defaults::FINE;
    let amount = lognormal(Ok(Family::Lognormal { mu, sigma }), libm::exp(mu));
    let plain = |key: &'static str, unit: &'static str, default: defaults::Default| {
        Field::new(key, unit).uncertain(Uncertainty::Plain).or(default)
    };
    let probability =
        Field::new("probability", "probability").within(Domain::Fraction).or(defaults::FINE_PROBABILITY);
    let probability = reader.number(section, provenance, probability);
    let amount = Field::new("amount", "usd")
        .uncertain(Uncertainty::Aleatory)
        .or_distributed(amount, defaults::FINE_SOURCE);
    let amount_usd = reader.number(section, provenance, amount);
    Fine {
        probability,
        amount_usd,
        ceiling_usd: constant(reader, section, provenance, plain("ceiling", "usd", defaults::FINE_CEILING)),
        ceiling_share_of_revenue: constant(
            reader,
            section,
            provenance,
            plain("ceiling_share_of_revenue", "fraction", defaults::FINE_CEILING_SHARE)
                .within(Domain::Fraction),
        ),
        lag_years: constant(
            reader,
            section,
            provenance,
            plain("lag_months", "months", defaults::FINE_LAG_MONTHS),
        ) / 12.0,
    }
}

fn churn(reader: &mut Reader, section: &mut Section, provenance: &Provenance) -> BreachChurn {
    let [a, b] = defaults::BREACH_CHURN_BETA;
    let exposed = lognormal(Ok(Family::Beta { a, b }), a / (a + b));
    let exposed = Field::new("exposed", "probability")
        .within(Domain::Fraction)
        .or_distributed(exposed, defaults::BREACH_CHURN_SOURCE);
    let others = Field::new("others", "probability").within(Domain::Fraction).or(defaults::OTHERS_CHURN);
    let accounting = section.choice("accounting", &ChurnAccounting::ALL, &mut reader.diagnostics);
    let lifetime = reader.integer(section, "lifetime_months", 0..=1_200);
    BreachChurn {
        exposed: reader.number(section, provenance, exposed),
        others: reader.number(section, provenance, others),
        accounting: accounting.unwrap_or(ChurnAccounting::Lump),
        lifetime_months: lifetime.map_or(defaults::LIFETIME_MONTHS, |(months, _)| months) as u32,
    }
}

fn response(reader: &mut Reader, section: &mut Section, provenance: &Provenance) -> Response {
    let [median, sigma] = defaults::RESPONSE_HOURS;
    let hours = lognormal(lognormal_median_sigma(median, sigma), median);
    let hours =
        Field::new("hours", "hours").uncertain(Uncertainty::Aleatory).or_distributed(hours, defaults::JUDGED);
    let responders = Field::new("responders", "people").or(defaults::RESPONDERS);
    let cost = Field::new("cost_per_hour", "usd_per_hour").or(defaults::ENGINEER_COST_PER_HOUR);
    Response {
        responders: reader.number(section, provenance, responders),
        hours: reader.number(section, provenance, hours),
        cost_per_hour: reader.number(section, provenance, cost),
    }
}
