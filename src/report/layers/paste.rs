//! `layer.toml`: the scenario with the best layer, to be put beside it.

use std::fmt::Write;

use crate::{
    decision::{Described, LayerFindings},
    units::format_number,
};

/// The file. It extends the scenario, so that it says no more than the layer and who buys it.
pub(super) fn render(findings: &LayerFindings) -> String {
    let (best, terms, setting) = (findings.best(), &findings.terms, &findings.setting);
    let name = fresh("best_layer", &findings.policies);
    let mut text = format!(
        "# The best layer that `tenantrisk insure` found for {}, {}.\n\
         # Put this file beside {}.toml. The premium is no quote: it follows from {}.\n\n\
         schema  = 1\nextends = {}\n\n[insurance.{}]\n",
        comment(&findings.label),
        comment(&setting.drawn()),
        comment(&setting.scenario),
        premium(findings),
        quoted(&format!("{}.toml", setting.scenario)),
        key(&name)
    );
    let mut add = |name: &str, value: &str| {
        let _ = writeln!(text, "{name:<16} = {value}");
    };
    add("premium_per_year", &number(best.premium_per_year_usd.round()));
    add("retention", &number(best.retention_usd));
    add("limit", &number(best.limit_usd));
    add("coinsurance", &number(terms.coinsurance));
    let limit = terms.annual_limit_usd.map(|limit| format!("limit = {}", number(limit)));
    let kept = Some(terms.annual_retention_usd).filter(|kept| *kept > 0.0);
    let kept = kept.map(|kept| format!("retention = {}", number(kept)));
    let of_year: Vec<String> = limit.into_iter().chain(kept).collect();
    if !of_year.is_empty() {
        add("annual_aggregate", &format!("{{ {} }}", of_year.join(", ")));
    }
    let list = |words: Vec<String>| format!("[{}]", words.join(", "));
    let components = list(terms.components.iter().map(|word| quoted(word)).collect());
    let classes =
        terms.classes.as_ref().map(|classes| list(classes.iter().map(|word| quoted(word)).collect()));
    let classes = classes.map_or(String::new(), |classes| format!("classes = {classes}, "));
    add("covers", &format!("{{ {classes}components = {components} }}"));
    add("source", &quoted(&format!("tenantrisk insure: {}", premium(findings))));
    // Every alternative by name: a file whose alternatives are those of its isolation models would lose the others.
    for alternative in &findings.alternatives {
        let _ = write!(
            text,
            "\n[alternative.{}]\nisolation = {}\n",
            key(&alternative.name),
            isolation(alternative)
        );
        if alternative.name == findings.alternative {
            let _ = writeln!(text, "insurance = {}", quoted(&name));
        }
    }
    text
}

/// How the premium follows, in words.
fn premium(findings: &LayerFindings) -> String {
    let rule = &findings.premium;
    let loading = rule.loading.map(|loading| format!("{} times simulated payments", format_number(loading)));
    let rate = rule.rate_on_line.map(|rate| format!("{} of the limit", format_number(rate)));
    let both: Vec<String> = loading.into_iter().chain(rate).collect();
    both.join(" or, where that is more, ")
}

fn isolation(alternative: &Described) -> String {
    let first = alternative.isolation.first().map_or("", |(_, model)| model.as_str());
    if alternative.isolation.iter().all(|(_, model)| model == first) {
        return quoted(first);
    }
    let tiers =
        alternative.isolation.iter().map(|(tier, model)| format!("{} = {}", key(tier), quoted(model)));
    format!("{{ {} }}", tiers.collect::<Vec<_>>().join(", "))
}

/// A name that none of these has.
fn fresh(name: &str, taken: &[String]) -> String {
    let all = std::iter::once(name.to_owned()).chain((2..).map(|count| format!("{name}_{count}")));
    let mut free = all.filter(|candidate| !taken.contains(candidate));
    free.next().unwrap_or_else(|| name.to_owned())
}

/// A number as TOML reads it, without an exponent where it is whole.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value:?}") }
}

/// A key, quoted unless it is bare.
fn key(name: &str) -> String {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { quoted(name) }
}

/// A basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Words in a comment: a control character would end it.
fn comment(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_toml() {
        assert_eq!(key("rls-2_b"), "rls-2_b");
        assert_eq!(key("a \"b\"\n"), "\"a \\\"b\\\"\\u000A\"");
        assert_eq!([number(2e6), number(0.9), number(1e20)], ["2000000", "0.9", "1e20"]);
        assert_eq!(fresh("a", &["a".to_owned(), "a_2".to_owned()]), "a_3");
    }
}
