//! What holds for any scenario: drawn at random, always the same ones.

use crate::common::*;
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use random::{Company, companies};
use tenantrisk::{
    engine::{Annual, CostComponent, Kept},
    model::metrics::Component,
};

const ALTERNATIVES: [&str; 4] = ["rls", "guarded", "mix", "moved"];

/// Runs a property on 24 companies.
fn for_companies(property: impl Fn(Company) -> Result<(), TestCaseError>) {
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng).run(&companies(), property).unwrap();
}

fn close(actual: f64, expected: f64, scale: f64) -> Result<(), TestCaseError> {
    prop_assert!(
        (actual - expected).abs() <= 1e-9 * scale.abs().max(1e-9),
        "{} against {}",
        actual,
        expected
    );
    Ok(())
}

/// Losses by component and by class, costs and margins add up in every run; years add up to the whole.
#[test]
fn parts_add_up() {
    for_companies(|company| {
        let run = Simulated::new(&company.text(1.0));
        for (position, name) in ALTERNATIVES.into_iter().enumerate() {
            for twin in ["", "_undiscounted"] {
                let column = |metric: &str| run.column(name, &format!("{metric}{twin}"));
                let (loss, tco, margin) = (column("loss"), column("tco"), column("gross_margin"));
                let of = |names: &[&str]| names.iter().map(|name| column(name)).collect::<Vec<_>>();
                let components =
                    Component::ALL.map(|component| column(&format!("loss.{}", component.name())));
                let classes = of(&["loss.breach.boundary", "loss.outage", "loss.own", "loss.yearly"]);
                let costs = of(&[
                    "infrastructure",
                    "build",
                    "operations",
                    "compute_overhead",
                    "controls",
                    "migration",
                ]);
                let earned = of(&["revenue", "cost_to_serve"]);
                let (by_year, cost_by_year) = match twin {
                    "" => (Annual::LossPresentValue, Annual::CostPresentValue),
                    _ => (Annual::Loss, Annual::Cost),
                };
                let [losses, before] = [by_year, cost_by_year]
                    .map(|kind| [0, 1].map(|year| run.outcomes.annual(position, kind, year)));
                for i in 0..loss.len() {
                    let sum = |parts: &[Vec<f64>]| parts.iter().map(|part| part[i]).sum::<f64>();
                    close(sum(&components), loss[i], loss[i])?;
                    close(sum(&classes), loss[i], loss[i])?;
                    close(sum(&losses), loss[i], loss[i])?;
                    close(sum(&costs) + loss[i], tco[i], tco[i])?;
                    close(sum(&before) + loss[i], tco[i], tco[i])?;
                    close(earned[0][i] - earned[1][i], margin[i], earned[0][i] + earned[1][i])?;
                }
                let money = |money: tenantrisk::engine::Money| match twin {
                    "" => money.present_value,
                    _ => money.nominal,
                };
                let classes = 0..run.plan.model().classes.len();
                let of_classes = classes.flat_map(|class| Component::ALL.map(|part| (class, part)));
                let total: f64 = of_classes
                    .flat_map(|(class, part)| {
                        [0, 1].map(|year| run.outcomes.mean_of_class(position, class, Kept::Loss(part), year))
                    })
                    .map(money)
                    .sum();
                close(total, mean(&loss), mean(&loss))?;
                let serving = CostComponent::CostToServe;
                let total: f64 =
                    (0..2).map(|year| money(run.outcomes.mean_cost(position, serving, year))).sum();
                close(total, mean(&earned[1]), mean(&earned[1]))?;
            }
            let events = run.column(name, "events");
            let classes = ["breach.boundary", "outage", "own", "yearly"]
                .map(|class| run.column(name, &format!("events.{class}")));
            for i in 0..events.len() {
                prop_assert_eq!(events[i], classes.iter().map(|class| class[i]).sum::<f64>());
            }
        }
        Ok(())
    });
}

fn none_above(lower: &[f64], upper: &[f64]) -> Result<(), TestCaseError> {
    for (lower, upper) in lower.iter().zip(upper) {
        prop_assert!(*lower <= upper * (1.0 + 1e-12) + 1e-9, "{} above {}", lower, upper);
    }
    Ok(())
}

/// Controls delete events or shrink losses, in every run.
#[test]
fn a_control_never_raises_a_loss() {
    for_companies(|company| {
        let run = Simulated::new(&company.text(1.0));
        for metric in
            ["loss", "loss_undiscounted", "events", "customer_impact", "loss.sla_credits", "loss.churn"]
        {
            none_above(&run.column("guarded", metric), &run.column("rls", metric))?;
        }
        Ok(())
    });
}

