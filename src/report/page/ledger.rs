//! The assumption ledger: every input with what it implies, where it comes from, and what is amiss with it.

use maud::{Markup, html};

use super::{Page, sensitivity::swing};
use crate::{
    decision::{Findings, ParameterFact},
    report::{
        explain::{number, warnings},
        words::clean,
    },
    units::format_usd,
};

pub(super) fn content(page: &Page) -> Option<Markup> {
    let facts = &page.findings.parameters;
    if facts.is_empty() {
        return None;
    }
    let start = page.findings.setting.start.to_string();
    let mut rows: Vec<(&ParameterFact, Vec<String>, Weight)> =
        facts.iter().map(|fact| (fact, flags(fact, &start), Weight::of(page.findings, &fact.path))).collect();
    // Stable: within a group the order of the scenario stays.
    rows.sort_by(|(one, _, weight), (other, _, than)| {
        let group = |fact: &ParameterFact| (fact.origin != "given", fact.role == "fixed");
        weight.before(than).then(group(one).cmp(&group(other)))
    });
    let weighed = rows.iter().any(|(.., weight)| weight.is_known());
    let given = facts.iter().filter(|fact| fact.origin == "given").count();
    let flagged = rows.iter().filter(|(_, flags, _)| !flags.is_empty()).count();
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
            @if weighed {
                "The inputs that matter most come first: by what knowing them before deciding is worth (EVPPI), then by how far they \
                 move the mean saving; "
            }
            @if weighed { "the others" } @else { "Inputs" }
            " stand given before default, uncertain before fixed, otherwise in the order of the scenario."
        }
        div.scroll.long tabindex="0" role="region" aria-label="Assumption ledger" {
            table.ledger {
                caption { "Assumption ledger" }
                thead { tr {
                    th scope="col" { "Input" }
                    th scope="col" { "Value or distribution" }
                    @for name in ["Mean", "Median", "P95", "P99"] { th.figure scope="col" { (name) } }
                    @if weighed { th.weight scope="col" { "How much it matters" } }
                    th scope="col" { "Source" }
                    @for (name, there) in ["Owner", "Reviewed", "Expires"].into_iter().zip(dated) {
                        @if there { th scope="col" { (name) } }
                    }
                } }
                tbody { @for (fact, flags, weight) in &rows { (line(fact, flags, weighed.then_some(weight), dated)) } }
            }
        }
    })
}

fn line(fact: &ParameterFact, flags: &[String], weight: Option<&Weight>, dated: [bool; 3]) -> Markup {
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
            @if let Some(weight) = weight { td.weight { (weight.words()) } }
            td { (clean(fact.source.as_deref().unwrap_or("–"))) }
            @for (text, there) in dates.into_iter().zip(dated) {
                @if there { td { (clean(text.as_deref().unwrap_or("–"))) } }
            }
        }
    }
}

/// How much an input matters.
struct Weight {
    /// What knowing it before deciding is worth, USD.
    worth_usd: Option<f64>,
    /// How far it moves the mean saving of the alternative that it moves most, USD.
    swing_usd: Option<f64>,
}

impl Weight {
    fn of(findings: &Findings, path: &str) -> Weight {
        let is_of = |paths: &[String]| paths.iter().any(|one| one == path);
        let inputs = findings.value_of_information.iter().flat_map(|value| &value.inputs);
        let worth = inputs.filter(|fact| is_of(&fact.paths)).map(|fact| fact.value_usd.value);
        let swings = findings.sensitivity.iter().filter(|fact| is_of(&fact.paths)).map(swing);
        Weight { worth_usd: worth.reduce(f64::max), swing_usd: swings.reduce(f64::max) }
    }

    fn is_known(&self) -> bool {
        self.worth_usd.is_some() || self.swing_usd.is_some()
    }

    /// The weightier first.
    fn before(&self, than: &Weight) -> std::cmp::Ordering {
        let key = |value: Option<f64>| value.unwrap_or(-1.0);
        let worth = key(than.worth_usd).total_cmp(&key(self.worth_usd));
        worth.then(key(than.swing_usd).total_cmp(&key(self.swing_usd)))
    }

    fn words(&self) -> String {
        let worth = self.worth_usd.filter(|worth| *worth > 0.0);
        let worth = worth.map(|worth| format!("worth {} to know", format_usd(worth)));
        let swing = self.swing_usd.filter(|swing| *swing > 0.0);
        let swing = swing.map(|swing| format!("moves a saving by {}", format_usd(swing)));
        let words: Vec<String> = worth.into_iter().chain(swing).collect();
        match words.as_slice() {
            [] if self.is_known() => "changes nothing".to_owned(),
            [] => "–".to_owned(),
            some => some.join("; "),
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
