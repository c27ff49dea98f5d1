//! Which portfolios are played: all within the budget, or those that lie on the way of a greedy search.

use super::{
    ControlFact, PortfolioError, PortfolioOptions,
    played::{Portfolios, places},
};

/// How portfolios were searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Searched {
    /// Every portfolio within the budget was played.
    All,
    /// Controls were added one at a time, each time the one with the largest further net saving; with a budget also
    /// the one with the largest per dollar. The best portfolio may be another.
    Greedy,
}

/// Whether a portfolio fits into the budget, up to the rounding of a sum.
pub(super) fn is_within(set: u64, controls: &[ControlFact], budget_usd: Option<f64>) -> bool {
    let cost: f64 = places(set).map(|place| controls[place].cost_usd).sum();
    budget_usd.is_none_or(|budget| cost <= budget * (1.0 + 1e-12))
}

/// Which control comes next.
#[derive(Clone, Copy)]
enum Rule {
    Saving,
    SavingPerDollar,
}

/// Plays portfolios; every single control is played already.
pub(super) fn search(
    portfolios: &mut Portfolios,
    controls: &[ControlFact],
    options: &PortfolioOptions,
) -> Result<Searched, PortfolioError> {
    let affordable: Vec<usize> = (0..controls.len()).filter(|place| controls[*place].is_affordable).collect();
    let within = |set: u64| is_within(set, controls, options.budget_usd);
    if affordable.len() <= options.exhaustive_up_to {
        let subset = |pick: u64| places(pick).fold(0, |set, place| set | 1 << affordable[place]);
        let all: Vec<u64> = (0..1 << affordable.len()).map(subset).filter(|set| within(*set)).collect();
        portfolios.ensure(&all)?;
        return Ok(Searched::All);
    }
    let rules = match options.budget_usd {
        Some(_) => &[Rule::Saving, Rule::SavingPerDollar][..],
        None => &[Rule::Saving][..],
    };
    for rule in rules {
        let mut set = 0;
        loop {
            let next: Vec<usize> = affordable
                .iter()
                .copied()
                .filter(|place| set >> place & 1 == 0 && within(set | 1 << place))
                .collect();
            if next.is_empty() {
                break;
            }
            portfolios.ensure(&next.iter().map(|place| set | 1 << place).collect::<Vec<u64>>())?;
            let worth = |place: &usize| {
                let npv = |set: u64| portfolios.get(set).map_or(f64::NEG_INFINITY, |one| one.npv_usd());
                let more = npv(set | 1 << place) - npv(set);
                match rule {
                    Rule::SavingPerDollar if controls[*place].cost_usd > 0.0 => {
                        more / controls[*place].cost_usd
                    }
                    Rule::SavingPerDollar if more > 0.0 => f64::INFINITY,
                    _ => more,
                }
            };
            // The first of equal ones.
            let Some(chosen) = next.iter().rev().max_by(|a, b| worth(a).total_cmp(&worth(b))) else { break };
            set |= 1 << chosen;
        }
    }
    Ok(Searched::Greedy)
}
