//! The cash flow chart.

use super::super::scale::year_ticks;
use super::*;

/// Costs by year of the four alternatives: build, yearly cost and the expected yearly loss, in millions.
pub(super) fn yearly(years: u32, costs: [[f64; 3]; 4]) -> Vec<YearlyFigure> {
    let mut figures = Vec::new();
    for ((name, _), [build, yearly, loss]) in FOUR.iter().zip(costs) {
        let mut add = |year: u32, component: &str, statistic: &'static str, millions: f64| {
            figures.push(YearlyFigure {
                alternative: (*name).to_owned(),
                year,
                component: component.to_owned(),
                basis: "pv",
                statistic,
                value_usd: 1e6 * millions,
            });
        };
        add(1, "build", "mean", build);
        let mut paid = build;
        for year in 1..=years {
            paid += yearly * 0.909f64.powi(year as i32);
            let expected = loss * f64::from(year);
            add(year, "tco_cumulative", "mean", paid + expected);
            add(year, "tco_cumulative", "p5", 0.97 * paid);
            add(year, "tco_cumulative", "p25", 0.99 * paid);
            add(year, "tco_cumulative", "p50", paid);
            add(year, "tco_cumulative", "p75", 1.02 * paid + 0.8 * expected);
            add(year, "tco_cumulative", "p95", 1.05 * paid + 4.0 * expected);
        }
    }
    figures
}

const COSTS: [[f64; 3]; 4] = [[0.5, 0.1, 1.8], [2.6, 0.6, 0.35], [2.0, 2.2, 0.04], [3.0, 1.0, 0.3]];

pub(super) fn growing() -> Findings {
    let mut findings = heavy_tail();
    findings.yearly = yearly(5, COSTS);
    findings
}

#[test]
fn the_title_says_who_overtakes_whom_and_when() {
    let svg = cash_flow_fan(&growing()).unwrap().unwrap();
    parse(&svg).unwrap();
    let title = "RLS + pooling is cheapest on average after 5 years: $3.91M less than database per tenant \
                 (baseline), which it overtakes in year 1";
    assert!(svg.contains(title), "{svg}");
    assert!(svg.contains("present value at 10.0 % a year; 100,000 runs, seed 42"));
    assert!(svg.contains(">to $36.9M<"), "a band that leaves the panel says how far it goes");

    let mut ahead = growing();
    ahead.yearly = yearly(1, [[0.5, 0.1, 0.0], [1.6, 0.6, 0.0], [2.0, 2.2, 0.0], [3.0, 1.0, 0.0]]);
    let svg = cash_flow_fan(&ahead).unwrap().unwrap();
    assert!(
        svg.contains("shared is cheapest on average after 1 year: ")
            && svg.contains(", and cheaper from the start"),
        "{svg}"
    );

    let mut baseline = growing();
    baseline.yearly = yearly(5, [[5.0, 1.0, 0.0], [5.0, 2.0, 0.0], [2.0, 0.2, 0.0], [9.0, 1.0, 0.0]]);
    let svg = cash_flow_fan(&baseline).unwrap().unwrap();
    assert!(svg.contains("database per tenant (baseline) is cheapest on average after 5 years"), "{svg}");
    assert!(svg.contains("less than shared, the next cheapest, and cheaper from the start"), "{svg}");
}

#[test]
fn a_lead_within_its_interval_is_not_called_a_finding() {
    let mut findings = growing();
    findings.comparisons.push(Comparison {
        alternative: "rls".to_owned(),
        baseline: "database".to_owned(),
        figures: vec![figure("saving", "mean", 3.32e6, Some(4e6))],
    });
    assert!(cash_flow_fan(&findings).unwrap().unwrap().contains("within sampling error"));
}

#[test]
fn without_costs_by_year_there_is_no_chart() {
    for (_, make) in FIXTURES {
        assert!(cash_flow_fan(&make()).unwrap().is_none());
    }
    let mut findings = growing();
    findings.setting.horizon_years = 0;
    assert!(cash_flow_fan(&findings).unwrap().is_none());
}

#[test]
fn odd_numbers_leave_a_picture() {
    let mut findings = growing();
    for (index, figure) in findings.yearly.iter_mut().enumerate() {
        match index % 7 {
            0 => figure.value_usd = f64::NAN,
            1 => figure.value_usd = -figure.value_usd,
            2 => figure.value_usd *= 1e6,
            _ => {}
        }
    }
    let mut zero = growing();
    zero.yearly.iter_mut().for_each(|figure| figure.value_usd = 0.0);
    let mut long = growing();
    long.setting.horizon_years = 100;
    long.yearly = yearly(100, COSTS);
    let mut enormous = growing();
    enormous.yearly.iter_mut().for_each(|figure| figure.value_usd *= 1e290);
    let mut many = ten();
    many.yearly = growing().yearly;
    for index in 0..10 {
        let mut copies = growing().yearly;
        copies.retain(|figure| figure.alternative == "rls");
        copies.iter_mut().for_each(|figure| figure.alternative = format!("a{index}"));
        many.yearly.extend(copies);
    }
    for findings in [findings, zero, long, enormous, many] {
        let svg = cash_flow_fan(&findings).unwrap().unwrap();
        parse(&svg).unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<script"));
        assert_eq!(svg, cash_flow_fan(&findings).unwrap().unwrap());
    }
}

#[test]
fn another_accounting_is_said_on_every_chart() {
    let mut findings = histogram::spread();
    findings.yearly = yearly(5, COSTS);
    let charts = |findings: &Findings| {
        [
            loss_exceedance(findings, LossView::DEFAULT).unwrap(),
            tco_components(findings).unwrap(),
            cash_flow_fan(findings).unwrap().unwrap(),
            saving_histograms(findings).unwrap().unwrap(),
            roi_histograms(findings).unwrap().unwrap(),
        ]
    };
    assert!(charts(&findings).iter().all(|svg| !svg.contains("accounting")));
    findings.setting.accounting = "brief".to_owned();
    let label = "accounting: brief — the founding brief&apos;s own formulas, for comparison only";
    assert!(charts(&findings).iter().all(|svg| svg.contains(label)));
}

#[test]
fn negative_costs_fill_the_panel_too() {
    let mut findings = growing();
    for figure in &mut findings.yearly {
        figure.value_usd = -figure.value_usd;
        figure.statistic = match figure.statistic {
            "p5" => "p95",
            "p25" => "p75",
            "p75" => "p25",
            "p95" => "p5",
            other => other,
        };
    }
    let svg = cash_flow_fan(&findings).unwrap().unwrap();
    for text in [">$0<", ">-$10M<", ">to -$36.9M<"] {
        assert!(svg.contains(text), "{text}\n{svg}");
    }
}

#[test]
fn years_carry_round_ticks() {
    assert_eq!(year_ticks(0, 6.0), [0]);
    assert_eq!(year_ticks(5, 6.0), [0, 1, 2, 3, 4, 5]);
    assert_eq!(year_ticks(7, 6.0), [0, 2, 4, 6]);
    assert_eq!(year_ticks(14, 6.0), [0, 5, 10, 14]);
    assert_eq!(year_ticks(100, 6.0), [0, 20, 40, 60, 80, 100]);
    assert_eq!(year_ticks(1000, 6.0), [0, 1000]);
}

#[test]
fn enormous_amounts_stay_short() {
    assert_eq!([1e12, 2.5e17, -1e297].map(money_tick), ["$1T", "$2.5e17", "-$1e297"]);
}
