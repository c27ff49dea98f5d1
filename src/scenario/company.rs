//! `[horizon]`, `[simulation]`, `[tenants]` and `[tier.…]`.

use super::{
    Diagnostic, Section,
    number::{Domain, Field, Reader, Uncertainty},
    resources::{self, Upgrade},
};
use crate::{
    model::{
        CostBasis, Dynamics, Horizon, Method, Nesting, ParameterId, Provenance, Simulation, Tier, defaults,
    },
    units::{Convention, StartDate},
};

/// Most runs of one call.
const MOST_RUNS: i64 = 1_000_000_000;
/// How many draws of what is uncertain there may be: fewer say nothing about the ends of a 90 % band.
const OUTER: std::ops::RangeInclusive<i64> = 20..=1_000_000;
/// Shares must sum to 1 within this: what rounding to three decimals can do with a handful of tiers.
const SHARE_TOLERANCE: f64 = 1e-6;

pub(super) fn start(reader: &mut Reader, root: &mut Section) -> StartDate {
    let date = root.date("start", &mut reader.diagnostics);
    let ((year, month, day), _) = date.unwrap_or(((2027, 1, 1), 0..0));
    StartDate { year, month, day }
}

pub(super) fn horizon(reader: &mut Reader, root: &mut Section) -> Horizon {
    let mut horizon = Horizon {
        years: defaults::HORIZON_YEARS as u32,
        discount_rate: defaults::DISCOUNT_RATE.value,
        convention: Convention::MonthlyArrears,
    };
    let given = root.table("horizon", &mut reader.diagnostics);
    let mut section = given.unwrap_or_else(|| Section::empty("horizon"));
    let provenance = reader.provenance(&mut section);
    if let Some((years, _)) = reader.integer(&mut section, "years", 0..=100) {
        horizon.years = years as u32;
    }
    let rate = Field::new("discount_rate", "fraction_per_year")
        .within(Domain::Above(-1.0))
        .uncertain(Uncertainty::Plain)
        .or(defaults::DISCOUNT_RATE);
    let rate = reader.number(&mut section, &provenance, rate);
    if let Some(rate) = reader.registry.get(rate).distribution.as_constant() {
        horizon.discount_rate = rate;
    }
    if let Some(convention) = section.choice("convention", &Convention::ALL, &mut reader.diagnostics) {
        horizon.convention = convention;
    }
    section.finish(&mut reader.diagnostics);
    horizon
}

pub(super) fn simulation(reader: &mut Reader, root: &mut Section) -> Simulation {
    let (runs, seed) = (defaults::RUNS as u64, defaults::SEED as u64);
    let mut simulation =
        Simulation { runs, seed, method: Method::default(), uncertainty: Nesting::default() };
    let Some(mut section) = root.table("simulation", &mut reader.diagnostics) else { return simulation };
    if let Some((runs, _)) = section.integer("runs", 1..=MOST_RUNS, &mut reader.diagnostics) {
        simulation.runs = runs as u64;
    }
    if let Some((seed, _)) = section.integer("seed", 0..=i64::MAX, &mut reader.diagnostics) {
        simulation.seed = seed as u64;
    }
    if let Some(method) = section.choice("method", &Method::ALL, &mut reader.diagnostics) {
        simulation.method = method;
    }
    simulation.uncertainty = uncertainty(reader, &mut section);
    section.finish(&mut reader.diagnostics);
    simulation
}

/// `uncertainty = "nested"` and `outer = 200`: how what is drawn once per run is drawn.
fn uncertainty(reader: &mut Reader, section: &mut Section) -> Nesting {
    let words = [("flat", false), ("nested", true)];
    let nested = section.choice("uncertainty", &words, &mut reader.diagnostics);
    let outer = section.integer("outer", OUTER, &mut reader.diagnostics);
    match (nested, outer) {
        (Some(true), Some((outer, _))) => Nesting::Nested { outer: outer as u64 },
        (Some(true), None) => Nesting::Nested { outer: defaults::OUTER_DRAWS },
        (None | Some(false), Some((_, span))) => {
            let message = "`outer` has no meaning without `uncertainty = \"nested\"`";
            let error = Diagnostic::error(span, section.path_of("outer"), message);
            reader.diagnostics.push(error.accepting("`uncertainty = \"nested\"` beside it, or neither"));
            Nesting::Flat
        }
        (None | Some(false), None) => Nesting::Flat,
    }
}

/// The number of tenants and their growth, which holds for every tier without its own.
pub(super) struct Tenants {
    pub initial: ParameterId,
    pub dynamics: Dynamics,
    growth_per_year: ParameterId,
    cost_basis: CostBasis,
}

pub(super) fn tenants(reader: &mut Reader, root: &mut Section) -> Tenants {
    let given = root.table("tenants", &mut reader.diagnostics);
    let mut section = given.unwrap_or_else(|| Section::empty("tenants"));
    let provenance = reader.provenance(&mut section);
    let initial = Field::new("initial", "tenants").or(defaults::INITIAL_TENANTS);
    let initial = reader.number(&mut section, &provenance, initial);
    let growth_per_year = reader.number(&mut section, &provenance, growth());
    let words = [("expected", Dynamics::Expected), ("stochastic", Dynamics::Stochastic)];
    let dynamics = section.choice("dynamics", &words, &mut reader.diagnostics).unwrap_or(Dynamics::Expected);
    let cost_basis =
        section.choice("cost_basis", &CostBasis::ALL, &mut reader.diagnostics).unwrap_or(CostBasis::Stated);
    section.finish(&mut reader.diagnostics);
    Tenants { initial, dynamics, growth_per_year, cost_basis }
}

