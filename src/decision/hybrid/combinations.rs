//! The alternatives of a search: those of the scenario, every combination, every move of the ladder.

use crate::model::{Alternative, Migration, Model, ParameterId};

/// Most combinations of a search.
const MOST: usize = 1_024;
/// Years of the ladder.
const MOST_YEARS: u32 = 10;

/// Why there is nothing to search.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HybridSearchError {
    /// More combinations than are played.
    #[error(
        "{models} isolation models over {tiers} tiers make {combinations} combinations, more than {MOST}; name fewer models \
         (--models) or join tiers"
    )]
    TooMany {
        /// Number of models.
        models: usize,
        /// Number of tiers.
        tiers: usize,
        /// Models to the power of tiers, in words where it is beyond counting.
        combinations: String,
    },
    /// The alternative whose controls every combination should have is ruled out.
    #[error("the alternative `{0}` that [hybrid] like names is ruled out by the constraints")]
    NoTemplate(String),
    /// The constraints leave no model.
    #[error("the constraints rule out every isolation model of the search: {0}")]
    NoneLeft(String),
}

/// What a search plays besides the alternatives of the scenario.
#[derive(Debug)]
pub(super) struct Combinations {
    /// Isolation models, the least isolated first.
    pub models: Vec<usize>,
    /// Those that the constraints rule out.
    pub left_out: Vec<usize>,
    /// Number of alternatives of the scenario, which stand first in the plan.
    pub own: usize,
    /// Every combination, the last tier varying fastest.
    pub each: Vec<Combination>,
    /// Every move of the ladder, by tier, model and year.
    pub moves: Vec<Move>,
}

/// A model for each tier.
#[derive(Debug)]
pub(super) struct Combination {
    pub isolation_of_tier: Vec<usize>,
    /// Its place among the alternatives of the plan.
    pub alternative: usize,
    /// Alternatives of the scenario that are the same.
    pub same: Vec<usize>,
}

/// One tier moved to another model at the start of a year, all others staying at the least isolated.
#[derive(Debug)]
pub(super) struct Move {
    pub tier: usize,
    /// Place of the model among [`Combinations::models`].
    pub model: usize,
    /// The first year is 0: then it starts there.
    pub year: u32,
    /// Its place among the alternatives of the plan.
    pub alternative: usize,
}

impl Combinations {
    /// Adds every combination and move to the alternatives of a model.
    pub fn of(mut model: Model) -> Result<(Model, Combinations), HybridSearchError> {
        let (models, left_out) = models(&model)?;
        let tiers = model.tiers.len();
        let count = u32::try_from(tiers).ok().and_then(|tiers| models.len().checked_pow(tiers));
        let count = count.filter(|count| *count <= MOST).ok_or_else(|| HybridSearchError::TooMany {
            models: models.len(),
            tiers,
            combinations: count.map_or_else(|| "very many".to_owned(), |count| count.to_string()),
        })?;
        let own = model.alternatives.len();
        let template = template(&model)?;
        let mut combinations = Combinations { models, left_out, own, each: Vec::new(), moves: Vec::new() };
        for number in 0..count {
            let isolation_of_tier = combinations.nth(number, tiers);
            let candidate = Alternative {
                name: name(&model, &isolation_of_tier),
                label: label(&model, &isolation_of_tier),
                isolation_of_tier: isolation_of_tier.clone(),
                ..template.clone()
            };
            let is_same = |place: &usize| are_same(&model.alternatives[*place], &candidate);
            let same: Vec<usize> = (0..own).filter(is_same).collect();
            let alternative = same.first().copied().unwrap_or(model.alternatives.len());
            if same.is_empty() {
                model.alternatives.push(candidate);
            }
            combinations.each.push(Combination { isolation_of_tier, alternative, same });
        }
        combinations.add_moves(&mut model, &template);
        Ok((model, combinations))
    }

    /// The combination with a number, the last tier varying fastest.
    fn nth(&self, number: usize, tiers: usize) -> Vec<usize> {
        let count = self.models.len();
        let mut rest = number;
        let mut of_tier: Vec<usize> = Vec::with_capacity(tiers);
        for _ in 0..tiers {
            of_tier.push(self.models[rest % count]);
            rest /= count;
        }
        of_tier.reverse();
        of_tier
    }

    /// The alternative in which every tier has the least isolated model.
    pub fn least_isolated(&self) -> usize {
        self.each[0].alternative
    }

