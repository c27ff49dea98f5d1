//! The page of results made by hand.

use super::*;
use crate::report::{chart, fixture};

fn page(findings: &Findings) -> String {
    render(findings, &chart::drawn(findings, |_| true).unwrap(), &[])
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

/// What moves, flips and is worth finding out has a section, a picture and a table each.
#[test]
fn knowledge_flips_and_exact_figures_are_shown() {
    let mut findings = fixture::findings_with_knowledge();
    findings.parameters = vec![parameter("z.first", None), parameter("a.rate", Some("a study"))];
    let html = page(&findings);
    let section = |id: &str| between(&html, &format!("<section id=\"{id}\""), "</section>");
    for (id, words) in [
        ("flips", "Infrastructure cost of database per tenant"),
        ("flips", "× 3.4"),
        ("flips", "above 0.25"),
        ("sensitivity", "-$1.00M (p90 = 0.2)"),
        ("information", "$310K ± 15K"),
        ("exact", "RLS + pooling, mean loss"),
        ("exact", "others are simulated only, because inputs are drawn once per run."),
        ("ledger", "worth $310K to know; moves a saving by $3.00M"),
    ] {
        assert!(section(id).contains(words), "{id}: {words}: {}", section(id));
    }
    let pictures = |id: &str| section(id).matches("<figure").count();
    assert_eq!(["flips", "sensitivity", "information"].map(pictures), [2, 1, 1]);
    // What matters comes before what is given first.
    let ledger = section("ledger");
    assert!(ledger.find("a.<wbr>rate").unwrap() < ledger.find("z.<wbr>first").unwrap());
    let board = between(&html, "id=\"board\"", "<nav");
    assert!(board.contains("$310K") && board.contains("to know a.rate before deciding"), "{board}");
}

#[test]
fn the_files_of_the_result_are_listed_with_their_digests() {
    let findings = fixture::findings();
    let files = crate::report::manifest::digests(&[("summary.csv".to_owned(), b"abc".to_vec())]);
    let html = render(&findings, &[], &files);
    assert!(html.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assert!(html.contains(&crate::report::manifest::result_digest(&files)));
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
