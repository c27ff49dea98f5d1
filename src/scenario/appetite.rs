//! `[decision]`, `[survival]` and `[hybrid]`: what the company can bear, and among which mixtures it looks.

use std::ops::Range;

use super::{
    Diagnostic, Section, isolation,
    isolation::Isolation,
    nearest,
    number::{Domain, Field, Reader, Uncertainty},
};
use crate::model::{
    Alternative, Appetite, HybridSearch, LossPeriod, Provenance, RiskTolerance, Survival, defaults,
};

/// Reads the three tables. Isolation models of `[hybrid]` that the file does not describe are added to `isolation` only
/// where a search for mixtures asks for them (`Reader::search`), so that they change nothing else.
pub(super) fn read(
    reader: &mut Reader,
    root: &mut Section,
    isolation: &mut Isolation,
    alternatives: &[Alternative],
) -> Appetite {
    Appetite {
        risk_tolerance: risk_tolerance(reader, root),
        survival: survival(reader, root),
        required: None,
        hybrid: hybrid(reader, root, isolation, alternatives),
    }
}

/// `risk_tolerance = 20_000_000` or `risk_tolerance = { share_of_revenue = 0.2 }`.
fn risk_tolerance(reader: &mut Reader, root: &mut Section) -> Option<RiskTolerance> {
    let mut section = root.table("decision", &mut reader.diagnostics)?;
    let provenance = reader.provenance(&mut section);
    let is_table = section.value("risk_tolerance").is_some_and(|value| value.get_ref().is_table());
    let found = if is_table {
        let mut share = section.table("risk_tolerance", &mut reader.diagnostics)?;
        let number = positive(reader, &mut share, &provenance, "share_of_revenue", "fraction_of_revenue");
        share.finish(&mut reader.diagnostics);
        RiskTolerance::ShareOfRevenue(number)
    } else {
        RiskTolerance::Usd(positive(reader, &mut section, &provenance, "risk_tolerance", "usd"))
    };
    section.finish(&mut reader.diagnostics);
    Some(found)
}

/// `loss_usd = 100_000_000`, `within = "year"`.
fn survival(reader: &mut Reader, root: &mut Section) -> Option<Survival> {
    let mut section = root.table("survival", &mut reader.diagnostics)?;
    let provenance = reader.provenance(&mut section);
    let loss_usd = positive(reader, &mut section, &provenance, "loss_usd", "usd");
    let within = section.choice("within", &LossPeriod::ALL, &mut reader.diagnostics).unwrap_or_default();
    section.finish(&mut reader.diagnostics);
    Some(Survival { loss_usd, within })
}

fn positive(
    reader: &mut Reader,
    section: &mut Section,
    provenance: &Provenance,
    key: &'static str,
    unit: &'static str,
) -> crate::model::ParameterId {
    let field = Field::new(key, unit).within(Domain::Above(0.0)).uncertain(Uncertainty::Plain);
    reader.number(section, provenance, field)
}

/// `models = ["rls", "database"]`, `like = "rls_breakers"`, `migration_cost_per_tenant = 200`.
fn hybrid(
    reader: &mut Reader,
    root: &mut Section,
    isolation: &mut Isolation,
    alternatives: &[Alternative],
) -> HybridSearch {
    let given = root.table("hybrid", &mut reader.diagnostics);
    let mut section = given.unwrap_or_else(|| Section::empty("hybrid"));
    let provenance = reader.provenance(&mut section);
    let listed = section.text_list("models", &mut reader.diagnostics).unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    for (word, span) in listed {
        let is_known = isolation::known(word).is_some();
        if is_known || isolation.models.iter().any(|model| model.name == word) {
            words.push(word.to_owned());
        } else {
            let described = isolation.models.iter().map(|model| model.name.clone());
            let known = described.chain(isolation::names().map(str::to_owned));
            unknown(reader, "isolation model", word, span, "hybrid.models", known);
        }
    }
    let names: Vec<&str> = alternatives.iter().map(|alternative| alternative.name.as_str()).collect();
    let like = section.text("like", &mut reader.diagnostics).and_then(|(word, span)| {
        if names.contains(&word) {
            return Some(word.to_owned());
        }
        unknown(
            reader,
            "alternative",
            word,
            span,
            "hybrid.like",
            names.iter().map(|name| (*name).to_owned()),
        );
        None
    });
    let cost = Field::new("migration_cost_per_tenant", "usd_per_tenant")
        .uncertain(Uncertainty::Plain)
        .or(defaults::ZERO_COST);
    let search = reader.search.take();
    // Without a search it would only be one more line among the parameters.
    let wanted = search.is_some() || section.has("migration_cost_per_tenant");
    let migration_cost_per_tenant = wanted.then(|| reader.number(&mut section, &provenance, cost));
    section.finish(&mut reader.diagnostics);
    let mut models = Vec::new();
    if let Some(asked) = search {
        let words = if asked.is_empty() { words } else { asked };
        for word in words {
            let described = isolation.models.iter().position(|model| model.name == word);
            let position = described
                .or_else(|| isolation::known(&word).map(|known| isolation.add_default(reader, known)));
            models.extend(position.filter(|position| !models.contains(position)));
        }
        if models.is_empty() {
            let used = alternatives.iter().flat_map(|alternative| &alternative.isolation_of_tier);
            models.extend(used.copied());
            models.sort_unstable();
            models.dedup();
        }
    }
    HybridSearch { models, like, migration_cost_per_tenant }
}

fn unknown(
    reader: &mut Reader,
    kind: &str,
    word: &str,
    span: Range<usize>,
    path: &str,
    known: impl Iterator<Item = String>,
) {
    let mut accepted: Vec<String> = Vec::new();
    for name in known {
        if !accepted.contains(&name) {
            accepted.push(name);
        }
    }
    let error = Diagnostic::error(span, path, format!("there is no {kind} `{word}`"))
        .accepting(accepted.join(", "))
        .suggesting(nearest(word, accepted.iter().map(String::as_str)));
    reader.diagnostics.push(error);
}