    fn add_moves(&mut self, model: &mut Model, template: &Alternative) {
        let least = self.models[0];
        let from_of_tier = vec![least; model.tiers.len()];
        let cost = model.appetite.hybrid.migration_cost_per_tenant;
        for tier in 0..model.tiers.len() {
            for (place, &to) in self.models.iter().enumerate().skip(1) {
                let mut isolation_of_tier = from_of_tier.clone();
                isolation_of_tier[tier] = to;
                let of_start = |one: &&Combination| one.isolation_of_tier == isolation_of_tier;
                let start = self.each.iter().find(of_start).map_or(0, |one| one.alternative);
                for year in 0..model.horizon.years.clamp(1, MOST_YEARS) {
                    let alternative = if year == 0 { start } else { model.alternatives.len() };
                    if year > 0 {
                        let words = [&model.tiers[tier].name, &model.isolation[to].name];
                        model.alternatives.push(Alternative {
                            name: format!("{} to {} in year {}", words[0], words[1], year + 1),
                            label: format!("{} to {} in year {}", words[0], words[1], year + 1),
                            isolation_of_tier: isolation_of_tier.clone(),
                            migration: cost.map(|cost| moved(&from_of_tier, year, cost)),
                            ..template.clone()
                        });
                    }
                    self.moves.push(Move { tier, model: place, year, alternative });
                }
            }
        }
    }
}

/// A move at once at the start of a year.
fn moved(from_of_tier: &[usize], year: u32, cost_per_tenant: ParameterId) -> Migration {
    Migration {
        from_of_tier: from_of_tier.to_vec(),
        at_month: 12 * year,
        months: 0,
        cost_per_tenant,
        dual_running: false,
    }
}

/// The models of the search by isolation, and those that the constraints rule out.
fn models(model: &Model) -> Result<(Vec<usize>, Vec<usize>), HybridSearchError> {
    let required = model.appetite.required;
    let asked = model.appetite.hybrid.models.iter().copied();
    let (mut models, left_out): (Vec<usize>, Vec<usize>) = asked
        .partition(|&position| required.is_none_or(|least| model.isolation[position].separation >= least));
    if models.is_empty() {
        let names: Vec<&str> =
            left_out.iter().map(|&position| model.isolation[position].name.as_str()).collect();
        return Err(HybridSearchError::NoneLeft(names.join(", ")));
    }
    let cost = |position: usize| {
        model.registry.get(model.isolation[position].cost_per_tenant_month).distribution.mean()
    };
    models.sort_by(|&a, &b| {
        let separation = model.isolation[a].separation.cmp(&model.isolation[b].separation);
        separation.then(cost(a).total_cmp(&cost(b)))
    });
    Ok((models, left_out))
}

/// What every combination has besides its isolation models.
fn template(model: &Model) -> Result<Alternative, HybridSearchError> {
    let like = match &model.appetite.hybrid.like {
        None => None,
        Some(name) => {
            let found = model.alternatives.iter().find(|alternative| alternative.name == *name);
            Some(found.ok_or_else(|| HybridSearchError::NoTemplate(name.clone()))?)
        }
    };
    let source = like.unwrap_or(&model.alternatives[model.baseline]);
    Ok(Alternative {
        build_cost: None,
        migration: None,
        baseline: None,
        controls: like.map_or_else(Vec::new, |like| like.controls.clone()),
        insurance: like.and_then(|like| like.insurance),
        ..source.clone()
    })
}

/// Whether two alternatives cost the same in every run.
fn are_same(own: &Alternative, candidate: &Alternative) -> bool {
    let overlaps = candidate.controls.len() < 2 || own.overlap.index() == candidate.overlap.index();
    own.isolation_of_tier == candidate.isolation_of_tier
        && own.build_cost.is_none()
        && own.migration.is_none()
        && own.controls == candidate.controls
        && own.insurance == candidate.insurance
        && overlaps
}

/// `starter=rls growth=rls enterprise=database`.
fn name(model: &Model, isolation_of_tier: &[usize]) -> String {
    let tiers = model.tiers.iter().zip(isolation_of_tier);
    let each: Vec<String> = tiers
        .map(|(tier, &isolation)| format!("{}={}", tier.name, model.isolation[isolation].name))
        .collect();
    each.join(" ")
}

/// `rls, but enterprise database`; the words of the model where all tiers have it.
pub(super) fn label(model: &Model, isolation_of_tier: &[usize]) -> String {
    let count = |isolation: usize| isolation_of_tier.iter().filter(|other| **other == isolation).count();
    let mut main = isolation_of_tier.first().copied().unwrap_or(0);
    for &isolation in isolation_of_tier {
        if count(isolation) > count(main) {
            main = isolation;
        }
    }
    if count(main) == isolation_of_tier.len() {
        return model.isolation[main].label.clone();
    }
    let tiers = model.tiers.iter().zip(isolation_of_tier).filter(|(_, isolation)| **isolation != main);
    let others: Vec<String> = tiers
        .map(|(tier, &isolation)| format!("{} {}", tier.name, model.isolation[isolation].name))
        .collect();
    format!("{}, but {}", model.isolation[main].name, others.join(", "))
}
