//! The assumption ledger: every input with what it implies, where it comes from, and what is amiss with it.

use maud::{Markup, html};

use super::Page;
use crate::{
    decision::ParameterFact,
    report::{
        explain::{number, warnings},
        words::clean,
    },
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let facts = &page.findings.parameters;
    if facts.is_empty() {
        return None;
    }
    let start = page.findings.setting.start.to_string();
    let mut rows: Vec<(&ParameterFact, Vec<String>)> =
        facts.iter().map(|fact| (fact, flags(fact, &start))).collect();
    // Stable: within a group the order of the scenario stays.
    rows.sort_by_key(|(fact, _)| (fact.origin != "given", fact.role == "fixed"));
    let given = facts.iter().filter(|fact| fact.origin == "given").count();
    let flagged = rows.iter().filter(|(_, flags)| !flags.is_empty()).count();
    let has = |of: fn(&ParameterFact) -> &Option<String>| facts.iter().any(|fact| of(fact).is_some());
    let dated = [has(|fact| &fact.owner), has(|fact| &fact.reviewed), has(|fact| &fact.expires)];
    let absent: Vec<&str> = ["an owner", "a review date", "an expiry date"]
        .into_iter()
        .zip(dated)
        .filter(|(_, there)| !there)
        .map(|(words, _)| words)
        .collect();
    Some(html! {
        p {
            (counted(facts.len(), "input")) ": " (given) " given by the scenario, " (facts.len() - given)
            " defaults of tenantrisk; " (flagged) " flagged. "
            @if !absent.is_empty() { "No input names " (absent.join(" or ")) ". " }
            "A given input without a source is flagged, and one that expires before the first day of the simulation. "
            "Given inputs come first, uncertain ones before fixed ones, otherwise in the order of the scenario."
        }
        div.scroll.long tabindex="0" role="region" aria-label="Assumption ledger" {
            table.ledger {
                caption { "Assumption ledger" }
                thead { tr {
                    th scope="col" { "Input" }
                    th scope="col" { "Value or distribution" }
                    @for name in ["Mean", "Median", "P95", "P99"] { th.figure scope="col" { (name) } }
                    th scope="col" { "Source" }
                    @for (name, there) in ["Owner", "Reviewed", "Expires"].into_iter().zip(dated) {
                        @if there { th scope="col" { (name) } }
                    }
                } }
                tbody { @for (fact, flags) in &rows { (line(fact, flags, dated)) } }
            }
        }
    })
}

fn line(fact: &ParameterFact, flags: &[String], dated: [bool; 3]) -> Markup {
    let dates = [&fact.owner, &fact.reviewed, &fact.expires];
    html! {
        tr {
            th scope="row" { code { (breakable(&fact.path)) } }
            td {
                (clean(&fact.value)) " " span.unit { (fact.unit.replace('_', " ")) } " "
                @if fact.origin == "given" { span.given { "given" } } @else { span.default { "default" } }
                @for flag in flags { " " span.flag { (clean(flag)) } }
            }
            @if fact.role == "fixed" && fact.p95 == fact.p99 && fact.mean == fact.median {
                td.figure.fixed colspan="4" { "fixed" }
            } @else {
                @for value in [fact.mean, fact.median, fact.p95, fact.p99] { td.figure { (number::text(value)) } }
            }
            td { (clean(fact.source.as_deref().unwrap_or("–"))) }
            @for (text, there) in dates.into_iter().zip(dated) {
                @if there { td { (clean(text.as_deref().unwrap_or("–"))) } }
            }
        }
    }
}

/// What is amiss with an input. Dates are compared with the first day of the simulation and never with the clock, so that
/// the page stays the same from day to day.
fn flags(fact: &ParameterFact, start: &str) -> Vec<String> {
    let mut flags = warnings::of(fact);
    let expired = fact.expires.as_deref().and_then(warnings::date).zip(warnings::date(start));
    if expired.is_some_and(|(expires, start)| expires < start) {
        flags.push("stale: expires before the simulation starts".to_owned());
    }
    flags
}

/// A path that may be broken behind its dots.
fn breakable(path: &str) -> Markup {
    html! { @for (place, part) in clean(path).split('.').enumerate() { @if place > 0 { "." wbr; } (part) } }
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
