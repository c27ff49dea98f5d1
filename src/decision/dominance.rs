//! Which alternative is preferred whatever the attitude to risk, and at which attitude the choice flips.

mod words;

use rayon::prelude::*;

pub(super) use words::for_verdict;

use super::{
    AnalysisError, Dominance, FigureResult, OrderFact, OrderVerdict, OrderedPair, RiskFact,
    analyse::{cheapest, has_infinite_variance},
};
use crate::{
    engine::{Outcomes, Plan},
    model::{
        RiskTolerance,
        severity::{SeverityFormula, SeverityModel},
    },
    stats::{CostOrders, Estimate, FEWEST_RUNS, Indifference, Sampling, StochasticOrder, paired_difference},
};

/// Why nothing is said about dominance where runs are dropped.
pub(super) const NEEDS_RUNS: &str = "Dominance, regret and certainty equivalents are not available, because the runs did \
                                     not fit into the memory allowed.";
const NOT_GIVEN: &str = "the file gives no [decision] risk_tolerance";
const NO_REVENUE: &str = "the risk tolerance is a share of revenue and there is no revenue";
const INFINITE: &str = "the variance of an input is infinite";
const FEW: &str = "at this risk tolerance fewer than 10 runs decide it; it is close to the worst case played";

/// How the alternatives stand to each other; `None` where there is one.
pub(super) fn dominance(
    plan: &Plan,
    outcomes: &Outcomes,
    sampling: &Sampling,
) -> Result<Option<Dominance>, AnalysisError> {
    let count = plan.model().alternatives.len();
    if count < 2 {
        return Ok(None);
    }
    let metric = plan.metric("tco").unwrap_or(0);
    let costs: Vec<Vec<f64>> = (0..count).map(|position| outcomes.metric(position, metric)).collect();
    let scale = Scale {
        plan,
        sampling,
        costs: &costs,
        is_finite: !has_infinite_variance(plan),
        utility: utility(plan),
    };
    let risk_tolerance = scale.risk_tolerance(outcomes);
    let alternatives = scale.alternatives(&risk_tolerance)?;
    let pairs = scale.pairs()?;
    let revenue = scale.revenue_per_year(outcomes);
    let sentences = words::sentences(plan.model(), &scale.means(), &alternatives, &pairs, revenue);
    Ok(Some(Dominance { sentences, risk_tolerance, alternatives, pairs }))
}

struct Scale<'a> {
    plan: &'a Plan,
    sampling: &'a Sampling,
    /// Total cost of every alternative, run by run, USD.
    costs: &'a [Vec<f64>],
    /// Whether means and spreads can be trusted.
    is_finite: bool,
    /// Whether exponential utility has an expectation, else why not.
    utility: Result<(), String>,
}

/// A lognormal loss without a cap has moments of every order and yet no expected exponential: figures of the runs would
/// follow their largest loss.
fn utility(plan: &Plan) -> Result<(), String> {
    let model = plan.model();
    let weight = |one: &&SeverityModel| model.registry.get(one.weight).distribution.mean();
    let mut played = model.severity.models.iter().filter(|one| weight(one) > 0.0 && one.cap_usd.is_none());
    let is_unbounded = |one: &&SeverityModel| {
        matches!(one.formula, SeverityFormula::PowerLaw { .. } | SeverityFormula::Lognormal { .. })
    };
    match played.find(is_unbounded) {
        None => Ok(()),
        Some(one) => Err(format!(
            "a breach has no largest loss under {}, and exponential utility no expectation then; a `cap` gives it one",
            one.id
        )),
    }
}

