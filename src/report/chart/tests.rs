//! The charts of scenarios made by hand.

mod by_hand;
mod fan;
mod histogram;

use super::canvas::escape;
use super::png::parse;
use super::scale::{log_ticks, money_tick, percent_tick, return_period};
use super::*;
use crate::decision::*;
use by_hand::*;

fn charts() -> Vec<(String, String)> {
    let both = |(name, make): &Fixture| {
        let findings = make();
        [
            (format!("{name}-exceedance"), loss_exceedance(&findings, LossView::DEFAULT).unwrap()),
            (format!("{name}-tco"), tco_components(&findings).unwrap()),
        ]
    };
    FIXTURES.iter().flat_map(both).collect()
}

#[test]
fn every_chart_is_svg_made_of_numbers() {
    for (name, svg) in charts() {
        let tree = parse(&svg).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(tree.size().width(), 1000.0, "{name}");
        assert!(tree.size().height() >= 600.0, "{name}");
        for word in ["NaN", "inf"] {
            assert!(!svg.contains(word), "{name} contains {word}");
        }
    }
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    assert_eq!(charts(), charts());
}

#[test]
fn names_cannot_become_markup() {
    let findings = ten();
    for svg in [loss_exceedance(&findings, LossView::DEFAULT).unwrap(), tco_components(&findings).unwrap()] {
        assert!(!svg.contains("<script"));
        assert!(svg.contains("&lt;script&gt;"));
    }
    assert_eq!(escape("a\u{1}b\u{ffff}"), "a\u{fffd}b\u{fffd}");
}

#[test]
fn the_png_has_twice_the_logical_size() {
    for (name, svg) in charts() {
        let size = parse(&svg).unwrap().size();
        let png = png(&svg).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let side = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        assert_eq!((side(16), side(20)), (2000, (2.0 * size.height()) as u32), "{name}");
    }
    assert!(matches!(png("no picture"), Err(ChartError::Svg(_))));
    let huge = r#"<svg xmlns="http://www.w3.org/2000/svg" width="1e5" height="9"/>"#;
    assert!(matches!(png(huge), Err(ChartError::TooLarge { .. })));
}

#[test]
fn ticks_are_round_and_in_words_people_use() {
    let ticks = log_ticks(1e5, 1e9, 3.0);
    let labels: Vec<String> = ticks.iter().filter(|tick| tick.1).map(|tick| money_tick(tick.0)).collect();
    assert_eq!(labels, ["$100K", "$1M", "$10M", "$100M", "$1B"]);
    assert_eq!([0.0, -2.5e6, 950.0].map(money_tick), ["$0", "-$2.5M", "$950"]);
    assert_eq!(
        [1.0, 0.5, 0.1, 0.01, 0.005, 1e-4].map(percent_tick),
        ["100 %", "50 %", "10 %", "1 %", "0.5 %", "0.01 %"]
    );
    assert_eq!([1.0, 0.1, 0.001].map(return_period), ["every year", "1 in 10 years", "1 in 1,000 years"]);
    let svg = loss_exceedance(&fixed_losses(), LossView::DEFAULT).unwrap();
    for text in [">$20M<", ">$50M<", ">$100M<", ">1 %<", ">1 in 100 years<"] {
        assert!(svg.contains(text), "{text}");
    }
}

#[test]
fn titles_state_what_the_data_say() {
    let svg = loss_exceedance(&fixed_losses(), LossView::DEFAULT).unwrap();
    let title =
        "In a 1-in-100 year, shared and 2 others lose $50.0M or more; database per tenant loses nothing";
    assert!(svg.contains(title), "{svg}");
    assert!(
        loss_exceedance(&all_zero(), LossView::DEFAULT)
            .unwrap()
            .contains("No alternative loses anything in any run")
    );
    let svg = tco_components(&heavy_tail()).unwrap();
    assert!(
        svg.contains(
            "RLS + pooling is cheapest over 5 years: $3.32M less than database per tenant (baseline)"
        )
    );
    assert!(svg.contains("$2.80M ± 0.04M"), "{svg}");
    assert!(svg.contains("Expected losses") && !svg.contains("Insurance premium"));
}

#[test]
fn a_lead_within_its_interval_is_not_called_a_finding() {
    let mut findings = heavy_tail();
    findings.comparisons.push(Comparison {
        alternative: "rls".to_owned(),
        baseline: "database".to_owned(),
        figures: vec![figure("saving", "mean", 3.32e6, Some(4e6))],
    });
    assert!(tco_components(&findings).unwrap().contains("within sampling error"));
}