fn growth() -> Field {
    Field::new("growth_per_year", "fraction_per_year")
        .within(Domain::AtLeast(-1.0))
        .or(defaults::GROWTH_PER_YEAR)
}

pub(super) fn tiers(reader: &mut Reader, root: &mut Section, tenants: &Tenants) -> Vec<Tier> {
    let span = root.value("tier").map(|value| value.span());
    let (mut tiers, mut upgrades) = (Vec::new(), Vec::new());
    for (name, mut section) in root.children("tier", &mut reader.diagnostics) {
        let (tier, upgrade) = tier(reader, &mut section, &name, tenants);
        tiers.push(tier);
        upgrades.push(upgrade);
        section.finish(&mut reader.diagnostics);
    }
    let Some(span) = span else {
        let tier = |known: &defaults::TierDefaults| {
            let mut section = Section::empty(&format!("tier.{}", known.name));
            tier(reader, &mut section, known.name, tenants)
        };
        (tiers, upgrades) = defaults::TIERS.iter().map(tier).unzip();
        resolve(reader, &mut tiers, &upgrades);
        return tiers;
    };
    resolve(reader, &mut tiers, &upgrades);
    let share = |tier: &Tier| reader.registry.get(tier.share).distribution.as_constant();
    let sum: f64 = tiers.iter().filter_map(share).sum();
    if tiers.is_empty() || (sum - 1.0).abs() > SHARE_TOLERANCE {
        let shares: Vec<String> = tiers.iter().filter_map(share).map(|share| share.to_string()).collect();
        let message = format!("the shares of the tiers sum to {}: {}", rounded(sum), shares.join(" + "));
        let error = Diagnostic::error(span, "tier", message).accepting("shares that sum to 1");
        reader.diagnostics.push(error);
    }
    tiers
}

fn resolve(reader: &mut Reader, tiers: &mut [Tier], upgrades: &[Upgrade]) {
    for (own, upgrade) in upgrades.iter().enumerate() {
        tiers[own].upgrade_to = upgrade.resolve(reader, tiers, own);
    }
}

/// A sum without the digits that binary rounding adds.
fn rounded(sum: f64) -> f64 {
    (sum * 1e9).round() / 1e9
}

fn tier(reader: &mut Reader, section: &mut Section, name: &str, tenants: &Tenants) -> (Tier, Upgrade) {
    let provenance = reader.provenance(section);
    let known = defaults::TIERS.iter().find(|known| known.name == name);
    let mut number = |field: Field, default: Option<defaults::Default>| {
        let field = match default {
            Some(default) => field.or(default),
            None => field,
        };
        reader.number(section, &provenance, field)
    };
    let share = Field::new("share", "fraction").within(Domain::Fraction).uncertain(Uncertainty::Plain);
    let share = number(share, known.map(|known| known.share));
    let price = Field::new("price_per_month", "usd_per_tenant_month");
    let price_per_month = number(price, known.map(|known| known.price_per_month));
    let cost = Field::new("cost_per_month", "usd_per_tenant_month");
    let cost_per_month = number(cost, known.map(|known| known.cost_per_month));
    let records = Field::new("records_per_tenant", "records_per_tenant");
    let records_per_tenant = number(records, known.map(|known| known.records_per_tenant));
    let compute = Field::new("compute_cost_per_month", "usd_per_tenant_month");
    let compute_cost_per_month = number(compute, Some(defaults::COMPUTE_COST_PER_MONTH));
    let churn = Field::new("churn_per_month", "fraction_per_month").within(Domain::Fraction);
    let churn_per_month = number(churn, Some(by_name(&defaults::CHURN_PER_MONTH, name, defaults::NO_CHURN)));
    let support = Field::new("support_cost_per_month", "usd_per_tenant_month");
    let support = number(support, Some(by_name(&defaults::SUPPORT_COST, name, defaults::ZERO_COST)));
    let impact = Field::new("customer_impact_per_minute", "usd_per_tenant_minute");
    let customer_impact_per_minute = number(impact, Some(defaults::CUSTOMER_IMPACT));
    let limit = Field::new("connection_limit", "connections_per_tenant");
    let limit =
        number(limit, Some(by_name(&defaults::CONNECTION_LIMIT, name, defaults::OTHER_CONNECTION_LIMIT)));
    let arrivals_per_month = section
        .has("arrivals_per_month")
        .then(|| reader.number(section, &provenance, Field::new("arrivals_per_month", "tenants_per_month")));
    let cost_basis =
        section.choice("cost_basis", &CostBasis::ALL, &mut reader.diagnostics).unwrap_or(tenants.cost_basis);
    let target_margin = section.has("target_margin").then(|| {
        let target = Field::new("target_margin", "fraction").within(Domain::Fraction);
        reader.number(section, &provenance, target.uncertain(Uncertainty::Plain))
    });
    let (resources, upgrade) = resources::read(reader, section, &provenance);
    let tier = Tier {
        name: name.to_owned(),
        share,
        growth_per_year: own_growth(reader, section, &provenance, tenants),
        price_per_month,
        cost_per_month,
        compute_cost_per_month,
        records_per_tenant,
        churn_per_month,
        arrivals_per_month,
        cost_basis,
        support_cost_per_month: support,
        resources,
        upgrade_to: None,
        target_margin,
        customer_impact_per_minute,
        connection_limit: limit,
    };
    (tier, upgrade)
}

fn by_name(known: &[(&str, defaults::Default)], name: &str, other: defaults::Default) -> defaults::Default {
    known.iter().find(|(word, _)| *word == name).map_or(other, |(_, default)| *default)
}

fn own_growth(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    tenants: &Tenants,
) -> ParameterId {
    if section.has("growth_per_year") {
        reader.number(section, provenance, growth())
    } else {
        tenants.growth_per_year
    }
}