impl Scale<'_> {
    fn means(&self) -> Vec<f64> {
        self.costs.iter().map(|costs| self.sampling.mean(costs)).collect()
    }

    /// Mean revenue of a year under the baseline, not discounted, USD; 0 where there is none.
    fn revenue_per_year(&self, outcomes: &Outcomes) -> f64 {
        let Some(metric) = self.plan.metric("revenue_undiscounted") else { return 0.0 };
        let revenue = outcomes.metric(self.plan.model().baseline, metric);
        self.sampling.mean(&revenue) / f64::from(self.plan.model().horizon.years).max(1.0)
    }

    /// The risk tolerance of the file, USD.
    fn risk_tolerance(&self, outcomes: &Outcomes) -> FigureResult {
        let model = self.plan.model();
        let number = |id| model.registry.get(id).distribution.mean();
        match model.appetite.risk_tolerance {
            None => not_available(NOT_GIVEN),
            Some(RiskTolerance::Usd(id)) => known(Estimate::exact(number(id)), None),
            Some(RiskTolerance::ShareOfRevenue(id)) => match number(id) * self.revenue_per_year(outcomes) {
                usd if usd > 0.0 => known(Estimate::exact(usd), None),
                _ => not_available(NO_REVENUE),
            },
        }
    }

    fn alternatives(&self, risk_tolerance: &FigureResult) -> Result<Vec<RiskFact>, AnalysisError> {
        let least = |run: usize| self.costs.iter().map(|costs| costs[run]).fold(f64::INFINITY, f64::min);
        let least: Vec<f64> = (0..self.sampling.runs()).map(least).collect();
        let fact = |position: usize| -> Result<RiskFact, AnalysisError> {
            let costs = &self.costs[position];
            let regret = self.sampling.sample(paired_difference(costs, &least))?;
            let mean = regret.mean();
            let untrusted = || Estimate::of_unknown_error(mean.value);
            Ok(RiskFact {
                alternative: self.plan.model().alternatives[position].name.clone(),
                expected_regret_usd: if self.is_finite { mean } else { untrusted() },
                p95_regret_usd: regret.value_at_risk(0.95),
                p99_regret_usd: regret.value_at_risk(0.99),
                largest_regret_usd: regret.max(),
                certainty_equivalent_usd: self.certainty_equivalent(costs, risk_tolerance)?,
            })
        };
        (0..self.costs.len()).into_par_iter().map(fact).collect()
    }

    fn certainty_equivalent(
        &self,
        costs: &[f64],
        risk_tolerance: &FigureResult,
    ) -> Result<FigureResult, AnalysisError> {
        let tolerance = match risk_tolerance {
            FigureResult::NotApplicable { because } => return Ok(not_available(because)),
            FigureResult::Estimate { .. } if !self.is_finite => return Ok(not_available(INFINITE)),
            FigureResult::Estimate { estimate, .. } => estimate.value,
        };
        if let Err(because) = &self.utility {
            return Ok(not_available(because));
        }
        let found = self.sampling.certainty_equivalent(costs, tolerance)?;
        // A cost that never varies is its own equivalent.
        let is_certain = found.cost.std_error == Some(0.0);
        Ok(match found.effective_runs >= FEWEST_RUNS || is_certain {
            true => known(found.cost, None),
            false => not_available(FEW),
        })
    }

    fn pairs(&self) -> Result<Vec<OrderedPair>, AnalysisError> {
        let count = self.costs.len();
        let orders = CostOrders::new(self.sampling, self.costs)?;
        let best = cheapest(&self.means(), None).unwrap_or(0);
        let flips: Vec<Option<FigureResult>> = (0..count)
            .into_par_iter()
            .map(|other| (other != best).then(|| self.flip(best, other)).transpose())
            .collect::<Result<_, _>>()?;
        let ordered: Vec<[usize; 2]> =
            (0..count).flat_map(|one| (0..count).map(move |other| [one, other])).collect();
        let pairs = ordered.into_par_iter().filter(|[one, other]| one != other);
        pairs
            .map(|[one, other]| {
                let lead = self.sampling.sample(paired_difference(&self.costs[other], &self.costs[one]))?;
                let name = |position: usize| self.plan.model().alternatives[position].name.clone();
                let dearer = if one == best { other } else { one };
                Ok(OrderedPair {
                    alternative: name(one),
                    other: name(other),
                    first_order: order(&orders, StochasticOrder::First, one, other),
                    second_order: self.is_finite.then(|| order(&orders, StochasticOrder::Second, one, other)),
                    prob_cheaper: lead.probability_above(0.0),
                    flip_risk_tolerance_usd: match one == best || other == best {
                        true => flips[dearer].clone(),
                        false => None,
                    },
                })
            })
            .collect()
    }

    /// The risk tolerance at which the cheapest is no longer preferred to another.
    fn flip(&self, best: usize, other: usize) -> Result<FigureResult, AnalysisError> {
        if !self.is_finite {
            return Ok(not_available(INFINITE));
        }
        if let Err(because) = &self.utility {
            return Ok(not_available(because));
        }
        Ok(match self.sampling.indifference([&self.costs[best], &self.costs[other]])? {
            Indifference::At(tolerance) => known(tolerance, None),
            Indifference::Never { down_to } => FigureResult::NotApplicable { because: words::never(down_to) },
        })
    }
}

/// Judges an order between two alternatives, and its reverse beside it.
fn order(orders: &CostOrders, order: StochasticOrder, better: usize, worse: usize) -> OrderFact {
    let violation = orders.violation(order, better, worse);
    let reverse = || orders.violation(order, worse, better).is_significant;
    let verdict = match violation.is_significant {
        true => OrderVerdict::Violated,
        false if violation.at.is_none() && reverse() => OrderVerdict::Holds,
        false => OrderVerdict::NotDistinguishable,
    };
    OrderFact { verdict, largest_violation: violation.largest, at_usd: violation.at }
}

fn known(estimate: Estimate, note: Option<String>) -> FigureResult {
    FigureResult::Estimate { estimate, note }
}

fn not_available(because: &str) -> FigureResult {
    FigureResult::NotApplicable { because: because.to_owned() }
}