/// More frequent incidents keep those that happened anyway.
#[test]
fn a_higher_rate_never_lowers_a_loss() {
    for_companies(|company| {
        let more = Company {
            outages: 1.3 * company.outages,
            own: company.own + 0.5,
            breaches: 2.0 * company.breaches,
            ..company.clone()
        };
        let (fewer, more) = (Simulated::new(&company.text(1.0)), Simulated::new(&more.text(1.0)));
        for name in ALTERNATIVES {
            for metric in
                ["loss", "loss.direct", "loss.sla_credits", "loss.churn", "events", "customer_impact"]
            {
                none_above(&fewer.column(name, metric), &more.column(name, metric))?;
            }
        }
        Ok(())
    });
}

/// All money in another currency: every amount is converted and nothing else changes.
#[test]
fn money_scales() {
    for_companies(|company| {
        // The amounts of fines are not among those that `text` multiplies.
        let text = |k: f64| company.text(k).replace("[breach]", "[breach]\nfine = \"none\"");
        let (dollars, yen) = (Simulated::new(&text(1.0)), Simulated::new(&text(150.0)));
        for name in ALTERNATIVES {
            for metric in dollars.plan.metrics() {
                let k = if metric.unit == "usd" { 150.0 } else { 1.0 };
                for (dollars, yen) in
                    dollars.column(name, &metric.name).iter().zip(yen.column(name, &metric.name))
                {
                    close(yen, k * dollars, 1e-3 + k * dollars)?;
                }
            }
        }
        Ok(())
    });
}

/// Two classes at half the rate are one class at the whole: mean and variance of a compound Poisson sum.
#[test]
fn a_class_split_in_two_keeps_its_law() {
    for_companies(|company| {
        let class = |name: &str, rate: f64| {
            format!(
                "[incident.{name}]\nrate = {rate}\nper = \"platform_year\"\nreach = \"all\"\ncost_per_event = 3\n"
            )
        };
        let rate = company.own + 0.5;
        for classes in [class("a", rate), class("a", rate / 2.0) + &class("b", rate / 2.0)] {
            let run = Simulated::new(&company_of_one(company.seed, &classes));
            let losses = run.column("rls", "loss_undiscounted");
            assert_mean(&losses, 6.0 * rate, 18.0 * rate);
            assert_variance(&losses, 18.0 * rate, 3.0 + 1.0 / (2.0 * rate));
        }
        Ok(())
    });
}

fn company_of_one(seed: u64, classes: &str) -> String {
    company(3_000, 2, 10, classes).replace("seed = 7", &format!("seed = {seed}"))
}

/// A stream belongs to a name: what happens elsewhere under another name changes no bit.
#[test]
fn renaming_changes_nothing_else() {
    for_companies(|company| {
        let text = company.text(1.0);
        let renamed = text
            .replace("incident.own]", "incident.other]")
            .replace("reduces.own", "reduces.other")
            .replace("control.a]", "control.z]")
            .replace("\"a\"", "\"z\"");
        let (one, other) = (Simulated::new(&text), Simulated::new(&renamed));
        for name in ALTERNATIVES {
            for metric in [
                "loss.breach.boundary",
                "events.outage",
                "events.breach.boundary",
                "revenue",
                "controls",
                "migration",
            ] {
                prop_assert_eq!(one.column(name, metric), other.column(name, metric), "{} {}", name, metric);
            }
        }
        // A class that never happens may be called anything, and be there or not.
        let silent = |name: &str| {
            let class = format!("[incident.{name}]\nrate = 0\nper = \"unit_year\"\n[incident.outage]");
            text.replace("[incident.outage]", &class)
        };
        let (with, without) = (Simulated::new(&silent("aaa")), Simulated::new(&text));
        let with_another = Simulated::new(&silent("zzz"));
        for metric in ["tco", "loss", "loss.own", "events", "gross_margin", "loss.sla_credits"] {
            let column = |run: &Simulated| run.column("moved", metric);
            prop_assert_eq!(column(&with), column(&without), "{}", metric);
            prop_assert_eq!(column(&with), column(&with_another), "{}", metric);
        }
        Ok(())
    });
}

/// One thread or two, one block of runs or several: the same bits.
#[test]
fn threads_change_nothing() {
    let text = everything(5_000, 2, 500);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Simulated::new(&text))
    };
    let (one, two) = (on(1), on(2));
    for position in 0..3 {
        for metric in 0..one.plan.metrics().len() {
            let bits = |run: &Simulated| {
                let values = run.outcomes.metric(position, metric);
                values.into_iter().map(f64::to_bits).collect::<Vec<_>>()
            };
            assert_eq!(bits(&one), bits(&two));
        }
    }
    let tco = one.column("rls", "tco");
    assert!(tco[..1_000] != tco[2_048..3_048], "every block has runs of its own");
    // A shorter call plays the same first runs.
    let short = Simulated::new(&everything(2_500, 2, 500));
    assert_eq!(short.column("moved", "tco"), one.column("moved", "tco")[..2_500]);
}
