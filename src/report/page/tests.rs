//! The page of results made by hand.

use super::*;
use crate::report::{chart, fixture};

fn page(findings: &Findings) -> String {
    render(findings, &chart::drawn(findings, |_| true).unwrap())
}

/// Words between the first `from` and the next `to`.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap();
    rest.split_once(to).unwrap().0
}

#[test]
fn nothing_comes_from_elsewhere_and_nothing_runs() {
    let html = page(&fixture::findings());
    for word in ["<script", "http://", "https://", "<link", "<img", "@import", "url(http", " onload"] {
        assert!(!html.contains(word), "{word}");
    }
    assert!(html.contains("default-src &#39;none&#39;") || html.contains("default-src 'none'"));
}

#[test]
fn names_cannot_become_markup() {
    let mut findings = fixture::findings();
    let name = "<script>alert(\"1\")</script>&\u{1b}[31m";
    findings.setting.title = name.to_owned();
    findings.notices.push(name.to_owned());
    findings.verdict[0] = name.to_owned();
    for alternative in &mut findings.alternatives {
        alternative.label = name.to_owned();
    }
    for curve in &mut findings.exceedance {
        curve.label = name.to_owned();
    }
    findings.incidents[0].label = name.to_owned();
    findings.parameters.push(parameter(&format!("tier.{name}.share"), Some(name)));
    let html = page(&findings);
    assert!(!html.contains("<script") && !html.contains('\u{1b}'));
    assert!(html.matches("&lt;script&gt;alert").count() > 10);
}

#[test]
fn the_board_says_what_the_findings_say() {
    let html = page(&fixture::findings());
    let board = between(&html, "id=\"board\"", "<nav");
    for words in [
        "Which alternative costs least?",
        "RLS + pooling is the cheapest of the four alternatives",
        "$8.82M",
        "Nine runs in ten: $2.10M to $10.2M.",
        "P95: one run in 20 loses $8.40M or more.",
        "P99: one run in 100 loses $31.1M or more, the worst one per cent $52.0M on average.",
        "97.8 % of runs",
    ] {
        assert!(board.contains(words), "{words}: {board}");
    }
}

#[test]
fn every_table_has_a_caption_and_every_heading_a_scope() {
    let html = page(&fixture::findings());
    assert_eq!(html.matches("<table").count(), html.matches("<caption").count());
    let heads = html.matches("<th ").count() + html.matches("<th>").count();
    assert_eq!(heads, html.matches("scope=\"").count());
}

#[test]
fn the_ledger_flags_what_is_unsourced_or_stale() {
    let mut findings = fixture::findings();
    findings.parameters = vec![parameter("a.default", Some("a study")), parameter("b.given", None)];
    findings.parameters[0].origin = "default";
    findings.parameters[0].expires = Some("2026-12-31".to_owned());
    findings.parameters[1].expires = Some("2027-01-01".to_owned());
    let html = page(&findings);
    let ledger = between(&html, "id=\"ledger\"", "</section>");
    let row = |name: &str| {
        let at = ledger.find(&format!("{name}</code>")).unwrap();
        ledger[at..].split_once("</tr>").unwrap().0
    };
    assert!(row("default").contains("stale") && !row("default").contains("without a source"));
    assert!(row("given").contains("given without a source") && !row("given").contains("stale"));
    assert!(ledger.find("b.<wbr>given").unwrap() < ledger.find("a.<wbr>default").unwrap());
    assert!(ledger.contains("2 inputs: 1 given by the scenario, 1 defaults of tenantrisk; 2 flagged."));
}

fn parameter(path: &str, source: Option<&str>) -> crate::decision::ParameterFact {
    crate::decision::ParameterFact {
        path: path.to_owned(),
        value: "0.01".to_owned(),
        role: "fixed",
        origin: "given",
        source: source.map(str::to_owned),
        unit: "fraction",
        mean: 0.01,
        median: 0.01,
        p95: 0.01,
        p99: 0.01,
        infinite_variance: false,
        owner: None,
        reviewed: None,
        expires: None,
    }
}
